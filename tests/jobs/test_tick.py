"""The tick as the clock runs it: until nothing is left, a transaction a chunk; and what wakes delivery."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.services.work import Tx
from bot.store import Store
from jobs.tick import tick
from tests.databases import Templates
from tests.services.conftest import START
from tests.services.town import Town, pack, town


@pytest.fixture
def place(templates: Templates, tmp_path: Path) -> Iterator[Town]:
    with town(templates.copy("sqlite", tmp_path), START, [pack("malawi-ovop")]) as made:
        yield made


class Watched:
    """The database as the jobs see it, with a count of transactions, and of the times that delivery was woken."""

    def __init__(self, place: Town) -> None:
        self.place, self.transactions, self.woken = place, 0, 0
        self.store = Store(str(place.connection.engine.url).replace("sqlite:", "sqlite+aiosqlite:"))

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Tx]:
        self.transactions += 1
        async with self.store.transaction() as tx:
            yield tx

    def now(self) -> datetime:
        return self.place.now

    def wake(self) -> None:
        self.woken += 1

    async def tick(self) -> None:
        await tick(self.transaction, self.place.desk, self.now, self.wake)


@pytest.fixture
async def watched(place: Town) -> AsyncIterator[Watched]:
    watched = Watched(place)
    yield watched
    await watched.store.close()


async def test_nothing_due_wakes_nobody(watched: Watched) -> None:
    await watched.tick()
    assert (watched.transactions, watched.woken) == (1, 0)


async def test_until_nothing_is_left(watched: Watched) -> None:
    members = [watched.place.join("malawi-ovop", nudge_hour=7) for _ in range(1100)]
    watched.place.now += timedelta(hours=24 + 9)
    watched.place.run(_alive, watched.place.now)
    await watched.tick()
    assert len(watched.place.nudges()) == len(members)
    assert (watched.transactions, watched.woken) == (3, 3), "chunks of five hundred"
    await watched.tick()
    assert len(watched.place.nudges()) == len(members), "once"


def _alive(connection: object, now: datetime) -> None:
    from bot.services.evaluation import heartbeat

    heartbeat(connection, now - timedelta(minutes=1))  # type: ignore[arg-type]


async def test_after_an_outage_open_forms_are_asked_again(watched: Watched) -> None:
    member = watched.place.join("malawi-ovop")
    watched.place.begin_form(member, watched.place.due(member)[0].slot_id)
    watched.place.now += timedelta(hours=25)
    await watched.tick()
    assert [nudge.button.split("|")[0] for nudge in watched.place.nudges()] == ["open"]
    assert watched.woken == 1
    await watched.tick()
    assert len(watched.place.nudges()) == 1
