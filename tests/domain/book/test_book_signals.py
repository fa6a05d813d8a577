"""What a book says: a table of small books, and what holds for any."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.book import Direction, Entry, Source
from bot.domain.book.signals import WINDOW, Facts, Found, Work, signals
from bot.domain.lessons.lessons import Signal
from bot.i18n import Calendar
from bot.i18n.calendars import to_calendar

TODAY = date(2026, 12, 20)
GREGORIAN, BIKRAM = Calendar.GREGORIAN, Calendar.BIKRAM_SAMBAT
WORDS = {
    "sold": Direction.IN, "bought": Direction.OUT, "credit": Direction.CREDIT, "paid back": Direction.PAID_BACK,
    "home": Direction.TAKEN_HOME, "owed": Direction.OWED, "repaid": Direction.REPAID, "count": Direction.OUT,
    "opening": Direction.IN,
}  # fmt: skip
SOURCES = {"count": Source.COUNT, "opening": Source.OPENING}


def book(text: str) -> list[Entry]:
    """A line an entry: 12-24 sold 600 [soap 12 piece] [to Mala]; days of 2026."""
    return [_entry(number, line.strip()) for number, line in enumerate(text.strip().splitlines()) if line.strip()]


def _entry(number: int, line: str) -> Entry:
    line, _, who = line.partition(" to ")
    line, _, item = line.partition(" of ")
    day, words = line.split(maxsplit=1)
    verb, amount = words.rsplit(maxsplit=1)
    name, quantity, unit = [*item.split(), "", "", ""][:3]
    month, of_month = day.split("-")
    return Entry(
        f"{number:04}", date(2026, int(month), int(of_month)), WORDS[verb], int(amount) * 100, "THB", name,
        Decimal(quantity) if quantity else None, unit, counterparty=who, source=SOURCES.get(verb, Source.TYPED),
    )  # fmt: skip


BEGAN = date(2026, 10, 1)
# Five sales of November that come to 500, and a book that is in use and was counted.
FIVE = "\n".join(f"11-{day:02} sold 100" for day in (2, 9, 16, 23, 30)) + "\n12-18 sold 10\n12-01 count 1\n"

TABLE = {
    "a book in order": (FIVE, []),
    "nothing for six days": ("12-14 sold 100\n12-14 count 1", []),
    "nothing for seven days": ("12-13 sold 100\n12-13 count 1", [Found(Signal.NO_ENTRIES)]),
    "costs above sales in November": (
        FIVE + "11-05 bought 400\n11-06 owed 101",
        [Found(Signal.COSTS_ABOVE_SALES, month=date(2026, 11, 1))],
    ),
    "costs as high as sales": (FIVE + "11-05 bought 500", []),
    "credit is a sale": (FIVE + "11-05 bought 600\n11-06 credit 100 to Ram", []),
    "what was found in the box is no sale": (
        FIVE + "11-05 bought 501\n11-06 opening 900",
        [Found(Signal.COSTS_ABOVE_SALES, month=date(2026, 11, 1))],
    ),
    "costs of this month wait until it is over": (FIVE + "12-05 bought 5000", []),
    "a month with four entries says nothing": (
        "11-02 sold 1\n11-03 bought 9\n11-04 bought 9\n11-05 bought 9\n12-18 sold 1\n12-01 count 1",
        [],
    ),
    "more taken home than was left": (
        FIVE + "11-05 bought 200\n11-06 home 301",
        [Found(Signal.HOME_ABOVE_NET, month=date(2026, 11, 1))],
    ),
    "all that was left taken home": (FIVE + "11-05 bought 200\n11-06 home 300", []),
    "a loss, and something taken home": (
        FIVE + "11-05 bought 600\n11-06 home 1",
        [Found(Signal.COSTS_ABOVE_SALES, month=date(2026, 11, 1)), Found(Signal.HOME_ABOVE_NET, date(2026, 11, 1))],
    ),
    "sold below cost": (
        FIVE + "12-02 bought 300 of rice 10 kg\n12-04 sold 290 of Rice 10 kg",
        [Found(Signal.PRICE_BELOW_COST, item="Rice")],
    ),
    "sold at cost": (FIVE + "12-02 bought 300 of rice 10 kg\n12-04 sold 300 of rice 10 kg", []),
    "bought by the sack, sold by the kilo": (FIVE + "12-02 bought 300 of rice 1 bag\n12-04 sold 90 of rice 9 kg", []),
    "of two losses the greater": (
        FIVE + "12-02 bought 100 of rice 1 kg\n12-02 owed 100 of tea 1 kg\n12-04 sold 90 of rice 1 kg\n"
        "12-04 credit 50 of tea 1 kg to Ram",
        [Found(Signal.PRICE_BELOW_COST, item="tea")],
    ),
    "customers owe more, two months running": (
        FIVE + "12-01 credit 200 to Ram\n11-10 credit 100 to Mala",
        [Found(Signal.DEBTS_GROWING)],
    ),
    "customers owe more, but paid before": (FIVE + "12-01 credit 2\n11-10 credit 100\n11-11 paid back 100", []),
    "customers owe more this month only": (FIVE + "12-01 credit 200 to Ram", []),
    "she owes more, two months running": (FIVE + "12-01 owed 5\n11-10 owed 5", [Found(Signal.OWING_GROWING)]),
    "she pays back": (FIVE + "12-01 owed 5\n12-02 repaid 5\n11-10 owed 5", []),
    "not counted for a month": ("11-01 count 1\n12-19 sold 1", [Found(Signal.NO_COUNT)]),
    "an opening is a count": ("12-01 opening 100\n12-19 sold 1", []),
    "one customer": ("\n".join(f"12-{day} sold 100 to Mala" for day in (1, 5, 9, 13, 17)) + "\n12-18 count 1",
                     [Found(Signal.ONE_CUSTOMER)]),
    "four sales to one": ("\n".join(f"12-{d} sold 100 to Mala" for d in (1, 5, 9, 17)) + "\n12-18 count 1", []),
    "two customers": ("\n".join(f"12-{day} sold 100 to {who}" for day, who in
                      ((1, "Mala"), (5, "mala"), (9, "Ram"), (13, "Ram"), (17, "Mala"))) + "\n12-18 count 1", []),
    "one customer by name, most without": (
        "\n".join(f"12-{day} sold 100 to Mala" for day in (1, 5, 9, 13, 17)) + "\n12-18 sold 501\n12-18 count 1", []),
}  # fmt: skip


def facts(text: str, **more: object) -> Facts:
    entries = book(text)
    counted = [one.day for one in entries if one.source in (Source.COUNT, Source.OPENING)]
    known = {"today": TODAY, "calendar": GREGORIAN, "entries": entries, "began": BEGAN}
    return Facts(**{**known, "counted": max(counted, default=None), **more})  # type: ignore[arg-type]


@pytest.mark.parametrize("what", TABLE)
def test_a_book_and_what_it_says(what: str) -> None:
    text, expected = TABLE[what]
    assert signals(facts(text)) == expected


def test_the_month_is_one_of_her_calendar() -> None:
    """On 20 December Mangsir 2083 is over: 17 November to 15 December."""
    text = "".join(f"11-{day} sold 100\n" for day in (18, 20, 22, 24)) + "12-15 bought 401\n12-18 count 1\n12-19 sold 1"
    assert signals(facts(text, calendar=BIKRAM)) == [Found(Signal.COSTS_ABOVE_SALES, month=date(2026, 11, 17))]
    assert signals(facts(text)) == []
    assert facts("", calendar=BIKRAM).last_month == (date(2026, 11, 17), date(2026, 12, 15))


@pytest.mark.parametrize(
    ("today", "calendar", "month"),
    [
        (date(2026, 3, 31), GREGORIAN, (date(2026, 2, 1), date(2026, 2, 28))),
        (date(2024, 3, 1), Calendar.BUDDHIST, (date(2024, 2, 1), date(2024, 2, 29))),
        (date(2027, 1, 1), GREGORIAN, (date(2026, 12, 1), date(2026, 12, 31))),
    ],
)
def test_last_month(today: date, calendar: Calendar, month: tuple[date, date]) -> None:
    assert Facts(today, calendar).last_month == month


@given(st.dates(date(2019, 1, 1), date(2032, 12, 31)), st.sampled_from(Calendar))
def test_last_month_is_whole_and_before_this_one(today: date, calendar: Calendar) -> None:
    first, last = Facts(today, calendar).last_month
    assert first <= last < today <= last + timedelta(days=32)
    assert to_calendar(first, calendar).day == 1 and 27 <= (last - first).days <= 31


def test_who_keeps_no_records_and_no_book() -> None:
    assert signals(Facts(TODAY, GREGORIAN, keeps_records=False)) == [Found(Signal.NO_RECORDS)]
    assert signals(Facts(TODAY, GREGORIAN, keeps_records=True)) == []
    assert signals(Facts(TODAY, GREGORIAN)) == []
    assert signals(facts(FIVE, keeps_records=False)) == [], "the book says otherwise"
    long_ago = Facts(TODAY, GREGORIAN, began=date(2025, 1, 1), keeps_records=False)
    assert signals(long_ago) == [Found(Signal.NO_ENTRIES), Found(Signal.NO_RECORDS)]


def test_a_young_book_is_let_be() -> None:
    assert signals(facts("12-15 sold 1", began=date(2026, 12, 15))) == []
    assert signals(Facts(TODAY, GREGORIAN, began=date(2026, 12, 14))) == []


@st.composite
def books(draw: st.DrawFn) -> list[Entry]:
    days, amounts = st.integers(0, WINDOW.days), st.integers(1, 10_000)
    names, items = st.sampled_from(["", "Mala", "Ram"]), st.sampled_from(["", "soap", "oil"])
    quantities = st.sampled_from([None, Decimal(1), Decimal("2.5")])
    drawn = draw(st.lists(st.tuples(days, st.sampled_from(Direction), amounts, names, items, quantities), max_size=30))
    return [
        Entry(f"{number:03}", TODAY - timedelta(days=day), direction, amount, "THB", item, quantity, "kg", "", who)
        for number, (day, direction, amount, who, item, quantity) in enumerate(drawn)
    ]


@given(books(), st.sampled_from(Calendar), st.randoms())
def test_whatever_is_in_it(entries: list[Entry], calendar: Calendar, chance: object) -> None:
    known = Facts(TODAY, calendar, entries, min((one.day for one in entries), default=None))
    found = signals(known)
    order = list(Signal)
    assert [one.signal for one in found] == sorted({one.signal for one in found}, key=order.index), (
        "each once, in order"
    )
    mixed = list(entries)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert signals(Facts(TODAY, calendar, mixed, known.began)) == found, "in whatever order it arrived"
    work = Work.of(entries)
    assert work.left == work.sales - work.costs
    losing = any(one.signal is Signal.COSTS_ABOVE_SALES for one in found)
    first, last = known.last_month
    month = Work.of(one for one in entries if first <= one.day <= last)
    assert losing == (month.entries >= 5 and month.costs > month.sales)
