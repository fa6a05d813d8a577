"""The nightly job of silence forgets everybody who is due, some at a time, and says how many."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, func, insert, select

from bot.i18n import load_catalogues
from bot.services import programmes
from bot.services.desk import Desk
from bot.store import Store
from bot.store.schema import chat, chat_person, person
from jobs.silence import AT_ONCE, silence
from tests.house import pack

NOW = datetime(2026, 6, 1, tzinfo=UTC)
CODE = "malawi-ovop"
PEOPLE = AT_ONCE + 5


def prepare(connection: Connection) -> None:
    """Many who registered five years ago and were never heard of again, and one of yesterday."""
    programmes.record(connection, pack(CODE), NOW)
    for number in range(1, PEOPLE + 2):
        at = NOW - timedelta(days=1 if number > PEOPLE else 5 * 365)
        values = {"programme": CODE, "name": f"Person {number}", "language": "en", "created_at": at}
        who = connection.execute(insert(person).values(values).returning(person.c.id)).scalar_one()
        where = {"bot": 1, "chat": number, "person_id": who, "state": "active", "state_since": at, "seen_at": at}
        connection.execute(insert(chat).values(where))
        connection.execute(insert(chat_person).values(where | {"since": at}))


def left(connection: Connection) -> int:
    return int(connection.scalar(select(func.count()).select_from(person).where(person.c.name.is_not(None))) or 0)


async def test_all_who_are_due_are_forgotten(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    async with store.transaction() as tx:
        await tx.run(prepare)
    desk = Desk({CODE: pack(CODE)}, load_catalogues())
    with caplog.at_level(logging.INFO):
        await silence(store.transaction, desk, lambda: NOW)
        await silence(store.transaction, desk, lambda: NOW)
    async with store.transaction() as tx:
        assert await tx.run(left) == 1
    assert caplog.messages == [f"forgotten after a long silence: {PEOPLE} people"]
