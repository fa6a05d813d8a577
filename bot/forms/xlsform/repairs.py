"""Small mistakes in a spreadsheet that are put right while it is loaded, each told to who sent it.

Only what cannot change an answer: two columns for the same thing, choices without a name, groups without one, the same
choice name used twice in a list (as the convention allows when it is said). Columns that mean nothing are left out,
and a list on a sheet of its own is read: of these it is only told, nothing was wrong.
"""

import re
from collections.abc import Callable, Iterable, Mapping

from bot.forms.errors import Problem
from bot.forms.xlsform.book import Repairs
from bot.forms.xlsform.columns_left_out import settle_columns
from bot.forms.xlsform.sheets import Sheets, plain_heading

_NAME = re.compile(r"[A-Za-z_][\w.\-]*")
_STRUCTURE = re.compile(r"(begin|end)[ _]|include", re.IGNORECASE)
_SPELT = re.compile(
    r"(begin|end)[ _](group|repeat|loop)$|(select[ _](one|multiple)|rank)\w*(?= )"
    r"|^(text|integer|decimal|date|time|datetime|note|calculate|geopoint|image|photo|audio|video|barcode|range)$",
    re.IGNORECASE,
)
_NOTED_BY_ITSELF = re.compile(
    r"(caseid|comments|enumerator|text audit|audio audit|speed violations|sensor_(statistic|stream)|devicephonenum)\b"
)
_EXTERNAL = re.compile(r"select[ _]one[ _]external\s+(.+)", re.IGNORECASE)


def repaired(sheets: Sheets) -> tuple[Sheets, tuple[Problem, ...], tuple[Problem, ...]]:
    """The sheets as pyxform can take them, what was put right, and what is warned of, each with its row."""
    book = {name: [dict(row) for row in value] if _is_rows(value) else value for name, value in sheets.book.items()}
    repairs = Repairs(sheets, book)
    settle_columns(repairs)
    for step in _ROW_STEPS:
        step(repairs)
    return Sheets(book, sheets.lines), tuple(repairs.done), tuple(repairs.warnings)


def _is_rows(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(row, Mapping) for row in value)


def _notes(repairs: Repairs) -> None:
    """Rows in which nothing is asked: what somebody has written between the questions, or has only begun."""
    for at, cells in enumerate(repairs.rows("survey")):
        kind, name = (repairs.cell("survey", cells, column) for column in ("type", "name"))
        said = any(cell.strip() for heading, cell in cells.items() if plain_heading(heading) not in ("type", "name"))
        if cells and not kind and not _NAME.fullmatch(name):
            repairs.warn("The row has no type: it is left out, as a note of its author's.", "survey", at, "type")
            cells.clear()
        elif kind and not name and not said and not _STRUCTURE.match(kind):
            repairs.warn(f"The row has nothing but {kind!r}: it is left out.", "survey", at, "type")
            cells.clear()


def _of_another_app(repairs: Repairs) -> None:
    """What SurveyCTO notes down by itself: other rows may read it, so that it stays as what is never asked."""
    for at, cells in enumerate(repairs.rows("survey")):
        kind = repairs.cell("survey", cells, "type")
        if _NOTED_BY_ITSELF.match(kind) and repairs.cell("survey", cells, "name"):
            repairs.put("survey", cells, "type", "hidden")
            repairs.warn(f"A chat has nothing that is noted as {kind!r}: it stays empty.", "survey", at, "type")
        elif kind == "calculate_here":
            repairs.put("survey", cells, "type", "calculate")


def _capitals(repairs: Repairs) -> None:
    for cells in repairs.rows("survey"):
        kind = repairs.cell("survey", cells, "type")
        if (small := _SPELT.sub(lambda word: word[0].lower(), kind, count=1)) != kind:
            repairs.put("survey", cells, "type", small)


def _unnamed_choices(repairs: Repairs) -> None:
    for at, cells in enumerate(repairs.rows("choices")):
        if cells and repairs.cell("choices", cells, "list_name") and not repairs.cell("choices", cells, "name"):
            label = next((value for name, value in cells.items() if plain_heading(name).startswith("label")), "")
            repairs.tell(
                f"The choice {label!r} has no name: it is left out. Give it a name to keep it.", "choices", at, "name"
            )
            cells.clear()


def _repeated_choices(repairs: Repairs) -> None:
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


def _allows_repeated(repairs: Repairs) -> bool:
    return any("allow_choice_duplicates" in cells for cells in repairs.rows("settings"))


def _unnamed_groups(repairs: Repairs) -> None:
    for at, cells in enumerate(repairs.rows("survey")):
        kind = repairs.cell("survey", cells, "type").lower().replace("_", " ")
        if kind.startswith("begin ") and not repairs.cell("survey", cells, "name"):
            name = f"{kind.split()[1]}_{repairs.sheets.row('survey', at)}"
            repairs.put("survey", cells, "name", name)
            repairs.tell(f"The group has no name: it is called {name!r}.", "survey", at, "name")


def _empty_calculations(repairs: Repairs) -> None:
    for at, cells in enumerate(repairs.rows("survey")):
        filled = any(repairs.cell("survey", cells, column) for column in ("calculation", "default"))
        if repairs.cell("survey", cells, "type").lower() == "calculate" and not filled:
            repairs.tell("The calculate row has no calculation: it is left out.", "survey", at, "calculation")
            cells.clear()


def _external_choices(repairs: Repairs) -> None:
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


def _form_settings(repairs: Repairs) -> None:
    """The title and the id as rows of the survey, as they were written before there was a sheet for them."""
    for at, cells in enumerate(repairs.rows("survey")):
        setting = {"set form title": "form_title", "set form id": "form_id"}.get(
            repairs.cell("survey", cells, "type").lower()
        )
        if setting is not None:
            _set(repairs, setting, repairs.cell("survey", cells, "name"))
            repairs.tell(f"The row is read as the setting {setting}.", "survey", at, "type")
            cells.clear()


def _set(repairs: Repairs, setting: str, value: str) -> None:
    settings = repairs.rows("settings") or [{}]
    settings[0][setting] = value
    repairs.book["settings"] = settings
    repairs.book["settings_header"] = [dict.fromkeys([*repairs.headings("settings"), setting])]


_ROW_STEPS: Iterable[Callable[[Repairs], None]] = (
    _external_choices,
    _form_settings,
    _notes,
    _capitals,
    _of_another_app,
    _unnamed_choices,
    _repeated_choices,
    _unnamed_groups,
    _empty_calculations,
)
