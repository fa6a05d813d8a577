"""The list of follow-ups on an officer's phone: whom to call, why, since when; eight a page."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import insert, select, update

from bot.domain.people.roles import Reach, Role
from bot.store import Connection
from bot.store.people import roles
from bot.store.schema import follow_up, person, producer
from handlers.staff.follow_ups import WHY
from tests.actor import Actor
from tests.house import Stage, stage


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=("malawi-ovop",)) as found:
        yield found


async def test_eight_a_page_with_reason_day_and_phone(running: Stage) -> None:
    phone = running.simulator.phone(7001, "Mary", "en")
    await Actor(phone, 2).meet()

    def note(connection: Connection) -> None:
        her, hers = connection.scalars(select(person.c.id)).one(), connection.scalars(select(producer.c.id)).one()
        connection.execute(update(person).values(name="Mary <b>", phone="+265888123456"))
        for number in range(9):
            reason = ["something newer", *WHY][number % (len(WHY) + 1)]
            values = {"producer_id": hers, "reason": reason, "created_at": running.clock.now()}
            connection.execute(insert(follow_up).values(values))
        roles.give(connection, her, Reach(Role.OFFICER), running.clock.now())

    async with running.house.store.transaction() as tx:
        await tx.run(note)
    phone.mark()
    await phone.say("/followups")
    await running.settle()
    (first,) = phone.heard
    assert first.text.startswith("📋 9 to follow up: OVOP, One Village One Product\n\n1. Mary <b>, ")
    assert first.text.count("📱 0888 12 34 56") == first.text.count("since 2 Mar 2026") == 8
    assert "did not answer a check-in" in first.text and "something newer" in first.text
    await phone.tap("▶️")
    await running.settle()
    assert "\n\n9. Mary" in phone.screen[-1].text and "\n\n1. Mary" not in phone.screen[-1].text
    await phone.tap("◀️")
    await running.settle()
    assert "\n\n1. Mary" in phone.screen[-1].text
