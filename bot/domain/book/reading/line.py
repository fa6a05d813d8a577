"""One line of the cash book as understood: a line, a question with the lines that it may be, or a reason why not."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from bot.domain.book.kinds import KINDS, Direction, Place
from bot.i18n import Money


class About(StrEnum):
    """What is not clear; the caller has a question for each."""

    DIRECTION = "in or out"
    EACH = "the price of one, or of all"
    AMOUNT = "which number is the amount"
    ITEM = "which item"
    DAY = "which day"
    WHO = "the customer, or the item"
    SURE = "whether it was understood at all"


class Reason(StrEnum):
    """Why a text is no line."""

    EMPTY = "empty"
    NO_AMOUNT = "no amount"
    OTHER_CURRENCY = "another currency"
    NO_DAY = "no such day"
    LATER_DAY = "a day that is still to come"
    SEVERAL = "too much at once"
    SECRET = "a secret number"
    OUTSIDE = "money that is neither a sale nor a cost"
    FAILED = "a payment that did not go through, or came back"
    NO_PAYMENT = "a message of a wallet that is no payment"
    FOREIGN = "a payment in another currency"


# What is not kept at all, nor asked once more.
REFUSED = frozenset({Reason.SECRET, Reason.OUTSIDE, Reason.FAILED, Reason.NO_PAYMENT, Reason.FOREIGN})


@dataclass(frozen=True, slots=True)
class Line:
    """`amount`: of all together, always positive; `each`: it was worked out from the price of one.

    `direction`: any kind of bot.domain.book.kinds. `category`: as its record says, or a key of [costs].
    `unit`: a key of [units] in a language's book.toml ("kg", "piece"); `who`: the customer, the lender, the bank.
    `place`: where it is said that the money came to or from, None where nothing is said of that.
    `due`: the day of a loan's next payment.
    """

    direction: Direction
    amount: Money
    day: date
    item: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    category: str = ""
    who: str = ""
    each: bool = False
    place: Place | None = None
    due: date | None = None


class Outside(StrEnum):
    """Whether a line may be money of another kind than its answers say: one more answer. Values are stored."""

    NO = ""
    LAST = "last"
    FIRST = "first"  # likelier than any of the lines


@dataclass(frozen=True, slots=True)
class Ask:
    """Not clear: `choices` are the lines that it may be, likeliest first, for buttons; one alone is to be confirmed."""

    about: About
    choices: tuple[Line, ...]
    outside: Outside = Outside.NO


@dataclass(frozen=True, slots=True)
class Unread:
    """`beside`: what was read speaks of money that is neither a sale nor a cost."""

    reason: Reason
    beside: bool = False


Reading: TypeAlias = Line | Ask | Unread


def is_other_money(reading: Reading) -> bool:
    """Whether it speaks, first of all, of money that is neither a sale nor a cost, with its amount or without."""
    if isinstance(reading, Unread):
        return reading.beside
    return is_other_kind((reading.choices[0] if isinstance(reading, Ask) else reading).direction)


def is_other_kind(direction: Direction) -> bool:
    """Whether it is neither a sale nor a cost, or takes one back."""
    return KINDS[direction].is_other


@dataclass(frozen=True, slots=True)
class KnownItem:
    """An item of the person's own earlier entries.

    `direction`: IN or OUT when all her entries of it go one way, else None.
    `price`: what one of it usually costs, in minor units.
    """

    name: str
    direction: Direction | None = None
    price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What her earlier entries teach.

    `items`: most used first, a hundred at most (each costs time); `people`: customers; `owing`: those who owe her now;
    `lenders`: whom she had loans, grants and gifts from; `loans`: those to whom she has one to pay back now;
    `borrowers`: those who have money of hers to give back now.
    """

    items: tuple[KnownItem, ...] = ()
    people: tuple[str, ...] = ()
    owing: frozenset[str] = field(default_factory=frozenset)
    lenders: tuple[str, ...] = ()
    loans: tuple[str, ...] = ()
    borrowers: tuple[str, ...] = ()
