"""What is sold and paid through a wallet or the bank, in the chat: it is there, and not in the box that is counted."""

import pytest

from bot.domain.book import Direction, Place, balances
from tests.handlers.book.test_cashbook_messages import edit, lines
from tests.handlers.books import book_of, nothing_died, opened, say

BANK, WALLET = "🏦 The bank", "📲 The phone wallet"


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("sold 3 soap 300 by mobile money", Place.WALLET),
        ("sold 3 soap 300 mpamba", Place.WALLET),
        ("sold 3 soap 300 by bank transfer", Place.BANK),
    ],
)
async def test_a_sale_through_it_is_not_missing_when_the_box_is_counted(
    sqlite_url: str, typed: str, place: Place
) -> None:
    async with opened(sqlite_url) as (running, phone):
        told = await say(running, phone, "sold 2 soap 200", typed)
        assert {Place.BANK: BANK, Place.WALLET: WALLET}[place] in told
        told = await say(running, phone, "/book")
        assert "💰 Money in: K500" in told and "➕ Left over: K500" in told and "📦 In the box now: K200" in told
        told = await say(running, phone, "my box holds 200")
        assert "Box and book agree: K200" in told
        assert balances(await book_of(running, phone))[place] == 300_00
        assert await nothing_died(running)


async def test_what_is_paid_from_it_and_paid_back_to_it_is_there(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "sold soap 500 to Ruth on credit", "Ruth paid back 300 by mpamba")
        await say(running, phone, "paid transport 60 by mpamba", "paid 100 from the bank")
        kept = await book_of(running, phone)
        assert [one.place for one in kept] == [Place.BOX, Place.WALLET, Place.WALLET, Place.BANK]
        assert list(balances(kept).values()) == [0, -100_00, 240_00]
        told = await say(running, phone, "/book")
        assert "💰 Money in: K300" in told and "🛒 Money out: K160" in told


async def test_two_taps_after_an_entry_say_where_the_money_is(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "sold 12 soap 600", "[✏️ Change]", "[📍 Where the money is]")
        told = await say(running, phone, f"[{WALLET}]")
        assert "Money in: K600" in told and WALLET in told
        [sale] = await book_of(running, phone)
        assert (sale.direction, sale.place, sale.cash) == (Direction.IN, Place.WALLET, 0)


async def test_a_changed_message_says_where_it_is(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        number = await lines(running, phone, "sold 12 soap 600")
        assert WALLET in await edit(running, phone, number, "sold 12 soap 600 mpamba")
        assert [one.place for one in await book_of(running, phone)] == [Place.WALLET]


async def test_by_steps_the_amount_may_say_it(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(
            running, phone, "📒", "[🏦 Loan, gift, bank, refund]", "[🎁 Grant or gift]", "Ruth", "700 by mobile money"
        )
        [gift] = await book_of(running, phone)
        assert (gift.direction, gift.place) == (Direction.GRANT, Place.WALLET)
