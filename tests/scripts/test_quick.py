"""Which tests a change touches."""

import subprocess
import sys
from pathlib import Path

import pytest

from scripts import quick as subject

HERE = Path(__file__).parents[2]
FOLDERS = (
    "handlers/book", "handlers/people", "services/book", "services/people", "store/engine", "store/wire",
    "domain/book/reading", "domain/evaluation",
    "forms/xform", "i18n/reading", "jobs", "web", "crash", "cli", "packs", "simulator/page",
)  # fmt: skip


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for folder in FOLDERS:
        (tmp_path / "tests" / folder).mkdir(parents=True)
    (tmp_path / "tests" / "test_app.py").touch()
    (tmp_path / "tests" / "handlers" / "test_records.py").touch()
    monkeypatch.setattr(subject, "ROOT", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("file", "found"),
    [
        ("handlers/book/entering/guided.py", ["tests/handlers/book", "tests/domain/book", "tests/services/book"]),
        ("bot/domain/book/reading/read.py", ["tests/domain/book", "tests/handlers/book", "tests/services/book"]),
        ("bot/services/people/pins.py", ["tests/services/people", "tests/handlers/people"]),
        ("bot/store/wire/outbox.py", ["tests/store/wire"]),
        ("bot/store/people/pins.py", ["tests/handlers/people", "tests/services/people"]),
        ("bot/forms/xform/columns.py", ["tests/forms/xform"]),
        ("bot/app.py", ["tests/test_app.py"]),
        ("handlers/records.py", ["tests/handlers/test_records.py"]),
        ("handlers/router.py", ["tests/handlers/test_records.py"]),
        ("bot/cli/run.py", ["tests/cli"]),
        ("simulator/server.py", ["tests/simulator"]),
        ("jobs/tick.py", ["tests/jobs"]),
        ("web/verify.py", ["tests/web"]),
        ("docs/operations.md", ["tests/test_docs.py"]),
        ("README.md", ["tests/test_docs.py"]),
        ("programmes/nepal-odop/programme.toml", ["tests/packs"]),
        ("locales/ny/LC_MESSAGES/messages.po", ["tests/i18n"]),
        ("tests/handlers/test_records.py", ["tests/handlers/test_records.py"]),
        ("tests/handlers/book/cases/a.toml", ["tests/handlers/book/cases"]),
        ("pyproject.toml", []),
    ],
)
def test_where_the_tests_of_a_file_are(file: str, found: list[str]) -> None:
    assert subject.places([file]) == found


def test_each_once_and_none_inside_another() -> None:
    found = subject.places(["bot/services/book/a.py", "bot/services/book/b.py", "bot/domain/book/reading/c.py"])
    assert sorted(found) == ["tests/domain/book", "tests/handlers/book", "tests/services/book"]


TESTS = """
import pytest
@pytest.mark.parametrize("number", range(3))
def test_one(number):
    assert number < {most}
"""
INI = "[pytest]\naddopts = -q --import-mode=importlib\nasyncio_default_fixture_loop_scope = function\n"
RUN = """
import sys
from pathlib import Path
from scripts import quick
quick.ROOT, quick.MINUTE, quick.changed = Path.cwd(), float(sys.argv[1]), lambda: sys.argv[2:]
sys.exit(quick.main())
"""


def run(root: Path, files: list[str], most: int = 3, seconds: float = 60) -> subprocess.CompletedProcess[str]:
    (root / "pytest.ini").write_text(INI)
    (root / "conftest.py").write_text("def pytest_addoption(parser):\n    parser.addoption('--without')\n")
    (root / "tests" / "jobs" / "test_tick.py").write_text(TESTS.format(most=most))
    (root / "tests" / "web" / "test_page.py").write_text(TESTS.format(most=3))
    command = [sys.executable, "-c", RUN, str(seconds), *files]
    return subprocess.run(command, cwd=root, env={"PYTHONPATH": str(HERE)}, capture_output=True, text=True)


def test_what_kills_is_left(root: Path) -> None:
    done = run(root, ["tests/crash/runner.py", "bot/cli/run.py", "jobs/tick.py"])
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed, without chromium,postgresql: tests/jobs." in done.stdout
    assert "Left to make test: tests/crash, tests/cli, all other rooms." in done.stdout


def test_a_failure_ends_it(root: Path) -> None:
    done = run(root, ["jobs/tick.py", "web/verify.py"], most=1)
    assert (done.returncode, "Passed" in done.stdout) == (1, False), done.stdout + done.stderr


def test_what_finds_no_time_is_said(root: Path) -> None:
    done = run(root, ["jobs/tick.py", "web/verify.py"], seconds=0)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed, without chromium,postgresql: no room as a whole." in done.stdout
    assert "Left to make test: tests/jobs (2 tests), tests/web (3 tests), all other rooms." in done.stdout


def test_changed_since_main_and_not_yet_known_to_git(root: Path) -> None:
    def git(*arguments: str) -> None:
        whom = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        subprocess.run(["git", *whom, *arguments], cwd=root, check=True, capture_output=True)

    def write(name: str, text: str = "") -> None:
        (root / name).write_text(text)

    git("init", "--initial-branch=main")
    write("old.py")
    write("kept.py")
    git("add", "-A")
    git("commit", "-m", "first")
    git("checkout", "-b", "branch")
    write("committed.py")
    git("add", "committed.py")
    git("commit", "-m", "second")
    write("old.py", "changed")
    write("new.py")
    assert subject.changed() == ["committed.py", "new.py", "old.py"]
