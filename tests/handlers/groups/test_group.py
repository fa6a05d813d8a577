"""A group on phones: its leader takes it up, a member joins by the link, is confirmed by one tap, and is seen."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select, update

from bot.domain.people.roles import Role
from bot.services.groups import making
from bot.services.groups.making import Wish
from bot.services.people import invitations, working
from bot.services.people.working import Ending
from bot.store.schema import audit, dead_update, membership, person, producer, role
from simulator.world.phones import Phone
from tests.actor import Actor
from tests.handlers.books import rows, say
from tests.house import Stage, pack, stage
from tests.patience import PATIENCE

CODE = "malawi-ovop"


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=(CODE,)) as found:
        found.clock.turn(hours=5)
        yield found


async def a_group(running: Stage, name: str = "Kampini") -> int:
    now = running.clock.now()
    wish = Wish(name, "MW-S", None, now.date(), 8)
    async with running.house.store.transaction() as tx:
        return await tx.run(making.add, pack(CODE), wish, "command line", now.date(), now)


async def leads(running: Stage, group: int, number: int = 7100, name: str = "Noi Banda") -> Phone:
    """Somebody new who has opened a leader's link and set no PIN."""
    phone = running.simulator.phone(number, name, "en")
    wish = invitations.Wish(Role.LEADER, group=group)
    async with running.house.store.transaction() as tx:
        made = await tx.run(invitations.create, pack(CODE), wish, "command line", running.clock.now())
    await say(running, phone, f"/start {invitations.payload(made)}", "[English]", "[✅ Yes, I agree]", name)
    await say(running, phone, "[✖️ Not now]")
    return phone


async def link_of(running: Stage, leader: Phone) -> str:
    """What is typed by who opens the link for members."""
    told = await say(running, leader, "🤝 My group", "[🔗 Link for members]")
    return f"/start {told.rpartition('start=')[2].split()[0]}"


async def joins(running: Stage, link: str, number: int = 7201, name: str = "Mary") -> Phone:
    """Somebody new registers by the link."""
    phone = running.simulator.phone(number, name, "en")
    await Actor(phone, 2).meet(link.removeprefix("/start "))
    return phone


async def test_from_the_link_to_the_list(running: Stage) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    assert "from now on you lead the group Kampini." in "\n".join(one.text for one in leader.screen)
    told = await say(running, leader, "🤝 My group")
    assert "Kampini" in told and "Nobody is in it yet" in told
    link = await link_of(running, leader)
    leader.mark()
    member = await joins(running, link)
    await running.settle()
    (asked,) = leader.heard
    assert "says: I am in the group Kampini" in asked.text
    assert "Nobody is in it yet" in await say(running, leader, "🤝 My group"), "she is in nothing before that"
    member.mark()
    told = await say(running, leader, "[🆕 New: 1]", "[✅ Yes, in our group]")
    assert "is in your group from now on." in told
    assert [one.text for one in member.heard] == [
        "✅ You are in the group Kampini now. From today your figures count."
    ], "who was let in hears so"
    told = await say(running, leader, "🤝 My group")
    assert "✅ answered: 1" in told or "nothing due: 1" in told
    confirmed = await rows(running, person.c.confirmed_at, person.c.id)
    assert all(moment for moment, _ in confirmed)
    assert await rows(running, producer.c.inception)  # the group and the member
    assert "This is for who leads a group." in await say(running, member, "/group")
    done = [action for (action,) in await rows(running, audit.c.action)]
    assert done[-2:] == ["confirm", "confirm member"]


async def test_at_night_nobody_is_asked_and_the_newcomer_is_in_the_list(running: Stage) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    link = await link_of(running, leader)
    running.clock.turn(hours=13)
    leader.mark()
    await joins(running, link)
    assert not leader.heard
    running.clock.turn(hours=12)
    await say(running, leader, "/group")
    assert any("🆕 New: 1" in button.text for row in leader.screen[-1].buttons for button in row)


async def test_who_agreed_before_leaders_were_named_shows_nothing(running: Stage) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    await joins(running, await link_of(running, leader))
    await say(running, leader, "🤝 My group", "[🆕 New: 1]", "[✅ Yes, in our group]")
    async with running.house.store.transaction() as tx:
        agreed_before = update(person).where(person.c.consent_version != working.TERMS).values(consent_version="1")
        await tx.run(lambda connection: connection.execute(agreed_before))
    told = await say(running, leader, "/group")
    assert "🔒 not asked yet whether you may see it: 1" in told
    assert "✅" not in told and "⏳" not in told


async def test_a_no_and_a_link_that_is_taken_back(running: Stage) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    link = await link_of(running, leader)
    assert await link_of(running, leader) == link, "it is good for long"
    newcomer = await joins(running, link)
    assert any(one.text == "Thank you. The leader of Kampini is asked too." for one in newcomer.screen)
    told = await say(running, leader, "/group", "[🆕 New: 1]", "[✖️ No, not in our group]")
    assert "is not in your group." in told
    assert [why for (why,) in await rows(running, membership.c.why)] == ["refused"]
    await say(running, leader, "/group", "[🔗 Link for members]", "[🚫 Take the link back]")
    stranger = running.simulator.phone(7300, "Ruth", "en")
    await say(running, stranger, link)
    assert any("used up or too old" in one.text for one in stranger.screen)
    assert await link_of(running, leader) != link


async def test_who_is_registered_joins_with_a_yes(running: Stage) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    link = await link_of(running, leader)
    phone = running.simulator.phone(7202, "Esther", "en")
    await Actor(phone, 2).meet()
    told = await say(running, phone, link)
    assert "This link is of the group Kampini. Do you work in it?" in told
    assert "Nothing was changed" in await say(running, phone, "[✖️ No, I am not in it]")
    assert not await rows(running, membership.c.id)
    leader.mark()
    assert "The leader of Kampini is asked too." in await say(running, phone, link, "yes")
    assert "says: I am in the group Kampini" in leader.heard[-1].text
    await say(running, phone, link, "[✅ Yes, I am in this group]")
    assert len(await rows(running, membership.c.id)) == 1


async def test_another_leader_and_one_whose_time_is_over_see_nothing(running: Stage) -> None:
    first, second = await a_group(running), await a_group(running, "Other")
    leader = await leads(running, first)
    other = await leads(running, second, 7101, "Ruth Phiri")
    await joins(running, await link_of(running, leader))
    for data in (f"g|l|{first:x}|0", f"g|w|{first:x}", f"g|k|{first:x}", f"g|y|{first:x}|1"):
        assert "Mary" not in await forged(running, other, data)
    async with running.house.store.transaction() as tx:
        (number,) = await tx.run(
            lambda connection: connection.scalars(
                select(role.c.person_id).where(role.c.group_id == first, role.c.until.is_(None))
            ).all()
        )
        wish = Ending(number, Role.LEADER, "command line")
        await tx.run(working.end, wish, running.house.loaded.catalogues, running.clock.now())
    for data in (f"g|l|{first:x}|0", f"g|w|{first:x}", f"g|k|{first:x}", f"g|y|{first:x}|1"):
        assert "Mary" not in await forged(running, leader, data)
    assert "This is for who leads a group." in await say(running, leader, "🤝")
    assert not [moment for (moment,) in await rows(running, membership.c.confirmed_at) if moment]
    assert not await rows(running, dead_update.c.id), "it is answered, and is no trouble of ours"


async def test_her_pin_is_before_what_is_other_peoples(running: Stage) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    await say(running, leader, "/pin", "739154", "739154")
    running.clock.turn(minutes=11)
    assert await say(running, leader, "/group") == "🔒 Please type your PIN."
    assert "Kampini" in await say(running, leader, "739154")
    running.clock.turn(minutes=11)
    assert await forged(running, leader, f"g|l|{group:x}|0") == "🔒 Please type your PIN."


async def forged(running: Stage, phone: Phone, data: str) -> str:
    """A tap on a button that is on no screen of hers."""
    phone.mark()
    shown = next(one for one in reversed(phone.screen) if not one.mine)
    query = phone.bot.ask(phone.chat, phone.owner.user(), shown, data)
    async with asyncio.timeout(PATIENCE):
        while query in phone.bot.queries:
            await asyncio.sleep(0.002)
    await running.settle()
    return "\n".join(one.text for one in phone.heard)


async def test_a_leader_who_makes_a_product_joins_by_her_own_link_and_leads_on(running: Stage) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    link = await link_of(running, leader)
    assert "Do you make a product yourself?" in await say(running, leader, link)
    await say(running, leader, "[✅ Yes, I make a product]", "[▶️ Next]", "[▶️ Next]", "[✅ Yes, I agree", "skip")
    await say(running, leader, "Southern Region", "Balaka", "Soya oil", "In a group", "2")
    told = await say(running, leader, "skip", "skip", "skip", "send", "/group")
    assert "Kampini" in told
    assert "Noi Banda" in await say(running, leader, "[🆕 New: 1]", "[✅ Yes, in our group]")
    assert len(await rows(running, person.c.id)) == 1 and len(await rows(running, role.c.id)) == 1
    ((version, confirmed),) = await rows(running, person.c.consent_version, person.c.confirmed_at)
    assert version == str(pack(CODE).programme.consent.version) and confirmed
    (mine,) = await rows(running, membership.c.group_id, membership.c.confirmed_at.is_not(None))
    assert tuple(mine) == (group, True)
    assert not await rows(running, dead_update.c.id)
