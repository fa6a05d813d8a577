"""search() in an appearance: choices out of a table, as forms wrote it before there was select_one_from_file."""

import re
import string
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeGuard
from xml.etree.ElementTree import Element

from bot.forms.errors import ExpressionError
from bot.forms.xform.model import ChoiceList, Text
from bot.forms.xform.xml import children, find
from bot.forms.xpath.choice_tables import Row, Table
from bot.forms.xpath.compile import Selection

_CALL = re.compile(r"\bsearch\s*\(")
_QUOTED = re.compile(r"(['\"])(.*)\1", re.DOTALL)
_COLUMN = re.compile(r"[A-Za-z_][\w.\-]*")
_FIXED = re.compile(r"-?\d+")  # a choice with a number for its name is offered as it is written
_UPPER, _LOWER = string.ascii_uppercase, string.ascii_lowercase
_BOTH_SMALL = f"{{call}}(translate({{column}}, '{_UPPER}', '{_LOWER}'), translate({{text}}, '{_UPPER}', '{_LOWER}'))"
_TESTS = {
    "matches": "{column} = {text}",
    "contains": _BOTH_SMALL.replace("{call}", "contains"),
    "startswith": _BOTH_SMALL.replace("{call}", "starts-with"),
    "endswith": _BOTH_SMALL.replace("{call}", "ends-with"),
    "selected": "selected({column}, {text})",
}
_NO_FILE = (
    "search() can only be used with the name of one file in quotes, which is the same for everybody:"
    " search('villages'). Put the rows of all files into one, and choose among them by a column."
)
_NO_WAY = (
    "search() is written as search('file'), search('file', 'matches', 'column', ${value}), or with contains,"
    " startswith, endswith or selected in the place of matches, and 'column', ${value} again for each further filter."
)


@dataclass(frozen=True, slots=True)
class Search:
    """file: the table's, with its ending. test: what the rows have to fulfil, '' for all of them."""

    file: str
    test: str

    @property
    def source(self) -> str:
        """The rows, as an expression."""
        rows = f"instance('{self.file}')/root/item"
        return f"{rows}[{self.test}]" if self.test else rows


def search_of(appearance: str) -> Search | None:
    """The search() in an appearance, None if there is none; raises ExpressionError with a whole sentence."""
    found = _CALL.search(appearance)
    if found is None:
        return None
    file, *rest = _arguments(appearance[found.end() :])
    name = _QUOTED.fullmatch(file)
    if name is None or not re.fullmatch(r"[\w .\-]+", name[2]):
        raise ExpressionError(_NO_FILE)
    return Search(name[2] if name[2].lower().endswith(".csv") else f"{name[2]}.csv", " and ".join(_tests(rest)))


def _tests(rest: Sequence[str]) -> Iterator[str]:
    """A way to compare with the columns it looks at, then pairs of a column and its value."""
    if len(rest) % 2:
        way, columns, text, *rest = [*rest, "", ""] if len(rest) == 1 else rest
        template = _TESTS.get(_plain(way))
        names = [one.strip() for one in _plain(columns).split(",")]
        if template is None or not all(_COLUMN.fullmatch(one) for one in names):
            raise ExpressionError(_NO_WAY)
        tests = " or ".join(template.replace("{column}", one).replace("{text}", text) for one in names)
        yield f"({tests})"
    for column, value in zip(rest[::2], rest[1::2], strict=True):
        if not _COLUMN.fullmatch(_plain(column)):
            raise ExpressionError(_NO_WAY)
        yield f"{_plain(column)} = {value}"


def _plain(argument: str) -> str:
    quoted = _QUOTED.fullmatch(argument)
    return quoted[2].strip() if quoted else ""


def _arguments(written: str) -> list[str]:
    """What stands between the commas, up to the bracket that closes the call."""
    found, quote, depth = [""], "", 0
    for letter in written:
        if not quote and not depth and letter == ")":
            return [one.strip() for one in found]
        if not quote and not depth and letter == ",":
            found.append("")
            continue
        quote = "" if letter == quote else quote or (letter if letter in "'\"" else "")
        depth += 0 if quote else {"(": 1, ")": -1}.get(letter, 0)
        found[-1] += letter
    raise ExpressionError(_NO_WAY)


@dataclass(frozen=True, slots=True)
class _Item:
    """A choice as it is written: a value and its labels by language; columns of the table, or what they are."""

    value: str
    labels: Mapping[str, str]
    is_fixed: bool


def items_of(element: Element, text_of: Callable[[Element], Text]) -> Iterator[_Item]:
    """The choices that are written below a question."""
    for item in children(element, "item"):
        value, label = find(item, "value"), find(item, "label")
        name = ((value.text if value is not None else "") or "").strip()
        parts = text_of(label).parts if label is not None else {}
        labels = {code: "".join(filter(_is_text, said)) for code, said in parts.items()}
        yield _Item(name, labels, bool(_FIXED.fullmatch(name)))


def _is_text(part: object) -> TypeGuard[str]:
    return isinstance(part, str)


def choice_list(selection: Selection, items: Sequence[_Item]) -> ChoiceList:
    """The choices: those that are written first, then a row of the table each."""
    fixed = [{"name": one.value, **{_heading(code): said for code, said in one.labels.items()}} for one in items
             if one.is_fixed]  # fmt: skip
    columns = next((one for one in items if not one.is_fixed), None)
    made = {id(row): _row(row, columns) for row in selection.table.rows} if columns is not None else {}

    def rows_of(rows: Sequence[Row]) -> list[Row]:
        return [*fixed, *(made[id(row)] for row in rows if id(row) in made)]

    return ChoiceList(
        table=Table(tuple(rows_of(selection.table.rows))),
        rows=lambda env: rows_of(selection.rows(env)),
        reads=selection.reads,
        filtered=selection.filtered,
        shared=True,
    )


def _row(row: Row, columns: _Item) -> Row:
    labels = {_heading(code): ", ".join(_cells(row, said)) for code, said in columns.labels.items()}
    return {"name": row.get(columns.value, ""), **labels}


def _cells(row: Row, columns: str) -> Iterator[str]:
    """What stands in the columns of a label, which may be several: name, age."""
    return (cell for one in columns.split(",") if (cell := row.get(one.strip(), "")))


def _heading(code: str) -> str:
    return f"label::{code}" if code else "label"
