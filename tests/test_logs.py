"""Logs never carry a token, and libraries stay quiet."""

import asyncio
import io
import json
import logging
import sys
import warnings
from collections.abc import Iterator
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import logs

TOKEN = "123456789:AAF-x_0123456789abcdefghijklmnopqrs"


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level, hook = root.handlers[:], root.level, sys.excepthook
    yield
    root.handlers[:], sys.excepthook = handlers, hook
    root.setLevel(level)
    logging.captureWarnings(False)
    for name in logs.OURS:
        logging.getLogger(name).setLevel(logging.NOTSET)


@pytest.fixture
def log() -> io.StringIO:
    stream = io.StringIO()
    logs.set_up("INFO", ["42:short"], stream)
    return stream


def test_a_line_is_for_people(log: io.StringIO) -> None:
    logging.getLogger("handlers.wire.inbox").info("%d updates taken", 3)
    line = log.getvalue()
    assert line.endswith("Z INFO    handlers.wire.inbox: 3 updates taken\n")
    assert line.startswith("20")


def test_no_token_in_messages_arguments_or_errors(log: io.StringIO) -> None:
    ours = logging.getLogger("bot.anything")
    ours.warning("POST https://api.telegram.org/bot%s/getMe", TOKEN)
    ours.warning("quoted: %s", TOKEN.replace(":", "%3A"))
    ours.warning("the demo's: 42:short and 42%3Ashort")
    try:
        raise ValueError(f"https://api.telegram.org/bot{TOKEN}/getMe")
    except ValueError:
        ours.exception("it failed", stack_info=True)
    text = log.getvalue()
    assert "AAF" not in text
    assert "short" not in text
    assert text.count("[token]") >= 5
    assert "ValueError: https://api.telegram.org/bot[token]/getMe" in text


def test_an_error_that_nobody_caught(log: io.StringIO) -> None:
    try:
        raise RuntimeError(f"bot{TOKEN}")
    except RuntimeError as error:
        sys.excepthook(RuntimeError, error, error.__traceback__)
    assert "RuntimeError: bot[token]" in log.getvalue()
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert "KeyboardInterrupt" not in log.getvalue()


def test_libraries_speak_only_of_trouble(log: io.StringIO) -> None:
    logs.set_up("DEBUG", stream=log)
    for name in ("httpx", "apscheduler.scheduler", "telegram.ext", "alembic.runtime"):
        logging.getLogger(name).info("chatter")
        logging.getLogger(name).warning("trouble of %s", name)
    logging.getLogger("jobs.tick").debug("ours")
    text = log.getvalue()
    assert "chatter" not in text
    assert text.count("trouble of") == 4
    assert "jobs.tick: ours" in text


def test_stopping_is_no_trouble(log: io.StringIO) -> None:
    logging.getLogger("apscheduler").error("Job raised", exc_info=asyncio.CancelledError())
    assert log.getvalue() == ""


def test_warnings_go_to_the_log(log: io.StringIO) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        logging.captureWarnings(True)
        warnings.warn("old", DeprecationWarning, stacklevel=1)
    assert "DeprecationWarning: old" in log.getvalue()


@given(
    st.from_regex(r"[0-9]{8,10}:[A-Za-z0-9_-]{35}", fullmatch=True),
    st.text(alphabet=" /\"'(,)=\n", max_size=5),
)
def test_any_token_anywhere(token: str, around: str) -> None:
    line = logs.SafeFormatter().hide(f"bot{token}{around}x")
    assert token.split(":")[1] not in line


def test_a_line_of_json_is_one_object_without_a_token() -> None:
    stream = io.StringIO()
    logs.set_up("INFO", ["42:short"], stream, logs.json_lines())
    ours = logging.getLogger("bot.anything")
    ours.info("bot %s: message %s\nwas refused: %s", 7, 8, "42:short")
    try:
        raise ValueError(f"https://api.telegram.org/bot{TOKEN}/getMe")
    except ValueError:
        ours.exception("it failed", stack_info=True)
    ours.warning("ส่งแล้ว %s", {"a": object()})
    first, second, third = (json.loads(line) for line in stream.getvalue().splitlines())
    assert first["at"].endswith("Z") and datetime.fromisoformat(first["at"]).tzinfo
    assert {name: first[name] for name in ("level", "logger", "said", "template")} == {
        "level": "INFO",
        "logger": "bot.anything",
        "said": "bot 7: message 8\nwas refused: [token]",
        "template": "bot %s: message %s\nwas refused: %s",
    }
    assert "ValueError" in second["traceback"] and "Stack" in second["stack"]
    assert third["said"].startswith("ส่งแล้ว")
    assert "AAF" not in stream.getvalue() and "short" not in stream.getvalue()
