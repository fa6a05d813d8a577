"""`ovop review-sheet`: every text with where it is said; answers read in, checked, and counted as read only as read."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.cli.reviewing import places, review_sheet
from bot.i18n.catalogues import LOCALES
from bot.i18n.languages import SOURCE, folder_of, languages
from bot.i18n.locale import Locale, locales
from bot.i18n.po_files import as_forms, header, po_path, read_catalogue, singular
from tests.cli.operator import Operator

TRANSLATED = [code for code in languages() if code != SOURCE]
LANGUAGE = TRANSLATED[0]


@pytest.fixture
def ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The catalogues and the questions, to write into."""
    made = tmp_path / "locales"
    shutil.copytree(LOCALES, made, ignore=shutil.ignore_patterns("__pycache__"))
    folder = tmp_path / "language"
    shutil.copytree(folder_of(LANGUAGE), folder)
    monkeypatch.setattr(review_sheet, "LOCALES", made)
    monkeypatch.setattr(review_sheet, "folder_of", lambda _language: folder)
    return made


@pytest.fixture
def asked(operator: Operator, ours: Path, tmp_path: Path) -> Path:
    file = tmp_path / "asked.xlsx"
    assert operator.run(f"review-sheet {LANGUAGE} --to {file}").code == 0
    return file


def answer(file: Path, answers: dict[str, str], sheet: str = "Texts", column: str = "English") -> None:
    """Beside the row whose English, or question's number, is this."""
    book: Any = load_workbook(file)
    rows = list(book[sheet].iter_rows())
    heads = {cell.value: place for place, cell in enumerate(rows[0])}
    for row in rows[1:]:
        if (words := answers.get(row[heads[column]].value)) is not None:
            row[heads["Your answer"]].value = words
    book.save(file)


def said(ours: Path, english: str) -> Any:
    locale = locales(ours)[LANGUAGE]
    return next(one for one in read_catalogue(po_path(ours, LANGUAGE), locale) if singular(one) == english).string


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_and_question_is_in_it_with_where_it_is_said(
    operator: Operator, tmp_path: Path, language: str
) -> None:
    file = tmp_path / "sheet.xlsx"
    told = operator.run(f"review-sheet {language} --to {file} --json").json
    book = load_workbook(file)
    texts = [[cell.value for cell in row] for row in book["Texts"].iter_rows(min_row=2)]
    catalogue = read_catalogue(po_path(LOCALES, language), locales(LOCALES)[language])
    assert {one[3] for one in texts} >= {as_forms(message.id)[-1] for message in catalogue if message.id}
    assert len(texts) == told["texts"] == len({one[0] for one in texts})
    assert {one[1] for one in texts} == {name for _, name in places.ROOMS} | {places.ON_A_PAGE, places.EVERYWHERE}
    assert sum(bool(one[2]) for one in texts) > len(texts) / 2
    assert all(one[4] for one in texts)
    assert book["Questions"].max_row - 1 == told["questions"] > 20
    assert "is there already" in operator.run(f"review-sheet {language} --to {file}").err


def test_answers_are_taken_and_counted_as_read(operator: Operator, ours: Path, asked: Path) -> None:
    answer(asked, {"Money in": "ok", "Money out": "other words"})
    answer(asked, {"2": "Yes, both are said."}, "Questions", "Key")
    before = po_path(ours, LANGUAGE).read_text("utf-8")
    only = operator.run(f"review-sheet {LANGUAGE} --read {asked} --by Malee --check")
    assert (only.code, po_path(ours, LANGUAGE).read_text("utf-8")) == (0, before)
    done = operator.run(f"review-sheet {LANGUAGE} --read {asked} --by Malee")
    assert "→ “other words”" in only.out and "→ “other words”" in done.out
    assert "changed 1, right as they are 1, questions answered 1" in done.out
    assert said(ours, "Money out") == "other words"
    after = po_path(ours, LANGUAGE).read_text("utf-8")
    assert "X-Reviewed: no" in after
    assert "X-Reviewed-Part: Malee " in after and ": 2 of " in after
    assert (ours / "meta.toml").read_text("utf-8") == (LOCALES / "meta.toml").read_text("utf-8")
    assert 'answer = "Yes, both are said."' in (ours.parent / "language/questions.toml").read_text("utf-8")
    again = operator.run(f"review-sheet {LANGUAGE} --read {asked} --by Malee")
    assert "left out, as its translation was changed meanwhile" in again.out


@pytest.mark.parametrize("broken", ["no place", "{item} {thing}", "{", "<b>{item}", "{item}</b>"])
def test_nothing_is_written_while_a_place_is_missing(operator: Operator, ours: Path, asked: Path, broken: str) -> None:
    one = next(
        singular(message)
        for message in read_catalogue(po_path(LOCALES, LANGUAGE), locales(LOCALES)[LANGUAGE])
        if message.id and singular(message).count("{") == 1 and "{item}" in singular(message)
    )
    answer(asked, {one: broken, "Money in": "ok"})
    before = po_path(ours, LANGUAGE).read_text("utf-8")
    told = operator.run(f"review-sheet {LANGUAGE} --read {asked} --by Malee")
    assert (told.code, po_path(ours, LANGUAGE).read_text("utf-8")) == (1, before)
    assert "Texts, row " in told.err and "nothing was written" in told.err


def test_a_language_is_reviewed_only_when_all_of_it_was(operator: Operator, ours: Path, asked: Path) -> None:
    book: Any = load_workbook(asked)
    rows = list(book["Texts"].iter_rows(min_row=2))
    for row in rows[1:]:
        row[6].value = "OK"
    book.save(asked)
    nearly = operator.run(f"review-sheet {LANGUAGE} --read {asked} --by Malee")
    assert "still to read 1." in nearly.out
    assert "X-Reviewed: no" in po_path(ours, LANGUAGE).read_text("utf-8")
    rows[0][6].value = "✓"
    book.save(asked)
    assert "still to read 0." in operator.run(f"review-sheet {LANGUAGE} --read {asked} --by Malee").out
    assert locales(ours)[LANGUAGE].reviewed.startswith("Malee, ")
    assert f'X-Reviewed: {locales(ours)[LANGUAGE].reviewed}\\n"' in po_path(ours, LANGUAGE).read_text("utf-8")
    assert all(
        one.reviewed == locales(LOCALES)[code].reviewed for code, one in locales(ours).items() if code != LANGUAGE
    )


def test_who_has_read_other_words_has_not_read_these(operator: Operator, ours: Path, asked: Path) -> None:
    answer(asked, {"Money in": "ok"})
    operator.run(f"review-sheet {LANGUAGE} --read {asked} --by Malee")
    locale: Locale = locales(ours)[LANGUAGE]
    catalogue = read_catalogue(po_path(ours, LANGUAGE), locale)
    assert "Malee" in header(locale, catalogue)
    next(one for one in catalogue if one.id and singular(one) == "Money in").string = "new"
    assert "Malee" not in header(locale, catalogue)


def test_what_is_asked_wrongly_is_said(operator: Operator, ours: Path, asked: Path, tmp_path: Path) -> None:
    assert "no language with a translation" in operator.run("review-sheet xx").err
    assert "--by NAME" in operator.run(f"review-sheet {LANGUAGE} --read {asked}").err
    (tmp_path / "none.xlsx").write_bytes(b"PK\x03\x04")
    assert "damaged" in operator.run(f"review-sheet {LANGUAGE} --read {tmp_path / 'none.xlsx'} --by Malee").err
