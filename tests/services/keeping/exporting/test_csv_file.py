"""Cells of a CSV file: what a spreadsheet would compute or change is text, letter by letter; a number is a number."""

import csv
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.keeping.exporting.csv_file import CsvSheet, cell
from bot.services.keeping.exporting.values import AsItIs, Exact

# What is let through: a number that comes back as it was, and words.
FREE = (
    "0", "7", "-5", "-80", "12.5", "-0.25", "12345678901", "a=b", "3 kg", "10 baht a piece", "soap, oil",
    "Sita - Maya", "mail@example.org", "May is my aunt", "MW-MG", "NP-D01", "०७ सय", "truely", "e", "am", "(none)",
    "march", "#3 a",
)  # fmt: skip
# What would be computed, in whatever disguise.
FORMULAS = (
    "=1+1", "+1-1", "-1-1", "-1+1", "+1", "1+1", "@home", "@SUM(A1)", "=", "+", "-", "-a good year", "--5",
    "=cmd|' /C calc'!A0", " =1+1", "\t=1", "\n=1", "\r=1", "\u00a0=1", "\u200b=1", "\ufeff=1", "\u202e=1", "\x01=1",
    "＝１＋１", "＋１", "－１－１", "＠home", "﹢1", "﹣1", "﹦1", "﹫a", "−5", "⁺1", "\tword", "\rword",
    "+977 984-123", '+1"', "-(1)", "+A1", "-A1", "(1-1)", "1/1",
)  # fmt: skip
# What would be another value: phones, codes, dates, times, shares, long numbers, truth.
CHANGED = (
    "+66812345678", "0812345678", "081-234-5678", "007", "00", "1.50", "1,000", "1 000", "1e5", "1E5", "12e-3", "1-2",
    "3/4", "1/2/2026", "2026-11-24", "24.11.2026", "10:30", "10:30 pm", "5 am", "50%", "$5", "฿5", "₹5", "(5)", "1.",
    ".5", "-0", "123456789012", "12345678901234567890", "0.1234567890123456", "TRUE", "false", "5 mar", "Mar 5",
    "JAN-24", "march1", "1 September 2026", "१२", "๐๘๑", "０８１", "５", "7" * 41, "'tis",
)  # fmt: skip


@pytest.mark.parametrize("text", FREE)
def test_words_and_plain_numbers_stay_as_they_are(text: str) -> None:
    assert cell(text) == text


@pytest.mark.parametrize("text", [*FORMULAS, *CHANGED])
def test_what_a_spreadsheet_would_not_give_back_is_marked(text: str) -> None:
    assert cell(text) == "'" + "".join(filter(can_stand, text))


@pytest.mark.parametrize("text", ["0\x01812345678", "2026\x02-11-24", "1\x00e5", "\x01\tword", "TR\x1fUE"])
def test_what_is_left_of_a_text_counts(text: str) -> None:
    """A letter that no file can hold is taken out; what remains may look like a figure."""
    assert cell(text) == "'" + "".join(filter(can_stand, text))


@pytest.mark.parametrize("text", ["7", "66812345678", "TRUE", "0812345678", "name"])
def test_what_has_to_stay_text_is_marked_even_where_it_is_a_plain_number(text: str) -> None:
    assert cell(Exact(text)) == (text if text == "name" else f"'{text}")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        ("", ""),
        (True, "TRUE"),
        (7, "7"),
        (-7, "-7"),
        (Decimal("-12.50"), "-12.50"),
        (Decimal("1E+3"), "1000"),
        (date(2026, 2, 28), "2026-02-28"),
        (datetime(2026, 2, 28, 1, tzinfo=UTC), "2026-02-28T01:00:00Z"),
        (datetime(2026, 2, 28, 8, tzinfo=timezone(timedelta(hours=7))), "2026-02-28T01:00:00Z"),
        (AsItIs("10:30:00.000+07:00"), "10:30:00.000+07:00"),
    ],
)
def test_values_of_other_types(value: object, written: str) -> None:
    assert cell(value) == written


def read_again(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.reader(opened, strict=True))


def can_stand(letter: str) -> bool:
    return letter in "\t\n\r" or (letter >= " " and letter not in "\ufffe\uffff")


def unmarked(text: str) -> str:
    return text.removeprefix("'")


# Letters that make trouble, and any others; a surrogate alone is no text.
NASTY = st.text(st.one_of(st.sampled_from("=+-@'\"\t\r\n;,| ＝１−0e:/%."), st.characters(exclude_categories=["Cs"])))


@given(rows=st.lists(st.lists(NASTY, min_size=3, max_size=3), max_size=5))
def test_any_text_comes_back_and_none_computes(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    file = tmp_path_factory.mktemp("csv") / "a.csv"
    with CsvSheet(file, ("a", "b", "c")) as sheet:
        sheet.write(rows)
    kept = [["".join(filter(can_stand, text)) for text in row] for row in rows]
    found = read_again(file)[1:]
    assert [[unmarked(text) for text in row] for row in found] == kept
    for text in (text for row in found for text in row if text and not text.startswith("'")):
        seen = unicodedata.normalize("NFKC", text).lstrip()
        assert not seen.startswith(("=", "+", "@", "−")), text
        assert not seen.startswith("-") or seen[1:].replace(".", "").isdecimal(), text


def test_a_cell_that_has_another_separator_in_it_is_quoted(tmp_path: Path) -> None:
    """Whoever opens the file with semicolons or tabs ticked too sees the same columns."""
    with CsvSheet(tmp_path / "a.csv", ("a", "b")) as sheet:
        sheet.write([("soap; oil", "x"), ("soap\toil", "y"), (" soap", "z ")])
    lines = (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()
    assert lines[1:] == ['"soap; oil",x', '"soap\toil",y', '" soap","z "']
