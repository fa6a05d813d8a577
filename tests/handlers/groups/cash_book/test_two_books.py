"""A leader with a book of her own keeps the group's too: no line of the one is ever in the other, whatever she does."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from bot.domain.book import Entry
from bot.domain.people.roles import Reach, Role
from bot.services.book import entries as book
from bot.services.book.entries import Owner
from bot.services.people import pins
from bot.store import Connection
from bot.store.people import roles
from bot.store.schema import audit, entry, group_book, person, role
from bot.store.wire import chats
from simulator.world.phones import Phone
from tests.enrol import enrol
from tests.handlers.books import CURRENCY, FAR_OFF, LONG_AGO, book_of, nothing_died, rows, say, sums, typed
from tests.handlers.groups.test_group import a_group, forged, leads
from tests.house import Stage, stage

CODE = "malawi-ovop"
ROOM = ("/group", "[🏠 The group itself]", "[📒 The group's book]")
LINE = "sold 12 soap 600"


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=(CODE,)) as found:
        found.clock.turn(hours=5)
        yield found


async def with_both(running: Stage, group: int) -> Phone:
    """Somebody who makes a product, and leads the group; its book is begun and its box is empty."""
    phone = running.simulator.phone(1, "Mary", "en")
    await enrol(running, phone)
    await say(running, phone, "/help")
    await gives(running, phone, group)
    await say(running, phone, *ROOM, "[✅ Begin the book]", "0")
    return phone


async def gives(running: Stage, phone: Phone, group: int) -> None:
    def give(connection: Connection) -> None:
        (found,) = chats.load(connection, phone.bot.id, [phone.id]).values()
        assert found.person is not None
        roles.give(connection, found.person.id, Reach(Role.LEADER, group_id=group), running.clock.now())

    async with running.house.store.transaction() as tx:
        await tx.run(give)


async def of_group(running: Stage, group: int) -> list[Entry]:
    """What stands in the group's book beside its beginning, the oldest first."""

    def read(connection: Connection) -> list[Entry]:
        owner = Owner(group, 0, practice=False, currency=CURRENCY)
        kept = book.entries(connection, owner, LONG_AGO, FAR_OFF)
        return [one.entry for one in reversed(kept) if one.entry.amount]

    async with running.house.store.transaction() as tx:
        return await tx.run(read)


async def both(running: Stage, phone: Phone, group: int) -> tuple[list[tuple[str, int, str]], ...]:
    """Her own book, and the group's."""
    return sums(await book_of(running, phone)), sums(await of_group(running, group))


async def test_a_line_by_the_button_is_the_groups_and_a_bare_one_is_hers(running: Stage) -> None:
    group = await a_group(running)
    mary = await with_both(running, group)
    assert "✍️ For Kampini" in await say(running, mary, *ROOM, "[✍️ Write a line]")
    told = await say(running, mary, "sold 30 mats 9000")
    assert "✍️ For Kampini" in told and "Money in" in told
    told = await say(running, mary, LINE)
    assert "Kampini" not in told and "✔️" in told
    assert await both(running, mary, group) == ([("in", 600, "soap")], [("in", 9000, "mats")])
    assert "9,000" in await say(running, mary, *ROOM) and "600" not in await say(running, mary, *ROOM)
    assert "9,000" not in await say(running, mary, "/book")
    done = [(action, whom) for action, whom in await rows(running, audit.c.action, audit.c.acting_for)]
    assert ("begin group book", group) in done and ("write for group", group) in done
    assert await nothing_died(running)


# Whatever she does after the button ends it: what she types then is hers.
ENDS = {
    "her book": ("📒 My book", "[✖️ Close the book]"),
    "reading her book": ("/book",),
    "her group": ("/group",),
    "a page of the group": ("[🗂",),
    "help": ("help",),
    "the menu": ("/menu",),
    "the menu in a word": ("menu",),
    "help by the key": ("❓ Help",),
    "a language": ("/language",),
    "later": ("later",),
    "not now": ("[✖️ Not now]",),
    "stop and start": ("/stop", "/start"),
    "the book's page": ("[📒 The group's book]",),
    "another line, and not that either": ("[✍️ Write a line]", "[✖️ Not now]"),
    "a line that was not clear, then her book": ("contribution 200", "/book"),
    "a line without an amount, then her book": ("mats", "/book"),
    "two lines in one message, then her book": ("sold mats 500\nsold rice 300", "/book"),
}


@pytest.mark.parametrize("name", ENDS)
async def test_whatever_else_she_does_ends_it(running: Stage, name: str) -> None:
    group = await a_group(running)
    mary = await with_both(running, group)
    await say(running, mary, "/group", "[🏠 The group itself]", "[📒 The group's book]")
    await say(running, mary, "[✍️ Write a line]")
    for act in ENDS[name]:
        if act == "[🗂":
            await forged(running, mary, f"g|o|{group:x}")
        else:
            await say(running, mary, act)
    await say(running, mary, LINE)
    assert await both(running, mary, group) == ([("in", 600, "soap")], [])
    assert await nothing_died(running)


async def test_a_line_that_was_not_clear_is_said_not_to_be_written(running: Stage) -> None:
    group = await a_group(running)
    mary = await with_both(running, group)
    await say(running, mary, *ROOM, "[✍️ Write a line]", "contribution 200")
    await say(running, mary, "/book")
    assert any("Not written down" in one.text and "For Kampini" in one.text for one in mary.heard)


async def test_what_comes_late_is_asked_about_and_goes_where_she_says(running: Stage) -> None:
    group = await a_group(running)
    mary = await with_both(running, group)
    for answer, wanted in (("[📒 For my own book]", 0), ("[✍️ For Kampini]", 1)):
        before = await both(running, mary, group)
        await say(running, mary, *ROOM, "[✍️ Write a line]")
        running.clock.turn(minutes=11)
        assert "For whom is it?" in await say(running, mary, f"sold hats {700 + wanted}")
        assert await both(running, mary, group) == before
        await say(running, mary, answer)
        after = await both(running, mary, group)
        assert after[wanted] == [*before[wanted], ("in", 700 + wanted, "hats")]
        assert after[1 - wanted] == before[1 - wanted]
    assert await nothing_died(running)


async def test_what_she_typed_in_time_counts_however_late_it_arrives(running: Stage) -> None:
    group = await a_group(running)
    mary = await with_both(running, group)
    await say(running, mary, *ROOM, "[✍️ Write a line]")
    sent = running.clock.now() + timedelta(minutes=2)
    running.clock.turn(minutes=50)
    await running.house.lines[0].driver.handle([typed(mary, 900, LINE, sent)])
    await running.settle()
    assert await both(running, mary, group) == ([], [("in", 600, "soap")])


async def test_a_message_that_is_changed_stays_in_the_book_that_it_is_in(running: Stage) -> None:
    group = await a_group(running)
    mary = await with_both(running, group)
    await say(running, mary, *ROOM, "[✍️ Write a line]")
    number = await mary.say(LINE)
    await running.settle()
    await mary.edit(number, "sold 12 soap 900")
    await running.settle()
    assert "stays in the group's book" in mary.heard[-1].text
    assert await both(running, mary, group) == ([], [("in", 600, "soap")])
    await say(running, mary, "[📋 See the line]", "[↩️ Undo]")
    assert await both(running, mary, group) == ([], [])
    await mary.edit(number, "sold 12 soap 950")
    await running.settle()
    assert await both(running, mary, group) == ([], []), "not into hers either"
    assert await nothing_died(running)


async def test_a_message_that_is_asked_about_and_changed_is_read_anew_for_the_group(running: Stage) -> None:
    group = await a_group(running)
    mary = await with_both(running, group)
    await say(running, mary, *ROOM, "[✍️ Write a line]")
    number = await mary.say("soap")
    await running.settle()
    await mary.edit(number, LINE)
    await running.settle()
    assert await both(running, mary, group) == ([], [("in", 600, "soap")])


async def test_a_picture_with_words_is_no_line_of_either_book(running: Stage) -> None:
    group = await a_group(running)
    mary = await with_both(running, group)
    await say(running, mary, *ROOM, "[✍️ Write a line]")
    await mary.photo(caption=LINE)
    await running.settle()
    assert "words and figures" in mary.heard[-1].text
    assert await both(running, mary, group) == ([], [])
    await say(running, mary, LINE)
    assert await both(running, mary, group) == ([], [("in", 600, "soap")])


async def test_the_groups_book_is_never_practised(running: Stage) -> None:
    group = await a_group(running)
    mary = await with_both(running, group)
    await say(running, mary, "/practice")
    await say(running, mary, *ROOM, "[✍️ Write a line]")
    assert "counts for nothing" not in await say(running, mary, LINE)
    assert sums(await of_group(running, group)) == [("in", 600, "soap")]
    assert await rows(running, person.c.practice) == [(True,)]


async def test_a_form_that_she_answers_goes_on_and_takes_no_line_of_the_group(running: Stage) -> None:
    group = await a_group(running)
    mary = await with_both(running, group)
    await say(running, mary, "/checkin")
    await say(running, mary, *ROOM, "[✍️ Write a line]", LINE)
    assert await both(running, mary, group) == ([], [("in", 600, "soap")])
    assert await nothing_died(running)


async def test_the_same_line_once_more_is_asked_about(running: Stage) -> None:
    group = await a_group(running)
    mary = await with_both(running, group)
    await say(running, mary, LINE)
    await say(running, mary, *ROOM, "[✍️ Write a line]")
    assert "✔️" in await say(running, mary, LINE), "hers is none of the group's"
    assert "Write it down once more?" in await say(running, mary, "[✍️ Write a line]", LINE)
    await say(running, mary, "[✖️ No, only once]")
    assert len(await of_group(running, group)) == 1
    await say(running, mary, "[✍️ Write a line]", LINE, "yes")
    assert len(await of_group(running, group)) == 2 and len(await book_of(running, mary)) == 1


async def test_an_old_button_below_a_line_writes_nothing_twice(running: Stage) -> None:
    group = await a_group(running)
    mary = await with_both(running, group)
    await say(running, mary, *ROOM, "[✍️ Write a line]", "contribution 200")
    asked = mary.screen[-1]
    data = asked.buttons[0][0].data
    await say(running, mary, "[💰 Money in]")
    await forged(running, mary, data)
    assert await both(running, mary, group) == ([], [("in", 200, "contribution")])


# Who leads it no more, and who never did


async def ended(running: Stage, group: int, **how: object) -> None:
    async with running.house.store.transaction() as tx:
        await tx.run(lambda c: c.execute(update(role).where(role.c.group_id == group).values(**how)))


@pytest.mark.parametrize("how", ["until", "suspended_at"])
async def test_who_leads_it_no_more_reads_and_writes_nothing_by_old_buttons(running: Stage, how: str) -> None:
    group, other = await a_group(running), await a_group(running, "Other")
    mary = await with_both(running, group)
    await gives(running, mary, other)
    await say(running, mary, "/group", "[Kampini]", "[🏠 The group itself]", "[📒 The group's book]")
    await say(running, mary, "[✍️ Write a line]", LINE)
    (kept,) = await of_group(running, group)
    await say(running, mary, "[✍️ Write a line]")
    await ended(running, group, **{how: running.clock.now()})
    assert "You lead this group no longer. Nothing was kept." in await say(running, mary, "sold mats 100")
    month = running.clock.now().strftime("m%Y%m01")
    for data in (
        f"gb|o|{group:x}", f"gb|w|{group:x}", f"gb|c|{group:x}", f"gb|m|{group:x}|{month}",
        f"gb|l|{group:x}|{month}|0", f"gb|v|{group:x}|{kept.id}", f"gb|u|{group:x}|{kept.id}",
        f"gb|a|{group:x}|{kept.id}", f"gb|b|{group:x}",
    ):  # fmt: skip
        told = await forged(running, mary, data)
        assert "600" not in told and "Kampini" not in told
    # a line of one group by a button of another
    for what in "vua":
        await forged(running, mary, f"gb|{what}|{other:x}|{kept.id}")
    assert sums(await of_group(running, group)) == [("in", 600, "soap")] and not await of_group(running, other)
    assert not await book_of(running, mary) and await nothing_died(running)


async def test_who_leads_next_goes_on_with_the_same_book(running: Stage) -> None:
    group = await a_group(running)
    mary = await with_both(running, group)
    await say(running, mary, *ROOM, "[✍️ Write a line]", LINE)
    await ended(running, group, until=running.clock.now())
    noi = await leads(running, group)
    told = await say(running, noi, *ROOM)
    assert "600" in told and "Begin the book" not in told
    await say(running, noi, "[✍️ Write a line]", "bought seeds 100", "[📒 The group's book]", "[📋 The lines]")
    await say(running, noi, "[💰 K600 · 12 soap]", "[↩️ Undo]")
    assert sums(await of_group(running, group)) == [("out", 100, "seeds")]
    assert await rows(running, func.count(group_book.c.group_id)) == [(1,)]


async def test_nothing_is_written_before_the_book_is_begun(running: Stage) -> None:
    group = await a_group(running)
    noi = await leads(running, group)
    await say(running, noi, "/group")
    for data in (f"gb|w|{group:x}", f"gb|c|{group:x}"):
        await forged(running, noi, data)
        await say(running, noi, "500")
    assert not await rows(running, entry.c.id)
    await say(running, noi, *ROOM, "[✅ Begin the book]", "500")
    for _ in range(2):
        await forged(running, noi, f"gb|b|{group:x}")
    begun = select(audit.c.id).where(audit.c.action == "begin group book").subquery()
    assert len(await rows(running, begun.c.id)) == 1
    assert await rows(running, entry.c.amount, entry.c.source) == [(50_000, "opening")]


async def test_the_box_is_counted_and_the_difference_is_the_groups(running: Stage) -> None:
    group = await a_group(running)
    mary = await with_both(running, group)
    await say(running, mary, *ROOM, "[✍️ Write a line]", LINE)
    told = await say(running, mary, "[📒 The group's book]", "[🔢 Count the box]", "550")
    assert "✍️ For Kampini" in told and "is missing" in told
    assert "550" in await say(running, mary, "[📒 The group's book]")
    assert await book_of(running, mary) == [] and await nothing_died(running)


async def test_behind_a_pin_what_the_book_says_is_not_told(running: Stage) -> None:
    group = await a_group(running)
    mary = await with_both(running, group)
    await say(running, mary, *ROOM, "[✍️ Write a line]", LINE)
    await say(running, mary, "[📒 The group's book]", "[🔢 Count the box]")
    await say(running, mary, "[🔢 Count the box]")
    async with running.house.store.transaction() as tx:
        (who,) = await tx.run(lambda c: list(c.scalars(select(person.c.id))))
        await tx.run(pins.put, who, pins.hashed("739154"), running.clock.now() - timedelta(minutes=30))
    told = await say(running, mary, "450")
    assert "behind your PIN" in told and "600" not in told
    assert "type your PIN" in await say(running, mary, "[📒 The group's book]")
    assert "450" in await say(running, mary, "739154")
    assert await nothing_died(running)
