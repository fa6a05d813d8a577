"""Money that is no sale, in a line: read as it is meant or asked with that among the answers; never wrong."""

from dataclasses import replace

import pytest

from bot.domain.book import KINDS, Ask, Direction, Known, KnownItem, Line, Place, entry_of, read_line
from tests.domain.book.reading import beside_cases as beside
from tests.domain.book.reading import line_cases as written

CASES = [case for name in beside.names() for case in beside.cases(name)]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_is_read_as_meant_or_asked_with_that_among_the_answers(case: beside.Case) -> None:
    found = beside.read(case)
    met = beside.verdict(case, found) in ("right", "asked")
    assert met is (case.mark != beside.NOT_YET), " + ".join(map(beside.shown, found))


@pytest.mark.parametrize("name", [name for name in beside.names() if name not in ("several", "siblings", "traps")])
@pytest.mark.parametrize("language", ["en", "th", "ne", "ny"])
def test_there_are_ten_lines_of_a_kind(name: str, language: str) -> None:
    assert sum(case.language == language for case in beside.cases(name)) >= 10


def test_a_loan_paid_back_without_a_name_is_that_of_the_only_lender_or_is_asked() -> None:
    typed = beside.Case("", "", "en", "paid loan 500", "")
    [line] = beside.read(typed, loans=("Bank",))
    assert isinstance(line, Line) and (line.direction, line.who) == (Direction.LOAN_PAID, "Bank")
    [ask] = beside.read(typed, loans=("Bank", "Grace"))
    assert isinstance(ask, Ask) and [one.who for one in ask.choices] == ["Bank", "Grace", ""]


@pytest.mark.parametrize("typed", ["paid Malee 500", "I paid back Malee 500", "gave 500 to Malee"])
def test_what_is_paid_to_a_lender_may_be_of_the_loan(typed: str) -> None:
    [ask] = beside.read(beside.Case("", "", "en", typed, ""), loans=("Malee",))
    assert isinstance(ask, Ask) and ask.choices[0].direction is Direction.LOAN_PAID


def test_what_a_line_takes_silently_of_such_money_is_never_a_sale() -> None:
    """Nor a cost, but for interest and refunds, which take back."""
    for case in CASES:
        if case.kind in ("several", "siblings", "traps", "paid_by", "interest"):
            continue
        for line in beside.read(case):
            if isinstance(line, Line):
                kind = KINDS[line.direction]
                assert kind.sales <= 0 and (kind.costs <= 0 or line.category == "interest"), case


@pytest.mark.parametrize(
    ("language", "item", "typed"),
    [
        ("en", "interest", "got interest 50 from the bank"),
        ("th", "ดอกเบี้ย", "ดอกเบี้ยจากธนาคาร 50"),
        ("ne", "ब्याज", "बैंकबाट ब्याज पाएँ ५०"),
        ("ny", "chiwongola dzanja", "ndalandira chiwongola dzanja ku banki K50"),
    ],
)
def test_interest_that_she_has_paid_before_may_be_earned(language: str, item: str, typed: str) -> None:
    """What she wrote down before is an item of hers, and a word for interest still."""
    known = Known((KnownItem(item, Direction.OUT),))
    locale, currency = written.LOCALES[language], written.CURRENCIES[language]
    found = read_line(typed, locale, currency, written.TODAY, known)
    [line] = found.choices if isinstance(found, Ask) else [found]
    assert isinstance(line, Line) and line.direction is Direction.INTEREST
    assert entry_of(line, "1").place is Place.BANK


def test_who_has_money_of_hers_gives_it_back() -> None:
    for typed, owing, first in (
        ("Malee paid back 100", frozenset[str](), Direction.LENT_BACK),
        ("Malee paid back 100", frozenset({"Malee"}), Direction.LENT_BACK),
        ("Somchai paid back 100", frozenset[str](), Direction.PAID_BACK),
    ):
        known = replace(written.KNOWN["en"], borrowers=("Malee",), owing=owing)
        found = read_line(typed, written.LOCALES["en"], "THB", written.TODAY, known)
        line = found.choices[0] if isinstance(found, Ask) else found
        assert isinstance(line, Line) and line.direction is first
        assert isinstance(found, Ask) is bool(owing), "she owes for goods too: asked"
