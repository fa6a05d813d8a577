"""The lock is held by one process, and let go also by a kill."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.store.engine.lock import InUse, hold

HOLDER = (
    "import sys\nfrom bot.store.engine.lock import hold\n"
    "with hold(sys.argv[1]):\n    print('held', flush=True)\n    input()"
)


def test_one_holder_at_a_time_even_when_killed(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'ovop.db'}"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(InUse, match="stop it first"), hold(url):
            pass
        holder.kill()
    with hold(url):
        pass


def test_twice_in_one_process(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'ovop.db'}"
    with hold(url), pytest.raises(InUse), hold(url):
        pass


def test_postgresql_serves_several() -> None:
    url = "postgresql+psycopg://somebody@nowhere/x"
    with hold(url), hold(url):
        pass
