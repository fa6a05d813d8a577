"""The codebook has every column of every file and every code, in every language; one name a key in all files."""

import csv
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.domain.book import Direction
from bot.domain.book import Source as EntrySource
from bot.domain.book.kinds import Place
from bot.domain.evaluation.calendar import SlotState, Why
from bot.domain.evaluation.interval import IntervalReason
from bot.domain.evaluation.progress import Source
from bot.domain.lessons.lessons import Signal
from bot.domain.lessons.tips import ASKED, COURSE, HELPED, NOT_HELPED
from bot.domain.programme import Purpose
from bot.forms import load_form
from bot.i18n import load_catalogues
from bot.i18n.language_data import languages
from bot.i18n.languages import language_file
from bot.packs import PROGRAMMES, find_packs, load_pack
from bot.services import programmes
from bot.services.evaluation import corrections, nudging
from bot.services.keeping.exporting import book_export
from bot.services.keeping.exporting.code_labels import OWN, CodeLabels
from bot.services.keeping.exporting.export import CSV, XLSX, Wish, export
from bot.services.keeping.exporting.export_columns import LABEL, export_files
from bot.services.keeping.exporting.questions import Questions, Version
from bot.store.engine.sync import reading, writing
from bot.store.evaluation import follow_ups, silent_groups
from bot.store.groups.members import lots
from bot.store.people import relinking
from tests.services.keeping.exporting.test_export import ignore, populate, read
from tests.services.keeping.exporting.test_export_names import send
from tests.services.village import NOW, nepal

KEYS = ("producer_id", "person_id", "slot_id", "submission_id", "entry_id", "tip_id", "correction_id", "follow_up_id")
ENUMS: Mapping[str, set[str]] = {
    "slot_state": set(SlotState),
    "slot_why": set(Why),
    "interval_reason": set(IntervalReason),
    "form": set(Purpose),
    "source": set(Source),
    "word": {"confirmed", "disputed", "private", "nothing"},
    "correction_reason": set(corrections.Why),
    "follow_up_reason": {
        nudging.NO_ANSWER, relinking.ACCOUNT_LOST,
        silent_groups.SILENT_LEADER, silent_groups.UNANSWERED, lots.NOT_AGREED, *follow_ups.OF_FIGURES,
    },
    "tip_reason": {*Signal, COURSE, ASKED},
    "verdict": {HELPED, NOT_HELPED},
    "entry_source": set(EntrySource),
    "kind": {"household", "group"},
    "place": set(Place),
}  # fmt: skip
WISHES = (Wish(), Wish(labels="ne"), Wish(with_names=True), Wish(with_names=True, labels="en"))


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    from bot.store.engine.migrate import migrate

    made = f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('codebook')}/ovop.db"
    migrate(made)
    with writing(made) as connection:
        populate(connection)
        send(connection, 1, "Zaphira")
        for folder in find_packs(PROGRAMMES):
            programmes.record(connection, load_pack(folder), NOW)
    return made


def written(url: str, folder: Path, wish: Wish, file_format: str = CSV) -> Path:
    with reading(url) as connection:
        return export(connection, folder, wish, ignore, file_format).folder


def headings(file: Path) -> list[str]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return next(csv.reader(opened))


@pytest.mark.parametrize("wish", WISHES)
def test_every_column_of_every_file_is_in_the_codebook_and_no_other(url: str, tmp_path: Path, wish: Wish) -> None:
    folder = written(url, tmp_path, wish)
    told = {(row["file"], row["column"]) for row in read(folder / "codebook.csv") if not row["code"]}
    there = [(file.stem, name) for file in folder.glob("*.csv") for name in headings(file)]
    assert len(there) == len(set(there))
    assert set(there) - told == set()
    # besides, what is asked several times: it has a column in no file
    assert all(file == "answers" and "-" in column for file, column in told - set(there))
    assert ("answers", "member-member_name") in told - set(there) or not wish.with_names


def test_a_workbook_has_the_same_columns(url: str, tmp_path: Path) -> None:
    wish = Wish(with_names=True, labels="en")
    folder = written(url, tmp_path / "csv", wish)
    written(url, tmp_path / "xlsx", wish, XLSX)
    book = load_workbook(tmp_path / "xlsx" / "export.xlsx", read_only=True)
    sheets = {sheet.title: [cell.value for cell in next(iter(sheet.rows))] for sheet in book.worksheets}
    book.close()
    assert list(sheets) == list(export_files())
    assert sheets == {name: headings(folder / f"{name}.csv") for name in export_files()}


def test_every_column_is_explained(url: str, tmp_path: Path) -> None:
    for row in read(written(url, tmp_path, Wish(with_names=True, labels="en")) / "codebook.csv"):
        assert row["meaning"] and row["kind"], row
        assert "{" not in row["meaning"]


def test_one_name_a_key(url: str, tmp_path: Path) -> None:
    folder = written(url, tmp_path, Wish(with_names=True))
    found = {name for file in folder.glob("*.csv") for name in headings(file)}
    assert found >= set(KEYS)
    assert not [name for name in found if name in ("id", "KEY") or name.startswith("meta-")]
    producers = {row["producer_id"] for row in read(folder / "producers.csv")}
    submissions = {row["submission_id"] for row in read(folder / "submissions.csv")}
    for file in folder.glob("*.csv"):
        for row in read(file):
            assert row.get("producer_id") in (None, *producers)
            assert row.get("submission_id") in (None, "", *submissions)


@pytest.mark.parametrize("language", ["en", "ne"])
def test_every_code_that_stands_in_a_file_has_its_row_and_its_label(url: str, tmp_path: Path, language: str) -> None:
    folder = written(url, tmp_path, Wish(labels=language))
    told: dict[tuple[str, str], dict[str, set[str]]] = {}
    for row in read(folder / "codebook.csv"):
        if row["code"]:
            codes = told.setdefault((row["file"], row["column"]), {})
            codes.setdefault(row["code"], set()).add(row[f"label-{language}"])
    seen = 0
    for file in folder.glob("*.csv"):
        for row in read(file):
            for column in (name for name in row if f"{name}{LABEL}" in row and (file.stem, name) in told):
                codes = told[file.stem, column]
                if row[column] in codes:
                    assert row[column + LABEL] in codes[row[column]] - {row[column]}
                    seen += 1
                # the samples have an area and a unit that no pack has
                assert row[column] in (*codes, "", "NP-D01", "'=1+1"), (file.stem, column, row[column])
    assert seen > 50


def test_every_code_has_a_label_in_every_language_of_its_pack(url: str, tmp_path: Path) -> None:
    rows = [row for row in read(written(url, tmp_path, Wish(with_names=True)) / "codebook.csv") if row["code"]]
    spoken = {code: pack.programme.languages for code, pack in PACKS.items()}
    everywhere = {language for languages in spoken.values() for language in languages}
    assert len({row["programme"] for row in rows}) == len(PACKS) + 1
    for row in rows:
        wanted = spoken.get(row["programme"], everywhere)
        assert all(row[f"label-{language}"].strip() for language in wanted), row
        assert not any(row[f"label-{language}"] for language in everywhere - set(wanted)), row


PACKS = {folder.name: load_pack(folder) for folder in find_packs(PROGRAMMES)}


@pytest.mark.parametrize("language", languages())
def test_our_own_codes_are_said_in_every_language(language: str) -> None:
    table = language_file(language, OWN)
    assert {name: set(table[name]) for name in ENUMS} == ENUMS
    assert all(label.strip() for codes in table.values() for label in codes.values())


@pytest.mark.parametrize("language", languages())
def test_no_code_stands_for_itself(language: str) -> None:
    """But for currencies' and languages' own names, and words that are the same in both."""
    labels = CodeLabels(PACKS, load_catalogues(), {})
    lists = {column.codes for file in export_files().values() for column in file.columns if column.codes}
    for of in lists:
        for programme, code in labels.codes(of):
            if programme and language not in PACKS[programme].programme.languages:
                continue
            said = labels.label(of, programme, code, language)
            assert said.strip() and (said != code or of in ("unit", "area")), (of, code)


def test_every_kind_of_entry_has_its_column_in_the_book() -> None:
    """One that the table of columns has not got has its own, with what people call it."""
    columns = [column.name for column in (*export_files()["book"].columns, *book_export.more_columns())]
    for direction in Direction:
        row = {"producer_id": 1, "year": 2026, "month": 11, "currency": "NPR", "days": 1, "entries": 1}
        page = [row | {"direction": direction, "source": "typed", "amount": 5, "cash": 5}]
        (month,) = book_export.months(page, {1: "nepal-odop"})
        assert sorted(month) == sorted(columns)


def test_a_question_that_is_called_as_a_column_of_ours_gets_another_heading() -> None:
    text = """
| survey |
| | type | name | label |
| | text | producer_id | Producer? |
| | text | form | Form? |
| | text | a-b | A? |
| | begin group | a | A |
| | text | b | B? |
| | end group | | |
| | text | b-label | Label? |
| | text | b | B? |
"""
    form = load_form(text, "md", "data", {})
    headings = Questions([Version("1", "nepal-odop", form)], False, {"producer_id", "form", "form-label"}).headings
    assert list(headings.values()) == [
        "question-producer_id", "question-form", "a-b", "question-a-b", "b-label", "question-b",
    ]  # fmt: skip


def test_an_answer_is_read_by_its_own_version(sqlite_url: str, tmp_path: Path) -> None:
    """What a code stood for may have changed since: the label is of then, the codebook has both."""
    pack = nepal()
    old = pack.forms["registration"]
    form = replace(old, xml=old.xml.replace("In a group", "With neighbours"), hash="newer")
    with writing(sqlite_url) as connection:
        populate(connection)
        newer = replace(pack, forms={**pack.forms, "registration": form})
        programmes.record(connection, newer, NOW.replace(year=2027))
        from bot.store.evaluation import submissions
        from bot.store.evaluation.submissions import Sent

        for number, version in ((77, old), (78, form)):
            answers = {f"{version.root}/works": "group"}
            sent = Sent(number, 2, 2, None, version.hash, "registration", "self", "ne", False, NOW, answers)
            submissions.add(connection, sent, NOW)
    folder = written(sqlite_url, tmp_path, Wish(labels="en"))
    labels = [row["works-label"] for row in read(folder / "submissions.csv") if row["works"] == "group"]
    assert labels == ["In a group", "With neighbours"]
    (told,) = (
        row["label-en"]
        for row in read(folder / "codebook.csv")
        if (row["file"], row["column"], row["code"]) == ("submissions", "works", "group")
    )
    assert told == "With neighbours / In a group"
