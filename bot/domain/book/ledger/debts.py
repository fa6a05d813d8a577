"""Debts: who owes her, whom she owes, what is not paid back of what she borrowed and lent, and how much is open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from bot.domain.book.kinds import Direction, signs
from bot.domain.book.ledger.ledger import Entry, in_force, one_currency
from bot.i18n.reading.common_words import fold

# What makes a debt larger or smaller.
OWE_HER, SHE_OWES, LOANS, LENT = signs("to_her"), signs("by_her"), signs("loans"), signs("lent")
# What stands of one entry: who, which way, how much, when, the day of the next payment.
Met: TypeAlias = tuple[str, Direction, int, date, date | None]


@dataclass(frozen=True, slots=True)
class Debt:
    """What one person owes, in minor units; below zero: more was paid than was owed. `since`: the oldest day unpaid;
    `due`: the day of the next payment, as it was said last.
    """

    who: str
    open: int
    since: date | None
    due: date | None = None


def owed_to_her(entries: Iterable[Entry]) -> list[Debt]:
    """Per customer, the largest first, without settled ones. Names are the same after folding; "" is nobody named."""
    return _debts(entries, OWE_HER)


def owed_by_her(entries: Iterable[Entry]) -> list[Debt]:
    return _debts(entries, SHE_OWES)


def loans(entries: Iterable[Entry]) -> list[Debt]:
    """What she has to pay back of loans, by lender: principal alone."""
    return _debts(entries, LOANS)


def lent(entries: Iterable[Entry]) -> list[Debt]:
    """What is to be given back to her of money that she lent, by who has it: no sale, and no credit."""
    return _debts(entries, LENT)


def _debts(entries: Iterable[Entry], signs: Mapping[Direction, int]) -> list[Debt]:
    standing = one_currency(in_force(entries))
    return open_debts(((one.counterparty, one.direction, one.amount, one.day, one.due) for one in standing), signs)


def open_debts(met: Iterable[Met], signs: Mapping[Direction, int]) -> list[Debt]:
    """Debts by what stands, by day. Payments settle the oldest debt first."""
    people: dict[str, _Owing] = {}
    for who, direction, amount, day, due in met:
        if sign := signs.get(direction):
            people.setdefault(fold(who), _Owing()).meet(who, sign * amount, day, due)
    debts = (owing.debt() for owing in people.values())
    return sorted((debt for debt in debts if debt.open), key=lambda debt: (-debt.open, fold(debt.who)))


class _Owing:
    """What one person took and paid."""

    __slots__ = ("due", "paid", "taken", "who")

    def __init__(self) -> None:
        self.who, self.paid = "", 0
        self.taken: list[tuple[date, int]] = []
        self.due: date | None = None

    def meet(self, who: str, amount: int, day: date, due: date | None) -> None:
        self.who = who  # as it was written last
        self.due = due or self.due
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
        return Debt(self.who, total - self.paid, since, self.due)
