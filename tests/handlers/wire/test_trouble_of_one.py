"""A table that is gone is everybody's trouble; a row that holds what nobody has written is its person's alone."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import text

from bot.services.keeping import troubles
from bot.store import StoreTrouble
from bot.store.schema import dead_update, outbox
from tests.enrol import enrol
from tests.handlers.books import rows
from tests.handlers.wire.test_last_resort import MESSAGE
from tests.house import Stage, stage
from tests.patience import PATIENCE

ODD = ("soon", 7.5, b"\0\0")


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=("malawi-ovop",), runs=True) as running:
        for number in (1, 2):
            await enrol(running, running.simulator.phone(number))
        await running.settle(PATIENCE)
        yield running


async def done(running: Stage, statement: str, **given: Any) -> None:
    async with running.house.store.transaction() as tx:
        await tx.run(lambda connection: connection.execute(text(statement), given))


@pytest.mark.parametrize("table", ["entry", "seen_update", "person"])
async def test_what_needs_a_table_that_is_gone_stays_with_telegram(
    running: Stage, table: str, caplog: pytest.LogCaptureFixture
) -> None:
    await done(running, f"ALTER TABLE {table} RENAME TO hidden")
    phone = running.simulator.phone(1)
    phone.mark()
    await phone.say("sold 12 soap 600")
    async with asyncio.timeout(PATIENCE):
        while f"The database is damaged (the table {table} is gone)" not in caplog.text:
            await asyncio.sleep(0.05)
    await asyncio.sleep(0.5)
    assert "set aside" not in caplog.text and "thrown away" not in caplog.text
    assert len(running.simulator.bot().updates) == 1
    await done(running, f"ALTER TABLE hidden RENAME TO {table}")
    await phone.until("K600", timeout=PATIENCE)


@pytest.mark.parametrize("odd", ODD)
async def test_a_row_of_hers_holds_up_nobody_else(running: Stage, odd: object) -> None:
    phones = [running.simulator.phone(number) for number in (1, 2)]
    await done(running, "UPDATE chat SET seen_at = :odd WHERE chat = :chat", odd=odd, chat=phones[0].id)
    for phone in phones:
        phone.mark()
        await phone.say("sold 12 soap 600")
    await phones[1].until("K600", timeout=PATIENCE)
    await phones[0].until("Sorry, something went wrong here", timeout=PATIENCE)
    assert [chat for (chat,) in await rows(running, dead_update.c.chat)] == [phones[0].id]


NO_TEXT = "CAST(x'ff' AS TEXT)"
NO_MESSAGES = ('{"chat_id"', "[]", "7", "", '{"attach": 7}', '{"attach": {"photo": 7}}')
SPOILT = [
    *(("payload", f"'{one}'") for one in NO_MESSAGES), ("payload", "x'00'"), ("payload", NO_TEXT),
    ("method", NO_TEXT), ("chat", NO_TEXT), ("chat", "'nobody'"), ("attempts", NO_TEXT), ("attempts", "'often'"),
]  # fmt: skip


@pytest.mark.parametrize(("column", "spoilt", "lane"), [(*one, place % 3) for place, one in enumerate(SPOILT)])
async def test_a_message_that_is_spoilt_holds_up_no_other(
    running: Stage, column: str, spoilt: str, lane: int, caplog: pytest.LogCaptureFixture
) -> None:
    phones = [running.simulator.phone(number) for number in (1, 2)]
    await phones[1].say("/help")
    await phones[1].until("I ask you about your work", timeout=PATIENCE)
    columns = "bot, chat, lane, method, payload, state, attempts, next_attempt, created_at"
    values = ", ".join(
        f"({running.simulator.bot().id}, {phone.id}, {lane}, 'sendMessage',"
        f""" '{{"chat_id": {phone.id}, "text": "hello"}}', 'held', 0,"""
        " '2026-01-01 00:00:00.000000', '2026-01-01 00:00:00.000000')"
        for phone in phones
    )
    await done(running, f"INSERT INTO outbox ({columns}) VALUES {values}".replace(":", "\\:"))
    columns_of_failed = (outbox.c.state, outbox.c.id, outbox.c.reason)
    which = f"state = 'held' AND chat = {phones[0].id}"
    await done(running, f"UPDATE outbox SET {column} = {spoilt} WHERE {which}".replace(":", "\\:"))
    await done(running, "UPDATE outbox SET state = 'waiting' WHERE state = 'held'")
    running.house.wake()
    await phones[1].until("hello", timeout=PATIENCE)
    async with asyncio.timeout(PATIENCE):
        while not (failed := [row for row in await rows(running, *columns_of_failed) if row[0] == "failed"]):
            await asyncio.sleep(0.05)
    ((_, number, reason),) = failed
    assert reason == "what was to be sent is damaged"
    said = [line for line in caplog.messages if "what was to be sent is damaged" in line]
    assert said == [f"bot {running.simulator.bot().id}: message {number} cannot be sent: {reason}"]
    assert troubles.advice(said[0]) != troubles.UNKNOWN


async def test_without_a_place_to_set_aside_nothing_is_thrown_away(
    database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """On both databases: they call a table that is gone by different names."""
    async with stage(database_url, codes=("malawi-ovop",)) as running:
        await done(running, "ALTER TABLE dead_update RENAME TO hidden")
        driver = running.house.lines[0].driver
        with pytest.raises(StoreTrouble, match="the table dead_update is gone"):
            await driver.handle([{"update_id": 7, "message": {**MESSAGE, "date": "no date", "photo": 7}}])
        await done(running, "ALTER TABLE hidden RENAME TO dead_update")
        await driver.handle([{"update_id": 7, "message": {**MESSAGE, "date": "no date", "photo": 7}}])
        assert len(await rows(running, dead_update.c.id)) == 1
    assert "thrown away" not in caplog.text


async def test_a_disk_that_is_read_only_takes_nothing_and_loses_nothing(
    running: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    """SQLite is told not to write, and says of it what it says of such a disk."""
    await done(running, "PRAGMA query_only=ON")
    phone = running.simulator.phone(1)
    phone.mark()
    await phone.say("sold 12 soap 600")
    async with asyncio.timeout(PATIENCE):
        while "The database is in trouble: attempt to write a readonly database. See: ovop doctor" not in caplog.text:
            await asyncio.sleep(0.05)
    assert len(running.simulator.bot().updates) == 1
    thread = running.house.store._database._thread  # type: ignore[union-attr]
    assert thread is not None
    await thread.lend(lambda: thread.raw().execute("PRAGMA query_only=OFF"))
    await phone.until("K600", timeout=PATIENCE)
