"""Money that is no sale and no cost, by buttons, through the real bot: every kind reaches the book as what it is."""

from datetime import date, timedelta

import pytest

from bot.domain.book import KINDS, Asked, Direction, Place, balances, lent, loans
from bot.domain.book.kinds import TRADE
from bot.domain.book.ledger.labels import DIRECTIONS, SIGNS
from bot.store.schema import entry as table
from handlers.book.entering import other_money
from simulator.world.phones import Phone
from tests.handlers.books import book_of, nothing_died, opened, rows, say, sums

MENU = "[🏦 Loan, gift, bank, refund]"
INTO = {other_money.ALL: (), other_money.PLACES: ("[🏦 Bank or phone wallet]",)}
INTO[other_money.REFUNDS] = ("[🔁 Given back, lent, interest]",)
ANSWERS = {Asked.ITEM: "tea", Asked.WHO: "Ruth", Asked.AMOUNT: "700", Asked.COST: "100", Asked.DUE: "tomorrow"}
MONDAY = date(2026, 3, 2)


def labels(phone: Phone) -> list[str]:
    """Those of the buttons below what was said last."""
    return [button.text for row in phone.last.buttons for button in row]


def way_to(direction: Direction) -> list[str]:
    """The taps from the book to a kind."""
    (screen,) = (screen for screen, kinds in other_money.SHOWN.items() if direction in kinds)
    return ["📒", MENU, *INTO[screen], f"[{SIGNS[direction]} {DIRECTIONS[direction]}]"]


def test_each_kind_is_on_a_screen_of_few_buttons() -> None:
    shown = [one for kinds in other_money.SHOWN.values() for one in kinds]
    assert sorted(shown) == sorted(set(Direction) - set(TRADE))
    for screen in other_money.SHOWN:
        assert sum(len(row) for row in other_money._buttons(screen)) <= 7


async def test_every_kind_is_written_down_as_what_it_is(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        for direction in (one for kinds in other_money.SHOWN.values() for one in kinds):
            steps = [ANSWERS[one] for one in KINDS[direction].asks]
            await say(running, phone, *way_to(direction), *steps)
        kept = await book_of(running, phone)
        assert [one.direction for one in kept if one.category != "interest"] == [
            *other_money.SHOWN[other_money.ALL],
            *other_money.SHOWN[other_money.PLACES],
            *other_money.SHOWN[other_money.REFUNDS],
        ]
        categories = {"loan", "interest", "grant", "own", "moved", "sales", "costs", "lent", "earned"}
        assert {one.category for one in kept} == categories
        assert {one.amount for one in kept} == {700_00, 600_00, 100_00}
        [loan] = loans(kept)
        assert (loan.who, loan.open, loan.due) == ("Ruth", 100_00, MONDAY + timedelta(days=1))
        assert [*balances(kept).values()] == [1400_00, 700_00, 0]
        assert await nothing_died(running)


@pytest.mark.parametrize(
    "amount", ["loan of 5000", "5000", "K5,000 from the village fund", "got a loan of 5000 kwacha"]
)
async def test_where_a_loan_is_asked_for_her_words_for_it_are_an_answer(sqlite_url: str, amount: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, *way_to(Direction.LOAN_GOT), "Bank", amount, "[⏭ Skip]")
        [one] = await book_of(running, phone)
        assert (one.direction, one.amount, one.counterparty) == (Direction.LOAN_GOT, 5000_00, "Bank")


async def test_where_a_sale_is_asked_for_a_loan_is_none(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        told = await say(running, phone, "📒", "[💰 Money in]", "loan")
        assert "no sale" in told
        assert await say(running, phone, MENU, "[📥 A loan I got]")
        await say(running, phone, "[⏭ Skip]", "5000", "[⏭ Skip]")
        assert sums(await book_of(running, phone)) == [("loan_got", 5000, "")]


async def test_the_amount_of_a_line_that_was_asked_about_is_not_asked_again(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "deposit 500", "[🏦 A loan, a gift, savings]")
        await say(running, phone, "[🏦 Bank or phone wallet]", "[🏦 Put into the bank]")
        [one] = await book_of(running, phone)
        assert (one.direction, one.amount, one.category) == (Direction.TO_BANK, 500_00, "moved")


async def test_interest_alone_is_a_cost_and_more_than_was_paid_is_asked_again(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, *way_to(Direction.LOAN_PAID), "Bank", "500")
        assert "more than you paid" in await say(running, phone, "600")
        await say(running, phone, "many", "500", "[⏭ Skip]")
        [one] = await book_of(running, phone)
        assert (one.direction, one.category, one.amount) == (Direction.OUT, "interest", 500_00)


async def test_a_day_that_is_over_is_no_day_of_a_payment(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, *way_to(Direction.LOAN_GOT), "Bank", "500")
        assert "still to come" in await say(running, phone, "yesterday")
        await say(running, phone, "24 December")
        await say(running, phone, *way_to(Direction.LOAN_PAID), "Bank", "50", "no", "1st")
        await say(running, phone, *way_to(Direction.LOAN_PAID), "Bank", "50", "0", "13/1")
        assert "still to come" in await say(running, phone, *way_to(Direction.LOAN_PAID), "Bank", "50", "0", "3/1")
        days = [date(2026, 12, 24), date(2026, 4, 1), date(2027, 1, 13)]
        assert [one.due for one in await book_of(running, phone)] == days


async def test_the_last_payment_asks_for_no_next_one(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, *way_to(Direction.LOAN_GOT), "Bank", "500", "[⏭ Skip]")
        told = await say(running, phone, *way_to(Direction.LOAN_PAID), "bank", "550", "50")
        assert "next time" not in told
        assert loans(await book_of(running, phone)) == []


async def test_steps_that_are_left_write_nothing(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, *way_to(Direction.LOAN_GOT), "Bank", "500")
        await say(running, phone, "sold soap 600", *way_to(Direction.LOAN_PAID), "Bank", "500")
        await say(running, phone, "[✖️ Do not write it down]")
        assert sums(await book_of(running, phone)) == [("in", 600, "soap")]
        assert await nothing_died(running)


async def test_loans_stand_among_the_debts_and_are_paid_in_parts(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, *way_to(Direction.LOAN_GOT), "Village fund", "500", "tomorrow")
        told = await say(running, phone, "/debts")
        assert "Loans to pay back" in told and "Village fund: K500, next payment on 3 Mar 2026" in told
        told = await say(running, phone, "[📥 Village fund]")
        assert "You owe Village fund K500." in told and "Next payment: 3 Mar 2026" in told
        await say(running, phone, "[✏️ I paid a part]", "120", "20", "24 March")
        assert "Village fund: K400, next payment on 24 Mar 2026" in await say(running, phone, "/debts")
        told = await say(running, phone, "[📥 Village fund]", "[✅ I paid all: K400]")
        assert "You still owed Village fund K400." in told and "interest" in told
        await say(running, phone, "[✅ No, I paid K400]")
        assert "Nobody owes you" in await say(running, phone, "/debts")
        found = sums(await book_of(running, phone))
        assert found == [("loan_got", 500, ""), ("loan_paid", 100, ""), ("out", 20, ""), ("loan_paid", 400, "")]
        assert {one.category for one in await book_of(running, phone)} == {"loan", "interest"}


async def test_what_was_paid_over_the_loan_is_interest_where_she_says_so(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, *way_to(Direction.LOAN_GOT), "Village fund", "500", "[⏭ Skip]")
        await say(running, phone, "/debts", "[📥 Village fund]", "[✅ I paid all: K500]")
        told = await say(running, phone, "[✏️ Yes, I paid more]", "560")
        assert "How much of it was interest or a fee?" in told
        assert sums(await book_of(running, phone)) == [("loan_got", 500, "")]
        await say(running, phone, "[K60: more than I still owed]")
        assert sums(await book_of(running, phone))[1:] == [("loan_paid", 500, ""), ("out", 60, "")]
        assert "Nobody owes you" in await say(running, phone, "/debts")
        assert await nothing_died(running)


async def test_money_that_she_lent_comes_back_on_a_day_and_is_no_payment_of_hers(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        told = await say(running, phone, "lent Mary 500, due 24 March")
        assert "To come back: 24 Mar 2026" in told
        assert "Mary: K500, to come back on 24 Mar 2026" in await say(running, phone, "/debts")
        told = await say(running, phone, "[🤲 Mary]")
        assert "To come back: 24 Mar 2026" in told and "ext payment" not in told
        told = await say(running, phone, "lent Ruth 60", "[✏️ Change]", "[📅 When it comes back]")
        assert "When is it to come back to you?" in told
        assert "To come back: 25 Mar 2026" in await say(running, phone, "25 March")


async def test_the_book_says_where_the_money_is_and_nothing_of_it_is_sales(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "sold 12 soap 600", *way_to(Direction.LOAN_GOT), "Bank", "5000", "[⏭ Skip]")
        await say(running, phone, *way_to(Direction.TO_BANK), "3000", *way_to(Direction.REFUND_GIVEN), "soap", "100")
        told = await say(running, phone, "/book")
        for line in ("💰 Money in: K500", "➕ Left over: K500", "📥 A loan I got: K5,000", "📦 In the box now: K2,500"):
            assert line in told
        assert "🏦 In the bank: K3,000" in told and "📥 Loans still to pay back: K5,000" in told
        assert "sold for K500" in await say(running, phone, "[🏷 By item]")
        told = await say(running, phone, "[⬅️ My book]", "[🗂 By kind]")
        assert "💰 Sales: K500" in told and "🏦 Put into the bank: K3,000" in told
        assert "Profit: K500" in await say(running, phone, "/book", "[🧮 Profit]", "[soap]")


async def test_what_was_booked_as_sales_is_moved_with_two_taps(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "sold 12 soap 600", "📒", "[💰 Money in]", "[⏭ Skip]", "5000")
        assert "💰 Money in: K5,600" in await say(running, phone, "/book")
        await say(running, phone, "[📋 What I wrote]", "[💰 K5,000]")
        told = await say(running, phone, "[✏️ Change]", "[🏦 It was no sale]", "[📥 A loan I got]")
        assert "A loan I got: K5,000" in told and "Who was it?" in told
        await say(running, phone, "Village fund")
        told = await say(running, phone, "/book")
        assert "💰 Money in: K600" in told and "📥 A loan I got: K5,000" in told and "📦 In the box now: K5,600" in told
        [sale, loan] = await book_of(running, phone)
        assert (loan.direction, loan.category, loan.counterparty) == (Direction.LOAN_GOT, "loan", "Village fund")
        assert (sale.direction, loan.supersedes is not None) == (Direction.IN, True)
        versions = await rows(running, table.c.direction, table.c.stands)
        assert sorted(versions) == [("in", False), ("in", True), ("loan_got", False), ("loan_got", True)]
        told = await say(
            running, phone, "[📋 What I wrote]", "[📥 K5,000 · Village fund]", "[✏️ Change]", "[📅 Next payment]"
        )
        assert "When do you have to pay" in told
        assert "Next payment: 24 Dec 2026" in await say(running, phone, "24 December")
        assert await nothing_died(running)


async def test_a_move_of_kind_is_undone_as_any_change(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "bought oil 700", "[✏️ Change]", "[🏦 It was no cost]", "[🏦 Put into the bank]")
        [one] = await book_of(running, phone)
        assert (one.direction, one.category, one.item) == (Direction.TO_BANK, "moved", "oil")
        await say(running, phone, "[↩️ Undo]")
        [one] = await book_of(running, phone)
        assert (one.direction, one.category) == (Direction.OUT, "costs")


async def test_where_she_names_a_loan_for_what_was_sold_the_way_is_shown(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "sold 12 soap 600", "[✏️ Change]", "[🧺 What it was]", "loan")
        await say(running, phone, "[🏦 It was no sale]", "[🎁 Grant or gift]")
        [one] = await book_of(running, phone)
        assert one.direction is Direction.GRANT


async def test_what_came_to_the_wallet_is_not_in_the_box(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "sold 12 soap 600", *way_to(Direction.TO_WALLET), "100", "sold 2 honey 900")
        told = await say(running, phone, "[✏️ Change]", "[📍 Where the money is]", "[📲 The phone wallet]")
        assert "Money in: K900" in told and "📲 The phone wallet" in told
        told = await say(running, phone, "/book")
        assert "💰 Money in: K1,500" in told and "📦 In the box now: K500" in told
        assert "📲 In the phone wallet: K1,000" in told
        assert [one.place for one in await book_of(running, phone)] == [Place.BOX, Place.BOX, Place.WALLET]


async def test_an_old_button_moves_no_entry_to_what_it_cannot_be(sqlite_url: str) -> None:
    """Money that came is none that was paid back, whatever a button says."""
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "sold 12 soap 600")
        [sale] = await book_of(running, phone)
        for at in range(len(Direction) + 2):
            phone.bot.ask(phone.chat, phone.owner.user(), phone.last, f"e|s|{sale.id}|k|{at}")
            await running.settle()
            [one] = await book_of(running, phone)
            assert one.cash == 600_00
            await say(running, phone, *(["[✖️ Leave it]"] if "Who was it" in phone.last.text else []))
            if one.id != sale.id:
                await say(running, phone, "[↩️ Undo]")
        assert await nothing_died(running)


async def test_what_was_in_the_bank_before_the_book_is_not_made_up(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, *way_to(Direction.FROM_BANK), "700", *way_to(Direction.TO_WALLET), "200")
        told = await say(running, phone, "/book")
        assert "📦 In the box now: K500" in told and "📲 In the phone wallet: K200" in told
        assert "Taken from the bank, more than was put in: K700" in told
        assert "Money in" not in told


async def test_what_she_lent_stands_among_the_debts_until_it_is_given_back(sqlite_url: str) -> None:
    """It is no sale, no credit and no cost; the box has less of it, and then more."""
    async with opened(sqlite_url) as (running, phone):
        await say(running, phone, "sold 12 soap 900", "lent Ruth 500", "lent Banda 200 by mpamba")
        told = await say(running, phone, "/debts")
        assert "🤲 Money you lent:" in told and "Ruth: K500" in told and "👥 Who owes you" not in told
        told = await say(running, phone, "/book")
        assert "💰 Money in: K900" in told and "➕ Left over: K900" in told and "📦 In the box now: K400" in told
        assert "🤲 Money you lent, to come back: K700" in told
        told = await say(running, phone, "Ruth paid back 200")
        assert "Lent money given back to me: K200" in told
        await say(running, phone, "/debts", "[🤲 Ruth]", "[✏️ They paid me a part]", "100")
        await say(running, phone, "/debts", "[🤲 Ruth]", "[✅ They paid me all: K200]")
        kept = await book_of(running, phone)
        assert [(one.who, one.open) for one in lent(kept)] == [("Banda", 200_00)]
        assert balances(kept)[Place.BOX] == 900_00
        assert await nothing_died(running)


async def test_interest_that_is_earned_is_left_over_and_in_the_bank(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        told = await say(running, phone, "sold 12 soap 900", "got interest 50 from the bank")
        assert "Interest I earned: K50" in told and "🏦 The bank" in told
        told = await say(running, phone, "/book")
        assert "➕ Left over: K950" in told and "📦 In the box now: K900" in told and "🏦 In the bank: K50" in told
        assert "Interest I earned: K50" in await say(running, phone, "[🗂 By kind]")
