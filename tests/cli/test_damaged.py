"""Every command on a database that is damaged, cut, emptied or not there: a sentence, and nothing that loses more."""

import io
import json
import shutil
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from bot.services.keeping import unfinished
from bot.store.engine.sync import writing
from bot.store.schema import metadata
from tests.cli.operator import Operator
from tests.nightly import times
from tests.services.village import SITA, settle
from tests.system.damage import WAYS, content, drop, overwrite

# With what each command says when the file is not there yet, which is no fault.
COMMANDS = {
    "run": "The database has no tables yet; run: ovop migrate",
    "invite member": "The database has no tables yet; run: ovop migrate",
    "confirm 1": "The database has no tables yet; run: ovop migrate",
    "export {out}": "The database has no tables yet; run: ovop migrate",
    "export {out} --format odk": "The database has no tables yet; run: ovop migrate",
    "backup {out}/a.tar.gz": "There is no database at",
    "migrate": None,
    "init nepal-odop": None,
}
# What these do does not need the damaged page.
UNTOUCHED = {"run": "page zeros", "invite member": "page zeros", "confirm 1": "page"}
ADVICE = "restore a backup: ovop restore file"


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    """A register that was made once: making it takes longer than anything else here."""
    return {}


@pytest.fixture
def file(operator: Operator, made: dict[str, bytes]) -> Path:
    """A register with a programme and somebody in it."""
    operator.set("TOKEN", "1:abcdef")
    operator.set("API_URL", "http://127.0.0.1:9")
    file = operator.data / "ovop.db"
    if not made:
        assert operator.run("init nepal-odop").code == 0
        with writing(f"sqlite+aiosqlite:///{file}") as connection:
            settle(connection, SITA)
        made[file.name] = file.read_bytes()
        assert not file.with_name("ovop.db-wal").exists()
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(made[file.name])
    return file


@pytest.mark.parametrize(
    ("command", "way"),
    [(command, way) for command in COMMANDS for way in WAYS if way not in UNTOUCHED.get(command, "").split()],
)
def test_a_damaged_file_is_one_sentence(operator: Operator, file: Path, tmp_path: Path, command: str, way: str) -> None:
    WAYS[way](file)
    before = content(file)
    said = operator.run(command.format(out=tmp_path / "out"))
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1), said
    assert ADVICE in said.err.lower(), said.err
    assert "ovop migrate" not in said.err
    assert content(file) == before, "nothing is written over it"
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())


@pytest.mark.parametrize("way", WAYS)
def test_the_doctor_says_so_and_goes_on(operator: Operator, file: Path, way: str) -> None:
    WAYS[way](file)
    said = operator.run("doctor")
    of_it = [line for line in said.out.splitlines() if "database: " in line]
    assert (said.code, said.err, len(of_it)) == (1, "", 1), said
    assert of_it[0].startswith("✗")
    assert ADVICE in of_it[0].lower()
    assert "telegram: " in said.out


@pytest.mark.parametrize("table", sorted(metadata.tables)[:: times(4, 1)])
def test_in_whichever_table_the_damage_is(operator: Operator, file: Path, tmp_path: Path, table: str) -> None:
    overwrite(file, table)
    assert "database: The database is damaged (" in operator.run("doctor").out
    for command in ("migrate", "init nepal-odop", f"backup {tmp_path / 'a.tar.gz'}"):
        said = operator.run(command)
        assert (said.code, said.out, ADVICE in said.err.lower()) == (1, "", True), (command, said)
    assert list(tmp_path.glob("*.tar.gz")) == []


@pytest.mark.parametrize("table", [*sorted(metadata.tables)[times(1, 0) :: times(4, 1)], "alembic_version"])
def test_whichever_table_is_gone(operator: Operator, file: Path, tmp_path: Path, table: str) -> None:
    drop(file, table)
    told = f"The database is damaged (the table {table} is gone); {ADVICE}"
    assert f"✗ database: {told}" in operator.run("doctor").out.replace("FILE", "file")
    for command in ("run", "migrate", f"backup {tmp_path / 'a.tar.gz'}"):
        said = operator.run(command)
        assert (said.code, said.out) == (1, ""), (command, said)
        assert "is gone" in said.err and ADVICE in said.err.lower() and said.err.count("\n") == 1, (command, said)
    assert list(tmp_path.glob("*.tar.gz")) == []


@pytest.mark.parametrize("what", ["INDEX ix_outbox_created", "COLUMN"])
def test_a_column_or_an_index_that_is_gone(operator: Operator, file: Path, what: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("ALTER TABLE producer DROP COLUMN product" if what == "COLUMN" else f"DROP {what}")
    told = "the column product of producer" if what == "COLUMN" else "the index ix_outbox_created of outbox"
    assert f"✗ database: The database is damaged ({told} is gone)" in operator.run("doctor").out


def test_a_row_that_holds_what_nobody_has_written(operator: Operator, file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE slot SET opens_at = 'soon'")
        connection.commit()
    assert "rows hold what nobody has written: 1 of slot" in operator.run("doctor").out


# What each of these says is made in one place; the two last are no fault but for the backups.
NAMING = ("run", "init nepal-odop", "backup {out}/a.tar.gz", "doctor")
STATES = (*WAYS, "none", "no tables")


@pytest.mark.parametrize(
    ("command", "way"),
    [(command, way) for command in NAMING for way in STATES if way not in UNTOUCHED.get(command, "").split()],
)
def test_the_newest_backup_that_would_do_is_named(
    operator: Operator, file: Path, tmp_path: Path, command: str, way: str
) -> None:
    """Of three, in two places: the newest is cut, and so it would not do."""
    newest = tmp_path / "a stick" / "b.tar.gz"
    newest.parent.mkdir()
    for name in (operator.data / "backups" / "ovop-2026-11-01.tar.gz", tmp_path / "c.tar.gz"):
        assert operator.run(f"backup {name}").code == 0
    copy_of_a_backup(tmp_path / "c.tar.gz", newest)
    (tmp_path / "c.tar.gz").unlink()
    unfinished.note(operator.data, newest.parent)
    cut = operator.data / "backups" / "z.tar.gz"
    cut.write_bytes(newest.read_bytes()[:-5])
    if way in WAYS:
        WAYS[way](file)
    else:
        for path in operator.data.glob("ovop.db*"):
            path.unlink()
        if way == "no tables":
            sqlite3.connect(file).execute("PRAGMA journal_mode=WAL").connection.close()
    before = content(file)
    said = operator.run(command.format(out=tmp_path / "out"))
    told = next(line for line in said.out.splitlines() if "database: " in line) if command == "doctor" else said.err
    assert (said.code, f"ovop restore '{newest}'" in told, told.rstrip().count("\n")) == (1, True, 0), said
    assert "ovop migrate" not in told and content(file) == before


def copy_of_a_backup(source: Path, target: Path) -> None:
    """The same, made a little later."""
    with tarfile.open(source) as old, tarfile.open(target, "w:gz") as new:
        for one in old:
            body = old.extractfile(one).read()  # type: ignore[union-attr]
            if one.name == "manifest.json":
                later = json.loads(body) | {"made_at": "2126-01-01T00:00:00+00:00"}
                body = json.dumps(later).encode()
                one.size = len(body)
            new.addfile(one, io.BytesIO(body))


def test_a_file_of_no_bytes_is_not_begun_anew(operator: Operator, file: Path) -> None:
    WAYS["empty"](file)
    said = operator.run("init nepal-odop").err
    assert said.startswith(f"{file} is empty (0 bytes). Was there a database?")
    assert said.endswith("For a new one delete the empty file, then run: ovop init PACK\n")
    file.unlink()
    assert operator.run("init nepal-odop").code == 0


@pytest.mark.parametrize(("command", "sentence"), COMMANDS.items())
def test_no_file_yet_is_no_fault(operator: Operator, tmp_path: Path, command: str, sentence: str | None) -> None:
    operator.set("TOKEN", "1:abcdef")
    said = operator.run(command.format(out=tmp_path / "out"))
    if sentence is None:
        assert (said.code, said.err) == (0, "")
    else:
        assert (said.code, sentence in said.err, said.err.count("\n")) == (1, True, 1)


@pytest.mark.parametrize("way", WAYS)
def test_a_backup_is_put_in_the_place_of_what_is_damaged(
    operator: Operator, file: Path, tmp_path: Path, way: str
) -> None:
    operator.run(f"backup {tmp_path / 'good.tar.gz'}")
    WAYS[way](file)
    for log in ("-wal", "-shm"):
        file.with_name(file.name + log).unlink(missing_ok=True)
    assert operator.run(f"restore {tmp_path / 'good.tar.gz'}").code == 0
    assert "database: SQLite" in operator.run("doctor").out


def test_a_database_without_tables_is_no_backup(operator: Operator, file: Path, tmp_path: Path) -> None:
    file.unlink()
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    connection.close()
    said = operator.run(f"backup {tmp_path / 'a.tar.gz'}")
    assert (said.code, "has no tables of ovop" in said.err) == (1, True)


def test_a_folder_where_nothing_can_be_written(operator: Operator, file: Path) -> None:
    shutil.rmtree(operator.data / "media", ignore_errors=True)
    (operator.data / "media").touch()
    said = operator.run("doctor")
    assert (said.code, f"disk: Nothing can be written in {operator.data / 'media'} (Not a directory)" in said.out) == (
        1,
        True,
    ), said
