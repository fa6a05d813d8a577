"""A group of any size with a leader on a phone, for tests of what a leader of hundreds does with her thumbs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product

from sqlalchemy import update

from bot.domain.wire.contact import ChatState, Contact
from bot.services.groups.members import adding
from bot.services.groups.members.adding import How, NewMember, Told
from bot.services.people import registration
from bot.services.people.registration import Registration
from bot.store import Connection
from bot.store.groups.members import members
from bot.store.schema import group_about
from bot.store.wire import chats
from simulator.world.phones import Phone
from tests.handlers.groups.test_group import CODE, a_group, leads
from tests.house import Stage, pack

GIVEN = ("Malee", "Mary", "Grace", "Chikondi", "Thoko", "Wezi", "Agnes", "Dorothy", "Rose", "Esther")
FAMILY = tuple(
    first + last
    for first, last in product(("Ban", "Phi", "Che", "Mwa", "Nya", "Kal"), ("da", "ri", "mbe", "li", "suko"))
)
NAMES = tuple(f"{given} {family}" for family in FAMILY for given in GIVEN)
LANGUAGES = ("en", "ny")


@dataclass
class Large:
    """Every seventh member has no phone."""

    group: int
    leader: Phone
    phones: Sequence[Phone]


async def large(running: Stage, size: int, first_chat: int = 20_000, name: str = "Kampini") -> Large:
    """The group is made and all join it now."""
    group = await a_group(running, name)
    leader = await leads(running, group, first_chat - 1)
    now = running.clock.now()
    with_phone = [name for number, name in enumerate(NAMES[:size]) if number % 7]
    phones = [
        running.simulator.phone(first_chat + number, name, LANGUAGES[number % 2])
        for number, name in enumerate(with_phone)
    ]
    for phone in phones:
        phone.chat.started = True

    def join(connection: Connection) -> None:
        told = Told(now.date(), How.ALOUD, "the teacher")
        for number, name in enumerate(NAMES[:size]):
            if not number % 7:
                adding.add(connection, pack(CODE), group, NewMember(name), told, "command line", now)
        for phone in phones:
            _registered(connection, group, phone, now)

    async with running.house.store.transaction() as tx:
        await tx.run(join)
    return Large(group, leader, phones)


def _registered(connection: Connection, group: int, phone: Phone, now: datetime) -> None:
    here = pack(CODE)
    language = phone.owner.language
    consent = {"version": str(here.programme.consent.version), "language": language}
    contact = Contact(phone.bot.id, phone.id, ChatState.ACTIVE, now, language, CODE, is_new=True)
    new = Registration({"name": phone.owner.name}, consent, here.programme, now.date())
    registered = registration.register(connection, contact, new, now)
    contact.person = registered.person
    chats.save(connection, [contact], now)
    members.join(connection, group, registered.producer_id, now, confirmed=True)


async def meets_on(running: Stage, group: int, day: int) -> None:
    """The day of the month on which it meets."""
    async with running.house.store.transaction() as tx:
        row = update(group_about).where(group_about.c.group_id == group).values(meeting_day=day)
        await tx.run(lambda connection: connection.execute(row))


async def months_later(running: Stage, days: int) -> None:
    """Days pass, with a tick every six hours."""
    for _ in range(days * 4):
        running.clock.turn(hours=6)
        await running.house.tick()
    await running.settle()
