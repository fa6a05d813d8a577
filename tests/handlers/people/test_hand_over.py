"""Replies that are handed to delivery as they are committed: at once, in order, and never before they are on disk."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.clock import wall_clock
from bot.domain.wire.outgoing import Claimed, Lane, Outgoing, OutState, Settled
from bot.services.wire import outbox
from bot.services.wire.outbox import Offer
from bot.store import Connection, Store
from bot.store.wire import claiming
from bot.store.wire import outbox as rows

BOT = 7


def reply(chat: int, text: str) -> Outgoing:
    return Outgoing(BOT, chat, Lane.REPLY, "sendMessage", {"chat_id": chat, "text": text})


def fate(row: Claimed, state: OutState, wait: float = 0) -> Settled:
    now = wall_clock()
    return Settled(row.id, state, 1, at=now, next_attempt=now + timedelta(seconds=wait))


@dataclass
class Office:
    store: Store
    holder: int

    async def hand_over(self, *said: Outgoing, results: Sequence[Settled] = (), room: int = 9) -> list[Claimed]:
        async with self.store.transaction() as tx:
            return await tx.run(outbox.hand_over, said, Offer(BOT, self.holder, results, room=room), wall_clock())

    async def claim(self) -> list[str]:
        """What is found in the database."""
        async with self.store.transaction() as tx:
            return texts(await tx.run(claiming.claim, BOT, self.holder, Lane.REPLY, wall_clock(), 9))

    async def counts(self) -> dict[str, int]:
        async with self.store.transaction() as tx:
            return await tx.run(rows.counts)


@pytest.fixture
async def office(store: Store) -> AsyncIterator[Office]:
    async with store.transaction() as tx:
        held = await tx.run(outbox.take_over, BOT, wall_clock())
    yield Office(store, held.number)


def texts(claimed: Sequence[Claimed]) -> list[str]:
    return [str(row.payload["text"]) for row in claimed]


async def test_what_may_leave_is_given_in_order_and_is_marked_as_being_sent(office: Office) -> None:
    given = await office.hand_over(reply(1, "a"), reply(2, "b"), reply(1, "c"))
    assert texts(given) == ["a", "b", "c"]
    assert [row.id for row in given] == sorted(row.id for row in given)
    assert await office.counts() == {"sending": 3}
    assert await office.claim() == []


async def test_without_room_everything_waits(office: Office) -> None:
    assert await office.hand_over(reply(1, "a"), room=0) == []
    assert await office.claim() == ["a"]


async def test_what_finds_no_room_waits_and_so_does_what_follows_it_in_its_chat(office: Office) -> None:
    given = await office.hand_over(reply(1, "a"), reply(2, "b"), reply(1, "c"), room=2)
    assert texts(given) == ["a", "b"]
    assert await office.claim() == []
    await office.hand_over(results=[fate(row, OutState.SENT) for row in given])
    assert await office.claim() == ["c"]


async def test_a_reply_waits_behind_one_that_is_on_its_way(office: Office) -> None:
    (first,) = await office.hand_over(reply(1, "a"))
    assert texts(await office.hand_over(reply(1, "b"), reply(2, "c"))) == ["c"]
    assert await office.claim() == []
    await office.hand_over(results=[fate(first, OutState.SENT)])
    assert await office.claim() == ["b"]


async def test_a_reply_waits_behind_one_that_is_to_be_tried_again(office: Office) -> None:
    (first,) = await office.hand_over(reply(1, "a"))
    assert await office.hand_over(reply(1, "b"), results=[fate(first, OutState.WAITING, wait=60)]) == []
    assert await office.claim() == []


async def test_the_fate_of_the_last_ones_comes_first(office: Office) -> None:
    (first,) = await office.hand_over(reply(1, "a"))
    given = await office.hand_over(reply(1, "b"), results=[fate(first, OutState.SENT)])
    assert texts(given) == ["b"]
    assert await office.counts() == {"sending": 1, "sent": 1}


async def test_nothing_is_given_when_the_transaction_is_rolled_back(office: Office) -> None:
    def fail(_connection: Connection) -> None:
        raise LookupError

    with pytest.raises(LookupError):
        async with office.store.transaction() as tx:
            await tx.run(outbox.hand_over, [reply(1, "a")], Offer(BOT, office.holder, room=9), wall_clock())
            await tx.run(fail)
    assert await office.counts() == {}
