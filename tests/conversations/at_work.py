"""What happens in a chat to who works for the programme or leads a group: links, roles, and their end."""

import re
from collections.abc import Sequence

from sqlalchemy import select

from bot.domain.people.roles import Reach, Role
from bot.services.groups import adding, making, overseeing
from bot.services.groups.adding import How, NewMember, Told
from bot.services.people import invitations, working
from bot.store import Connection
from bot.store.people import people, roles
from bot.store.schema import card
from bot.store.wire import chats
from simulator.world.phones import Phone
from tests.house import Stage, pack


async def happens(stage: Stage, phone: Phone, act: str) -> bool:
    """What happens to who works for the programme; False: it is something else."""
    if became := re.fullmatch(r"\(becomes (\w+)\)", act):
        await _give_role(stage, phone, became[1])
    elif link := re.fullmatch(r"\(opens a link for (\w+)(?: of (\S+))?\)", act):
        await phone.say(await _link(stage, link[1], link[2]))
    elif led := re.fullmatch(r"\(opens a link to lead (.+)\)", act):
        await phone.say(await _link(stage, Role.LEADER, None, await _group(stage, led[1])))
    elif there := re.fullmatch(r"\((.+) (?:is|are) in (\w+), without a phone\)", act):
        await _members(stage, there[2], there[1].split(", "))
    elif ended := re.fullmatch(r"\(the role of (\w+) ends\)", act):
        await _end_role(stage, phone, ended[1])
    elif names := re.fullmatch(r"\(in her group without a phone: (.+)\)", act):
        await _members(stage, None, names[1].split(", "))
    elif act == "(scans the newest card)":
        await phone.say(f"/start m_{await _newest_card(stage)}")
    elif taker := re.fullmatch(r"\((.+) takes up the link\)", act):
        await _takes_up(stage, phone, taker[1])
    elif act in ("(is suspended)", "(is let go on)"):
        await _suspends(stage, phone, on=act == "(is suspended)")
    elif act == "(opens her own link)":
        await phone.say(_link_on(phone))
    elif act == "(opens it again)":
        await phone.say(next(one.text for one in reversed(phone.screen) if one.mine and one.text.startswith("/start ")))
    else:
        return False
    return True


async def _give_role(stage: Stage, phone: Phone, role: str) -> None:
    def give(connection: Connection) -> None:
        (found,) = chats.load(connection, phone.bot.id, [phone.id]).values()
        assert found.person is not None, "only who is registered can have a role"
        roles.give(connection, found.person.id, Reach(Role(role)), stage.clock.now())

    async with stage.house.store.transaction() as tx:
        await tx.run(give)


async def _group(stage: Stage, name: str) -> int:
    now = stage.clock.now()
    wish = making.Wish(name, None, None, now.date())
    async with stage.house.store.transaction() as tx:
        return await tx.run(
            making.add, pack(next(iter(stage.house.loaded.packs))), wish, "command line", now.date(), now
        )


async def _members(stage: Stage, group: str | None, names: Sequence[str]) -> None:
    """They have agreed aloud, and come in this order; no group: into the only one that there is."""
    now, here = stage.clock.now(), pack(next(iter(stage.house.loaded.packs)))

    def add(connection: Connection) -> None:
        (found,) = [one for one in making.listed(connection, here.programme.code) if group in (None, one.name)]
        told = Told(now.date(), How.ALOUD, "Esther Phiri")
        for name in names:
            adding.add(connection, here, found.id, NewMember(name), told, "command line", now)

    async with stage.house.store.transaction() as tx:
        await tx.run(add)


async def _newest_card(stage: Stage) -> str:
    async with stage.house.store.transaction() as tx:
        codes = select(card.c.code).where(card.c.until.is_(None)).order_by(card.c.since.desc())
        return await tx.run(lambda connection: connection.scalars(codes).first() or "")


async def _link(stage: Stage, role: str, area: str | None, group: int | None = None) -> str:
    """What is typed by who opens a new link."""
    code = next(iter(stage.house.loaded.packs))
    async with stage.house.store.transaction() as tx:
        wish = invitations.Wish(Role(role), area, group)
        made = await tx.run(invitations.create, pack(code), wish, "command line", stage.clock.now())
    return f"/start {invitations.payload(made)}"


async def _end_role(stage: Stage, phone: Phone, role: str) -> None:
    def end(connection: Connection) -> None:
        (found,) = chats.load(connection, phone.bot.id, [phone.id]).values()
        assert found.person is not None, "only who is registered can have a role"
        wish = working.Ending(found.person.id, Role(role), "command line")
        working.end(connection, wish, stage.house.loaded.catalogues, stage.clock.now())

    async with stage.house.store.transaction() as tx:
        await tx.run(end)
    stage.house.lines[0].delivery.wake()
    await stage.settle()


def _link_on(phone: Phone) -> str:
    """What is typed by who opens the one-time link that stands last on the screen."""
    sent = next(one.text for one in reversed(phone.screen) if not one.mine and "start=join_" in one.text)
    return f"/start {re.findall(r'start=(join_[-0-9A-Za-z_]+)', sent)[-1]}"


async def _takes_up(stage: Stage, phone: Phone, name: str) -> None:
    """Somebody else, on a phone of her own, opens the link that was sent last, and agrees."""
    language = stage.house.loaded.pack(None).programme.languages[0]
    other = stage.simulator.phone(phone.id + len(name) * 1000, name, language)
    await other.say(_link_on(phone))
    await stage.settle()
    for _ in range(2):
        await other.tap(other.screen[-1].buttons[0][0].text)
        await stage.settle()
    await other.say(name)
    await stage.settle()


async def _suspends(stage: Stage, phone: Phone, *, on: bool) -> None:
    """An admin who is on no phone here."""

    def change(connection: Connection) -> None:
        (found,) = chats.load(connection, phone.bot.id, [phone.id]).values()
        assert found.person is not None, "only who is registered leads a group"
        (held,) = (one for one in roles.kept(connection, found.person.id) if one.reach.role is Role.LEADER)
        now, catalogues = stage.clock.now(), stage.house.loaded.catalogues
        values = {"programme": held.programme, "name": "Admin", "language": "en", "created_at": now}
        admin = people.add_person(connection, values)
        roles.give(connection, admin, Reach(Role.ADMIN), now)
        does = overseeing.suspend if on else overseeing.resume
        assert held.reach.group_id is not None
        assert does(connection, admin, pack(held.programme), held.reach.group_id, held.id, catalogues, now)

    async with stage.house.store.transaction() as tx:
        await tx.run(change)
    stage.house.lines[0].delivery.wake()
    await stage.settle()
