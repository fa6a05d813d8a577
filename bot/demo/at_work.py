"""Who works in the demo: her phone has just opened the link that makes her an officer, or the leader of a group."""

import tomllib
from datetime import datetime
from importlib import resources
from zoneinfo import ZoneInfo

from bot.demo import year
from bot.demo.scenes import load_scenes
from bot.domain.evaluation.calendar import add_months
from bot.domain.people.roles import Role
from bot.packs import Pack
from bot.services.groups import making
from bot.services.groups.members import adding
from bot.services.groups.members.adding import How, NewMember, Told
from bot.services.people import invitations, registration
from bot.services.people.invitations import Wish
from bot.services.work import Connection
from bot.store.groups import members
from bot.store.wire import chats
from simulator.world.phones import Phone

ROLES = {"leader": Role.LEADER, "staff": Role.OFFICER}
MEMBER = "member"
BY = "demo"
# Made up; the same in every programme.
GROUP = "Sunrise"
MEETING_DAY = 8
# So many months ago it began; its members have agreed before somebody of the village.
MONTHS = 6
BEFORE = "Agnes"


def opens(connection: Connection, phone: Phone, pack: Pack, now: datetime) -> list[str]:
    """What she types who has just got her phone; nothing, where a demo is taken up again and she is known."""
    here = chats.load(connection, phone.bot.id, [phone.id]).get(phone.id)
    if here is not None and here.person is not None:
        return []
    return [f"/start {_link(connection, pack, phone.owner.role, now)}"]


def joins(connection: Connection, phone: Phone, pack: Pack, language: str, now: datetime) -> list[str]:
    """A member with a phone: her year is behind her, her leader has confirmed her, and she looks how she stands."""
    if not year.make(connection, year.Somebody(phone.bot.id, phone.id, pack, language, phone.owner.name), now):
        return []
    person = chats.load(connection, phone.bot.id, [phone.id])[phone.id].person
    for producer in registration.producers_of(connection, person.id) if person else ():
        members.join(connection, _group(connection, pack, now), producer, now, confirmed=True)
    return ["/menu"]


def _link(connection: Connection, pack: Pack, role: str, now: datetime) -> str:
    """A leader's is for the group of the demo, which is made for the first."""
    wish = Wish(ROLES[role])
    if wish.role is Role.LEADER:
        wish = Wish(wish.role, group=_group(connection, pack, now))
    return invitations.payload(invitations.create(connection, pack, wish, BY, now))


def _group(connection: Connection, pack: Pack, now: datetime) -> int:
    known = [one for one in making.listed(connection, pack.programme.code) if one.name == GROUP]
    if known:
        return known[0].id
    today = now.astimezone(ZoneInfo(pack.programme.timezone)).date()
    began = add_months(today, -MONTHS)
    number = making.add(connection, pack, making.Wish(GROUP, None, None, began, MEETING_DAY), BY, today, now)
    told = Told(today, How.ALOUD, BEFORE)
    with_phones = {owner.name for scene in load_scenes() for owner in scene.phones if owner.role == MEMBER}
    for name in (one for one in _names(pack.programme.code) if one not in with_phones):
        adding.add(connection, pack, number, NewMember(name), told, BY, now)
    return number


def _names(code: str) -> list[str]:
    """Who is in it; nobody in a programme of which no names are made up."""
    text = resources.files("bot.demo").joinpath("cooperative.toml").read_text(encoding="utf-8")
    names: list[str] = tomllib.loads(text).get(code, [])
    return names
