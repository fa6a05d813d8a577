"""A new account with a known phone number: shared it is noted for staff, typed or somebody else's it is not."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import select

from bot.store import Connection
from bot.store.schema import follow_up, person
from simulator.world.phones import Phone
from tests.house import Stage, stage

# Phones whose ids differ by this have the same number.
SAME_NUMBER = 100_000_000


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=("malawi-ovop",)) as found:
        yield found


async def register(running: Stage, phone: Phone, number: str) -> None:
    """She registers; `number`: what she types where her phone number is asked, empty: she shares her own."""
    for act in ("/start", "[English]", "[▶️ Next]", "[▶️ Next]", "[Yes, I agree]", "Chisomo Banda"):
        await (phone.tap(act[1:-1]) if act.startswith("[") else phone.say(act))
        await running.settle()
    await (phone.say(number) if number else phone.contact())
    for act in ("Central", "Lilongwe", "honey", "alone", "3", "skip", "skip", "skip"):
        await running.settle()
        await phone.say(act)
    await running.settle()
    await phone.tap("Send")
    await running.settle()


async def rows(running: Stage, *columns: Any) -> list[tuple[Any, ...]]:
    def read(connection: Connection) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in connection.execute(select(*columns)).all()]

    async with running.house.store.transaction() as tx:
        return await tx.run(read)


async def test_shared_it_is_noted(running: Stage) -> None:
    for account in (7001, 7001 + SAME_NUMBER):
        await register(running, running.simulator.phone(account, language="ny"), "")
    (old, confirmed), (new, _) = sorted(await rows(running, person.c.id, person.c.confirmed_at))
    assert confirmed is None
    assert await rows(running, follow_up.c.reason, follow_up.c.detail) == [("account_lost", {"old": old, "new": new})]


async def test_typed_or_somebody_elses_it_is_not(running: Stage) -> None:
    first, other = running.simulator.phone(7001, language="ny"), running.simulator.phone(7002, language="ny")
    await register(running, first, "")
    await register(running, other, f"+{first.owner.number}")
    (one, two) = await rows(running, person.c.phone)
    assert one == two
    assert await rows(running, follow_up.c.reason) == []


async def test_shared_and_then_changed_it_is_not(running: Stage) -> None:
    """Her own number was sent first, and another typed over it by changing the answer."""
    first, other = running.simulator.phone(7001, language="ny"), running.simulator.phone(7002, language="ny")
    await register(running, first, "")
    for act in ("/start", "[English]", "[▶️ Next]", "[▶️ Next]", "[Yes, I agree]", "Chisomo Banda"):
        await (other.tap(act[1:-1]) if act.startswith("[") else other.say(act))
        await running.settle()
    await other.contact()
    await running.settle()
    await other.say("back")
    for act in (f"+{first.owner.number}", "Central", "Lilongwe", "honey", "alone", "3", "skip", "skip", "skip"):
        await running.settle()
        await other.say(act)
    await running.settle()
    await other.tap("Send")
    await running.settle()
    assert len(set(await rows(running, person.c.phone))) == 1
    assert await rows(running, follow_up.c.reason) == []
