"""Housekeeping forgets what is old and done, and nothing else."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, func, select

from bot.domain.outgoing import Lane, Outgoing, OutState, Settled
from bot.store import Store, outbox, updates
from bot.store.schema import metadata, seen_update
from bot.store.schema import outbox as table
from jobs.housekeeping import housekeeping

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def prepare(connection: Connection) -> None:
    metadata.create_all(connection)
    for days, number in ((4, 1), (2, 2)):
        updates.take(connection, 1, [number], NOW - timedelta(days=days))
    for days in (40, 20):
        rows = [Outgoing(1, days, Lane.REPLY, "sendMessage", {"text": text}) for text in ("sent", "waits")]
        outbox.add(connection, rows, NOW - timedelta(days=days))
        (first, *_) = outbox.claim(connection, 1, Lane.REPLY, NOW, 1)
        outbox.settle(connection, [Settled(first.id, OutState.SENT, 1, at=NOW, next_attempt=NOW)])
        connection.execute(table.update().where(table.c.state == "waiting").values(next_attempt=NOW + timedelta(1)))


def left(connection: Connection) -> tuple[int, list[tuple[int, str]]]:
    keys = connection.scalar(select(func.count()).select_from(seen_update))
    rows = connection.execute(select(table.c.chat, table.c.state).order_by(table.c.id))
    return keys or 0, [(row.chat, row.state) for row in rows]


async def test_what_is_old_and_done_is_forgotten(empty_database_url: str, caplog: pytest.LogCaptureFixture) -> None:
    store = Store(empty_database_url)
    async with store.transaction() as tx:
        await tx.run(prepare)
    with caplog.at_level(logging.INFO):
        await housekeeping(store.transaction, lambda: NOW)
    async with store.transaction() as tx:
        assert await tx.run(left) == (1, [(40, "waiting"), (20, "sent"), (20, "waiting")])
    assert caplog.messages == ["forgotten: 1 keys of updates, 1 messages"]
    await store.close()
