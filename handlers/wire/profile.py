"""What Telegram shows of the bot before a word is said: its commands and its description, per language."""

import logging
from collections.abc import Mapping

from telegram.error import TelegramError

from bot.i18n import N_, Catalogues
from bot.i18n.languages import SOURCE
from handlers.wire.request import Api

log = logging.getLogger(__name__)

DESCRIPTION = N_(
    "I am the assistant of your One Village One Product programme. "
    "I ask a few short questions about your work and show you how it grows. Tap START."
)


async def introduce(api: Api, catalogues: Catalogues, languages: tuple[str, ...], commands: Mapping[str, str]) -> None:
    """Set commands and description in every language; a refusal is logged, the bot runs all the same.

    commands: by name, in their order, each with what it does.
    """
    for code in ("", *languages):
        language = code or SOURCE
        listed = [{"command": name, "description": catalogues.text(told, language)} for name, told in commands.items()]
        try:
            await api.call("setMyCommands", {"commands": listed, "language_code": code})
            description = catalogues.text(DESCRIPTION, language)
            await api.call("setMyDescription", {"description": description, "language_code": code})
        except TelegramError as error:
            log.warning("bot %s: commands in %s were not set: %s", api.bot_id, language, error)
