"""Updates in, each exactly once: by long polling, or by the webhook's door."""

import asyncio
import logging
from dataclasses import dataclass
from typing import Any

from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.services.wire.inbox import is_update
from bot.services.work import StoreTrouble
from bot.spells import Spells
from handlers.wire.driver import Driver
from handlers.wire.request import Api, reason_of, seconds

log = logging.getLogger(__name__)

BATCH = 100
LONG_POLL = 30
NONSENSE_PAUSE = 5.0


async def poll(api: Api, driver: Driver, long_poll: int = LONG_POLL) -> None:
    """Ask Telegram for updates until cancelled; the offset moves only when a batch is on disk."""
    offset, failures = 0, 0
    webhook_gone, spells = False, Spells()
    while True:
        try:
            if not webhook_gone:
                # an address left from earlier would turn every poll away
                webhook_gone = await api.call("deleteWebhook", {"drop_pending_updates": False})
            given = await api.updates(offset, long_poll, BATCH)
            raws = [raw for raw in given if is_update(raw)]
            if raws:
                await driver.handle(raws)
                offset = max(raw["update_id"] for raw in raws) + 1
            elif given:
                log.error("bot %s: what Telegram gives are no updates", api.bot_id)
                await asyncio.sleep(NONSENSE_PAUSE)
            failures = 0
        except (TelegramError, StoreTrouble) as error:
            failures += 1
            if isinstance(error, NetworkError) and spells.is_news(reason_of(error)):
                log.warning("bot %s: Telegram is out of reach, trying again: %s", api.bot_id, reason_of(error))
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
        self._batch: list[_Waiting] = []
        # whoever took from the queue is gone
        self._deaf = False

    async def accept(self, raw: dict[str, Any]) -> None:
        """Wait until this update has taken effect; raises StoreTrouble when it could not: it will be offered again."""
        if self._deaf:
            raise _nobody_there()
        one = _Waiting(raw, asyncio.get_running_loop().create_future())
        try:
            self._queue.put_nowait(one)
        except asyncio.QueueFull:
            raise StoreTrouble("too many updates wait") from None
        await one.done

    async def run(self) -> None:
        """Handle what is waiting until cancelled. At its end nobody goes on waiting, however it ends."""
        self._deaf = False
        try:
            while True:
                self._batch = [await self._queue.get()]
                while len(self._batch) < BATCH and not self._queue.empty():
                    self._batch.append(self._queue.get_nowait())
                await self._handle(self._batch)
        finally:
            self._deaf = True
            while not self._queue.empty():
                self._batch.append(self._queue.get_nowait())
            _settle(self._batch, _nobody_there())

    async def _handle(self, batch: list[_Waiting]) -> None:
        # one chat's updates may come over several connections: their numbers give the order
        batch.sort(key=lambda one: one.raw["update_id"])
        try:
            await self._driver.handle([one.raw for one in batch])
        except StoreTrouble as trouble:
            _settle(batch, trouble)
        else:
            _settle(batch, None)


def _nobody_there() -> StoreTrouble:
    return StoreTrouble("nobody takes updates now")


def _settle(batch: list[_Waiting], trouble: StoreTrouble | None) -> None:
    for one in batch:
        if one.done.done():
            continue
        if trouble is None:
            one.done.set_result(None)
        else:
            one.done.set_exception(trouble)
