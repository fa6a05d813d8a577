"""Taps on the pages of an audience that were never offered: what is not hers to choose is chosen by none of them."""

from collections.abc import AsyncIterator, Callable
from typing import Any, TypeVar

import pytest
from sqlalchemy import func, select, update

from bot.domain.people.roles import Reach, Role
from bot.domain.staff.audience import Audience
from bot.services.groups import making
from bot.services.staff.announcing import saved_audiences
from bot.store import Connection
from bot.store.people import roles
from bot.store.schema import audit, dialogue, person, role, saved_audience
from handlers.staff.announcing.audience_screens import AT, AUDIENCE
from simulator.world.phones import Phone
from tests.actor import Actor
from tests.handlers.staff.test_duplicates import say, tap
from tests.house import Stage, pack, stage

CODE, HERS, ELSEWHERE = "malawi-ovop", "MW-S", "MW-N"
FRONT = select(dialogue.c.state).where(dialogue.c.front)
T = TypeVar("T")

# All but that she was refused, which is noted.
DONE = select(audit).where(audit.c.action != "refused")


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=(CODE,)) as found:
        yield found


async def work(running: Stage, does: Callable[[Connection], T]) -> T:
    async with running.house.store.transaction() as tx:
        return await tx.run(does)


def give(running: Stage, connection: Connection, held: Reach) -> int:
    number = connection.scalars(select(func.max(person.c.id))).one()
    roles.give(connection, number, held, running.clock.now())
    return number


@pytest.fixture
async def officer(running: Stage) -> Phone:
    """She announces something, and sees the page."""
    phone = running.simulator.phone(7701, "Grace", "en")
    await Actor(phone, 2).meet()
    await running.settle()
    await work(running, lambda connection: give(running, connection, Reach(Role.OFFICER, HERS)))
    await say(running, phone, "/broadcast")
    assert "It goes to" in await say(running, phone, "The market is on Friday.")
    return phone


async def state(running: Stage) -> dict[str, Any]:
    kept = await work(running, lambda connection: connection.scalars(FRONT).one())
    return dict(kept)


async def elsewhere(running: Stage) -> tuple[int, int]:
    """A group where she does not work, and an audience that is saved there: their numbers."""
    now = running.clock.now()

    def make(connection: Connection) -> tuple[int, int]:
        wish = making.Wish("Mzuzu", ELSEWHERE, None, now.date())
        group = making.add(connection, pack(CODE), wish, "command line", now.date(), now)
        values = {"programme": CODE, "name": "Ruth", "language": "en", "created_at": now}
        other = connection.scalars(person.insert().values(values).returning(person.c.id)).one()
        roles.give(connection, other, Reach(Role.OFFICER, ELSEWHERE), now)
        saved_audiences.save(connection, other, pack(CODE), "Theirs", Audience(), now)
        return group, connection.scalars(select(saved_audience.c.id)).one()

    return await work(running, make)


async def test_what_is_not_hers_to_choose_is_not_chosen(running: Stage, officer: Phone) -> None:
    group, saved = await elsewhere(running)
    before, audited = await state(running), await work(running, lambda one: one.execute(DONE).all())
    forged = (
        f"aud|t|areas|0|{ELSEWHERE}", "aud|t|areas|0|nowhere", f"aud|t|groups|0|{group}", "aud|t|groups|0|x",
        "aud|t|products|0|moon", "aud|t|roles|0|king", "aud|t|stages|0|x", "aud|t|late|0|maybe",
        "aud|t|languages|0|th", "aud|t|joined_since|0|2099-01-01", "aud|t|not_spoken_since|0|2026-13-01",
        "aud|t|joined_since|0|20260101", *(f"aud|{deed}|{saved:x}" for deed in "vurxz"), "aud|u|fff",
        "aud|t|nothing|0|x", "aud|o|everything", "aud|t|areas|x|MW-S", "aud|q", "aud|z",
    )  # fmt: skip
    for data in forged:
        # what appears for a moment is all
        assert not await tap(running, officer, data), data
        assert await state(running) == before, data
    assert await work(running, lambda one: one.execute(DONE).all()) == audited
    assert "Theirs" not in await tap(running, officer, "aud|l|0")


async def test_a_page_of_before_does_nothing_once_she_has_gone_on(running: Stage, officer: Phone) -> None:
    assert AT in await state(running)
    await tap(running, officer, "aud|t|areas|0|MW-BA")
    await tap(running, officer, "aud|d")
    after = await state(running)
    assert AT not in after
    assert after[AUDIENCE] == {"areas": ["MW-BA"]}
    for data in ("aud|t|areas|0|MW-BL", "aud|c|areas", "aud|m", "aud|d", "aud|s", "aud|w", "aud|l|0"):
        assert not await tap(running, officer, data), data
        assert await state(running) == after


async def test_a_role_that_ended_ends_the_page_too(running: Stage, officer: Phone) -> None:
    await work(running, lambda one: one.execute(update(role).values(until=running.clock.now())))
    for data in ("aud|w", "aud|d", "aud|t|areas|0|MW-BA", "aud|l|0"):
        assert "•" not in await tap(running, officer, data)
    assert "It goes to" not in await say(running, officer, "Balaka")
