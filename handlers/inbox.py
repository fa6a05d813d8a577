"""Updates in, each exactly once: by long polling, or by the webhook's door."""

import asyncio
import logging
from dataclasses import dataclass
from typing import Any

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.services.work import StoreTrouble
from handlers.driver import Driver
from handlers.request import Api, seconds

log = logging.getLogger(__name__)

BATCH = 100
LONG_POLL = 30


async def poll(api: Api, driver: Driver, long_poll: int = LONG_POLL) -> None:
    """Ask Telegram for updates until cancelled; the offset moves only when a batch is on disk."""
    offset, failures = 0, 0
    webhook_gone = False
    while True:
        try:
            if not webhook_gone:
                # an address left from earlier would turn every poll away
                webhook_gone = await api.call("deleteWebhook", {"drop_pending_updates": False})
            raws = await api.updates(offset, long_poll, BATCH)
            if raws:
                await driver.handle(raws)
                offset = max(raw["update_id"] for raw in raws) + 1
            failures = 0
        except (TelegramError, *StoreTrouble) as error:
            failures += 1
            await asyncio.sleep(_pause(api, error, failures))


def _pause(api: Api, error: Exception, failures: int) -> float:
    """Seconds to wait after an error, and a line that says what to do about it."""
    if isinstance(error, RetryAfter):
        return seconds(error)
    if isinstance(error, InvalidToken):
        log.error("bot %s: Telegram does not know this token; copy it from @BotFather into OVOP_TOKEN", api.bot_id)
        return 30
    if isinstance(error, Conflict):
        log.error("bot %s: another process is asking for this bot's updates; stop it, or run one only", api.bot_id)
        return 5
    if isinstance(error, StoreTrouble):
        log.error("bot %s: the database could not take a batch; it is offered again: %s", api.bot_id, error)
    return min(30.0, 0.1 * 2.0 ** min(failures, 9))


@dataclass(slots=True)
class _Waiting:
    raw: dict[str, Any]
    done: "asyncio.Future[None]"


class WebhookInbox:
    """What the webhook brings, taken in batches; Telegram gets its 200 once the batch is on disk."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self._queue: asyncio.Queue[_Waiting] = asyncio.Queue(maxsize=10 * BATCH)

    async def accept(self, raw: dict[str, Any]) -> None:
        """Wait until this update has taken effect; raises StoreTrouble when it could not: it will be offered again."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        await self._queue.put(_Waiting(raw, done))
        await done

    async def run(self) -> None:
        """Handle what is waiting until cancelled."""
        while True:
            batch = [await self._queue.get()]
            while len(batch) < BATCH and not self._queue.empty():
                batch.append(self._queue.get_nowait())
            await self._handle(batch)

    async def _handle(self, batch: list[_Waiting]) -> None:
        # one chat's updates may come over several connections: their numbers give the order
        batch.sort(key=lambda one: one.raw.get("update_id") or 0)
        try:
            await self._driver.handle([one.raw for one in batch])
        except StoreTrouble as error:
            for one in batch:
                if not one.done.done():
                    one.done.set_exception(error)
            return
        for one in batch:
            if not one.done.done():
                one.done.set_result(None)
