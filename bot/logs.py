"""The operator's log: plain lines with ids only, and never a token, whatever a library writes."""

import asyncio
import logging
import re
import sys
import time
from collections.abc import Iterable
from types import TracebackType
from typing import TextIO

TOKEN = re.compile(r"\d+(?::|%3A)[\w-]{30,}", re.IGNORECASE)
HIDDEN = "[token]"
OURS = ("bot", "handlers", "jobs", "web", "simulator")


class SafeFormatter(logging.Formatter):
    """Removes tokens from the whole line, tracebacks included: an address in an error of httpx carries one."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__("%(asctime)sZ %(levelname)-7s %(name)s: %(message)s", "%Y-%m-%d %H:%M:%S")
        self.converter = time.gmtime
        self._secrets = sorted((secret for secret in secrets if secret), key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        return self.hide(super().format(record))

    def hide(self, line: str) -> str:
        """The line without the configured secrets and without anything that looks like a token."""
        for secret in self._secrets:
            line = line.replace(secret, HIDDEN).replace(secret.replace(":", "%3A"), HIDDEN)
        return TOKEN.sub(HIDDEN, line)


def set_up(level: str, secrets: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """Send the log to `stream` (stderr when none is given): ours from `level` on, libraries' warnings and errors.

    Libraries stay at WARNING even when we debug: at INFO httpx logs addresses with tokens and APScheduler every tick,
    at DEBUG python-telegram-bot logs what people wrote. `secrets` are removed exactly, in addition to what looks like
    a token.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(SafeFormatter(secrets))
    handler.addFilter(_is_no_cancellation)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    logging.captureWarnings(True)
    sys.excepthook = _log_uncaught


def _is_no_cancellation(record: logging.LogRecord) -> bool:
    """Work that is cancelled when the bot stops is in order; APScheduler would report it with a traceback."""
    return not record.exc_info or not isinstance(record.exc_info[1], asyncio.CancelledError)


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What nobody caught goes through the same filter; Python's own report would print tokens."""
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("bot").critical(
        "The program stopped on an error it did not expect.", exc_info=(kind, error, trace)
    )
