"""Debts: who owes her, whom she owes, and how much of it is still open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain.book.ledger.ledger import Entry, in_force, one_currency
from bot.domain.book.reading.line import Direction
from bot.i18n.reading.common_words import fold

# What makes a debt larger or smaller.
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


def _debts(entries: Iterable[Entry], signs: Mapping[Direction, int]) -> list[Debt]:
    standing = one_currency(in_force(entries))
    return open_debts(((one.counterparty, one.direction, one.amount, one.day) for one in standing), signs)


def open_debts(met: Iterable[tuple[str, Direction, int, date]], signs: Mapping[Direction, int]) -> list[Debt]:
    """Debts by what stands, by day: who, which way, how much, when. Payments settle the oldest debt first."""
    people: dict[str, _Owing] = {}
    for who, direction, amount, day in met:
        if sign := signs.get(direction):
            people.setdefault(fold(who), _Owing()).meet(who, sign * amount, day)
    debts = (owing.debt() for owing in people.values())
    return sorted((debt for debt in debts if debt.open), key=lambda debt: (-debt.open, fold(debt.who)))


class _Owing:
    """What one person took and paid."""

    __slots__ = ("paid", "taken", "who")

    def __init__(self) -> None:
        self.who, self.paid = "", 0
        self.taken: list[tuple[date, int]] = []

    def meet(self, who: str, amount: int, day: date) -> None:
        self.who = who  # as it was written last
        if amount < 0:
            self.paid -= amount
        else:
            self.taken.append((day, amount))

    def debt(self) -> Debt:
        total, since = 0, None
        for day, amount in self.taken:
            total += amount
            if since is None and total > self.paid:
                since = day
        return Debt(self.who, total - self.paid, since)
