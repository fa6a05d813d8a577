"""What her last entries teach about the next line: items, people, who owes."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from bot.domain.book import KINDS, Direction, Known, KnownItem
from bot.i18n.reading.common_words import fold
from bot.store.book.entries import OWNED, STANDS, Owner
from bot.store.book.sums import lent, loans, owing
from bot.store.schema import entry

LAST = 1000
MOST_ITEMS = 100
_LAST = (
    select(entry.c.item, entry.c.direction, entry.c.amount, entry.c.quantity, entry.c.counterparty)
    .where(*OWNED, STANDS)
    .order_by(entry.c.day.desc(), entry.c.id.desc())
    .limit(LAST)
)
# Which way an item goes; what was given back and what pays a debt say nothing about it.
_WAYS: dict[str, Direction] = {
    direction: Direction.IN if kind.sales else Direction.OUT
    for direction, kind in KINDS.items()
    if kind.sales > 0 or kind.costs > 0
}
# From whom she has money that is no sale, and where she puts it: no customers.
_BESIDE = frozenset(direction for direction, kind in KINDS.items() if kind.is_beside)
_LENDERS = frozenset({Direction.LOAN_GOT, Direction.LOAN_PAID, Direction.GRANT})


class _Item:
    """One item of hers: its newest spelling, how often she wrote it, which ways it went, for how much a piece."""

    __slots__ = ("name", "prices", "times", "ways")

    def __init__(self, name: str) -> None:
        self.name, self.times = name, 0
        self.ways: set[Direction] = set()
        self.prices: Counter[Decimal] = Counter()

    def seen(self, way: Direction, amount: int, quantity: str | None) -> None:
        self.times += 1
        self.ways.add(way)
        if quantity is not None and (number := Decimal(quantity)) > 0:
            self.prices[Decimal(amount) / number] += 1

    def known(self) -> KnownItem:
        way = next(iter(self.ways)) if len(self.ways) == 1 else None
        price = self.prices.most_common(1)[0][0] if way is not None and self.prices else None
        return KnownItem(self.name, way, price)


def known(connection: Connection, owner: Owner) -> Known:
    """Items she uses most first; people and lenders as she wrote them last; those who owe her now."""
    rows = connection.execute(_LAST, owner.key).all()
    people = _names(row.counterparty for row in rows if row.direction not in _BESIDE)
    lenders = _names(row.counterparty for row in rows if row.direction in _LENDERS)
    has_lent = any(row.direction == Direction.LENT for row in rows)
    owe = {fold(name): name for name in owing(connection, owner) if name}
    people |= {who: name for who, name in owe.items() if who not in people}
    items = sorted(_items(rows).values(), key=lambda one: -one.times)[:MOST_ITEMS]
    return Known(
        tuple(one.known() for one in items),
        tuple(people.values()),
        frozenset(people[who] for who in owe),
        tuple(lenders.values()),
        tuple(debt.who for debt in loans(connection, owner) if debt.who) if lenders else (),
        tuple(debt.who for debt in lent(connection, owner) if debt.who and debt.open > 0) if has_lent else (),
    )


def _names(written: Iterable[str]) -> dict[str, str]:
    """Each name once, as it is met first."""
    found = dict[str, str]()
    for name in dict.fromkeys(written):
        if name:
            found.setdefault(fold(name), name)
    return found


def _items(rows: Any) -> dict[str, _Item]:
    """Newest first: the first spelling that is met is the newest."""
    found: dict[str, _Item] = {}
    # folding is what costs most here, and spellings are few
    spellings: dict[str, _Item] = {}
    for item, direction, amount, quantity, _ in rows:
        if item and (way := _WAYS.get(direction)) is not None:
            one = spellings.get(item)
            if one is None:
                one = spellings[item] = found.setdefault(fold(item), _Item(item))
            one.seen(way, amount, quantity)
    return found
