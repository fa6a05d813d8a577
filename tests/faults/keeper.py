"""A process that makes backups and puts them back, and can be killed fast: each deed is a fork of this one.

Reads lines from its standard input: a command of `ovop` as JSON (or ["nightly", NOW]) forks a child that does it;
"die" kills it with SIGKILL, "wait" waits for its end. Both say how it ended. With ["before", N, …] in front it kills
itself before it changes the N-th name on the disk: each moment of the few that count is met, however short it is.
Argument: the data folder; the database is the one in it.
"""

import json
import os
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.__main__ import main
from bot.cli.keeping import backup as _loaded
from bot.services.keeping.backup import Place
from bot.services.keeping.nightly import make_nightly

__all__ = ["Keeper", "_loaded"]

KEEP = timedelta(days=30)
NAMES_CHANGE = {"os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir"}


class Keeper:
    """The process, seen from a test."""

    def __init__(self, data: Path) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("OVOP_")}  # noqa: TID251 - a process of its own
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.keeper", str(data)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2],
            env=kept | {"OVOP_DATA_DIR": str(data)},
        )  # fmt: skip

    def begin(self, *deed: str) -> None:
        self._tell(json.dumps(deed))

    def die(self) -> int:
        """Gives its exit code; one below 0 is the signal that ended it."""
        return self._ended("die")

    def wait(self) -> int:
        return self._ended("wait")

    def _ended(self, how: str) -> int:
        self._tell(how)
        return int(self._process.stdout.readline())  # type: ignore[union-attr]

    def _tell(self, line: str) -> None:
        self._process.stdin.write(f"{line}\n")  # type: ignore[union-attr]
        self._process.stdin.flush()  # type: ignore[union-attr]

    def end(self) -> None:
        self._process.stdin.close()  # type: ignore[union-attr]
        self._process.wait(30)
        self._process.stdout.close()  # type: ignore[union-attr]


def _do(data: Path, deed: list[Any]) -> int:
    # what the deeds say is no business of the test's
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if deed[0] == "before":
        _die_before(int(deed[1]))
        deed = deed[2:]
    if deed[0] != "nightly":
        return main(deed)
    make_nightly(Place(f"sqlite+aiosqlite:///{data / 'ovop.db'}", data), KEEP, datetime.fromisoformat(deed[1]))
    return 0


def _die_before(number: int) -> None:
    """A hook that nobody of ours knows of: the interpreter tells of each such call."""
    left = [number]

    def heard(event: str, _given: tuple[Any, ...]) -> None:
        if event in NAMES_CHANGE:
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(heard)


def serve(data: Path) -> None:
    child = 0
    for line in sys.stdin:
        if line.strip() in ("die", "wait"):
            if line.strip() == "die":
                os.kill(child, signal.SIGKILL)
            print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
            continue
        child = os.fork()
        if child == 0:
            code = 70
            try:
                code = _do(data, json.loads(line))
            finally:
                os._exit(code)


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
