"""`ovop demo`: a simulated Telegram, the bot and the page with phones, on one address, without any token."""

import errno
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from functools import partial
from pathlib import Path

from bot import logs
from bot.cli import serving
from bot.cli.speaking import OK, Command, UsageProblem, say
from bot.settings import Settings

LAST_PORT = 65535


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--port", type=port, default=8080, help="port of the page (default: 8080; 0: any free one)")
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="keep the demo's database in this folder, and go on there"
    )


def port(text: str) -> int:
    """A port's number, for argparse."""
    if not text.isdecimal() or int(text) > LAST_PORT:
        raise ArgumentTypeError(f"“{text}” is no port; give a number from 0 to {LAST_PORT}")
    return int(text)


def run(given: Namespace, settings: Settings) -> int:
    with serving.preparing():
        return _run(given, settings)


def _run(given: Namespace, settings: Settings) -> int:
    say("The demo is being made ready: its programmes, phones and clock. A few seconds ...")
    from bot.demo import NotADemo, serve

    logs.set_up(settings.log)
    try:
        serving.run(serve(given.port, partial(_ready, given.data), given.data))
    except NotADemo as problem:
        raise UsageProblem(str(problem)) from None
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise UsageProblem(
            f"Port {given.port} is in use already; choose another one: --port 0, or with make: PORT=0"
        ) from None
    return OK


def _ready(data: Path | None, address: str) -> None:
    kept = "nothing is kept" if data is None else f"what the bot knows is kept in {data}"
    say(f"Open {address} in your browser. Ctrl-C stops; {kept}.")


COMMAND = Command(arguments, run)
