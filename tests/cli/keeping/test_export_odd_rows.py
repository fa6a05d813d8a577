"""A row that holds what nobody has written is missing in an export; all others are there, and it is said."""

import csv
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.domain.staff.announced import Asks, Question
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.schema import correction, entry, follow_up, tip
from bot.store.staff.announced import answers
from bot.store.staff.announced.answers import Answer
from tests.cli.operator import Operator
from tests.nightly import times
from tests.services.staff.announced.sent import an_announcement
from tests.services.village import NOW, SITA, Villager, send, settle

NO_TEXT = "CAST(x'ff' AS TEXT)"
# Table, column, what stands there, and the file in which the first of two is missing.
ODD = [
    ("producer", "inception", "'someday'", "producers"), ("producer", "registered", "'{'", "producers"),
    ("producer", "area", NO_TEXT, "producers"), ("slot", "opens_at", "'soon'", "slots"),
    ("slot", "why", NO_TEXT, "slots"), ("submission", "sent_at", "7.5", "submissions"),
    ("submission", "language", NO_TEXT, "submissions"), ("answer", "value", NO_TEXT, "answers"),
    ("correction", "old", NO_TEXT, "corrections"), ("correction", "at", "x'00'", "corrections"),
    ("follow_up", "detail", "'{'", "follow_ups"), ("entry", "item", NO_TEXT, "entries"),
    ("entry", "id", NO_TEXT, "entries"), ("entry", "day", "'2026-02-30'", "entries"),
    ("entry", "amount", "'many'", "entries"), ("entry", "amount", "7.5", "entries"),
    ("producer", "registered", "'7'", "producers"), ("follow_up", "detail", "'7'", "follow_ups"),
    ("slot", "month", "'many'", "slots"), ("entry", "direction", "'sideways'", "book"),
    ("entry", "cash", "'many'", "book"), ("entry", "day", "'someday'", "book"),
    ("entry", "stands", "'perhaps'", "book"), ("entry", "day", "'2026-02-30'", "book"),
    ("entry", "amount", "'many'", "book"), ("entry", "source", NO_TEXT, "book"),
    ("tip", "at", "'soon'", "tips"), ("tip", "slug", NO_TEXT, "tips"),
    ("announcement_answer", "at", "'soon'", "announcement_answers"),
    ("announcement_question", "choices", "'7'", "announcement_answers"),
    ("person", "name", NO_TEXT, None), ("person", "consent_version", NO_TEXT, None),
]  # fmt: skip


@pytest.fixture
def file(operator: Operator) -> Path:
    """Two producers, each with one row of everything."""
    operator.begin("nepal-odop")
    file = operator.data / "ovop.db"
    with writing(f"sqlite+aiosqlite:///{file}") as connection:
        for villager in (SITA, Villager("Maya")):
            number = settle(connection, villager)
            send(connection, number, "baseline", {"sales": "5"})
            one_of_each(connection, number)
    return file


def one_of_each(connection: Connection, number: int) -> None:
    about = {"submission_id": number, "path": "/baseline/sales", "person_id": number, "reason": "slip", "at": NOW}
    connection.execute(insert(correction).values(**about, old="4", new="5"))
    connection.execute(insert(follow_up).values(producer_id=number, reason="usual", created_at=NOW, detail={}))
    connection.execute(insert(tip).values(person_id=number, slug="x", reason="asked", pushed=False, at=NOW))
    asked = an_announcement(connection, number, Question(Asks.YES_NO))
    answers.put(connection, asked, number, Answer(0, None), NOW)
    connection.execute(
        insert(entry).values(
            id=f"{number:032x}", producer_id=number, person_id=number, practice=False, day=NOW.date(), direction="in",
            amount=500, cash=500, currency="NPR", item="soap", unit="", category="", counterparty="", source="chat",
            first=f"{number:032x}", stands=True, recorded_at=NOW,
        )
    )  # fmt: skip


@pytest.mark.parametrize(("table", "column", "odd", "name"), ODD[:: times(4, 1)])
def test_all_others_leave(
    operator: Operator, file: Path, tmp_path: Path, table: str, column: str, odd: str, name: str | None
) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"UPDATE {table} SET {column} = {odd} WHERE rowid = (SELECT min(rowid) FROM {table})")
        connection.commit()
    said = operator.run(f"export {tmp_path / 'out'} --with-names")
    assert said.code == 1, said
    told = r"^\d+ rows are left out, since they hold what nobody has written; see which: ovop doctor$"
    assert re.search(told, said.err, re.MULTILINE)
    counts = rows_in(tmp_path / "out")
    # nobody here has come by a roster
    assert all(n for what, n in counts.items() if what != "openings")
    if name is not None:
        assert counts[name] == 1


def rows_in(folder: Path) -> dict[str, int]:
    """How many rows each file has, without the headings."""
    files = {path.stem: path.read_text("utf-8-sig") for path in folder.glob("*.csv")}
    return {name: len(list(csv.reader(content.splitlines()))) - 1 for name, content in files.items()}


def test_odks_own_files_too(operator: Operator, file: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE submission SET sent_at = 'soon' WHERE id = 1")
        connection.commit()
    assert operator.run(f"export {tmp_path / 'out'} --format odk").code == 1
    assert len(list((tmp_path / "out").glob("odk/baseline/uuid*.xml"))) == 1


def test_where_nothing_is_odd_nothing_is_said(operator: Operator, file: Path, tmp_path: Path) -> None:
    said = operator.run(f"export {tmp_path / 'out'} --with-names")
    counts = rows_in(tmp_path / "out")
    assert (said.code, said.err) == (0, "")
    assert {name: counts[name] for *_, name in ODD if name} == {name: 2 for *_, name in ODD if name}
