"""How commands speak: results on stdout, problems on stderr, progress only where somebody looks."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NoReturn

from tqdm import tqdm

from bot.problems import AskedWrongly
from bot.settings import Settings

OK, WRONG, USAGE = 0, 1, 2

# What is being done, how far it is, of how much.
Step = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its arguments and what it does, which gives the exit code."""

    arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace, Settings], int]


class UsageProblem(AskedWrongly):
    """What was asked for makes no sense; the message is one sentence for the operator, with what to do."""


def say(line: str) -> None:
    """A line of the result."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def complain(line: str) -> None:
    """A line about what is wrong."""
    sys.stderr.write(f"{line}\n")


def tell(given: Namespace, result: Mapping[str, Any], *lines: str) -> None:
    """The result in words, or as JSON where that was asked for."""
    if given.json:
        say(json.dumps(result, ensure_ascii=False, indent=2, default=str))
    else:
        for line in lines:
            say(line)


def offer_json(parser: ArgumentParser) -> None:
    """For the commands whose result a script would read."""
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


@contextmanager
def steps() -> Iterator[Step]:
    """A bar on the terminal for what takes long; silent when stderr is no terminal."""
    bars: dict[str, tqdm[NoReturn]] = {}

    def step(what: str, done: int, total: int) -> None:
        if what not in bars:
            # None: tqdm looks itself whether stderr is a terminal
            bars[what] = tqdm(desc=what, file=sys.stderr, disable=None, leave=False, position=len(bars))
        bar = bars[what]
        bar.total = max(done, total)
        bar.update(done - bar.n)

    try:
        yield step
    finally:
        for bar in bars.values():
            bar.close()
