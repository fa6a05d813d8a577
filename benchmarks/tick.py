"""One tick among many producers against one tick among few: does what is not due cost anything?

    python -m benchmarks.tick [--many 100000] [--few 100] [--due 100] [--rounds 15]

Makes a SQLite file of each size (each producer with a person, a chat and the slots of a year; synchronous=FULL as in
the real thing), makes the same number of slots due in both, and runs the clock's own job on them.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, update
from sqlalchemy import text as sql

from bot.domain.evaluation.calendar import add_months
from bot.domain.programme import Purpose
from bot.i18n import load_catalogues
from bot.left_out import LeftOut
from bot.packs import PROGRAMMES, load_pack
from bot.services import programmes
from bot.services.evaluation import calendar as evaluation
from bot.services.loaded_packs import LoadedPacks
from bot.store import Store
from bot.store.schema import chat, chat_person, metadata, outbox, person, producer, slot, speaks_for
from jobs.tick import tick

CODE = "thailand-otop"
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
MONTHS = (0, 1, 2, 3, 4, 5, 6, 8, 10, 12)
CHUNK = 10_000
FAR = NOW + timedelta(days=400)
Case = dict[str, Any]

# by the kind of work that a tick has with them: what makes slots due, and how they look when it was done
CASES: dict[str, tuple[Case, Case]] = {
    "nothing due": ({}, {"state": "answered"}),
    "reminders": ({"state": "open", "next_nudge_at": NOW - timedelta(minutes=1)}, {"nudges_sent": 1}),
    "opening": ({"state": "waiting", "opens_at": NOW - timedelta(minutes=1)}, {"state": "open"}),
    "closing": ({"state": "open", "closes_at": NOW - timedelta(minutes=1)}, {"state": "missed"}),
}
REST: Case = {
    "state": "answered", "why": None, "nudges_sent": 0, "last_nudge_at": None, "next_nudge_at": None, "told_at": None,
    "opens_at": NOW - timedelta(days=20), "closes_at": FAR,
}  # fmt: skip


def people(count: int) -> Iterator[tuple[Table, list[Case]]]:
    """The rows of a programme, in chunks. Inceptions are spread over the half year before now."""
    for first in range(1, count + 1, CHUNK):
        ids = range(first, min(first + CHUNK, count + 1))
        common = {"programme": CODE}
        yield person, [{**common, "id": one, "language": "th", "created_at": NOW} for one in ids]
        yield producer, [_producer(one) for one in ids]
        yield speaks_for, [{"person_id": one, "producer_id": one, "since": NOW} for one in ids]
        yield chat, [
            {**common, "bot": 1, "chat": one, "person_id": one, "state": "active",
             "state_since": NOW - timedelta(days=90), "seen_at": NOW}
            for one in ids
        ]  # fmt: skip
        since = NOW - timedelta(days=90)
        here = {"bot": 1, "since": since, "seen_at": since, "state": "active", "state_since": since}
        yield chat_person, [{**here, "chat": one, "person_id": one} for one in ids]
        yield slot, [_slot(one, number) for one in ids for number in range(len(MONTHS))]


def _inception(owner: int) -> Any:
    return (NOW - timedelta(days=owner % 180)).date()


def _producer(owner: int) -> Case:
    day = _inception(owner)
    return {
        "id": owner, "programme": CODE, "kind": "household", "inception": day, "joined": day, "created_at": NOW
    }  # fmt: skip


def _slot(owner: int, number: int) -> Case:
    """A slot where the calendar has it today: what is past is answered, what is to come waits with its moments."""
    due = add_months(_inception(owner), MONTHS[number])
    at = datetime.combine(due, datetime.min.time(), tzinfo=UTC)
    past = at < NOW - timedelta(days=3)
    return {
        "producer_id": owner, "number": number, "month": MONTHS[number], "due": due,
        "form": Purpose.CHECK_IN if number else Purpose.BASELINE, "state": "answered" if past else "waiting",
        "opens_at": at if past else FAR, "closes_at": FAR + timedelta(days=30),
        "next_nudge_at": None if past else max(at, FAR),
    }  # fmt: skip


def fill(connection: Connection, count: int) -> None:
    metadata.create_all(connection)
    programmes.record(connection, load_pack(PROGRAMMES / CODE), NOW)
    for table, rows in people(count):
        connection.execute(insert(table), rows)
    connection.execute(sql("ANALYZE"))


def make_due(connection: Connection, due: int, case: Case) -> None:
    """The same slots as ever are put back, and then made due in the way of the case."""
    evaluation.heartbeat(connection, NOW)
    ids = select(slot.c.id).where(slot.c.producer_id <= due, slot.c.number == 1)
    connection.execute(delete(outbox))
    connection.execute(update(person).where(person.c.id <= due).values(last_nudge_on=None))
    day = (NOW - timedelta(days=1)).date()
    connection.execute(update(slot).where(slot.c.id.in_(ids)).values({**REST, "due": day, **case}))


def done(connection: Connection, due: int, evidence: Case) -> int:
    """How many of the slots were dealt with."""
    seen = [slot.c[name] == value for name, value in evidence.items()]
    statement = select(func.count()).where(slot.c.producer_id <= due, slot.c.number == 1, *seen)
    return int(connection.scalar(statement) or 0)


async def prepare(count: int, folder: Path) -> Store:
    store = Store(f"sqlite+aiosqlite:///{folder / f'{count}.db'}")
    async with store.transaction() as tx:
        await tx.run(fill, count)
    return store


async def once(store: Store, due: int, name: str, loaded: LoadedPacks) -> float:
    """Milliseconds of one tick; the best of several is what it costs when nothing else is in the way."""
    async with store.transaction() as tx:
        await tx.run(make_due, due, CASES[name][0])
    began = time.perf_counter()
    await tick(store.transaction, loaded, LeftOut(), lambda: NOW, lambda: None)
    took = time.perf_counter() - began
    async with store.transaction() as tx:
        if (changed := await tx.run(done, due, CASES[name][1])) != due:
            raise RuntimeError(f"{name}: {changed} of {due} slots were dealt with")
    return took * 1000


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("many", 100_000), ("few", 100), ("due", 100), ("rounds", 15)):
        parser.add_argument(f"--{name}", type=int, default=default)
    given = parser.parse_args()
    loaded = LoadedPacks({CODE: load_pack(PROGRAMMES / CODE)}, load_catalogues())
    with tempfile.TemporaryDirectory() as folder:
        stores = [await prepare(count, Path(folder)) for count in (given.few, given.many)]
        print(f"one tick, {given.due} slots due      {given.few:>9,} producers {given.many:>9,} producers   ratio")
        for name in CASES:
            # in turn, so that whatever else the machine does falls on both
            rounds = [[await once(store, given.due, name, loaded) for store in stores] for _ in range(given.rounds)]
            few, many = (min(times) for times in zip(*rounds, strict=True))
            print(f"{name:<27}{few:>14.2f} ms{many:>16.2f} ms{many / few:>11.2f}")
        for store in stores:
            await store.close()


if __name__ == "__main__":
    asyncio.run(main())
