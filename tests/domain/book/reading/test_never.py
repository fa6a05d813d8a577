"""What must not be guessed: secrets are no amounts, loans are no sales, and who paid whom is asked."""

from dataclasses import replace

import pytest

from bot.domain.book import KINDS, Ask, Direction, Line, Reason, Unread, read_lines
from bot.domain.book.reading.secret import is_secret, without_references
from tests.domain.book.reading import line_cases as written
from tests.domain.book.reading import never_cases as never


@pytest.mark.parametrize("name", ["secrets", "outside", "who_paid"])
def test_what_was_written_before_the_reader_comes_of_it(name: str) -> None:
    missed = [f"{case}: meant {case.expected}, got {never.got(never.read(case))}" for case in never.cases(name)]
    wrong = [told for told, case in zip(missed, never.cases(name), strict=True) if not never.is_right(case)]
    assert wrong == []


def test_no_older_case_is_taken_for_a_secret_or_loses_a_number() -> None:
    for name in written.names():
        for case in written.cases(name):
            assert not is_secret(case.typed, case.language), case
            assert without_references(case.typed) == case.typed, case


def test_a_secret_is_heard_in_every_language_of_hers() -> None:
    """Providers write English to everybody, and people mix."""
    for case in never.cases("secrets"):
        if case.expected == "secret":
            for language in written.LOCALES:
                assert isinstance(never.read(replace(case, language=language)), Unread), (language, case)


def test_no_answer_to_a_loan_is_a_sale() -> None:
    """A loan, a gift, a bank: no sale stands before one of them, unless something was sold."""
    for case in never.cases("outside"):
        reading = never.read(case)
        kinds = [KINDS[line.direction] for line in reading.choices] if isinstance(reading, Ask) else []
        if any(kind.is_beside for kind in kinds) and not case.expected.startswith("in "):
            assert kinds[0].sales <= 0, case


def test_of_several_lines_each_is_what_it_is() -> None:
    found = read_lines(
        "sold soap 600\ngave Malee a loan of 5000", written.LOCALES["en"], "THB", written.TODAY, written.KNOWN["en"]
    )
    assert [isinstance(one, Line) and one.direction for one in found] == [Direction.IN, Direction.LENT]


def test_of_a_loan_without_its_amount_the_amount_is_asked() -> None:
    """And it is known to be no sale."""
    for language, text in (("en", "got a loan"), ("th", "กู้เงิน"), ("ne", "ऋण लिएँ"), ("ny", "ndabwereka")):
        reading = never.read(never.Case(language, text, "", ""))
        assert reading == Unread(Reason.NO_AMOUNT, beside=True), text


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("received 5000 baht from malee ref 482913", "received 5000 baht from malee"),
        ("paid to account 0123456789 5,000 baht", "paid to account  5,000 baht"),
        ("sold soap 600", "sold soap 600"),
    ],
)
def test_the_number_of_a_transaction_is_no_sum(line: str, left: str) -> None:
    assert without_references(line).strip() == left


def test_a_text_made_to_be_slow_is_read_at_once() -> None:
    slow = "my pin " + "ya ku banki ya ku " * 200 + "x 1234"
    assert is_secret(slow, "ny") in (True, False)
