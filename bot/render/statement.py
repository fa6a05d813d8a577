"""The statement of a cash book: one page A4 that a lender reads, in her own script, or with English beside it."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import segno

from bot.render.fonts import drawable, families

if TYPE_CHECKING:
    import typst

# The same words in one or two languages, hers first. Where both are alike one is drawn.
Words: TypeAlias = tuple[str, ...]

# More rows would be too small to read; the caller puts earlier months together.
MOST_MONTHS: Final = 25
# A name longer than this is cut: the page stays one page.
LONGEST: Final = 140
# A run of so many characters without a space may be parted anywhere.
LONGEST_WORD: Final = 18
_TEMPLATE: Final = files("bot.render").joinpath("statement.typ").read_bytes()
_VIRAMA: Final = 9
# Scripts of South East Asia that are written without spaces: Typst knows their words.
_SPACELESS: Final = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF))


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
    """All words and figures are ready for the reader; `link` is what the QR code holds, `code` what is typed.

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
        "how": _words(statement.how),
        "code": statement.code,
        "qr": qr_code(statement.link),
    }


def qr_code(link: str) -> str:
    """The link as a QR code, as SVG without a border: the page is white around it."""
    svg: str = segno.make(link, error="m", micro=False).svg_inline(border=0, omitsize=True)
    return svg


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
    return list(dict.fromkeys(_fitting(one) for one in words))


def _fitting(text: str) -> str:
    """Drawable, of a length that a page takes, and with places to go on in the next line."""
    plain = drawable(text)
    if len(plain) > LONGEST:
        plain = plain[: _whole(plain, LONGEST - 1)].rstrip() + "…"
    return " ".join(_parted(word) for word in plain.split(" "))


def _parted(word: str) -> str:
    """A very long word gets places where it may be parted; letters that are written together stay so."""
    pieces = []
    if any(low <= ord(char) <= high for char in word for low, high in _SPACELESS):
        return word
    while len(word) > LONGEST_WORD:
        cut = _whole(word, LONGEST_WORD)
        pieces.append(word[:cut])
        word = word[cut:]
    return "\u200b".join([*pieces, word]) if word else "\u200b".join(pieces)


def _whole(text: str, cut: int) -> int:
    """The nearest place after `cut` that does not part what is written together."""
    while cut < len(text) and (_joins(text[cut]) or _binds(text[cut - 1])):
        cut += 1
    return cut


def _joins(char: str) -> bool:
    """A mark on the letter before it, or a joiner."""
    return unicodedata.category(char) in ("Mn", "Mc", "Me", "Cf")


def _binds(char: str) -> bool:
    return unicodedata.combining(char) == _VIRAMA or unicodedata.category(char) == "Cf"
