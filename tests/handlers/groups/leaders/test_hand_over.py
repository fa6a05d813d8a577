"""A group handed over, suspended and confirmed by key holders, on phones: old buttons, open dialogues, receipts."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from bot.domain.people.roles import Reach, Role
from bot.domain.programme import Groups
from bot.services.groups.leaders import overseeing
from bot.services.people import invitations
from bot.store import Connection
from bot.store.people import roles
from bot.store.schema import key_holder, membership, person, role
from simulator.world.phones import Phone
from tests.enrol import enrol
from tests.handlers.books import nothing_died, rows, say
from tests.handlers.groups.test_group import CODE, a_group, forged, joins, leads, link_of
from tests.house import Stage, pack, stage

AGREES = ("[English]", "[✅ Yes, I agree]")


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=(CODE,)) as found:
        found.clock.turn(hours=5)
        yield found


def with_keys(running: Stage, count: int) -> None:
    """As if the pack said so."""
    known = running.house.loaded.packs[CODE]
    programme = replace(known.programme, groups=Groups(key_holders=count))
    running.house.loaded.packs[CODE] = replace(known, programme=programme)


def one_time(told: str) -> str:
    return f"/start {told.rpartition('start=')[2].split()[0]}"


async def an_officer(running: Stage, area: str | None = "MW-S") -> Phone:
    phone = running.simulator.phone(7900, "Grace", "en")
    await enrol(running, phone)
    await say(running, phone, "/menu")

    def give(connection: Connection) -> None:
        her = connection.scalars(select(person.c.id).order_by(person.c.id.desc())).first()
        assert her is not None
        roles.give(connection, her, Reach(Role.OFFICER, area), running.clock.now())

    async with running.house.store.transaction() as tx:
        await tx.run(give)
    return phone


async def leading_now(running: Stage) -> list[int]:
    held = select(role.c.person_id).where(
        role.c.role == "leader", role.c.until.is_(None), role.c.suspended_at.is_(None)
    )
    async with running.house.store.transaction() as tx:
        return list(await tx.run(lambda connection: connection.scalars(held.order_by(role.c.id)).all()))


async def test_old_buttons_and_what_was_open_end_with_the_hand_over(running: Stage) -> None:
    group = await a_group(running)
    officer, leader = await an_officer(running), await leads(running, group)
    await joins(running, await link_of(running, leader))
    told = await say(running, leader, "/group", "[🤲 Hand over my group]")
    link = one_time(told)
    officer.mark()
    leader.mark()
    new = running.simulator.phone(7102, "Ruth", "en")
    await say(running, new, link, *AGREES, "Ruth Phiri")
    assert any("you lead the group Kampini" in one.text for one in new.screen)
    await running.settle()
    assert "Ruth Phiri leads the group Kampini" in leader.heard[-1].text
    assert "Ruth Phiri leads it, in the place of Noi Banda" in officer.heard[-1].text
    for data in OLD_BUTTONS:
        assert "Mary" not in await forged(running, leader, data.format(group=group)), data
    assert [confirmed for (confirmed,) in await rows(running, membership.c.confirmed_at) if confirmed] == []
    assert len(await leading_now(running)) == 1 and await nothing_died(running)
    stranger = running.simulator.phone(7103, "Esther", "en")
    await say(running, stranger, link)
    assert any("used up or too old" in one.text for one in stranger.screen)


OLD_BUTTONS = (
    "g|l|{group:x}|0", "g|w|{group:x}", "g|k|{group:x}", "g|u|{group:x}", "g|y|{group:x}|1", "g|n|{group:x}|1",
    "handover|a|{group:x}", "handover|b|{group:x}", "handover|k|{group:x}|0", "handover|g|{group:x}|1|0",
)  # fmt: skip


async def test_who_is_suspended_while_somebody_reads_her_link_hands_nothing_over(running: Stage) -> None:
    group = await a_group(running)
    officer, leader = await an_officer(running), await leads(running, group)
    link = one_time(await say(running, leader, "/group", "[🤲 Hand over my group]"))
    new = running.simulator.phone(7102, "Ruth", "en")
    await say(running, new, link, *AGREES)
    told = await say(running, officer, "/groups", "[🤝 Kampini]", "[👤 Noi Banda]", "[⏸ Suspend: the phone is lost]")
    assert "Noi Banda is suspended" in told
    assert "used up" in await say(running, new, "Ruth Phiri")
    for data in OLD_BUTTONS:
        assert "closed to you for now" in await forged(running, leader, data.format(group=group)), data
    assert await leading_now(running) == [] and await nothing_died(running)
    await say(running, officer, "[▶️ Let Noi Banda go on]")
    assert "Kampini" in await say(running, leader, "/group")
    assert len(await leading_now(running)) == 1


async def test_key_holders_say_so_first(running: Stage) -> None:
    with_keys(running, 2)
    group = await a_group(running)
    officer, leader = await an_officer(running), await leads(running, group)
    assert "First choose three members" in await say(running, leader, "/group", "[🤲 Hand over my group]")
    assert "Nobody in the group has a phone" in await say(running, leader, "[🔑 Key holders]")
    link = await link_of(running, leader)
    holders = []
    for number, name in enumerate(("Mary", "Esther", "Agnes")):
        holders.append(await joins(running, link, 7201 + number, name))
        await say(running, leader, "/group", "[🆕 New: 1]", "[✅ Yes, in our group]")
    await say(running, leader, "/group", "[🗂 Members and papers]", "[🤲 Hand over my group]", "[🔑 Key holders]")
    for number in range(3):
        holders[number].mark()
        await say(running, leader, "[◻️")
    assert all("You hold a key of the group Kampini" in one.heard[-1].text for one in holders)
    told = await say(running, leader, "/group", "[🗂 Members and papers]", "[🤲 Hand over my group]")
    new = running.simulator.phone(7102, "Ruth", "en")
    assert "The key holders of Kampini are asked first" in await say(
        running, new, one_time(told), *AGREES, "Ruth Phiri"
    )
    assert "This is for who leads a group" in await say(running, new, "/group")
    assert "Kampini" in await say(running, leader, "/group"), "she leads until it counts"
    asked = [next(one for one in reversed(holder.screen) if "Is that so?" in one.text) for holder in holders]
    assert all("Ruth Phiri is to lead the group Kampini" in one.text for one in asked)
    assert "I have noted" in await say(running, holders[0], "[✅ Yes, that is so]")
    assert await leading_now(running) != [] and "Kampini" in await say(running, leader, "/group")
    officer.mark()
    leader.mark()
    await say(running, holders[1], "yes, that is so")
    await running.settle()
    assert "Ruth Phiri" in officer.heard[-1].text and "You lead it no longer" in leader.heard[-1].text
    assert "Kampini" in await say(running, new, "/group")
    told = await say(running, holders[2], "[✖️ No, that is not so]")
    assert "answered already" in told + "".join(one.text for one in holders[2].toasts)
    assert "This is for who leads a group" in await say(running, leader, "/group")
    assert await nothing_died(running)


async def test_somebody_half_registered_who_opens_her_link_does_not_lead_beside_her(running: Stage) -> None:
    """A registration that was begun goes on; the link waits until it is done."""
    group = await a_group(running)
    leader = await leads(running, group)
    link = one_time(await say(running, leader, "/group", "[🤲 Hand over my group]"))
    new = running.simulator.phone(7102, "Ruth", "en")
    await say(running, new, "/start", "[English]", "[▶️ Next]", "[▶️ Next]", "[✅ Yes, I agree")
    await say(running, new, "Ruth Phiri")
    await say(running, new, link)
    await enrol_rest(running, new)
    assert len(await leading_now(running)) == 1 and not await rows(running, membership.c.id)
    assert "invited to lead the group Kampini" in new.screen[-1].text
    leader.mark()
    await say(running, new, "[✅ Yes, I agree]")
    assert len(await leading_now(running)) == 1 and "You lead it no longer" in leader.heard[-1].text


async def enrol_rest(running: Stage, phone: Phone) -> None:
    await say(running, phone, "skip", "Southern Region", "Balaka", "Soya oil", "Alone or with my family", "2")
    await say(running, phone, "skip", "skip", "skip", "send")


@pytest.mark.parametrize("area", ["MW-N", "MW-BL"])
async def test_an_officer_of_elsewhere_sees_and_does_nothing(running: Stage, area: str) -> None:
    group = await a_group(running)
    await leads(running, group)
    officer = await an_officer(running, area)
    assert "There is no group yet" in await say(running, officer, "/groups")
    for data in ("groups|g|{0:x}", "groups|k|{0:x}", *(f"groups|{deed}|{{0:x}}|1" for deed in "psrnez")):
        told = await forged(running, officer, data.format(group))
        assert "Kampini" not in told and "Noi" not in told and "http" not in told, data
    assert len(await leading_now(running)) == 1 and await nothing_died(running)


async def test_a_group_of_another_programme_is_not_hers(running: Stage) -> None:
    officer = await an_officer(running, None)
    group = await a_group(running)
    async with running.house.store.transaction() as tx:
        other = replace(pack(CODE), programme=replace(pack(CODE).programme, code="other"))
        with pytest.raises(overseeing.NotAllowed):
            await tx.run(overseeing.one, 1, other, group)
        await tx.run(lambda connection: connection.execute(update(role).values(area=None)))
        made = await tx.run(
            invitations.create, pack(CODE), invitations.Wish(Role.LEADER, group=group), "x", running.clock.now()
        )
    assert made.group_id == group
    assert "Kampini" in [b.text.removeprefix("⚠️ ") for b in await buttons(running, officer)]


async def buttons(running: Stage, phone: Phone) -> list:  # type: ignore[type-arg]
    await say(running, phone, "/groups")
    return [one for row in phone.screen[-1].buttons for one in row]


async def test_who_said_in_a_group_is_asked_once_and_joins_with_a_tap(running: Stage) -> None:
    group = await a_group(running)
    officer, leader = await an_officer(running), await leads(running, group)
    her = running.simulator.phone(7300, "Mary", "en")
    await enrol(running, her, {"region": "MW-S", "works": "group"})
    await say(running, her, "sold 3 soap 600")
    her.mark()
    told = await say(running, officer, "/groups", "[🙋 In a group", "[✉️ Mary")
    assert "✔️ Mary" in told
    (asked,) = [one for one in her.heard if "Which one is it?" in one.text]
    assert [one.text for row in asked.buttons for one in row] == ["Kampini", "None of these"]
    leader.mark()
    assert "The leader of Kampini is asked too." in await say(running, her, "[Kampini]")
    assert "says: I am in the group Kampini" in leader.heard[-1].text
    before = len(await rows(running, membership.c.id))
    for data in (f"which|y|1|{group:x}", "which|y|2|63", "groups|i|2|0"):
        await forged(running, her, data)
    assert len(await rows(running, membership.c.id)) == before == 1 and await nothing_died(running)


async def test_an_officer_names_key_holders_of_a_group_without_a_leader(running: Stage) -> None:
    with_keys(running, 2)
    group = await a_group(running)
    officer, leader = await an_officer(running), await leads(running, group)
    member = await joins(running, await link_of(running, leader), 7201, "Mary")
    await say(running, leader, "/group", "[🆕 New: 1]", "[✅ Yes, in our group]")
    await say(running, officer, "/groups", "[🤝 Kampini]", "[👤 Noi Banda]", "[🚫 End]", "[🚫 Yes, end it]")
    member.mark()
    await say(running, officer, "/groups", "[⚠️ Kampini]", "[🔑 Key holders]", "[◻️ Person 2]")
    assert "🔑 Person 2" in str(officer.last.buttons)
    assert "You hold a key of the group Kampini" in member.heard[-1].text
    (held,) = await rows(running, key_holder.c.person_id, key_holder.c.until)
    assert held[1] is None
    for data in AREA_KEYS:
        button = data.format(group=group, who=held[0])
        await forged(running, leader, button)
        await forged(running, member, button)
    async with running.house.store.transaction() as tx:
        await tx.run(lambda connection: connection.execute(update(role).values(area="MW-N")))
    for data in AREA_KEYS:
        told = await forged(running, officer, data.format(group=group, who=held[0]))
        assert "no longer works" in officer.toasts[-1].text and "Person" not in told, data
    assert await rows(running, key_holder.c.person_id, key_holder.c.until) == [held] and await nothing_died(running)


AREA_KEYS = ("gkeys|l|{group:x}|0", "gkeys|g|{group:x}|{who:x}|0", "gkeys|t|{group:x}|{who:x}|0")
