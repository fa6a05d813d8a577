"""What happens meanwhile, between a card that is scanned and a phone that is linked."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from sqlalchemy import select, update

from bot.domain.people.roles import Reach, Role
from bot.services.groups.members import membership
from bot.services.groups.members.membership import Left
from bot.services.people import erasure
from bot.services.staff import merging
from bot.store import Connection
from bot.store.people import roles
from bot.store.schema import (
    person,
    phone_request,
    producer,
    role,
    speaks_for,
)
from handlers.groups.members import phone_asked
from simulator.world.phones import Phone
from tests.actor import Actor
from tests.handlers.books import nothing_died, rows, say
from tests.handlers.groups.members.test_own_phone import (
    HER,
    IS_HERS,
    OVER,
    YES,
    agrees,
    asked,
    has_phone,
    outcomes,
)
from tests.handlers.groups.paper.test_paper import ends
from tests.handlers.groups.test_group import CODE, a_group, forged, leads
from tests.house import Stage, pack, stage


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=(CODE,)) as found:
        found.clock.turn(hours=5)
        yield found


async def _new_card(running: Stage, leader: Phone, _group: int, _member: int) -> None:
    await say(running, leader, "/group", "[🗂 Members and papers]", "[📇 Cards]", "[🔁 New card for …]")
    await say(running, leader, "[1. Malee Jaidee]")


async def _goes(running: Stage, why: Left, group: int, member: int) -> None:
    async with running.house.store.transaction() as tx:
        assert await tx.run(membership.leave, 1, group, member, why, running.clock.now())


async def _leaves(running: Stage, _leader: Phone, group: int, member: int) -> None:
    await _goes(running, Left.LEFT, group, member)


async def _dies(running: Stage, _leader: Phone, group: int, member: int) -> None:
    await _goes(running, Left.DIED, group, member)


async def _moves(running: Stage, _leader: Phone, group: int, member: int) -> None:
    await _goes(running, Left.MOVED, group, member)
    await a_group(running, "Other")


async def _is_erased(running: Stage, _leader: Phone, _group: int, _member: int) -> None:
    async with running.house.store.transaction() as tx:
        await tx.run(erasure.erase_person, HER, running.clock.now())


async def _is_merged(running: Stage, _leader: Phone, _group: int, member: int) -> None:
    """She has registered by herself on another phone, and staff have made the two one."""
    await Actor(running.simulator.phone(7900, "Malee", "en"), 3).meet()
    newest = max(number for (number,) in await rows(running, producer.c.id))
    now = running.clock.now()

    def merge(connection: Connection) -> int | None:
        here = select(producer.c.area, producer.c.product).where(producer.c.id == member)
        area, product = connection.execute(here).one()
        kind = product or "baskets"
        alike = update(producer).where(producer.c.id.in_((member, newest)))
        connection.execute(alike.values(area=area, product=kind))
        speaker = select(speaks_for.c.person_id).where(speaks_for.c.producer_id == newest)
        connection.execute(update(person).where(person.c.id.in_(speaker)).values(name="Malee Jaidee"))
        roles.give(connection, 1, Reach(Role.ADMIN), now)
        return merging.merge(connection, 1, pack(CODE), member, newest, running.house.loaded.catalogues, now)

    async with running.house.store.transaction() as tx:
        assert await tx.run(merge) is not None


Happens = Callable[[Stage, Phone, int, int], Awaitable[None]]
GONE: tuple[Happens, ...] = (_leaves, _dies, _moves, _is_erased, _is_merged)


@pytest.mark.parametrize("happens", [_new_card, *GONE])
async def test_meanwhile_before_the_leader_answers(running: Stage, happens: Happens) -> None:
    group, leader, member, _, phone = await asked(running)
    seen = next(one.id for one in leader.screen if "Is it her?" in one.text)
    await happens(running, leader, group, member)
    phone.mark()
    await leader.tap(YES[1:-1], seen)
    await running.settle()
    if happens is _is_erased:
        assert "no longer works" in leader.toasts[-1].text and await outcomes(running) == []
    else:
        assert await outcomes(running) == ["over"] and phone.heard[0].text.startswith(OVER)
    assert (await say(running, phone, "hello")) and await has_phone(running) == []
    assert await nothing_died(running)


@pytest.mark.parametrize("happens", GONE)
async def test_meanwhile_before_she_agrees(running: Stage, happens: Happens) -> None:
    group, leader, member, _, phone = await asked(running)
    await say(running, leader, YES)
    await say(running, phone, "[▶️ Read it]", "[▶️ Next]", "[▶️ Next]")
    await happens(running, leader, group, member)
    assert (await say(running, phone, "[✅ Yes, I agree]")).startswith(OVER)
    assert await has_phone(running) == []
    assert await nothing_died(running)


@pytest.mark.parametrize("happens", [_new_card])
async def test_a_new_card_takes_no_phone_away(running: Stage, happens: Happens) -> None:
    group, leader, member, _, phone = await asked(running)
    await say(running, leader, YES)
    await happens(running, leader, group, member)
    assert (await agrees(running, phone)).startswith(IS_HERS)


@pytest.mark.parametrize("answer", [phone_asked.YES, phone_asked.NO, phone_asked.BACK])
async def test_who_leads_no_longer_or_is_suspended_or_leads_another_group(running: Stage, answer: str) -> None:
    group, leader, _, _, phone = await asked(running)
    other = await leads(running, await a_group(running, "Other"), 7102, "Ruth Phiri")
    data = f"phone|{answer}|{group:x}|1"
    before = await rows(running, *phone_request.c)
    await forged(running, other, data)
    async with running.house.store.transaction() as tx:
        suspended = update(role).where(role.c.group_id == group).values(suspended_at=running.clock.now())
        await tx.run(lambda connection: connection.execute(suspended))
    await forged(running, leader, data)
    async with running.house.store.transaction() as tx:
        again = update(role).where(role.c.group_id == group).values(suspended_at=None)
        await tx.run(lambda connection: connection.execute(again))
    await ends(running, group)
    await forged(running, leader, data)
    await forged(running, phone, data)
    assert await rows(running, *phone_request.c) == before and await has_phone(running) == []
    assert await nothing_died(running)
