"""Delivery looks at once for what a batch has said to others, and for nothing else."""

from datetime import UTC, datetime

import pytest

from bot.domain.wire.outgoing import Lane, Outgoing
from bot.services.wire.inbox import Offer, close_batch, open_batch
from bot.store import Store
from bot.store.wire import outbox

NOW = datetime(2026, 3, 2, 3, tzinfo=UTC)
HER, ANOTHER = 7001, 7002


def said(to: int) -> Outgoing:
    return Outgoing(1, to, Lane.REPLY, "sendMessage", {"chat_id": to, "text": "Yes."})


def offered(room: int = 10) -> Offer:
    return Offer(1, 1, room=room)


async def test_only_her_answer_leaves_nothing_to_look_for(sqlite_store: Store) -> None:
    async with sqlite_store.transaction() as tx:
        await tx.run(open_batch, 1, [1], [HER], NOW)
        closed = await tx.run(close_batch, [], [said(HER)], NOW, offered())
    assert len(closed.claimed) == 1 and not closed.more


async def test_what_is_said_to_another_is_looked_for_once(sqlite_store: Store) -> None:
    async with sqlite_store.transaction() as tx:
        await tx.run(open_batch, 1, [1], [HER], NOW)
        await tx.run(outbox.add, [said(ANOTHER)], NOW)
        closed = await tx.run(close_batch, [], [said(HER)], NOW, offered())
    assert len(closed.claimed) == 1 and closed.more
    async with sqlite_store.transaction() as tx:
        await tx.run(open_batch, 1, [2], [HER], NOW)
        closed = await tx.run(close_batch, [], [said(9)], NOW, offered())
    assert not closed.more


async def test_no_room_for_her_answer_leaves_it_to_be_looked_for(sqlite_store: Store) -> None:
    async with sqlite_store.transaction() as tx:
        await tx.run(open_batch, 1, [1], [HER], NOW)
        closed = await tx.run(close_batch, [], [said(HER)], NOW, offered(room=0))
    assert not closed.claimed and closed.more


async def test_what_a_batch_before_it_has_said_in_vain_is_not_looked_for(sqlite_store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        async with sqlite_store.transaction() as tx:
            await tx.run(open_batch, 1, [1], [HER], NOW)
            await tx.run(outbox.add, [said(ANOTHER)], NOW)
            raise ZeroDivisionError
    async with sqlite_store.transaction() as tx:
        await tx.run(open_batch, 1, [1], [HER], NOW)
        closed = await tx.run(close_batch, [], [said(HER)], NOW, offered())
    assert not closed.more
