"""The demo's year of entries holds on whichever day the demo is started, in each programme's money and languages."""

from datetime import UTC, date, timedelta
from itertools import groupby, pairwise

import pytest

from bot.demo.entries import Written, year
from bot.demo.trade import Trade, load_trade
from bot.domain.book import Direction, Entry, Source, in_force, loans, owed_by_her, owed_to_her
from bot.domain.book.kinds import TRADE
from bot.domain.book.ledger import check_in_answers
from bot.domain.book.ledger.check_in_answers import Figure
from bot.domain.book.ledger.labels import CATEGORIES, UNITS
from bot.domain.book.signals import WINDOW, Facts, signals
from bot.domain.evaluation.calendar import add_months
from bot.domain.lessons.lessons import Signal
from bot.i18n.calendars import month_before
from bot.services.book import entries as book
from tests.house import COUNTRIES, pack

# Ends of short and long months, a leap day, and a day of each month.
DAYS = (
    *(date(2026, month, 2 * month + 4) for month in range(1, 13)),
    date(2027, 2, 28), date(2027, 3, 1), date(2027, 3, 31), date(2027, 12, 31), date(2028, 2, 29), date(2028, 3, 30),
)  # fmt: skip
OTHER_MONEY = {Direction.LOAN_GOT, Direction.LOAN_PAID, Direction.GRANT}
SPOKEN = [(code, language) for code in COUNTRIES for language in pack(code).programme.languages]


def trade_of(code: str, language: str = "en") -> Trade:
    return load_trade(code, language, pack(code).programme.currency)


def told(trade: Trade, today: date) -> tuple[list[Written], list[Entry]]:
    """All that was written, and what stands of it."""
    written = year(trade, add_months(today, -12), today, UTC, book.new_id)
    return written, in_force(entry for one in written for entry in one.entries)


@pytest.mark.parametrize("code", COUNTRIES)
@pytest.mark.parametrize("today", DAYS, ids=str)
def test_it_makes_sense_on_any_day(code: str, today: date) -> None:
    written, stands = told(trade_of(code), today)
    assert [one.at for one in written] == sorted(one.at for one in written)
    assert all(entry.day <= one.at.date() < today for one in written for entry in one.entries)
    box = 0
    for _, entries in groupby(stands, key=lambda entry: entry.day):
        box += sum(entry.cash for entry in entries)
        assert box >= 0
    days = sorted({entry.day for entry in stands})
    silent = sorted((later - day).days for day, later in pairwise(days))
    assert silent[-2] > 14
    assert silent[-3] < 7


@pytest.mark.parametrize("code", COUNTRIES)
@pytest.mark.parametrize("today", DAYS, ids=str)
def test_it_has_something_to_show(code: str, today: date) -> None:
    """A tip with its reason, a check-in that the book fills, debts on both sides."""
    trade, calendar = trade_of(code), pack(code).programme.calendar
    _, stands = told(trade, today)
    counted = max(entry.day for entry in stands if entry.source is Source.COUNT)
    lately = [entry for entry in stands if entry.day >= today - WINDOW]
    found = signals(Facts(today, calendar, lately, stands[0].day, counted, keeps_records=True))
    assert [one.signal for one in found] == [Signal.DEBTS_GROWING]
    first, last = month_before(today, calendar)
    month = [entry for entry in stands if first <= entry.day <= last]
    assert set(check_in_answers.told(month, stands[0].day, first, trade.unit).figures) == set(Figure)
    assert len(owed_to_her(stands)) == len(trade.customers)
    assert [debt.who for debt in owed_by_her(stands)] == [trade.supplier]


@pytest.mark.parametrize(("code", "language"), SPOKEN)
def test_it_is_the_same_story_in_every_language(code: str, language: str) -> None:
    today = DAYS[-1]
    written, stands = told(trade_of(code, language), today)
    _, english = told(trade_of(code), today)
    assert [(one.day, one.amount) for one in stands] == [(one.day, one.amount) for one in english]
    everything = [entry for one in written for entry in one.entries]
    assert {entry.direction for entry in stands} == {*TRADE, *OTHER_MONEY}
    assert {entry.source for entry in everything} == set(Source)
    assert {entry.category for entry in everything} <= set(CATEGORIES)
    assert {entry.unit for entry in everything} - {""} <= set(UNITS)
    assert len({entry.unit for entry in everything}) >= 4
    assert sum(entry.supersedes is not None and entry.source is not Source.UNDO for entry in everything) == 5
    assert sum(entry.source is Source.UNDO for entry in everything) == 2


@pytest.mark.parametrize("code", COUNTRIES)
@pytest.mark.parametrize("today", DAYS, ids=str)
def test_a_loan_is_paid_back_in_parts_with_interest_and_a_grant_is_spent(code: str, today: date) -> None:
    trade = trade_of(code)
    _, stands = told(trade, today)
    of_loan = [entry for entry in stands if entry.direction in (Direction.LOAN_GOT, Direction.LOAN_PAID)]
    assert [entry.direction for entry in of_loan] == [Direction.LOAN_GOT, Direction.LOAN_PAID, Direction.LOAN_PAID]
    assert {entry.counterparty for entry in of_loan} == {trade.lender}
    [left] = loans(stands)
    assert 0 < left.open < of_loan[0].amount / 2 and left.due is not None and left.due > today
    assert sum(entry.category == "interest" for entry in stands) == 2
    [grant] = [entry for entry in stands if entry.direction is Direction.GRANT]
    assert grant.counterparty == trade.giver


def test_the_sales_have_a_season() -> None:
    _, stands = told(trade_of("malawi-ovop"), DAYS[0])
    quarters = [0] * 4
    for entry in stands:
        if entry.direction is Direction.IN and entry.source not in (Source.OPENING, Source.COUNT):
            quarters[min(3, (entry.day - stands[0].day) // timedelta(days=92))] += entry.amount
    assert quarters[2] > quarters[1] and quarters[3] > quarters[0] * 1.2
