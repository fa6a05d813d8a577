"""Debts through the real bot: what is owed, a payment by a tap, once; behind a PIN where there is one."""

import pytest

from bot.domain.book import Direction, Entry
from bot.services.book import entries as book
from tests.handlers.books import CURRENCY, book_of, nothing_died, opened, owner_of, say, sums


async def test_a_payment_tapped_twice_is_one(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "Sunita took 2 soap 300 on credit", "/debts", "[👥 Sunita]")
        asked = phone.heard[-1]
        paid = next(one.data for row in asked.buttons for one in row if "paid me all" in one.text) or ""
        for _ in range(2):
            await phone.tap(paid, asked.id)
        await running.settle()
        assert phone.toasts[-1].text == "That was paid already."
        assert sums(await book_of(running, phone)) == [("credit", 300, "soap"), ("paid_back", 300, "")]
        assert "Nobody owes you" in await say(running, phone, "/debts")


async def test_what_was_paid_meanwhile_is_shown_before_it_is_paid_again(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "Sunita took 2 soap 300 on credit", "/debts", "[👥 Sunita]")
        asked = phone.heard[-1]
        paid = next(one.data for row in asked.buttons for one in row if "paid me all" in one.text) or ""
        await say(running, phone, "Sunita paid back 100")
        await phone.tap(paid, asked.id)
        await running.settle()
        assert "Sunita owes you K200" in phone.heard[-1].text
        assert [one.amount for one in await book_of(running, phone)] == [300_00, 100_00]


async def test_the_reminder_is_a_message_of_its_own_without_buttons(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(
            running, phone, "Sunita took 2 soap 300 on credit", "/debts", "[👥 Sunita]", "[💬 A reminder to send]"
        )
        assert phone.last.text.startswith("Hello Sunita") and "K300" in phone.last.text
        assert not phone.last.buttons


async def test_behind_a_pin(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "Sunita took 2 soap 300 on credit", "/debts")
        listed = phone.last
        await say(running, phone, "/pin", "1234", "1234")
        running.clock.turn(hours=2)
        await phone.tap("👥 Sunita", listed.id)
        await running.settle()
        assert "type your PIN" in phone.last.text
        # to write something down needs none
        assert "Money in" in await say(running, phone, "[✖️ Not now]", "sold soap 70")
        await say(running, phone, "/debts")
        assert "type your PIN" in phone.last.text
        assert "Sunita: K300" in await say(running, phone, "1234")
        assert await nothing_died(running)


async def test_two_who_are_not_named_do_not_stand_in_the_way(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "sold 2 soap 300 on credit", "/debts")
        assert "without a name: K300" in phone.heard[-1].text
        await say(running, phone, "[👥 without a name]", "[✏️ They paid me a part]", "100")
        assert "without a name: K200" in await say(running, phone, "/debts")


async def test_a_line_typed_where_an_amount_is_asked_is_a_line(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(
            running, phone, "Sunita took 2 soap 300 on credit", "/debts", "[👥 Sunita]", "[✏️ They paid me a part]"
        )
        await say(running, phone, "sold honey 90")
        assert sums(await book_of(running, phone)) == [("credit", 300, "soap"), ("in", 90, "honey")]


async def test_many_debts_go_page_by_page(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        now = running.clock.now()
        sold = [
            Entry(book.new_id(now), now.date(), Direction.CREDIT, at * 100, CURRENCY, counterparty=f"Customer {at}")
            for at in range(1, 13)
        ]
        async with running.house.store.transaction() as tx:
            await tx.run(lambda connection: book.add(connection, owner_of(connection, phone), sold, now))
        assert (await say(running, phone, "/debts")).endswith("… and 2 more")
        assert "Customer 1 owes you K1." in await say(running, phone, "[▶️]", "[👥 Customer 1]")
        shown = await say(running, phone, "/debts", "[▶️]", "[◀️]")
        assert "Customer 12: K12" in shown
        assert await nothing_died(running)


async def test_each_side_is_asked_in_its_own_words(sqlite_url: str) -> None:
    """Who pays whom is in the question and on the buttons, and the money goes that way."""
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "Sunita took 2 soap 300 on credit", "bought flour from Grace 400 on credit")
        asked = {}
        for who, part in (("[👥 Sunita]", "[✏️ They paid me a part]"), ("[🧾 Grace]", "[✏️ I paid a part]")):
            await say(running, phone, "/debts", who)
            asked[who] = (await say(running, phone, part)).splitlines()[-1]
            await say(running, phone, "100")
        assert list(asked.values()) == [
            "How much did they pay you? Write the amount.",
            "How much did you pay? Write the amount.",
        ]
        assert sums(await book_of(running, phone))[-2:] == [("paid_back", 100, ""), ("repaid", 100, "")]


@pytest.mark.parametrize(("bought", "who"), [("bought", "seller"), ("sold", "customer")])
async def test_of_whom_she_buys_is_no_customer(sqlite_url: str, bought: str, who: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, f"{bought} on credit zuri 500")
        assert f"👤 The {who}: zuri" in [one.text for row in phone.heard[-1].buttons for one in row]
