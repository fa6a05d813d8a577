"""Lessons: short ideas of bookkeeping, each in several languages with a worked example in local money."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.i18n import Money


class Signal(StrEnum):
    """What says that a lesson fits. Values are stored, and written in lessons; the most pressing first."""

    NO_ENTRIES = "no_entries"
    COSTS_ABOVE_SALES = "costs_above_sales"
    PRICE_BELOW_COST = "price_below_cost"
    HOME_ABOVE_NET = "home_above_net"
    DEBTS_GROWING = "debts_growing"
    OWING_GROWING = "owing_growing"
    NO_COUNT = "no_count"
    ONE_CUSTOMER = "one_customer"
    NO_RECORDS = "no_records"


@dataclass(frozen=True, slots=True)
class LessonText:
    """A lesson in one language. `{name}` in any part but the title stands for an amount; lines end in \\n.

    `answers` as they are shown; `right_answer` counts from 0.
    """

    title: str
    idea: str
    example: str
    question: str
    answers: tuple[str, ...]
    right_answer: int
    right: str
    wrong: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """`number`: its place in the course; `amounts` by currency and name; `reviewed`: languages that were read."""

    number: int
    slug: str
    signals: tuple[Signal, ...]
    texts: Mapping[str, LessonText]
    amounts: Mapping[str, Mapping[str, Money]]
    reviewed: tuple[str, ...] = ()

    @property
    def has_places(self) -> bool:
        """Whether its texts name amounts at all."""
        return any(self.amounts.values())
