"""Members without a phone on their leader's phone: nothing is kept before their consent, and nothing is kept twice."""

import pytest

from bot.domain.people.roles import Role
from bot.services.people import working
from bot.services.people.working import Ending
from bot.store.schema import audit, consent_told, dead_update, membership, person, producer
from handlers.groups.members.draft import Row
from tests.handlers.books import rows, say
from tests.handlers.groups.test_group import a_group, forged, leads, running
from tests.house import Stage

__all__ = ["running"]
UP_TO_CONSENT = ("/add", "Malita f 54 mats, John m 61 soap", "[✅ All is right]")
TO_THE_END = (*UP_TO_CONSENT, "[✅ All have agreed]", "[🗣 Aloud]", "[Today]", "[I was there: Noi Banda]")


async def test_nothing_is_kept_before_they_have_agreed(running: Stage) -> None:
    leader = await leads(running, await a_group(running))
    people = await rows(running, person.c.id)
    for act in TO_THE_END[:-1]:
        await say(running, leader, act)
        assert await rows(running, person.c.id) == people, act
    assert not await rows(running, membership.c.id)
    told = await say(running, leader, TO_THE_END[-1])
    assert "1 · Malita\n2 · John" in told
    assert len(await rows(running, membership.c.id)) == 2
    assert {(how, before) for how, before in await rows(running, consent_told.c.how, consent_told.c.before)} == {
        ("aloud", "Noi Banda")
    }
    registered = [about for (about,) in await rows(running, producer.c.registered) if about]
    assert registered == [
        {"gender": "female", "age_band": "over_50"},
        {"gender": "male", "age_band": "over_50"},
    ]
    assert "Malita" not in str(await rows(running, audit.c.detail, audit.c.subject))


async def test_a_button_of_a_question_that_is_over_changes_nothing(running: Stage) -> None:
    leader = await leads(running, await a_group(running))
    await say(running, leader, *TO_THE_END)
    for data in ("add|ok", "add|read", "add|how|aloud", "add|me", "add|on|b4ff0", "add|x", "add|d|0|gender|female"):
        await forged(running, leader, data)
    assert len(await rows(running, membership.c.id)) == 2
    await say(running, leader, "/add", "Ruth f 50")
    before = len(await rows(running, membership.c.id))
    for data in ("add|read", "add|how|aloud", "add|me", "add|out|0", "add|t|0|same", "add|d|0|age|over_50", "add|g|7"):
        await forged(running, leader, data)
    assert len(await rows(running, membership.c.id)) == before
    assert "John is in your group already" in await say(running, leader, "John m 61 soap")
    assert "1. Ruth" in await say(running, leader, "[Somebody else]"), "the draft is as it was"
    assert not await rows(running, dead_update.c.id)


async def test_sent_twice_is_once(running: Stage) -> None:
    leader = await leads(running, await a_group(running))
    await say(running, leader, *TO_THE_END)
    told = await say(running, leader, *UP_TO_CONSENT[:2])
    assert "Malita is in your group already: Malita, number 1." in told
    await say(running, leader, "[The same person]")
    told = await say(running, leader, "[The same person]")
    assert "Who is new?" in told
    assert len(await rows(running, membership.c.id)) == 2


async def test_two_of_one_name_in_a_message_are_asked(running: Stage) -> None:
    leader = await leads(running, await a_group(running))
    told = await say(running, leader, "/add", "Noi f 30, Noi f 60")
    assert "Noi and Noi: is it the same person?" in told
    told = await say(running, leader, "[Somebody else]")
    assert "1. Noi" in told and "2. Noi" in told


async def test_who_is_too_young_is_taken_in_with_a_guardian_or_left_out(running: Stage) -> None:
    leader = await leads(running, await a_group(running))
    told = await say(running, leader, "/add", "Grace f 16, Ruth f 15, Malita f 54")
    assert "Grace is under 18." in told
    assert "Ruth is under 18." in await say(running, leader, "Mary Banda")
    told = await say(running, leader, "[✖️ Leave Ruth out]")
    assert "1. Grace" in told and "2. Malita" in told and "Ruth" not in told


async def test_at_most_forty_at_a_time(running: Stage) -> None:
    leader = await leads(running, await a_group(running))
    names = ["".join(chr(ord("a") + int(digit)) for digit in f"{number:04}") for number in range(1000, 9000, 180)]
    told = await say(running, leader, "/add", ", ".join(f"{name} f 30" for name in names[:41]))
    assert "at most 40" in told


async def test_who_leads_no_more_adds_nobody(running: Stage) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    await say(running, leader, *TO_THE_END[:-1])
    (number,) = [one for one, name in await rows(running, person.c.id, person.c.name) if name == "Noi Banda"]
    async with running.house.store.transaction() as tx:
        wish = Ending(number, Role.LEADER, "command line")
        await tx.run(working.end, wish, running.house.loaded.catalogues, running.clock.now())
    assert "This is for who leads a group." in await say(running, leader, TO_THE_END[-1])
    assert not await rows(running, membership.c.id)


async def test_another_leader_adds_nobody_to_this_group(running: Stage) -> None:
    first = await a_group(running)
    await leads(running, first)
    other = await leads(running, await a_group(running, "Other"), 7101, "Ruth Phiri")
    assert "Who is new?" not in await forged(running, other, f"add|begin|{first:x}")


@pytest.mark.parametrize(
    ("name", "age", "band", "younger"),
    [
        ("by band", None, "under_18", True),
        ("by age", 19, "from_18_to_35", True),
        ("old enough", 20, "from_18_to_35", False),
        ("perhaps", None, "from_18_to_35", False),
        ("not said", None, None, False),
    ],
)
def test_who_is_younger_than_the_programmes_age(name: str, age: int | None, band: str | None, younger: bool) -> None:
    assert Row(name, age_band=band, age=age).is_younger(20) is younger
