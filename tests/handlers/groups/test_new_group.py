"""A group made in the chat: the same name meanwhile, an area that was taken from her, buttons of earlier questions."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select, update

from bot.domain.people.roles import Reach, Role
from bot.services.groups import making
from bot.services.groups.making import Wish
from bot.store import Connection
from bot.store.people import roles
from bot.store.schema import group_about, invitation, person, role
from simulator.world.phones import Phone
from tests.enrol import enrol
from tests.handlers.books import nothing_died, rows, say
from tests.handlers.groups.test_group import CODE, forged
from tests.house import Stage, pack, stage

QUESTIONS = ("/newgroup", "Balaka", "Kampini", "[Soya oil]", "8", "[⏭ Skip]")


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=(CODE,)) as found:
        yield found


async def officer(running: Stage, *areas: str | None) -> Phone:
    """Somebody registered who works in these areas."""
    phone = running.simulator.phone(7001, "Grace")
    await enrol(running, phone)

    def give(connection: Connection) -> None:
        (her,) = connection.scalars(select(person.c.id))
        for area in areas:
            roles.give(connection, her, Reach(Role.OFFICER, area), running.clock.now())

    async with running.house.store.transaction() as tx:
        await tx.run(give)
    return phone


async def test_who_has_an_area_without_others_below_is_not_asked_where(running: Stage) -> None:
    phone = await officer(running, "MW-BA")
    assert (await say(running, phone, "/newgroup")).startswith("1 of 4 · ✏️ What is the group called?")


async def test_a_key_shows_the_groups_and_a_button_makes_one(running: Stage) -> None:
    phone = await officer(running, "MW-BA")
    assert (await say(running, phone, "/menu")) == "What would you like to do?"
    assert "🏘 Groups" in [key.text for row in phone.keyboard.rows for key in row]
    assert (await say(running, phone, "🏘 Groups")) == "There is no group yet: Balaka."
    assert (await say(running, phone, "[➕ Make a group]")).startswith("1 of 4 · ✏️ What is the group called?")


async def test_who_has_several_chooses_among_them_and_writes_no_other(running: Stage) -> None:
    phone = await officer(running, "MW-BA", "MW-BL")
    told = await say(running, phone, "/newgroup")
    assert told == "1 of 5 · 📍 Where is the group?"
    assert [button.text for row in phone.screen[-1].buttons for button in row] == [
        "Balaka", "Blantyre", "✖️ Not now",
    ]  # fmt: skip
    assert "I do not find that" in await say(running, phone, "Zomba")
    assert "This button no longer works." in await toast(running, phone, "newgroup|area|c|MW-ZO")
    assert "What is the group called?" in await say(running, phone, "2")


async def test_a_name_that_was_taken_meanwhile_is_asked_anew(running: Stage) -> None:
    phone = await officer(running, "MW-S")
    await say(running, phone, *QUESTIONS)
    now = running.clock.now()
    async with running.house.store.transaction() as tx:
        wish = Wish("kampini", "MW-BA", None, now.date())
        await tx.run(making.add, pack(CODE), wish, "command line", now.date(), now)
    told = await say(running, phone, "[✅ Make the group]")
    assert told.startswith("There is a group of this name already.") and "2 of 5" in told
    await say(running, phone, "Kampini Soya", "[Soya oil]", "8", "no", "[✅ Make the group]")
    assert sorted(name for (name,) in await rows(running, group_about.c.name)) == ["Kampini Soya", "kampini"]
    assert len(await rows(running, invitation.c.code)) == 1


async def test_an_area_that_was_taken_from_her_meanwhile_makes_nothing(running: Stage) -> None:
    phone = await officer(running, "MW-S")
    await say(running, phone, *QUESTIONS)
    async with running.house.store.transaction() as tx:
        await tx.run(lambda connection: connection.execute(update(role).values(area="MW-N")))
    assert "no longer works" in await say(running, phone, "[✅ Make the group]")
    assert await nothing_died(running)
    assert not await rows(running, group_about.c.name) and not await rows(running, invitation.c.code)


async def test_one_tap_makes_one_group(running: Stage) -> None:
    phone = await officer(running, "MW-S")
    await say(running, phone, *QUESTIONS)
    await say(running, phone, "[✅ Make the group]")
    for data in ("newgroup|all|z", "newgroup|name|b", "newgroup|area|c|MW-BA", "newgroup|area|w"):
        assert "answered already" in await toast(running, phone, data)
    assert len(await rows(running, group_about.c.name)) == 1
    assert await nothing_died(running)


@pytest.mark.parametrize(
    ("written", "day"),
    [("8", 8), ("the 12th", 12), ("on the 5th of the month", 5), ("๑๒", 12), ("३१ गते", 31), ("tsiku la 4", 4),
     ("0", None), ("32", None), ("5 or 6", None), ("Monday", None), ("?", None), ("-3", None), ("3.5", None)],
)  # fmt: skip
async def test_a_day_is_one_of_the_month(running: Stage, written: str, day: int | None) -> None:
    phone = await officer(running, "MW-S")
    told = await say(running, phone, *QUESTIONS[:4], written)
    assert ("Who lends money" in told) is (day is not None)
    if day is not None:
        assert f"on day {day} of" in await say(running, phone, "no")


async def toast(running: Stage, phone: Phone, data: str) -> str:
    """What appeared for a moment after a tap on a button that is on no screen of hers, or was said."""
    before = len(phone.toasts)
    told = await forged(running, phone, data)
    return "\n".join([told, *(one.text for one in phone.toasts[before:])])
