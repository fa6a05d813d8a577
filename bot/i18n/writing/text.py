"""A sentence as data: what to say, in English, with its values; translated at the edge into the reader's language."""

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from types import MappingProxyType
from typing import TypeAlias

from bot.i18n.writing.money import Money


class Html(str):
    """Text that is HTML already: not escaped when it is put into a message.

    Made here and by the catalogues alone: whatever else is a str is somebody's words, and mypy lets none of them into
    a message.
    """

    __slots__ = ()

    @classmethod
    def of(cls, pattern: str, *parts: str) -> "Html":
        """Parts in the places of a literal pattern, `Html.of("<b>{}</b>", name)`; what is not Html is escaped."""
        return cls(pattern.format(*map(escaped, parts)))

    def lines(self) -> list["Html"]:
        """Line by line: no tag goes beyond the end of one."""
        return [Html(line) for line in self.split("\n")]

    def __add__(self, more: str) -> "Html":
        return Html(str.__add__(self, escaped(more)))


def escaped(words: str) -> Html:
    """Somebody's words as HTML; what is Html stays as it is."""
    return words if isinstance(words, Html) else Html(html.escape(words))


BLANK = Html()


def joined(parts: Iterable[Html], between: str = "\n") -> Html:
    """Lines of one message, or whatever stands `between` them (no words: a sign)."""
    return Html(between.join(parts))


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
    """The month, in the reader's calendar, that a day is in: "November 2026"."""

    day: date


Value: TypeAlias = str | int | Decimal | date | time | Money | MonthOf | Text


def N_(message: str) -> str:
    """Mark a message for the catalogues; it is returned as it is and translated later."""
    return message


def plural(one: str, many: str, n: int, **values: Value) -> Text:
    """A marked message with a singular and a plural: `plural("{n} day left", "{n} days left", 3)`."""
    return Text(one, MappingProxyType({"n": n, **values}), (many, n))
