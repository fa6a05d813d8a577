"""kill -9 while an officer vouches for a whole list and undoes it: at every moment all are known, or none, once."""

import asyncio
from collections.abc import Iterator

import pytest
from sqlalchemy import ColumnElement, Engine, Table, func, select

from bot.clock import wall_clock
from bot.domain.people.roles import Role
from bot.services import programmes
from bot.services.groups import making
from bot.services.groups.making import Wish
from bot.services.people import invitations
from bot.store import Connection
from bot.store.engine.sync import sync_engine, writing
from bot.store.groups.members import members
from bot.store.people import people
from bot.store.schema import audit, dead_update, person, producer, vouch
from simulator.world.phones import Phone
from tests.actor import PATIENCE
from tests.crash.groups.test_group_book import _shows
from tests.crash.staff.killed import through_kills
from tests.crash.test_crash import CODE
from tests.house import pack
from tests.nightly import times

LIST = 12
KILLS = times(6, 60)
STANDS = (vouch.c.undone_at.is_(None), vouch.c.word == "known")


@pytest.fixture
def opened(sqlite_url: str) -> Iterator[tuple[str, str]]:
    """The database with twelve who came by a group's link, and what an officer types."""
    now = wall_clock()
    with writing(sqlite_url) as connection:
        programmes.record(connection, pack(CODE), now)
        wish = Wish("Kampini", "MW-BA", None, now.date())
        group = making.add(connection, pack(CODE), wish, "command line", now.date(), now)
        for number in range(LIST):
            _comes(connection, group, f"Mercy {chr(65 + number) * 9}")
        wanted = invitations.Wish(Role.OFFICER, "MW-S")
        made = invitations.create(connection, pack(CODE), wanted, "command line", now)
    yield sqlite_url, f"/start {invitations.payload(made)}"


def _comes(connection: Connection, group: int, name: str) -> None:
    now = wall_clock()
    here = {"programme": CODE, "created_at": now, "confirmed_at": None}
    who = people.add_person(connection, {**here, "name": name, "language": "en"})
    what = {"kind": "household", "area": "MW-BA", "product": "soya_oil", "registered": None}
    number = people.add_producer(connection, {**here, **what, "inception": now.date(), "joined": now.date()})
    people.let_speak(connection, who, number, now)
    members.join(connection, group, number, now)


def test_kill_while_a_whole_list_is_vouched_for_and_undone(opened: tuple[str, str]) -> None:
    url, link = opened
    engine = sync_engine(url)
    rounds = asyncio.run(through_kills(url, link, _vouch_and_undo, _look(engine), kills=KILLS, seed=20261204))
    with engine.connect() as connection:
        deeds = dict(connection.execute(select(audit.c.action, func.count()).group_by(audit.c.action)).all())  # type: ignore[arg-type]
        counts = [_count(connection, one) for one in (vouch, dead_update)]
        waiting = _count(connection, producer, producer.c.kind == "household", producer.c.confirmed_at.is_(None))
        undone = _count(connection, vouch, vouch.c.undone_at.is_not(None))
    engine.dispose()
    assert counts == [rounds * LIST, 0] and (waiting, undone) == (LIST, rounds * LIST)
    assert deeds["confirm"] == deeds["undo confirm"] == rounds * LIST


def _count(connection: Connection, table: Table, *where: ColumnElement[bool]) -> int:
    return connection.scalar(select(func.count()).select_from(table).where(*where)) or 0


async def _vouch_and_undo(officer: Phone, killed: asyncio.Event) -> int:
    rounds = 0
    while not rounds or not killed.is_set():
        officer.mark()
        await officer.say("/vouch")
        await _shows(officer, "🤝 Kampini")
        await officer.tap("🤝 Kampini")
        await _shows(officer, "Whom do you know?")
        await officer.tap("✅ All 12")
        await officer.until("12 are confirmed", timeout=PATIENCE)
        rounds += 1
        await officer.tap("↩️ Undo")
        await officer.until("Undone", timeout=PATIENCE)
    return rounds


async def _look(engine: Engine) -> None:
    """All twelve are known, each with her business and a word that stands, or none is."""
    while True:
        with engine.connect() as connection, connection.begin():
            known = _count(connection, producer, producer.c.kind == "household", producer.c.confirmed_at.is_not(None))
            people_known = _count(connection, person, person.c.confirmed_at.is_not(None), person.c.name.like("Mercy %"))
            words = _count(connection, vouch, *STANDS)
            lines = [_count(connection, audit, audit.c.action == one) for one in ("confirm", "undo confirm")]
        assert known in (0, LIST) and known == people_known == words == lines[0] - lines[1], (known, words, lines)
        await asyncio.sleep(0.02)
