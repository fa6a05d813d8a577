"""Every job that the clock is given, with a clock that somebody has set: nothing is lost, whatever it says."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, insert, select, update

from bot.app import House
from bot.domain.wire.contact import ChatState, Contact
from bot.domain.wire.outgoing import OutState
from bot.nights import nightly
from bot.services.people import registration
from bot.services.people.registration import Registration
from bot.settings import read_settings
from bot.store.schema import dialogue, heartbeat, media, metadata, outbox, person, slot
from bot.store.wire import chats, updates
from jobs.embedded import Clockwork, Job
from tests.handlers.wire.test_clock import CODE, NOW, house, simulator
from tests.house import TOKEN, pack

__all__ = ["house", "simulator"]


def live(connection: Connection) -> None:
    """Somebody of whom nothing was heard for years, and something old of every kind that is kept for a time only."""
    programme, old = pack(CODE).programme, NOW - timedelta(days=1500)
    consent = {"version": str(programme.consent.version), "language": "en"}
    contact = Contact(4242, 1, ChatState.ACTIVE, old, "en", CODE, is_new=True)
    new = Registration({"name": "Silent"}, consent, programme, old.date())
    contact.person = registration.register(connection, contact, new, old).person
    chats.save(connection, [contact], old)
    connection.execute(update(person).values(silence_told_at=NOW - timedelta(days=31)))
    updates.take(connection, 4242, range(45), old)
    updates.bury(connection, updates.Dead(4242, None, 1, "{}", ""), old)
    told = {"bot": 4242, "chat": 1, "lane": 0, "method": "sendMessage", "payload": {}, "next_attempt": old}
    connection.execute(insert(outbox).values(told | {"created_at": old, "state": OutState.SENT}))
    begun = {"id": 7, "bot": 4242, "chat": 1, "kind": "checkin", "front": False, "state": {}}
    connection.execute(insert(dialogue).values(begun | {"began_at": old, "touched_at": old}))
    sent = {"name": "a.jpg", "bot": 4242, "chat": 1, "file_id": "f", "state": "kept", "attempts": 1}
    connection.execute(insert(media).values(sent | {"next_attempt": old, "sent_at": old}))


def all_rows(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    """The whole database, but for the sign of life."""
    known = [table for table in metadata.sorted_tables if table is not heartbeat]
    return {table.name: [tuple(row) for row in connection.execute(select(table))] for table in known}


def all_files(folder: Path) -> dict[str, bytes]:
    known = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("ovop.db")]
    return {path.name: path.read_bytes() for path in known}


@dataclass(slots=True)
class Night:
    """A house in which every job finds something to do, and its clockwork."""

    house: House
    jobs: list[Job]
    folder: Path

    @property
    def works(self) -> Clockwork:
        return Clockwork(self.house.tick, *self.jobs, now=self.house.now, believed=self.house.believed.now)

    async def everything(self) -> object:
        async with self.house.store.transaction() as tx:
            return await tx.run(all_rows), all_files(self.folder)


@pytest.fixture
async def night(house: House, sqlite_url: str, tmp_path: Path) -> Night:
    (tmp_path / "media").mkdir(exist_ok=True)
    (tmp_path / "media" / "a.jpg").write_bytes(b"a picture")
    (tmp_path / "backups").mkdir()
    for day in (NOW - timedelta(days=40), NOW):
        (tmp_path / "backups" / f"ovop-{day:%Y-%m-%d}.tar.gz").write_bytes(b"a backup")
    async with house.store.transaction() as tx:
        await tx.run(live)
    settings = read_settings(token=TOKEN, data_dir=tmp_path, database_url=sqlite_url)
    return Night(house, nightly(house, settings), tmp_path)


async def test_every_nightly_job_says_whether_it_can_be_undone(night: Night) -> None:
    assert {job.name: job.can_be_undone for job in night.jobs} == {
        "housekeeping": False,
        "silence": False,
        "clear": True,
        "backup": False,
    }


JUMPS = [timedelta(days=days) for days in (-3653, -1500, -1, 1, 31, 365, 1500, 3653)]


@pytest.mark.parametrize("jump", JUMPS)
async def test_no_job_does_anything_on_the_word_of_a_clock_that_was_set(night: Night, jump: timedelta) -> None:
    before = await night.everything()
    # only the wall clock is set: what the steady one says goes on
    night.house.believed._now = lambda: NOW + jump
    await night.works.at_night(*night.jobs)
    assert await night.everything() == before


@pytest.mark.parametrize("name", ["housekeeping", "silence", "backup"])
async def test_with_telegrams_word_each_of_them_does_something(night: Night, name: str) -> None:
    """Else the test above would say nothing."""
    before = await night.everything()
    await night.works.at_night(*(job for job in night.jobs if job.name == name))
    assert await night.everything() != before
    if name == "silence":
        async with night.house.store.transaction() as tx:
            assert (await tx.run(all_rows))["erasure"]


@pytest.mark.parametrize("jump", JUMPS)
async def test_the_tick_closes_nothing_then_and_everything_that_is_over_afterwards(
    night: Night, jump: timedelta
) -> None:
    house = night.house
    house.believed._now = lambda: NOW + jump
    for _ in range(2):
        await house.tick()
    async with house.store.transaction() as tx:
        assert await tx.run(ended) == 0
    house.believed._now = house.now
    await house.tick()
    async with house.store.transaction() as tx:
        assert await tx.run(ended) > 0


def ended(connection: Connection) -> int:
    return connection.scalar(select(func.count()).where(slot.c.state == "missed")) or 0
