"""What happens in a chat to who works for the programme or leads a group: links, roles, and their end."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select

from bot.domain.people.roles import DUTIES, Reach, Role
from bot.i18n.calendars import month_before
from bot.services.groups import making
from bot.services.groups.leaders import overseeing
from bot.services.groups.members import adding
from bot.services.groups.members.adding import How, NewMember, Told
from bot.services.people import invitations, working
from bot.store import Connection
from bot.store.groups.members import members
from bot.store.groups.report import reports
from bot.store.groups.report.reports import Put
from bot.store.people import people, roles
from bot.store.schema import card, report_row
from bot.store.wire import chats
from simulator.world.phones import Phone
from tests.conversations import announced, announcing, figures, own_phones, questions, staff_work, sub_groups, vouched
from tests.enrol import enrol
from tests.house import Stage, pack
from tests.services.groups.report.reports import Said, changed, reported


async def happens(stage: Stage, phone: Phone, act: str) -> bool:
    """What happens to who works for the programme; False: it is something else."""
    for shape, does in ACTS.items():
        if found := re.fullmatch(rf"\({shape}\)", act):
            await does(stage, phone, *found.groups())
            return True
    return False


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
        duty = role if role in DUTIES else None
        wish = invitations.Wish(Role.OFFICER if duty else Role(role), area, group, duty=duty)
        made = await tx.run(invitations.create, pack(code), wish, "command line", stage.clock.now())
    return f"/start {invitations.payload(made)}"


def _figures(said: str) -> dict[str, str]:
    """ "sales 1200, produced 15"."""
    return dict(part.split() for part in said.split(", "))


async def _reported(stage: Stage, phone: Phone, leader: str, figures: dict[str, str]) -> None:
    """The leader of her group reports the month that has closed; the clock ticks."""
    group, known, now = await _group(stage, "Kampini"), next(iter(stage.house.loaded.packs.values())), stage.clock.now()

    def report(connection: Connection) -> None:
        (found,) = chats.load(connection, phone.bot.id, [phone.id]).values()
        assert found.acting_for is not None
        members.join(connection, group, found.acting_for, now, confirmed=True)
        new = {"programme": known.programme.code, "name": leader, "language": phone.owner.language, "created_at": now}
        who = people.add_person(connection, new)
        roles.give(connection, who, Reach(Role.LEADER, group_id=group), now)
        month, _ = month_before(now.date(), known.programme.calendar)
        reported(connection, known, Said(group, who, found.acting_for, month, figures), now)

    async with stage.house.store.transaction() as tx:
        await tx.run(report)
    await stage.house.tick()


async def _absent(stage: Stage, phone: Phone, leader: str) -> None:
    """The leader of her group reports the month that has closed, and that she was not there; the clock ticks."""
    group, known, now = await _group(stage, "Kampini"), next(iter(stage.house.loaded.packs.values())), stage.clock.now()

    def report(connection: Connection) -> None:
        (found,) = chats.load(connection, phone.bot.id, [phone.id]).values()
        assert found.acting_for is not None
        members.join(connection, group, found.acting_for, now, confirmed=True)
        new = {"programme": known.programme.code, "name": leader, "language": phone.owner.language, "created_at": now}
        who = people.add_person(connection, new)
        roles.give(connection, who, Reach(Role.LEADER, group_id=group), now)
        month, _ = month_before(now.date(), known.programme.calendar)
        number = reports.begin(connection, group, month, now)
        reports.put(connection, number, [Put(found.acting_for, "absent", who, now, None)])

    async with stage.house.store.transaction() as tx:
        await tx.run(report)
    await stage.house.tick()


async def _changed(stage: Stage, figures: dict[str, str]) -> None:
    def change(connection: Connection) -> None:
        (row,) = connection.execute(select(report_row.c.submission_id, report_row.c.person_id))
        changed(connection, next(iter(stage.house.loaded.packs.values())), *row, figures, stage.clock.now())

    async with stage.house.store.transaction() as tx:
        await tx.run(change)
    await stage.house.tick()


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


async def _opens(stage: Stage, phone: Phone, role: str, area: str | None) -> None:
    await phone.say(await _link(stage, role, area))


async def _opens_to_lead(stage: Stage, phone: Phone, group: str) -> None:
    await phone.say(await _link(stage, Role.LEADER, None, await _group(stage, group)))


async def _are_in(stage: Stage, _phone: Phone, names: str, group: str | None = None) -> None:
    await _members(stage, group, names.split(", "))


async def _scans(stage: Stage, phone: Phone) -> None:
    await phone.say(f"/start m_{await _newest_card(stage)}")


async def _is_suspended(stage: Stage, phone: Phone) -> None:
    await _suspends(stage, phone, on=True)


async def _goes_on(stage: Stage, phone: Phone) -> None:
    await _suspends(stage, phone, on=False)


async def _opens_own(_stage: Stage, phone: Phone) -> None:
    await phone.say(_link_on(phone))


async def _reports(stage: Stage, phone: Phone, leader: str, figures: str) -> None:
    await _reported(stage, phone, leader, _figures(figures))


async def _is_changed(stage: Stage, _phone: Phone, figures: str) -> None:
    await _changed(stage, _figures(figures))


async def _opens_again(_stage: Stage, phone: Phone) -> None:
    await phone.say(next(one.text for one in reversed(phone.screen) if one.mine and one.text.startswith("/start ")))


async def _asks_keys(stage: Stage, _phone: Phone, count: str) -> None:
    """As if the packs said so."""
    for code, known in stage.house.loaded.packs.items():
        programme = replace(known.programme, groups=replace(known.programme.groups, key_holders=int(count)))
        stage.house.loaded.packs[code] = replace(known, programme=programme)


async def _says_in_group(stage: Stage, phone: Phone, name: str, area: str) -> None:
    """Somebody else registers, on a phone of her own, and answers that she works in a group."""
    other = stage.simulator.phone(phone.id + 77, name, phone.owner.language)
    level = pack(next(iter(stage.house.loaded.packs))).areas.where("name", area)[0]["level"]
    await enrol(stage, other, {level: area, "works": "group"})
    await other.say("/menu")
    await stage.settle()


async def _photographs(stage: Stage, phone: Phone, name: str) -> None:
    """Somebody who has taken up a link before sends the paper sheet, and it is fetched."""
    other = stage.simulator.phone(phone.id + len(name) * 1000, name)
    asked = [button.text for row in other.screen[-1].buttons for button in row]
    if asked and asked[0].startswith("✖️"):
        await other.tap(asked[0])  # no PIN
        await stage.settle()
    await other.photo()
    await stage.settle()
    await stage.house.lines[0].fetcher.round()


async def _erases_photos(stage: Stage, phone: Phone, name: str) -> None:
    """All that she has sent, one after the other."""
    other = stage.simulator.phone(phone.id + len(name) * 1000, name)
    while (label := next((one for one in _labels(other) if one.startswith("🗑")), None)) is not None:
        await other.tap(label)
        await stage.settle()


def _labels(phone: Phone) -> list[str]:
    return [button.text for message in phone.screen for row in message.buttons for button in row]


ACTS: Mapping[str, Callable[..., Awaitable[None]]] = {
    r"becomes (\w+)": _give_role,
    r"opens a link for (\w+)(?: of (\S+))?": _opens,
    r"opens a link to lead (.+)": _opens_to_lead,
    r"(.+) (?:is|are) in (\w+), without a phone": _are_in,
    r"in her group without a phone: (.+)": _are_in,
    r"the role of (\w+) ends": _end_role,
    r"scans the newest card": _scans,
    r"(.+) takes up the link": _takes_up,
    r"(.+) of (\S+) says that she works in a group": _says_in_group,
    r"the programme asks (\d) key holders": _asks_keys,
    r"is suspended": _is_suspended,
    r"is let go on": _goes_on,
    r"opens her own link": _opens_own,
    r"(.+) reports for her: (.+)": _reports,
    r"(.+) reports that she was absent": _absent,
    r"it is changed to (.+)": _is_changed,
    r"opens it again": _opens_again,
    r"(.+) photographs the sheet": _photographs,
    r"(.+) erases her photos": _erases_photos,
    **announced.ACTS,
    **figures.ACTS,
    **own_phones.ACTS,
    **sub_groups.ACTS,
    **staff_work.ACTS,
    **vouched.ACTS,
    **announcing.ACTS,
    **questions.ACTS,
}
