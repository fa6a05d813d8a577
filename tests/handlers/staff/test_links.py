"""Every kind of link × every way of being no good × whoever opens it: a clear sentence, nothing changed, all noted."""

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import update

from bot.domain.people.roles import DUTIES, Reach, Role
from bot.services import refusals
from bot.services.groups import making
from bot.services.people import invitations
from bot.services.people.invitations import GROUP, PREFIX, VALID_FOR, Wish
from bot.store import Connection
from bot.store.groups import links
from bot.store.people import roles
from bot.store.schema import audit, invitation
from handlers.people.at_work import DONE_BY_OTHER, NOT_HERE, OWN_LINK
from tests.handlers.staff.test_duplicates import say, tap
from tests.handlers.staff.test_who_sees_what import AREA, CODE, World, leave
from tests.house import pack, stage

ELSEWHERE = "nepal-odop"
GO_ON_WITHOUT = "This link is used up or too old. You can go on without it, or ask for a new one."
SENTENCES = (DONE_BY_OTHER, NOT_HERE, OWN_LINK, GO_ON_WITHOUT)
GROUPS_LINK = "a group's link"
# Who is invited as what; whether for a group, an area or the whole programme is said below.
KINDS: Mapping[str, Wish | None] = {
    **{role: Wish(role, AREA) for role in (Role.MEMBER, Role.OFFICER, Role.EVALUATOR, Role.MINISTRY)},
    Role.ADMIN: Wish(Role.ADMIN),
    Role.LEADER: Wish(Role.LEADER),
    **{duty: Wish(Role.OFFICER, AREA, duty=duty) for duty in DUTIES},
    GROUPS_LINK: None,
}
USED, TOO_OLD = "used", "too old"
STRANGER, MEMBER, OFFICER = "a stranger", "a member", "an officer"
_NUMBERS: Iterator[int] = count(1)


@dataclass(slots=True)
class Office:
    """Who gives links out, in two programmes, and those who open them."""

    world: World
    groups: dict[str, int]

    async def link(self, kind: str, age: timedelta = timedelta(), code: str = CODE) -> str:
        """What follows `?start=` in a link that was made so long ago."""
        wish, now, group = KINDS[kind], self.world.running.clock.now(), self.groups[code]

        def make(connection: Connection) -> str:
            if wish is None:
                name = f"grouplink{next(_NUMBERS)}"
                links.add(connection, group, links.Kept(name, now - age + VALID_FOR), now - age)
                return GROUP + name
            area = wish.area if code == CODE else None
            whole = Wish(wish.role, area, group if wish.role.in_group else None, duty=wish.duty)
            return PREFIX + invitations.create(connection, pack(code), whole, "command line", now - age).code

        return await self.world.work(make)

    async def ends(self, kind: str, payload: str, how: str) -> None:
        """It is no good from now on."""
        number, now = await self.world.number("Grace"), self.world.running.clock.now()
        values = {"used_at": now, "used_by": number} if how == USED else {"expires_at": now}

        def does(connection: Connection) -> None:
            if kind == GROUPS_LINK:
                links.end(connection, self.groups[CODE], now)
            else:
                it = update(invitation).where(invitation.c.code == payload.removeprefix(PREFIX))
                connection.execute(it.values(**values))

        await self.world.work(does)

    async def opened(self, who: str, payload: str) -> str:
        """What she is told who opens it."""
        told = await say(self.world.running, self.world.phones[who], f"/start {payload}")
        await leave(self.world, self.world.phones[who])
        return told

    async def nothing_happens(self, who: str, payload: str, case: object) -> None:
        """She is told why it is no good; no row has changed but one of the audit log, which names her."""
        before, number = await self.world.rows(), await self.world.number(who)
        await self.forget_refusals()
        told = await self.opened(who, payload)
        assert sum(sentence in told for sentence in SENTENCES) == 1, (case, told)
        assert await self.world.rows() == before, case
        await self.noted(number, case)

    async def noted(self, number: int | None, case: object) -> None:
        named = f"person {number}" if number is not None else refusals.STRANGER
        assert await self.world.refused() == [(named, "open link")], case

    async def forget_refusals(self) -> None:
        """As if it were another day."""
        gone = audit.delete().where(audit.c.action == refusals.ACTION)
        await self.world.work(lambda connection: connection.execute(gone))


@pytest.fixture
async def office(sqlite_url: str) -> AsyncIterator[Office]:
    async with stage(sqlite_url, codes=(CODE, ELSEWHERE)) as running:
        world, today = World(running), running.clock.now().date()
        await world.comes(MEMBER, AREA)
        await world.comes(OFFICER, AREA, Reach(Role.OFFICER, AREA))
        await world.comes("Grace", AREA)
        world.phones[STRANGER] = running.simulator.phone(7999, "Stranger", "en")

        def made(connection: Connection) -> dict[str, int]:
            def group(code: str, area: str) -> int:
                wish = making.Wish("Kampini", area, None, today)
                return making.add(connection, pack(code), wish, "command line", today, running.clock.now())

            return {CODE: group(CODE, AREA), ELSEWHERE: group(ELSEWHERE, "NP-P1")}

        yield Office(world, await world.work(made))


async def test_a_link_that_is_no_good_does_nothing(office: Office) -> None:
    for kind in KINDS:
        for who in (STRANGER, MEMBER, OFFICER):
            good = await office.link(kind)
            ways = {
                "made up": f"{good[:6]}{'x' * 22}",
                "cut": good[:-1],
                USED: await _used(office, kind),
                TOO_OLD: await office.link(kind, VALID_FOR),
            }
            if who != STRANGER:
                ways["of another programme"] = await office.link(kind, code=ELSEWHERE)
            for way, payload in ways.items():
                if (kind, who, way) not in FOR_SOMEBODY_ELSE:
                    await office.nothing_happens(who, payload, (kind, who, way))
    assert await office.world.died() == []


# A link for members that a member opens is for somebody else: it is not hers to be refused.
FOR_SOMEBODY_ELSE = {(Role.MEMBER, MEMBER, "of another programme")}


async def _used(office: Office, kind: str) -> str:
    """A one-time link that somebody has used; a group's link that its leader has taken back."""
    payload = await office.link(kind)
    await office.ends(kind, payload, USED)
    return payload


@pytest.mark.parametrize("what", [USED, TOO_OLD])
async def test_a_link_that_went_bad_while_she_read_it_does_nothing(office: Office, what: str) -> None:
    world = office.world
    for kind in sorted(set(KINDS) - {Role.MEMBER}):
        payload, phone = await office.link(kind), world.phones[MEMBER]
        told = await say(world.running, phone, f"/start {payload}")
        assert not any(one in told for one in SENTENCES), (kind, told)
        await office.ends(kind, payload, what)
        before = await world.rows()
        await office.forget_refusals()
        told = await tap(world.running, phone, "ingroup|yes" if kind == GROUPS_LINK else "work|yes")
        assert DONE_BY_OTHER in told, (kind, told)
        assert await world.rows() == before, kind
        await office.noted(await world.number(MEMBER), kind)


async def test_to_lead_after_somebody_is_given_only_as_long_as_she_leads(office: Office) -> None:
    """Her own link is for somebody else; once her role was taken back, it is for nobody."""
    world, group, now = office.world, office.groups[CODE], office.world.running.clock.now()
    await world.comes("Ruth", AREA, Reach(Role.LEADER, group_id=group))
    number = await world.number("Ruth")
    assert number is not None

    def hand_over(connection: Connection) -> tuple[int, str]:
        (held,) = roles.of(connection, number)
        wish = Wish(Role.LEADER, group=group, replaces=held.id)
        return held.id, PREFIX + invitations.create(connection, pack(CODE), wish, f"person {number}", now).code

    held, payload = await world.work(hand_over)
    await office.nothing_happens("Ruth", payload, "her own")
    await world.work(lambda connection: roles.end(connection, [held], now))
    for who in (STRANGER, MEMBER, OFFICER, "Ruth"):
        await office.nothing_happens(who, payload, who)


async def test_a_group_whose_leader_is_suspended_takes_nobody_in(office: Office) -> None:
    world, group, now = office.world, office.groups[CODE], office.world.running.clock.now()
    await world.comes("Ruth", AREA, Reach(Role.LEADER, group_id=group))
    payload, number = await office.link(GROUPS_LINK), await world.number("Ruth")
    assert number is not None

    def suspend(connection: Connection) -> None:
        (held,) = roles.of(connection, number)
        roles.suspend(connection, held.id, now)

    await world.work(suspend)
    for who in (STRANGER, MEMBER, OFFICER):
        await office.nothing_happens(who, payload, who)


async def test_who_was_erased_comes_back_by_no_link_that_she_had_used(office: Office) -> None:
    world, phone = office.world, office.world.phones[STRANGER]
    payload = await office.link(Role.OFFICER)
    await say(world.running, phone, f"/start {payload}")
    await phone.tap("English")
    await world.running.settle()
    await tap(world.running, phone, "work|yes")
    told = await say(world.running, phone, "Thoko Banda")
    assert "officer" in told, told
    await say(world.running, phone, "/forget")
    for sure in ("forget|sure", "forget|now"):
        shown = [str(one.data) for row in phone.heard[-1].buttons for one in row]
        await phone.tap(next(data for data in shown if data.startswith(sure)))
        await world.running.settle()
    assert await world.number("Thoko Banda") is None
    told = await office.opened(STRANGER, payload)
    assert GO_ON_WITHOUT in told, told
