"""Sums of the cash book, each one statement over what stands; one currency, real or practised, never both."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, Connection, bindparam, func, literal_column, select

from bot.domain.book import KINDS, Debt, Direction, Kind, Month, Place, Source, Sums
from bot.domain.book.kinds import moved_by, signs
from bot.domain.book.ledger.debts import LENT, LOANS, OWE_HER, SHE_OWES, open_debts
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
# What lies elsewhere than in the box, in the words of the partial index.
_ELSEWHERE: ColumnElement[bool] = literal_column(
    "(entry.place <> 'box' OR entry.direction IN"
    " ('to_bank', 'from_bank', 'to_wallet', 'from_wallet', 'bank_to_wallet', 'wallet_to_bank'))"
)
_MOVED = (entry.c.direction, entry.c.place)
_BY_PLACE = (
    select(*_MOVED, func.sum(entry.c.amount))
    .where(*OWNED, STANDS, _ELSEWHERE, entry.c.day <= bindparam("until"))
    .group_by(*_MOVED)
)
_BEGAN = select(entry.c.day).where(*OWNED, STANDS).order_by(entry.c.day).limit(1)


@dataclass(slots=True)
class ItemSums:
    """What one item did, in minor units. `came`: cash from selling it; `on_credit`: sold, not paid when it was;
    `went`: cash for it; `owed`: bought for it, not paid when it was. `sold`, `bought`: how much, by unit; under None
    the number of times that nobody said. What was given back is taken off.
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


def balances(connection: Connection, owner: Owner, day: date) -> dict[Place, int]:
    """What lay in the box, in the bank and in the wallet at the end of a day, by the book."""
    found = {**dict.fromkeys(Place, 0), Place.BOX: balance(connection, owner, day)}
    for direction, at, amount in connection.execute(_BY_PLACE, owner.key | {"until": day}):
        for place, sign in moved_by(Direction(direction), Place(at)).items():
            found[place] += sign * int(amount) if place is not Place.BOX else 0
    return found


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


def by_item(connection: Connection, owner: Owner, since: date, until: date) -> list[ItemSums]:
    """Each item that was sold or bought, what brought most first; written as she wrote it last."""
    found: dict[str, ItemSums] = {}
    newest: dict[str, str] = {}
    rows = connection.execute(_BY_ITEM, owner.key | {"since": since, "until": until})
    for item, direction, unit, quantity, count, amount, id in rows:
        kind = KINDS[Direction(direction)]
        if not (kind.sales or kind.costs):
            continue
        key = fold(item)
        one = found.setdefault(key, ItemSums(item))
        if id > newest.get(key, ""):
            one.item, newest[key] = item, id
        _count(one, kind, int(amount), unit, quantity, count)
    return sorted(found.values(), key=lambda one: (-one.came - one.on_credit, -one.went - one.owed, one.item))


def _count(one: ItemSums, kind: Kind, amount: int, unit: str, quantity: str | None, times: int) -> None:
    one.came += kind.came * amount
    one.on_credit += (kind.sales - kind.came) * amount
    one.went += kind.went * amount
    one.owed += (kind.costs - kind.went) * amount
    by_unit = one.sold if kind.sales else one.bought
    counted, many = (None, Decimal(1)) if quantity is None else (unit, Decimal(quantity))
    by_unit[counted] = by_unit.get(counted, Decimal(0)) + (kind.sales or kind.costs) * many * times


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


_SPENT = signs("costs")
_COSTS = (
    select(entry.c.item, entry.c.category, entry.c.direction, func.sum(entry.c.amount), func.max(entry.c.id))
    .where(*OWNED, STANDS, *BETWEEN, entry.c.direction.in_(sorted(_SPENT)))
    .where(entry.c.source.not_in((Source.COUNT, Source.OPENING)))
    .group_by(entry.c.item, entry.c.category, entry.c.direction)
)


def costs(connection: Connection, owner: Owner, since: date, until: date) -> list[Cost]:
    """What she spent money on in these days, the largest first; what shops gave back is taken off."""
    found: dict[str, tuple[str, Cost]] = {}
    rows = connection.execute(_COSTS, owner.key | {"since": since, "until": until})
    for item, category, direction, amount, id in rows:
        one = Cost(item, category, _SPENT[Direction(direction)] * int(amount))
        newest, known = found.get(one.key, ("", one))
        total = one.amount + (known.amount if newest else 0)
        shown = one if id > newest else known
        found[one.key] = (max(id, newest), Cost(shown.item, shown.category, total))
    return sorted((one for _, one in found.values() if one.amount), key=lambda one: (-one.amount, one.key))


# Debts


# The directions of OWE_HER, SHE_OWES, LOANS and LENT, in the words of the partial index.
_OWED: ColumnElement[bool] = literal_column(
    "entry.direction IN ('credit', 'paid_back', 'owed', 'repaid', 'loan_got', 'loan_paid', 'lent', 'lent_back')"
)
_BY_PERSON = (
    select(entry.c.counterparty, entry.c.direction, func.sum(entry.c.amount))
    .where(*OWNED, STANDS, _OWED)
    .group_by(entry.c.counterparty, entry.c.direction)
)
_OF_PEOPLE = (
    select(entry.c.counterparty, entry.c.direction, entry.c.amount, entry.c.day, entry.c.due)
    .where(*OWNED, STANDS, _OWED, entry.c.counterparty.in_(bindparam("names", expanding=True)))
    .order_by(entry.c.day, entry.c.id)
)


def debts_to_her(connection: Connection, owner: Owner) -> list[Debt]:
    """What customers owe her, as `bot.domain.book.owed_to_her` says it."""
    return _debts(connection, owner, OWE_HER)


def debts_of_hers(connection: Connection, owner: Owner) -> list[Debt]:
    """What she owes, as `bot.domain.book.owed_by_her` says it."""
    return _debts(connection, owner, SHE_OWES)


def loans(connection: Connection, owner: Owner) -> list[Debt]:
    """What she has to pay back of loans, as `bot.domain.book.loans` says it."""
    return _debts(connection, owner, LOANS)


def lent(connection: Connection, owner: Owner) -> list[Debt]:
    """What is to be given back to her of money that she lent, as `bot.domain.book.lent` says it."""
    return _debts(connection, owner, LENT)


def owing(connection: Connection, owner: Owner) -> list[str]:
    """The names of those who owe her now."""
    return _named(connection, owner, OWE_HER, lambda total: total > 0)


def _debts(connection: Connection, owner: Owner, signs: Mapping[Direction, int]) -> list[Debt]:
    """Those with whom something is open. Most are settled: their entries stay unread."""
    names = _named(connection, owner, signs, lambda total: total != 0)
    if not names:
        return []
    rows = connection.execute(_OF_PEOPLE, owner.key | {"names": names})
    return open_debts(((name, Direction(way), int(amount), day, due) for name, way, amount, day, due in rows), signs)


def _named(
    connection: Connection, owner: Owner, signs: Mapping[Direction, int], wanted: Callable[[int], bool]
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
