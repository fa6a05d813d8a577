"""One message to Telegram: the call, and what a call that failed means for the message."""

import logging
from collections.abc import Callable, Mapping
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
from bot.services.work import StoreTrouble
from handlers.wire.file_sender import FileSender
from handlers.wire.limits import Limits
from handlers.wire.request import Api, NotSent, Unclear, seconds

log = logging.getLogger(__name__)

GIVE_UP_AFTER = timedelta(hours=24)
LONGEST_PAUSE = 300.0
NOT_THERE = (
    "message to edit not found",
    "message can't be edited",
    "there is no text in the message to edit",
    "there is no caption in the message to edit",
)
NOT_TO_DELETE = ("message to delete not found", "message can't be deleted")
# as the rows of a chat say it that nothing more goes to
BLOCKED = "blocked"
UNCHANGED = "message is not modified"
WRONG_TOKEN_PAUSE = 30.0
STORE_PAUSE = 1.0


class Sender:
    """Sends the messages of one bot, one at a time. `effect`: told what a call has shown about its chat."""

    def __init__(
        self,
        api: Api,
        files: FileSender,
        now: Callable[[], datetime],
        limits: Limits,
        effect: Callable[[outbox.Effect], None],
    ) -> None:
        self._api, self._files, self._now, self._limits, self._effect = api, files, now, limits, effect

    async def send(self, row: Claimed) -> Settled:
        """Send it, if it is its turn; gives what became of it."""
        if wait := self._limits.chat_wait(row.chat):
            return self.again(row, wait)
        if pause := self._limits.pause_left():
            return self.again(row, pause)
        try:
            return await self._sent(row)
        except StoreTrouble:
            # its file is looked up, or put together, from the database: nothing has left yet
            return self.again(row, STORE_PAUSE)
        except Exception as error:
            # a drawing that fails, a file that is gone: this message is given up, all others go on
            log.exception("bot %s: message %s could not be made", self._api.bot_id, row.id)
            return self._done(row, OutState.FAILED, repr(error))

    async def _sent(self, row: Claimed) -> Settled:
        try:
            result = await self._call(row)
        except (BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter) as error:
            return await self._failed(row, error)
        # an announcement can be edited and taken back
        number = bot_api.number_of(result) if row.lane is Lane.BROADCAST else None
        return self._done(row, OutState.SENT, message_id=number)

    async def _call(self, row: Claimed) -> Any:
        attach: Mapping[str, Any] = row.payload.get(bot_api.ATTACH, {})
        # the row's own chat: it may have moved since the message was made
        fields = bot_api.addressed(row.payload, row.chat)
        if attach:
            return await self._files.send(row.method, fields, attach)
        return await self._api.call(row.method, fields)

    async def _failed(self, row: Claimed, error: Exception) -> Settled:
        """What a failed call means for its message, by kind of error."""
        match error:
            case RetryAfter():
                self._limits.pause(seconds(error))
                return self.again(row, seconds(error))
            case Forbidden():
                self._effect(outbox.Blocked(row.chat))
                return self._done(row, OutState.FAILED, BLOCKED)
            case ChatMigrated(new_chat_id=new_chat):
                self._effect(outbox.Moved(row.chat, new_chat))
                return self.again(row, 0)
            case InvalidToken() | Conflict():
                log.error("bot %s: Telegram refuses the token or the call: %s", self._api.bot_id, error)
                self._limits.pause(WRONG_TOKEN_PAUSE)
                return self.again(row, WRONG_TOKEN_PAUSE)
            case BadRequest():
                return await self._refused(row, error)
            case NotSent():
                return self._try_again(row, "no connection")
            case TimedOut() if row.lane is Lane.BROADCAST:
                return self._done(row, OutState.UNSURE, "unsure: no answer in time")
            case TimedOut():
                return self._try_again(row, "unsure: no answer in time")
            case Unclear() if row.lane is Lane.BROADCAST and not bot_api.is_change(row.method):
                # it may have arrived, and nobody hears an announcement twice; a change of one is the same twice
                return self._done(row, OutState.UNSURE, f"unsure: {error}")
            case _:
                return self._try_again(row, f"Telegram's fault: {error}")

    async def _refused(self, row: Claimed, error: BadRequest) -> Settled:
        said = str(error).lower()
        if UNCHANGED in said:
            return self._done(row, OutState.SENT)
        for_it_alone = row.lane is Lane.BROADCAST or bot_api.ONLY_THERE in row.payload
        if for_it_alone and any(reason in said for reason in (*NOT_THERE, *NOT_TO_DELETE)):
            # what was to change has left her screen: nobody hears of an announcement twice by that
            return self._done(row, OutState.FAILED, str(error))
        if bot_api.changes_another(row.method) and any(reason in said for reason in NOT_THERE):
            anew = Claimed(row.id, row.chat, row.lane, *bot_api.as_new(row.payload), row.attempts)
            return await self.send(anew)
        log.error("bot %s: message %s was refused: %s", self._api.bot_id, row.id, error)
        return self._done(row, OutState.FAILED, str(error))

    def _done(self, row: Claimed, state: OutState, reason: str | None = None, message_id: int | None = None) -> Settled:
        now = self._now()
        return Settled(row.id, state, row.attempts + 1, now, now, reason, message_id)

    def again(self, row: Claimed, seconds: float) -> Settled:
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
