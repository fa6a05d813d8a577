"""Loads an XLSForm (a Markdown table or a spreadsheet) by way of pyxform, and says what is wrong with it by row."""

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from bot.forms.errors import FormError, Problem
from bot.forms.form import Form
from bot.forms.sheets import Sheets, read_sheets
from bot.forms.tables import Table
from bot.forms.xform import read_xform

SourceKind = Literal["md", "xlsx", "xls"]

_ROW = re.compile(r"\[row\s*:\s*(\d+)\]\s*")
_ROW_IN_WORDS = re.compile(r"\brow (?:number )?(\d+)", re.IGNORECASE)
_SHEET = re.compile(r"[Oo]n the '(\w+)' sheet,?\s*|\bthe '?(survey|choices|settings|entities)'? sheet")
_UNKNOWN_TYPE = re.compile(r"Unknown question type '([^']*)'")
_COLUMN = re.compile(r"the '([\w:]+)' (?:value|column)")


def load_form(source: str | bytes, kind: SourceKind, name: str, tables: Mapping[str, Table] | None = None) -> Form:
    """The form in `source`: text for "md", bytes for "xlsx" and "xls". `name` becomes the root of its paths
    (/name/question).

    tables: the pack's tables by file name ("areas.csv" or "areas"). Raises FormError.
    """
    sheets = read_sheets(source, kind)
    try:
        xml: str = convert(sheets.book, validate=False, form_name=name).xform
    except PyXFormError as error:
        raise FormError([_problem(str(error), sheets)]) from error
    return read_xform(xml, tables or {}, dict(_paths(sheets, name)))


def _problem(message: str, sheets: Sheets) -> Problem:
    """pyxform's message with its row, sheet and column taken out of the words."""
    if unknown := _UNKNOWN_TYPE.search(message):
        return _unknown_type(unknown[1], sheets)
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


def _unknown_type(kind: str, sheets: Sheets) -> Problem:
    at = next((at for at, cells in enumerate(sheets.rows("survey")) if cells.get("type", "").strip() == kind), None)
    row = sheets.row("survey", at) if at is not None else None
    return Problem(
        f"{kind!r} is no type of question; use one of XLSForm's types, such as text or integer.", "survey", row, "type"
    )


def _paths(sheets: Sheets, name: str) -> Iterator[tuple[str, int]]:
    """Each named row of the survey sheet with its path in the form."""
    path = [name]
    for at, cells in enumerate(sheets.rows("survey")):
        kind = cells.get("type", "").strip().lower().replace("_", " ")
        if kind.startswith("end ") and len(path) > 1 and kind not in ("end time",):
            path.pop()
        elif own := cells.get("name", "").strip():
            yield "/" + "/".join([*path, own]), sheets.row("survey", at)
            if kind.startswith("begin "):
                path.append(own)
