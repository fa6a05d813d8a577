"""Debts: who owes her, whom she owes, and how much of it is still open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.domain.book.ledger.ledger import Entry, in_force, one_currency
from bot.domain.book.reading.line import Direction
from bot.i18n.reading.common_words import fold

OWE_HER = {Direction.CREDIT: 1, Direction.PAID_BACK: -1}
SHE_OWES = {Direction.OWED: 1, Direction.REPAID: -1}


@dataclass(frozen=True, slots=True)
class Debt:
    """What one person owes, in minor units; below zero: more was paid than was owed. `since`: the oldest day unpaid."""

    who: str
    open: int
    since: date | None


def owed_to_her(entries: Iterable[Entry]) -> list[Debt]:
    """Per customer, the largest first, without settled ones. Names are the same after folding; "" is nobody named."""
    return _debts(entries, OWE_HER)


def owed_by_her(entries: Iterable[Entry]) -> list[Debt]:
    return _debts(entries, SHE_OWES)


def _debts(entries: Iterable[Entry], signs: dict[Direction, int]) -> list[Debt]:
    people: dict[str, list[Entry]] = {}
    for entry in one_currency(in_force(entries)):
        if entry.direction in signs:
            people.setdefault(fold(entry.counterparty), []).append(entry)
    debts = (_debt(owing, signs) for owing in people.values())
    return sorted((debt for debt in debts if debt.open), key=lambda debt: (-debt.open, fold(debt.who)))


def _debt(owing: list[Entry], signs: dict[Direction, int]) -> Debt:
    """Payments settle the oldest debt first."""
    paid = sum(entry.amount for entry in owing if signs[entry.direction] < 0)
    total, since = 0, None
    for entry in owing:  # by day: in_force sorts
        if signs[entry.direction] > 0:
            total += entry.amount
            if since is None and total > paid:
                since = entry.day
    return Debt(owing[-1].counterparty, total - paid, since)
