"""Whatever is open, whatever is heard: every update is answered, and what was said to be written stands there, once."""

import re
from collections.abc import Sequence

import pytest

from bot.domain.book import Entry
from simulator.world.phones import Phone
from tests.conversations import transcript
from tests.enrol import enrol
from tests.handlers.books import book_of, nothing_died, opened, sums
from tests.house import Stage
from tests.nightly import times

FIRST = "sold 12 soap 600"
OPEN: dict[str, Sequence[str]] = {
    "nothing": (),
    "direction": ("oil 300",),
    "which amount": ("sold flour 12 700",),
    "no amount": ("sold honey",),
    "another currency": ("sold flour for $20",),
    "a later day": ("sold flour 600 tomorrow",),
    "the item": ("sold soop 100",),
    "sure": ("sold flour 5",),
    "the same again": (FIRST,),
    "gone": ("(lines: sold 5 mats 250 / bought sugar 70)", "(edit: bought sugar 70)"),
    "two questions": ("(lines: oil 300 / wax 40)",),
    "a question before a form": ("/checkin", FIRST),
    "the box": ("/book", "[🔢 Count the box]"),
    "the box at the start": ("/book", "[📦 What was in the box at the start?]"),
    "the book": ("📒",),
    "a step: what": ("📒", "[💰 Money in]"),
    "a step: how much": ("📒", "[💰 Money in]", "honey"),
    "a change: what": ("[✏️ Change]", "[🧺 What it was]"),
    "a change: how much": ("[✏️ Change]", "[💰 The amount]"),
    "a debt": ("Sunita took 2 mats 300 on credit", "/debts", "[👥 Sunita]", "[✏️ They paid me a part]"),
    "a photo": ("(20 minutes pass)", "(photo)"),
    "a new PIN": ("/pin",),
    "a check-in": ("/checkin",),
    "who is writing": ("/who",),
    "language": ("/language",),
    "an end": ("/forget",),
    "a statement": ("/statement",),
    "recording": ("(becomes officer)", "/record"),
}
WHOLE = {"sold 3 jars 450": ("in", 450, "jars"), "sold baskets five hundred": ("in", 500, "baskets")}
WITH_PHOTO = "(photo: bought cement 88)"
HEARD = (
    *WHOLE,
    FIRST,
    "rope 90",
    "bought paraffin",
    "777",
    "thanks",
    "bought",
    "later",
    "/book",
    "📒",
    "(photo)",
    WITH_PHOTO,
    f"(edit {FIRST}: sold 12 soap 650)",
)
# What is asked there takes no line of the book.
NO_LINES = ("a new PIN", "recording")
CARD = re.compile(r"^✔️ (Money in|Money out|Sold on credit|Bought on credit|Paid back|I paid|Taken for home)", re.M)
COUNTED = re.compile(r"^✔️ (Your book begins|Your box holds|Box and book agree)", re.M)
LISTED = re.compile(r"^\d+\. (?:💰|🛒|🤝)", re.M)


async def met(running: Stage, number: int) -> Phone:
    phone = running.simulator.phone(number, "Mary")
    await enrol(running, phone)
    await do(running, phone, "/help", FIRST)
    return phone


async def do(running: Stage, phone: Phone, *acts: str) -> str:
    """Gives all that the last brought."""
    for act in acts:
        phone.mark()
        await transcript.do(running, phone, act)
        await running.settle()
    return "\n".join(message.text for message in phone.heard)


def confirmed(told: str) -> int:
    """How many entries the chat says are written now."""
    listed = LISTED.findall(told) if "✔️ Written down:" in told else []
    return len(CARD.findall(told)) + len(COUNTED.findall(told)) + len(listed)


def new(before: list[Entry], after: list[Entry]) -> list[Entry]:
    known = {one.id for one in before}
    return [one for one in after if one.id not in known]


@pytest.mark.parametrize("minutes", [0, 60])
@pytest.mark.parametrize("name", OPEN)
async def test_each_is_heard(sqlite_url: str, name: str, minutes: int) -> None:
    async with opened(sqlite_url) as (running, _):
        # after an hour every other thing is heard by day: all are heard at once
        for number, heard in enumerate(HEARD[:: times(2, 1) if minutes else 1], 10):
            phone = await met(running, number)
            await do(running, phone, *OPEN[name])
            running.clock.turn(minutes=minutes)
            before = await book_of(running, phone)
            told = await do(running, phone, heard)
            written = new(before, await book_of(running, phone))
            assert told, heard
            assert (heard, len(written)) == (heard, confirmed(told)), told
            _as_expected(name, heard, told, sums(written), minutes)
        assert await nothing_died(running)


def _as_expected(name: str, heard: str, told: str, written: list[tuple[str, int, str]], minutes: int) -> None:
    if heard in WHOLE and name not in NO_LINES:
        assert written == [WHOLE[heard]], told
    elif heard == WITH_PHOTO and name not in NO_LINES:
        assert written == [("out", 88, "cement")], told
    elif heard == FIRST and name not in NO_LINES:
        assert not written and "You wrote the same" in told, told
    elif minutes and "edit" not in heard and not COUNTED.search(told):
        # nobody knows any more what an hour ago was asked
        assert not written, told


async def test_the_same_again_while_the_box_is_counted(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        told = await do(running, phone, FIRST, "/book", "[🔢 Count the box]", FIRST)
        assert told.endswith("Write it down once more?")
        told = await do(running, phone, "[✅ Yes, once more]")
        assert "✔️ Money in: K600" in told and told.endswith("How much is there? Type the amount.")
        assert len(await book_of(running, phone)) == 2
        assert "The book said K1,200" in await do(running, phone, "1100")
        assert await nothing_died(running)


async def test_a_line_that_is_asked_about_is_no_count_of_the_box(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        told = await do(running, phone, FIRST, "/book", "[🔢 Count the box]", "rope 90")
        assert "Did the money come in" in told
        assert "Type the amount" in await do(running, phone, "out")
        assert sums(await book_of(running, phone)) == [("in", 600, "soap"), ("out", 90, "rope")]


async def test_what_a_button_has_put_behind_takes_no_words(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        await do(running, phone, FIRST, "/book")
        shown = phone.last
        await do(running, phone, "oil 300")
        asked = phone.last
        await phone.tap("🔢 Count the box", shown.id)
        await running.settle()
        assert "“oil 300”\nThis is not written down" in phone.heard[-2].text
        assert "The book said K600" in await do(running, phone, "700")
        await do(running, phone, "out")
        assert "oil" not in [one.item for one in await book_of(running, phone)]
        await phone.tap("🛒 Money out", asked.id)
        await running.settle()
        assert "oil" in [one.item for one in await book_of(running, phone)]
