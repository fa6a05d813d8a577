"""kill -9 while backups are made: what was whole stays so, and nobody stays in a copy for longer than was promised."""

import gzip
import random
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.services.keeping import unfinished
from bot.services.keeping.backup import Place
from bot.services.people import erasure
from bot.store.engine.sync import writing
from tests.faults.keeper import KEEP, Keeper
from tests.nightly import times
from tests.services.keeping.test_backup import forget
from tests.services.village import MAYA, NOW, SITA, found, settle

KILLS = times(12, 100)
# Photos do not get smaller: packing them takes a while, in which it can be killed.
PHOTOS, SIZE = 6, 300_000


@pytest.fixture
def register(sqlite_url: str, tmp_path: Path) -> Place:
    """Two people, and photos."""
    with writing(sqlite_url) as connection:
        found(connection)
        settle(connection, SITA)
        settle(connection, MAYA)
    (tmp_path / "media").mkdir()
    chance = random.Random(7)
    for number in range(PHOTOS):
        (tmp_path / "media" / f"{number}.jpg").write_bytes(chance.randbytes(SIZE))
    return Place(sqlite_url, tmp_path)


@pytest.fixture
def keeper(register: Place) -> Iterator[Keeper]:
    keeper = Keeper(register.data)
    yield keeper
    keeper.end()


def test_nobody_stays_in_a_copy_for_longer_than_promised(register: Place, keeper: Keeper) -> None:
    stick = register.data / "stick"
    deeds = (("nightly", NOW.isoformat()), ("backup",), ("export", str(stick / "out"), "--with-names"))
    lives, number = Lives(timed(keeper, *deeds[0])), 0
    while lives.killed < KILLS:
        number += 1
        keeper.begin(
            *deeds[number % len(deeds)], *([str(stick / f"{number}.tar.gz")] if number % len(deeds) == 1 else [])
        )
        lives.end_one(keeper)
        for file in register.data.rglob("*.tar.gz"):
            assert names_in(gzip.decompress(file.read_bytes())) == {SITA.name, MAYA.name}, "a whole one, or none"
    erase_sita(register, NOW + timedelta(hours=1))
    for file in (*stick.glob("*.tar.gz"), *stick.glob("out/*.csv")):
        # made by hand, and whole: theirs to delete
        file.unlink()
    for hours in (1, 2, 3):
        late = NOW + KEEP + timedelta(days=1, hours=hours)
        keeper.begin("nightly", late.isoformat())
        lives.end_one(keeper)
    keeper.begin("nightly", late.isoformat())
    assert keeper.wait() == 0
    holding = [path for path in files_of(register) if SITA.name in names_in(path.read_bytes(), of=path)]
    assert holding == []
    assert unfinished.abandoned(register.data, register.database) == []
    assert [path.name for path in (register.data / "backups").iterdir()] == [late.strftime("ovop-%Y-%m-%d.tar.gz")]


class Lives:
    """Kills at random moments of a deed that takes about so long; `killed` counts those that came before its end."""

    def __init__(self, took: float) -> None:
        self._took, self._chance, self.killed = took, random.Random(20261128), 0

    def end_one(self, keeper: Keeper) -> None:
        """Kill what has begun. A deed that was done by then was faster than it seemed: the next kill comes sooner."""
        time.sleep(self._chance.uniform(0, self._took))
        if keeper.die() < 0:
            self.killed += 1
        else:
            self._took *= 0.9


def timed(keeper: Keeper, *deed: str) -> float:
    """How long a deed takes here and now; the first one has the process begin."""
    for _ in range(2):
        began = time.monotonic()
        keeper.begin(*deed)
        assert keeper.wait() == 0
    return time.monotonic() - began


def names_in(content: bytes, of: Path | None = None) -> set[str]:
    """Who is named in what lies on the disk."""
    if of is not None and of.name.endswith(".tar.gz"):
        content = gzip.decompress(content)
    return {name for name in (SITA.name, MAYA.name) if name.encode() in content}


def files_of(place: Place) -> list[Path]:
    return [path for path in place.data.rglob("*") if path.is_file()]


def erase_sita(place: Place, at: datetime) -> None:
    forget(place, SITA.name, at)
    erasure.sweep(place.url, whole=True)
