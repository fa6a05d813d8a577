"""Who works in the demo: her phone has just opened the link that makes her an officer, or a group's second leader."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.demo import paper_roster, year
from bot.demo.members import find, there
from bot.demo.year import Somebody
from bot.domain.evaluation.nudges import local_day
from bot.domain.people.roles import Role
from bot.packs import Pack
from bot.services.loaded_packs import LoadedPacks
from bot.services.people import invitations, registration
from bot.services.people.invitations import Wish
from bot.services.work import Connection
from bot.store.groups.members import members
from bot.store.wire import chats
from simulator.world.phones import Phone

ROLES = {"leader": Role.LEADER, "staff": Role.OFFICER}
MEMBER = "member"
BY = "demo"


def opens(connection: Connection, phone: Phone, pack: Pack, loaded: LoadedPacks, now: datetime) -> list[str]:
    """What she types who has just got her phone; nothing, where a demo is taken up again and she is known."""
    here = chats.load(connection, phone.bot.id, [phone.id]).get(phone.id)
    if here is not None and here.person is not None:
        return []
    wish = Wish(ROLES[phone.owner.role])
    if wish.role is Role.LEADER:
        wish = Wish(wish.role, group=_group(connection, pack, loaded, now))
    return [f"/start {invitations.payload(invitations.create(connection, pack, wish, BY, now))}"]


def joins(connection: Connection, her: Somebody, loaded: LoadedPacks, now: datetime) -> None:
    """A member with a phone: a year of a book is behind her. Who is known already stays as she is."""
    if not year.make(connection, her, now):
        return
    person = chats.load(connection, her.bot, [her.chat])[her.chat].person
    for producer in registration.producers_of(connection, person.id) if person else ():
        members.join(connection, _group(connection, her.pack, loaded, now), producer, now, confirmed=True)


def _group(connection: Connection, pack: Pack, loaded: LoadedPacks, now: datetime) -> int:
    """Of who is the first to need it, its roster is taken up."""
    if find(connection, pack) is None:
        today = local_day(now, ZoneInfo(pack.programme.timezone))
        paper_roster.take_up(connection, pack=pack, loaded=loaded, today=today)
    return there(connection, pack).id
