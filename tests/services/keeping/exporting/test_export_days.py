"""Days choose among the rows of an export: both included, as they are where the programme is; keys stay whole."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.domain.book import Direction, Entry
from bot.domain.staff.announced import Asks, Question
from bot.packs import PROGRAMMES, load_pack
from bot.problems import AskedWrongly
from bot.services import programmes
from bot.services.book import entries as book
from bot.services.keeping.exporting import odk_export
from bot.services.keeping.exporting.export import CSV, XLSX, Wish, check, export
from bot.store import Connection, tips
from bot.store.engine.sync import reading, writing
from bot.store.evaluation import corrections, follow_ups
from bot.store.evaluation.corrections import Change, Correction
from bot.store.evaluation.follow_ups import Note
from bot.store.evaluation.submissions import Sent, add
from bot.store.groups import openings
from bot.store.groups.openings import IMPORT, Opening
from bot.store.schema import person, producer, slot
from bot.store.staff.announced import answers as answers_to_announcements
from bot.store.staff.announced.answers import Answer
from bot.store.tips import Tip
from tests.services.keeping.exporting.test_export import ignore, read
from tests.services.staff.announced.sent import an_announcement
from tests.services.village import NOW, SITA, found, nepal, settle

# Nepal is 5:45 ahead of UTC, Malawi 2:00.
FIRST, LAST = date(2026, 11, 10), date(2026, 11, 12)
BEGINS = datetime(2026, 11, 9, 18, 15, tzinfo=UTC)
ENDS = datetime(2026, 11, 12, 18, 15, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MOMENTS = (BEGINS - SECOND, BEGINS, ENDS - SECOND, ENDS)
DAYS = (FIRST - timedelta(days=1), FIRST, LAST, LAST + timedelta(days=1))
# By these days 1 and 2 of the four are chosen: after the first day, before the last, within both.
WINDOWS = ((FIRST, None, 3), (None, LAST, 3), (FIRST, LAST, 2), (None, None, 4))
FILES = (
    "slots",
    "openings",
    "submissions",
    "answers",
    "corrections",
    "follow_ups",
    "entries",
    "tips",
    "announcement_answers",
)


def populate(connection: Connection) -> None:
    """Four of each thing: a second before the days, at their first and last second, a second after."""
    found(connection)
    hers = settle(connection, SITA)
    connection.execute(slot.delete())
    form = nepal().forms["registration"]
    for number, (at, day) in enumerate(zip(MOMENTS, DAYS, strict=True), 1):
        due = {"producer_id": hers, "number": number, "month": 0, "due": day, "form": "checkin", "state": "open"}
        connection.execute(slot.insert().values(**due, opens_at=NOW, closes_at=NOW))
        answers = {f"{form.root}/people": str(number)}
        sent = Sent(number, hers, hers, None, form.hash, "registration", "self", "ne", False, NOW, answers)
        add(connection, sent, at)
        change = Change(f"{form.root}/people", str(number), str(number + 1))
        corrections.write(connection, Correction(number, hers, "mistyped", [change]), at)
        follow_ups.note(connection, Note(number, hers, "same_answers"), at)
        openings.add(connection, [Opening(hers, f"figure {number}", "1", day)], IMPORT, at)
        tips.keep(connection, Tip(0, hers, "two-purses", "course", None, None, True, at))
        asked = an_announcement(connection, hers, Question(Asks.YES_NO))
        answers_to_announcements.put(connection, asked, hers, Answer(0, None), at)
        entry = Entry(str(number), day, Direction.IN, number * 100, "NPR", "tea", None, "", "sales")
        book.add(connection, book.Owner(hers, hers, False, "NPR"), [entry], NOW)


@pytest.fixture
def url(database_url: str) -> str:
    with writing(database_url) as connection:
        populate(connection)
    return database_url


def counts(url: str, folder: Path, first: date | None, last: date | None, file_format: str = CSV) -> Mapping[str, int]:
    with reading(url) as connection:
        seen: list[tuple[int, int]] = []
        wish = Wish(first=first, last=last)
        files = export(connection, folder, wish, lambda *at: seen.append(at), file_format).files
    # what is chosen is what is counted
    assert seen[-1][0] == seen[-1][1]
    return {Path(name.replace("export.xlsx/", "")).stem: number for name, number in files.items()}


@pytest.mark.parametrize(("first", "last", "number"), WINDOWS)
@pytest.mark.parametrize("file_format", [CSV, XLSX])
def test_both_days_are_included_where_the_programme_is(
    url: str, tmp_path: Path, first: date | None, last: date | None, number: int, file_format: str
) -> None:
    found = counts(url, tmp_path, first, last, file_format)
    assert {name: found[name] for name in FILES} == dict.fromkeys(FILES, number)
    # keys are whole
    assert found["producers"] == 1


@pytest.mark.parametrize(
    ("first", "last", "sold"), [(FIRST, LAST, "5.00"), (None, LAST, "6.00"), (None, None, "10.00")]
)
def test_a_month_that_days_cut_has_what_is_within(
    url: str, tmp_path: Path, first: date | None, last: date | None, sold: str
) -> None:
    counts(url, tmp_path, first, last)
    (month,) = read(tmp_path / "book.csv")
    assert (month["month"], month["sold"]) == ("2026-11", sold)


def test_columns_and_first_answers_do_not_depend_on_days(url: str, tmp_path: Path) -> None:
    counts(url, tmp_path / "some", FIRST, LAST)
    counts(url, tmp_path / "all", None, None)
    some, all_ = read(tmp_path / "some/submissions.csv"), read(tmp_path / "all/submissions.csv")
    assert list(some[0]) == list(all_[0])
    assert [row["first"] for row in read(tmp_path / "some/corrections.csv")] == ["2", "3"]


@pytest.mark.parametrize(("first", "last", "number"), WINDOWS)
def test_the_same_days_for_odks_files(
    url: str, tmp_path: Path, first: date | None, last: date | None, number: int
) -> None:
    with reading(url) as connection:
        files = odk_export.export(connection, tmp_path, Wish(first=first, last=last), False, ignore).files
    assert files["registration/uuid….xml"] == number
    assert len(list((tmp_path / "odk/registration").glob("uuid*.xml"))) == number


def test_each_programme_has_its_own_midnight(sqlite_url: str, tmp_path: Path) -> None:
    """A quarter past midnight in Nepal is still yesterday in Malawi."""
    at = BEGINS + timedelta(minutes=15)
    with writing(sqlite_url) as connection:
        found(connection)
        programmes.record(connection, load_pack(PROGRAMMES / "malawi-ovop"), NOW)
        ids = [settle(connection, SITA) for _ in range(2)]
        for table in (producer, person):
            connection.execute(update(table).where(table.c.id == ids[1]).values(programme="malawi-ovop"))
        form = nepal().forms["registration"]
        for number, hers in enumerate(ids):
            add(connection, Sent(number, hers, hers, None, form.hash, "registration", "self", "en", False, NOW, {}), at)
    with reading(sqlite_url) as connection:
        export(connection, tmp_path, Wish(first=FIRST), ignore)
    assert [row["producer_id"] for row in read(tmp_path / "submissions.csv")] == [str(ids[0])]


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (Wish("nowhere"), "There is no programme “nowhere”; this database has: nepal-odop."),
        (Wish(labels="fr"), "There are no labels in “fr”; the programmes of this export speak: ne, en."),
        (Wish(labels="th"), "There are no labels in “th”; the programmes of this export speak: ne, en."),
        (Wish(first=LAST, last=FIRST), "--from 2026-11-12 is after --to 2026-11-10; turn them round."),
        (Wish(first=date(2083, 7, 25), last=date(2569, 1, 1)), "2569-01-01 is far off; days are of the Gregorian"),
        (Wish(first=date(1, 1, 1)), "0001-01-01 is far off"),
        (Wish(last=date.max), "9999-12-31 is far off"),
    ],
)
def test_what_cannot_be_had_is_one_sentence(url: str, wish: Wish, sentence: str) -> None:
    with reading(url) as connection, pytest.raises(AskedWrongly) as error:
        check(connection, wish)
    assert sentence in str(error.value)


def test_what_can_be_had_is_not_refused(url: str) -> None:
    for wish in (Wish(), Wish("nepal-odop", labels="ne"), Wish(first=FIRST, last=FIRST), Wish(labels="en", last=LAST)):
        with reading(url) as connection:
            check(connection, wish)
