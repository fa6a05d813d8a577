"""What a book says of a month: whole, of one unit, or nothing."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.cashbook import Direction, Entry, Source
from bot.domain.cashbook.answers import Figure, as_answer, figures, month_before
from bot.i18n import Calendar
from bot.i18n.calendars import to_calendar

FIRST = date(2026, 10, 1)
DAY = date(2026, 10, 14)


def _entry(at: int, direction: Direction, amount: int, quantity: str | None = None, unit: str = "kg", **more) -> Entry:
    count = None if quantity is None else Decimal(quantity)
    return Entry(f"{at:04}", DAY, direction, amount, "THB", more.pop("item", "honey"), count, unit, **more)


SOLD = (_entry(1, Direction.IN, 60000, "12"), _entry(2, Direction.CREDIT, 25000, "5"))


def test_sales_costs_volume_and_price() -> None:
    book = (
        *SOLD,
        _entry(3, Direction.OUT, 20000, item="oil"),
        _entry(4, Direction.OWED, 5050, item="sugar"),
        _entry(5, Direction.PAID_BACK, 10000, item=""),
        _entry(6, Direction.TAKEN_HOME, 9900, item=""),
        _entry(7, Direction.REPAID, 700, item=""),
        _entry(8, Direction.IN, 150000, item="", category="opening", source=Source.OPENING),
        _entry(9, Direction.OUT, 300, item="", category="count", source=Source.COUNT),
    )
    assert figures(book, FIRST, FIRST, "kg") == {
        Figure.SALES: Decimal(700),
        Figure.COSTS: Decimal(251),
        Figure.VOLUME: Decimal(17),
        Figure.PRICE: Decimal("50.00"),
    }


@pytest.mark.parametrize(
    ("book", "unit", "missing"),
    [
        (SOLD, "", {Figure.VOLUME, Figure.PRICE}),
        (SOLD, "litre", {Figure.VOLUME, Figure.PRICE}),
        ((*SOLD, _entry(3, Direction.IN, 100)), "kg", {Figure.VOLUME, Figure.PRICE}),
        ((*SOLD, _entry(3, Direction.IN, 100, "1", "jar")), "kg", {Figure.VOLUME, Figure.PRICE}),
        ((*SOLD, _entry(3, Direction.IN, 100, "1", item="soap")), "kg", {Figure.PRICE}),
        ((_entry(1, Direction.OUT, 100),), "kg", {Figure.VOLUME, Figure.PRICE}),
    ],
)
def test_what_it_does_not_know_it_does_not_say(book: tuple[Entry, ...], unit: str, missing: set[Figure]) -> None:
    assert set(Figure) - set(figures(book, FIRST, FIRST, unit)) == missing


def test_without_a_unit_it_is_a_piece() -> None:
    assert figures((_entry(1, Direction.IN, 600, "12", ""),), FIRST, FIRST, "piece")[Figure.VOLUME] == 12


@pytest.mark.parametrize("began", [None, date(2026, 10, 5)])
def test_a_book_that_began_within_the_month_says_nothing(began: date | None) -> None:
    assert figures(SOLD, began, FIRST, "kg") == {}
    assert figures((), FIRST, FIRST, "kg") == {}


@pytest.mark.parametrize("calendar", list(Calendar))
@given(today=st.dates(date(2000, 1, 1), date(2040, 1, 1)))
def test_the_month_before_is_a_whole_month(calendar: Calendar, today: date) -> None:
    first, last = month_before(today, calendar)
    begin, end, now = (to_calendar(day, calendar) for day in (first, last, today))
    assert begin.day == 1
    assert begin.month == end.month
    assert (end.year, end.month) != (now.year, now.month)
    assert (today - last).days == now.day


@pytest.mark.parametrize(("value", "said"), [("700", "700"), ("50.00", "50"), ("12.50", "12.5"), ("1E+3", "1000")])
def test_as_a_form_keeps_it(value: str, said: str) -> None:
    assert as_answer(Decimal(value)) == said
