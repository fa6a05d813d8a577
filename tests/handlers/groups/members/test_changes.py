"""What becomes of a member, on her leader's phone: old buttons, and those of others, change nothing."""

from bot.store.schema import dead_update, membership, person
from simulator.world.phones import Phone
from tests.handlers.books import rows, say
from tests.handlers.groups.members.test_adding import TO_THE_END
from tests.handlers.groups.test_group import a_group, forged, leads, running
from tests.house import Stage

__all__ = ["running"]


async def test_another_leader_and_old_buttons_change_nothing(running: Stage) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    await say(running, leader, *TO_THE_END)
    member = min(number for (number,) in await rows(running, membership.c.member_id))
    other = await leads(running, await a_group(running, "Other"), 7101, "Ruth Phiri")
    before = await rows(running, membership.c.id, membership.c.until), await rows(running, person.c.name)
    for what in ("left", "died", "back", "name"):
        for deed in ("q", "y"):
            assert "Malita" not in await forged(running, other, f"gc|{deed}|{group:x}|{member:x}|{what}")
    assert "Malita" not in await forged(running, other, f"gc|m|{group:x}|{member:x}")
    # what is not offered now, and a name that nobody has typed
    for what in ("back", "name"):
        await forged(running, leader, f"gc|y|{group:x}|{member:x}|{what}")
    await forged(running, leader, f"gc|y|{group:x}|{99:x}|left")
    assert (await rows(running, membership.c.id, membership.c.until), await rows(running, person.c.name)) == before
    await forged(running, leader, f"gc|y|{group:x}|{member:x}|died")
    ended = await rows(running, membership.c.until, membership.c.member_id)
    assert [bool(until) for until, whose in ended if whose == member] == [True]
    await forged(running, leader, f"gc|y|{group:x}|{member:x}|left")
    assert len(await rows(running, membership.c.id)) == 2
    assert not await rows(running, dead_update.c.id)


async def test_a_name_is_for_whom_it_was_asked(running: Stage) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    await say(running, leader, *TO_THE_END)
    first, second = sorted(number for (number,) in await rows(running, membership.c.member_id))
    await forged(running, leader, f"gc|q|{group:x}|{first:x}|name")
    await say(running, leader, "Ruth Moyo")
    await forged(running, leader, f"gc|y|{group:x}|{second:x}|name")
    assert "Ruth Moyo" not in {name for (name,) in await rows(running, person.c.name)}
    await forged(running, leader, f"gc|y|{group:x}|{first:x}|name")
    names = {name for (name,) in await rows(running, person.c.name)}
    assert "Ruth Moyo" in names and "Malita" not in names


async def test_a_button_that_erases_is_good_for_an_hour(running: Stage) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    await say(running, leader, *TO_THE_END)
    member = min(number for (number,) in await rows(running, membership.c.member_id))
    asked = int(running.clock.now().timestamp())
    running.clock.turn(hours=2)
    for since in (asked, asked + 10 * 3600):
        await forged(running, leader, f"gc|e|{group:x}|{member:x}|{since:x}")
        assert any("Does Malita want to be forgotten?" in one.text for one in leader.screen)
    assert "This button no longer works." in await tapped(running, leader, f"gc|y|{group:x}|{member:x}|forget")
    assert "Malita" in {name for (name,) in await rows(running, person.c.name)}
    await forged(running, leader, f"gc|e|{group:x}|{member:x}|{asked + 2 * 3600:x}")
    assert "Malita" not in {name for (name,) in await rows(running, person.c.name)}


async def tapped(running: Stage, phone: Phone, data: str) -> str:
    """What appears for a moment after a tap."""
    await forged(running, phone, data)
    return phone.toasts[-1].text
