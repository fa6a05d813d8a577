"""Statements of a cash book: issued once with a code, their figures kept as issued, verified by anybody, taken back."""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.book import Debt, Direction, Place, Source, Sums, statement
from bot.domain.book.statement import Book, Figures, Owing, Period, Written
from bot.domain.book.statement_code import CHANCE, SIGNS, read_code, with_check
from bot.domain.programme import Programme
from bot.i18n import Calendar
from bot.render.fonts import missing
from bot.services.book import entries as book
from bot.services.book.entries import Kept, Owner
from bot.services.book.statement_json import figures_from, figures_to
from bot.services.book.statement_whose import About
from bot.services.work import Connection
from bot.store.book import statements as rows
from bot.store.book.statements import Issued

__all__ = [
    "Found",
    "Issued",
    "Verdict",
    "Wish",
    "about_of",
    "began",
    "draft",
    "figures_of",
    "find",
    "issue",
    "listed",
    "of_hers",
    "revoke",
    "unprintable",
    "verify",
]

# An entry's id begins with its moment, in milliseconds, in so many hex digits.
_MOMENT = 12
# How many of hers are shown to take back.
LISTED = 8


class Verdict(StrEnum):
    """What a code says. CHANGED: as issued, and the book of that period is different now; DAMAGED: what is kept of it
    is not what was issued.
    """

    GOOD = "good"
    CHANGED = "changed"
    REVOKED = "revoked"
    DAMAGED = "damaged"
    UNKNOWN = "unknown"
    MISTYPED = "mistyped"


@dataclass(frozen=True, slots=True)
class Found:
    """What anybody with the code is told: dates and totals, and nobody's name. None unless it is good or changed."""

    verdict: Verdict
    issued_on: date | None = None
    figures: Figures | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What she asks for. `asked`: the question that is answered; `languages`: hers first."""

    asked: str
    period: Period
    calendar: Calendar
    languages: tuple[str, ...]


def began(connection: Connection, owner: Owner) -> date | None:
    """The day of the first entry; None: there is nothing to make a statement of."""
    return book.began(connection, owner)


def unprintable(connection: Connection, owner: Owner) -> str:
    """The letters of her own words that no paper can show."""
    whose = rows.whose(connection, owner.person_id, owner.producer_id)
    return missing("".join((whose.name or "", whose.group or "", whose.registered.get("product_other") or "")))


def issue(connection: Connection, owner: Owner, wish: Wish, programme: Programme, now: datetime) -> Issued | None:
    """A new statement with its code; None when this question has one already."""
    zone = ZoneInfo(programme.timezone)
    found = draft(connection, owner, wish.period, wish.calendar, zone)
    about, figures = _about(connection, owner, zone), figures_to(found)
    issued = Issued(
        code=with_check([secrets.randbelow(len(SIGNS)) for _ in range(CHANCE)]),
        asked=wish.asked,
        producer_id=owner.producer_id,
        person_id=owner.person_id,
        programme=programme.code,
        languages=wish.languages,
        first=wish.period.first,
        last=wish.period.last,
        issued_on=now.astimezone(zone).date(),
        issued_at=now,
        about=about,
        figures=figures,
        digest=_digest(about, figures),
    )
    number = rows.add(connection, issued)
    return None if number is None else replace(issued, id=number)


def draft(connection: Connection, owner: Owner, wanted: Period, calendar: Calendar, zone: ZoneInfo) -> Figures:
    """What a statement says of these days, whether it is issued or not."""
    return statement.figures(wanted, calendar, _book(connection, owner, wanted, zone))


def _about(connection: Connection, owner: Owner, zone: ZoneInfo) -> dict[str, Any]:
    whose = rows.whose(connection, owner.person_id, owner.producer_id)
    told = whose.registered
    return {
        "name": whose.name or "",
        "area": whose.area,
        "product": whose.product,
        "product_other": told.get("product_other") or "",
        "works": told.get("works") or "",
        "people": int(told["people"]) if told.get("people", "").isdecimal() else None,
        "number": owner.producer_id,
        "group": whose.group or "",
        "vouched_by": whose.vouched_by,
        "vouched_on": "" if whose.confirmed_at is None else whose.confirmed_at.astimezone(zone).date().isoformat(),
    }


def _book(connection: Connection, owner: Owner, wanted: Period, zone: ZoneInfo) -> Book:
    standing = book.entries(connection, owner, wanted.first, wanted.last)
    changed, taken_back = _changes(standing, book.versions(connection, owner, wanted.first, wanted.last))
    held = book.balances(connection, owner, wanted.last)
    return Book(
        currency=owner.currency,
        began=book.began(connection, owner),
        before=book.balance(connection, owner, wanted.first - statement.DAY),
        written=[_written(one, owner, zone) for one in standing],
        changed=changed,
        taken_back=taken_back,
        to_her=_owing(book.owed_to_her(connection, owner)),
        by_her=_owing(book.owed_by_her(connection, owner)),
        loans=_owing(book.loans(connection, owner)),
        lent=_owing(book.lent(connection, owner)),
        bank=held[Place.BANK],
        wallet=held[Place.WALLET],
    )


def _written(kept: Kept, owner: Owner, zone: ZoneInfo) -> Written:
    on = kept.at.astimezone(zone).date()
    return Written(kept.entry, on, kept.person_id == owner.person_id, changed=kept.versions > 1)


def _changes(standing: Sequence[Kept], versions: Sequence[Kept]) -> tuple[int, int]:
    """How many lines of the period were corrected, and how many were taken back."""
    changed = sum(one.versions > 1 for one in standing)
    stands, taken_back = {one.first for one in standing}, 0
    for first, line in groupby(sorted(versions, key=lambda one: (one.first, one.entry.id)), lambda one: one.first):
        if first not in stands:
            last = list(line)[-1]
            taken_back += last.entry.source is Source.UNDO
            # it was moved to a day outside the period
            changed += last.entry.source is not Source.UNDO
    return changed, taken_back


def _owing(debts: Sequence[Debt]) -> Owing:
    """Who has paid more than was owed owes nothing."""
    open_ones = [debt for debt in debts if debt.open > 0]
    since = min((debt.since for debt in open_ones if debt.since is not None), default=None)
    due = min((debt.due for debt in open_ones if debt.due is not None), default=None)
    return Owing(sum(debt.open for debt in open_ones), len(open_ones), since, due)


def _digest(about: Mapping[str, Any], figures: Mapping[str, Any]) -> str:
    whole = json.dumps([about, figures], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(whole.encode()).hexdigest()


def figures_of(issued: Issued) -> Figures:
    """The figures as they were issued."""
    return figures_from(issued.figures)


def about_of(issued: Issued) -> About:
    """Whose book it was, as it was issued."""
    return About(**issued.about)


def find(connection: Connection, code: str) -> Issued | None:
    """A statement to be drawn, by its code; None when it was erased meanwhile."""
    return rows.by_code(connection, code)


def listed(connection: Connection, person_id: int) -> list[Issued]:
    """Her newest ones that still count."""
    return rows.of_person(connection, person_id, LISTED)


def of_hers(connection: Connection, person_id: int, number: int) -> Issued | None:
    """One of hers that still counts."""
    issued = rows.find(connection, person_id, number)
    return issued if issued is not None and issued.revoked_at is None else None


def revoke(connection: Connection, person_id: int, number: int, now: datetime) -> Issued | None:
    """She takes one of hers back: from now on its code says so. None: it is not hers, or was taken back already."""
    issued = rows.find(connection, person_id, number)
    return issued if issued is not None and rows.revoke(connection, number, now) else None


def verify(connection: Connection, typed: str) -> Found:
    """What a typed code says, to anybody."""
    code = read_code(typed)
    if code is None:
        return Found(Verdict.MISTYPED)
    issued = rows.by_code(connection, code)
    if issued is None:
        return Found(Verdict.UNKNOWN)
    if issued.revoked_at is not None:
        return Found(Verdict.REVOKED)
    if _digest(issued.about, issued.figures) != issued.digest:
        return Found(Verdict.DAMAGED)
    figures = figures_of(issued)
    same = _stands(connection, issued, figures)
    return Found(Verdict.GOOD if same else Verdict.CHANGED, issued.issued_on, figures)


def _stands(connection: Connection, issued: Issued, figures: Figures) -> bool:
    """Whether the book says the same today about that period. What she wrote later on the day of issue is no change.

    A few sums of SQL, whoever asks and how often.
    """
    owner, wanted = Owner(issued.producer_id, issued.person_id, False, figures.currency), figures.period
    now = book.sums(connection, owner, wanted.first, wanted.last)
    now.opening += book.balance(connection, owner, wanted.first - statement.DAY)
    kept = figures.sums
    if _totals(now) == _totals(kept):
        return True
    for one in book.entries(connection, owner, issued.issued_on, wanted.last):
        if one.first[:_MOMENT] > f"{int(issued.issued_at.timestamp() * 1000):0{_MOMENT}x}":
            kept.add(one.entry)
    return _totals(now) == _totals(kept)


def _totals(sums: Sums) -> tuple[int, ...]:
    came, went = sum(sums.came.values()), sum(sums.went.values())
    beside = tuple(sums.beside.get(one, 0) for one in Direction)
    return sums.opening, came, went, sums.home, sums.counted, sums.on_credit, sums.elsewhere, *beside
