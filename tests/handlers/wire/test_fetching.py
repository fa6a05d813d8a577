"""A file that cannot be kept waits, and nobody waits with it."""

import asyncio
import logging
import shutil

import pytest

from bot import patience
from handlers.wire import fetching
from handlers.wire.fetching import Fetcher
from jobs import form_checks
from tests.crash.test_book import _register
from tests.crash.test_crash import CODE
from tests.house import Stage, stage
from tests.patience import PATIENCE


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "LOOK_EVERY", 0.05)
    monkeypatch.setattr(form_checks, "LOOK_EVERY", 0.05)
    monkeypatch.setattr(patience, "FIRST_PAUSE", 0.1)
    monkeypatch.setattr(patience, "LONGEST_PAUSE", 0.2)


async def _until(condition: object, seconds: float = PATIENCE) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # type: ignore[operator]
            await asyncio.sleep(0.02)


async def test_a_folder_where_nothing_can_be_written(sqlite_url: str, caplog: pytest.LogCaptureFixture) -> None:
    async with stage(sqlite_url, codes=(CODE,), runs=True) as running:
        media = running.house.media
        media.touch()
        her, other = running.simulator.phone(1), running.simulator.phone(2)
        await _register(sqlite_url, [her])
        with caplog.at_level(logging.ERROR):
            await her.photo(caption="sold 1 soap 600")
            await her.until("K600", timeout=PATIENCE)
            await asyncio.sleep(1)
        await other.say("/help")
        await other.until("I ask you about your work", timeout=PATIENCE)
        said = [one.getMessage() for one in caplog.records]
        assert len(said) == 1 and f"cannot be kept in {media}" in said[0], said
        media.unlink()
        await _until(lambda: media.is_dir() and list(media.iterdir()))
        await _until(lambda: _states(running) == [("kept", 0)])


def _states(running: Stage) -> list[tuple[str, int]]:
    from bot.store.engine.sync import reading

    with reading(running.house.store.url) as connection:
        return [tuple(row) for row in connection.exec_driver_sql("SELECT state, attempts FROM media")]  # type: ignore[misc]


async def test_one_bad_file_does_not_stand_before_the_others(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twelve that fail in every way there is: more than are fetched at once."""
    real, errors = Fetcher._fetch, [OSError(28, "No space left on device"), KeyError("file_path"), ValueError("x")]
    bad: set[str] = set()

    async def sometimes(self: Fetcher, file: fetching.Awaited) -> None:
        if len(bad) < 12:
            bad.add(file.name)
        if file.name in bad:
            raise errors[hash(file.name) % len(errors)]
        await real(self, file)

    monkeypatch.setattr(Fetcher, "_fetch", sometimes)
    async with stage(sqlite_url, codes=(CODE,), runs=True) as running:
        her = running.simulator.phone(1)
        await _register(sqlite_url, [her])
        for number in range(14):
            await her.photo(caption=f"sold 1 soap {600 + number}")
        await _until(lambda: sum(state == "kept" for state, _ in _states(running)) == 2)
        bad.clear()
        monkeypatch.setattr(Fetcher, "_fetch", real)
        await _until(lambda: sum(state == "kept" for state, _ in _states(running)) == 14)
        shutil.rmtree(running.house.media)
