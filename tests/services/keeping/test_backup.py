"""Backups are whole, restored only when sound, and what was there stays aside."""

import io
import json
import sqlite3
import stat
import tarfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.services.keeping.backup import CannotBackUp, Place, Unsound, make
from bot.services.keeping.restoring import restore
from bot.services.people import erasure
from bot.services.people.erasure import Entry
from bot.store.engine import lock
from bot.store.engine.lock import InUse
from bot.store.engine.migrate import NewerDatabase, SchemaState, schema_state
from bot.store.engine.sync import writing
from tests.patience import PATIENCE
from tests.services.village import MAYA, NOW, SITA, found, settle

LATER = NOW + timedelta(hours=1)


def ignore(_what: str, _done: int, _total: int) -> None:
    return None


@pytest.fixture
def place(sqlite_url: str, tmp_path: Path) -> Place:
    """A database in use, with its log beside it, and two media files."""
    with writing(sqlite_url) as connection:
        found(connection)
        settle(connection, SITA)
    (tmp_path / "media" / "2026").mkdir(parents=True)
    (tmp_path / "media" / "2026" / "photo.jpg").write_bytes(b"photo" * 1000)
    (tmp_path / "media" / "voice.ogg").write_bytes(b"voice")
    return Place(sqlite_url, tmp_path)


def producers(place: Place) -> int:
    with sqlite3.connect(place.database, timeout=PATIENCE) as connection:
        return int(connection.execute("SELECT count(*) FROM producer").fetchone()[0])


def tar_of(file: Path, members: dict[str, bytes]) -> Path:
    with tarfile.open(file, "w:gz") as tar:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return file


MANIFEST = json.dumps({"format": 1, "made_at": NOW.isoformat()}).encode()


def test_there_and_back(place: Place, tmp_path: Path) -> None:
    steps: list[str] = []
    made = make(place, tmp_path / "kept" / "a.tar.gz", NOW, lambda what, *_: steps.append(what))
    assert (made.media_files, stat.S_IMODE(made.file.stat().st_mode)) == (2, 0o600)
    assert "Packing" in steps
    with writing(place.url) as connection:
        settle(connection, SITA)
    (place.media / "voice.ogg").unlink()

    restored = restore(place, made.file, LATER, ignore)

    assert producers(place) == 1
    assert (place.media / "voice.ogg").read_bytes() == b"voice"
    assert (place.media / "2026" / "photo.jpg").read_bytes() == b"photo" * 1000
    assert restored.made_at == NOW
    assert not restored.needs_migration
    assert restored.aside is not None
    assert producers(Place(f"sqlite+aiosqlite:///{restored.aside / place.database.name}", tmp_path)) == 2
    assert schema_state(place.url) is SchemaState.CURRENT


def test_onto_an_empty_machine(place: Place, tmp_path: Path) -> None:
    made = make(place, tmp_path / "a.tar.gz", NOW, ignore)
    fresh = Place(f"sqlite+aiosqlite:///{tmp_path / 'fresh' / 'ovop.db'}", tmp_path / "fresh")
    assert restore(fresh, made.file, LATER, ignore).aside is None
    assert producers(fresh) == 1


def test_a_backup_while_somebody_writes(place: Place, tmp_path: Path) -> None:
    writer = sqlite3.connect(place.database, isolation_level=None, timeout=PATIENCE)
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE producer SET product = 'half done'")
    made = make(place, tmp_path / "a.tar.gz", NOW, ignore)
    writer.execute("COMMIT")
    writer.close()
    restore(place, made.file, LATER, ignore)
    with sqlite3.connect(place.database, timeout=PATIENCE) as connection:
        assert connection.execute("SELECT product FROM producer").fetchone() == ("tea",)


def test_not_while_the_bot_runs(place: Place, tmp_path: Path) -> None:
    made = make(place, tmp_path / "a.tar.gz", NOW, ignore)
    with lock.hold(place.url), pytest.raises(InUse, match="stop it first"):
        restore(place, made.file, LATER, ignore)
    restore(place, made.file, LATER, ignore)


@pytest.mark.parametrize("kept", [0, 10, 0.5, 0.99])
def test_a_cut_file_changes_nothing(place: Place, tmp_path: Path, kept: float) -> None:
    made = make(place, tmp_path / "a.tar.gz", NOW, ignore)
    whole = made.file.read_bytes()
    made.file.write_bytes(whole[: int(len(whole) * kept) if kept < 1 else int(kept)])
    with pytest.raises(CannotBackUp, match=r"a\.tar\.gz is not a whole backup of ovop"):
        restore(place, made.file, LATER, ignore)
    assert producers(place) == 1
    assert not list(tmp_path.glob(".restore-*"))


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"ovop.db": b""},
        {"manifest.json": b"{}"},
        {"manifest.json": MANIFEST},
        {"manifest.json": MANIFEST, "../ovop.db": b"x"},
        {"manifest.json": MANIFEST, "media/../../x": b"x"},
        {"manifest.json": MANIFEST, "/etc/x": b"x"},
    ],
)
def test_what_is_no_backup_is_refused(place: Place, tmp_path: Path, members: dict[str, bytes]) -> None:
    file = tar_of(tmp_path / "b.tar.gz", members)
    with pytest.raises(CannotBackUp, match=r"b\.tar\.gz is not a whole backup"):
        restore(place, file, LATER, ignore)
    assert producers(place) == 1


def test_a_damaged_database_inside_is_refused(place: Place, tmp_path: Path) -> None:
    broken = bytearray(place.database.read_bytes())
    broken[5000:9000] = b"\xff" * 4000
    file = tar_of(tmp_path / "b.tar.gz", {"manifest.json": MANIFEST, "ovop.db": bytes(broken)})
    with pytest.raises(Unsound, match=r"ovop\.db is"):
        restore(place, file, LATER, ignore)
    file = tar_of(tmp_path / "c.tar.gz", {"manifest.json": MANIFEST, "ovop.db": b"no database" * 100})
    with pytest.raises(Unsound, match="not a sound database"):
        restore(place, file, LATER, ignore)
    assert producers(place) == 1


def test_a_newer_backup_is_refused(place: Place, tmp_path: Path) -> None:
    with sqlite3.connect(place.database, timeout=PATIENCE) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    made = make(place, tmp_path / "a.tar.gz", NOW, ignore)
    with pytest.raises(NewerDatabase):
        restore(place, made.file, LATER, ignore)
    file = tar_of(tmp_path / "b.tar.gz", {"manifest.json": MANIFEST.replace(b'"format": 1', b'"format": 2')})
    with pytest.raises(CannotBackUp, match="made by a newer version"):
        restore(place, file, LATER, ignore)


def test_names_of_files(place: Place, tmp_path: Path) -> None:
    with pytest.raises(CannotBackUp, match=r"ends in \.tar\.gz; call it a\.tar\.gz"):
        make(place, tmp_path / "a", NOW, ignore)
    (tmp_path / "a.tar.gz").touch()
    with pytest.raises(CannotBackUp, match="exists already"):
        make(place, tmp_path / "a.tar.gz", NOW, ignore)
    with pytest.raises(CannotBackUp, match="There is no file"):
        restore(place, tmp_path / "none.tar.gz", NOW, ignore)
    none = Place(f"sqlite+aiosqlite:///{tmp_path / 'none' / 'ovop.db'}", tmp_path)
    with pytest.raises(CannotBackUp, match=r"no database at .* yet; run: ovop init"):
        make(none, tmp_path / "b.tar.gz", NOW, ignore)


def test_postgresql_brings_its_own_tools(tmp_path: Path) -> None:
    elsewhere = Place("postgresql+psycopg://somebody@nowhere/x", tmp_path)
    with pytest.raises(CannotBackUp, match="pg_dump"):
        make(elsewhere, tmp_path / "a.tar.gz", NOW, ignore)
    with pytest.raises(CannotBackUp, match="pg_restore"):
        restore(elsewhere, tmp_path / "a.tar.gz", NOW, ignore)


def forget(place: Place, name: str, at: datetime) -> None:
    """As the bot does it, but for the chat, which nobody here has."""
    with writing(place.url) as connection:
        number = connection.execute(text("SELECT id FROM person WHERE name = :name"), {"name": name}).scalar_one()
        erasure.erase_again(connection, [Entry(number, at)], at)


@pytest.mark.parametrize("known_by", ["database", "list", "both"])
def test_who_was_forgotten_stays_forgotten_after_a_restore(place: Place, tmp_path: Path, known_by: str) -> None:
    with writing(place.url) as connection:
        settle(connection, MAYA)
    made = make(place, tmp_path / "kept" / "a.tar.gz", NOW, ignore)
    name, phone = SITA.name.encode(), str(SITA.phone).encode()
    assert name in place.database.read_bytes()
    forget(place, SITA.name, LATER)
    if known_by != "database":
        erasure.note(place.data / erasure.LIST, [Entry(1, LATER)])
    if known_by == "list":
        place.database.write_bytes(b"this disk is broken")

    restored = restore(place, made.file, LATER + timedelta(hours=1), ignore)

    assert restored.erased == 1
    for file in (place.database, *place.data.glob("ovop.db-*")):
        assert name not in file.read_bytes() and phone not in file.read_bytes()
        assert MAYA.name.encode() in file.read_bytes()
    assert erasure.read_list(place.data / erasure.LIST) == [Entry(1, LATER)]
    assert restore(place, made.file, LATER + timedelta(hours=2), ignore).erased == 1
    assert name not in place.database.read_bytes()


def test_her_files_in_a_backup_are_not_restored(place: Place, tmp_path: Path) -> None:
    with writing(place.url) as connection:
        connection.execute(
            text(
                "INSERT INTO chat (bot, chat, person_id, state, state_since, seen_at)"
                " VALUES (1, 2, 1, 'active', '2026-11-24 04:00:00.000000', '2026-11-24 04:00:00.000000')"
            )
        )
        connection.execute(
            text(
                "INSERT INTO chat_person (bot, chat, person_id, since, seen_at, state, state_since)"
                " SELECT bot, chat, person_id, seen_at, seen_at, state, state_since FROM chat"
            )
        )
        connection.execute(
            text(
                "INSERT INTO media (name, bot, chat, file_id, state, next_attempt, sent_at)"
                " VALUES ('voice.ogg', 1, 2, 'x', 'kept', '2026-11-24 04:00:00.000000', '2026-11-24 04:00:00.000000')"
            )
        )
    made = make(place, tmp_path / "kept" / "a.tar.gz", NOW, ignore)
    erasure.note(place.data / erasure.LIST, [Entry(1, LATER)])
    restore(place, made.file, LATER, ignore)
    assert sorted(path.name for path in place.media.rglob("*.*")) == ["photo.jpg"]


def test_what_goes_away_while_it_is_packed_is_left_out_and_counted(place: Place, tmp_path: Path) -> None:
    """Somebody is erased after the files were listed."""

    def erase(what: str, _done: int, _total: int) -> None:
        if what == "Packing":
            (place.media / "voice.ogg").unlink(missing_ok=True)

    made = make(place, tmp_path / "a.tar.gz", NOW, erase)
    with tarfile.open(made.file) as tar:
        assert tar.getnames() == ["manifest.json", "ovop.db", "media/2026/photo.jpg"]
    assert (made.media_files, made.gone) == (1, 1)
    restore(place, made.file, LATER, ignore)
    assert producers(place) == 1
