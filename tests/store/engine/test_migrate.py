"""Migrations make exactly the tables of bot.store.schema, on both databases, whole or not at all."""

import re
import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from bot.domain.book import Direction, Entry
from bot.services.book import entries as book
from bot.services.book.entries import Owner
from bot.store.engine import migrate as subject
from bot.store.engine.migrate import (
    BrokenReferences,
    NewerDatabase,
    NotMigrated,
    SchemaState,
    migrate,
    require_current,
    schema_state,
)
from bot.store.engine.sync import writing
from bot.store.schema import metadata
from tests.system.databases import DIALECTS, Templates

COLUMNS = """SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default
    FROM information_schema.columns WHERE table_schema = 'public'"""
CONSTRAINTS = """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace"""
INDEXES = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"


def sqlite_shape(connection: Connection) -> set[str]:
    """Every line of every CREATE, without regard to order and blanks."""
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
    return {
        row.name + ": " + " ".join(line.split()).strip(", ").replace('"', "")
        for row in rows
        if row.name != "alembic_version"
        # a column added later stands behind a comma, not on a line of its own
        for line in re.split(r",(?![^()]*\))|\n", row.sql)
        if line.strip()
    }


def postgresql_shape(connection: Connection) -> set[str]:
    rows = [row for query in (COLUMNS, CONSTRAINTS, INDEXES) for row in connection.execute(text(query))]
    return {str(tuple(row)) for row in rows if row[0] != "alembic_version"}


def shape(url: str) -> set[str]:
    with writing(url) as connection:
        return (sqlite_shape if connection.dialect.name == "sqlite" else postgresql_shape)(connection)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_migrations_and_schema_are_the_same(dialect: str, templates: Templates, tmp_path: Path) -> None:
    migrated = templates.copy(dialect, tmp_path / "migrated")
    (tmp_path / "created").mkdir()
    created = templates.empty(dialect, tmp_path / "created")
    with writing(created) as connection:
        metadata.create_all(connection)
    assert shape(migrated) == shape(created), "run: python scripts/make_migration.py"


def test_migrating_twice_changes_nothing(empty_database_url: str) -> None:
    assert migrate(empty_database_url) is SchemaState.EMPTY
    assert migrate(empty_database_url) is SchemaState.CURRENT


def test_looking_at_a_missing_file_does_not_make_it(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'none.db'}"
    assert schema_state(url) is SchemaState.EMPTY
    assert not (tmp_path / "none.db").exists()


def test_an_empty_database_is_refused(empty_database_url: str) -> None:
    with pytest.raises(NotMigrated, match="has no tables yet; run: ovop migrate"):
        require_current(empty_database_url)


def test_a_newer_database_is_refused_in_one_sentence(database_url: str) -> None:
    require_current(database_url)
    with writing(database_url) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for work in (require_current, migrate):
        with pytest.raises(NewerDatabase, match="newer than this version of ovop"):
            work(database_url)


def test_broken_references_roll_everything_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "broken.db"
    url = f"sqlite+aiosqlite:///{file}"
    migrate(url)
    with sqlite3.connect(file) as raw:
        columns = "(id, person_id, version, language, how, given_at)"
        raw.execute(f"INSERT INTO consent {columns} VALUES (1, 77, '1', 'en', 'button', '2026-01-01')")
        raw.execute("UPDATE alembic_version SET version_num = '0001'")
    monkeypatch.setattr(command, "upgrade", lambda *_: None)
    with pytest.raises(BrokenReferences, match="Rows of consent point at rows that do not exist"):
        migrate(url)


def test_foreign_keys_are_off_while_migrating_and_on_elsewhere(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'keys.db'}"
    with subject._whole_database(url) as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 0
    with writing(url) as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_the_steps_are_those_that_alembic_knows() -> None:
    script = ScriptDirectory.from_config(subject.config())
    assert subject.steps() == [step.revision for step in reversed(list(script.walk_revisions()))]


# A database of the first release that somebody has used: her form was sent, answered and corrected, staff were told.
OLD_ROWS = """
    INSERT INTO programme (code, folder, added_at) VALUES ('p', 'p', '2026-01-01 00:00');
    INSERT INTO form_version (hash, programme, name, xml, added_at)
        VALUES ('h', 'p', 'checkin', '<x/>', '2026-01-01 00:00');
    INSERT INTO person (id, programme, name, language, created_at) VALUES (1, 'p', 'Mali', 'th', '2026-01-01 00:00');
    INSERT INTO producer (id, programme, kind, inception, joined, created_at)
        VALUES (2, 'p', 'household', '2026-01-01', '2026-01-01', '2026-01-01 00:00'),
               (3, 'p', 'household', '2026-01-01', '2026-01-01', '2026-01-01 00:00');
    INSERT INTO slot (id, producer_id, number, month, due, form, state, opens_at, closes_at)
        VALUES (4, 2, 0, 0, '2026-01-01', 'checkin', 'answered', '2026-01-01 00:00', '2026-01-01 00:00');
    INSERT INTO submission (id, dialogue_id, producer_id, person_id, slot_id, form, form_name, source, language,
            practice, began_at, sent_at)
        VALUES (5, 77, 2, 1, 4, 'h', 'checkin', 'self', 'th', false, '2026-01-01 00:00', '2026-01-01 00:00'),
               (6, 78, 2, 1, NULL, 'h', 'checkin', 'self', 'th', true, '2026-01-01 00:00', '2026-01-01 00:00');
    INSERT INTO answer (submission_id, path, value) VALUES (5, '/data/sales', '12'), (6, '/data/sales', '13');
    INSERT INTO correction (submission_id, path, old, new, person_id, reason, at)
        VALUES (5, '/data/sales', '11', '12', 1, 'mistyped', '2026-01-01 00:00');
    INSERT INTO typed (bot, chat, message_id, submission_id, path, until)
        VALUES (1, 1, 1, 5, '/data/sales', '2026-01-01 00:00');
    INSERT INTO follow_up (producer_id, submission_id, reason, created_at) VALUES (2, 5, 'far', '2026-01-01 00:00');
    INSERT INTO audit (at, actor, action, subject) VALUES ('2026-01-01 00:00', 'me', 'confirm', 'person 1');
"""
KEPT = ("submission", "answer", "correction", "typed", "follow_up", "audit", "slot")
SENT_AGAIN = """
    INSERT INTO submission (dialogue_id, producer_id, person_id, form, form_name, source, language, practice, began_at,
        sent_at)
    VALUES (77, {}, 1, 'h', 'checkin', 'self', 'th', false, '2026-01-01 00:00', '2026-01-01 00:00')"""


def rows_of(connection: Connection) -> dict[str, list[dict[str, object]]]:
    return {
        table: [dict(row) for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY 1")).mappings()]
        for table in KEPT
    }


@pytest.mark.parametrize("dialect", DIALECTS)
def test_rows_of_before_stay_and_one_dialogue_may_be_sent_for_several_producers(
    dialect: str, templates: Templates, tmp_path: Path
) -> None:
    url = templates.empty(dialect, tmp_path)
    with subject._whole_database(url) as connection:
        command.upgrade(subject.config(connection), "0006")
        for statement in OLD_ROWS.strip().rstrip(";").split(";"):
            connection.execute(text(statement))
        before = rows_of(connection)
    assert migrate(url) is SchemaState.OLDER
    with writing(url) as connection:
        new = {
            "submission": {"entry": 0},
            "audit": {"acting_for": None},
            "follow_up": {"report_id": None, "again_at": None},
        }
        assert rows_of(connection) == {
            table: [row | new.get(table, {}) for row in rows] for table, rows in before.items()
        }
        connection.execute(text(SENT_AGAIN.format(3)))
    with pytest.raises(IntegrityError), writing(url) as connection:
        connection.execute(text(SENT_AGAIN.format(2)))


OLD_BOOK = """
    INSERT INTO entry (id, producer_id, practice, day, direction, amount, cash, currency, item, unit, category,
        counterparty, source, first, stands, recorded_at)
    VALUES ('a', 2, false, '2026-01-01', 'in', 600, 600, 'THB', 'loan', '', 'sales', '', 'typed', 'a', true,
        '2026-01-01 00:00')
"""


@pytest.mark.parametrize("dialect", DIALECTS)
def test_entries_of_before_are_of_the_box(dialect: str, templates: Templates, tmp_path: Path) -> None:
    """No old row means anything else than it did."""
    url = templates.empty(dialect, tmp_path)
    with subject._whole_database(url) as connection:
        command.upgrade(subject.config(connection), "0008")
        for statement in (OLD_ROWS.strip().rstrip(";") + ";" + OLD_BOOK).split(";"):
            connection.execute(text(statement))
        before = [dict(row) for row in connection.execute(text("SELECT * FROM entry")).mappings()]
    assert migrate(url) is SchemaState.OLDER
    with writing(url) as connection:
        after = [dict(row) for row in connection.execute(text("SELECT * FROM entry")).mappings()]
    assert after == [row | {"place": "box", "due": None, "mark": None} for row in before]


LENT_ROWS = """
    INSERT INTO entry (id, producer_id, practice, day, direction, amount, cash, currency, item, unit, category,
        counterparty, source, first, stands, recorded_at, place, due)
    VALUES ('b', 2, false, '2026-01-02', 'loan_got', 900, 900, 'THB', '', '', 'loan', 'Fund', 'typed', 'b', true,
            '2026-01-02 00:00', 'box', '2026-02-02'),
           ('c', 2, false, '2026-01-03', 'in', 300, 0, 'THB', 'soap', '', 'sales', '', 'typed', 'c', true,
            '2026-01-03 00:00', 'wallet', NULL)
"""


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_book_of_before_she_lent_is_the_same_and_its_debts_are_found(
    dialect: str, templates: Templates, tmp_path: Path
) -> None:
    url = templates.empty(dialect, tmp_path)
    entries = text("SELECT * FROM entry ORDER BY id")
    with subject._whole_database(url) as connection:
        command.upgrade(subject.config(connection), "0010")
        for statement in (OLD_ROWS.strip().rstrip(";") + ";" + LENT_ROWS).split(";"):
            connection.execute(text(statement))
        before = [dict(row) for row in connection.execute(entries).mappings()]
    assert migrate(url) is SchemaState.OLDER
    her = Owner(2, 1, False, "THB")
    with writing(url) as connection:
        assert [dict(row) for row in connection.execute(entries).mappings()] == [row | {"mark": None} for row in before]
        lent = Entry("d", date(2026, 1, 4), Direction.LENT, 200, "THB", category="lent", counterparty="Ruth")
        book.add(connection, her, [lent], datetime(2026, 1, 4, tzinfo=UTC))
        assert [(one.who, one.open) for one in book.lent(connection, her)] == [("Ruth", 200)]
        assert [(one.who, one.open) for one in book.loans(connection, her)] == [("Fund", 900)]
