"""Make small wrong changes, one at a time, and show those that no test notices: `make mutants`.

Without a word of yours it does so in the files that a change touches; ROOMS="bot/domain/book bot/clock.py" says where.
It works in a copy that is thrown away. The tests nearest to a file are asked; with WIDE=true (for the night) those of
its room on the other floors too, about what these let pass. Which tests that are, scripts/quick.py knows.
"""

import difflib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path

from scripts import quick

TOOLS = Path("scripts", ".venv", "bin", "python")
HOUSE = ("bot/", "handlers/", "jobs/", "web/", "simulator/")
MIGRATIONS = "bot/store/migrations/"
# A wrong change may go round for ever, or take memory for ever.
TIMES_AS_LONG, SECONDS_MORE = 3, 10
BYTES = 4 * 1024**3


class Verdict(StrEnum):
    KILLED = "killed"
    SURVIVED = "survived"
    TIMEOUT = "timeout"


class NotPossible(Exception):
    """Said in words, to whoever typed the command."""


def main(rooms: Sequence[str], wide: bool = False) -> int:
    try:
        ready()
        files = chosen(rooms)
        with tempfile.TemporaryDirectory() as folder:
            counted = tried(files, Trial(copied(Path(folder)), wide))
    except NotPossible as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"{counted.total()} wrong changes in {len(files)} files:", *(f"{counted[one]} {one}" for one in Verdict))
    return 0


def ready() -> None:
    """mutmut has an environment of its own, so that nothing of it is among the bot's."""
    python = quick.ROOT / TOOLS
    if (
        not python.exists()
        or subprocess.run([python, "-c", "import mutmut.file_mutation"], capture_output=True).returncode
    ):
        raise NotPossible(
            "mutmut is missing: make mutants puts it into scripts/.venv, and needs the network for it, once."
        )


def chosen(rooms: Sequence[str]) -> list[str]:
    """The files of these rooms; else those that this branch changes, or on main its last commit."""
    if rooms:
        return sorted({file for room in rooms for file in _of(room)})
    files = list(_ours(quick.changed())) or list(_ours(quick.changed("HEAD~1")))
    if not files:
        raise NotPossible('No code has changed. Say where: make mutants ROOMS="bot/domain/book bot/clock.py"')
    return files


def _of(room: str) -> list[str]:
    place = quick.ROOT / room
    below = sorted(place.rglob("*.py")) if place.is_dir() else [place]
    if files := list(_ours(str(one.relative_to(quick.ROOT)) for one in below)):
        return files
    raise NotPossible(f"{room}: no code of the bot is there.")


def _ours(files: Iterable[str]) -> Iterator[str]:
    for file in files:
        ours = file.startswith(HOUSE) and file.endswith(".py") and not file.startswith(MIGRATIONS)
        if ours and (quick.ROOT / file).exists():
            yield file


def steps(file: str, wide: bool) -> list[tuple[str, ...]]:
    """Which tests are asked, and when these notice nothing, which others. None takes a process or a kill."""
    near = tuple(one for one in quick.nearest(file) if not quick.is_slow(one))
    others = tuple(one for one in quick.places([file]) if one not in near and not quick.is_slow(one))
    return [step for step in (near, others if wide or not near else ()) if step]


def copied(folder: Path) -> Path:
    """What git knows and what it will know, as it is now; the wrong changes never touch your own files."""
    for name in quick.everything():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(quick.ROOT / name, target)
    return folder


def wrong_changes(file: str) -> Iterator[str]:
    """The file's text with one wrong change, for each that mutmut knows."""
    made = subprocess.run(
        [quick.ROOT / TOOLS, Path(__file__).with_name("wrong_changes.py"), quick.ROOT / file],
        capture_output=True,
        text=True,
    )
    if made.returncode:
        raise NotPossible(f"{file}: mutmut cannot read it.\n{made.stderr}")
    yield from map(json.loads, made.stdout.splitlines())


class Trial:
    """Runs tests in the copy, with a limit for each run."""

    def __init__(self, folder: Path, wide: bool) -> None:
        self._folder = folder
        self._wide = wide
        self._limits: dict[tuple[str, ...], float] = {}

    def verdict(self, file: str, text: str) -> Verdict:
        """What the tests say of this text in the file's place, which is as before afterwards."""
        asked = steps(file, self._wide)
        for tests in asked:
            self._limit(tests)
        place = self._folder / file
        right = place.read_text("utf-8")
        place.write_text(text, "utf-8")
        try:
            found = (self._run(tests, self._limit(tests)) for tests in asked)
            return next((one for one in found if one is not Verdict.SURVIVED), Verdict.SURVIVED)
        finally:
            place.write_text(right, "utf-8")

    def _limit(self, tests: tuple[str, ...]) -> float:
        """From how long they take when nothing is wrong; then they have to pass."""
        if tests not in self._limits:
            begun = time.monotonic()
            if self._run(tests, None) is not Verdict.SURVIVED:
                raise NotPossible(f"These tests fail without any wrong change: {' '.join(tests)}")
            self._limits[tests] = (time.monotonic() - begun) * TIMES_AS_LONG + SECONDS_MORE
        return self._limits[tests]

    def _run(self, tests: tuple[str, ...], limit: float | None) -> Verdict:
        # -B: of two texts of one size written in one second Python would run the first, from its cache.
        command = [sys.executable, "-B", "-m", "pytest", *tests, "-x", "-q", "-p", "no:cacheprovider"]
        running = subprocess.Popen(
            [*command, f"--without={quick.WITHOUT}"],
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_modest,
        )
        try:
            return Verdict.KILLED if running.wait(limit) else Verdict.SURVIVED
        except subprocess.TimeoutExpired:
            return Verdict.TIMEOUT
        finally:
            if running.poll() is None:
                os.killpg(running.pid, signal.SIGKILL)
                running.wait()


def _modest() -> None:
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_DATA, (BYTES, BYTES))


def tried(files: Sequence[str], trial: Trial) -> Counter[Verdict]:
    """Every wrong change in these files, and what became of it; who survives is shown."""
    counted = Counter[Verdict]()
    for file in files:
        right = (quick.ROOT / file).read_text("utf-8")
        if not steps(file, wide=True):
            print(f"{file}: left out, for it has no tests but slow ones.", flush=True)
            continue
        for text in wrong_changes(file):
            verdict = trial.verdict(file, text)
            counted[verdict] += 1
            if verdict is not Verdict.KILLED:
                print(told(file, right, text, verdict), flush=True)
    return counted


def told(file: str, right: str, wrong: str, verdict: Verdict) -> str:
    """Where the change is, and the lines before and after."""
    before, after = right.splitlines(), wrong.splitlines()
    changed = (one for one in difflib.SequenceMatcher(None, before, after).get_opcodes() if one[0] != "equal")
    lines = []
    number = 1
    for _, start, end, new_start, new_end in changed:
        number = number if lines else start + 1
        lines += [f"- {line}" for line in before[start:end]] + [f"+ {line}" for line in after[new_start:new_end]]
    return "\n".join([f"{file}:{number} {verdict}", *lines, ""])


if __name__ == "__main__":
    # Ended from outside, it ends its tests and throws its copy away too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    sys.exit(main([word for word in sys.argv[1:] if word != "--wide"], wide="--wide" in sys.argv))
