"""What a book says of a month: whole, of one unit, or nothing."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.book import Direction, Entry, Source
from bot.domain.book.ledger.check_in_answers import Figure, Told, as_answer, told
from bot.i18n import Calendar
from bot.i18n.calendars import month_before, to_calendar

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
    assert told(book, FIRST, FIRST, "kg").figures == {
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
        ((*SOLD, _entry(3, Direction.IN, 100, item="soap")), "kg", {Figure.VOLUME}),
        ((*SOLD, _entry(3, Direction.IN, 99000, item="soap")), "kg", {Figure.VOLUME, Figure.PRICE}),
        ((_entry(1, Direction.OUT, 100),), "kg", {Figure.VOLUME, Figure.PRICE}),
    ],
)
def test_what_it_does_not_know_it_does_not_say(book: tuple[Entry, ...], unit: str, missing: set[Figure]) -> None:
    assert set(Figure) - set(told(book, FIRST, FIRST, unit).figures) == missing


def test_without_a_unit_it_is_a_piece() -> None:
    assert told((_entry(1, Direction.IN, 600, "12", ""),), FIRST, FIRST, "piece").figures[Figure.VOLUME] == 12


def test_without_a_unit_it_is_counted_as_the_others_of_its_kind() -> None:
    book = (*SOLD, _entry(3, Direction.IN, 5000, "1", ""))
    assert told(book, FIRST, FIRST, "kg").figures[Figure.VOLUME] == 18
    assert Figure.VOLUME not in told(book, FIRST, FIRST, "piece").figures


def test_of_several_goods_the_price_is_of_what_brought_most() -> None:
    book = (*SOLD, _entry(3, Direction.IN, 84000, "2", item="Wax"), _entry(4, Direction.IN, 6000, "1", item="wax"))
    found = told(book, FIRST, FIRST, "kg")
    assert (found.figures[Figure.VOLUME], found.figures[Figure.PRICE], found.priced) == (20, 300, "wax")
    assert told(SOLD, FIRST, FIRST, "kg").priced == ""


@pytest.mark.parametrize("began", [None, date(2026, 10, 5)])
def test_a_book_that_began_within_the_month_says_nothing(began: date | None) -> None:
    assert told(SOLD, began, FIRST, "kg") == Told()
    assert told((), FIRST, FIRST, "kg") == Told()


@pytest.mark.parametrize("calendar", list(Calendar))
@given(today=st.dates(date(2000, 1, 1), date(2040, 1, 1)))
def test_the_month_before_is_a_whole_month(calendar: Calendar, today: date) -> None:
    first, last = month_before(today, calendar)
    begin, end, now = (to_calendar(day, calendar) for day in (first, last, today))
    assert (begin.calendar, begin.year, begin.month) == (end.calendar, end.year, end.month)
    assert (end.year, end.month) != (now.year, now.month)
    assert begin.day == 1 or to_calendar(first - timedelta(days=1), calendar).calendar is not begin.calendar


@pytest.mark.parametrize(("value", "said"), [("700", "700"), ("50.00", "50"), ("12.50", "12.5"), ("1E+3", "1000")])
def test_as_a_form_keeps_it(value: str, said: str) -> None:
    assert as_answer(Decimal(value)) == said
