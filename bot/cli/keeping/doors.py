"""What a running bot says of itself at its own doors, asked by `ovop doctor` on the same machine."""

import json
from collections.abc import Iterator
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

from bot.services.keeping.findings import Finding
from bot.settings import Settings

# More than it takes to find out that a database is held by somebody.
SECONDS = 15
# Everywhere is no address to ask at.
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}


def look(settings: Settings) -> Iterator[Finding]:
    """Ask the health door how it is, and the web app's whether it is open; for a bot that has just been alive."""
    if settings.health_port:
        yield from _health(_address(settings.health_host, settings.health_port))
    if settings.serves_web:
        where = _address(settings.web_host, settings.web_port)
        if _ask(f"{where}/healthz") == "alive":
            yield Finding("web door", True, f"It is open at {where}.")
        else:
            sentence = f"Nothing answers at {where}: no update by webhook, no page. Restart the bot."
            yield Finding("web door", False, sentence)


def _health(where: str) -> Iterator[Finding]:
    told = _ask(f"{where}/readyz")
    if told is None:
        sentence = (
            f"Nothing answers at {where}, and the bot was alive minutes ago. Has it ended, or does it run"
            " elsewhere, or with another OVOP_HEALTH_PORT?"
        )
        yield Finding("health door", False, sentence)
        return
    try:
        wrong = [(one["topic"], one["sentence"]) for one in json.loads(told)["findings"] if not one["ok"]]
    except (ValueError, KeyError, TypeError):
        yield Finding("health door", False, f"What answers at {where} is not the bot; set another OVOP_HEALTH_PORT.")
        return
    yield from (Finding("health door", False, f"The running bot says: {topic}: {said}") for topic, said in wrong)
    if not wrong:
        yield Finding("health door", True, "The running bot finds itself well.")


def _ask(address: str) -> str | None:
    """What is answered, whether all is well or not; None: nothing is."""
    try:
        answer: Any = urlopen(address, timeout=SECONDS)
    except HTTPError as refused:
        answer = refused
    except (OSError, HTTPException):
        return None
    with answer:
        try:
            return str(answer.read(100_000).decode("utf-8", "replace"))
        except (OSError, HTTPException):
            return None


def _address(host: str, port: int) -> str:
    name = EVERYWHERE.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{name}:{port}"
