"""The list of what waits on an officer's phone: why, since when, ten a page; each opens; a stale or forged tap does
nothing.
"""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import insert, select, update

from bot.domain.people.roles import Reach, Role
from bot.store import Connection
from bot.store.people import roles
from bot.store.schema import follow_up, follow_up_outcome, person, producer, role
from handlers.staff.reasons import WHY
from simulator.world.phones import Phone
from tests.actor import Actor
from tests.handlers.test_records import tap
from tests.house import Stage, stage


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=("malawi-ovop",)) as found:
        yield found


async def an_officer(running: Stage, many: int) -> Phone:
    """On a phone of her own, with follow-ups of somebody else."""
    await Actor(running.simulator.phone(7001, "Mary", "en"), 2).meet()
    officer = running.simulator.phone(7002, "Grace", "en")

    def note(connection: Connection) -> None:
        hers = connection.scalars(select(producer.c.id)).one()
        connection.execute(update(person).values(name="Mary <b>", phone="+265888123456"))
        for number in range(many):
            reason = ["something newer", *(one for one in WHY if one != "account_lost")][number % len(WHY)]
            values = {"producer_id": hers, "reason": reason, "created_at": running.clock.now()}
            connection.execute(insert(follow_up).values(values))

    async with running.house.store.transaction() as tx:
        await tx.run(note)
    await Actor(officer, 3).meet()

    def works(connection: Connection) -> None:
        her = connection.scalars(select(person.c.id).order_by(person.c.id.desc())).first()
        assert her is not None
        roles.give(connection, her, Reach(Role.OFFICER), running.clock.now())

    async with running.house.store.transaction() as tx:
        await tx.run(works)
    officer.mark()
    return officer


async def test_ten_a_page_with_reason_and_day_and_her_phone_on_her_page(running: Stage) -> None:
    officer = await an_officer(running, 11)
    await officer.say("/followups")
    await running.settle()
    first = officer.screen[-1]
    assert first.text.startswith("📋 Follow-ups: OVOP, One Village One Product\n☎️ 11 to follow up\n1 to 10 of 11")
    assert first.text.count("Mary <b>: ") == first.text.count(", since ") == 10
    assert "did not answer a check-in" in first.text and "something newer" in first.text
    await officer.tap("▶️")
    await running.settle()
    assert "\n11. ☎️ Mary" in officer.screen[-1].text and "\n1. ☎️ Mary" not in officer.screen[-1].text
    await officer.tap("◀️")
    await running.settle()
    assert "\n1. ☎️ Mary" in officer.screen[-1].text
    await officer.tap("3")
    await running.settle()
    assert "📱 0888 12 34 56" in officer.screen[-1].text


@pytest.mark.parametrize("data", ["followups|v|1", "followups|d|1|b4ff0", "followups|r|1|moved", "followups|u|1"])
async def test_who_works_here_no_more_and_who_forges_does_nothing(running: Stage, data: str) -> None:
    officer = await an_officer(running, 1)
    await officer.say("/followups")
    await running.settle()

    def ends(connection: Connection) -> None:
        connection.execute(update(role).values(until=running.clock.now()))

    def kept(connection: Connection) -> list[object]:
        return [*connection.scalars(select(follow_up_outcome.c.id)), *connection.scalars(select(follow_up.c.done_at))]

    async with running.house.store.transaction() as tx:
        await tx.run(ends)
    await tap(running, officer, 1, data)
    async with running.house.store.transaction() as tx:
        assert await tx.run(kept) == [None]
