"""Secret numbers and loans through the real bot: the first leave no trace, the second become no sale on any way."""

import pytest

from bot.store import Connection
from bot.store.schema import dialogue, entry, metadata
from simulator.world.phones import Phone
from tests.handlers.books import book_of, nothing_died, opened, rows, say, sums
from tests.house import Stage

SECRET, TOLD = "Use code 482913 to confirm your payment. Do not share it.", "This is a secret number."
LENT, NO_SALE = "gave Ruth a loan of 50000", "no sale"
# The way that is offered instead.
OTHER = "🏦 Loan, gift, bank, refund"


async def everything(running: Stage) -> str:
    """All that is stored, whichever table it is in."""

    def read(connection: Connection) -> str:
        return "\n".join(
            str(tuple(row)) for table in metadata.sorted_tables for row in connection.execute(table.select())
        )

    async with running.house.store.transaction() as tx:
        return await tx.run(read)


def labels(phone: Phone) -> list[str]:
    """Those of the buttons below what was said last."""
    return [button.text for row in phone.heard[-1].buttons for button in row]


async def edit(running: Stage, phone: Phone, number: int, text: str) -> str:
    await phone.edit(number, text)
    await running.settle()
    return "\n".join(one.text for one in phone.heard[-3:])


@pytest.mark.parametrize(
    "before", [(), ("cloth 300",), ("[📒 My book]", "[💰 Money in]"), ("sold soap",), ("/checkin",)]
)
async def test_a_secret_is_offered_as_no_money_and_kept_nowhere(sqlite_url: str, before: tuple[str, ...]) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, *before)
        await say(running, phone, SECRET)
        assert any(TOLD in one.text for one in phone.heard[-2:])
        assert not any("482913" in one.text for one in phone.screen), "nor said again, nor left on the screen"
        assert "482913" not in await everything(running)
        assert not await book_of(running, phone)
        assert await nothing_died(running)


async def test_a_secret_typed_as_the_answer_of_a_form_is_no_answer(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "/start", "[✅ Check-in]")
        asked = phone.heard[-1].text.splitlines()[-1]
        await say(running, phone, "my PIN is 4829")
        assert TOLD in phone.heard[-2].text and phone.heard[-1].text.endswith(asked), "the form asks again"
        assert "4829" not in await everything(running)


async def test_a_message_changed_into_a_secret_is_not_kept(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        number = await phone.say("sold 12 soap 600")
        await running.settle()
        assert TOLD in await edit(running, phone, number, "my OTP is 482913")
        assert "482913" not in await everything(running)
        assert sums(await book_of(running, phone)) == [("in", 600, "soap")]


async def test_what_she_lent_is_no_sale_and_nothing_waits(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, LENT, "sold 12 soap 600")
        assert sums(await book_of(running, phone)) == [("lent", 50000, ""), ("in", 600, "soap")]


@pytest.mark.parametrize("steps", [("loan 5000",), ("⏭ Skip", "loan of 5000")])
async def test_a_loan_typed_at_a_step_of_a_sale_is_a_loan(sqlite_url: str, steps: tuple[str, ...]) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "[📒 My book]", "[💰 Money in]", *steps)
        assert labels(phone)[:2] == ["📥 A loan I got", "📤 Loan paid back"]
        await say(running, phone, "[📥 A loan I got]")
        assert sums(await book_of(running, phone)) == [("loan_got", 5000, "")]


@pytest.mark.parametrize("steps", [("loan",), ("grant",), ("Skip", "savings"), ("refund",)])
async def test_no_step_by_step_makes_a_loan_a_sale(sqlite_url: str, steps: tuple[str, ...]) -> None:
    async with opened(sqlite_url) as (running, phone):
        assert NO_SALE in await say(running, phone, "[📒 My book]", "[💰 Money in]", *steps)
        assert labels(phone) == [OTHER] and not await book_of(running, phone)


async def test_a_loan_that_was_kept_as_an_item_before_is_no_sale_any_more(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "sold 12 soap 600")

        def renamed(connection: Connection) -> None:
            connection.execute(entry.update().values(item="loan"))

        async with running.house.store.transaction() as tx:
            await tx.run(renamed)
        assert NO_SALE in await say(running, phone, "[📒 My book]", "[💰 loan]", "5000")
        assert len(await book_of(running, phone)) == 1


async def test_what_is_missing_in_a_line_does_not_make_a_loan_a_sale(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "5000", "loan")
        assert labels(phone)[:2] == ["📥 A loan I got", "📤 Loan paid back"]
        await say(running, phone, "[📥 A loan I got]")
        assert not await rows(running, dialogue.c.id), "the question does not wait"
        assert sums(await book_of(running, phone)) == [("loan_got", 5000, "")]


async def test_the_amount_of_a_loan_is_asked_and_makes_it_one(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        assert "How much money" in await say(running, phone, "got a loan from the bank")
        await say(running, phone, "5000")
        assert sums(await book_of(running, phone)) == [("loan_got", 5000, "")]


async def test_where_it_may_be_a_loan_there_is_a_button_that_says_so(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "deposit 500")
        assert labels(phone)[0] == "🏦 Put into the bank" and labels(phone)[3] == "🏦 A loan, a gift, savings"
        assert "None of this counts as a sale" in await say(running, phone, "[🏦 A loan, a gift, savings]")
        assert not await book_of(running, phone)


async def test_an_entry_changed_into_a_loan_is_one(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        number = await phone.say("sold 12 soap 600")
        await running.settle()
        await edit(running, phone, number, "got a loan of 600")
        assert sums(await book_of(running, phone)) == [("loan_got", 600, "")]


async def test_an_entry_changed_into_money_that_she_lent_is_that(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        number = await phone.say("sold 12 soap 600")
        await running.settle()
        assert "Changed in your book" in await edit(running, phone, number, "gave Ruth a loan of 600")
        assert sums(await book_of(running, phone)) == [("lent", 600, "")]


async def test_an_item_is_not_changed_into_a_loan(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "sold 12 soap 600", "[✏️ Change]", "[🧺 What it was]", "loan")
        assert NO_SALE in phone.heard[-1].text
        assert sums(await book_of(running, phone)) == [("in", 600, "soap")]


async def test_what_she_lent_is_written_down_while_the_box_is_counted_and_ends_what_a_line_was_asked(
    sqlite_url: str,
) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "oil 300", LENT, "sold")
        assert sums(await book_of(running, phone)) == [("lent", 50000, "")], "two lines are not glued over it"
        await say(running, phone, "sold 12 soap 600", "/book", "[🔢 Count the box]", "lent Banda 700")
        told, asked = (one.text for one in phone.heard[-2:])
        assert "Money I lent: K700" in told and asked.startswith("🔢 Count the money"), "and the box is asked again"
        assert len(await book_of(running, phone)) == 3
