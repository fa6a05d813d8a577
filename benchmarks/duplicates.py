"""Who stands twice in a programme of many: what a tap on /duplicates takes, and what finding the pairs takes.

    python -m benchmarks.duplicates [--few 30000] [--many 300000] [--rounds 15]

Makes a SQLite file of each size (people of Malawi's areas and products, two percent of them written down twice), lets
the clock's job compare all of them, and measures each piece of it: so long does nobody else get a turn. Then somebody
new comes before each tap, in turn by the way before this one (all people are read and compared at the tap) and by
ours. `wrong`: both have to show the same pairs.
"""

import argparse
import asyncio
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, insert, select, text

from benchmarks.race import HERE
from benchmarks.tick import CHUNK, NOW
from bot.domain.people import duplicates
from bot.domain.people.duplicates import Candidate
from bot.forms.xpath.choice_tables import Table
from bot.left_out import LeftOut
from bot.packs import PROGRAMMES, Pack, load_pack
from bot.services import programmes
from bot.services.staff import merging
from bot.store import Store
from bot.store.people import people
from bot.store.schema import metadata, person, producer, role, speaks_for, to_compare

CODE = "malawi-ovop"
GIVEN = "Esther Mercy Grace Chikondi Thoko Malita Agnes Ruth Loveness Memory Alinafe Tiyamike Fatsani Mphatso Chisomo"
FAMILY = "Banda Phiri Gama Mwale Nkhoma Chirwa Zulu Moyo Tembo Kachale Msiska Nyirenda Kamanga Mhango Gondwe"
ENDS = ("", "", "", "we", "ni", "la", "mba", "so", "ka", "tu", "ye", "za")
T = TypeVar("T")


def name(chance: random.Random) -> str:
    return " ".join(chance.choice(one.split()) + chance.choice(ENDS) + chance.choice(ENDS) for one in (GIVEN, FAMILY))


def codes(table: Table) -> list[str]:
    return [row["name"] for row in table.rows]


def rows(pack: Pack, count: int) -> Iterator[list[dict[str, Any]]]:
    """People, some of whom come twice with a letter doubled."""
    chance, last = random.Random(1), ("", "", "")
    areas, products = codes(pack.areas), codes(pack.products)
    for first in range(1, count + 1, CHUNK):
        chunk = []
        for number in range(first, min(first + CHUNK, count + 1)):
            if number % 50 == 0:
                called, area, product = last
                called = called.replace("a", "aa", 1)
            else:
                called, area, product = name(chance), chance.choice(areas), chance.choice(products)
            last = called, area, product
            chunk.append({"id": number, "name": called, "area": area, "product": product})
        yield chunk


def fill(connection: Connection, pack: Pack, count: int) -> None:
    metadata.create_all(connection)
    programmes.record(connection, pack, NOW)
    common = {"programme": CODE, "created_at": NOW}
    days = {"kind": "household", "inception": NOW.date(), "joined": NOW.date()}
    for chunk in rows(pack, count):
        connection.execute(
            insert(person), [{**common, "id": a["id"], "name": a["name"], "language": "ny"} for a in chunk]
        )
        made = ("id", "area", "product")
        connection.execute(insert(producer), [{**common, **days, **{key: a[key] for key in made}} for a in chunk])
        spoken = [{"person_id": a["id"], "producer_id": a["id"], "since": NOW} for a in chunk]
        connection.execute(insert(speaks_for), spoken)
        connection.execute(insert(to_compare), [{"producer_id": a["id"]} for a in chunk])
    connection.execute(insert(role), {"person_id": 1, "role": "admin", "since": NOW})
    connection.execute(text("ANALYZE"))


def at_the_tap(connection: Connection) -> list[tuple[int, int]]:
    """The way before: all are read, and compared by blocks."""
    statement = (
        select(producer.c.id, person.c.name, producer.c.area, producer.c.product, person.c.phone)
        .join_from(producer, speaks_for)
        .join(person, person.c.id == speaks_for.c.person_id)
        .where(producer.c.programme == CODE)
    )
    found = duplicates.find([Candidate(*row[:4], phone=row.phone) for row in connection.execute(statement)])
    return [(one.first, one.second) for one in found]


def comes(connection: Connection, pack: Pack, chance: random.Random) -> None:
    """One more person, as registration writes her down."""
    who = {"programme": CODE, "created_at": NOW}
    person_id = people.add_person(connection, {**who, "name": name(chance), "language": "ny"})
    made = {"area": chance.choice(codes(pack.areas)), "product": chance.choice(codes(pack.products))}
    days = {"kind": "household", "inception": NOW.date(), "joined": NOW.date()}
    people.let_speak(connection, person_id, people.add_producer(connection, {**who, **made, **days}), NOW)


async def timed(store: Store, work: Callable[[Connection], T]) -> tuple[float, T]:
    """Milliseconds for which the database is held, and what the work gave."""
    async with store.transaction() as tx:
        began = time.perf_counter()
        given = await tx.run(work)
    return (time.perf_counter() - began) * 1000, given


async def compare_all(store: Store) -> list[float]:
    """Everybody, as the clock's job does it; the milliseconds of each piece, the shortest first."""
    pieces, left = [], True
    while left:
        took, left = await timed(store, lambda connection: merging.compare(connection, LeftOut()))
        pieces.append(took)
    return sorted(pieces)


async def measure(pack: Pack, count: int, rounds: int, folder: Path) -> None:
    store, chance = Store(f"sqlite+aiosqlite:///{folder / f'{count}.db'}"), random.Random(2)
    await timed(store, lambda connection: fill(connection, pack, count))
    pieces = await compare_all(store)
    print(
        f"{count:>9,} people: {sum(pieces) / 1000:.1f} s in {len(pieces):,} pieces, half of them below"
        f" {statistics.median(pieces):.1f} ms, 99 of 100 below {pieces[len(pieces) * 99 // 100]:.1f} ms,"
        f" the longest {pieces[-1]:.1f} ms"
    )
    before, ours = [], []
    for _ in range(rounds):
        await timed(store, lambda connection: comes(connection, pack, chance))
        took, shown = await timed(store, lambda connection: merging.pair_at(connection, 1, pack, 0))
        ours.append(took)
        took, wanted = await timed(store, at_the_tap)
        before.append(took)
        _, found = await timed(store, lambda connection: merging.pairs(connection, 1, pack))
        if shown != (len(wanted), wanted[0]) or found != wanted:
            raise RuntimeError("wrong: the two do not show the same pairs")
    one, other = statistics.median(before), statistics.median(ours)
    print(
        f"{count:>9,} people, {len(wanted):,} pairs: a tap {one:.1f} ms before, {other:.2f} ms now"
        f" (the longest {max(ours):.1f}), ratio {one / other:.0f}; peak {peak()} MB"
    )
    await store.close()


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option, default in (("few", 30_000), ("many", 300_000), ("rounds", 15)):
        parser.add_argument(f"--{option}", type=int, default=default)
    given = parser.parse_args()
    pack = load_pack(PROGRAMMES / CODE)
    with tempfile.TemporaryDirectory(dir=HERE, prefix=".venv-run-") as folder:
        for count in (given.few, given.many):
            await measure(pack, count, given.rounds, Path(folder))


if __name__ == "__main__":
    asyncio.run(main())
