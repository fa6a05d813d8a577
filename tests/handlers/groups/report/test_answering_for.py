"""A leader answers for a member on her phone: found, answered, sent; whoever leads the group no more keeps nothing."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from bot.store.schema import membership, report_row, submission
from tests.handlers.books import nothing_died, rows, say
from tests.handlers.groups.test_group import a_group, forged, joins, leads, link_of
from tests.house import Stage, stage

CODE = "malawi-ovop"


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=(CODE,)) as found:
        found.clock.turn(hours=5)
        yield found


async def test_from_the_list_to_the_members_phone(running: Stage) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    member = await joins(running, await link_of(running, leader))
    await say(running, leader, "/group", "[🆕 New: 1]", "[✅ Yes, in our group]")
    assert "Nobody has anything" in await say(running, leader, "/group", "[✍️ Answer for a member]")
    # the month of the first check-in
    running.clock.turn(days=30)
    told = await say(running, leader, "/group", "[✍️ Answer for a member]", "[Person 2 (2 Apr 2026)]")
    assert "✍️ For Person 2" in told and "Are you still making your product?" in told
    said = ["[Yes]", "987654", "[⏭ Skip]", "600", "[⏭ Skip]", "[⏭ Skip]", "[⏭ Skip]", "[⏭ Skip]"]
    for act in said:
        told = await say(running, leader, act)
        assert "You usually say" not in told, "what she said herself is not shown to a leader"
    assert "✍️ For Person 2" in told and "Is everything right?" in told
    assert await say(running, leader, "[✅ Send]") == "✅ Sent for Person 2. She is told of it, and has the last word."
    assert [one for (one,) in await rows(running, submission.c.source)] == ["self", "leader"]
    member.mark()
    await running.house.tick()
    await running.settle()
    assert any(one.text == "Noi Banda reported April 2026 for you." for one in member.heard)
    assert "987,654" in await say(running, member, "[👀 See it]")
    running.clock.turn(days=18)
    assert "✅ answered: 1, of these by you: 1" in await say(running, leader, "/group")
    assert await nothing_died(running)


async def test_a_leader_of_another_group_opens_nothing(running: Stage) -> None:
    first, second = await a_group(running), await a_group(running, "Other")
    leader = await leads(running, first)
    other = await leads(running, second, 7101, "Ruth Phiri")
    await joins(running, await link_of(running, leader))
    await say(running, leader, "/group", "[🆕 New: 1]", "[✅ Yes, in our group]")
    running.clock.turn(days=30)
    ((member,),) = await rows(running, membership.c.member_id)
    for data in (f"af|l|{first:x}|0", f"af|o|{first:x}|{member:x}", f"af|o|{second:x}|{member:x}"):
        assert "Person 2" not in await forged(running, other, data)
    assert not await rows(running, report_row.c.member_id) and await nothing_died(running)
    assert not await rows(running, select(submission.c.id).where(submission.c.source == "leader").subquery().c.id)
