"""Run the tests of what a change touches, in a minute at most: `make quick`.

A room has the same name on every floor and in tests/: of a file changed since main, the tests of its own floor and room
come first, then those of the same room on the other floors. What takes a process, a kill or a browser is left to
`make test`, and so is what finds no time.
"""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parent.parent
MINUTE = 60.0
# They start processes, kill them, or live through years.
SLOW = ("tests/crash", "tests/faults", "tests/cli", "tests/demo", "tests/simulator/page")
FLOORS = ("handlers", "services", "store", "domain", "forms", "i18n")
WITHOUT = "chromium,postgresql"
UNKNOWN_YET = ("ls-files", "--others", "--exclude-standard")
OTHERS = {
    "docs": "tests/test_docs.py",
    "programmes": "tests/packs",
    "locales": "tests/i18n",
    "benchmarks": "tests/test_docs.py",
}


def main() -> int:
    files = changed()
    rest = places(files)
    slow = [place for place in rest if is_slow(place)]
    rest = [place for place in rest if not is_slow(place)]
    if not rest:
        print("Nothing changed that has tests of its own; all of them: make test")
        return 0
    minute = Minute()
    code = pytest.main([*rest, "-x", f"--without={WITHOUT}", "-p", "no:cacheprovider"], plugins=[minute])
    left = list(minute.told(rest))
    ran = [place for place in rest if not any(one.startswith(f"{place} (") for one in left)]
    if (
        code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED, pytest.ExitCode.INTERRUPTED)
        or minute.failed
    ):
        return 1
    print(f"Passed, without {WITHOUT}: {', '.join(ran) or 'no room as a whole'}.")
    print(f"Left to make test: {', '.join([*left, *slow, 'all other rooms'])}.")
    return 0


class Minute:
    """Stops between two tests when a minute is over, and knows what is left."""

    def __init__(self) -> None:
        self._ends = time.monotonic() + MINUTE
        self._waiting: dict[str, str] = {}
        self.failed = False

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self._waiting = {item.nodeid: item.nodeid.partition("::")[0] for item in session.items}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed |= report.failed

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        done = yield
        self._waiting.pop(item.nodeid, None)
        if self._waiting and time.monotonic() > self._ends:
            item.session.shouldstop = "a minute is over"
        return done  # type: ignore[return-value]

    @property
    def left(self) -> dict[str, int]:
        """How many tests are left, by file."""
        return Counter(self._waiting.values())

    def told(self, places: Sequence[str]) -> Iterator[str]:
        """The places that were not done to the end."""
        for place in places:
            if count := sum(many for file, many in self.left.items() if file == place or file.startswith(f"{place}/")):
                yield f"{place} ({count} tests)"


def changed(since: str | None = None) -> list[str]:
    """What differs from a commit (else where this branch left main), and what git does not know yet."""
    base = [since] if since else _git("merge-base", "HEAD", "main") or _git("merge-base", "HEAD", "origin/main")
    return sorted({*_git("diff", "--name-only", *(base or ["HEAD"])), *_git(*UNKNOWN_YET)})


def everything() -> list[str]:
    """Every file that git knows, or will."""
    return [name for name in sorted({*_git("ls-files"), *_git(*UNKNOWN_YET)}) if (ROOT / name).is_file()]


def _git(*arguments: str) -> list[str]:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.splitlines() if done.returncode == 0 else []


def places(files: Iterable[str]) -> list[str]:
    """Where the tests of these files are, the nearest first."""
    near, same_room = list[str](), list[str]()
    for file in files:
        path = PurePosixPath(file)
        near += _own(path)
        same_room += _of_the_room(path)
    return _each_once([*near, *same_room])


def nearest(file: str) -> list[str]:
    """Where the tests of this file's own floor and room are."""
    return _each_once(_own(PurePosixPath(file)))


def _each_once(places: Iterable[str]) -> list[str]:
    found = list(dict.fromkeys(places))
    return [one for one in found if not any(one != other and one.startswith(f"{other}/") for other in found)]


def _own(path: PurePosixPath) -> Iterator[str]:
    """A test itself; else the folder in tests/ of the same name, or the nearest above it."""
    if path.parts[0] == "tests":
        if path.name.startswith("test_") and (ROOT / path).exists():
            yield str(path)
        elif len(path.parts) > 2:
            yield str(path.parent)
        return
    if path.parts[0] in OTHERS or path.suffix == ".md":
        yield OTHERS.get(path.parts[0], "tests/test_docs.py")
        return
    folders = _below_bot(path)
    named = ROOT / "tests" / PurePosixPath(*folders) / f"test_{path.stem}.py"
    if named.exists():
        yield str(named.relative_to(ROOT))
    while folders and not (ROOT / "tests" / PurePosixPath(*folders)).is_dir():
        folders = folders[:-1]
    if len(folders) == 1 and folders[0] in FLOORS:
        # what is in no room: the tests that are in none either
        yield from (str(one.relative_to(ROOT)) for one in sorted(ROOT.glob(f"tests/{folders[0]}/test_*.py")))
    elif folders:
        yield f"tests/{'/'.join(folders)}"


def _of_the_room(path: PurePosixPath) -> Iterator[str]:
    folders = _below_bot(path)
    if len(folders) > 1 and path.parts[0] != "tests":
        yield from (str(one.relative_to(ROOT)) for one in sorted(ROOT.glob(f"tests/*/{folders[1]}")) if one.is_dir())


def _below_bot(path: PurePosixPath) -> tuple[str, ...]:
    folders = path.parent.parts
    return folders[1:] if folders[:1] == ("bot",) else folders


def is_slow(place: str) -> bool:
    return place.startswith(SLOW)


if __name__ == "__main__":
    sys.exit(main())
