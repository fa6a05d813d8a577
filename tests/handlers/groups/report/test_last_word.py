"""The last word on a phone: whose it is on a shared one, what stands in front, what is left half done."""

import json
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from bot.domain.wire.button_owner import marked
from bot.i18n.calendars import month_before
from bot.services.people import mydata
from bot.store import Connection
from bot.store.groups.members import members
from bot.store.schema import follow_up, person, report_row, role, speaks_for, submission
from simulator.world.phones import Phone
from tests.actor import Actor
from tests.enrol import enrol
from tests.handlers.books import nothing_died, rows, say
from tests.handlers.groups.test_group import a_group, forged, leads
from tests.handlers.people.test_shared_phone import meet_another
from tests.house import Stage, pack, stage
from tests.services.groups.report.reports import Said, reported

CODE = "malawi-ovop"


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=(CODE,)) as found:
        found.clock.turn(hours=5)
        yield found


async def member(running: Stage, number: int = 7001, name: str = "Malee") -> Phone:
    phone = running.simulator.phone(number, name, "en")
    await enrol(running, phone)
    await say(running, phone, "/help")
    return phone


async def report(running: Stage, name: str = "Malee", **figures: str) -> int:
    """The leader of the only group has reported for her; gives the number of the submission."""

    def write(connection: Connection) -> int:
        group, leader = connection.execute(select(role.c.group_id, role.c.person_id)).one()
        who = connection.scalars(select(person.c.id).where(person.c.name == name)).one()
        hers = connection.scalars(select(speaks_for.c.producer_id).where(speaks_for.c.person_id == who)).one()
        now = running.clock.now()
        members.join(connection, group, hers, now, confirmed=True)
        month, _ = month_before(now.date(), pack(CODE).programme.calendar)
        return reported(connection, pack(CODE), Said(group, leader, hers, month, figures or {"sales": "12000"}), now)

    async with running.house.store.transaction() as tx:
        number = await tx.run(write)
    await running.house.tick()
    await running.settle()
    return number


async def words(running: Stage) -> list[str | None]:
    return [word for (word,) in await rows(running, report_row.c.word)]


async def test_the_leader_hears_no_more_than_that_it_is_not_right(running: Stage) -> None:
    leader = await leads(running, await a_group(running))
    phone = await member(running)
    await report(running, sales="987654")
    leader.mark()
    await say(running, phone, "[👀 See it]", "[✖️ Not right]")
    (told,) = leader.heard
    assert told.text.startswith("Malee says: what you reported for February 2026 is not right.")
    assert "987654" not in told.text
    await say(running, phone, "/mydata")
    assert any("Your leader reported 1 time for you" in one.text for one in phone.heard)
    await say(running, phone, "9000", "[✅ Send]", "[👀 See it]", "[🤫 Tell the programme only]")
    assert len(leader.heard) == 1
    ((who,),) = await rows(running, role.c.person_id)
    async with running.house.store.transaction() as tx:
        kept = json.loads(await tx.run(mydata.as_json, who))
    assert "word" not in kept["reported_for_others"][0] and "private" not in json.dumps(kept)


async def test_buttons_of_what_is_others_do_nothing(running: Stage) -> None:
    leader = await leads(running, await a_group(running))
    await member(running)
    other = await member(running, 7002, "Grace")
    number = await report(running)
    mark = next(one.data for row in (await shown(running, 7001)) for one in row if "right" in (one.data or ""))
    for phone in (other, leader):
        for data in (f"word|s|{number:x}", f"word|q|{number:x}", mark.partition("~")[0]):
            toasts = len(phone.toasts)
            told = await forged(running, phone, data)
            said = told + "".join(one.text for one in phone.toasts[toasts:])
            assert "12,000" not in said and ("no longer works" in said or "make a product" in said), (data, said)
    assert await words(running) == [None] and not await rows(running, follow_up.c.id)
    assert await nothing_died(running)


async def shown(running: Stage, number: int) -> list[list[object]]:
    phone = running.simulator.phone(number)
    await say(running, phone, "[👀 See it]")
    return phone.screen[-1].buttons  # type: ignore[return-value]


async def test_on_a_shared_phone_for_whom_is_said_and_nobody_answers_for_another(running: Stage) -> None:
    await leads(running, await a_group(running))
    phone = running.simulator.phone(7001, "Malee", "en")
    await Actor(phone, 11).meet()
    await meet_another(running, phone, 22)
    phone.mark()
    number = await report(running, "Person 11")
    assert phone.heard[-1].text == "👤 Person 11\nNoi Banda reported February 2026 for you."
    who = {name: number for number, name in await rows(running, person.c.id, person.c.name)}
    told = await forged(running, phone, marked(f"word|s|{number:x}", who["Person 22"]))
    assert "12,000" not in told


async def test_what_she_writes_much_later_is_no_question(running: Stage) -> None:
    await leads(running, await a_group(running))
    phone = await member(running)
    await report(running)
    await say(running, phone, "[👀 See it]", "[❓ Ask]")
    running.clock.turn(minutes=11)
    assert "600" in await say(running, phone, "sold 12 soap 600")
    assert [detail for (detail,) in await rows(running, follow_up.c.detail)] == [{"answers": []}]


@pytest.mark.parametrize("enough", ["[✖️ No words]", "no words", "skip", "later"])
async def test_who_has_no_words_has_a_question_all_the_same(running: Stage, enough: str) -> None:
    await leads(running, await a_group(running))
    phone = await member(running)
    await report(running)
    assert "will read it" in await say(running, phone, "[👀 See it]", "[❓ Ask]", enough)
    assert [detail for (detail,) in await rows(running, follow_up.c.detail)] == [{"answers": []}]
    assert "600" in await say(running, phone, "sold 12 soap 600")


async def test_a_form_that_was_open_goes_on_after_her_question(running: Stage) -> None:
    await leads(running, await a_group(running))
    phone = await member(running)
    asked = await say(running, phone, "/checkin")
    await report(running)
    told = await say(running, phone, "[👀 See it]", "[❓ Ask]", "Who told her?")
    assert "will read it" in told and asked.splitlines()[-1] in told


async def test_her_own_figures_left_for_later_go_on_by_a_button(running: Stage) -> None:
    await leads(running, await a_group(running))
    phone = await member(running)
    number = await report(running, sales="12000", people="2")
    told = await say(running, phone, "[👀 See it]", "[✖️ Not right]", "9000", "later")
    assert told == "All right. Your answers are kept.\nTap below to go on."
    await forged(running, phone, f"word|s|{number:x}")
    assert "2 of 2" in await say(running, phone, "[✖️ Not right]"), "begun already"
    await say(running, phone, "later")
    assert "2 of 2" in await say(running, phone, "[▶️ Go on]")
    assert "Your own figures count" in await say(running, phone, "[⏭ Skip]", "[✅ Send]")
    assert "1 of 1" in await say(running, phone, "[👀 See it]", "[✖️ Not right]"), "she has skipped one"
    assert [source for (source,) in await rows(running, submission.c.source)] == ["leader", "self"]


async def test_who_gives_no_figure_leaves_all_as_it_was(running: Stage) -> None:
    await leads(running, await a_group(running))
    phone = await member(running)
    await report(running)
    told = await say(running, phone, "[👀 See it]", "[✖️ Not right]", "[⏭ Skip]", "[✅ Send]")
    assert "You gave no figure" in told
    assert (await words(running), len(await rows(running, submission.c.id))) == (["wrong"], 1)


async def test_practice_does_not_swallow_her_own_figures(running: Stage) -> None:
    await leads(running, await a_group(running))
    phone = await member(running)
    await report(running)
    await say(running, phone, "/practice", "[👀 See it]", "[✖️ Not right]", "9000", "[✅ Send]")
    assert [practice for (practice,) in await rows(running, submission.c.practice)] == [False, False]
