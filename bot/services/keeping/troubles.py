"""What the log called an error or a warning lately, and how often the bot has started, for the doctor."""

import json
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path

# In the data folder; with ".1" what was before. An object a line, written by bot/logs.py.
FILE = "troubles.jsonl"
ERRORS, WARNING, START = ("ERROR", "CRITICAL"), "WARNING", "START"
# Since the last start, but not only the last minutes, and not longer than a day: what was mended is old news.
AT_LEAST, AT_MOST = timedelta(hours=1), timedelta(days=1)
# Lines of a clock that ran ahead.
TO_COME = timedelta(minutes=10)
# So many starts in an hour are no upgrade.
TOO_MANY_STARTS = 4
SHOWN = 5
UNKNOWN = "Report it, with the lines around it in the log."


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its level, its sentence with and without what was filled in."""

    at: datetime
    level: str
    template: str
    said: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """Lines of one kind: how many, and the last of them; `advice`: what to do."""

    level: str
    count: int
    last: Line
    advice: str

    @property
    def sentence(self) -> str:
        """For the operator."""
        often = "Once" if self.count == 1 else f"{self.count} times"
        said = self.last.said.rstrip(".")
        return f"{often}, last at {self.last.at:%Y-%m-%d %H:%M} UTC, the log said: {said}. {self.advice}"


@dataclass(frozen=True, slots=True)
class Lately:
    """What the file tells: troubles, the worst first, and starts within an hour."""

    errors: list[Trouble]
    warnings: list[Trouble]
    starts: int


def lately(data: Path, now: datetime) -> Lately:
    """Read it; a file that is not there tells of nothing."""
    lines = [line for line in _lines(data) if now - AT_MOST <= line.at <= now + TO_COME]
    starts = [line.at for line in lines if line.level == START]
    since = min(now - AT_LEAST, max(starts, default=now))
    recent = [line for line in lines if line.at >= since]
    hour = sum(at >= now - AT_LEAST for at in starts)
    return Lately(_troubles(recent, ERRORS), _troubles(recent, (WARNING,)), hour)


def _troubles(lines: Iterable[Line], levels: tuple[str, ...]) -> list[Trouble]:
    kinds: dict[str, list[Line]] = {}
    for line in lines:
        if line.level in levels:
            kind = line.said if line.template == "%s" else line.template
            # the kind that was heard of last comes last
            kinds[kind] = [*kinds.pop(kind, []), line]
    found = [Trouble(group[-1].level, len(group), group[-1], advice(group[-1].said)) for group in kinds.values()]
    return sorted(found, key=lambda one: one.last.at)[: -SHOWN - 1 : -1]


def advice(said: str) -> str:
    """What to do about a line of the log."""
    return next((told for words, told in known() if words in said), UNKNOWN)


@cache
def known() -> list[tuple[str, str]]:
    """Words that tell a line of the log, and what to do about it."""
    table = tomllib.loads(files("bot.services.keeping").joinpath("troubles.toml").read_text("utf-8"))
    return [(one["words"], one["advice"]) for one in table["trouble"]]


def _lines(data: Path) -> Iterator[Line]:
    for name in (f"{FILE}.1", FILE):
        try:
            content = (data / name).read_text("utf-8", errors="replace")
        except OSError:
            continue
        for line in content.splitlines():
            try:
                yield _read(json.loads(line))
            except (ValueError, KeyError, TypeError):
                # cut by a kill, or not ours
                continue


def _read(line: dict[str, str]) -> Line:
    at = datetime.fromisoformat(line["at"]).astimezone(UTC)
    return Line(at, line["level"], str(line["template"]), str(line["said"]))
