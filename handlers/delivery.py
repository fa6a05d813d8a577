"""From the outbox to Telegram: replies first, then nudges and broadcasts, each within Telegram's limits."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping
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

from bot.domain.outgoing import Claimed, Lane, OutState, Settled
from bot.services import outbox
from bot.services.work import Transactions
from handlers.limits import Limits
from handlers.request import Api, File, NotSent, seconds

log = logging.getLogger(__name__)

MakeFile = Callable[[Mapping[str, Any]], Awaitable[File]]

REPLY_WORKERS = 12
OTHER_WORKERS = 4
GIVE_UP_AFTER = timedelta(hours=24)
LONGEST_PAUSE = 300.0
NOT_THERE = ("message to edit not found", "message can't be edited")
UNCHANGED = "message is not modified"
WRONG_TOKEN_PAUSE = 30.0


class Delivery:
    """Sends what one bot has said. `wake` says that there is something new."""

    def __init__(
        self, api: Api, transactions: Transactions, now: Callable[[], datetime], limits: Limits, make_file: MakeFile
    ) -> None:
        self._api, self._transactions, self._now = api, transactions, now
        self._limits, self._make_file = limits, make_file
        self._event = asyncio.Event()
        self._replies: asyncio.Queue[list[Claimed]] = asyncio.Queue()
        self._others: asyncio.Queue[list[Claimed]] = asyncio.Queue()
        self._results: list[Settled] = []
        self._effects: list[outbox.Effect] = []
        self._in_hand = 0
        self._retry_at: datetime | None = None

    def wake(self) -> None:
        """Something was said."""
        self._event.set()

    @property
    def in_hand(self) -> int:
        """Messages claimed whose fate is not written down yet."""
        return self._in_hand

    async def run(self) -> None:
        """Send until cancelled; what was in flight at a kill is sent again at the next start, but for broadcasts."""
        async with self._transactions() as tx:
            in_flight = await tx.run(outbox.recover, self._api.bot_id, self._now())
        if in_flight:
            log.info("bot %s: %s messages were in flight at the last stop", self._api.bot_id, in_flight)
        async with asyncio.TaskGroup() as group:
            for _ in range(REPLY_WORKERS):
                group.create_task(self._worker(self._replies))
            for _ in range(OTHER_WORKERS):
                group.create_task(self._worker(self._others))
            group.create_task(self._exchange_for_ever())

    async def _exchange_for_ever(self) -> None:
        while True:
            self._event.clear()
            claimed = await self._exchange()
            if not claimed and not self._results:
                await self._sleep()

    async def _sleep(self) -> None:
        """Until woken, or until the next row may be due: rows wait for retries, and other processes add some."""
        wait = min(self._limits.next_token() or 1.0, self._until_retry())
        try:
            async with asyncio.timeout(max(0.02, min(1.0, wait))):
                await self._event.wait()
        except TimeoutError:
            return

    def _until_retry(self) -> float:
        now = self._now()
        if self._retry_at is not None and self._retry_at <= now:
            self._retry_at = None
        return 1.0 if self._retry_at is None else (self._retry_at - now).total_seconds()

    async def _exchange(self) -> list[Claimed]:
        """One transaction: write down what became of messages, claim the next ones."""
        results, self._results = self._results, []
        effects, self._effects = self._effects, []
        room = self._limits.replies()
        replies = room if self._replies.empty() else 0
        others = self._limits.others() if self._others.empty() else 0
        if not (results or effects or replies or others):
            return []
        order = outbox.Order(self._api.bot_id, results, effects, room, replies, others)
        async with self._transactions() as tx:
            claimed = await tx.run(outbox.exchange, order, self._now())
        self._in_hand += len(claimed) - len(results)
        self._limits.took(*_by_kind(claimed))
        for rows in _by_chat(claimed):
            queue = self._replies if rows[0].lane is Lane.REPLY else self._others
            queue.put_nowait(rows)
        return claimed

    async def _worker(self, queue: "asyncio.Queue[list[Claimed]]") -> None:
        while True:
            rows = await queue.get()
            for place, row in enumerate(rows):
                settled = await self._send_in_turn(row)
                self._results.append(settled)
                if settled.state is OutState.WAITING:
                    self._retry_at = min(filter(None, (self._retry_at, settled.next_attempt)))
                    self._results.extend(self._again(later, 0) for later in rows[place + 1 :])
                    break
            self._event.set()

    async def _send_in_turn(self, row: Claimed) -> Settled:
        if wait := self._limits.chat_wait(row.chat):
            return self._again(row, wait)
        if pause := self._limits.pause_left():
            return self._again(row, pause)
        try:
            await self._call(row.method, row.payload)
        except (BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter) as error:
            return await self._failed(row, error)
        except Exception as error:
            # a drawing that fails, a file that is gone: this message is given up, all others go on
            log.exception("bot %s: message %s could not be made", self._api.bot_id, row.id)
            return self._done(row, OutState.FAILED, repr(error))
        return self._done(row, OutState.SENT)

    async def _call(self, method: str, payload: Mapping[str, Any]) -> None:
        attach: Mapping[str, Any] = payload.get("attach", {})
        files = {name: await self._make_file(wanted) for name, wanted in attach.items()}
        fields = {name: value for name, value in payload.items() if name != "attach"}
        await self._api.call(method, fields, files)

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
        if row.method == "editMessageText" and any(reason in str(error).lower() for reason in NOT_THERE):
            fields = {name: value for name, value in row.payload.items() if name != "message_id"}
            return await self._send_in_turn(Claimed(row.id, row.chat, row.lane, "sendMessage", fields, row.attempts))
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
