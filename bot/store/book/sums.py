"""Sums of the cash book, each one statement over what stands; one currency, real or practised, never both."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, Connection, bindparam, func, literal_column, select

from bot.domain.book import Debt, Direction, Month, Source, Sums
from bot.domain.book.ledger.debts import OWE_HER, SHE_OWES, open_debts
from bot.domain.book.ledger.months import month_of
from bot.i18n import Calendar
from bot.i18n.reading.common_words import fold
from bot.store.book.entries import BETWEEN, OWNED, STANDS, Owner
from bot.store.schema import entry

_KINDS = (entry.c.direction, entry.c.source, entry.c.category)
_TOTALS = (func.sum(entry.c.amount).label("amount"), func.sum(entry.c.cash).label("cash"))
_SUMS = select(*_KINDS, *_TOTALS).where(*OWNED, STANDS, *BETWEEN).group_by(*_KINDS)
_BY_DAY = (
    select(entry.c.day, *_KINDS, *_TOTALS)
    .where(*OWNED, STANDS, *BETWEEN)
    .group_by(entry.c.day, *_KINDS)
    .order_by(entry.c.day)
)
_BALANCE = select(func.sum(entry.c.cash)).where(*OWNED, STANDS, entry.c.day <= bindparam("until"))
_BEGAN = select(entry.c.day).where(*OWNED, STANDS).order_by(entry.c.day).limit(1)


@dataclass(slots=True)
class ItemSums:
    """What one item did, in minor units. `came`: cash from selling it; `on_credit`: sold, not paid when it was;
    `went`: cash for it; `owed`: bought for it, not paid when it was. `sold`, `bought`: how much, by unit; under None
    the number of times that nobody said.
    """

    item: str
    came: int = 0
    on_credit: int = 0
    went: int = 0
    owed: int = 0
    sold: dict[str | None, Decimal] = field(default_factory=dict)
    bought: dict[str | None, Decimal] = field(default_factory=dict)


def sums(connection: Connection, owner: Owner, since: date, until: date) -> Sums:
    """What came in and went out in these days, both included."""
    found = Sums()
    for row in connection.execute(_SUMS, owner.key | {"since": since, "until": until}):
        _put(found, *row)
    return found


def months(connection: Connection, owner: Owner, calendar: Calendar, since: date, until: date) -> dict[Month, Sums]:
    """The same for each month of a calendar with an entry, the first month first."""
    found: dict[Month, Sums] = {}
    for day, *row in connection.execute(_BY_DAY, owner.key | {"since": since, "until": until}):
        _put(found.setdefault(month_of(day, calendar), Sums()), *row)
    return found


def _put(found: Sums, direction: str, source: str, category: str, amount: int, cash: int) -> None:
    found.add_alike(Direction(direction), Source(source), category, int(amount), int(cash))


def balance(connection: Connection, owner: Owner, day: date) -> int:
    """What the book says that the box held at the end of a day."""
    return int(connection.scalar(_BALANCE, owner.key | {"until": day}) or 0)


def began(connection: Connection, owner: Owner) -> date | None:
    """The day of the first entry; None before there is one."""
    return connection.scalar(_BEGAN, owner.key)


# By item


_ITEMS = (entry.c.item, entry.c.direction, entry.c.unit, entry.c.quantity)
_BY_ITEM = (
    select(*_ITEMS, func.count(), func.sum(entry.c.amount), func.max(entry.c.id))
    .where(*OWNED, STANDS, *BETWEEN, entry.c.item != "")
    .group_by(*_ITEMS)
)
_PLACES = {
    Direction.IN: ("came", "sold"),
    Direction.CREDIT: ("on_credit", "sold"),
    Direction.OUT: ("went", "bought"),
    Direction.OWED: ("owed", "bought"),
}


def by_item(connection: Connection, owner: Owner, since: date, until: date) -> list[ItemSums]:
    """Each item that was sold or bought, what brought most first; written as she wrote it last."""
    found: dict[str, ItemSums] = {}
    newest: dict[str, str] = {}
    rows = connection.execute(_BY_ITEM, owner.key | {"since": since, "until": until})
    for item, direction, unit, quantity, count, amount, id in rows:
        if (place := _PLACES.get(Direction(direction))) is None:
            continue
        key = fold(item)
        one = found.setdefault(key, ItemSums(item))
        if id > newest.get(key, ""):
            one.item, newest[key] = item, id
        _count(one, *place, amount=int(amount), unit=unit, quantity=quantity, times=count)
    return sorted(found.values(), key=lambda one: (-one.came - one.on_credit, -one.went - one.owed, one.item))


def _count(one: ItemSums, money: str, goods: str, *, amount: int, unit: str, quantity: str | None, times: int) -> None:
    setattr(one, money, getattr(one, money) + amount)
    by_unit: dict[str | None, Decimal] = getattr(one, goods)
    counted, many = (None, Decimal(1)) if quantity is None else (unit, Decimal(quantity))
    by_unit[counted] = by_unit.get(counted, Decimal(0)) + many * times


@dataclass(frozen=True, slots=True)
class Cost:
    """What was spent on one thing, paid or owed: an item as she wrote it last, or where none is named a category."""

    item: str
    category: str
    amount: int

    @property
    def key(self) -> str:
        """The same for every spelling of the item."""
        return fold(self.item) if self.item else f"-{self.category}"


_COSTS = (
    select(entry.c.item, entry.c.category, func.sum(entry.c.amount), func.max(entry.c.id))
    .where(*OWNED, STANDS, *BETWEEN, entry.c.direction.in_((Direction.OUT, Direction.OWED)))
    .where(entry.c.source.not_in((Source.COUNT, Source.OPENING)))
    .group_by(entry.c.item, entry.c.category)
)


def costs(connection: Connection, owner: Owner, since: date, until: date) -> list[Cost]:
    """What she spent money on in these days, the largest first."""
    found: dict[str, tuple[str, Cost]] = {}
    for item, category, amount, id in connection.execute(_COSTS, owner.key | {"since": since, "until": until}):
        one = Cost(item, category, int(amount))
        newest, known = found.get(one.key, ("", one))
        total = one.amount + (known.amount if newest else 0)
        shown = one if id > newest else known
        found[one.key] = (max(id, newest), Cost(shown.item, shown.category, total))
    return sorted((one for _, one in found.values()), key=lambda one: (-one.amount, one.key))


# Debts


# The directions of OWE_HER and SHE_OWES, in the words of the partial index.
_OWED: ColumnElement[bool] = literal_column("entry.direction IN ('credit', 'paid_back', 'owed', 'repaid')")
_BY_PERSON = (
    select(entry.c.counterparty, entry.c.direction, func.sum(entry.c.amount))
    .where(*OWNED, STANDS, _OWED)
    .group_by(entry.c.counterparty, entry.c.direction)
)
_OF_PEOPLE = (
    select(entry.c.counterparty, entry.c.direction, entry.c.amount, entry.c.day)
    .where(*OWNED, STANDS, _OWED, entry.c.counterparty.in_(bindparam("names", expanding=True)))
    .order_by(entry.c.day, entry.c.id)
)


def debts_to_her(connection: Connection, owner: Owner) -> list[Debt]:
    """What customers owe her, as `bot.domain.book.owed_to_her` says it."""
    return _debts(connection, owner, OWE_HER)


def debts_of_hers(connection: Connection, owner: Owner) -> list[Debt]:
    """What she owes, as `bot.domain.book.owed_by_her` says it."""
    return _debts(connection, owner, SHE_OWES)


def owing(connection: Connection, owner: Owner) -> list[str]:
    """The names of those who owe her now."""
    return _named(connection, owner, OWE_HER, lambda total: total > 0)


def _debts(connection: Connection, owner: Owner, signs: dict[Direction, int]) -> list[Debt]:
    """Those with whom something is open. Most are settled: their entries stay unread."""
    names = _named(connection, owner, signs, lambda total: total != 0)
    if not names:
        return []
    rows = connection.execute(_OF_PEOPLE, owner.key | {"names": names})
    return open_debts(((name, Direction(direction), int(amount), day) for name, direction, amount, day in rows), signs)


def _named(
    connection: Connection, owner: Owner, signs: dict[Direction, int], wanted: Callable[[int], bool]
) -> list[str]:
    """Every spelling of the names of people whose total is wanted."""
    spellings: dict[str, set[str]] = {}
    totals: dict[str, int] = {}
    for name, direction, amount in connection.execute(_BY_PERSON, owner.key):
        if sign := signs.get(Direction(direction)):
            who = fold(name)
            spellings.setdefault(who, set()).add(name)
            totals[who] = totals.get(who, 0) + sign * int(amount)
    return sorted(name for who, total in totals.items() if wanted(total) for name in spellings[who])
