"""What Telegram shows of the bot before a word is said: its commands and its description, per language."""

import logging
from collections.abc import Mapping
from types import MappingProxyType

from telegram.error import TelegramError

from bot.i18n import N_, Catalogues
from handlers.wire.request import Api

log = logging.getLogger(__name__)

COMMANDS = {
    "checkin": N_("answer what is due"),
    "progress": N_("see my progress"),
    "answers": N_("see and change my answers"),
    "book": N_("read my book"),
    "debts": N_("who owes me, whom I owe"),
    "statement": N_("a page of my book for a bank"),
    "verify": N_("see whether a statement is real"),
    "tips": N_("short ideas for my money"),
    "language": N_("change the language"),
    "hour": N_("choose the hour of my reminders"),
    "textonly": N_("text only, or with voice"),
    "practice": N_("try it out, it counts for nothing"),
    "help": N_("what this is for"),
    "stop": N_("no more messages"),
    "mydata": N_("see what is kept about me"),
    "who": N_("somebody else uses this phone too"),
    "pin": N_("a PIN for a shared phone"),
    "forget": N_("erase me and what I wrote"),
}
DESCRIPTION = N_(
    "I am the assistant of your One Village One Product programme. "
    "I ask a few short questions about your work and show you how it grows. Tap START."
)


async def introduce(
    api: Api, catalogues: Catalogues, languages: tuple[str, ...], more: Mapping[str, str] = MappingProxyType({})
) -> None:
    """Set commands and description in every language; a refusal is logged, the bot runs all the same.

    more: commands besides ours that this deployment offers, each with what it does.
    """
    for code in ("", *languages):
        language = code or "en"
        commands = [
            {"command": name, "description": catalogues.text(told, language)}
            for name, told in (COMMANDS | dict(more)).items()
        ]
        try:
            await api.call("setMyCommands", {"commands": commands, "language_code": code})
            description = catalogues.text(DESCRIPTION, language)
            await api.call("setMyDescription", {"description": description, "language_code": code})
        except TelegramError as error:
            log.warning("bot %s: commands in %s were not set: %s", api.bot_id, language, error)
