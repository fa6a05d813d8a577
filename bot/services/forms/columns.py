"""Which columns a form's answers fill in an export, by the convention of ODK: groups are joined to names by hyphens."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, fromstring

XF = "{http://www.w3.org/2002/xforms}"
META = "meta"
# Names of questions that every pack has in common (programmes/README.md).
PERSONAL_NAMES = frozenset({"name", "phone"})
# Where somebody lives, what they look and sound like.
PERSONAL_TYPES = frozenset({"geopoint", "geotrace", "geoshape", "binary"})
PRELOAD = "{http://openrosa.org/javarosa}preload"
# Of the phone and its owner: phonenumber, username, email …
PERSONAL_PRELOAD = "property"


@dataclass(frozen=True, slots=True)
class Column:
    """One question. `path` is without the form's root: /group/name; `personal` ones leave only with the names.

    A `repeated` one has several answers in a submission: they are told apart in the long form alone.
    """

    path: str
    personal: bool
    repeated: bool

    @property
    def heading(self) -> str:
        return heading(self.path)


def heading(path: str) -> str:
    """/group/name as a heading: group-name."""
    return path.removeprefix("/").replace("/", "-")


def below_root(path: str) -> str:
    """/form/group/name without the form: /group/name, the same in every form."""
    return "/" + path.removeprefix("/").partition("/")[2]


def columns_of(xml: str) -> list[Column]:
    """The questions and calculations of an XForm, in its order."""
    document = fromstring(xml)
    binds = {bind.get("nodeset", ""): bind for bind in document.iter(f"{XF}bind")}
    phones = {item.get("ref", "") for item in document.iter(f"{XF}input") if "phone" in item.get("appearance", "")}
    repeats = tuple(f"{repeat.get('nodeset')}/" for repeat in document.iter(f"{XF}repeat"))
    return [
        Column(below_root(path), _is_personal(path, binds.get(path), phones), path.startswith(repeats))
        for path in _leaves(document)
        if not _is_note(binds.get(path))
    ]


def _leaves(document: Element) -> Iterator[str]:
    root = document.find(f".//{XF}model/{XF}instance/*")
    if root is not None:
        yield from dict.fromkeys(_below(root, f"/{_name(root)}"))


def _below(node: Element, path: str) -> Iterator[str]:
    for child in node:
        name = _name(child)
        if name == META:
            continue
        if len(child):
            yield from _below(child, f"{path}/{name}")
        else:
            yield f"{path}/{name}"


def _name(node: Element) -> str:
    return node.tag.rpartition("}")[2]


def _is_note(bind: Element | None) -> bool:
    return bind is not None and bind.get("readonly") == "true()" and bind.get("calculate") is None


def _is_personal(path: str, bind: Element | None, phones: set[str]) -> bool:
    named = path.rpartition("/")[2] in PERSONAL_NAMES or path in phones
    if bind is None:
        return named
    return named or bind.get("type") in PERSONAL_TYPES or bind.get(PRELOAD) == PERSONAL_PRELOAD
