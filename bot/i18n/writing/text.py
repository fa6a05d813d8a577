"""A sentence as data: what to say, in English, with its values; translated at the edge into the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from types import MappingProxyType
from typing import TypeAlias

from bot.i18n.writing.money import Money


class Html(str):
    """Text that is HTML already: not escaped when it is put into a message."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Text:
    """A message of the catalogues with its values. `plural`: (the English plural, how many)."""

    message: str
    values: Mapping[str, "Value"] = field(default_factory=dict)
    plural: tuple[str, int] | None = None

    @classmethod
    def of(cls, message: str, **values: "Value") -> "Text":
        """`Text.of(N_("Saved: {line}."), line=line)`."""
        return cls(message, MappingProxyType(values))


@dataclass(frozen=True, slots=True)
class MonthOf:
    """The month, in the reader's calendar, that a day is in: "November 2026", "मंसिर २०८३"."""

    day: date


Value: TypeAlias = str | int | Decimal | date | time | Money | MonthOf | Text


def N_(message: str) -> str:
    """Mark a message for the catalogues; it is returned as it is and translated later."""
    return message


def plural(one: str, many: str, n: int, **values: Value) -> Text:
    """A marked message with a singular and a plural: `plural("{n} day left", "{n} days left", 3)`."""
    return Text(one, MappingProxyType({"n": n, **values}), (many, n))
