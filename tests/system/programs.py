"""Programs of the system that some tests need: looked for, or hidden by `--without chromium,postgresql,nginx`."""

import contextlib
import os
import random
import shutil
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import pytest

OPTION, LOOKING = "--without", "--who-looks-for-programs"
CHROMIUM, POSTGRESQL, NGINX = "chromium", "postgresql", "nginx"
# The one place outside bot.settings that asks the environment: only CI knows that it is CI.
IN_CI = "CI" in os.environ  # noqa: TID251


def add_option(parser: pytest.Parser) -> None:
    """For a run as on a machine that has less."""
    parser.addoption(
        OPTION, default=[], type=_listed, metavar="PROGRAMS", help=f"{CHROMIUM},{POSTGRESQL},{NGINX}: hide them"
    )
    parser.addoption(LOOKING, action="store_true", help="only tests that ask for one of them, or for any database")


def looks(item: pytest.Item) -> bool:
    """Whether a test asks for a program, itself or by what it stands on. Who asks for a SQLite file, alone or as one of
    two kinds of database, does not.
    """
    if "[sqlite" in item.nodeid:
        return False
    asked = set(getattr(item, "fixturenames", ()))
    own = set(item._fixtureinfo.argnames) if isinstance(item, pytest.Function) else set()
    return bool(asked & {"chromium", "nginx", "database_url", "empty_database_url"} or own & {"cluster", "templates"})


def _listed(text: str) -> list[str]:
    return [name for name in text.split(",") if name]


def require(config: pytest.Config, program: str, names: Sequence[str]) -> str:
    """The path of a program, by the first of its names that is there; else the test that asked is skipped.

    In CI everything is there or hidden on purpose: what is merely missing fails.
    """
    if program in config.getoption(OPTION):
        pytest.skip(f"{program} is hidden by {OPTION}")
    path = next(filter(None, map(find, names)), None)
    return path or missing(f"{program} is not installed here. On Debian and Ubuntu: sudo apt install {program}")


def missing(reason: str) -> NoReturn:
    """What the test needs is not here: it is skipped, but in CI it fails."""
    if IN_CI:
        pytest.fail(reason)
    pytest.skip(reason)


def find(name: str) -> str | None:
    """Where a program is; Debian keeps PostgreSQL's out of PATH."""
    kept = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    return str(kept[0]) if kept else shutil.which(name)


def free_port() -> int:
    """A port that nobody uses now, for who opens it later: below those that systems hand out by themselves, so that no
    connection of another test takes it meanwhile.
    """
    while True:
        with socket.socket() as probe, contextlib.suppress(OSError):
            port = random.SystemRandom().randrange(10_000, 32_768)
            probe.bind(("127.0.0.1", port))
            return port
