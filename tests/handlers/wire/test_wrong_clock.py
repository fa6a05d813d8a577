"""While the machine's clock is wrong people are answered, and what they do carries Telegram's time."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from bot.domain.wire.outgoing import Lane, Outgoing
from bot.store.engine.types import Utc
from bot.store.schema import dead_update, metadata
from bot.store.wire import outbox
from simulator.world.phones import Phone
from tests.enrol import enrol
from tests.handlers.books import CODE, book_of, say
from tests.house import Stage, stage

JUMPS = [timedelta(days=days) for days in (-3653, -1500, -365, -1, 1, 365, 1500, 3653)]
NEAR = timedelta(minutes=11)


def set_clock(running: Stage, jump: timedelta, *, tells: bool = True) -> None:
    """Only the wall clock is set. `tells`: whether Telegram's answers say what time it is."""
    believed = running.house.believed
    believed._now = lambda: running.clock.now() + jump
    if not tells:
        believed._sight = None
        for line in running.house.lines:
            for request in line.requests:
                request._saw = None


def moments(connection: Connection) -> list[tuple[str, datetime]]:
    """Every moment in the database."""
    columns = [one for table in metadata.sorted_tables for one in table.c if isinstance(one.type, Utc)]
    return [
        (str(column), moment)
        for column in columns
        for moment in connection.scalars(select(column).where(column.is_not(None)))
    ]


async def written_by(running: Stage, jump: timedelta) -> list[str]:
    """The columns in which the wrong clock has written."""
    async with running.house.store.transaction() as tx:
        known = await tx.run(moments)
    wrong = running.clock.now() + jump
    return sorted({column for column, moment in known if abs(moment - wrong) < timedelta(hours=12)})


async def her_day(running: Stage, phone: Phone) -> None:
    """A line, one of yesterday, another line: each on its day."""
    await say(running, phone, "sold 1 soap 600", "yesterday sold 2 soap 700", "sold 1 mat 800")
    today = running.clock.now().astimezone(UTC).date()
    days = sorted((one.amount // 100, one.day) for one in await book_of(running, phone))
    assert days == [(600, today), (700, today - timedelta(days=1)), (800, today)]


@pytest.mark.parametrize("jump", JUMPS, ids=lambda jump: f"{jump.days} days")
@pytest.mark.parametrize("tells", [True, False], ids=["telegram tells", "nobody tells"])
async def test_what_people_do_is_of_its_day(sqlite_url: str, jump: timedelta, tells: bool) -> None:
    async with stage(sqlite_url, codes=(CODE,)) as running:
        phone = running.simulator.phone(1, "Mary")
        await enrol(running, phone)
        set_clock(running, jump, tells=tells)
        await say(running, phone, "/help")
        if tells or abs(jump) > timedelta(days=2) or jump < timedelta():
            await her_day(running, phone)
        async with running.house.store.transaction() as tx:
            assert not (await tx.run(lambda connection: connection.execute(select(dead_update)).all()))
        if abs(jump) > timedelta(days=1000) and tells:
            assert await written_by(running, jump) == []


async def test_who_comes_for_the_first_time_is_of_that_day(sqlite_url: str) -> None:
    """A stranger, up to the consent: her chat, her dialogue, what she is told."""
    async with stage(sqlite_url, codes=(CODE,)) as running:
        set_clock(running, timedelta(days=-9000))
        phone = running.simulator.phone(2, "Grace")
        assert await say(running, phone, "/start", "[English]")
        assert await written_by(running, timedelta(days=-9000)) == []


@pytest.mark.parametrize("jump", JUMPS, ids=lambda jump: f"{jump.days} days")
async def test_what_was_said_to_her_leaves(sqlite_url: str, jump: timedelta) -> None:
    async with stage(sqlite_url, codes=(CODE,)) as running:
        phone = running.simulator.phone(1, "Mary")
        await enrol(running, phone)
        await say(running, phone, "/help")
        set_clock(running, jump)
        told = Outgoing(phone.bot.id, phone.id, Lane.NUDGE, "sendMessage", {"text": "It is time."})
        async with running.house.store.transaction() as tx:
            await tx.run(outbox.add, [told], running.clock.now())
        running.house.wake()
        await running.settle(20)
        assert phone.heard[-1].text == "It is time."
        if abs(jump) > timedelta(days=1000):
            assert await written_by(running, jump) == []


async def test_when_it_is_put_right_all_goes_on(sqlite_url: str) -> None:
    async with stage(sqlite_url, codes=(CODE,)) as running:
        phone = running.simulator.phone(1, "Mary")
        await enrol(running, phone)
        for jump in (timedelta(days=1500), timedelta(days=-1500), timedelta()):
            set_clock(running, jump)
            assert await say(running, phone, "/help") and phone.heard, jump
