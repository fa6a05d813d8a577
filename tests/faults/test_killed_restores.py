"""kill -9 while a backup is put back: what was there, or what is in the backup, and either of them whole."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.services.keeping import unfinished
from bot.services.keeping.backup import Place, make
from bot.services.keeping.place import UNDER_WAY
from bot.store.engine.sync import writing
from tests.faults.keeper import Keeper
from tests.faults.test_killed_backups import Lives, keeper, register, timed
from tests.nightly import times
from tests.services.keeping.test_backup import ignore, producers
from tests.services.village import NOW, SITA, settle

__all__ = ["keeper", "register"]

KILLS = times(10, 100)
State = tuple[int, frozenset[str]]


class Scene:
    """A register that has gone on since its backup was made, and can be put as it was."""

    def __init__(self, place: Place, backup: Path, apart: Path) -> None:
        self.place, self.backup, self._apart = place, backup, apart
        self.of_backup = self.now()
        with writing(place.url) as connection:
            settle(connection, SITA)
        (place.media / "0.jpg").unlink()
        (place.media / "new.jpg").write_bytes(b"new")
        self.before = self.now()
        shutil.copytree(place.data, apart)

    def now(self) -> State:
        return producers(self.place), frozenset(file.name for file in self.place.media.iterdir())

    def again(self) -> None:
        shutil.rmtree(self.place.data)
        shutil.copytree(self._apart, self.place.data)


@pytest.fixture
def scene(register: Place, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    apart = tmp_path_factory.mktemp("apart")
    backup = make(register, apart / "a.tar.gz", NOW, ignore).file
    yield Scene(register, backup, apart / "data")


def test_either_the_old_or_the_new_is_whole(scene: Scene, keeper: Keeper) -> None:
    lives = Lives(timed(keeper, "restore", str(scene.backup)))
    while lives.killed < KILLS:
        scene.again()
        keeper.begin("restore", str(scene.backup))
        lives.end_one(keeper)
        look(scene, keeper)


def test_whichever_name_it_has_come_to(scene: Scene, keeper: Keeper) -> None:
    """Killed before each change of a name, one after the other, until it comes to its end."""
    found: list[State] = []
    for number in range(1, 200):
        scene.again()
        keeper.begin("before", str(number), "restore", str(scene.backup))
        ended = keeper.wait()
        found.append(look(scene, keeper))
        if ended == 0:
            break
    assert ended == 0 and found[0] == scene.before and found[-1] == scene.of_backup
    assert found == sorted(found, key=[scene.before, scene.of_backup].index), "once new it is never old again"


def look(scene: Scene, keeper: Keeper) -> State:
    """As the next command finds it, here one that only looks: it goes on where there is something to go on with."""
    place = scene.place
    assert place.database.is_file(), "there is a database at every moment"
    if (place.data / UNDER_WAY).exists():
        keeper.begin("doctor")
        keeper.wait()
    state = scene.now()
    assert state in (scene.before, scene.of_backup)
    asides = [path for path in place.data.glob("before-restore-*") if (path / "ovop.db").exists()]
    if state == scene.of_backup:
        (aside,) = asides
        assert producers(Place(f"sqlite+aiosqlite:///{aside / 'ovop.db'}", aside)) == scene.before[0]
        assert {file.name for file in (aside / "media").iterdir()} == scene.before[1]
    assert not (place.data / UNDER_WAY).exists()
    unfinished.sweep(place.data, place.database)
    assert not [path for path in place.data.iterdir() if path.name.startswith(unfinished.PREFIXES)]
    return state
