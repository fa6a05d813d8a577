"""The group itself: its calendar begins by itself, its leader answers for it, no count of members changes."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from bot.store.keeping import export
from bot.store.keeping.export_pages import Scope
from bot.store.schema import answer, correction, role, slot, submission
from simulator.world.phones import Phone
from tests.handlers.books import nothing_died, rows, say
from tests.handlers.groups.leaders.test_hand_over import an_officer
from tests.handlers.groups.test_group import a_group, forged, joins, leads, link_of
from tests.house import Stage, pack, stage

CODE = "malawi-ovop"
FIGURES = ("12", "9", "4", "50000", "30", "120000", "7", "1")


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=(CODE,)) as found:
        found.clock.turn(hours=5)
        yield found


async def opened(running: Stage, leader: Phone) -> str:
    return await say(running, leader, "/group", "[🏠 The group itself]")


async def counted(running: Stage, group: int) -> tuple[int, int]:
    """What an export has to write, and how many slots are members'."""
    async with running.house.store.transaction() as tx:
        number = await tx.run(export.count, Scope())
    members = select(slot.c.id).where(slot.c.producer_id != group).subquery()
    return number, len(await rows(running, members.c.id))


def last_sent(phone: Phone) -> str:
    """The button on her screen that opens what was sent last."""
    labels = [button.text for row in phone.screen[-1].buttons for button in row]
    return next(f"[{one}]" for one in labels if one.startswith("✏️ What was sent on"))


async def test_a_leader_answers_for_the_group_and_is_asked_again_next_month(running: Stage) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    told = await opened(running, leader)
    assert "Here you answer for the whole group" in told and "Questions about the group wait" in told
    told = await say(running, leader, "[✍️ Answer for the group]")
    assert "These are figures of the group, not yours" in told and "How many members does the group have now?" in told
    assert "must" not in await say(running, leader, "12")
    assert "from 0 to the number of members" in await say(running, leader, "13")
    for figure in FIGURES[1:]:
        told = await say(running, leader, figure)
        assert "✍️ For " in told
    assert "Is everything right?" in told
    assert "✅ Sent for" in await say(running, leader, "[✅ Send]")
    kept = await rows(running, submission.c.producer_id, submission.c.form_name, submission.c.source)
    assert kept == [(group, "group_baseline", "self")]
    assert "The group is asked next on" in await opened(running, leader)
    running.clock.turn(days=31)
    await running.house.tick()
    told = await say(running, leader, "/group", "[🏠 The group itself]", "[✍️ Answer for the group]")
    assert "How many members does the group have now?" in told and "not yours" not in told
    assert await nothing_died(running)


async def test_no_count_changes_when_a_group_begins_its_own_calendar(running: Stage) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    await joins(running, await link_of(running, leader))
    await say(running, leader, "/group", "[🆕 New: 1]", "[✅ Yes, in our group]")
    running.clock.turn(days=35)
    await running.house.tick()
    before, stands = await counted(running, group), await say(running, leader, "/group")
    await say(running, leader, "[🗂 Members and papers]", "[🏠 The group itself]")
    own = select(slot.c.id).where(slot.c.producer_id == group).subquery()
    assert await rows(running, own.c.id), "the group has a calendar"
    assert await counted(running, group) == before
    assert await say(running, leader, "/group") == stands
    assert await nothing_died(running)


async def test_who_never_opens_it_is_asked_and_a_group_that_does_not_answer_is_on_the_officers_list(
    running: Stage,
) -> None:
    leader = await leads(running, await a_group(running))
    leader.mark()
    for _ in range(30):
        running.clock.turn(hours=12)
        await running.house.tick()
    await running.settle()
    asked = [one.text for one in leader.heard]
    assert len(asked) == 3 and all(one.startswith("🏠 Questions about your group Kampini wait.") for one in asked)
    officer = await an_officer(running, None)
    line = "the questions about the group itself were not answered, since"
    assert (await say(running, officer, "/followups")).count(line) == 1
    await say(running, leader, "[✍️ Answer for the group]", *FIGURES)
    assert "✅ Sent for Kampini." in await say(running, leader, "[✅ Send]")
    assert line not in await say(running, officer, "/followups") and await nothing_died(running)


async def test_its_calendar_runs_for_years_at_the_middle_pace_and_she_is_reminded_of_nothing_else(
    running: Stage,
) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    await opened(running, leader)
    leader.mark()
    for _ in range(20):
        running.clock.turn(days=31)
        await running.house.tick()
        await running.house.tick()
    found = await rows(running, slot.c.form, slot.c.interval_reason)
    assert {form for form, _ in found} == {"group_baseline", "group_checkin"}
    assert {reason for _, reason in found} == {None, "mixed"}
    assert leader.heard and all(
        one.text.startswith("🏠 Questions about your group Kampini wait.") for one in leader.heard
    )


async def answered(running: Stage, leader: Phone) -> str:
    await opened(running, leader)
    return await say(running, leader, "[✍️ Answer for the group]", *FIGURES, "[✅ Send]")


async def sold(running: Stage) -> list[str]:
    found = await rows(running, answer.c.path, answer.c.value)
    return [value for path, value in found if path.endswith("/group_sales")]


async def test_what_was_sent_last_is_looked_at_and_corrected(running: Stage) -> None:
    leader = await leads(running, await a_group(running))
    assert "✅ Sent for Kampini." in await answered(running, leader)
    told = await say(running, leader, "[✏️ Change an answer]")
    assert "📝 What was sent for Kampini on" in told and "✍️ For Kampini" in told
    told = await say(running, leader, "[▶️]")
    assert "120,000" in told and "✍️ For Kampini" in told
    told = await say(running, leader, "[✏️ 6]")
    assert "Only programme staff and those who lead the group see this." in told and "Only you" not in told
    await say(running, leader, "125000")
    assert "Why do you change it?" in await say(running, leader, "[✅ Send]")
    assert "✅ Changed." in await say(running, leader, "[I wrote it wrong]")
    assert await sold(running) == ["125000"]
    await opened(running, leader)
    assert "125,000" in await say(running, leader, last_sent(leader), "[▶️]")
    assert await rows(running, correction.c.old, correction.c.new) == [("120000", "125000")]
    assert await nothing_died(running)


async def test_a_leader_after_her_corrects_it_and_she_does_no_more(running: Stage) -> None:
    group = await a_group(running)
    first = await leads(running, group)
    await answered(running, first)
    await say(running, first, "[✏️ Change an answer]", "[▶️]", "[✏️ 6]", "125000", "[✅ Send]")
    async with running.house.store.transaction() as tx:
        await tx.run(
            lambda c: c.execute(update(role).where(role.c.group_id == group).values(until=running.clock.now()))
        )
    await say(running, first, "[I wrote it wrong]")
    assert await sold(running) == ["120000"]
    second = await leads(running, group, 7102, "Ruth Phiri")
    await opened(running, second)
    await say(running, second, last_sent(second), "[▶️]", "[✏️ 6]", "130000", "[✅ Send]", "[It has changed]")
    assert await sold(running) == ["130000"] and await nothing_died(running)


async def test_a_message_that_she_has_changed_is_a_correction_too(running: Stage) -> None:
    leader = await leads(running, await a_group(running))
    await answered(running, leader)
    typed = next(one for one in reversed(leader.screen) if one.mine and one.text == "120000")
    await leader.edit(typed.id, "121000")
    await running.settle()
    assert "Change K120,000 to K121,000?" in leader.last.text
    await say(running, leader, "[✅ Yes, change it]")
    assert await sold(running) == ["121000"] and await nothing_died(running)


async def test_the_reminder_opens_the_questions(running: Stage) -> None:
    leader = await leads(running, await a_group(running))
    await opened(running, leader)
    leader.mark()
    for _ in range(8):
        running.clock.turn(hours=6)
        await running.house.tick()
    await running.settle()
    (asked,) = leader.heard
    assert asked.text.startswith("🏠 Questions about your group Kampini wait.")
    assert "How many members does the group have now?" in await say(running, leader, "[✍️ Answer for the group]")
    assert await nothing_died(running)


async def test_who_leads_it_no_more_opens_nothing_and_what_she_has_begun_is_not_kept(running: Stage) -> None:
    first, second = await a_group(running), await a_group(running, "Other")
    leader, other = await leads(running, first), await leads(running, second, 7101, "Ruth Phiri")
    for data in (f"gi|l|{first:x}", f"gi|a|{first:x}"):
        assert "Here you answer" not in await forged(running, other, data)
    await opened(running, leader)
    await say(running, leader, "[✍️ Answer for the group]", *FIGURES)
    async with running.house.store.transaction() as tx:
        await tx.run(
            lambda c: c.execute(update(role).where(role.c.group_id == first).values(until=running.clock.now()))
        )
    assert "Nothing was kept" in await say(running, leader, "[✅ Send]")
    assert not await rows(running, submission.c.id) and await nothing_died(running)


async def test_a_pack_without_these_forms_has_no_such_calendar(sqlite_url: str) -> None:
    whole = pack(CODE)
    plain = replace(whole, forms={name: one for name, one in whole.forms.items() if not name.startswith("group_")})
    async with stage(sqlite_url, codes=(CODE,), packs={CODE: plain}) as running:
        running.clock.turn(hours=5)
        group = await a_group(running)
        leader = await leads(running, group)
        await say(running, leader, "/group")
        assert "Here you answer" not in await forged(running, leader, f"gi|l|{group:x}")
        assert not await rows(running, slot.c.id) and await nothing_died(running)
