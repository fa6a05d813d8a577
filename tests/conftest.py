"""What tests share: real databases, one SQLite file and one PostgreSQL database a test."""

import gc
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bot.store import Store
from tests.system import leftovers, programs
from tests.system.browser import NAMES
from tests.system.databases import DIALECTS, MEMORY, Cluster, Templates

WAITING = ("tests/crash/", "tests/faults/")
IN_MEMORY = pytest.StashKey[Path]()
# No example has a bound of time: a busy machine would break it, and speed is what benchmarks are for.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_configure(config: pytest.Config) -> None:
    """Databases of tests lie in memory where the machine has such a folder: every commit is synced to disk."""
    # what is loaded and collected stays to the end, as in the bot itself (bot/early.py)
    gc.set_threshold(10_000, 20, 20)
    if config.option.basetemp is None and MEMORY.is_dir():
        config.option.basetemp = config.stash[IN_MEMORY] = Path(tempfile.mkdtemp(prefix="ovop-tests-", dir=MEMORY))


def pytest_collection_finish() -> None:
    """Nobody looks any more for garbage among all the tests that were collected."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure(config: pytest.Config) -> None:
    if IN_MEMORY in config.stash:
        shutil.rmtree(config.stash[IN_MEMORY], ignore_errors=True)
    leftovers.end_soon()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Whoever opens a store closes it: what is left open fails its own test, and not the end of all."""
    yield
    leftovers.none_by(item.nodeid)


def pytest_addoption(parser: pytest.Parser) -> None:
    programs.add_option(parser)
    parser.addoption("--record", action="store_true", help="write the conversations anew with what the bot says")


@pytest.fixture(scope="session")
def chromium(request: pytest.FixtureRequest) -> str:
    """The browser's path; asked for before anything is opened, so that who is skipped leaves nothing open."""
    return programs.require(request.config, programs.CHROMIUM, NAMES)


@pytest.fixture(scope="session")
def nginx(request: pytest.FixtureRequest) -> str:
    """The web server's path."""
    return programs.require(request.config, programs.NGINX, ["nginx"])


@pytest.fixture(scope="session")
def cluster(request: pytest.FixtureRequest) -> Iterator[Cluster]:
    cluster = Cluster(partial(programs.require, request.config, programs.POSTGRESQL, ["initdb"]))
    yield cluster
    cluster.stop()


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory, cluster: Cluster) -> Templates:
    return Templates(tmp_path_factory.mktemp("templates"), cluster)


@pytest.fixture(params=DIALECTS)
def database_url(
    request: pytest.FixtureRequest, templates: Templates, cluster: Cluster, tmp_path: Path
) -> Iterator[str]:
    """A migrated database without rows; the test runs once on each kind."""
    url = templates.copy(request.param, tmp_path)
    yield url
    if request.param == "postgresql":
        cluster.drop(url)


@pytest.fixture(params=DIALECTS)
def empty_database_url(request: pytest.FixtureRequest, templates: Templates, tmp_path: Path) -> str:
    """A database without tables; the test runs once on each kind."""
    return templates.empty(request.param, tmp_path)


@pytest.fixture
def sqlite_url(templates: Templates, tmp_path: Path) -> str:
    """A migrated SQLite file without rows."""
    return templates.copy("sqlite", tmp_path)


@pytest.fixture
async def sqlite_store(sqlite_url: str) -> AsyncIterator[Store]:
    """The same, on SQLite alone: where the kind of database makes no difference."""
    store = Store(sqlite_url)
    yield store
    await store.close()


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """The seam to a migrated database without rows, on each kind."""
    store = Store(database_url)
    yield store
    await store.close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What mostly waits comes first: begun last, by one worker, it would keep all the others waiting for it."""
    if config.getoption(programs.LOOKING):
        left = [item for item in items if not programs.looks(item)]
        items[:] = [item for item in items if programs.looks(item)]
        config.hook.pytest_deselected(items=left)
    items.sort(key=lambda item: not item.nodeid.startswith(WAITING))
