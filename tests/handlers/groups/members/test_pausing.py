"""A leader says in her own words until when a member pauses: it counts once she has tapped the day that was read."""

from datetime import timedelta

import pytest

from bot.store.schema import dead_update, membership, pause
from simulator.world.phones import Phone
from tests.handlers.books import rows, say
from tests.handlers.groups.members.test_adding import TO_THE_END
from tests.handlers.groups.test_group import a_group, forged, leads, running
from tests.house import Stage

__all__ = ["running"]

TYPED = [
    ("20 March 2026", ["Until 20 Mar 2026"]),
    ("until 20 march", ["Until 20 Mar 2026"]),
    ("20/5/2026", ["Until 20 May 2026"]),
    ("4/5/2026", ["Until 4 May 2026", "Until 5 Apr 2026"]),
    ("20.5.2569", ["Until 20 May 2026"]),
    ("20 Jestha 2083", ["Until 3 Jun 2026"]),
    ("२० जेठ २०८३", ["Until 3 Jun 2026"]),
    ("๒๐ พฤษภาคม ๒๕๖๙", ["Until 20 May 2026"]),
    ("in 3 weeks", ["Until 23 Mar 2026"]),
    ("the 20th", ["Until 20 Mar 2026"]),
    ("2026-03-03", ["Until 3 Mar 2026"]),
    ("3 March 2027", ["Until 3 Mar 2027"]),
]
NOT_READ = [
    ("2 March 2026", "I need a day after today. For example: 2 Apr 2026"),
    ("today", "I need a day after today. For example: 2 Apr 2026"),
    ("20 February 2026", "I need a day after today. For example: 2 Apr 2026"),
    ("yesterday", "I need a day after today. For example: 2 Apr 2026"),
    ("4 March 2027", "That is too far off. The last day that I can take is 3 Mar 2027."),
    ("1 May 2030", "That is too far off. The last day that I can take is 3 Mar 2027."),
    ("31 April 2026", "There is no such day. For example: 2 Apr 2026"),
    ("when the rain comes", "I need a date here. For example: 2 Apr 2026"),
    ("1200", "I need a date here. For example: 2 Apr 2026"),
    ("skip", "I need a date here. For example: 2 Apr 2026"),
]


async def asked_until(running: Stage) -> tuple[Phone, int, int]:
    """A leader who is asked until when Malita pauses, her group and Malita."""
    group = await a_group(running)
    leader = await leads(running, group)
    await say(running, leader, *TO_THE_END)
    member = min(number for (number,) in await rows(running, membership.c.member_id))
    await forged(running, leader, f"gc|u|{group:x}|{member:x}|sick")
    return leader, group, member


def offered(phone: Phone) -> list[str]:
    """The buttons with days on the last message."""
    return [one.text for row in phone.screen[-1].buttons for one in row if one.text.startswith("Until ")]


async def test_a_typed_day_counts_once_it_is_tapped(running: Stage) -> None:
    leader, *_ = await asked_until(running)
    assert running.clock.now().date().isoformat() == "2026-03-02"
    for typed, days in TYPED:
        await say(running, leader, typed)
        assert offered(leader) == days, typed
    assert not await rows(running, pause.c.id), "nothing is kept of what was only typed"
    await say(running, leader, "20 March 2026", "[Until 20 Mar 2026]")
    assert "⏸ Malita pauses until 20 Mar 2026." in leader.screen[-1].text
    ((why, until),) = await rows(running, pause.c.why, pause.c.until)
    assert (why, until.isoformat()) == ("sick", "2026-03-20")
    await say(running, leader, "21 March 2026")
    assert offered(leader) == [], "it is asked no more"
    assert not await rows(running, dead_update.c.id)


async def test_what_is_no_day_ahead_is_said_and_asked_again(running: Stage) -> None:
    leader, *_ = await asked_until(running)
    for typed, told in NOT_READ:
        await say(running, leader, typed)
        assert leader.screen[-1].text == told, typed
        assert offered(leader) == []
    await say(running, leader, "20 March 2026")
    assert offered(leader) == ["Until 20 Mar 2026"]


async def test_who_turns_back_is_asked_no_more(running: Stage) -> None:
    leader, *_ = await asked_until(running)
    await say(running, leader, "[⬅️ Back]", "20 March 2026")
    assert offered(leader) == []


async def test_half_a_day_later_it_is_about_something_else(running: Stage) -> None:
    leader, *_ = await asked_until(running)
    running.clock.turn(hours=12)
    await say(running, leader, "20 March 2026")
    assert offered(leader) == []


async def test_who_has_left_meanwhile_or_pauses_already_is_not_asked_about(running: Stage) -> None:
    leader, group, member = await asked_until(running)
    other = await leads(running, group, 7101, "Ruth Phiri")
    await forged(running, other, f"gc|y|{group:x}|{member:x}|left")
    await say(running, leader, "20 March 2026")
    assert offered(leader) == [] and not await rows(running, pause.c.id)


async def test_no_day_of_a_forged_button_is_too_far_or_past(running: Stage) -> None:
    leader, group, member = await asked_until(running)
    today = running.clock.now().date()
    for days in (-1, 0, 367, 100_000):
        far = (today + timedelta(days=days)).toordinal()
        await forged(running, leader, f"gc|p|{group:x}|{member:x}|sick|{far:x}")
    assert not await rows(running, pause.c.id)
    far = (today + timedelta(days=366)).toordinal()
    await forged(running, leader, f"gc|p|{group:x}|{member:x}|sick|{far:x}")
    assert len(await rows(running, pause.c.id)) == 1


@pytest.mark.parametrize(("deed", "typed"), [("u|{}|{}|sick", "20 March 2026"), ("q|{}|{}|name", "Mary Moyo")])
async def test_a_shut_pin_comes_before_the_name(running: Stage, deed: str, typed: str) -> None:
    leader, group, member = await asked_until(running)
    await say(running, leader, "/pin", "739154", "739154")
    await forged(running, leader, f"gc|{deed.format(f'{group:x}', f'{member:x}')}")
    running.clock.turn(minutes=11)
    leader.mark()
    await say(running, leader, typed)
    assert all("Malita" not in one.text for one in leader.heard) and offered(leader) == []
    assert "Malita" in await say(running, leader, "739154")
