"""Delivery over real HTTP: lanes, order, and what each kind of error does to a message."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from bot.clock import wall_clock
from bot.domain.wire.contact import ChatState, Contact
from bot.domain.wire.outgoing import Lane, Outgoing
from bot.services.wire.inbox import close_batch
from bot.store import Connection, Store
from bot.store.schema import chat, outbox
from bot.vitals import Vitals
from handlers.wire.delivery import Delivery, MakeFile
from handlers.wire.limits import Limits
from handlers.wire.request import AiohttpRequest, Api, File
from simulator.server import Simulator
from simulator.world.phones import PNG, Phone
from tests.patience import PATIENCE

TOKEN = "99:TOKEN-FOR-DELIVERY"
BOT = 99


async def no_file(_wanted: Mapping[str, Any]) -> File:
    return File("picture.png", PNG, "image/png")


@dataclass
class Post:
    """A post office: rows in the outbox, and phones that they arrive on."""

    store: Store
    simulator: Simulator
    api: Api
    make_file: MakeFile = no_file

    def phone(self, number: int = 1) -> Phone:
        return self.simulator.phone(number)

    async def meet(self, number: int = 1) -> Phone:
        """A bot may write only to who has written to it."""
        phone = self.phone(number)
        if not phone.screen:
            await phone.say("/start")
        return phone

    async def say(self, *texts: str, to: int = 1, lane: Lane = Lane.REPLY, dedupe: str | None = None) -> None:
        await self.meet(to)
        rows = [Outgoing(BOT, to, lane, "sendMessage", {"chat_id": to, "text": text}, dedupe) for text in texts]
        await self.put(*rows)

    async def put(self, *rows: Outgoing) -> None:
        now = wall_clock()
        async with self.store.transaction() as tx:
            known = [Contact(BOT, row.chat, ChatState.ACTIVE, now, is_new=True) for row in rows]
            await tx.run(close_batch, known, rows, now)

    async def states(self) -> list[tuple[str, str | None]]:
        def read(connection: Connection) -> list[tuple[str, str | None]]:
            rows = connection.execute(select(outbox.c.state, outbox.c.reason).order_by(outbox.c.id))
            return [(row.state, row.reason) for row in rows]

        async with self.store.transaction() as tx:
            return await tx.run(read)

    @contextlib.asynccontextmanager
    async def delivering(self, rate: float = 0) -> AsyncIterator[Delivery]:
        vitals = Vitals(time.monotonic)
        delivery = Delivery(self.api, self.store.transaction, wall_clock, Limits(rate), self.make_file, vitals)
        task = asyncio.create_task(delivery.run())
        try:
            yield delivery
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def deliver(self, timeout: float = PATIENCE) -> None:
        """Until nothing waits any more."""
        async with self.delivering(), asyncio.timeout(timeout):
            while any(state in ("waiting", "sending") for state, _ in await self.states()):
                await asyncio.sleep(0.01)


@pytest.fixture
async def post(sqlite_url: str) -> AsyncIterator[Post]:
    simulator = Simulator([TOKEN], now=wall_clock)
    simulator.lift_limits()
    root = await simulator.start()
    request, polling = AiohttpRequest(), AiohttpRequest(1)
    await request.initialize()
    store = Store(sqlite_url)
    yield Post(store, simulator, Api(root, TOKEN, request, polling))
    await request.shutdown()
    await store.close()
    await simulator.stop()


def texts(post: Post, number: int = 1) -> list[str]:
    return [message.text for message in post.phone(number).screen if not message.mine]


async def test_replies_leave_before_nudges_and_nudges_before_broadcasts(post: Post) -> None:
    await post.say("broadcast", to=3, lane=Lane.BROADCAST)
    await post.say("nudge", to=2, lane=Lane.NUDGE)
    await post.say("reply", to=1)
    with_room_for_one, vitals = Limits(1), Vitals(time.monotonic)
    delivery = Delivery(post.api, post.store.transaction, wall_clock, with_room_for_one, no_file, vitals)
    await delivery._hold()
    claimed = await delivery._exchange()
    assert [row.payload["text"] for row in claimed] == ["reply"]
    await post.deliver()
    assert [texts(post, number) for number in (1, 2, 3)] == [["reply"], ["nudge"], ["broadcast"]]


async def test_one_chat_keeps_its_order_when_the_first_message_has_to_be_tried_again(post: Post) -> None:
    post.simulator.faults.add("sendMessage", "500", times=2)
    await post.say("one", "two", "three")
    await post.deliver()
    assert texts(post) == ["one", "two", "three"]


async def test_what_is_said_once_is_kept_once(post: Post) -> None:
    await post.say("due today", lane=Lane.NUDGE, dedupe="nudge:1:1")
    await post.say("due today", lane=Lane.NUDGE, dedupe="nudge:1:1")
    await post.deliver()
    assert texts(post) == ["due today"]


async def test_who_has_blocked_the_bot_is_left_alone(post: Post) -> None:
    await post.say("one", "two")
    await post.phone().block()
    await post.deliver()
    assert await post.states() == [("failed", "blocked"), ("failed", "blocked")]

    def state(connection: Connection) -> str | None:
        return connection.scalar(select(chat.c.state).where(chat.c.chat == 1))

    async with post.store.transaction() as tx:
        assert await tx.run(state) == "blocked"


async def test_too_many_pauses_the_bot_and_loses_nothing(post: Post) -> None:
    post.simulator.faults.add("sendMessage", "429", times=1, seconds=1)
    await post.say("one")
    await post.say("two", to=2)
    await post.deliver()
    assert texts(post, 1) + texts(post, 2) == ["one", "two"]


@pytest.mark.parametrize("kind", ["500", "502", "dropped"])
async def test_a_call_that_failed_is_tried_again(post: Post, kind: str) -> None:
    post.simulator.faults.add("sendMessage", kind, times=2)
    await post.say("one")
    await post.deliver()
    assert texts(post) == ["one"]


async def test_a_reply_that_may_have_arrived_is_sent_again_and_a_broadcast_is_not(post: Post) -> None:
    post.simulator.faults.add("sendMessage", "swallowed", times=2)
    await post.say("reply", to=1)
    await post.say("broadcast", to=2, lane=Lane.BROADCAST)
    await post.deliver()
    assert texts(post, 1) == ["reply", "reply"]
    assert texts(post, 2) == ["broadcast"]
    assert ("unsure", "unsure: no answer in time") in await post.states()


async def test_an_edit_of_a_message_that_is_gone_becomes_a_message(post: Post) -> None:
    await post.meet()
    edit = {"chat_id": 1, "message_id": 4711, "text": "the next question"}
    await post.put(Outgoing(BOT, 1, Lane.REPLY, "editMessageText", edit))
    await post.deliver()
    assert texts(post) == ["the next question"]


async def test_a_refused_message_is_given_up_with_the_reason_and_the_others_go_on(post: Post) -> None:
    await post.say("<b>", to=1)
    await post.meet(2)
    await post.put(Outgoing(BOT, 2, Lane.REPLY, "sendMessage", {"chat_id": 2, "text": "<b>", "parse_mode": "HTML"}))
    await post.say("fine", to=3)
    await post.deliver()
    assert texts(post, 3) == ["fine"]
    failed = [reason for state, reason in await post.states() if state == "failed"]
    assert len(failed) == 1


async def test_after_a_stop_what_was_in_flight_goes_out_again_but_no_broadcast(post: Post) -> None:
    await post.say("reply", to=1)
    await post.say("broadcast", to=2, lane=Lane.BROADCAST)
    vitals = Vitals(time.monotonic)
    killed = Delivery(post.api, post.store.transaction, wall_clock, Limits(0), no_file, vitals)
    await killed._hold()
    await killed._exchange()
    assert [state for state, _ in await post.states()] == ["sending", "sending"]
    await post.deliver()
    assert texts(post, 1) == ["reply"]
    assert texts(post, 2) == []
    assert [state for state, _ in await post.states()] == ["sent", "unsure"]


async def test_a_picture_is_made_when_it_is_sent(post: Post) -> None:
    await post.meet()
    photo = {"chat_id": 1, "attach": {"photo": {"kind": "progress"}}, "caption": "Your sales"}
    await post.put(Outgoing(BOT, 1, Lane.REPLY, "sendPhoto", photo))
    await post.deliver()
    assert [(message.kind, message.text) for message in post.phone().screen[1:]] == [("photo", "Your sales")]


async def test_replies_do_not_wait_behind_nudges_that_hang(post: Post) -> None:
    post.simulator.faults.add("sendMessage", "slow", times=8, seconds=PATIENCE)
    for number in range(10, 18):
        await post.say("nudge", to=number, lane=Lane.NUDGE)
    async with post.delivering(rate=25) as delivery:
        async with asyncio.timeout(PATIENCE):
            while [state for state, _ in await post.states()] != ["sending"] * 8:
                await asyncio.sleep(0.01)
        await post.say("reply", to=1)
        delivery.wake()
        # hung nudges keep their workers; a reply has workers of its own
        await post.phone(1).until(1, timeout=PATIENCE)
        assert [state for state, _ in await post.states()][:8] == ["sending"] * 8


async def test_a_message_that_cannot_be_made_is_given_up_and_the_others_go_on(post: Post) -> None:
    async def broken(_wanted: Mapping[str, Any]) -> File:
        raise OSError("the disk is gone")

    await post.meet()
    await post.put(Outgoing(BOT, 1, Lane.REPLY, "sendPhoto", {"chat_id": 1, "attach": {"photo": {"kind": "progress"}}}))
    await post.say("fine", to=2)
    post.make_file = broken
    await post.deliver()
    assert texts(post, 2) == ["fine"]
    assert ("failed", "OSError('the disk is gone')") in await post.states()


async def test_a_database_in_trouble_is_tried_again_and_nothing_is_lost(post: Post) -> None:
    from sqlalchemy.exc import OperationalError

    troubles = iter((True, False))
    real = post.store.transaction

    @contextlib.asynccontextmanager
    async def sometimes() -> AsyncIterator[Any]:
        async with real() as tx:
            yield tx
            if next(troubles, False):
                raise OperationalError("COMMIT", {}, Exception("disk is full"))

    await post.say("one")
    delivery = Delivery(post.api, real, wall_clock, Limits(0), no_file, Vitals(time.monotonic))
    task = asyncio.create_task(delivery.run())
    await asyncio.sleep(0)
    delivery._transactions = sometimes
    await post.phone().until("one", timeout=PATIENCE)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    assert texts(post) == ["one"]
