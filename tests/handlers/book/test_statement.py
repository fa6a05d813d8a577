"""Statements in the chat: the file, once for a tap; others are answered meanwhile; nothing is kept of who verifies."""

import asyncio
import time
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func

from bot.domain.book import Direction, Entry
from bot.services.book import entries as book
from bot.store import Connection
from bot.store.schema import chat, outbox, statement
from handlers.book import statement_file
from handlers.wire.request import File
from simulator.world.phones import Phone
from tests.handlers.books import CURRENCY, nothing_died, opened, owner_of, rows, say
from tests.house import Stage
from tests.patience import PATIENCE

# A whole page takes some tenths of a second of CPU; the machine may be busy with other tests.


async def write_much(running: Stage, phone: Phone, number: int = 300) -> None:
    """Entries of the last year."""

    def write(connection: Connection) -> None:
        now = running.clock.now()
        made = [
            Entry(
                book.new_id(now), now.date() - timedelta(days=one), (Direction.IN, Direction.OUT)[one % 2],
                100 + one, CURRENCY, category=("sales", "costs")[one % 2],
            )
            for one in range(number)
        ]  # fmt: skip
        book.add(connection, owner_of(connection, phone), made, now)

    async with running.house.store.transaction() as tx:
        await tx.run(write)


async def test_the_file_is_a_page_and_the_row_has_no_figures(database_url: str) -> None:
    async with opened(database_url) as (running, phone):
        await say(running, phone, "sold 12 soap 600", "/statement", "[This month]")
        shown = phone.heard[-1]
        assert shown.kind == "document" and shown.file is not None
        assert shown.file.data.startswith(b"%PDF-") and shown.file.name.startswith("statement-")
        ((payload,),) = [row for row in await rows(running, outbox.c.payload) if "attach" in row[0]]
        ((code,),) = await rows(running, statement.c.code)
        assert payload["attach"] == {"document": {"kind": "statement", "code": code}}
        assert await nothing_died(running)


async def test_periods_grow_with_the_book(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await write_much(running, phone, 70)
        await say(running, phone, "/statement")
        offered = [button.text for row in phone.heard[-1].buttons for button in row]
        assert offered == [
            "This month, since 1 Mar 2026",
            "3 months, since 1 Jan 2026",
            "6 months, since 1 Oct 2025",
            "Last year, 1 Jan 2025 to 31 Dec 2025",
        ]
        await say(running, phone, "[Last year]")
        assert await rows(running, statement.c.first, statement.c.last) == [(date(2025, 1, 1), date(2025, 12, 31))]


async def test_tapped_twice_it_is_made_once(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "sold 12 soap 600", "/statement")
        question = phone.heard[-1].id
        for _ in range(3):
            await phone.tap("This month", question)
        await running.settle()
        assert len(await rows(running, statement.c.id)) == 1
        assert [one.kind for one in phone.screen].count("document") == 1
        assert {toast.text for toast in phone.toasts if toast.text} == {"This was made already."}


async def test_others_are_answered_while_pages_are_drawn(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many ask for a page at once, and each takes long: somebody else waits for none of them."""
    drawn: list[tuple[float, float]] = []
    draw = statement_file._draw

    def slowly(*given: Any) -> File:
        began = time.monotonic()
        time.sleep(0.4)
        file = draw(*given)
        drawn.append((began, time.monotonic()))
        return file

    monkeypatch.setattr(statement_file, "_draw", slowly)
    async with opened(sqlite_url) as (running, phone):
        await write_much(running, phone)
        other = running.simulator.phone(2, "Other")
        await say(running, other, "/verify")
        for _ in range(15):
            await say(running, phone, "/statement")
            await phone.tap("12 months")
        waited = []
        while len(drawn) < 15:
            began = time.monotonic()
            other.mark()
            await other.say("/verify")
            await other.until("Write the code", timeout=PATIENCE)
            waited.append(time.monotonic() - began)
            await asyncio.sleep(0.05)
        await running.settle(PATIENCE)
        assert [one.kind for one in phone.screen].count("document") == 15
    # one at a time
    assert all(end <= begin for (_, end), (begin, _) in zip(sorted(drawn), sorted(drawn)[1:], strict=False))
    # all fifteen take six seconds
    assert sorted(waited)[len(waited) // 2] < 1, waited


async def test_who_only_verifies_is_nobody_here(database_url: str) -> None:
    async with opened(database_url) as (running, phone):
        await say(running, phone, "sold 12 soap 600", "/statement", "[This month]")
        ((code,),) = await rows(running, statement.c.code)
        lender = running.simulator.phone(77, "A lender")
        for words in (f"/verify {code}", f"/start verify_{code}"):
            lender.mark()
            assert "This statement is real." in await say(running, lender, words)
        assert await rows(running, func.count(chat.c.chat)) == [(1,)]
        assert phone.owner.name not in "".join(message.text for message in lender.screen)


async def test_after_stop_codes_can_still_be_verified(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        assert "slip" in await say(running, phone, "stop", "/verify 7KQ2M")
        assert "I am silent" in await say(running, phone, "/statement")


async def test_erased_before_it_was_sent_there_is_no_file(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, _):
        with pytest.raises(statement_file.Erased):
            await statement_file.document(
                running.house.store.transaction, running.house.loaded, lambda _: _never(), {"code": "X"}
            )


def _never() -> Any:
    raise AssertionError("nothing is drawn")
