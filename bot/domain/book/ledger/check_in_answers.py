"""What a kept book answers of a check-in: last month's sales, costs, volume and price, where it can say so honestly."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from bot.domain.book.kinds import KINDS
from bot.domain.book.ledger.ledger import Entry, Source, in_force
from bot.i18n import currency_decimals
from bot.i18n.reading.common_words import fold

# A book that begins some days into the month still tells of the month.
LATE_START = timedelta(days=3)
FOUND = (Source.OPENING, Source.COUNT)
PIECE = "piece"


class Figure(StrEnum):
    """What a book can be asked. Values are the settings of [book] in programme.toml.

    `sales`: money that came from sales, also what customers paid back; `costs`: money spent on the business, and what
    was bought on credit; `volume`: how much was sold; `price`: what one brought, of what brought most. A refund takes
    back what it takes back; a loan, a grant, what is moved and interest are in none of them.
    """

    SALES = "sales"
    COSTS = "costs"
    VOLUME = "volume"
    PRICE = "price"


@dataclass(frozen=True, slots=True)
class Told:
    """What a book says of a month. `figures`: in whole units of its currency, or in what the producer counts in;
    `priced`: the item that the price is of, where several were sold.
    """

    figures: Mapping[Figure, Decimal] = field(default_factory=dict)
    priced: str = ""


def told(entries: Iterable[Entry], began: date | None, first: date, unit: str) -> Told:
    """What the book says of a month.

    `entries`: those of the month, of one currency; `began`: the day of the book's first entry; `first`: the month's
    first day; `unit`: what the producer counts in ("kg", "piece"), "" where that is not known. Nothing where the book
    was not kept in that month: too little is worse than none.
    """
    standing = (entry for entry in in_force(entries) if entry.source not in FOUND)
    work = [one for one in standing if not (KINDS[one.direction].is_beside or KINDS[one.direction].earned)]
    if began is None or began > first + LATE_START or not work:
        return Told()
    decimals = currency_decimals(work[0].currency)
    sold = [entry for entry in work if KINDS[entry.direction].sales]
    came = sum(KINDS[entry.direction].came * entry.amount for entry in work)
    spent = sum(KINDS[entry.direction].costs * entry.amount for entry in work)
    minor = {Figure.SALES: Decimal(came), Figure.COSTS: Decimal(spent)}
    found = {figure: _rounded(amount.scaleb(-decimals), 0) for figure, amount in minor.items()}
    goods = _by_item(sold)
    if (volume := _volume(goods, unit)) is not None:
        found[Figure.VOLUME] = volume
    main = max(goods, key=_brought, default=[])
    if count := _volume([main], unit):
        brought = Decimal(_brought(main)).scaleb(-decimals)
        found[Figure.PRICE] = _rounded(brought / count, decimals)
    return Told(found, main[-1].item if len(goods) > 1 and Figure.PRICE in found else "")


def _by_item(sold: Iterable[Entry]) -> Sequence[Sequence[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in sold:
        found.setdefault(fold(entry.item), []).append(entry)
    return list(found.values())


def _brought(sales: Iterable[Entry]) -> int:
    """What goods brought, less what was given back for them."""
    return sum(KINDS[entry.direction].sales * entry.amount for entry in sales)


def _volume(goods: Iterable[Sequence[Entry]], unit: str) -> Decimal | None:
    """How much was sold; None as soon as one sale does not say, or was counted in something else.

    Where a sale has no unit it is the one of the item's other sales, else a piece.
    """
    total = Decimal(0)
    for sales in goods:
        units = {entry.unit for entry in sales if entry.unit}
        if not unit or (units or {PIECE}) != {unit} or any(entry.quantity is None for entry in sales):
            return None
        counted = (KINDS[entry.direction].sales * entry.quantity for entry in sales if entry.quantity is not None)
        total += sum(counted, Decimal(0))
    return total.normalize() if total else None


def _rounded(amount: Decimal, decimals: int) -> Decimal:
    return amount.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def as_answer(figure: Decimal) -> str:
    """As a form keeps a number: no exponent, no zeros at the end."""
    text = format(figure, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
