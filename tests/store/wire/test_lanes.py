"""The lanes of the outbox: which leaves first, and what is dropped for a chat that nothing more goes to."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import permutations

import pytest
from sqlalchemy import select

from bot.domain.wire.contact import ChatState, Contact
from bot.domain.wire.outgoing import Claimed, Lane, Outgoing, OutState
from bot.services.wire.inbox import close_batch
from bot.services.wire.outbox import Blocked, Effect, Moved, Offer, Order, exchange, take_over
from bot.store import Connection, Store
from bot.store.schema import outbox

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
BOT, OTHER_BOT, HERS, ANOTHERS = 7, 8, 1, 2
# the number of who holds a bot first
FIRST = 1
FIRST_TO_LAST = (Lane.REPLY, Lane.NUDGE, Lane.BROADCAST)


def row(lane: Lane, chat: int = HERS, bot: int = BOT) -> Outgoing:
    return Outgoing(bot, chat, lane, "sendMessage", {"chat_id": chat, "text": lane.name})


async def put(store: Store, rows: Sequence[Outgoing]) -> None:
    chats = sorted({(one.bot, one.chat) for one in rows})
    known = [Contact(bot, chat, ChatState.ACTIVE, NOW, is_new=True) for bot, chat in chats]
    async with store.transaction() as tx:
        await tx.run(close_batch, known, rows, NOW)


@pytest.fixture(autouse=True)
async def held(store: Store) -> None:
    async with store.transaction() as tx:
        assert [(await tx.run(take_over, bot, NOW)).number for bot in (BOT, OTHER_BOT)] == [FIRST, FIRST]


async def claim(store: Store, order: Order, bot: int = BOT, effects: Sequence[Effect] = ()) -> Sequence[Claimed]:
    async with store.transaction() as tx:
        return (await tx.run(exchange, Offer(bot, FIRST, effects=effects), order, NOW)).claimed


async def states(store: Store) -> dict[tuple[int, int, Lane], tuple[OutState, str | None]]:
    columns = (outbox.c.bot, outbox.c.chat, outbox.c.lane, outbox.c.state, outbox.c.reason)

    def read(connection: Connection) -> dict[tuple[int, int, Lane], tuple[OutState, str | None]]:
        return {(bot, chat, Lane(lane)): (OutState(state), why) for bot, chat, lane, state, why in
                connection.execute(select(*columns))}  # fmt: skip

    async with store.transaction() as tx:
        return await tx.run(read)


@pytest.mark.parametrize(
    "said", list(permutations(FIRST_TO_LAST)), ids=lambda said: "-".join(lane.name for lane in said)
)
@pytest.mark.parametrize("chats", ["one chat", "a chat each"])
async def test_with_room_for_one_at_a_time_the_lanes_leave_in_their_order(
    store: Store, said: Sequence[Lane], chats: str
) -> None:
    await put(store, [row(lane, HERS if chats == "one chat" else 10 + lane) for lane in said])
    assert [[one.lane for one in await claim(store, Order(1, 1, 1))] for _ in said] == [
        [lane] for lane in FIRST_TO_LAST
    ]


R, N, B = Lane.REPLY, Lane.NUDGE, Lane.BROADCAST


@pytest.mark.parametrize(
    ("room", "nudges", "broadcasts", "taken"),
    [
        (1, 1, 1, [R]),
        (2, 2, 2, [R, R]),
        (3, 3, 3, [R, R, N]),
        (4, 4, 4, [R, R, N, N]),
        (5, 5, 5, [R, R, N, N, B]),
        (9, 9, 9, [R, R, N, N, B, B]),
        # nudges have their share, and replies never need it
        (9, 1, 0, [R, R, N]),
        (9, 0, 0, [R, R]),
        # what is before them counts against what broadcasts may take: they leave the rest for replies
        (9, 9, 4, [R, R, N, N]),
        (9, 9, 5, [R, R, N, N, B]),
        # and they take all that nudges leave
        (9, 1, 9, [R, R, N, B, B]),
        (9, 0, 9, [R, R, B, B]),
        (3, 0, 9, [R, R, B]),
    ],
)
async def test_what_room_there_is_goes_to_the_earlier_lane(
    store: Store, room: int, nudges: int, broadcasts: int, taken: list[Lane]
) -> None:
    await put(store, [row(lane, 10 * copy + lane) for copy in (1, 2) for lane in reversed(FIRST_TO_LAST)])
    assert [one.lane for one in await claim(store, Order(room, nudges, broadcasts))] == taken


async def test_the_oldest_of_a_lane_leaves_first(store: Store) -> None:
    for lane in FIRST_TO_LAST:
        await put(store, [row(lane, chat) for chat in (30 + lane, 20 + lane, 10 + lane)])
    for lane in FIRST_TO_LAST:
        assert [(await claim(store, Order(1, 1, 1)))[0].chat for _ in "123"] == [30 + lane, 20 + lane, 10 + lane]


async def test_what_waits_for_who_has_blocked_the_bot_is_dropped_in_each_lane_and_only_hers(store: Store) -> None:
    elsewhere = [row(lane, *place) for lane in FIRST_TO_LAST for place in ((ANOTHERS, BOT), (HERS, OTHER_BOT))]
    await put(store, [*map(row, FIRST_TO_LAST), *elsewhere])
    assert await claim(store, Order(0, 0, 0), effects=[Blocked(HERS)]) == []
    found = await states(store)
    hers = {(BOT, HERS, lane): (OutState.FAILED, "blocked") for lane in FIRST_TO_LAST}
    others = {(one.bot, one.chat, one.lane): (OutState.WAITING, None) for one in elsewhere}
    assert found == hers | others


async def test_what_waits_for_a_chat_that_moved_goes_to_the_new_one_in_each_lane_and_only_hers(store: Store) -> None:
    await put(store, [row(lane, *place) for lane in FIRST_TO_LAST
                      for place in ((HERS, BOT), (ANOTHERS, BOT), (HERS, OTHER_BOT))])  # fmt: skip
    await claim(store, Order(0, 0, 0), effects=[Moved(HERS, -100)])
    places = ((BOT, -100), (BOT, ANOTHERS), (OTHER_BOT, HERS))
    assert set(await states(store)) == {(*place, lane) for place in places for lane in FIRST_TO_LAST}


async def test_after_a_stop_a_broadcast_alone_is_left_and_only_of_this_bot(store: Store) -> None:
    await put(store, [row(lane, bot=bot) for lane in FIRST_TO_LAST for bot in (BOT, OTHER_BOT)])
    for bot in (BOT, OTHER_BOT):
        await claim(store, Order(9, 9, 9), bot)
    async with store.transaction() as tx:
        assert (await tx.run(take_over, BOT, NOW)).in_flight == 3
    found = {(bot, lane): state for (bot, _, lane), (state, _) in (await states(store)).items()}
    assert [found[BOT, lane] for lane in FIRST_TO_LAST] == [OutState.WAITING, OutState.WAITING, OutState.UNSURE]
    assert [found[OTHER_BOT, lane] for lane in FIRST_TO_LAST] == [OutState.SENDING] * 3
