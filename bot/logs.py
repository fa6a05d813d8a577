"""The operator's log: plain lines with ids only, and never a token, whatever a library writes."""

import asyncio
import logging
import logging.handlers
import os
import re
import sys
import time
from collections.abc import Iterable
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType
from typing import TextIO

TOKEN = re.compile(r"\d+(?::|%3A)[\w-]{30,}", re.IGNORECASE)
HIDDEN = "[token]"
STARTS = 60
_LEVELS = {STARTS: "START", logging.CRITICAL: "CRITICAL"}
# What a JSON line calls its parts.
NAMES = {"asctime": "at", "levelname": "level", "name": "logger", "message": "said", "msg": "template"}
NAMES |= {"exc_info": "traceback", "stack_info": "stack"}
OURS = ("bot", "handlers", "jobs", "web", "simulator")


def plain_lines() -> logging.Formatter:
    """A line for people."""
    made = logging.Formatter("%(asctime)sZ %(levelname)-7s %(name)s: %(message)s", "%Y-%m-%d %H:%M:%S")
    made.converter = time.gmtime
    return made


def json_lines() -> logging.Formatter:
    """A line for machines: one JSON object; `template` is the sentence without its numbers, to count by."""
    from pythonjsonlogger.orjson import OrjsonFormatter

    made = OrjsonFormatter(
        "%(asctime)s%(levelname)s%(name)s%(message)s%(msg)s", "%Y-%m-%dT%H:%M:%SZ", rename_fields=NAMES
    )
    made.converter = time.gmtime
    return made


class SafeFormatter(logging.Formatter):
    """Removes tokens from the whole line, tracebacks included: an address in an error of httpx carries one."""

    def __init__(self, secrets: Iterable[str] = (), lines: logging.Formatter | None = None) -> None:
        super().__init__()
        self._lines = lines or plain_lines()
        self._secrets = sorted((secret for secret in secrets if secret), key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        return self.hide(self._lines.format(record))

    def hide(self, line: str) -> str:
        """The line without the configured secrets and without anything that looks like a token."""
        for secret in self._secrets:
            line = line.replace(secret, HIDDEN).replace(secret.replace(":", "%3A"), HIDDEN)
        return TOKEN.sub(HIDDEN, line)


class Memory(logging.handlers.RotatingFileHandler):
    """Keeps what was a warning or worse, and each start, in a small file: so that the doctor knows it, whatever else
    becomes of the log. A folder that is not there or not writable is no reason to complain: the line is in the log.
    """

    MOST = 200_000

    def __init__(self, file: Path, secrets: Iterable[str] = ()) -> None:
        super().__init__(file, maxBytes=self.MOST, backupCount=1, encoding="utf-8", delay=True)
        self.setLevel(logging.WARNING)
        self.setFormatter(SafeFormatter(secrets, json_lines()))

    def add(self, level: int, said: str) -> None:
        """A line that is in no log, or not there alone."""
        self.handle(logging.makeLogRecord({"name": "bot", "levelno": level, "levelname": _LEVELS[level], "msg": said}))

    def format(self, record: logging.LogRecord) -> str:
        """Without a traceback: it would soon be the whole file, and is in the log."""
        bare = logging.makeLogRecord(record.__dict__ | {"exc_info": None, "exc_text": None, "stack_info": None})
        return super().format(bare)

    def handleError(self, record: logging.LogRecord) -> None:
        return

    def _open(self) -> TextIOWrapper:
        return open(self.baseFilename, "a", encoding="utf-8", opener=partial(os.open, mode=0o600))


def set_up(
    level: str,
    secrets: Iterable[str] = (),
    stream: TextIO | None = None,
    lines: logging.Formatter | None = None,
    memory: logging.Handler | None = None,
) -> None:
    """Send the log to `stream` (stderr when none is given): ours from `level` on, libraries' warnings and errors.

    Libraries stay at WARNING even when we debug: at INFO httpx logs addresses with tokens and APScheduler every tick,
    at DEBUG python-telegram-bot logs what people wrote. `secrets` are removed exactly, in addition to what looks like
    a token.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(SafeFormatter(secrets, lines))
    handlers = [handler] if memory is None else [handler, memory]
    for one in handlers:
        one.addFilter(_is_no_cancellation)
    root = logging.getLogger()
    root.handlers[:] = handlers
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
