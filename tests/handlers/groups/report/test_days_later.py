"""The network comes after the meeting: what a leader wrote days ago is dated by her message, and late is late."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import select, update

from bot.store.schema import report, report_row, slot, submission
from simulator.world.phones import Phone
from tests.handlers.books import nothing_died, rows, say, typed
from tests.handlers.groups.report.test_report import members
from tests.handlers.groups.test_group import CODE, a_group, joins, leads, link_of
from tests.handlers.groups.test_own_calendar import FIGURES
from tests.house import Stage, stage

NUMBERS = count(5000)
NAMES = ("Malee Rai", "Lek Phiri", "Gift Moyo")


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=(CODE,)) as found:
        found.clock.turn(hours=5)
        yield found


async def comes_in(running: Stage, phone: Phone, *written: tuple[datetime, str]) -> str:
    """What she wrote at some time comes in now, all together; gives what the screen shows last."""
    # Telegram's clock is seen meanwhile: ours is believed
    await running.simulator.phone(7999, "Somebody", "en").say("/help")
    await running.settle()
    phone.mark()
    messages = [typed(phone, next(NUMBERS), text, moment) for moment, text in written]
    await running.house.lines[0].driver.handle(messages)
    running.house.lines[0].delivery.wake()
    await running.settle()
    return phone.heard[-1].text


async def comes_later(running: Stage, phone: Phone, text: str, **by: float) -> str:
    """She writes it now, and it comes in after a time."""
    wrote = running.clock.now()
    running.clock.turn(**by)
    return await comes_in(running, phone, (wrote, text))


async def a_leader(running: Stage) -> Phone:
    group = await a_group(running)
    leader = await leads(running, group)
    await members(running, group, NAMES)
    return leader


async def sent_at(running: Stage) -> list[datetime]:
    of_leader = select(submission.c.sent_at, submission.c.id).where(submission.c.source == "leader").subquery()
    return [moment for moment, _ in sorted(await rows(running, *of_leader.c), key=lambda one: one[1])]


async def test_a_report_is_of_the_day_and_the_month_that_she_wrote_it_in(running: Stage) -> None:
    leader = await a_leader(running)
    running.clock.turn(days=41)  # 12 April: they talk about March
    wrote = running.clock.now()
    told = await comes_later(running, leader, "Malee 1200, Lek 800, Gift 600", days=8)
    assert "Kampini, March 2026" in told
    assert "✅ Sent for March 2026: 3." in await say(running, leader, "[✅ Send]")
    assert await sent_at(running) == [wrote] * 3
    assert {at for (at,) in await rows(running, report_row.c.at)} == {wrote} and await nothing_died(running)


async def test_a_line_that_mends_it_now_belongs_to_it(running: Stage) -> None:
    leader = await a_leader(running)
    running.clock.turn(days=41)
    wrote = running.clock.now()
    assert "Kampini, March 2026" in await comes_later(running, leader, "Malee 1200, Lek 800, Gift", days=8)
    running.clock.turn(minutes=3)
    told = await say(running, leader, "Gift 600")
    assert "Kampini, March 2026" in told and "that you began" not in told
    assert "✅ Sent for March 2026: 3." in await say(running, leader, "[✅ Send]")
    assert await sent_at(running) == [wrote] * 3 and await nothing_died(running)


async def test_two_of_different_days_that_come_in_together_are_two(running: Stage) -> None:
    leader = await a_leader(running)
    running.clock.turn(days=41)
    wrote = running.clock.now()
    running.clock.turn(days=8)
    later = running.clock.now() - timedelta(minutes=10)
    await comes_in(running, leader, (wrote, "Malee 1200, Lek 800, Gift 600"), (later, "Malee 1300, Lek 900, Gift 700"))
    texts = [one.text for one in leader.heard]
    assert any("Kampini, March 2026" in one for one in texts) and any("Kampini, April 2026" in one for one in texts)
    assert "The report for March 2026 that you began is not sent yet." in texts[-1]


async def test_a_report_that_lay_since_yesterday_waits_as_before(running: Stage) -> None:
    leader = await a_leader(running)
    running.clock.turn(days=41)
    await say(running, leader, "Malee 1200, Lek 800, Gift 600")
    running.clock.turn(hours=21)
    assert "that you began is not sent yet" in await say(running, leader, "Malee 1300, Lek 900, Gift 700")


async def test_what_she_adds_by_changing_a_message_is_of_the_day_on_which_she_changed_it(running: Stage) -> None:
    leader = await a_leader(running)
    running.clock.turn(days=41)
    wrote = running.clock.now()
    await say(running, leader, "Malee 1200, Lek 800", "[Send without them]")
    shown = next(one for one in reversed(leader.screen) if one.mine and one.text.startswith("Malee"))
    running.clock.turn(days=5)
    changed = running.clock.now()
    await leader.edit(shown.id, "Malee 1200, Lek 800, Gift 600")
    await running.settle()
    assert "March 2026" in leader.heard[-1].text
    await say(running, leader, "[✅ Send]")
    assert await sent_at(running) == [wrote, wrote, changed] and await nothing_died(running)


async def states(running: Stage, form: str) -> list[str]:
    found = await rows(running, slot.c.state, slot.c.form, slot.c.number)
    return [state for state, of, _ in sorted(found, key=lambda one: one[2]) if of == form]


async def test_the_groups_own_figures_are_of_the_day_on_which_she_wrote_the_last_of_them(running: Stage) -> None:
    leader = await leads(running, await a_group(running))
    await say(running, leader, "/group", "[🏠 The group itself]", "[✍️ Answer for the group]", *FIGURES, "[✅ Send]")
    running.clock.turn(days=36)  # the check-in of the first month is four days due: late after seven
    await running.house.tick()
    await say(running, leader, "/group", "[🏠 The group itself]", "[✍️ Answer for the group]", *FIGURES[:-1])
    wrote = running.clock.now()
    assert "Is everything right?" in await comes_later(running, leader, FIGURES[-1], days=9)
    assert "✅ Sent for Kampini." in await say(running, leader, "[✅ Send]")
    kept = await rows(running, submission.c.sent_at, submission.c.id)
    assert max(kept, key=lambda one: one[1])[0] == wrote
    assert (await states(running, "group_checkin"))[0] == "answered" and await nothing_died(running)


async def test_late_is_late_for_the_group_itself(running: Stage) -> None:
    leader = await leads(running, await a_group(running))
    await say(running, leader, "/group", "[🏠 The group itself]", "[✍️ Answer for the group]", *FIGURES, "[✅ Send]")
    running.clock.turn(days=50)
    await running.house.tick()
    await say(running, leader, "/group", "[🏠 The group itself]", "[✍️ Answer for the group]", *FIGURES[:-1])
    await comes_later(running, leader, FIGURES[-1], days=3)
    await say(running, leader, "[✅ Send]")
    assert (await states(running, "group_checkin"))[0] == "late" and await nothing_died(running)


async def test_a_form_that_lay_is_of_the_day_on_which_it_is_sent(running: Stage) -> None:
    leader = await leads(running, await a_group(running))
    await say(running, leader, "/group", "[🏠 The group itself]", "[✍️ Answer for the group]", *FIGURES)
    running.clock.turn(days=5)
    await say(running, leader, "[✅ Send]")
    assert [at for (at,) in await rows(running, submission.c.sent_at)] == [running.clock.now()]


async def test_a_form_that_came_late_and_lay_is_of_the_day_on_which_it_is_sent(running: Stage) -> None:
    leader = await leads(running, await a_group(running))
    await say(running, leader, "/group", "[🏠 The group itself]", "[✍️ Answer for the group]", *FIGURES[:-1])
    await comes_later(running, leader, FIGURES[-1], days=3)
    running.clock.turn(days=2)
    await say(running, leader, "[✅ Send]")
    assert [at for (at,) in await rows(running, submission.c.sent_at)] == [running.clock.now()]


async def test_a_members_answers_on_her_leaders_phone_too(running: Stage) -> None:
    leader = await leads(running, await a_group(running))
    await joins(running, await link_of(running, leader))
    await say(running, leader, "/group", "[🆕 New: 1]", "[✅ Yes, in our group]")
    running.clock.turn(days=36)
    await running.house.tick()
    await say(running, leader, "/group", "[✍️ Answer for a member]", "[Person 2 (2 Apr 2026)]", "[Yes]")
    for act in ("987654", "[⏭ Skip]", "600", *["[⏭ Skip]"] * 3):
        await say(running, leader, act)
    wrote = running.clock.now()
    assert "Is everything right?" in await comes_later(running, leader, "⏭ Skip", days=9)
    await say(running, leader, "[✅ Send]")
    assert await sent_at(running) == [wrote]
    assert (await states(running, "checkin"))[0] == "answered"
    assert {at for (at,) in await rows(running, report_row.c.at)} == {wrote} and await nothing_died(running)


async def test_words_that_send_are_dated_too(running: Stage) -> None:
    leader = await leads(running, await a_group(running))
    await say(running, leader, "/group", "[🏠 The group itself]", "[✍️ Answer for the group]", *FIGURES)
    wrote = running.clock.now()
    assert "✅ Sent for Kampini." in await comes_later(running, leader, "send", days=3)
    assert [at for (at,) in await rows(running, submission.c.sent_at)] == [wrote]


async def test_what_was_written_before_its_time_was_over_answers_it(running: Stage) -> None:
    leader = await a_leader(running)
    running.clock.turn(days=35)
    await running.house.tick()
    hers = select(slot.c.producer_id).where(slot.c.form == "checkin").scalar_subquery()
    close = running.clock.now() + timedelta(days=1)
    async with running.house.store.transaction() as tx:
        soon = update(slot).where(slot.c.producer_id.in_(hers), slot.c.number == 1).values(closes_at=close)
        await tx.run(lambda connection: connection.execute(soon))
    wrote = running.clock.now()
    for _ in range(6):
        running.clock.turn(hours=12)
        await running.house.tick()
    await comes_in(running, leader, (wrote, "April, Malee 1200, Lek 800, Gift 600"))
    assert "✅ Sent for April 2026: 3." in await say(running, leader, "[✅ Send]")
    first = await rows(running, slot.c.state, slot.c.why, slot.c.number, slot.c.form)
    assert {(state, why) for state, why, number, form in first if number == 1 and form == "checkin"} == {
        ("answered", None)
    }
    assert await rows(running, report.c.month) and await nothing_died(running)
