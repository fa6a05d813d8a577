"""The code of a statement, typed without a word: whatever is open, and whoever types it, is told whether it is real."""

import pytest
from sqlalchemy import func

from bot.domain.book.statement_code import dashed, with_check
from bot.store.schema import chat
from tests.handlers.book.test_whatever_is_open import OPEN, do, met
from tests.handlers.books import book_of, nothing_died, opened, rows

CODE = dashed(with_check([7, 3, 25, 14, 9, 22, 5, 30, 11, 2, 18, 6, 27, 13]))
UNKNOWN, SLIP = "There is no statement with this code.", "There is a slip in this code."


@pytest.mark.parametrize("name", OPEN)
async def test_it_is_understood_and_is_no_line(sqlite_url: str, name: str) -> None:
    async with opened(sqlite_url) as (running, _):
        phone = await met(running, 10)
        await do(running, phone, *OPEN[name])
        before = await book_of(running, phone)
        assert UNKNOWN in await do(running, phone, CODE.replace("-", " ").lower())
        assert SLIP in await do(running, phone, CODE[:-1])
        assert await book_of(running, phone) == before
        assert await nothing_died(running)


async def test_before_registration_after_stop_and_by_nobody(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        other = running.simulator.phone(7, "Lender")
        kept = await rows(running, func.count(chat.c.chat))
        assert UNKNOWN in await do(running, other, CODE)
        assert await rows(running, func.count(chat.c.chat)) == kept
        assert UNKNOWN in await do(running, other, "/start", CODE)
        assert UNKNOWN in await do(running, phone, "/stop", CODE)
        assert UNKNOWN in await do(running, phone, f"t.me/OvopBot?start=verify_{CODE.replace('-', '')}")
