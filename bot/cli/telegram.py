"""The few questions that commands ask Telegram: who a bot is, and where its updates go."""

import json
from collections.abc import Callable
from datetime import datetime
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from bot.domain.clock_trust import date_of
from bot.settings import Settings

SECONDS = 10
NO_SUCH_BOT = (401, 404)


class Unreachable(Exception):
    """Telegram gave no useful answer; the message is one sentence, without the token."""


class UnknownToken(Unreachable):
    """Telegram answered that there is no such bot."""

    def __init__(self) -> None:
        super().__init__("Telegram does not know this token; copy it again from @BotFather into OVOP_TOKEN.")


def ask(api_url: str, token: str, method: str, saw: Callable[[datetime], None] = lambda _told: None) -> dict[str, Any]:
    """The result of a method without arguments; `saw` hears what time the answer tells. Raises Unreachable."""
    try:
        with urlopen(f"{api_url.rstrip('/')}/bot{token}/{method}", timeout=SECONDS) as response:
            told = date_of(response.headers.get("Date", ""))
            if told is not None:
                saw(told)
            result = json.load(response)["result"]
    except HTTPError as error:
        error.close()
        if error.code in NO_SUCH_BOT:
            raise UnknownToken from None
        raise Unreachable(f"Telegram answered with error {error.code}; try again later.") from None
    except (URLError, HTTPException, OSError, ValueError, KeyError) as error:
        raise Unreachable(f"{api_url} cannot be reached ({_reason(error)}).") from None
    return dict(result)


def _reason(error: Exception) -> str:
    """Why, in few words; never the error's own text alone, which may carry the address with the token."""
    if isinstance(error, URLError) and isinstance(error.reason, OSError):
        return error.reason.strerror or type(error.reason).__name__
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return error.strerror if isinstance(error, OSError) and error.strerror else "the answer makes no sense"


def names(api_url: str, tokens: tuple[str, ...]) -> list[str]:
    """The bots' user names. Raises Unreachable."""
    return [str(ask(api_url, token, "getMe")["username"]) for token in tokens]


def names_or_why(settings: Settings) -> tuple[list[str], str]:
    """The bots' user names; or none, and the sentence that says why."""
    if not settings.tokens:
        return [], "OVOP_TOKEN is not set."
    try:
        return names(settings.api_url, settings.tokens), ""
    except Unreachable as error:
        return [], str(error)
