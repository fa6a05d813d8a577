"""What a cell holds and what is kept of it; how it is tidied, quoted and told."""

import unicodedata
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from bot.i18n.reading.common_words import ZERO_WIDTH

# A text as it was typed, or what a spreadsheet keeps as a number or a day.
Value: TypeAlias = str | Decimal | date
# What is kept of it.
Kept: TypeAlias = str | int | Decimal | date | bool

LONGEST = 100


class Unfit(Exception):
    """The cell cannot be kept as it is; the message is one sentence with what to do."""


def name(value: Value) -> str:
    """A name, with single blanks. Raises Unfit."""
    found = text(value)
    if not any(letter.isalpha() for letter in found):
        raise Unfit(f"“{found}” has no letter in it; write a name.")
    return found


def text(value: Value) -> str:
    """A text, with single blanks and without signs that are not seen. Raises Unfit."""
    found = tidy(shown(value))
    if len(found) > LONGEST:
        raise Unfit(f"“{found[:20]}…” is too long: {LONGEST} letters at the most; shorten it.")
    return found


def tidy(typed: str) -> str:
    """As it is kept: one way of writing each letter, single blanks."""
    seen = "".join(one for one in typed.translate(_UNSEEN) if one.isspace() or unicodedata.category(one) != "Cc")
    return " ".join(unicodedata.normalize("NFC", seen).split())


# What joins letters of a script stays; the rest only looks like nothing.
_UNSEEN = {sign: None for sign in ZERO_WIDTH if sign not in (0x200C, 0x200D)}


def shown(value: Value) -> str:
    """A cell as it is quoted."""
    match value:
        case Decimal():
            return f"{value.normalize():f}"
        case date():
            return value.isoformat()
    return tidy(value)


def written(kept: Kept | None) -> str:
    """What is kept, as it is told and held against another; empty: nothing."""
    match kept:
        case None:
            return ""
        case Decimal() | date() | str():
            return shown(kept)
    return str(kept)
