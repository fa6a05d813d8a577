"""What a restore sets aside has a name by which it is kept long enough; and where it cannot go on, nothing changed."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.domain.staff.announcement import State
from bot.services.keeping import restoring
from bot.services.keeping.backup import Place, make
from bot.services.keeping.nightly import make_nightly
from bot.services.keeping.place import UNDER_WAY
from bot.store.engine.sync import writing
from bot.store.schema import person, programme
from bot.store.staff.announcing import announcements
from tests.services.keeping.test_backup import ignore, place, producers
from tests.services.village import NOW

__all__ = ["place"]

KEEP = timedelta(days=30)


def named(aside: Path | None) -> datetime:
    assert aside is not None
    return datetime.strptime(aside.name, restoring.ASIDE).replace(tzinfo=UTC)


@pytest.mark.parametrize("clock", [datetime(1970, 1, 1, tzinfo=UTC), NOW - timedelta(days=400)])
def test_a_clock_that_is_behind_does_not_have_it_deleted_the_next_night(
    place: Place, tmp_path: Path, clock: datetime
) -> None:
    made = make(place, tmp_path / "kept" / "a.tar.gz", NOW, ignore)
    aside = restoring.restore(place, made.file, clock, ignore).aside
    assert named(aside) >= NOW
    make_nightly(place, KEEP, named(aside) + timedelta(days=1))
    assert aside is not None and aside.is_dir()


def test_telegrams_word_is_believed_whatever_a_backup_says_of_itself(place: Place, tmp_path: Path) -> None:
    """Made while the clock was years ahead: what is set aside would lie there for years."""
    made = make(place, tmp_path / "kept" / "a.tar.gz", NOW + timedelta(days=4000), ignore)
    assert named(restoring.restore(place, made.file, NOW, ignore, is_sure=True).aside) == NOW


def test_two_in_one_second(place: Place, tmp_path: Path) -> None:
    made = make(place, tmp_path / "kept" / "a.tar.gz", NOW, ignore)
    asides = [restoring.restore(place, made.file, NOW, ignore, is_sure=True).aside for _ in range(3)]
    assert [named(aside) - NOW for aside in asides] == [timedelta(seconds=number) for number in range(3)]


def test_a_media_folder_that_cannot_be_moved_changes_nothing(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make(place, tmp_path / "kept" / "a.tar.gz", NOW, ignore)
    rename = Path.rename

    def busy(path: Path, target: Path) -> Path:
        if path == place.media:
            # as of a disk that is mounted there
            raise OSError(16, "Device or resource busy", str(path))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", busy)
    with pytest.raises(OSError, match="busy"):
        restoring.restore(place, made.file, NOW, ignore)
    assert producers(place) == 1 and (place.media / "voice.ogg").exists()
    assert not (place.data / UNDER_WAY).exists()
    assert not [path for path in place.data.iterdir() if path.name.startswith(("before-restore", ".restore"))]


def test_a_folder_in_the_files_place_is_kept_aside_too(place: Place, tmp_path: Path) -> None:
    made = make(place, tmp_path / "kept" / "a.tar.gz", NOW, ignore)
    for path in place.data.glob("ovop.db*"):
        path.unlink()
    place.database.mkdir()
    (place.database / "hers").touch()
    aside = restoring.restore(place, made.file, NOW, ignore).aside
    assert producers(place) == 1 and aside is not None and (aside / "ovop.db" / "hers").exists()


def test_a_note_that_is_none_holds_up_nobody(place: Place) -> None:
    for odd in (b"", b"{", b"[]", b'{"stage": 7}', os.urandom(40)):
        (place.data / UNDER_WAY).write_bytes(odd)
        restoring.go_on(place)
        assert not (place.data / UNDER_WAY).exists()
    assert producers(place) == 1


def test_an_announcement_that_was_under_way_waits_for_staff(place: Place, tmp_path: Path) -> None:
    """It may have left since the backup was made: by itself nobody hears it twice."""
    with writing(place.url) as connection:
        who = connection.scalars(select(person.c.id).limit(1)).one()
        code = connection.scalars(select(programme.c.code).limit(1)).one()
        numbers = {state: announcements.add(connection, code, who, "en", NOW) for state in State}
        for state, number in numbers.items():
            announcements.change(connection, number, state=state)
    made = make(place, tmp_path / "kept" / "a.tar.gz", NOW, ignore)
    restoring.restore(place, made.file, NOW, ignore, is_sure=True)
    with writing(place.url) as connection:
        found = {state: announcements.load(connection, number).state for state, number in numbers.items()}
    assert found == {state: State.PAUSED if state.can_pause else state for state in State}
