"""The statement of a cash book: one page A4 that a lender reads, in her own script, or with English beside it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from bot.render.fitting import fitting
from bot.render.fonts import drawable, families
from bot.render.qr import qr_code

if TYPE_CHECKING:
    import typst

# The same words in one or two languages, hers first. Where both are alike one is drawn.
Words: TypeAlias = tuple[str, ...]

# More columns would be too narrow to read; the caller leaves out months, or puts them together.
MOST_COLUMNS: Final = 15
_TEMPLATE: Final = files("bot.render").joinpath("statement.typ").read_bytes()


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what it says. `marked`: something that the reader should not overlook."""

    label: Words
    value: Words
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column of amounts: a month, or all of them. `strong`: sums."""

    label: Words
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of money: a cell for each column. `within`: a part of the row above it."""

    label: Words
    cells: tuple[Words, ...]
    strong: bool = False
    within: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A few facts under a heading: debts, how the book was kept, who entered it."""

    title: Words
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """All words and figures are ready for the reader; `link` is what the QR code holds, `code` what is typed, `where`
    the address in `how`; empty, as `how` is then: nobody verifies it.

    `languages`: one or two, as in every Words; they guide only how letters are set. `across`: the page lies on its
    side. `signatures`: who signs or stamps it.
    """

    languages: tuple[str, ...]
    title: Words
    programme: Words
    about: tuple[Fact, ...]
    totals: tuple[Fact, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    legend: tuple[Words, ...]
    boxes: tuple[Box, ...]
    notes: tuple[Words, ...]
    how: Words
    code: str
    link: str
    where: str = ""
    across: bool = False
    signatures: tuple[Words, ...] = ()
    rtl: bool = False


def statement_pdf(statement: Statement, fonts: typst.Fonts) -> bytes:
    """The page as PDF. Takes some tenths of a second of CPU: keep it off the event loop."""
    import typst

    if len(statement.columns) > MOST_COLUMNS:
        raise ValueError(f"{len(statement.columns)} columns do not fit on a page")
    compiler = typst.Compiler(font_paths=fonts, sys_inputs={"data": json.dumps(_data(statement))})
    drawn = compiler.compile(input=_TEMPLATE, format="pdf")
    if not isinstance(drawn, bytes):
        raise TypeError(f"one page was expected, not {type(drawn).__name__}")
    return drawn


def _data(statement: Statement) -> dict[str, Any]:
    """What the template reads."""
    return {
        "fonts": families(),
        "languages": statement.languages,
        "rtl": statement.rtl,
        "title": _words(statement.title),
        "programme": _words(statement.programme),
        "about": _facts(statement.about),
        "totals": _facts(statement.totals),
        "across": statement.across,
        "signatures": [_words(one) for one in statement.signatures],
        "columns": [{"label": _words(one.label), "strong": one.strong} for one in statement.columns],
        "rows": [_row(one) for one in statement.rows],
        "legend": [_words(one) for one in statement.legend],
        "boxes": [{"title": _words(box.title), "facts": _facts(box.facts)} for box in statement.boxes],
        "notes": [_words(one) for one in statement.notes],
        # what is to be copied is copied as it is: no place to go on in the next line, nothing cut off
        "how": list(dict.fromkeys(drawable(one) for one in statement.how)),
        "whole": [one for one in (statement.where, statement.code) if one],
        "code": statement.code,
        "link": statement.link,
        "qr": qr_code(statement.link) if statement.link else "",
    }


def _facts(facts: Sequence[Fact]) -> list[dict[str, Any]]:
    return [{"label": _words(one.label), "value": _words(one.value), "marked": one.marked} for one in facts]


def _row(row: Row) -> dict[str, Any]:
    cells = [_words(cell) for cell in row.cells]
    return {"label": _words(row.label), "cells": cells, "strong": row.strong, "within": row.within}


def _words(words: Words) -> list[str]:
    return list(dict.fromkeys(fitting(one) for one in words))
