"""One run of one bot against the stand-in API, each in a process of its own on a core of its own."""

import json
import os
import signal
import sqlite3
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
PEERS_PYTHON = HERE / ".venv" / "bin" / "python"
TICKS = os.sysconf("SC_CLK_TCK")
API_CORE, BOT_CORE = 0, 1
# as benchmarks/api.py counts them
FIRST_PERSON = 1000


@dataclass(frozen=True, slots=True)
class Contestant:
    """A bot to be measured. `command` comes before root and file, `options` after them.

    `rows` selects what it stored, by person; `row_of` says what should be there.
    """

    name: str
    command: Sequence[str]
    options: Sequence[str]
    lines: Sequence[str]
    rows: str
    row_of: Callable[[int], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Load:
    """How many people register, how many of them at once, how many before them, and how many seconds it may take."""

    people: int
    at_once: int
    first: int = 50
    patience: float = 300


@dataclass(frozen=True, slots=True)
class Run:
    """What was measured. Seconds of a person's wait in milliseconds, CPU in microseconds an update, memory in MB.

    `wrong` counts people whose row is missing or not what they wrote.
    """

    updates: int
    per_second: float
    p50: float
    p99: float
    cpu: float
    memory: float
    wrong: int
    done: int


class Stuck(Exception):
    """A bot has stopped answering; the message has the end of what it said about it."""


@dataclass(frozen=True, slots=True)
class Control:
    """The stand-in's control."""

    root: str

    def ask(self, command: str, fields: dict[str, int] | None = None) -> dict[str, float]:
        body = json.dumps(fields or {}).encode()
        request = urllib.request.Request(f"{self.root}/control/{command}", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return dict(json.load(answer)["result"])


def run(one: Contestant, load: Load, folder: Path) -> Run:
    """Register everybody once. Raises Stuck."""
    with (
        tempfile.TemporaryDirectory(dir=folder) as place,
        stand_in(one.lines) as control,
        _bot(one, control.root, Path(place)) as bot,
    ):
        _until(lambda: control.ask("figures")["calls"].get("getupdates"), bot, 60, place)  # type: ignore[attr-defined]
        time.sleep(0.5)
        # the first ones are not measured: tables are read and statements are made ready when they are first needed
        control.ask("start", {"people": load.first, "at_once": load.first})
        _until(lambda: control.ask("figures")["done"] >= load.first, bot, load.patience, place)
        before = _cpu(bot.pid)
        control.ask("start", {"people": load.people, "at_once": load.at_once})
        _until(lambda: control.ask("figures")["done"] >= load.first + load.people, bot, load.patience, place)
        time.sleep(0.5)
        figures, cpu, memory = control.ask("figures"), _cpu(bot.pid) - before, _memory(bot.pid)
        _end(bot)
        wrong = _wrong(one, load, Path(place) / "bench.db")
    updates = int(figures["updates"])
    return Run(
        updates=updates,
        per_second=updates / figures["seconds"],
        p50=figures["p50"],
        p99=figures["p99"],
        cpu=cpu / updates * 1e6,
        memory=memory,
        wrong=wrong,
        done=int(figures["done"]),
    )


@contextmanager
def stand_in(lines: Sequence[str]) -> Iterator[Control]:
    """The stand-in API is running inside, in a process of its own."""
    command = [str(PEERS_PYTHON), str(HERE / "api.py"), json.dumps(lines)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, preexec_fn=_pin(API_CORE))
    assert process.stdout is not None
    try:
        yield Control(f"http://127.0.0.1:{int(process.stdout.readline())}")
    finally:
        process.kill()
        process.wait()


@contextmanager
def _bot(one: Contestant, root: str, place: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [*one.command, root, str(place / "bench.db"), *one.options]
    with (place / "said.txt").open("wb") as said:
        process = subprocess.Popen(command, cwd=HERE.parent, stdout=said, stderr=said, preexec_fn=_pin(BOT_CORE))
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def _pin(core: int) -> Callable[[], None] | None:
    """Two cores: one for the bot, one for everything else, so that what is measured is not who got in whose way."""
    if not hasattr(os, "sched_setaffinity") or len(os.sched_getaffinity(0)) <= core:
        return None
    return lambda: os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[core]})


def _until(there: Callable[[], object], bot: "subprocess.Popen[bytes]", patience: float, place: str) -> None:
    end = time.monotonic() + patience
    while not there():
        if bot.poll() is not None or time.monotonic() > end:
            said = (Path(place) / "said.txt").read_text("utf-8", errors="replace")
            raise Stuck(f"exit status {bot.poll()}: {said[-2000:]}")
        time.sleep(0.1)


def _end(bot: "subprocess.Popen[bytes]") -> None:
    bot.send_signal(signal.SIGINT)
    try:
        bot.wait(20)
    except subprocess.TimeoutExpired:
        bot.kill()


def _cpu(pid: int) -> float:
    """Seconds of processor time that a process has used, in all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _memory(pid: int) -> float:
    """The most memory that a process has had, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    peak = next(line for line in lines if line.startswith("VmHWM"))
    return int(peak.split()[1]) / 1024


def _wrong(one: Contestant, load: Load, file: Path) -> int:
    """Everybody has a name of their own: whose row is not there, or holds what another wrote?"""
    with closing(sqlite3.connect(file)) as connection:
        found = {person: tuple(rest) for person, *rest in connection.execute(one.rows)}
    people = range(FIRST_PERSON, FIRST_PERSON + load.first + load.people)
    return sum(found.get(person) != one.row_of(person) for person in people) + max(0, len(found) - len(people))
