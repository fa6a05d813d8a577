"""Somebody who is registered, without a word in the chat: for tests of what comes after."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from bot.domain.wire.contact import ChatState, Contact
from bot.services.people import registration
from bot.store import Connection
from bot.store.wire import chats
from simulator.world.phones import Phone
from tests.house import Stage


async def enrol(stage: Stage, phone: Phone, answers: Mapping[str, str] | None = None) -> None:
    """As if she had registered, with these answers beside her name, and put off the first questions."""
    pack = next(iter(stage.house.loaded.packs.values()))
    programme, now = pack.programme, stage.clock.now()
    language = phone.owner.language
    contact = Contact(phone.bot.id, phone.id, ChatState.ACTIVE, now, language, programme.code, is_new=True)
    consent = {"version": str(programme.consent.version), "language": language}
    today = now.astimezone(ZoneInfo(programme.timezone)).date()
    new = registration.Registration({"name": phone.owner.name, **(answers or {})}, consent, programme, today)

    def register(connection: Connection) -> None:
        contact.person = registration.register(connection, contact, new, now).person
        chats.save(connection, [contact], now)

    async with stage.house.store.transaction() as tx:
        await tx.run(register)
