"""Who an audience is, among many people: what the count takes at each tap, and what all of "who is this?" takes.

    python -m benchmarks.audiences [--people 300000] [--rounds 5] [--keep FILE]

Makes a SQLite file of so many people (`--keep`: the one that is there, or makes it there): each answers for a business
in one of the pack's areas and for one of its products; one in ten has no phone, some have stopped, blocked the bot,
want no announcements or share a phone, some were written down twice or have left a group. Seconds of the processor,
the median; as in the field SQLite's planner knows no numbers of rows.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, insert

from benchmarks.duplicates import CODE, codes, name
from benchmarks.race import HERE
from benchmarks.tick import CHUNK, NOW
from bot.domain.people.roles import Reach, Role
from bot.domain.staff.audience import Audience
from bot.packs import PROGRAMMES, Pack, load_pack
from bot.services import programmes
from bot.services.staff.announcing import audiences
from bot.store.engine.migrate import migrate
from bot.store.engine.sync import reading, writing
from bot.store.people import roles
from bot.store.schema import (
    announcement_opt_out,
    chat,
    chat_person,
    membership,
    merge,
    person,
    producer,
    speaks_for,
)

# One in so many.
PHONELESS, SHARED, STOPPED, BLOCKED, OPTED_OUT, MERGED, MEMBER = 10, 9, 23, 29, 31, 97, 3
OFFICER = 1
Rows = list[dict[str, Any]]


def people(pack: Pack, count: int) -> Iterator[tuple[Table, Rows]]:
    """The rows of a programme, in chunks."""
    chance, areas, products = random.Random(1), codes(pack.areas), codes(pack.products)
    since = {"since": NOW, "seen_at": NOW, "state_since": NOW, "bot": 1}
    of = {"programme": CODE, "created_at": NOW}
    for first in range(1, count + 1, CHUNK):
        ids = range(first, min(first + CHUNK, count + 1))
        phones = {one: one - (one % SHARED == 0) for one in ids if one % PHONELESS}
        own = [one for one, number in phones.items() if one == number or number not in phones]
        yield person, [{**of, "id": one, "name": name(chance), "language": "ny"} for one in ids]
        yield producer, [
            {**of, "id": one, "kind": "household", "area": chance.choice(areas), "product": chance.choice(products),
             "inception": NOW.date(), "joined": NOW.date()}
            for one in ids
        ]  # fmt: skip
        yield speaks_for, [{"person_id": one, "producer_id": one, "since": NOW} for one in ids]
        yield chat, [
            {"bot": 1, "chat": phones[one], "person_id": one, "programme": CODE, "seen_at": NOW, "state_since": NOW,
             "state": "blocked" if one % BLOCKED == 0 else "active"}
            for one in own
        ]  # fmt: skip
        yield (
            chat_person,
            [
                {**since, "chat": number, "person_id": one, "state": "stopped" if one % STOPPED == 0 else "active"}
                for one, number in phones.items()
            ],
        )
        yield announcement_opt_out, [{"person_id": one, "since": NOW} for one in ids if one % OPTED_OUT == 0]
        yield membership, [
            {"group_id": 1, "member_id": one, "since": NOW, "confirmed_at": NOW, "until": NOW, "why": "left"}
            for one in ids if one % MEMBER == 0
        ]  # fmt: skip
        yield merge, [
            {"kept_id": one - 1, "other_id": one, "kept_person_id": one - 1, "other_person_id": one, "at": NOW,
             "by_id": OFFICER}
            for one in ids if one % MERGED == 0
        ]  # fmt: skip


def fill(url: str, pack: Pack, count: int) -> None:
    migrate(url)
    with writing(url) as connection:
        programmes.record(connection, pack, NOW)
        for table, rows in people(pack, count):
            if rows:
                connection.execute(insert(table), rows)
        roles.give(connection, OFFICER, Reach(Role.ADMIN), NOW)


def took(work: Callable[[], Any], rounds: int) -> tuple[float, Any]:
    """The median of the seconds of the processor, and what it gave."""
    times, given = [], None
    for _ in range(rounds):
        began = time.process_time()
        given = work()
        times.append(time.process_time() - began)
    return statistics.median(times), given


def measure(connection: Connection, pack: Pack, rounds: int) -> None:
    area, product = codes(pack.areas)[-1], codes(pack.products)[-1]
    cases = {
        "no limits": Audience(),
        "one area": Audience(areas=frozenset({area})),
        "one product": Audience(products=frozenset({product})),
        "not late": Audience(late=False),
    }
    print(f"{'':<14}{'it reaches':>12}{'at each tap':>14}{'who is this?':>14}")
    for said, audience in cases.items():
        here = (connection, OFFICER, pack, audience, NOW)
        tap, many = took(lambda here=here: audiences.reaches(*here), rounds)  # type: ignore[misc]
        all_of_it, shown = took(lambda here=here: audiences.who(*here), rounds)  # type: ignore[misc]
        if shown.counted.reached != many:
            raise RuntimeError(f"wrong: {said} reaches {many} and {shown.counted.reached}")
        out = sum(shown.counted.left_out.values())
        print(f"{said:<14}{many:>12,}{tap:>12.2f} s{all_of_it:>12.2f} s   left out: {out:,}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=300_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    pack = load_pack(PROGRAMMES / CODE)
    with tempfile.TemporaryDirectory(dir=HERE, prefix=".venv-run-") as folder:
        file = given.keep or Path(folder) / "ovop.db"
        url = f"sqlite+aiosqlite:///{file.resolve()}"
        if not file.exists():
            fill(url, pack, given.people)
        with reading(url) as connection:
            measure(connection, pack, given.rounds)


if __name__ == "__main__":
    main()
