"""kill -9 while people are made one and two again: at every moment each is whole, done or not done, and never twice."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, func, insert, select, update

from bot.clock import wall_clock
from bot.domain.people.roles import Role
from bot.services import programmes
from bot.services.groups import making
from bot.services.groups.making import Wish
from bot.services.groups.members import adding
from bot.services.groups.members.adding import How, NewMember, Told
from bot.services.people import invitations
from bot.store import Connection
from bot.store.engine.sync import sync_engine, writing
from bot.store.evaluation import submissions
from bot.store.evaluation.submissions import Sent
from bot.store.schema import (
    audit,
    dead_update,
    entry,
    follow_up,
    membership,
    merge,
    merge_cell,
    metadata,
    slot,
    speaks_for,
    submission,
)
from simulator.world.phones import Phone
from tests.actor import PATIENCE
from tests.crash.staff.killed import through_kills
from tests.crash.test_crash import CODE
from tests.house import pack
from tests.nightly import times

PAIRS = 4
KILLS = times(8, 80)
# What says that it was done, and what is everybody's at all times; the lot is drawn by the clock meanwhile.
BESIDE = {
    "merge", "merge_cell", "audit", "outbox", "seen_update", "heartbeat", "holder", "chat", "chat_person", "person",
    "role", "invitation", "consent", "dialogue", "uploaded", "outage", "form_in_use", "dead_update",
    "audit_word", "lot", "alike", "to_compare", "vouch", "lost_word", "lost_account",
}  # fmt: skip


@pytest.fixture
def opened(sqlite_url: str) -> Iterator[tuple[str, str]]:
    """The database with pairs of members, and what an officer types who opens her link."""
    now = wall_clock()
    with writing(sqlite_url) as connection:
        programmes.record(connection, pack(CODE), now)
        group = making.add(
            connection, pack(CODE), Wish("Kampini", "MW-BA", None, now.date()), "command line", now.date(), now
        )
        for letter in "ABCD"[:PAIRS]:
            for name in (f"Mercy {letter * 6}", f"Mercy {letter * 7}"):
                _member(connection, group, name)
        made = invitations.create(
            connection, pack(CODE), invitations.Wish(Role.OFFICER, "MW-S"), "command line", wall_clock()
        )
    yield sqlite_url, f"/start {invitations.payload(made)}"


def _member(connection: Connection, group: int, name: str) -> None:
    """With something that moves: a line of a book."""
    now = wall_clock()
    told = Told(now.date(), How.ALOUD, "Ruth")
    number = adding.add(connection, pack(CODE), group, NewMember(name), told, "command line", now)
    who = connection.scalars(select(speaks_for.c.person_id).where(speaks_for.c.producer_id == number)).one()
    values: dict[str, Any] = {
        "id": name, "producer_id": number, "person_id": who, "practice": False, "day": now.date(), "direction": "in",
        "amount": 5, "cash": 5, "currency": "MWK", "item": "soap", "unit": "", "category": "sales",
        "counterparty": "", "source": "typed", "first": name, "stands": True, "recorded_at": now,
    }  # fmt: skip
    connection.execute(insert(entry).values(values))
    _sent(connection, number, who)


def _sent(connection: Connection, number: int, who: int) -> None:
    """A check-in of hers, or a leader's report that she has disputed, of a month of her calendar; what staff look at.
    The two of a pair have answered different months, so that what was sent goes over.
    """
    now, is_first = wall_clock(), number % 2 == 0
    slots = connection.scalars(select(slot.c.id).where(slot.c.producer_id == number).order_by(slot.c.number)).all()
    answered = slots[1 if is_first else 2]
    form = pack(CODE).forms["checkin"]
    source = "self" if is_first else "leader"
    sent = Sent(number, number, who, answered, form.hash, "checkin", source, "en", False, now, {f"{form.root}/x": "5"})
    kept = submissions.add(connection, sent, now)
    connection.execute(update(slot).where(slot.c.id == answered).values(state="answered", answered_at=now))
    if not is_first:
        disputed = {"producer_id": number, "submission_id": kept, "reason": "disputed", "created_at": now}
        connection.execute(insert(follow_up).values(disputed))


def test_kill_while_people_are_made_one_and_two_again(opened: tuple[str, str]) -> None:
    url, link = opened
    engine = sync_engine(url)
    before = _rows(engine)
    rounds = asyncio.run(through_kills(url, link, _make_one_and_two, _look(engine), kills=KILLS, seed=20261129))
    assert _rows(engine) == before, "all that was done is undone"
    with engine.connect() as connection:
        deeds = dict(connection.execute(select(audit.c.action, func.count()).group_by(audit.c.action)).all())  # type: ignore[arg-type]
        assert connection.execute(select(merge).where(merge.c.undone_at.is_(None))).all() == []
        assert connection.execute(select(merge_cell)).all() == []
        assert connection.execute(select(dead_update)).all() == []
        done = connection.scalar(select(func.count()).select_from(merge))
    engine.dispose()
    assert deeds["merge"] == deeds["undo merge"] == done == rounds


def _rows(engine: Engine) -> dict[str, list[str]]:
    tables = [one for one in metadata.sorted_tables if one.name not in BESIDE]
    with engine.connect() as connection:
        return {one.name: sorted(map(str, connection.execute(select(one)).all())) for one in tables}


async def _make_one_and_two(officer: Phone, killed: asyncio.Event) -> int:
    """Each way once a round, as long as the bot is killed, and at least once; gives how many were made one."""
    done = 0
    while not done or not killed.is_set():
        officer.mark()
        await officer.say("/duplicates")
        await officer.until("Are these two one person?", timeout=PATIENCE)
        await officer.tap("The same person")
        await officer.until("once now", timeout=PATIENCE)
        done += 1
        await officer.tap("Undo")
        await officer.until("two again", timeout=PATIENCE)
    return done


async def _look(engine: Engine) -> None:
    """Two are two, or they are one with all that belongs to it, whatever was killed just now."""
    while True:
        with engine.connect() as connection:
            standing = connection.execute(select(merge.c.id, merge.c.kept_id).where(merge.c.undone_at.is_(None))).all()
            cells = set(connection.scalars(select(merge_cell.c.merge_id)).all())
            members = connection.scalar(
                select(func.count()).select_from(membership).where(membership.c.until.is_(None))
            )
            books = connection.scalar(select(func.count(entry.c.producer_id.distinct())))
            asked = connection.scalar(
                select(func.count(slot.c.producer_id.distinct())).where(slot.c.state.in_(("waiting", "open")))
            )
            sent = connection.execute(select(submission.c.producer_id, slot.c.producer_id).join(slot)).all()
            disputes = connection.scalars(select(submission.c.producer_id).join(follow_up)).all()
            disputed = connection.scalars(select(follow_up.c.producer_id)).all()
        assert cells == {one.id for one in standing}
        assert len(sent) == 2 * PAIRS and all(one == other for one, other in sent), "each where its month is"
        assert len({one for one, _ in sent}) == 2 * PAIRS - len(standing), "with a merge, both are the kept one's"
        assert sorted(disputes) == sorted(disputed) and len(disputed) == PAIRS
        assert members == books == 2 * PAIRS - len(standing), (members, books, standing)
        assert asked in (None, 0, 2 * PAIRS - len(standing)), (asked, standing)
        await asyncio.sleep(0.02)
