"""Every command on a database that is damaged, cut, emptied or not there: a sentence, and nothing that loses more."""

import shutil
from pathlib import Path

import pytest

from bot.store.engine.sync import writing
from bot.store.schema import metadata
from tests.cli.operator import Operator
from tests.damage import WAYS, overwrite
from tests.services.village import SITA, settle

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


@pytest.fixture
def file(operator: Operator) -> Path:
    """A register with a programme and somebody in it."""
    operator.set("TOKEN", "1:abcdef")
    operator.set("API_URL", "http://127.0.0.1:9")
    assert operator.run("init nepal-odop").code == 0
    file = operator.data / "ovop.db"
    with writing(f"sqlite+aiosqlite:///{file}") as connection:
        settle(connection, SITA)
    return file


@pytest.mark.parametrize(
    ("command", "way"),
    [(command, way) for command in COMMANDS for way in WAYS if way not in UNTOUCHED.get(command, "").split()],
)
def test_a_damaged_file_is_one_sentence(operator: Operator, file: Path, tmp_path: Path, command: str, way: str) -> None:
    WAYS[way](file)
    before = file.read_bytes()
    said = operator.run(command.format(out=tmp_path / "out"))
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1), said
    assert ADVICE in said.err.lower(), said.err
    assert "ovop migrate" not in said.err
    assert file.read_bytes() == before, "nothing is written over it"
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


@pytest.mark.parametrize("table", sorted(metadata.tables))
def test_in_whichever_table_the_damage_is(operator: Operator, file: Path, tmp_path: Path, table: str) -> None:
    overwrite(file, table)
    assert "database: The database is damaged (" in operator.run("doctor").out
    for command in ("migrate", "init nepal-odop", f"backup {tmp_path / 'a.tar.gz'}"):
        said = operator.run(command)
        assert (said.code, said.out, ADVICE in said.err.lower()) == (1, "", True), (command, said)
    assert list(tmp_path.glob("*.tar.gz")) == []


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
    import sqlite3

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
