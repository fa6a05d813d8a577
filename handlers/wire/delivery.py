"""From the outbox to Telegram: replies first, then nudges and broadcasts, each within Telegram's limits."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)

from bot.domain.wire import bot_api
from bot.domain.wire.outgoing import Claimed, Lane, OutState, Settled
from bot.services.wire import outbox
from bot.services.work import StoreTrouble, Transactions
from bot.supervision import CannotGoOn, Work, keep
from handlers.wire.file_sender import FileSender, MakeFile, is_made
from handlers.wire.limits import Limits
from handlers.wire.request import Api, NotSent, seconds

log = logging.getLogger(__name__)

# How long the fate of a reply may wait for a transaction that takes it along, in seconds.
LINGER = 0.02
# So many on their way, and a fate may linger; with fewer it is written at once, for a kill repeats what is not.
BUSY = 16
# Replies that are on their way at once without being looked for; more wait in the database.
MOST_IN_HAND = 400
REPLY_WORKERS = 12
# Messages with a file that has to be made first: drawing takes its time, and nobody else waits for it.
FILE_WORKERS = 2
OTHER_WORKERS = 4
GIVE_UP_AFTER = timedelta(hours=24)
LONGEST_PAUSE = 300.0
NOT_THERE = (
    "message to edit not found",
    "message can't be edited",
    "there is no text in the message to edit",
    "there is no caption in the message to edit",
)
UNCHANGED = "message is not modified"
WRONG_TOKEN_PAUSE = 30.0
STORE_PAUSE = 1.0


class Delivery:
    """Sends what one bot has said. `wake` says that there is something new."""

    def __init__(
        self, api: Api, transactions: Transactions, now: Callable[[], datetime], limits: Limits, make_file: MakeFile
    ) -> None:
        self._api, self._transactions, self._now = api, transactions, now
        self._limits, self._files = limits, FileSender(api, transactions, now, make_file)
        self._event = asyncio.Event()
        self._replies: asyncio.Queue[list[Claimed]] = asyncio.Queue()
        self._others: asyncio.Queue[list[Claimed]] = asyncio.Queue()
        self._made: asyncio.Queue[list[Claimed]] = asyncio.Queue()
        self._results: list[Settled] = []
        self._effects: list[outbox.Effect] = []
        self._in_hand = 0
        # under which number this process holds the bot; 0: not yet
        self._holder = 0
        # look into the database for what is to be sent; the last look has left something that is due
        self._look, self._more = True, False
        self._lingering: asyncio.TimerHandle | None = None
        self._retry_at: datetime | None = None

    def wake(self) -> None:
        """Something was said."""
        self._look = True
        self._event.set()

    @property
    def in_hand(self) -> int:
        """Messages claimed whose fate is not written down yet."""
        return self._in_hand

    async def run(self) -> None:
        """Send until cancelled; what was in flight at a kill is sent again at the next start, but for broadcasts."""
        if self._holder:
            # what was in hand is known to nobody: taken up again here, some of it would be sent twice
            raise CannotGoOn(f"Sending of bot {self._api.bot_id} has stopped in the middle.")
        await self._hold()
        async with asyncio.TaskGroup() as group:
            for _ in range(REPLY_WORKERS):
                group.create_task(self._worker(self._replies))
            for _ in range(FILE_WORKERS):
                group.create_task(self._worker(self._made))
            for _ in range(OTHER_WORKERS):
                group.create_task(self._worker(self._others))
            group.create_task(keep(Work(f"The outbox of bot {self._api.bot_id}", self._exchange_for_ever)))

    async def _hold(self) -> None:
        async with self._transactions() as tx:
            held = await tx.run(outbox.take_over, self._api.bot_id, self._now())
        if held.in_flight:
            log.info("bot %s: %s messages were in flight at the last stop", self._api.bot_id, held.in_flight)
        self._holder = held.number

    async def _exchange_for_ever(self) -> None:
        """A failed exchange has changed nothing, so it may begin again."""
        self._look = True
        while True:
            self._event.clear()
            try:
                busy = await self._exchange()
            except StoreTrouble:
                await asyncio.sleep(STORE_PAUSE)
                self._look = True
                continue
            if not busy:
                await self._sleep()

    async def _sleep(self) -> None:
        """Until woken, or until the next row may be due: rows wait for retries, and other processes add some."""
        wait = min(self._limits.next_token() or 1.0, self._until_retry())
        try:
            async with asyncio.timeout(max(0.02, min(1.0, wait))):
                await self._event.wait()
        except TimeoutError:
            self._look = True

    def _until_retry(self) -> float:
        now = self._now()
        if self._retry_at is not None and self._retry_at <= now:
            self._retry_at = None
        return 1.0 if self._retry_at is None else (self._retry_at - now).total_seconds()

    def offer(self) -> outbox.Offer:
        """For a transaction that is under way anyhow: results to write down, and room for replies to send at once.

        Whoever takes it gives it back by `take` when it is committed, else by `give_back`.
        """
        rate = self._limits.replies()
        room = max(0, min(rate, MOST_IN_HAND - self._in_hand))
        if not self._holder or (self._more and rate < self._limits.CHUNK):
            # where the rate is what holds messages up, the older ones go first
            room = 0
        self._limits.took(room, 0)
        return self._with_results(room)

    def _with_results(self, room: int) -> outbox.Offer:
        results, self._results = self._results, []
        effects, self._effects = self._effects, []
        return outbox.Offer(self._api.bot_id, self._holder, results, effects, room)

    def take(self, offer: outbox.Offer, claimed: Sequence[Claimed], said: int) -> None:
        """The transaction is committed: send what was claimed, and look for the rest of what was said."""
        self._limits.took(len(claimed) - offer.room, 0)
        self._claimed(offer, claimed)
        if len(claimed) < said:
            self.wake()

    def give_back(self, offer: outbox.Offer) -> None:
        """The transaction was rolled back."""
        self._limits.took(-offer.room, 0)
        self._results = [*offer.results, *self._results]
        self._effects = [*offer.effects, *self._effects]
        self._event.set()

    def _claimed(self, offer: outbox.Offer, claimed: Sequence[Claimed]) -> None:
        self._in_hand += len(claimed) - len(offer.results)
        for rows in _by_chat(claimed):
            self._queue(rows).put_nowait(rows)

    def _queue(self, rows: Sequence[Claimed]) -> "asyncio.Queue[list[Claimed]]":
        if any(is_made(row.payload.get(bot_api.ATTACH, {})) for row in rows):
            return self._made
        return self._replies if rows[0].lane is Lane.REPLY else self._others

    async def _exchange(self) -> Sequence[Claimed]:
        """One transaction: write down what became of messages, claim the next ones."""
        order = self._order() if self._look else None
        if not (self._results or self._effects or order):
            return ()
        room = order.room if order else 0
        self._look = self._look and not order
        self._limits.took(room, 0)
        offer = outbox.Offer(self._api.bot_id, self._holder, room=room)
        try:
            async with self._transactions() as tx:
                # only now: what a batch has taken along meanwhile is written down already
                offer = self._with_results(room)
                done = await tx.run(outbox.exchange, offer, order, self._now())
        except BaseException:
            self.give_back(offer)
            raise
        replies, others = _by_kind(done.claimed)
        self._limits.took(replies - room, others)
        self._claimed(offer, done.claimed)
        if order:
            self._more = done.more
            self._look = self._look or done.more
        return done.claimed

    def _order(self) -> outbox.Order | None:
        """What may be claimed now; None: nothing, enough is in hand."""
        room = max(0, min(self._limits.replies(), MOST_IN_HAND - self._in_hand))
        others = max(0, self._limits.others()) if self._others.empty() else 0
        return outbox.Order(room, others) if room else None

    async def _worker(self, queue: "asyncio.Queue[list[Claimed]]") -> None:
        while True:
            rows = await queue.get()
            for place, row in enumerate(rows):
                settled = await self._send_in_turn(row)
                self._results.append(settled)
                if settled.state is OutState.WAITING:
                    self._retry_at = min(filter(None, (self._retry_at, settled.next_attempt)))
                    self._results.extend(self._again(later, 0) for later in rows[place + 1 :])
                    self.wake()
                    break
            self._tell()

    def _tell(self) -> None:
        """Have results written down: at once, but when much is on its way with the next batch, or soon."""
        if self._look or self._in_hand <= BUSY:
            self._event.set()
        elif self._lingering is None:
            self._lingering = asyncio.get_running_loop().call_later(LINGER, self._lingered)

    def _lingered(self) -> None:
        self._lingering = None
        self._event.set()

    async def _send_in_turn(self, row: Claimed) -> Settled:
        if wait := self._limits.chat_wait(row.chat):
            return self._again(row, wait)
        if pause := self._limits.pause_left():
            return self._again(row, pause)
        try:
            return await self._sent(row)
        except StoreTrouble:
            # its file is looked up, or put together, from the database: nothing has left yet
            return self._again(row, STORE_PAUSE)
        except Exception as error:
            # a drawing that fails, a file that is gone: this message is given up, all others go on
            log.exception("bot %s: message %s could not be made", self._api.bot_id, row.id)
            return self._done(row, OutState.FAILED, repr(error))

    async def _sent(self, row: Claimed) -> Settled:
        try:
            await self._call(row)
        except (BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter) as error:
            return await self._failed(row, error)
        return self._done(row, OutState.SENT)

    async def _call(self, row: Claimed) -> None:
        attach: Mapping[str, Any] = row.payload.get(bot_api.ATTACH, {})
        # the row's own chat: it may have moved since the message was made
        fields = {name: value for name, value in row.payload.items() if name != bot_api.ATTACH} | {"chat_id": row.chat}
        if attach:
            await self._files.send(row.method, fields, attach)
        else:
            await self._api.call(row.method, fields)

    async def _failed(self, row: Claimed, error: Exception) -> Settled:
        """What a failed call means for its message, by kind of error."""
        match error:
            case RetryAfter():
                self._limits.pause(seconds(error))
                return self._again(row, seconds(error))
            case Forbidden():
                self._effects.append(outbox.Blocked(row.chat))
                return self._done(row, OutState.FAILED, "blocked")
            case ChatMigrated(new_chat_id=new_chat):
                self._effects.append(outbox.Moved(row.chat, new_chat))
                return self._again(row, 0)
            case InvalidToken() | Conflict():
                log.error("bot %s: Telegram refuses the token or the call: %s", self._api.bot_id, error)
                self._limits.pause(WRONG_TOKEN_PAUSE)
                return self._again(row, WRONG_TOKEN_PAUSE)
            case BadRequest():
                return await self._refused(row, error)
            case NotSent():
                return self._try_again(row, "no connection")
            case TimedOut() if row.lane is Lane.BROADCAST:
                return self._done(row, OutState.UNSURE, "unsure: no answer in time")
            case TimedOut():
                return self._try_again(row, "unsure: no answer in time")
            case _:
                return self._try_again(row, f"Telegram's fault: {error}")

    async def _refused(self, row: Claimed, error: BadRequest) -> Settled:
        if UNCHANGED in str(error).lower():
            return self._done(row, OutState.SENT)
        if bot_api.changes_another(row.method) and any(reason in str(error).lower() for reason in NOT_THERE):
            anew = Claimed(row.id, row.chat, row.lane, *bot_api.as_new(row.payload), row.attempts)
            return await self._send_in_turn(anew)
        log.error("bot %s: message %s was refused: %s", self._api.bot_id, row.id, error)
        return self._done(row, OutState.FAILED, str(error))

    def _done(self, row: Claimed, state: OutState, reason: str | None = None) -> Settled:
        now = self._now()
        return Settled(row.id, state, row.attempts + 1, at=now, next_attempt=now, reason=reason)

    def _again(self, row: Claimed, seconds: float) -> Settled:
        """It did not get its turn: not counted as an attempt."""
        now = self._now()
        again = now + timedelta(seconds=seconds)
        return Settled(row.id, OutState.WAITING, row.attempts, at=now, next_attempt=again)

    def _try_again(self, row: Claimed, reason: str) -> Settled:
        now = self._now()
        pause = min(LONGEST_PAUSE, 0.25 * 2**row.attempts)
        if row.attempts * LONGEST_PAUSE > GIVE_UP_AFTER.total_seconds():
            return Settled(row.id, OutState.FAILED, row.attempts + 1, at=now, next_attempt=now, reason=reason)
        again = now + timedelta(seconds=pause)
        return Settled(row.id, OutState.WAITING, row.attempts + 1, at=now, next_attempt=again, reason=reason)


def _by_kind(claimed: Iterable[Claimed]) -> tuple[int, int]:
    lanes = [row.lane is Lane.REPLY for row in claimed]
    return sum(lanes), len(lanes) - sum(lanes)


def _by_chat(claimed: Iterable[Claimed]) -> list[list[Claimed]]:
    chats: dict[tuple[Lane, int], list[Claimed]] = defaultdict(list)
    for row in claimed:
        chats[row.lane, row.chat].append(row)
    return list(chats.values())
