"""Who paid in has a receipt, once: in her chat by day, or read out to her; nobody else hears of it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from bot.domain.wire.outgoing import OutState
from bot.services.people import erasure, mydata, pins
from bot.store import Connection
from bot.store.schema import audit, entry, outbox, paid_in, person, speaks_for
from simulator.world.phones import Phone
from tests.conversations.at_work import _members as without_phones
from tests.handlers.books import book_of, nothing_died, rows, say, sums
from tests.handlers.groups.cash_book.test_two_books import LINE, ended, of_group, with_both
from tests.handlers.groups.cash_book.test_two_books import ROOM as EMPTY_ROOM
from tests.handlers.groups.test_group import a_group, forged, joins, leads
from tests.house import Stage, stage

CODE = "malawi-ovop"
# With members, the group is a page further.
ROOM = ("/group", "[🗂 Members and papers]", *EMPTY_ROOM[1:])
PAID = ("[✍️ Write a line]", "got 200 from Grace for seeds")


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=(CODE,)) as found:
        found.clock.turn(hours=5)
        yield found


async def begun(running: Stage, *members: str) -> tuple[int, Phone]:
    """A group that keeps a book, its leader, and members without a phone."""
    group = await a_group(running)
    leader = await leads(running, group)
    await say(running, leader, *EMPTY_ROOM, "[✅ Begin the book]", "0")
    await without_phones(running, None, members)
    return group, leader


async def with_a_phone(running: Stage, leader: Phone, name: str = "Mary Tembo") -> Phone:
    """A member who has joined by the group's link, and whom the leader has confirmed."""
    told = await say(running, leader, "/group", "[🗂 Members and papers]", "[🔗 Link for members]")
    member = await joins(running, f"/start {told.rpartition('start=')[2].split()[0]}")
    await named(running, "Person 2", name)
    await say(running, leader, "/group", "[🆕 New: 1]", "[✅ Yes, in our group]")
    member.mark()
    return member


async def named(running: Stage, was: str, name: str) -> None:
    async with running.house.store.transaction() as tx:
        change = update(person).where(person.c.name == was).values(name=name)
        assert await tx.run(lambda c: c.execute(change).rowcount) == 1


async def receipts(running: Stage) -> list[tuple[str, bool]]:
    """How each line was told, and whether somebody is named."""
    return [(how, bool(who)) for how, who in await rows(running, paid_in.c.receipt, paid_in.c.member_id)]


async def test_a_member_with_a_phone_has_her_receipt_once(running: Stage) -> None:
    group, leader = await begun(running, "Grace Phiri")
    member = await with_a_phone(running, leader)
    told = await say(running, leader, *ROOM, *PAID)
    assert "Who paid this in?" in told and "✍️ For Kampini" in told
    asked = leader.screen[-1]
    labels = [one.text for row in asked.buttons for one in row]
    assert labels[0] == "Grace Phiri", "whom the line names comes first"
    mary = next(one.data for row in asked.buttons for one in row if one.text == "Mary Tembo")
    told = await say(running, leader, "[Mary Tembo]")
    assert "Mary Tembo gets this in the chat:" in told and "Kampini has received K200 from you on" in told
    (receipt,) = member.heard
    assert receipt.text.startswith("🧾 Kampini has received K200 from you on") and not receipt.buttons
    for data in (mary, f"gb|n|{group:x}|{(await of_group(running, group))[0].id}", mary):
        await forged(running, leader, data)
    assert len(member.heard) == 1 and await receipts(running) == [("chat", True)]
    assert await book_of(running, member) == [], "it is none of her own book"
    deeds = [
        row for row in await rows(running, audit.c.action, audit.c.acting_for, audit.c.detail) if "receipt" in row[0]
    ]
    assert deeds == [("receipt for who paid in", group, {"receipt": "chat"})]
    assert await nothing_died(running)


async def test_who_has_no_phone_is_read_it_out(running: Stage) -> None:
    _, leader = await begun(running, "Grace Phiri", "Malita")
    await say(running, leader, *ROOM, *PAID)
    told = await say(running, leader, "[Grace Phiri]")
    assert "Read this out" in told and "“🧾 Kampini has received K200 from you on" in told
    assert await receipts(running) == [("aloud", True)]
    await say(running, leader, "[📒 The group's book]", "[📋 The lines]")
    assert "Paid in by Grace Phiri." in await say(running, leader, "[💰 K200 · seeds · Grace]")


@pytest.mark.parametrize(("state", "act"), [("stopped", "/stop"), ("blocked", "")])
async def test_who_cannot_be_written_to_now_is_read_it_out(running: Stage, state: str, act: str) -> None:
    _, leader = await begun(running, "Grace Phiri")
    member = await with_a_phone(running, leader)
    await (say(running, member, act) if act else member.block())
    await running.settle()
    heard = len(member.heard)
    await say(running, leader, *ROOM, *PAID)
    assert "Read this out" in await say(running, leader, "[Mary Tembo]")
    assert len(member.heard) == heard and await receipts(running) == [("aloud", True)]


async def test_nobody_of_ours_is_told_nothing_and_asked_no_more(running: Stage) -> None:
    group, leader = await begun(running, "Grace Phiri")
    member = await with_a_phone(running, leader)
    await say(running, leader, *ROOM, *PAID, "[🙅 Nobody of ours]")
    assert not member.heard and await receipts(running) == [("none", False)]
    (kept,) = await of_group(running, group)
    told = await forged(running, leader, f"gb|v|{group:x}|{kept.id}")
    assert "Paid in by" not in told and "Who paid" not in str(leader.screen[-1].buttons)


async def test_what_nobody_pays_in_asks_nobody(running: Stage) -> None:
    _, leader = await begun(running, "Grace Phiri")
    for line in ("bought seeds 500", "we put 300 in the bank"):
        assert "Who paid" not in await say(running, leader, *ROOM, "[✍️ Write a line]", line)
    await say(running, leader, *ROOM, "[🔢 Count the box]")
    assert "Who paid" not in await say(running, leader, "900")
    assert not await receipts(running)


async def test_a_group_without_members_asks_nobody(running: Stage) -> None:
    _, leader = await begun(running)
    assert "Who paid" not in await say(running, leader, *EMPTY_ROOM, *PAID)


async def test_a_name_and_a_number_are_typed(running: Stage) -> None:
    group, leader = await begun(running, "Grace Phiri", "Grace Banda", "Malita")
    for typed, tapped in (("grace banda", None), ("1", None), ("grace", "Grace Phiri"), ("malitta", "Malita")):
        await say(running, leader, *ROOM, "[✍️ Write a line]", f"sold mats {len(await receipts(running)) + 1}00", typed)
        before = len(await receipts(running))
        if tapped is None:
            assert before and "Read this out" in leader.heard[-1].text
        else:
            await say(running, leader, f"[{tapped}]")
    assert await receipts(running) == [("aloud", True)] * 4
    await say(running, leader, *ROOM, "[✍️ Write a line]", "sold mats 900")
    assert "I find nobody for" in await say(running, leader, "Zaphira")
    await say(running, leader, "[🙅 Nobody of ours]")
    assert len(await of_group(running, group)) == 5 and await nothing_died(running)


async def test_what_is_no_name_is_heard_as_ever(running: Stage) -> None:
    group = await a_group(running)
    mary = await with_both(running, group)
    await without_phones(running, None, ["Grace Phiri"])
    await say(running, mary, *ROOM, *PAID)
    await say(running, mary, LINE)
    assert sums(await book_of(running, mary)) == [("in", 600, "soap")]
    assert sums(await of_group(running, group)) == [("in", 200, "seeds")]
    await say(running, mary, "Grace Phiri")
    assert not await receipts(running), "the question was left"
    await say(running, mary, *ROOM, "[📋 The lines]", "[💰 K200 · seeds · Grace]", "[🧾 Who paid this in?]")
    assert "Read this out" in await say(running, mary, "[Grace Phiri]")


async def test_pages_of_members(running: Stage) -> None:
    names = [f"Noi {letter}" for letter in "ABCDEFGHIJKLMNOP"]
    _, leader = await begun(running, *names)
    await say(running, leader, *ROOM, "[✍️ Write a line]", "sold mats 500")
    shown: list[str] = []
    for _ in range(3):
        labels = [one.text for row in leader.screen[-1].buttons for one in row]
        shown += [one for one in labels if one.startswith("Noi")]
        if "▶️" in labels:
            await say(running, leader, "[▶️]")
    assert shown == names
    await say(running, leader, "[Noi P]")
    assert await receipts(running) == [("aloud", True)]


async def test_at_night_the_receipt_waits_for_the_morning(running: Stage) -> None:
    _, leader = await begun(running, "Grace Phiri")
    member = await with_a_phone(running, leader)
    running.clock.turn(hours=11)
    await say(running, leader, *ROOM, *PAID)
    # what waits for the morning keeps the house from being quiet
    for label, told in (("Mary Tembo", "gets this in the chat"), ("↩️ Undo", "Taken back")):
        await leader.tap(label)
        async with asyncio.timeout(20):
            while told not in leader.screen[-1].text:
                await asyncio.sleep(0.02)
    assert not member.heard
    running.clock.turn(hours=10)
    await running.settle()
    assert [one.text.partition(" Kampini has ")[2].split()[0] for one in member.heard] == ["received", "taken"]


async def test_who_has_a_receipt_is_told_of_what_is_taken_back_and_counts_again(running: Stage) -> None:
    group, leader = await begun(running, "Grace Phiri")
    member = await with_a_phone(running, leader)
    await say(running, leader, *ROOM, *PAID, "[Mary Tembo]", "[↩️ Undo]", "[↪️ Put it back]")
    told = [one.text for one in member.heard]
    assert [one.partition(" Kampini")[0] for one in told] == ["🧾", "🧾", "🧾 It counts again:"]
    assert "taken this back" in told[1]
    (kept,) = await of_group(running, group)
    await forged(running, leader, f"gb|a|{group:x}|{kept.id}")
    assert len(member.heard) == 3
    # nobody was asked about this one
    await say(running, leader, *ROOM, "[✍️ Write a line]", "sold mats 500", "[↩️ Undo]")
    assert len(member.heard) == 3 and await nothing_died(running)


async def test_a_line_that_is_taken_back_has_no_payer(running: Stage) -> None:
    _, leader = await begun(running, "Grace Phiri")
    await say(running, leader, *ROOM, *PAID)
    asked = leader.screen[-1]
    grace = next(one.data for row in asked.buttons for one in row if one.text == "Grace Phiri")
    await say(running, leader, "[↩️ Undo]")
    await forged(running, leader, grace)
    await say(running, leader, "Grace Phiri")
    assert not await receipts(running) and await nothing_died(running)


async def test_a_member_of_another_group_and_a_leader_who_leads_no_more(running: Stage) -> None:
    group, leader = await begun(running, "Grace Phiri")
    other = await a_group(running, "Other")
    await without_phones(running, "Other", ["Ruth"])
    await say(running, leader, *ROOM, *PAID)
    (kept,) = await of_group(running, group)
    ruths = [one for (one,) in await rows(running, speaks_for.c.producer_id)]
    await forged(running, leader, f"gb|r|{group:x}|{kept.id}|{max(ruths):x}")
    await forged(running, leader, f"gb|r|{other:x}|{kept.id}|{max(ruths):x}")
    assert not await receipts(running)
    await ended(running, group, until=running.clock.now())
    await leads(running, other, 7101, "Ruth Phiri")
    await say(running, leader, "Grace Phiri")
    await forged(running, leader, f"gb|r|{group:x}|{kept.id}|{min(ruths):x}")
    assert not await receipts(running) and await nothing_died(running)


async def test_behind_a_pin_no_member_is_named(running: Stage) -> None:
    _, leader = await begun(running, "Grace Phiri")
    await say(running, leader, *ROOM, "[✍️ Write a line]")
    async with running.house.store.transaction() as tx:
        (who,) = await tx.run(lambda c: list(c.scalars(select(person.c.id).where(person.c.name == "Noi Banda"))))
        await tx.run(pins.put, who, pins.hashed("739154"), running.clock.now() - timedelta(minutes=30))
    told = await say(running, leader, "sold mats 500")
    assert "Grace" not in str(leader.screen[-1].buttons) and "Money in" in told
    await say(running, leader, "[🧾 Who paid this in?]", "739154")
    assert "Read this out" in await say(running, leader, "[Grace Phiri]")


async def test_who_paid_in_reads_it_in_her_data_and_who_is_forgotten_stands_nowhere(running: Stage) -> None:
    group, leader = await begun(running, "Grace Phiri")
    member = await with_a_phone(running, leader, name="Zaphira Quellmist")
    await say(running, leader, *ROOM, "[✍️ Write a line]", "got 200 from Zaphira for dues", "[Zaphira Quellmist]")
    await say(running, leader, *ROOM, "[✍️ Write a line]", "got 300 from zaphira for fees", "[🙅 Nobody of ours]")
    await say(running, leader, *ROOM, "[✍️ Write a line]", "paid Zaphira Quellmist 100 for mats")
    async with running.house.store.transaction() as tx:
        names = select(person.c.id).where(person.c.name == "Zaphira Quellmist")
        data = await tx.run(lambda c: mydata.as_json(c, c.scalars(names).one()))
    assert b'"paid_in_to_a_group"' in data and b'"receipt":"chat"' in data
    async with running.house.store.transaction() as tx:
        mary = await tx.run(lambda c: c.scalars(names).one())
        await tx.run(erasure.erase_person, mary, running.clock.now())

    def named(connection: Connection) -> list[str]:
        found = []
        for table in (entry, paid_in, outbox, audit):
            waits = outbox.c.state != OutState.SENDING if table is outbox else True
            found += [str(row) for row in connection.execute(select(table).where(waits))]
        return [one for one in found if "aphira" in one]

    async with running.house.store.transaction() as tx:
        assert await tx.run(named) == []
    assert await rows(running, paid_in.c.member_id, paid_in.c.receipt) == [(None, "chat"), (None, "none")]
    assert await rows(running, func.count(entry.c.id)) and member
    assert sum(one.amount for one in await of_group(running, group)) > 0, "figures stay"
    told = await forged(running, leader, f"gb|v|{group:x}|{(await of_group(running, group))[0].id}")
    assert "aphira" not in told and await nothing_died(running)
