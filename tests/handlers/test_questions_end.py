"""Whatever is open, and whatever is said that is no answer: it leads on, and what was asked is offered again once."""

from collections.abc import Sequence
from typing import TypeVar

import pytest

from simulator.world.phones import Phone
from tests.handlers.book.test_whatever_is_open import FIRST, OPEN, do, met
from tests.handlers.books import book_of, nothing_died, opened, sums
from tests.nightly import times

Word = TypeVar("Word")
WELCOME, LOST, NO_SUCH = "🙏 You are welcome.", "That is no trouble.", "I do not know /"
AGAIN = "▶️ What I asked"
# What is typed, and what the answer begins with.
SAID = {
    "/foo": NO_SUCH,
    "/sold 3 mats 90": NO_SUCH,
    "thank you": WELCOME,
    "I don't understand": LOST,
    "zikomo kwambiri": WELCOME,
    "sindikumvetsa": LOST,
    "ขอบคุณค่ะ": WELCOME,
    "ไม่เข้าใจ": LOST,
    "धन्यवाद": WELCOME,
    "बुझिनँ": LOST,
    "What do you mean?": LOST,
    "THANKS!": WELCOME,
}
NEVER_MIND = ("never mind", "/cancel", "forget it", "palibe kanthu", "ช่างมัน", "भैगो", "later")
# Four digits are asked there: its own words say so, and how to leave it.
PIN = "a new PIN"
# In its place stands a button to it. All others show what they ask as buttons that go on working.
WAITS = {
    name: [act for act in acts if act != FIRST or name == "the same again"]
    for name, acts in OPEN.items()
    if name not in ("nothing", PIN, "who is writing", "language", "an end", "a statement")
}


def some(words: Sequence[Word], name: str, each: int) -> Sequence[Word]:
    """By day one of so many, and of another state others; at night all."""
    return words[list(OPEN).index(name) % each :: each] if times(1, 2) == 1 else words


def shown(phone: Phone) -> list[str]:
    """What the buttons of the newest message say."""
    return [button.text for row in phone.last.buttons for button in row]


def here(phone_said: str) -> bool:
    return any(phone_said.startswith(one) for one in (WELCOME, LOST, NO_SUCH))


@pytest.mark.parametrize("name", [name for name in OPEN if name != PIN])
async def test_what_is_no_answer_leads_on(sqlite_url: str, name: str) -> None:
    async with opened(sqlite_url) as (running, _):
        for number, (said, begins) in enumerate(some(list(SAID.items()), name, 6), 10):
            phone = await met(running, number)
            await do(running, phone, *OPEN[name])
            asked, before = phone.last.text, await book_of(running, phone)
            told = await do(running, phone, said)
            assert told.startswith(begins), (said, told)
            if name in WAITS:
                assert AGAIN in shown(phone), (said, shown(phone))
                # the button asks it anew, and then it is offered once more, but not at everything
                await do(running, phone, f"[{AGAIN}]")
                assert phone.last.text.splitlines()[-1] == asked.splitlines()[-1], (said, phone.last.text)
                assert here(await do(running, phone, said)) and AGAIN in shown(phone)
                assert here(await do(running, phone, said)) and AGAIN not in shown(phone)
            assert sums(await book_of(running, phone)) == sums(before), said
        assert await nothing_died(running)


@pytest.mark.parametrize("name", OPEN)
async def test_never_mind_ends_it(sqlite_url: str, name: str) -> None:
    async with opened(sqlite_url) as (running, _):
        for number, said in enumerate(some(NEVER_MIND, name, 7), 10):
            phone = await met(running, number)
            await do(running, phone, *OPEN[name])
            before = sums(await book_of(running, phone))
            assert await do(running, phone, said)
            # nothing of it is asked any more: what she says then is heard by itself
            told = await do(running, phone, "sold 3 jars 450")
            assert told.startswith("✔️ Money in: K450"), (said, told)
            assert sums(await book_of(running, phone)) == [*before, ("in", 450, "jars")]
        assert await nothing_died(running)


async def test_who_is_not_registered_is_told_of_an_unknown_command(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, _):
        phone = running.simulator.phone(77, "New")
        acts: Sequence[str] = ("/start", "/foo")
        assert (await do(running, phone, *acts)).startswith(NO_SUCH)
        assert await nothing_died(running)
