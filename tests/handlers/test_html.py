"""Whatever she types is shown to her again as she typed it, signs of HTML too: Telegram would refuse it unescaped."""

import pytest

from bot.domain.wire.outgoing import OutState
from bot.store.schema import outbox
from simulator.world.phones import Phone
from tests.handlers.books import nothing_died, opened, rows, say
from tests.house import Stage, stage

NASTY = '<b>&"'
# Her words as they are get into the book where one thing is asked; a line of the book leaves such signs out.
ITEM = ("sold soap 600", "[✏️ Change]", "[🧺 What it was]", f"{NASTY} soap")
PERSON = ("Sunita took 2 soap 300 on credit", "[✏️ Change]", "[👤 Who]", NASTY)
# What she does; her words are to stand in what comes of it.
BOOK = (
    (f"sold 12 {NASTY} soap 600",),
    (f"sold 12 {NASTY} soap 600", "[✖️ No, not so]"),
    (f"bought {NASTY} soap 30 feb 600",),
    ITEM,
    (*ITEM, "[✏️ Change]"),
    ("sold soap 600\nbought oil 200", "[✏️ 1]", "[🧺 What it was]", f"{NASTY} soap", "[↩️ Undo all]"),
    (*ITEM, "/book", "[🏷 By item]"),
    (*ITEM, "/book", "[🧮 Profit]", f"[{NASTY} soap]"),
    (*ITEM, "/book", "[📋 What I wrote]", f"[💰 K600 · {NASTY} soap]"),
    PERSON,
    (*PERSON, "/debts"),
    (*PERSON, "/debts", f"[👥 {NASTY}]"),
    (*PERSON, "/debts", f"[👥 {NASTY}]", "[✏️ They paid me a part]"),
    (*PERSON, "/debts", f"[👥 {NASTY}]", "[💬 A reminder to send]"),
)


@pytest.mark.parametrize("acts", BOOK, ids=lambda acts: " > ".join(acts).replace("\n", " / "))
async def test_in_the_book(sqlite_url: str, acts: tuple[str, ...]) -> None:
    async with opened(sqlite_url) as (running, phone):
        assert NASTY in await say(running, phone, *acts)
        await all_arrived(running)


async def test_in_registration_and_what_is_kept(sqlite_url: str) -> None:
    async with stage(sqlite_url, codes=("malawi-ovop",)) as running:
        phone = running.simulator.phone(5001)
        await say(running, phone, "/start", "[English]", "[▶️ Next]", "[▶️ Next]", "[✅ Yes, I agree]")
        assert NASTY in await say(running, phone, f"Zaphira {NASTY}")
        await say(running, phone, "+265991234567", "Central", "Lilongwe", "Something else")
        assert NASTY in await say(running, phone, f"{NASTY} cordial")
        assert said(await say(running, phone, "alone", "3", "skip", "skip", "skip")) == 1
        assert said(await say(running, phone, "[▶️]")) == 1
        await say(running, phone, "[✅ Send]", "/mydata")
        assert any(f"Name: Zaphira {NASTY}" in one.text for one in phone.heard)
        await all_arrived(running)


async def test_in_a_name_on_a_shared_phone(sqlite_url: str) -> None:
    async with opened(sqlite_url, name=NASTY) as (running, phone):
        await say(running, phone, "/forget", "[No, keep everything]", "/who")
        assert NASTY in labels(phone)
        assert NASTY in await say(running, phone, f"[✔️ {NASTY}]")
        await all_arrived(running)


def said(text: str) -> int:
    return text.count(NASTY)


def labels(phone: Phone) -> str:
    return "\n".join(button.text for row in phone.heard[-1].buttons for button in row)


async def all_arrived(running: Stage) -> None:
    """Nothing was refused by Telegram, and nothing fell over."""
    states = await rows(running, outbox.c.state, outbox.c.payload)
    assert [payload for state, payload in states if state == OutState.FAILED] == []
    assert await nothing_died(running)
