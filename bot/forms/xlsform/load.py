"""Loads an XLSForm (a Markdown table or a spreadsheet) by way of pyxform, and says what is wrong with it by row."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from bot.forms import SourceKind
from bot.forms.errors import FormError, Problem
from bot.forms.xform.form import Form
from bot.forms.xform.xform import CHOICES, ENTITIES_SHEET, read_xform
from bot.forms.xlsform.repairs import repaired
from bot.forms.xlsform.sheets import Sheets, read_sheets
from bot.forms.xpath.choice_tables import Table

_ROW = re.compile(r"\[row\s*:\s*(\d+)\]\s*")
_ROW_IN_WORDS = re.compile(r"\brow (?:number )?(\d+)", re.IGNORECASE)
_SHEET = re.compile(r"[Oo]n the '(\w+)' sheet,?\s*|\bthe '?(survey|choices|settings|entities)'? sheet")
_HEADINGS = re.compile(r"^Invalid headers provided for sheet: '(\w+)'\. (.+?)(?: Learn more: .*)?$", re.DOTALL)
_UNKNOWN_TYPE = re.compile(r"Unknown question type '([^']*)'")
_TWO_LISTS = re.compile(
    r"same instance id will be generated.*?Instance name: '([^']*)'.*?'jr://[^']*/([^'/]+)'", re.DOTALL
)
_NO_LABEL = re.compile(r"element named '([^']*)' has no label")
_COLUMN = re.compile(r"the '([\w:]+)' (?:value|column)")


def load_form(source: str | bytes, kind: SourceKind, name: str, tables: Mapping[str, Table] | None = None) -> Form:
    """The form in `source`: text for "md", bytes for "xlsx" and "xls". `name` becomes the root of its paths
    (/name/question).

    tables: the pack's tables by file name ("areas.csv" or "areas"); None if there is no pack yet, then what is missing
    is only warned of. The form's `repairs` say what was put right, its `warnings` what was left out. Raises FormError.
    """
    sheets, repairs, warnings = repaired(read_sheets(source, kind))
    try:
        book = {**sheets.book, "fallback_form_name": name}  # its id and title where the settings have none
        xml: str = convert(book, validate=False, form_name=_root(name, sheets)).xform
    except PyXFormError as error:
        raise FormError([_problem(str(error), sheets)]) from error
    except (
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
    ) as error:  # pyxform stumbles over what it did not foresee
        sentence = f"The form cannot be converted ({error}). Look for odd column names and empty cells."
        raise FormError([Problem(sentence)]) from error
    form = read_xform(xml, tables, dict(_paths(sheets)))
    return replace(form, repairs=repairs, warnings=(*warnings, *form.warnings))


def _root(name: str, sheets: Sheets) -> str:
    """The form's name, unless a row has it too: pyxform cannot tell ${tree} in the form tree from the form."""
    names = {sheets.cell("survey", cells, "name") for cells in sheets.rows("survey")}
    return f"{name}_form" if name in names else name


def _problem(message: str, sheets: Sheets) -> Problem:
    """pyxform's message with its row, sheet and column taken out of the words."""
    if unknown := _UNKNOWN_TYPE.search(message):
        return _of_type(
            unknown[1], f"{unknown[1]!r} is no type of question; use one of XLSForm's, such as text.", sheets
        )
    if "section has not been included" in message:
        return _of_type("include", "Parts of other files cannot be included; copy their rows into this file.", sheets)
    if nameless := _NO_LABEL.search(message):
        return _of_name(
            nameless[1], "The question has no label. Write the question's text into the label column.", sheets
        )
    if two := _TWO_LISTS.search(message):
        return _same_name(two[1], two[2], sheets)
    if headings := _HEADINGS.match(message):
        return Problem(headings[2], headings[1], 1)
    row = _ROW.search(message) or _ROW_IN_WORDS.search(message)
    sheet = _SHEET.search(message)
    column = _COLUMN.search(message)
    name = (sheet[1] or sheet[2]) if sheet else ("survey" if row else None)
    sentence = " ".join(_ROW.sub("", message).split())
    return Problem(
        sentence if sentence.endswith(".") else f"{sentence}.",
        name,
        sheets.row(name, int(row[1]) - 2) if row and name else None,
        column[1] if column else None,
    )


def _of_type(kind: str, sentence: str, sheets: Sheets) -> Problem:
    return Problem(sentence, "survey", _row_of(sheets, "type", kind), "type")


def _same_name(name: str, file: str, sheets: Sheets) -> Problem:
    """A file and a list of choices, or two files, that are called the same but for the file's ending."""
    rows = (at for at, cells in enumerate(sheets.rows("survey")) if file in sheets.cell("survey", cells, "type"))
    said = f"The file {file} and another list are both called {name!r}. Give one of them another name."
    at = next(rows, None)
    return Problem(said, "survey", None if at is None else sheets.row("survey", at), "type")


def _of_name(name: str, sentence: str, sheets: Sheets) -> Problem:
    return Problem(sentence, "survey", _row_of(sheets, "name", name), "label")


def _row_of(sheets: Sheets, column: str, value: str) -> int | None:
    """The first row of the survey with `value` in a column."""
    for at, cells in enumerate(sheets.rows("survey")):
        if sheets.cell("survey", cells, column) == value:
            return sheets.row("survey", at)
    return None


def _choice_rows(sheets: Sheets) -> Iterator[tuple[str, int]]:
    """Each choice by the id that pyxform gives its text: the list and the place in it."""
    places: Counter[str] = Counter()
    for at, cells in enumerate(sheets.rows("choices")):
        if own := sheets.cell("choices", cells, "list_name"):
            yield f"{CHOICES}{own}-{places[own]}", sheets.row("choices", at)
            places[own] += 1


def _paths(sheets: Sheets) -> Iterator[tuple[str, int]]:
    """Each named row of the survey sheet with its path below the root, whose name the settings may decide."""
    yield ENTITIES_SHEET, sheets.row("entities", 0)
    yield from _choice_rows(sheets)
    path = [""]
    for at, cells in enumerate(sheets.rows("survey")):
        kind = sheets.cell("survey", cells, "type").lower().replace("_", " ")
        if kind.startswith("end ") and len(path) > 1 and kind not in ("end time",):
            path.pop()
        elif own := sheets.cell("survey", cells, "name"):
            yield "/".join([*path, own]), sheets.row("survey", at)
            if kind.startswith("begin "):
                path.append(own)
