"""The tick compares who has changed, in pieces with a transaction each, and so many at most."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import func, select

from bot.clock import wall_clock
from bot.domain.clock_trust import Reading, Trust
from bot.i18n import load_catalogues
from bot.left_out import LeftOut
from bot.services.loaded_packs import LoadedPacks
from bot.services.staff import merging
from bot.store import Connection, Store, Tx
from bot.store.people import comparing
from bot.store.schema import to_compare
from jobs import tick as job
from tests.services.village import Villager, found, nepal, settle


def _people(connection: Connection) -> None:
    found(connection)
    for number in range(7):
        settle(connection, Villager("Sita Rai" if number % 2 else f"Bimala {number * 'x'}"))


async def test_the_tick_compares_in_pieces(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "AT_ONCE", 2)
    monkeypatch.setattr(job, "COMPARED", 2)
    store, begun = sqlite_store, 0

    @asynccontextmanager
    async def counted() -> AsyncIterator[Tx]:
        nonlocal begun
        async with store.transaction() as tx:
            begun += 1
            yield tx

    async def tick() -> int:
        nonlocal begun
        begun = 0
        now = wall_clock()
        loaded = LoadedPacks({"nepal-odop": nepal()}, load_catalogues())
        await job.tick(counted, loaded, LeftOut(), lambda: Reading(now, Trust.AGREES), lambda: None)
        async with store.transaction() as tx:
            return await tx.run(lambda one: one.scalar(select(func.count()).select_from(to_compare)) or 0)

    async with store.transaction() as tx:
        await tx.run(_people)
    assert await tick() == 1 and begun == 1 + 2, "two at a time, three times"
    assert await tick() == 0
    async with store.transaction() as tx:
        assert len(await tx.run(comparing.pairs, comparing.Where("nepal-odop"))) == 6
