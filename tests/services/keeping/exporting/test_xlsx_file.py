"""A workbook: opened again, every cell has the type that it had, and none is a formula."""

import warnings
import zipfile
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.problems import NotPossible
from bot.services.keeping.exporting import xlsx_file
from bot.services.keeping.exporting.values import AsItIs, Exact, Kind, typed
from bot.services.keeping.exporting.xlsx_file import FILE, XlsxFile
from tests.services.keeping.exporting.test_csv_file import CHANGED, FORMULAS, FREE, NASTY


def naive(*parts: int) -> datetime:
    """As a workbook keeps it."""
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)  # type: ignore[misc, arg-type]


def plain(text: str) -> str:
    """A text as a workbook can hold it."""
    kept = (one for one in text.replace("\r\n", "\n").replace("\r", "\n") if one in "\t\n" or ord(one) >= 32)
    return "".join(one for one in kept if one not in "\ufffe\uffff")


def opened(folder: Path) -> dict[str, list[list[Any]]]:
    """What a program that reads workbooks sees; a formula would be its text with an equals sign in front, of type f."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(folder / FILE)
    for sheet in book.worksheets:
        assert not [cell for row in sheet.rows for cell in row if cell.data_type == "f"]
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] for sheet in book}


def written(folder: Path, rows: list[list[Any]], width: int = 1) -> list[list[Any]]:
    with XlsxFile(folder) as book:
        sheet = book.sheet("things", [f"c{number}" for number in range(width)])
        sheet.write(rows)
    assert book.rows == {f"{FILE}/things": len(rows)}
    return opened(folder)["things"]


@pytest.mark.parametrize("text", [*FREE, *FORMULAS, *CHANGED, "'tis", "https://example.org", "mailto:a@b", "#REF!"])
def test_a_text_is_a_text(tmp_path: Path, text: str) -> None:
    assert written(tmp_path, [[text]]) == [[plain(text)]]


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (None, None),
        ("", None),
        (True, True),
        (False, False),
        (0, 0),
        (-7, -7),
        (Decimal("12.50"), 12.5),
        (123456789012345, 123456789012345),
        (1234567890123456, "1234567890123456"),
        (date(2026, 2, 28), naive(2026, 2, 28)),
        (date(1899, 12, 31), "1899-12-31"),
        (datetime(2026, 2, 28, 8, 30, 5, tzinfo=timezone(timedelta(hours=7))), naive(2026, 2, 28, 1, 30, 5)),
        (datetime(2026, 2, 28, 1, tzinfo=UTC), naive(2026, 2, 28, 1)),
        (Exact("+66812345678"), "+66812345678"),
        (Exact("66812345678"), "66812345678"),
        (AsItIs("10:30:00.000+07:00"), "10:30:00.000+07:00"),
    ],
)
def test_a_value_keeps_its_type(tmp_path: Path, value: object, read: object) -> None:
    (row,) = written(tmp_path, [[value, "x"]], 2)
    assert (row, type(row[0])) == ([read, "x"], type(read))


@pytest.mark.parametrize(
    ("kind", "value", "meant"),
    [
        (Kind.NUMBER, "12.50", Decimal("12.50")),
        (Kind.NUMBER, "-5", Decimal(-5)),
        (Kind.NUMBER, "twelve", "twelve"),
        (Kind.NUMBER, "=1", "=1"),
        (Kind.NUMBER, "1e5", "1e5"),
        (Kind.NUMBER, "१२", "१२"),
        (Kind.DATE, "2026-02-28", date(2026, 2, 28)),
        (Kind.DATE, "2026-02-30", "2026-02-30"),
        (Kind.CALCULATED, "8", Decimal(8)),
        (Kind.CALCULATED, "007", "007"),
        (Kind.CALCULATED, "123456789012", "123456789012"),
        (Kind.CALCULATED, "2026-02-28", date(2026, 2, 28)),
        (Kind.CALCULATED, "1-2", "1-2"),
        (Kind.TEXT, "8", "8"),
        (Kind.CODE, "10", "10"),
        (Kind.ANSWER, Exact("8"), Exact("8")),
        (Kind.CALCULATED, Exact("8"), Exact("8")),
        (Kind.PHONE, "0812345678", Exact("0812345678")),
        (Kind.TIME, "10:30:00.000+07:00", AsItIs("10:30:00.000+07:00")),
        (Kind.TIME, "=10:30", "=10:30"),
        (Kind.PLACE, "-13.96 33.78 0 0", AsItIs("-13.96 33.78 0 0")),
        (Kind.PLACE, "-13.96+1", "-13.96+1"),
        (Kind.MONTH, "2026-02", AsItIs("2026-02")),
        (Kind.NUMBER, 5, 5),
        (Kind.NUMBER, None, None),
    ],
)
def test_what_is_kept_as_text_is_what_its_kind_says(kind: Kind, value: object, meant: object) -> None:
    assert (typed(value, kind), type(typed(value, kind))) == (meant, type(meant))


@given(rows=st.lists(st.lists(NASTY, min_size=2, max_size=2), max_size=4))
def test_any_text_comes_back_and_none_computes(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    found = written(tmp_path_factory.mktemp("xlsx"), [["a", *row] for row in rows], 3)
    assert [len(row) for row in found] == [3] * len(rows)
    assert [[value or "" for value in row[1:]] for row in found] == [[plain(text) for text in row] for row in rows]


def test_what_does_not_fit_goes_on_in_the_next_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_file, "MOST_ROWS", 4)
    with XlsxFile(tmp_path) as book:
        sheet = book.sheet("things", ["a"])
        other = book.sheet("others", ["b"])
        for number in range(7):
            sheet.write([[number]])
            other.write([["x"]] if number < 2 else [])
    assert opened(tmp_path) == {
        "things": [[0], [1], [2]],
        "others": [["x"], ["x"]],
        "things 2": [[3], [4], [5]],
        "things 3": [[6]],
    }
    assert sheet.rows == 7


@pytest.mark.parametrize(("letter", "units"), [("a", 1), ("ก", 1), ("😀", 2)])
def test_a_text_too_long_for_a_cell_is_cut_and_says_so(tmp_path: Path, letter: str, units: int) -> None:
    ((value, after),) = written(tmp_path, [[letter * 40_000, "x"]], 2)
    assert value == letter * ((xlsx_file.MOST_LETTERS - 1) // units) + xlsx_file.CUT
    assert after == "x"


def test_too_many_columns_are_one_sentence(tmp_path: Path) -> None:
    with XlsxFile(tmp_path) as book, pytest.raises(NotPossible, match="has 16385 columns, a sheet holds 16384"):
        book.sheet("things", [str(number) for number in range(16_385)])


def test_the_file_is_one_that_programs_open(tmp_path: Path) -> None:
    written(tmp_path, [["=1+1"]])
    with zipfile.ZipFile(tmp_path / FILE) as book:
        assert book.testzip() is None
        assert b"<f>" not in b"".join(book.read(name) for name in book.namelist())
