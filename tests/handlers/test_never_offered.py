"""Data that is well written, of the right person, and was on no button: nothing is done, and the tap is answered."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.domain.book import Source
from bot.store.schema import dead_update, dialogue
from handlers.book.entering import change
from handlers.book.entering.entry_words import mark
from tests.actor import Actor
from tests.handlers.books import book_of, nothing_died, rows, say
from tests.handlers.test_any_button import Town, anybody
from tests.house import Stage, stage

NO_LONGER, ANSWERED = "This button no longer works.", "This was answered already."


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    async with stage(sqlite_url, codes=("malawi-ovop",)) as running:
        phone = running.simulator.phone(7001)
        await Actor(phone, 2).meet()
        await running.settle()
        yield Town(running, phone, ())
        assert await nothing_died(running), await rows(running, dead_update.c.traceback)


async def kinds(running: Stage) -> dict[str, int]:
    """The number of the dialogue of each kind that is open."""
    return dict(await rows(running, dialogue.c.kind, dialogue.c.id))


async def changes_nothing(town: Town, data: str) -> str:
    """Tap it; gives the answer."""
    before = await town.rows(anybody)
    told = await town.tap(data)
    assert await nothing_died(town.running), (data, await rows(town.running, dead_update.c.traceback))
    assert await town.rows(anybody) == before, data
    return told


async def test_a_day_of_more_than_a_year_ago_was_on_no_button(town: Town) -> None:
    running, phone = town.running, town.phone
    await say(running, phone, "sold soap 700\nsold oil 900")
    (number,) = {one.split("|")[2].partition("~")[0] for one in await seen(town) if one.startswith("e|y|")}
    entry = (await book_of(running, phone))[0]
    today, oldest = entry.day, entry.day - change.OLDEST
    for day in (oldest - timedelta(days=1), today + timedelta(days=1)):
        await changes_nothing(town, f"e|s|{entry.id}|t|{day.toordinal():x}~1")
        await changes_nothing(town, f"e|y|{number}|{day.toordinal():x}~1")
    await town.tap(f"e|s|{entry.id}|t|{oldest.toordinal():x}~1")
    assert [one.day for one in await book_of(running, phone)].count(oldest) == 1
    await town.tap(f"e|y|{number}|{oldest.toordinal():x}~1")
    assert [one.day for one in await book_of(running, phone)] == [oldest, oldest]


async def seen(town: Town) -> set[str]:
    await town.look()
    return town.seen


async def test_of_the_box_only_what_is_asked_can_be_changed(town: Town) -> None:
    running, phone = town.running, town.phone
    await say(running, phone, "sold soap 700", "my box holds 700", "my box holds 900")
    counted = [one for one in await book_of(running, phone) if one.source in (Source.OPENING, Source.COUNT)]
    assert counted
    for entry in counted:
        for part in (f"d|{2}", f"i|{mark('soap')}", "w|-"):
            await changes_nothing(town, f"e|s|{entry.id}|{part}~1")
        for field in "inwd":
            await changes_nothing(town, f"e|f|{entry.id}|{field}~1")


@pytest.mark.parametrize("amount", [-600, 700, 2**63 - 1])
@pytest.mark.parametrize("step", ["count", "begin"])
async def test_an_amount_in_the_box_that_was_not_asked_back(town: Town, step: str, amount: int) -> None:
    await say(town.running, town.phone, "sold soap 700", "/book", "[🔢 Count the box]")
    assert await changes_nothing(town, f"book|n|{step}|{amount}~1") == NO_LONGER
    assert sum(one.amount for one in await book_of(town.running, town.phone)) == 70_000


async def test_the_number_of_a_message_that_cannot_be(town: Town) -> None:
    running, phone = town.running, town.phone
    await say(running, phone, "sold soap 700\nsold oil 900")
    (entry, *_) = await book_of(running, phone)
    for data in (f"e|c|{entry.id}", f"e|f|{entry.id}|i", f"e|s|{entry.id}|i|{mark('oil')}"):
        assert await changes_nothing(town, f"{data}|7fffffffffffffff~1") == NO_LONGER


async def test_what_is_no_form_is_answered_by_no_button_of_a_form(town: Town) -> None:
    running, phone = town.running, town.phone
    await say(running, phone, "soap 950")
    for number in (await kinds(running)).values():
        await no_form(town, number)
    await say(running, phone, "/pin")
    await no_form(town, (await kinds(running))["pin"])


async def no_form(town: Town, number: int) -> None:
    for deed in ("-|z|", "-|x|", "-|r|0", "-|g|", "abcd|b|", "abcd|c|used", "abcd|v|3", "abcd|y|0", "abcd|k|"):
        assert await changes_nothing(town, f"q|{number:x}|{deed}~1") == ANSWERED
    assert await changes_nothing(town, f"open|{number:x}~1") == ANSWERED
    assert await changes_nothing(town, f"fix|w|{number:x}|mistyped~1") == ANSWERED


async def test_a_form_that_is_no_correction_has_no_reason(town: Town) -> None:
    running, phone = town.running, town.phone
    await running.walk(days=34)
    await say(running, phone, "/checkin")
    (number,) = (one for kind, one in (await kinds(running)).items() if kind == "checkin")
    assert await changes_nothing(town, f"fix|w|{number:x}|mistyped~1") == ANSWERED


async def test_a_tap_that_dies_is_answered(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its clock stops turning; that something went wrong is said beside it."""
    from handlers.conversations import TAPS
    from handlers.records import Tap

    async def fails(_turn: object, *_values: object) -> None:
        raise RuntimeError("on purpose")

    with monkeypatch.context() as patched:
        patched.setitem(TAPS, "later", Tap("later", fails, TAPS["later"].shapes))
        assert "something went wrong" in await town.tap("later|~1")
    async with town.running.house.store.transaction() as tx:
        await tx.run(lambda connection: connection.execute(dead_update.delete()))


async def test_a_part_of_a_debt_is_asked_once(town: Town) -> None:
    running, phone = town.running, town.phone
    await say(running, phone, "Sunita took 2 soap 300 on credit", "/debts", "[👥 Sunita]", "[✏️ They paid me a part]")
    await town.tap(f"e|q|h|{mark('Sunita')}~1")
    assert [one["step"] for (one,) in await rows(running, dialogue.c.state)].count("part") == 1
