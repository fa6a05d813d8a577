"""Small mistakes in a spreadsheet that are put right while it is loaded, each told to who sent it.

Only what cannot change an answer: two columns for the same thing, choices without a name, groups without one, the same
choice name used twice in a list (as the convention allows when it is said). Columns that mean nothing are left out,
and a list on a sheet of its own is read: of these it is only told, nothing was wrong.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.forms.errors import Problem
from bot.forms.xlsform.sheets import MEDIA, Sheets, plain_heading

Cells = dict[str, str]

_WITH_LANGUAGE = {
    "survey": {
        "label",
        "hint",
        "guidance_hint",
        "constraint_message",
        "required_message",
        "caption",
        "requiredmsg",
        *MEDIA,
    },
    "choices": {"label", "caption", *MEDIA},
}
_PREFIXES = {"media", "bind", "control", "body", "instance", "custom", "jr", "odk"}
_NO_COLUMNS = {"instance::tag"}  # pyxform stumbles over it
_NAME = re.compile(r"[A-Za-z_][\w.\-]*")
_EXTERNAL = re.compile(r"select[ _]one[ _]external\s+(.+)", re.IGNORECASE)


@dataclass(slots=True)
class _Repairs:
    """The sheets being put right, what was done, and what is only to be known."""

    sheets: Sheets
    book: dict[str, Any]
    done: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    external: set[str] = field(default_factory=set)  # lists that came from a sheet of their own

    def rows(self, sheet: str) -> list[Cells]:
        return self.book.get(sheet) or []

    def headings(self, sheet: str) -> list[str]:
        header = self.book.get(f"{sheet}_header")
        return list(header[0]) if header else []

    def cell(self, sheet: str, cells: Cells, column: str) -> str:
        return self.sheets.cell(sheet, cells, column)

    def put(self, sheet: str, cells: Cells, column: str, value: str) -> None:
        cells[self.sheets.heading(sheet, column)] = value

    def tell(self, sentence: str, sheet: str, at: int | None = None, column: str | None = None) -> None:
        self.done.append(self._problem(sentence, sheet, at, column))

    def warn(self, sentence: str, sheet: str, at: int | None = None, column: str | None = None) -> None:
        self.warnings.append(self._problem(sentence, sheet, at, column))

    def _problem(self, sentence: str, sheet: str, at: int | None, column: str | None) -> Problem:
        return Problem(sentence, sheet, 1 if at is None else self.sheets.row(sheet, at), column)

    def drop(self, sheet: str, heading: str) -> None:
        for cells in self.rows(sheet):
            cells.pop(heading, None)
        self.book[f"{sheet}_header"] = [{name: None for name in self.headings(sheet) if name != heading}]


def repaired(sheets: Sheets) -> tuple[Sheets, tuple[Problem, ...], tuple[Problem, ...]]:
    """The sheets as pyxform can take them, what was put right, and what is warned of, each with its row."""
    book = {name: [dict(row) for row in value] if _is_rows(value) else value for name, value in sheets.book.items()}
    repairs = _Repairs(sheets, book)
    for sheet in ("survey", "choices"):
        _merge_columns(repairs, sheet)
        _drop_columns(repairs, sheet)
    for step in _ROW_STEPS:
        step(repairs)
    return Sheets(book, sheets.lines), tuple(repairs.done), tuple(repairs.warnings)


def _is_rows(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(row, Mapping) for row in value)


def _merge_columns(repairs: _Repairs, sheet: str) -> None:
    seen: dict[str, str] = {}
    for heading in repairs.headings(sheet):
        first = seen.setdefault(plain_heading(heading), heading)
        if first == heading:
            continue
        for cells in repairs.rows(sheet):
            if heading in cells:
                cells.setdefault(first, cells[heading])
        repairs.drop(sheet, heading)
        repairs.tell(
            f"The columns {first!r} and {heading!r} mean the same: they are read as one.", sheet, None, heading
        )


def _drop_columns(repairs: _Repairs, sheet: str) -> None:
    for heading in repairs.headings(sheet):
        base, mark, language = plain_heading(heading).partition("::")
        if mark:
            one_language = base in MEDIA or base == "media" or "::" not in language
            known = (base in _WITH_LANGUAGE[sheet] and one_language) or (
                base in _PREFIXES and heading not in _NO_COLUMNS
            )
        else:
            known = sheet == "survey" or base == "list_name" or bool(_NAME.fullmatch(heading.strip()))
        if not known:
            repairs.drop(sheet, heading)
            repairs.warn(f"The column {heading!r} means nothing here: it is left out.", sheet, None, heading)


def _unnamed_choices(repairs: _Repairs) -> None:
    for at, cells in enumerate(repairs.rows("choices")):
        if cells and repairs.cell("choices", cells, "list_name") and not repairs.cell("choices", cells, "name"):
            label = next((value for name, value in cells.items() if plain_heading(name).startswith("label")), "")
            repairs.tell(
                f"The choice {label!r} has no name: it is left out. Give it a name to keep it.", "choices", at, "name"
            )
            cells.clear()


def _repeated_choices(repairs: _Repairs) -> None:
    seen: set[tuple[str, str]] = set()
    for at, cells in enumerate(repairs.rows("choices")):
        key = (repairs.cell("choices", cells, "list_name"), repairs.cell("choices", cells, "name"))
        if all(key) and key in seen and not _allows_repeated(repairs):
            if key[0] not in repairs.external:  # there a name may come again below another parent
                repairs.tell(
                    f"The list {key[0]!r} has the name {key[1]!r} more than once: both are kept.", "choices", at, "name"
                )
            _set(repairs, "allow_choice_duplicates", "yes")
        seen.add(key)


def _allows_repeated(repairs: _Repairs) -> bool:
    return any("allow_choice_duplicates" in cells for cells in repairs.rows("settings"))


def _unnamed_groups(repairs: _Repairs) -> None:
    for at, cells in enumerate(repairs.rows("survey")):
        kind = repairs.cell("survey", cells, "type").lower().replace("_", " ")
        if kind.startswith("begin ") and not repairs.cell("survey", cells, "name"):
            name = f"{kind.split()[1]}_{repairs.sheets.row('survey', at)}"
            repairs.put("survey", cells, "name", name)
            repairs.tell(f"The group has no name: it is called {name!r}.", "survey", at, "name")


def _empty_calculations(repairs: _Repairs) -> None:
    for at, cells in enumerate(repairs.rows("survey")):
        filled = any(repairs.cell("survey", cells, column) for column in ("calculation", "default"))
        if repairs.cell("survey", cells, "type").lower() == "calculate" and not filled:
            repairs.tell("The calculate row has no calculation: it is left out.", "survey", at, "calculation")
            cells.clear()


def _external_choices(repairs: _Repairs) -> None:
    """select_one_external with its own sheet: the same as an ordinary list, kept apart for old phones' sake."""
    for at, cells in enumerate(repairs.rows("survey")):
        external = _EXTERNAL.match(repairs.cell("survey", cells, "type"))
        if external is not None:
            repairs.put("survey", cells, "type", f"select_one {external[1]}")
            repairs.external.add(external[1].strip())
            repairs.warn("The list of external_choices is read as an ordinary list.", "survey", at, "type")
    moved = repairs.book.pop("external_choices", None)
    if moved:
        spelt = {plain_heading(heading): heading for heading in repairs.headings("choices")}
        moved = [{spelt.get(plain_heading(name), name): cell for name, cell in row.items()} for row in moved]
        headings = [*repairs.headings("choices"), *(name for row in moved for name in row)]
        own = repairs.rows("choices")  # old forms often hold the same rows on both sheets
        repairs.book["choices"] = [*own, *(row for row in moved if row not in own)]
        repairs.book["choices_header"] = [dict.fromkeys(headings)]
    repairs.book.pop("external_choices_header", None)


def _form_settings(repairs: _Repairs) -> None:
    """The title and the id as rows of the survey, as they were written before there was a sheet for them."""
    for at, cells in enumerate(repairs.rows("survey")):
        setting = {"set form title": "form_title", "set form id": "form_id"}.get(
            repairs.cell("survey", cells, "type").lower()
        )
        if setting is not None:
            _set(repairs, setting, repairs.cell("survey", cells, "name"))
            repairs.tell(f"The row is read as the setting {setting}.", "survey", at, "type")
            cells.clear()


def _set(repairs: _Repairs, setting: str, value: str) -> None:
    settings = repairs.rows("settings") or [{}]
    settings[0][setting] = value
    repairs.book["settings"] = settings
    repairs.book["settings_header"] = [dict.fromkeys([*repairs.headings("settings"), setting])]


_ROW_STEPS: Iterable[Callable[[_Repairs], None]] = (
    _external_choices,
    _form_settings,
    _unnamed_choices,
    _repeated_choices,
    _unnamed_groups,
    _empty_calculations,
)
