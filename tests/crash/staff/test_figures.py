"""kill -9 while an officer accepts all figures that are alike and undoes it: at every moment all are done, or none."""

import asyncio
import contextlib
from collections.abc import Iterator
from itertools import count

import pytest
from sqlalchemy import Engine, func, select

from bot.clock import wall_clock
from bot.domain.people.roles import Role
from bot.services import programmes
from bot.services.evaluation import usual
from bot.services.groups import making
from bot.services.groups.making import Wish
from bot.services.groups.members import adding
from bot.services.groups.members.adding import How, NewMember, Told
from bot.services.people import invitations
from bot.store import Connection
from bot.store.engine.sync import sync_engine, writing
from bot.store.evaluation import submissions
from bot.store.evaluation.submissions import Sent
from bot.store.schema import audit, dead_update, figure_deed, figure_deed_item, follow_up, speaks_for
from simulator.world.phones import NotOnScreen, Phone
from tests.actor import PATIENCE
from tests.crash.staff.killed import through_kills
from tests.crash.test_crash import CODE
from tests.house import pack
from tests.nightly import times

ALIKE = 12
KILLS = times(6, 60)
_DIALOGUES = count(700_000)


@pytest.fixture
def opened(sqlite_url: str) -> Iterator[tuple[str, str]]:
    """The database with twelve members whose last figure is ten times the usual, and what an officer types."""
    now = wall_clock()
    with writing(sqlite_url) as connection:
        programmes.record(connection, pack(CODE), now)
        wish = Wish("Kampini", "MW-BA", None, now.date())
        group = making.add(connection, pack(CODE), wish, "command line", now.date(), now)
        for number in range(ALIKE):
            _member(connection, group, f"Mercy {chr(65 + number) * 9}")
        wanted = invitations.Wish(Role.OFFICER, "MW-S")
        made = invitations.create(connection, pack(CODE), wanted, "command line", wall_clock())
    yield sqlite_url, f"/start {invitations.payload(made)}"


def _member(connection: Connection, group: int, name: str) -> None:
    now, form = wall_clock(), pack(CODE).forms["checkin"]
    told = Told(now.date(), How.ALOUD, "Ruth")
    number = adding.add(connection, pack(CODE), group, NewMember(name), told, "command line", now)
    who = connection.scalars(select(speaks_for.c.person_id).where(speaks_for.c.producer_id == number)).one()
    for sales in ("850", "8500"):
        answers = {f"{form.root}/sales": sales}
        sent = Sent(next(_DIALOGUES), number, who, None, form.hash, "checkin", "self", "en", False, now, answers)
        kept = submissions.add(connection, sent, now)
        assert kept is not None
        usual.mark(connection, number, kept, form, pack(CODE), now)


def test_kill_while_all_that_are_alike_are_accepted_and_undone(opened: tuple[str, str]) -> None:
    url, link = opened
    engine = sync_engine(url)
    rounds = asyncio.run(through_kills(url, link, _accept_and_undo, _look(engine), kills=KILLS, seed=20261129))
    with engine.connect() as connection:
        deeds = dict(connection.execute(select(audit.c.action, func.count()).group_by(audit.c.action)).all())  # type: ignore[arg-type]
        assert connection.scalar(select(func.count()).select_from(dead_update)) == 0
        assert connection.scalar(select(func.count()).select_from(figure_deed)) == rounds
    engine.dispose()
    assert deeds["accept figure"] == deeds["undo figure"] == rounds * ALIKE


async def _accept_and_undo(officer: Phone, killed: asyncio.Event) -> int:
    rounds = 0
    while not rounds or not killed.is_set():
        officer.mark()
        await officer.say("/figures")
        await officer.until("12 figures to look at", timeout=PATIENCE)
        for label in ("1", "All that are like this", "of this form", "She told me"):
            await _tap(officer, label)
        await officer.until("12 accepted", timeout=PATIENCE)
        rounds += 1
        await _tap(officer, "Undo")
        await officer.until("Undone", timeout=PATIENCE)
    return rounds


async def _tap(officer: Phone, label: str) -> None:
    """As soon as it is on her screen: what was in flight at a kill comes twice, and the same text says nothing."""
    async with asyncio.timeout(PATIENCE):
        while True:
            with contextlib.suppress(NotOnScreen):
                await officer.tap(label)
                return
            await asyncio.sleep(0.02)


async def _look(engine: Engine) -> None:
    """All twelve wait, or none of them."""
    while True:
        with engine.connect() as connection:
            waiting = connection.scalar(
                select(func.count()).select_from(follow_up).where(follow_up.c.done_at.is_(None))
            )
            per_deed = (
                connection.execute(
                    select(func.count()).select_from(figure_deed_item).group_by(figure_deed_item.c.deed_id)
                )
                .scalars()
                .all()
            )
        assert waiting in (0, ALIKE) and set(per_deed) <= {ALIKE}, (waiting, per_deed)
        await asyncio.sleep(0.02)
