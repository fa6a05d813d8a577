"""A disk, a folder or a file that nobody can write: one sentence says so and what to do, and the bot does not run."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.store.engine.sync import NotWritable, require_writable
from tests.cli.operator import Operator
from tests.patience import PATIENCE

TOKEN = "1000001:AAF-x_0123456789abcdefghijklmnopqrs"
# A view of its own of the disk, in which the path is read-only; what follows runs there.
MOUNTED = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && shift && exec "$@"'

Ovop = Callable[[str], "subprocess.CompletedProcess[str]"]


@pytest.fixture(params=["folder", "file"])
def read_only(request: pytest.FixtureRequest, operator: Operator) -> Iterator[Path]:
    """The folder of a register, or its file alone: taken away by its rights, and from root, whom they do not stop, by
    a read-only mount.
    """
    operator.begin("nepal-odop")
    path = operator.data if request.param == "folder" else operator.data / "ovop.db"
    if os.geteuid() == 0:
        if subprocess.run(["unshare", "-m", "sh", "-c", MOUNTED, "sh", path, "true"], check=False).returncode:
            pytest.skip("this machine lets nobody mount anything")
        yield path
        return
    path.chmod(0o555 if path.is_dir() else 0o444)
    yield path
    path.chmod(0o755 if path.is_dir() else 0o644)


@pytest.fixture
def ovop(read_only: Path, operator: Operator) -> Ovop:
    before = ["unshare", "-m", "sh", "-c", MOUNTED, "sh", str(read_only)] if os.geteuid() == 0 else []
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OVOP_")}  # noqa: TID251 - a process of its own
    given = {"OVOP_DATA_DIR": str(operator.data), "OVOP_TOKEN": TOKEN, "OVOP_API_URL": "http://127.0.0.1:9"}

    def run(words: str) -> "subprocess.CompletedProcess[str]":
        asked = [*before, sys.executable, "-m", "bot", *words.split()]
        return subprocess.run(
            asked, env=kept | given, capture_output=True, text=True, timeout=PATIENCE, check=False
        )  # fmt: skip

    return run


def test_the_bot_does_not_run_and_says_why(ovop: Ovop, read_only: Path) -> None:
    said = ovop("run")
    assert (said.returncode, said.stdout, said.stderr.count("\n")) == (1, "", 1), said
    assert said.stderr.startswith(f"Nothing can be written in {read_only}: ")
    assert said.stderr.endswith("or set OVOP_DATA_DIR, then start again.\n")


def test_the_doctor_says_the_same(ovop: Ovop, read_only: Path) -> None:
    said = ovop("doctor")
    assert (said.returncode, said.stderr) == (1, "")
    assert f"✗ database: Nothing can be written in {read_only}: " in said.stdout


def test_other_commands_say_one_sentence(ovop: Ovop) -> None:
    said = ovop("invite member")
    assert (said.returncode, said.stdout, said.stderr.count("\n")) == (1, "", 1), said
    assert "Nothing can be written in" in said.stderr or "attempt to write a readonly database" in said.stderr


def test_what_can_be_written_is_not_complained_of(operator: Operator) -> None:
    operator.begin("nepal-odop")
    require_writable(f"sqlite+aiosqlite:///{operator.data / 'ovop.db'}")
    require_writable(f"sqlite+aiosqlite:///{operator.data / 'none.db'}")
    require_writable("postgresql+psycopg://nobody@127.0.0.1:1/none")


def test_each_reason_has_its_advice(operator: Operator) -> None:
    operator.begin("nepal-odop")
    assert str(NotWritable(operator.data)).endswith(
        "this user may not. Give it to the user that runs the bot (chown -R), or set OVOP_DATA_DIR, then start again."
    )
