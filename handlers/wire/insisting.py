"""What a start needs of Telegram: out of reach for a while is no reason to give up, a refusal is."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError

from bot.supervision import CannotGoOn
from handlers.wire.request import Api, reason_of, seconds

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0


async def insist(api: Api, ask: Callable[[], Awaitable[object]], setting: str = "") -> None:
    """Ask until it is done. Raises CannotGoOn when the token is refused, or the `setting` whose value was handed on."""
    pause = FIRST_PAUSE
    while True:
        try:
            await ask()
            return
        except InvalidToken:
            # not what it says: the token is in it
            raise CannotGoOn(
                "Telegram does not know this token; copy it again from @BotFather into OVOP_TOKEN."
            ) from None
        except TelegramError as error:
            if setting and isinstance(error, BadRequest):
                raise CannotGoOn(f"Telegram does not take {setting}: {error}.") from None
            log.warning("bot %s: Telegram is out of reach, trying again: %s", api.bot_id, reason_of(error))
            await asyncio.sleep(seconds(error) if isinstance(error, RetryAfter) else pause)
            pause = min(LONGEST_PAUSE, 2 * pause)
