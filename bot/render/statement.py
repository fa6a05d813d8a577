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

# More rows would be too small to read; the caller puts earlier months together.
MOST_MONTHS: Final = 25
_TEMPLATE: Final = files("bot.render").joinpath("statement.typ").read_bytes()


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what it says. `marked`: something that the reader should not overlook."""

    label: Words
    value: Words
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column of amounts under a `group` ("came in"); columns of a group are next to each other. `strong`: sums."""

    group: Words
    label: Words
    strong: bool = False


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month: a cell for each column. `empty`: nothing was written down in it."""

    label: Words
    cells: tuple[Words, ...]
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A few facts under a heading: debts, how the book was kept, who entered it."""

    title: Words
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """All words and figures are ready for the reader; `link` is what the QR code holds, `code` what is typed, `where`
    the address in `how`; empty, as `how` is then: nobody verifies it.

    `languages`: one or two, as in every Words; they guide only how letters are set.
    """

    languages: tuple[str, ...]
    title: Words
    programme: Words
    about: tuple[Fact, ...]
    totals: tuple[Fact, ...]
    columns: tuple[Column, ...]
    months: tuple[MonthRow, ...]
    total: MonthRow
    legend: tuple[Words, ...]
    boxes: tuple[Box, ...]
    notes: tuple[Words, ...]
    how: Words
    code: str
    link: str
    where: str = ""
    rtl: bool = False


def statement_pdf(statement: Statement, fonts: typst.Fonts) -> bytes:
    """The page as PDF. Takes some tenths of a second of CPU: keep it off the event loop."""
    import typst

    if len(statement.months) > MOST_MONTHS:
        raise ValueError(f"{len(statement.months)} months do not fit on a page")
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
        "groups": _groups(statement.columns),
        "columns": [{"label": _words(one.label), "strong": one.strong} for one in statement.columns],
        "months": [_row(one) for one in statement.months],
        "total": _row(statement.total),
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


def _groups(columns: Sequence[Column]) -> list[dict[str, Any]]:
    """Neighbours with the same heading stand under it together."""
    found: list[dict[str, Any]] = []
    for column in columns:
        words = _words(column.group)
        if found and found[-1]["label"] == words and any(words):
            found[-1]["span"] += 1
        else:
            found.append({"label": words, "span": 1})
    return found


def _facts(facts: Sequence[Fact]) -> list[dict[str, Any]]:
    return [{"label": _words(one.label), "value": _words(one.value), "marked": one.marked} for one in facts]


def _row(row: MonthRow) -> dict[str, Any]:
    return {"label": _words(row.label), "cells": [_words(cell) for cell in row.cells], "empty": row.empty}


def _words(words: Words) -> list[str]:
    return list(dict.fromkeys(fitting(one) for one in words))
