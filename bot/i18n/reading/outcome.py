"""What comes of reading what a person typed: a value, a question back, or a reason why not. Never a silent guess."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeAlias, TypeVar

T = TypeVar("T")
S = TypeVar("S")


class Reason(StrEnum):
    """Why nothing could be read; the caller has a sentence for each."""

    EMPTY = "empty"
    NOT_A_NUMBER = "not a number"
    NOT_WHOLE = "not a whole number"
    TOO_FINE = "more decimals than the currency has"
    SEVERAL = "several values at once"
    OTHER_CURRENCY = "another currency"
    NOT_A_DATE = "not a date"
    NO_SUCH_DAY = "no such day in the calendar"
    TOO_EARLY = "before the earliest day allowed"
    TOO_LATE = "after the latest day allowed"
    NOT_A_TIME = "not a time of day"
    NOT_A_PLACE = "not a place"
    NOT_A_FILE = "not a file of this kind"
    NOT_A_PHONE = "not a phone number"
    NOT_HER_PHONE = "somebody else's phone number"
    NOT_YES_OR_NO = "neither yes nor no"
    NOT_A_CHOICE = "none of the choices"


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """One meaning, sure enough to be echoed and kept."""

    value: T


@dataclass(frozen=True, slots=True)
class Ask(Generic[T]):
    """One or a few possible meanings, likeliest first: shown as buttons."""

    choices: tuple[T, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """No meaning found."""

    reason: Reason


Reading: TypeAlias = Read[T] | Ask[T] | Unread

MOST_CHOICES = 4


def settle(values: list[T], reason: Reason, *, sure: bool = True) -> "Reading[T]":
    """Read one value, ask between a few, give up with `reason` on none or too many. `sure=False` asks even of one."""
    distinct = tuple(dict.fromkeys(values))
    if not distinct:
        return Unread(reason)
    if len(distinct) > MOST_CHOICES:
        return Unread(Reason.SEVERAL)
    return Read(distinct[0]) if sure and len(distinct) == 1 else Ask(distinct)
