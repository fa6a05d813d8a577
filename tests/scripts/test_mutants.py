"""Which files are changed wrongly, which tests are asked, and what is said of what they do not notice."""

import subprocess
import sys
from pathlib import Path

import pytest

from scripts import mutants as subject
from scripts import quick
from scripts.mutants import NotPossible, Trial, Verdict

RIGHT = "def more(number):\n    return number + 1\n"
TEST = "from bot.domain.sums import more\n\ndef test_more():\n    assert more(1) > 1\n"
INI = "[pytest]\naddopts = --import-mode=importlib\npythonpath = .\nasyncio_default_fixture_loop_scope = function\n"
# pytest of the small house has no option --without, which conftest.py of this one adds.
CONFTEST = "def pytest_addoption(parser):\n    parser.addoption('--without')\n"
FILES = {
    "bot/__init__.py": "",
    "bot/domain/sums.py": RIGHT,
    "bot/domain/__init__.py": "",
    "bot/store/migrations/first.py": "",
    "bot/words.toml": "",
    "jobs/tick.py": "",
    "scripts/tool.py": "",
    "tests/domain/test_sums.py": TEST,
    "tests/conftest.py": CONFTEST,
    "pytest.ini": INI,
}


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(quick, "ROOT", tmp_path)
    git(tmp_path, "init", "-q", "-b", "main")
    committed(tmp_path)
    return tmp_path


def git(root: Path, *words: str) -> None:
    subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *words], cwd=root, check=True)


def committed(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "a")


def test_code_of_a_room_and_a_file_by_name() -> None:
    assert subject.chosen(["bot/domain", "jobs/tick.py"]) == [
        "bot/domain/__init__.py",
        "bot/domain/sums.py",
        "jobs/tick.py",
    ]


@pytest.mark.parametrize("room", ["bot/nowhere", "bot/words.toml", "scripts", "tests", "bot/store/migrations"])
def test_a_room_without_code_of_ours_is_said(room: str) -> None:
    with pytest.raises(NotPossible, match=room):
        subject.chosen([room])


def test_what_differs_from_main_and_on_main_what_its_last_commit_changed(root: Path) -> None:
    (root / "jobs/tick.py").write_text("A = 1\n")
    (root / "bot/words.toml").write_text("a = 1\n")
    committed(root)
    assert subject.chosen([]) == ["jobs/tick.py"]
    git(root, "checkout", "-q", "-b", "other")
    (root / "bot/domain/sums.py").write_text("A = 1\n")
    committed(root)
    (root / "jobs/new.py").write_text("")
    assert subject.chosen([]) == ["bot/domain/sums.py", "jobs/new.py"]


def test_without_mutmut_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert subject.main(["bot"]) == 1
    assert "mutmut is missing" in capsys.readouterr().err


def test_a_file_that_mutmut_cannot_read_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "TOOLS", Path(sys.executable))  # where mutmut is not
    with pytest.raises(NotPossible, match=r"sums\.py: mutmut cannot read it"):
        list(subject.wrong_changes("bot/domain/sums.py"))


def test_the_nearest_tests_are_asked_then_the_rooms_and_none_that_is_slow(root: Path) -> None:
    for folder in ("domain/book", "services/book", "cli"):
        (root / "tests" / folder).mkdir(parents=True)
    assert subject.steps("bot/domain/book/a.py", wide=False) == [("tests/domain/book",)]
    assert subject.steps("bot/domain/book/a.py", wide=True) == [("tests/domain/book",), ("tests/services/book",)]
    assert subject.steps("bot/store/book/a.py", wide=False) == [("tests/domain/book", "tests/services/book")]
    assert subject.steps("bot/cli/a.py", wide=True) == []


def test_verdicts_of_real_tests_in_a_copy(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = subject.copied(tmp_path_factory.mktemp("copy"))
    trial = Trial(folder, wide=False)
    file = "bot/domain/sums.py"
    assert trial.verdict(file, RIGHT.replace("+", "-")) is Verdict.KILLED
    assert trial.verdict(file, RIGHT.replace("1", "2")) is Verdict.SURVIVED
    assert trial.verdict(file, "no python") is Verdict.KILLED
    trial._limits = dict.fromkeys(trial._limits, 3)
    assert trial.verdict(file, f"while True: pass\n{RIGHT}") is Verdict.TIMEOUT
    assert (folder / file).read_text() == (root / file).read_text() == RIGHT


def test_tests_that_fail_anyway_are_said(root: Path) -> None:
    (root / "bot/domain/sums.py").write_text(RIGHT.replace("+", "-"))
    with pytest.raises(NotPossible, match="fail without any wrong change: tests/domain"):
        Trial(root, wide=False).verdict("bot/domain/sums.py", RIGHT)


def test_a_survivor_is_shown_with_its_line() -> None:
    shown = subject.told("bot/a.py", "a\nb\nc\n", "a\nB\nc\n", Verdict.SURVIVED)
    assert shown == "bot/a.py:2 survived\n- b\n+ B\n"
