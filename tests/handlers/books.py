"""A person with a book, and what her book says, for tests of the cash book in the chat."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from bot.domain.book import Entry
from bot.services.book import entries as book
from bot.services.book.entries import Owner
from bot.services.people import registration
from bot.store import Connection
from bot.store.schema import dead_update
from bot.store.wire import chats
from simulator.world.phones import Phone
from tests.enrol import enrol
from tests.house import Stage, stage

CODE, CURRENCY = "malawi-ovop", "MWK"
LONG_AGO, FAR_OFF = date(2000, 1, 1), date(2100, 1, 1)


@asynccontextmanager
async def opened(database: str, name: str = "Mary") -> AsyncIterator[tuple[Stage, Phone]]:
    """A house in Malawi, and one who is registered."""
    async with stage(database, codes=(CODE,)) as running:
        phone = running.simulator.phone(1, name)
        await enrol(running, phone)
        # a bot can write to her only after she has written to it
        await say(running, phone, "/help")
        yield running, phone


async def say(running: Stage, phone: Phone, *acts: str) -> str:
    """Type lines, or tap [buttons]; gives what the screen shows last."""
    for act in acts:
        await (phone.tap(act[1:-1]) if act.startswith("[") else phone.say(act))
        await running.settle()
    return phone.heard[-1].text if phone.heard else ""


async def book_of(running: Stage, phone: Phone, *, practice: bool = False) -> list[Entry]:
    """What stands in her book, the oldest first."""

    def read(connection: Connection) -> list[Entry]:
        owner = owner_of(connection, phone, practice=practice)
        return [one.entry for one in reversed(book.entries(connection, owner, LONG_AGO, FAR_OFF))]

    async with running.house.store.transaction() as tx:
        return await tx.run(read)


async def standing(running: Stage, phone: Phone) -> list[Entry]:
    """The same in whichever country."""
    currency = next(iter(running.house.loaded.packs.values())).programme.currency

    def read(connection: Connection) -> list[Entry]:
        owner = replace(owner_of(connection, phone), currency=currency)
        return [one.entry for one in reversed(book.entries(connection, owner, LONG_AGO, FAR_OFF))]

    async with running.house.store.transaction() as tx:
        return await tx.run(read)


def owner_of(connection: Connection, phone: Phone, *, practice: bool = False) -> Owner:
    (contact,) = chats.load(connection, phone.bot.id, [phone.id]).values()
    assert contact.person is not None
    (producer,) = registration.producers_of(connection, contact.person.id)
    return Owner(producer, contact.person.id, practice, CURRENCY)


async def rows(running: Stage, *columns: Any) -> list[tuple[Any, ...]]:
    """Rows of any table."""

    def read(connection: Connection) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in connection.execute(select(*columns))]

    async with running.house.store.transaction() as tx:
        return await tx.run(read)


async def nothing_died(running: Stage) -> bool:
    """Whether every update was answered."""
    return not await rows(running, dead_update.c.id)


def sums(entries: list[Entry]) -> list[tuple[str, int, str]]:
    """The direction, the amount in whole units and the item of each."""
    return [(one.direction.value, one.amount // 100, one.item) for one in entries]


def typed(phone: Phone, number: int, text: str, sent: datetime, **more: Any) -> dict[str, Any]:
    """A message as Telegram hands it over, sent at some time."""
    person = {"id": phone.id, "is_bot": False, "first_name": phone.owner.name, "language_code": "en"}
    chat = {"id": phone.id, "type": "private", "first_name": phone.owner.name}
    told = {"message_id": number, "date": int(sent.timestamp()), "chat": chat, "from": person, "text": text}
    return {"update_id": 10_000 + number, "message": {**told, **more}}
