"""What a kept book answers of a check-in: last month's sales, costs, volume and price, where it can say so honestly."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from bot.domain.cashbook.ledger import Entry, Source, in_force
from bot.domain.cashbook.line import Direction
from bot.i18n import Calendar, currency_decimals
from bot.i18n.calendars import to_calendar
from bot.i18n.words import fold

# A book that begins some days into the month still tells of the month.
LATE_START = timedelta(days=3)
FOUND = (Source.OPENING, Source.COUNT)
PIECE = "piece"


class Figure(StrEnum):
    """What a book can be asked. Values are the settings of [book] in programme.toml.

    `sales`: money that came from sales, also what customers paid back; `costs`: money spent on the business, and what
    was bought on credit; `volume`: how much was sold; `price`: what one of it brought.
    """

    SALES = "sales"
    COSTS = "costs"
    VOLUME = "volume"
    PRICE = "price"


MONEY = frozenset({Figure.SALES, Figure.COSTS, Figure.PRICE})


def month_before(today: date, calendar: Calendar) -> tuple[date, date]:
    """The first and the last day of the month before this one, as the calendar counts."""
    last = today - timedelta(days=to_calendar(today, calendar).day)
    return last - timedelta(days=to_calendar(last, calendar).day - 1), last


def figures(entries: Iterable[Entry], began: date | None, first: date, unit: str) -> Mapping[Figure, Decimal]:
    """What the book says of a month, in whole units of its currency, money as people write it.

    `entries`: those of the month, of one currency; `began`: the day of the book's first entry; `first`: the month's
    first day; `unit`: what the producer counts in ("kg", "piece"), "" where that is not known. Nothing where the book
    was not kept in that month: too little is worse than none.
    """
    work = [entry for entry in in_force(entries) if entry.source not in FOUND]
    if began is None or began > first + LATE_START or not work:
        return {}
    decimals = currency_decimals(work[0].currency)
    sold = [entry for entry in work if entry.direction in (Direction.IN, Direction.CREDIT)]
    spent = [entry for entry in work if entry.direction in (Direction.OUT, Direction.OWED)]
    came = sum(entry.amount for entry in work if entry.direction in (Direction.IN, Direction.PAID_BACK))
    minor = {Figure.SALES: Decimal(came), Figure.COSTS: Decimal(sum(entry.amount for entry in spent))}
    found = {figure: _rounded(amount.scaleb(-decimals), 0) for figure, amount in minor.items()}
    volume = _volume(sold, unit)
    if volume:
        found[Figure.VOLUME] = volume
        if len({fold(entry.item) for entry in sold}) == 1:  # of several goods there is no one price
            brought = Decimal(sum(entry.amount for entry in sold)).scaleb(-decimals)
            found[Figure.PRICE] = _rounded(brought / volume, decimals)
    return found


def _volume(sold: Iterable[Entry], unit: str) -> Decimal | None:
    """How much was sold; None as soon as one sale does not say, or was counted in something else."""
    counted = [(entry.quantity, entry.unit or PIECE) for entry in sold]
    if not unit or any(quantity is None or of != unit for quantity, of in counted):
        return None
    return sum((quantity for quantity, _ in counted if quantity is not None), Decimal(0)).normalize()


def _rounded(amount: Decimal, decimals: int) -> Decimal:
    return amount.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def as_answer(figure: Decimal) -> str:
    """As a form keeps a number: no exponent, no zeros at the end."""
    text = format(figure, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
