"""The data of an XForm: the tree of its nodes, the lists of choices in it and the tables it asks for."""

import re
from collections.abc import Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element

from bot.forms.xform.xml import tag
from bot.forms.xpath.choice_tables import Table
from bot.forms.xpath.outline import Outline

FILE_CSV = "jr://file-csv/"
_FILE = re.compile(rf"{FILE_CSV}(.+)|jr://file/(.+\.geojson)", re.IGNORECASE)
_NUMBERS = {"int", "decimal"}
META = "meta"


def read_outline(
    data: Element,
    binds: Mapping[str, Element],
    repeats: frozenset[str],
    tables: Mapping[str, Table],
    files: frozenset[str],
) -> Outline:
    below: dict[str, list[str]] = {}
    root = f"/{tag(data)}"
    _read_children(data, root, below)
    numeric = frozenset(path for path, bind in binds.items() if bind.get("type") in _NUMBERS)
    return Outline(root, below, repeats, numeric, tables, files)


def _read_children(element: Element, path: str, below: dict[str, list[str]]) -> None:
    for child in element:
        name = f"{path}/{tag(child)}"
        siblings = below.setdefault(path, [])
        if name not in siblings:
            siblings.append(name)
        _read_children(child, name, below)


def leaves(data: Element) -> Sequence[str]:
    """The nodes with nothing below them, in the form's order, but for the block of metadata."""
    root, below = f"/{tag(data)}", dict[str, list[str]]()
    _read_children(data, root, below)
    return [path for path in _below(below, root) if path not in below]


def _below(below: Mapping[str, Sequence[str]], path: str) -> Iterator[str]:
    for child in below.get(path, ()):
        if child.rpartition("/")[2] != META:
            yield child
            yield from _below(below, child)


def paths_below(outline: Outline, path: str) -> Iterator[str]:
    """All nodes below `path` in the form's order, but for the block of metadata that each form has."""
    for child in outline.children.get(path, ()):
        if child != f"{outline.root}/meta":
            yield child
            yield from paths_below(outline, child)


def first_value(data: Element, path: str) -> str:
    """The default that is written into the data at a path."""
    element: Element | None = data
    for name in path.split("/")[2:]:
        found = [child for child in element if tag(child) == name] if element is not None else []
        element = found[-1] if found else None  # the last: the first entry of a repeat is its template
    return (element.text or "").strip() if element is not None else ""


def list_table(instance: Element) -> Table:
    """A list of choices that is written in the form."""
    items = (item for item in instance.iter() if tag(item) == "item")
    return Table(tuple({tag(column): (column.text or "").strip() for column in item} for item in items))


def file_table(source: str, tables: Mapping[str, Table]) -> Table | None:
    """The table that a form asks for (jr://file-csv/areas.csv), by the file's name; None if there is none."""
    found = _FILE.fullmatch(source)
    if found is None:
        return None
    file = found[1] or found[2]
    return next((tables[name] for name in (file, file.rpartition(".")[0]) if name in tables), None)


def is_table(source: str) -> bool:
    """Whether a source is a file that can be read as a table: .csv or .geojson."""
    return _FILE.fullmatch(source) is not None


def no_table(source: str, tables: Sequence[str]) -> str:
    """What to say about a source of choices that is not there."""
    file = source.rpartition("/")[2]
    if not is_table(source):
        return f"The file {file} cannot be used here. Save it as a .csv table with the columns name and label."
    known = ", ".join(sorted(tables)) or "none"
    return (
        f"The form uses {file}, which was not sent with it and is not among the programme's tables ({known})."
        " Send the file together with the form."
    )


def user_of(instance: str, model: Element, body: Element) -> str:
    """The path of the first node that uses an instance, '' if there is none."""
    wanted = re.compile(
        r"instance\(\s*['\"]" + re.escape(instance) + r"['\"]|pulldata\(\s*['\"]" + re.escape(instance) + "['\"]"
    )
    for element in body.iter():
        for child in element:
            if tag(child) == "itemset" and wanted.search(child.get("nodeset") or ""):
                return element.get("ref") or ""
    for element in model.iter():
        if any(wanted.search(value) for value in element.attrib.values()):
            return element.get("nodeset") or element.get("ref") or ""
    return ""
