"""The book of a person with 10,000 entries beside one with 100, among 100,000 people who have some each.

    python -m benchmarks.book [--people 100000] [--each 10] [--long 10000] [--short 100] [--rounds 40] [--url URL]

Makes a SQLite file (synchronous=FULL as in the real thing), or fills the empty database of `--url`, and times what the
chat asks the book for, each in a transaction of its own; one typed line until it is on the disk.
"""

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, text

from benchmarks.race import HERE
from benchmarks.tick import CHUNK, CODE, NOW, Case, people
from bot.domain.book import Direction, Entry, Source
from bot.i18n import Calendar
from bot.packs import PROGRAMMES, load_pack
from bot.services import programmes
from bot.services.book import entries as book
from bot.services.book.entries import Owner
from bot.store import Store
from bot.store.engine.sync import connected, sync_engine
from bot.store.schema import entry, metadata, slot

DAYS = 730
MONTH = (date(2026, 5, 2), date(2026, 6, 1))
ITEMS = tuple(f"item {number}" for number in range(40))
CUSTOMERS = ("", "", "", *(f"customer {number}" for number in range(30)))
WAYS = {
    Direction.IN: "sales", Direction.OUT: "costs", Direction.CREDIT: "sales", Direction.PAID_BACK: "debts",
    Direction.TAKEN_HOME: "home",
}  # fmt: skip
Question = Callable[[Connection, Owner], Any]


def writers(given: argparse.Namespace) -> Iterator[int]:
    """Whose entry comes next, in the order of time: everybody's are mixed, as they are in a real table."""
    chance = random.Random(1)
    whose = [1] * given.long + [2] * given.short + list(range(3, given.people + 1)) * given.each
    chance.shuffle(whose)
    yield from whose


def rows(given: argparse.Namespace) -> Iterator[list[Case]]:
    """Entries of two years, in chunks."""
    chance, many = random.Random(2), given.long + given.short + (given.people - 2) * given.each
    chunk: list[Case] = []
    for number, whose in enumerate(writers(given)):
        chunk.append(_row(chance, number, whose, NOW - timedelta(days=DAYS) * (1 - number / many)))
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    yield chunk


def _row(chance: random.Random, number: int, whose: int, at: datetime) -> Case:
    direction, category = chance.choice(list(WAYS.items()))
    who = chance.choice(CUSTOMERS) if direction in (Direction.CREDIT, Direction.PAID_BACK) else ""
    made = Entry(f"{number:032x}", at.date(), direction, chance.randint(1, 90) * 10_00, "THB", chance.choice(ITEMS),
                 Decimal(chance.randint(1, 20)), "piece", category, who)  # fmt: skip
    return {
        "id": made.id, "producer_id": whose, "person_id": whose, "practice": False, "day": made.day,
        "direction": direction, "amount": made.amount, "cash": made.cash, "currency": made.currency, "item": made.item,
        "quantity": str(made.quantity), "unit": made.unit, "category": category, "counterparty": who,
        "source": Source.TYPED, "supersedes": None, "first": made.id, "stands": True, "recorded_at": at,
    }  # fmt: skip


async def prepare(url: str, given: argparse.Namespace) -> Store:
    store = Store(url)
    async with store.transaction() as tx:
        await tx.run(metadata.create_all)
        await tx.run(programmes.record, load_pack(PROGRAMMES / CODE), NOW)
        for table, chunk in people(given.people):
            if table is not slot:
                await tx.run(lambda connection, table=table, chunk=chunk: connection.execute(insert(table), chunk))
    for chunk in rows(given):
        async with store.transaction() as tx:
            await tx.run(lambda connection, chunk=chunk: connection.execute(insert(entry), chunk))
    if not url.startswith("sqlite"):
        settle(url)
    return store


def settle(url: str) -> None:
    """What PostgreSQL does by itself in its time: else the first readings pay for all that was just filled in."""
    with connected(sync_engine(url)) as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))


def this_month(connection: Connection, owner: Owner) -> None:
    """What the answer says: in, out, taken home, on credit, and what is in the box."""
    book.sums(connection, owner, *MONTH)
    book.balance(connection, owner, MONTH[1])


def a_line(connection: Connection, owner: Owner) -> None:
    """What she knows, whether it was written before, the entry itself, the message, and what is in the box now."""
    known = book.known(connection, owner)
    made = Entry(book.new_id(NOW), MONTH[1], Direction.IN, 600_00, "THB", known.items[0].name, Decimal(12), "piece",
                 "sales")  # fmt: skip
    book.same_before(connection, owner, made, NOW - timedelta(minutes=10))
    made = replace(made, amount=random.randint(1, 10**9))
    book.add(connection, owner, [made], NOW, book.Message(1, owner.person_id, random.getrandbits(40)))
    book.balance(connection, owner, MONTH[1])


QUESTIONS: dict[str, Question] = {
    "this month": this_month,
    "this month by item": lambda connection, owner: book.by_item(connection, owner, *MONTH),
    "months of two years": lambda connection, owner: book.months(
        connection, owner, Calendar.BUDDHIST, MONTH[1] - timedelta(days=DAYS), MONTH[1]
    ),
    "who owes": book.owed_to_her,
    "the last ten": lambda connection, owner: book.entries(connection, owner, date.min, MONTH[1], limit=10),
    "what lines teach": book.known,
    "one typed line": a_line,
}


async def once(store: Store, question: Question, owner: Owner) -> float:
    """Milliseconds of one question, committed."""
    began = time.perf_counter()
    async with store.transaction() as tx:
        await tx.run(question, owner)
    return (time.perf_counter() - began) * 1000


async def compare(store: Store, rounds: int) -> dict[str, tuple[float, float]]:
    """The medians of the long book and of the short one, asked in turn."""
    long, short = (Owner(number, number, False, "THB") for number in (1, 2))
    found = {}
    for name, question in QUESTIONS.items():
        times = [(await once(store, question, long), await once(store, question, short)) for _ in range(rounds)]
        first, second = (statistics.median(one) for one in zip(*times, strict=True))
        found[name] = (first, second)
    return found


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("people", 100_000), ("each", 10), ("long", 10_000), ("short", 100), ("rounds", 40)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--url", help="an empty database; a SQLite file of its own otherwise")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=HERE, prefix=".venv-run-") as folder:
        store = await prepare(given.url or f"sqlite+aiosqlite:///{Path(folder) / 'book.db'}", given)
        print(f"{'':<22}{given.long:>9,} entries {given.short:>9,} entries   ratio")
        for name, (long, short) in (await compare(store, given.rounds)).items():
            print(f"{name:<22}{long:>14.2f} ms{short:>14.2f} ms{long / short:>10.1f}")
        await store.close()


if __name__ == "__main__":
    asyncio.run(main())
