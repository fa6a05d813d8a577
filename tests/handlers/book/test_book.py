"""Reading the book in the chat: what old buttons do, what is open beside it, practice, and a form in front."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from bot.render.book import from_json
from bot.store.schema import dialogue, outbox
from simulator.world.phones import Phone
from tests.actor import Actor
from tests.handlers.people.test_pin import ask
from tests.house import Stage, stage


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=("malawi-ovop",)) as found:
        yield found


@pytest.fixture
async def phone(running: Stage) -> Phone:
    """Hers, after the first questions."""
    phone = running.simulator.phone(7001)
    await Actor(phone, 2).meet()
    await ask(running, phone, "hello")
    return phone


async def open_kinds(running: Stage) -> list[str]:
    async with running.house.store.transaction() as tx:
        return await tx.run(lambda connection: list(connection.scalars(select(dialogue.c.kind))))


async def test_a_question_is_asked_once_and_answered_once(running: Stage, phone: Phone) -> None:
    await ask(running, phone, "/book")
    empty = phone.last.id
    await ask(running, phone, "[🔢 Count the box]")
    phone.mark()
    await phone.tap("🔢 Count the box", empty)
    await running.settle()
    assert (await open_kinds(running)).count("book") == 1
    (said,) = await ask(running, phone, "1850")
    assert said == "✔️ Your book begins with K1,850 in the box."
    assert "book" not in await open_kinds(running)
    (said,) = await ask(running, phone, "my box holds 1,850")
    assert said == "✔️ Box and book agree: K1,850."


async def test_a_list_that_has_changed_is_shown_anew(running: Stage, phone: Phone) -> None:
    await ask(running, phone, "sold 12 soap 6000", "bought oil 2000", "/book", "[🧮 Profit]", "[soap]")
    asked = phone.last.id
    await ask(running, phone, "bought jars 900")
    phone.mark()
    await phone.tap("◻️ oil K2,000", asked)
    await running.settle()
    shown = next(one for one in phone.screen if one.id == asked)
    labels = [button.text for row in shown.buttons for button in row]
    assert labels[:2] == ["◻️ oil K2,000", "◻️ jars K900"]


async def test_long_lists_go_page_by_page(running: Stage, phone: Phone) -> None:
    lines = "\n".join(f"sold 1 thing{chr(97 + n)} {100 + n}" for n in range(15))
    await ask(running, phone, lines, "/book", "[📋 What I wrote]")
    buttons = [button.text for row in phone.last.buttons for button in row]
    assert len(buttons) == 8 + 2
    await ask(running, phone, "[▶️]")
    buttons = [button.text for row in phone.last.buttons for button in row]
    assert len(buttons) == 7 + 2
    (items,) = [text for text in await ask(running, phone, "/book", "[🏷 By item]")]
    assert items.endswith("and 3 more")


async def test_practice_has_a_book_of_its_own(running: Stage, phone: Phone) -> None:
    await ask(running, phone, "sold 12 soap 6000", "/practice", "sold 3 soap 99")
    (shown,) = await ask(running, phone, "/book")
    assert shown.startswith("🧪 Practice: this counts for nothing.")
    assert "K99" in shown
    assert "6,000" not in shown
    await ask(running, phone, "/practice")
    assert "In the box now: K6,000" in (await ask(running, phone, "/book"))[0]


async def test_the_picture_waits_as_data(running: Stage, phone: Phone) -> None:
    await ask(running, phone, "sold 12 soap 6000", "took home 500", "/book")
    phone.mark()
    await phone.tap("📊 Picture")
    await phone.until(lambda _: phone.heard and phone.heard[-1].file is not None)
    await running.settle()
    async with running.house.store.transaction() as tx:
        payload = await tx.run(
            lambda connection: connection.scalars(select(outbox.c.payload).where(outbox.c.method == "sendPhoto")).one()
        )
    picture = from_json(payload["attach"]["photo"]["picture"])
    assert picture.subtitle == "March 2026"
    (month,) = picture.months
    assert (month.came, month.went, month.came_text) == (6000_00, 500_00, "K6,000")


async def test_a_form_in_front_is_there_again_after_counting(running: Stage, phone: Phone) -> None:
    await running.walk(32)
    (question,) = (await ask(running, phone, "/checkin"))[-1:]
    (said, again) = await ask(running, phone, "my box holds 700")
    assert said == "✔️ Your book begins with K700 in the box."
    assert again.splitlines()[-1] == question.splitlines()[-1]


@pytest.mark.parametrize("lines", [(), ("sold 12 soap 6000",)])
async def test_a_box_below_nothing_is_asked_back(running: Stage, phone: Phone, lines: tuple[str, ...]) -> None:
    (said,) = await ask(running, phone, *lines, "my box holds -50")
    assert said.startswith("Please type the amount only")
    (said,) = await ask(running, phone, "[✖️ Not now]")
    assert said == "All right. Nothing was written down."


async def test_a_quantity_is_that_of_all_or_is_not_said(running: Stage, phone: Phone) -> None:
    lines = ("sold 12 soap 6000", "sold soap 700", "sold 3 jars of honey 900", "sold 2 pieces cloth 50 in all")
    await ask(running, phone, *lines, "sold 1 cloth 30")
    (items,) = await ask(running, phone, "/book", "[🏷 By item]")
    assert items.splitlines()[1:] == [
        "💰 soap: sold for K6,700",
        "💰 honey: 3 jars sold for K900",
        "💰 cloth: 3 pieces sold for K80",
    ]


async def test_profit_finds_whatever_was_sold(running: Stage, phone: Phone) -> None:
    goods = "\n".join(f"sold 1 thing{chr(97 + n)} {900 - n}" for n in range(10))
    costs = "\n".join(f"bought stuff{chr(97 + n)} {500 - n}" for n in range(11))
    await ask(running, phone, goods, costs, "/book", "[🧮 Profit]", "[▶️]")
    assert [button.text for row in phone.last.buttons for button in row] == ["thingi", "thingj", "◀️", "⬅️ My book"]
    (shown,) = await ask(running, phone, "[thingj]")
    assert shown.endswith("These are the 10 largest costs.")
    (shown,) = await ask(running, phone, "[◻️ stuffb K499]", "[✅ Done]")
    assert "✅ Profit: K392" in shown


async def test_a_count_that_agrees_is_no_difference_of_nothing(running: Stage, phone: Phone) -> None:
    await ask(
        running, phone, "sold 12 soap 6000", "my box holds 6000", "my box holds 6000", "/book", "[📋 What I wrote]"
    )
    labels = [button.text for row in phone.last.buttons for button in row]
    assert "🔢 Box and book agree" in labels
    assert not any("K0" in label for label in labels)


async def test_long_names_are_two_a_row(running: Stage, phone: Phone) -> None:
    await ask(running, phone, "sold 1 soap 60", "sold 2 honey 70", "bought oil 80", "📒 My book")
    assert {button.text for button in phone.last.buttons[0]} == {"💰 soap", "💰 honey", "🛒 oil"}
    await ask(running, phone, "sold 3 groundnut oil 45000", "sold 4 groundnut oil 55000", "📒 My book")
    rows = [[button.text for button in row] for row in phone.last.buttons]
    assert "💰 groundnut oil" in rows[0]
    assert len(rows[0]) == 2
