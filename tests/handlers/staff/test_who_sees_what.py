"""Every button that staff of an area are ever shown × everybody else: nothing of the area is said, nothing is done.

The buttons are gathered from the screens of an officer who opens all that there is for her, so that what is added falls
under this by itself; then each is tapped by others, in the words of a phone that made them up.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pytest
from sqlalchemy import select, update

from bot.domain.people.roles import STAFF, WORKERS, Reach, Role
from bot.domain.wire import bot_api
from bot.domain.wire.button_owner import unmarked
from bot.services import refusals
from bot.services.groups import making
from bot.services.groups.members import adding
from bot.services.groups.members.adding import How, NewMember, Told
from bot.services.people import working
from bot.store import Connection
from bot.store.people import relinking, roles
from bot.store.schema import audit, dead_update, follow_up, metadata, outbox, person, speaks_for
from bot.store.wire import chats
from handlers.commands import COMMANDS
from handlers.conversations import TAPS, meaning_of
from simulator.world.phones import Phone
from tests.enrol import enrol
from tests.handlers.staff.test_duplicates import tap
from tests.house import Stage, pack, stage

CODE, AREA, ELSEWHERE = "malawi-ovop", "MW-BA", "MW-C"
SECRETS = ("Malita", "Malitta", "Zaphira", "Quellmist", "Kampini", "4242", "4,242")
# Who sees all of it.
ADMIN = "Admin of everything"
# Left behind by every update, or made from other rows at a tap.
BESIDE = {"seen_update", "outbox", "heartbeat", "chat", "chat_person", "uploaded", "alike", "to_compare", "dialogue"}
# Opened, and so deep: a screen, what its buttons open, and what those open.
DEPTH = 2
T = TypeVar("T")


@dataclass(slots=True)
class World:
    """An area with people, and everybody who has no business there, each on a phone of her own."""

    running: Stage
    phones: dict[str, Phone] = field(default_factory=dict)
    group: int = 0

    async def work(self, does: Callable[[Connection], T]) -> T:
        async with self.running.house.store.transaction() as tx:
            return await tx.run(does)

    async def comes(self, name: str, area: str, *held: Reach) -> Phone:
        """She is registered in an area; who has a role makes nothing."""
        running = self.running
        phone = running.simulator.phone(7100 + len(self.phones), name, "en")
        row = pack(CODE).areas.where("name", area)[0]
        await enrol(running, phone, {row["level"]: area, "product": "soya_oil"})
        await phone.say("/menu")
        await running.settle()

        def give(connection: Connection) -> None:
            (found,) = chats.load(connection, phone.bot.id, [phone.id]).values()
            assert found.person is not None
            for one in held:
                roles.give(connection, found.person.id, one, running.clock.now())
            if held:
                connection.execute(speaks_for.delete().where(speaks_for.c.person_id == found.person.id))
                agreed = update(person).where(person.c.id == found.person.id).values(consent_version=working.TERMS)
                connection.execute(agreed)

        await self.work(give)
        self.phones[name] = phone
        return phone

    async def build(self) -> None:
        """Somebody for each list of staff: newcomers, two alike, a lost account, a follow-up, a group."""
        now = self.running.clock.now()
        for name in ("Zaphira Alone", "Zaphira Brought", "Quellmist", "Quellmist Again"):
            await self.comes(name, AREA)

        def fill(connection: Connection) -> int:
            wish = making.Wish("Kampini", AREA, None, now.date())
            group = making.add(connection, pack(CODE), wish, "command line", now.date(), now)
            told = Told(now.date(), How.ALOUD, "Ruth")
            for name in ("Malita Phiri", "Malitta Phiri"):
                adding.add(connection, pack(CODE), group, NewMember(name), told, "command line", now)
            hers = select(person.c.id, speaks_for.c.producer_id).join(speaks_for)
            known = {row.id: row.producer_id for row in connection.execute(hers.where(person.c.name.like("Quell%")))}
            old, new = sorted(known)
            relinking.note_lost(connection, known[old], old, new, now)
            detail = {"words": "4242"}
            connection.execute(
                follow_up.insert().values(
                    producer_id=known[old], reason="correction_wanted", created_at=now, detail=detail
                )
            )
            return group

        self.group = await self.work(fill)
        leader = Reach(Role.LEADER, group_id=self.group)
        for name, area, held in (
            ("an officer", AREA, [Reach(Role.OFFICER, AREA)]),
            ("an officer of another area", ELSEWHERE, [Reach(Role.OFFICER, ELSEWHERE)]),
            ("an officer whose role has ended", AREA, [Reach(Role.OFFICER, AREA)]),
            ("an evaluator", AREA, [Reach(Role.EVALUATOR)]),
            ("a ministry", AREA, [Reach(Role.MINISTRY)]),
            ("a suspended leader", AREA, [leader]),
            ("an officer elsewhere, suspended as a leader here", ELSEWHERE, [Reach(Role.OFFICER, ELSEWHERE), leader]),
            ("a trainer", AREA, [Reach(Role.TRAINER, AREA, duty="trainer")]),
            ("a member", ELSEWHERE, []),
            (ADMIN, ELSEWHERE, [Reach(Role.ADMIN)]),
        ):
            await self.comes(name, area, *held)
        await self.work(self._end_and_suspend)
        self.phones["a stranger"] = self.running.simulator.phone(7999, "Stranger", "en")

    def _end_and_suspend(self, connection: Connection) -> None:
        now = self.running.clock.now()
        for held in roles.all_held(connection):
            (name,) = connection.execute(select(person.c.name).where(person.c.id == held.person_id)).one()
            if "ended" in name:
                roles.end(connection, [held.id], now)
            if "suspended" in name and held.reach.role is Role.LEADER:
                roles.suspend(connection, held.id, now)

    async def shown(self) -> set[str]:
        """What stands on all buttons that were ever sent."""
        payloads = await self.work(lambda connection: connection.scalars(select(outbox.c.payload)).all())
        return {unmarked(data)[0] for payload in payloads for _, data in bot_api.buttons_in(payload)}

    async def rows(self) -> dict[str, list[str]]:
        def read(connection: Connection) -> dict[str, list[str]]:
            tables = [one for one in metadata.sorted_tables if one.name not in BESIDE]
            known = {one.name: select(one) for one in tables}
            # that she was refused is all that changes
            known["audit"] = known["audit"].where(audit.c.action != refusals.ACTION)
            return {name: sorted(map(str, connection.execute(each).all())) for name, each in known.items()}

        return await self.work(read)

    async def refused(self) -> list[tuple[str, str]]:
        """Who was refused what, as the audit log has it."""
        lines = select(audit.c.actor, audit.c.subject).where(audit.c.action == refusals.ACTION)
        return await self.work(lambda connection: [(row.actor, row.subject) for row in connection.execute(lines)])

    async def number(self, who: str) -> int | None:
        return await self.work(lambda connection: connection.scalar(select(person.c.id).where(person.c.name == who)))

    async def died(self) -> list[Any]:
        return await self.work(lambda connection: list(connection.scalars(select(dead_update.c.traceback))))


@pytest.fixture
async def world(sqlite_url: str) -> AsyncIterator[World]:
    async with stage(sqlite_url, codes=(CODE,)) as running:
        made = World(running)
        await made.build()
        yield made


def of_staff(data: str) -> bool:
    meaning = meaning_of(data)
    return meaning is not None and bool(TAPS[meaning.about].roles & STAFF)


async def gathered(world: World) -> set[str]:
    """The data of all buttons that an officer of the area comes to see; what a tap has done is not undone, so the
    screens of what was done are among them.
    """
    phone, tapped = world.phones["an officer"], set[str]()
    await _asks_for_all(world, phone)
    for _ in range(DEPTH):
        for data in sorted(one for one in await world.shown() - tapped if of_staff(one)):
            tapped.add(data)
            await tap(world.running, phone, data)
    return {one for one in await world.shown() if of_staff(one)}


async def _asks_for_all(world: World, phone: Phone) -> None:
    """She types each command of staff."""
    for name, one in COMMANDS.items():
        if one.roles & STAFF and one.roles != WORKERS:
            await phone.say(f"/{name}")
            await world.running.settle()


async def test_nobody_else_sees_or_does_anything_there(world: World) -> None:
    buttons = sorted(await gathered(world))
    prefixes = {data.partition("|")[0] for data in buttons}
    assert {"vouch", "lost", "dup", "groups"} <= prefixes, prefixes
    files = [one.file.data for one in world.phones["an officer"].screen if one.file is not None]
    assert not any(secret.encode() in data for data in files for secret in SECRETS), "a file names nobody"
    others = [who for who in world.phones if who != "an officer" and not who[0].isupper()]
    for who in others:
        await _nothing_happens(world, who, buttons)
    noted = await world.refused()
    assert len(noted) == len(set(noted)), "each once a day"
    for who in others:
        number = await world.number(who)
        assert number is None or {f"person {number}"} <= {actor for actor, _ in noted}, who
    assert await world.died() == []


async def _nothing_happens(world: World, who: str, buttons: Sequence[str]) -> None:
    """She taps each: nothing of the area is said, nothing is done."""
    before, phone = await world.rows(), world.phones[who]
    for data in buttons:
        told = await tap(world.running, phone, data)
        assert not any(secret in told for secret in SECRETS), (who, data, told)
        toasts = " ".join(one.text for one in phone.toasts)
        assert not any(secret in toasts for secret in SECRETS), (who, data, toasts)
        await leave(world, phone)
        after = await world.rows()
        assert after == before, (who, data, [name for name in after if after[name] != before[name]])


async def test_what_she_has_on_her_screens_does_nothing_when_she_works_there_no_longer(world: World) -> None:
    """Her role is taken back, and then she is given another area: each of her old buttons is tapped once after each."""
    buttons, now = sorted(await gathered(world)), world.running.clock.now()
    number = await world.number("an officer")
    assert number is not None

    def ends(connection: Connection) -> None:
        roles.end(connection, [one.id for one in roles.of(connection, number)], now)

    def moves(connection: Connection) -> None:
        roles.give(connection, number, Reach(Role.OFFICER, ELSEWHERE), now)

    await leave(world, world.phones["an officer"])
    await world.work(ends)
    await _nothing_happens(world, "an officer", buttons)
    noted = {what for actor, what in await world.refused() if actor == f"person {number}"}
    assert {f"tap {data.partition('|')[0]}" for data in buttons if of_staff(data)} == noted
    await world.work(moves)
    await _nothing_happens(world, "an officer", buttons)
    assert await world.died() == []


async def leave(world: World, phone: Phone) -> None:
    """Whatever was opened for her is hers alone, and is put away."""

    def close(connection: Connection) -> None:
        connection.execute(metadata.tables["dialogue"].delete().where(metadata.tables["dialogue"].c.chat == phone.id))

    await world.work(close)


async def test_what_is_typed_shows_nobody_else_anything(world: World) -> None:
    """Commands of staff and leaders, by everybody else."""
    for who, phone in world.phones.items():
        if who == "an officer" or who[0].isupper() or who == "a stranger":
            continue
        for name, one in COMMANDS.items():
            if one.roles - {Role.MEMBER}:
                phone.mark()
                await phone.say(f"/{name}")
                await world.running.settle()
                told = "\n".join(map(_words, phone.heard))
                assert not any(secret in told for secret in SECRETS), (who, name, told)
                await leave(world, phone)
    await _asks_for_all(world, world.phones[ADMIN])
    seen = await _heard(world, world.phones[ADMIN])
    assert {"Quellmist", "Kampini"} <= {secret for secret in SECRETS if secret in seen}
    await gathered(world)
    seen = await _heard(world, world.phones["an officer"])
    assert {secret for secret in SECRETS[:5] if secret in seen} >= {"Zaphira", "Quellmist", "Malita", "Kampini"}


async def _heard(world: World, phone: Phone) -> str:
    """What she sees whose area it is: else nothing would be proved."""
    hers = select(outbox.c.payload).where(outbox.c.chat == phone.id)
    return "\n".join(map(str, await world.work(lambda connection: connection.scalars(hers).all())))


def _words(message: Any) -> str:
    return "\n".join([message.text, *(button.text for row in message.buttons for button in row)])
