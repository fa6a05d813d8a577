"""Exports: read back as a spreadsheet would, on both databases."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.domain.book import Direction, Entry, corrected, undone
from bot.services.book import entries as book
from bot.services.keeping.exporting.export import Wish, announce, export
from bot.store import Connection, tips
from bot.store.engine.sync import reading, writing
from bot.store.evaluation import corrections, follow_ups
from bot.store.evaluation.corrections import Change, Correction
from bot.store.evaluation.follow_ups import Note, Point
from bot.store.groups import openings
from bot.store.groups.openings import IMPORT, Opening
from bot.store.keeping import export_pages
from bot.store.schema import audit, producer
from bot.store.tips import Tip
from tests.services import village
from tests.services.village import MAYA, NOW, SITA, TRIAL, found, send, settle


def ignore(_done: int, _total: int) -> None:
    return None


def populate(connection: Connection) -> None:
    found(connection)
    sita = settle(connection, SITA)
    write_books(connection, sita, settle(connection, MAYA))
    told = {"works": "alone", "people": "2", "name_of_owner": "Sita"}
    connection.execute(update(producer).where(producer.c.id == sita).values(registered=told))
    settle(connection, TRIAL)
    have_tips(connection, sita)
    openings.add(connection, [Opening(sita, "loan_left", "5000", date(2026, 1, 31))], IMPORT, NOW)
    send(connection, sita, "registration", {"name": "Sita", "phone": "+977984", "people": "2", "works": "alone"})
    correct(connection, sita)
    send(connection, sita, "baseline", {next(iter(questions("baseline"))): "=1+1"})


def write_books(connection: Connection, sita: int, maya: int) -> None:
    """Two months, one entry corrected, one taken back, one practised; and a book of somebody unconfirmed."""
    hers = book.Owner(sita, sita, False, "NPR")
    tea = Entry("1", date(2026, 11, 3), Direction.IN, 600_50, "NPR", "tea", None, "", "sales", "Gopal")
    milk = replace(tea, id="2", direction=Direction.OUT, amount=20_00, item="milk", category="costs")
    lent = replace(tea, id="3", day=date(2026, 12, 1), direction=Direction.CREDIT)
    book.add(connection, hers, [tea, milk, lent, corrected(tea, "4", amount=500_50), undone(lent, "5")], NOW)
    book.add(connection, replace(hers, practice=True), [replace(tea, id="6")], NOW)
    book.add(connection, book.Owner(maya, maya, False, "NPR"), [replace(tea, id="7")], NOW)


def have_tips(connection: Connection, sita: int) -> None:
    """One that her book chose, answered and judged; one that she asked for."""
    month = date(2026, 11, 17)
    sent = tips.keep(connection, Tip(0, sita, "two-purses", "price_below_cost", month, "Sita's tea", True, NOW))
    tips.answer(connection, sent.id, 1, False, NOW)
    tips.judge(connection, sent.id, "helped", NOW)
    tips.ask_more(connection, sent.id, NOW)
    tips.keep(connection, Tip(0, sita, "count-the-box", "asked", None, None, False, NOW))


def correct(connection: Connection, producer: int) -> None:
    """People: two, then four, then three; the name, too, which leaves only with the names."""
    root = village.nepal().forms["registration"].root
    for path, old, new in (("people", "2", "4"), ("people", "4", "3"), ("name", "Sit", "Sita")):
        change = Change(f"{root}/{path}", old, new)
        corrections.write(connection, Correction(1, producer, "mistyped", [change]), NOW)
    points = [Point(f"{root}/people", "30", "3"), Point(f"{root}/name", "Sita Devi", "Sita")]
    follow_ups.note(connection, Note(1, producer, "correction_wanted", points, "changed"), NOW)
    follow_ups.note(connection, Note(1, producer, "same_answers"), NOW)


def questions(form: str) -> list[str]:
    return [one.name for one in village.nepal().forms[form].questions]


def read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


@pytest.fixture
def exported(database_url: str, tmp_path: Path) -> Path:
    with writing(database_url) as connection:
        populate(connection)
    with reading(database_url) as connection:
        written = export(connection, tmp_path / "out", Wish(), ignore)
    assert written.files == {
        "producers.csv": 3,
        "slots.csv": 3,
        "openings.csv": 1,
        "submissions.csv": 2,
        "answers.csv": 3,
        "corrections.csv": 2,
        "follow_ups.csv": 2,
        "book.csv": 1,
        "entries.csv": 7,
        "tips.csv": 2,
        "announcement_answers.csv": 0,
        "codebook.csv": len(read(written.folder / "codebook.csv")),
    }
    return written.folder


def test_producers_say_who_is_confirmed(exported: Path) -> None:
    assert (exported / "producers.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    producers = read(exported / "producers.csv")
    assert [(row["producer_id"], row["confirmed"]) for row in producers] == [
        ("1", "TRUE"),
        ("2", "FALSE"),
        ("3", "TRUE"),
    ]
    assert producers[0]["created_at"] == "2026-11-24T04:00:00Z"


def test_producers_say_what_else_was_answered_at_registration(exported: Path) -> None:
    rows = read(exported / "producers.csv")
    assert [(row["registration-works"], row["registration-people"]) for row in rows] == [
        ("alone", "2"), ("", ""), ("", ""),
    ]  # fmt: skip
    assert "registration-name_of_owner" not in rows[0]


def test_the_book_has_figures_of_confirmed_producers_alone(exported: Path) -> None:
    (november,) = read(exported / "book.csv")
    assert november == dict.fromkeys(november, "0.00") | {
        "producer_id": "1", "programme": "nepal-odop", "month": "2026-11", "currency": "NPR", "days": "1",
        "entries": "2", "sold": "500.50", "spent": "20.00", "net": "480.50",
    }  # fmt: skip


def test_entries_say_whether_they_count(exported: Path) -> None:
    rows = {row["entry_id"]: row for row in read(exported / "entries.csv")}
    counting = {
        id
        for id, row in rows.items()
        if (row["stands"], row["practice"], row["confirmed"]) == ("TRUE", "FALSE", "TRUE")
    }
    assert counting == {"2", "4"}
    assert (rows["4"]["supersedes"], rows["4"]["first"], rows["4"]["amount"]) == ("1", "1", "500.50")
    assert "counterparty" not in rows["4"]


def test_submissions_are_one_row_each_with_odk_names(exported: Path) -> None:
    registration, baseline = read(exported / "submissions.csv")
    assert (registration["submission_id"], registration["form"], registration["people"]) == ("1", "registration", "3")
    assert registration["sent_at"] == "2026-11-24T04:00:00Z"
    assert (baseline["month"], baseline["due"], baseline["people"]) == ("0", "2026-11-24", "")
    assert baseline["confirmed"] == "TRUE"


def test_answers_are_the_long_form(exported: Path) -> None:
    answers = read(exported / "answers.csv")
    assert {(row["submission_id"], row["path"], row["value"]) for row in answers if row["submission_id"] == "1"} == {
        ("1", "people", "3"),
        ("1", "works", "alone"),
    }


def test_corrections_say_what_an_answer_was(exported: Path) -> None:
    rows = read(exported / "corrections.csv")
    assert [(row["submission_id"], row["path"], row["first"], row["old"], row["new"]) for row in rows] == [
        ("1", "people", "2", "2", "4"),
        ("1", "people", "2", "4", "3"),
    ]
    assert (rows[0]["form"], rows[0]["person_id"], rows[0]["reason"]) == ("registration", "1", "mistyped")
    assert rows[0]["at"] == "2026-11-24T04:00:00Z"


def test_follow_ups_say_what_staff_are_to_look_at(exported: Path) -> None:
    wanted, same = read(exported / "follow_ups.csv")
    assert [wanted[name] for name in ("submission_id", "reason", "why", "path", "value", "beside", "done_at")] == [
        "1", "correction_wanted", "changed", "people", "30", "3", "",
    ]  # fmt: skip
    assert (same["reason"], same["path"]) == ("same_answers", "")


def test_a_formula_is_not_run(exported: Path) -> None:
    assert read(exported / "answers.csv")[-1]["value"] == "'=1+1"


def test_names_leave_only_when_asked_for(exported: Path) -> None:
    text = "".join(file.read_text("utf-8") for file in exported.iterdir())
    for personal in ("Sita", "+977984", "माया", "phones", "Gopal"):
        assert personal not in text


def test_with_names_and_the_audit_log_knows(database_url: str, tmp_path: Path) -> None:
    wish = Wish("nepal-odop", with_names=True)
    with writing(database_url) as connection:
        populate(connection)
        announce(connection, wish, "command line", NOW)
    with reading(database_url) as connection:
        folder = export(connection, tmp_path / "out", wish, ignore).folder
        deed = connection.execute(select(audit)).one()
    assert [row["names"] for row in read(folder / "producers.csv")] == ["Sita, of the hills", "माया", "Trial"]
    assert list(read(folder / "producers.csv")[0])[-2:] == ["names", "phones"], (
        "more columns, the others in their place"
    )
    assert read(folder / "producers.csv")[0]["phones"] == "'+9779841234567"
    assert read(folder / "submissions.csv")[0]["name"] == "Sita"
    assert read(folder / "producers.csv")[0]["registration-name_of_owner"] == "Sita"
    assert read(folder / "entries.csv")[0]["counterparty"] == "Gopal"
    assert (deed.action, deed.subject, deed.detail) == ("export", "nepal-odop", {"with_names": True})


def test_opening_figures_stand_apart(exported: Path) -> None:
    (one,) = read(exported / "openings.csv")
    assert (one["producer_id"], one["figure"], one["value"], one["day"]) == ("1", "loan_left", "5000", "2026-01-31")
    assert (one["source"], one["confirmed"]) == ("import", "TRUE")


def test_tips_with_what_people_thought_of_them(exported: Path) -> None:
    chosen, asked = read(exported / "tips.csv")
    given = ("lesson", "reason", "month", "pushed", "answer", "is_right", "verdict", "more", "confirmed", "programme")
    assert [chosen[name] for name in given] == [
        "two-purses", "price_below_cost", "2026-11-17", "TRUE", "1", "FALSE", "helped", "TRUE", "TRUE", "nepal-odop",
    ]  # fmt: skip
    assert [asked[name] for name in given[:8]] == ["count-the-box", "asked", "", "FALSE", "", "", "", "FALSE"]
    assert "Sita's tea" not in (exported / "tips.csv").read_text("utf-8")


def test_another_programme_has_no_rows(database_url: str, tmp_path: Path) -> None:
    with writing(database_url) as connection:
        populate(connection)
    with reading(database_url) as connection:
        files = export(connection, tmp_path / "out", Wish("malawi-ovop"), ignore).files
    assert [name for name, number in files.items() if number] == ["codebook.csv"]


def test_pages_and_progress(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_pages, "PAGE", 2)
    seen: list[tuple[int, int]] = []
    with writing(sqlite_url) as connection:
        populate(connection)
    with reading(sqlite_url) as connection:
        export(connection, tmp_path / "out", Wish(), lambda done, total: seen.append((done, total)))
    assert seen == [(done, 23) for done in (2, 3, 5, 6, 7, 9, 11, 12, 14, 16, 18, 20, 21, 23)]
    assert len(read(tmp_path / "out" / "producers.csv")) == 3


def test_nothing_appears_when_it_fails(sqlite_url: str, tmp_path: Path) -> None:
    def fail(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with writing(sqlite_url) as connection:
        populate(connection)
    with reading(sqlite_url) as connection, pytest.raises(KeyboardInterrupt):
        export(connection, tmp_path / "out", Wish(), fail)
    assert list((tmp_path / "out").iterdir()) == []
