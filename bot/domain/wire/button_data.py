"""What a button means, and how that is written into its data and read again: here, and nowhere else.

A button means something about a conversation: which deed, and of what. Each conversation says in which shapes its
buttons come; data that has none of them (malformed, made up, of a button that is no more) means nothing.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

BAR = "|"
# The largest number that a database keeps.
LARGEST = 2**63 - 1
# As we write them, and in no other way: what was cut, doubled or signed is no number of ours.
HEX, DECIMAL = re.compile("0|[1-9a-f][0-9a-f]{0,15}"), re.compile("0|[1-9][0-9]{0,18}")
PAGES = 10_000
# Telegram counts messages with 31 bits.
MESSAGES = 2**31

Written = str | int
# What a piece of data stands for; None: nothing.
Piece = Callable[[str], Any]
Shape = tuple[str | Piece, ...]
Shapes = tuple[Shape, ...]
# The shapes of each conversation, by the word that they begin with.
Known = Mapping[str, Mapping[str | None, Shapes]]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What is meant, as data: the conversation, and what it is told. A whole number is written with sixteen digits."""

    about: str
    values: tuple[Any, ...] = ()

    @classmethod
    def of(cls, about: str, *values: Written) -> "Meaning":
        """`Meaning.of("checkin", slot_id)`."""
        return cls(about, values)

    def __str__(self) -> str:
        return BAR.join((self.about, *(format(one, "x") if type(one) is int else one for one in self.values)))


def read(data: str, known: Known) -> Meaning | None:
    """What data means, by the shapes of each conversation; None where it means nothing."""
    about, bar, told = data.partition(BAR)
    by_deed = known.get(about) if bar else None
    if by_deed is None:
        return None
    for shape in by_deed.get(told.partition(BAR)[0]) or by_deed[None]:
        pieces = told.split(BAR, len(shape) - 1)
        if len(pieces) == len(shape) and (values := _values(shape, pieces)) is not None:
            return Meaning(about, values)
    return None


def by_deed(known: Mapping[str, Shapes]) -> Known:
    """The shapes of each conversation, by what they begin with where that is a word; None: those that begin otherwise.

    Where one begins with this very word, the others are looked through too.
    """
    found: dict[str, dict[str | None, Shapes]] = {}
    for about, shapes in known.items():
        deeds = {shape[0] for shape in shapes if isinstance(shape[0], str)}
        found[about] = {None: tuple(shape for shape in shapes if not isinstance(shape[0], str))}
        found[about] |= {deed: tuple(one for one in shapes if _may_begin(one, deed)) for deed in deeds}
    return found


def _may_begin(shape: Shape, deed: str) -> bool:
    return shape[0] == deed if isinstance(shape[0], str) else shape[0](deed) is not None


def _values(shape: Shape, pieces: list[str]) -> tuple[Any, ...] | None:
    values = []
    for wanted, piece in zip(shape, pieces, strict=True):
        value = (piece if piece == wanted else None) if isinstance(wanted, str) else wanted(piece)
        if value is None:
            return None
        values.append(value)
    return tuple(values)


def head(data: str) -> tuple[str, str]:
    """The conversation and the deed of a button of ours."""
    about, _, told = data.partition(BAR)
    return about, told.partition(BAR)[0]


# Pieces


def hex_number(piece: str) -> int | None:
    """A number as `Meaning` writes it."""
    return _number(piece, HEX, 16)


def message_number(piece: str) -> int | None:
    """The number of a message, as `Meaning` writes it."""
    found = hex_number(piece)
    return found if found is not None and found < MESSAGES else None


def number(piece: str) -> int | None:
    """A number with ten digits, as it is in a message's number or an hour."""
    return _number(piece, DECIMAL, 10)


def _number(piece: str, form: re.Pattern[str], base: int) -> int | None:
    found = int(piece, base) if form.fullmatch(piece) else None
    return found if found is not None and found <= LARGEST else None


def signed(piece: str) -> int | None:
    """The same, which may be below nought: an amount."""
    below = piece.startswith("-")
    found = number(piece[1:] if below else piece)
    return None if found is None or (below and not found) else -found if below else found


def page(piece: str) -> int | None:
    """The number of a page, from 0."""
    found = number(piece)
    return found if found is not None and found < PAGES else None


def day(piece: str) -> date | None:
    """A day, by its number since the year 1."""
    found = hex_number(piece)
    return date.fromordinal(found) if found is not None and 0 < found <= date.max.toordinal() else None


def rest(piece: str) -> str | None:
    """Whatever stands there to the end, bars too; last in a shape. The conversation knows what it may be."""
    return piece


def word(piece: str) -> str | None:
    """A name of ours: letters of English, digits and signs between them."""
    return piece if WORD.fullmatch(piece) else None


WORD = re.compile(r"[A-Za-z0-9_.-]+")


def one_of(*known: Any) -> Piece:
    """One of these, such as the members of an enum."""
    found = {str(one): one for one in known}
    return found.get


def matching(pattern: str) -> Piece:
    """Text of a form that is known."""
    compiled = re.compile(pattern)
    return lambda piece: piece if compiled.fullmatch(piece) else None


def shapes(deeds: Mapping[str, Iterable[Shape]]) -> Shapes:
    """The shapes of a conversation whose buttons begin with the name of a deed."""
    return tuple((deed, *shape) for deed, known in deeds.items() for shape in known)
