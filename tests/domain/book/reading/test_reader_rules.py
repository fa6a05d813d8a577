"""Rules of the reader that hold for any line: what it may change, and what it may never make up."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.book import Ask, Direction, Line, Reading, read_line, read_lines
from bot.i18n import Money
from bot.i18n.reading.lexer import prepared, tokens
from bot.i18n.reading.numbers.number_words import Kind, number_vocabulary
from tests.domain.book.reading import line_cases as written

NUMBER_WORDS = frozenset(Kind) - {Kind.UNIT, Kind.CURRENCY, Kind.ABOUT, Kind.TAIL, Kind.RANGE, Kind.AND, Kind.NEGATIVE}
CASES = [case for name in written.names() for case in written.cases(name) if case.typed]
POLITE = {"en": ["please", "thank you"], "th": ["ค่ะ", "ครับ", "นะคะ"], "ne": ["है", "हजुर"], "ny": ["chonde", "zikomo"]}
DIGITS = {"th": "๐๑๒๓๔๕๖๗๘๙", "ne": "०१२३४५६७८९"}
# How an entry is said again, by what it does.
SAID = {
    "en": {"in": "sold {what} {amount}", "out": "bought {what} {amount}", "taken_home": "{what} for home {amount}"},
    "th": {"in": "ขาย{what} {amount}", "out": "ซื้อ{what} {amount}", "taken_home": "เอา{what}ไปใช้ในบ้าน {amount}"},
    "ne": {"in": "{what} {amount} मा बेचेँ", "out": "{what} {amount} मा किनेँ", "taken_home": "{what} घरको लागि {amount}"},
    "ny": {
        "in": "ndagulitsa {what} K{amount}",
        "out": "ndagula {what} K{amount}",
        "taken_home": "{what} za pakhomo K{amount}",
    },
}
ITEMS = {
    "en": ["soap", "honey", "coffee", "bamboo basket", "dried fish"],
    "th": ["สบู่", "น้ำผึ้ง", "กาแฟ", "ผ้าขาวม้า", "ปลาแห้ง"],
    "ne": ["साबुन", "मह", "अदुवा", "टोपी", "तोरीको तेल"],
    "ny": ["sopo", "uchi", "mpunga", "mkeka", "nsomba zouma"],
}
UNITS = {
    "en": {"": "", "kg": "kg", "bottle": "bottles"},
    "th": {"": "", "kg": "กิโล", "bottle": "ขวด"},
    "ne": {"": "", "kg": "किलो", "bottle": "बोतल"},
    "ny": {"": "", "kg": "makilo", "bottle": "mabotolo"},
}


def read(language: str, text: str) -> Reading:
    known = written.KNOWN[language]
    return read_line(text, written.LOCALES[language], written.CURRENCIES[language], written.TODAY, known)


def lines(reading: Reading) -> tuple[Line, ...]:
    return reading.choices if isinstance(reading, Ask) else (reading,) if isinstance(reading, Line) else ()


@st.composite
def entries(draw: st.DrawFn) -> tuple[str, Line]:
    language = draw(st.sampled_from(sorted(SAID)))
    direction = draw(st.sampled_from([Direction.IN, Direction.OUT, Direction.TAKEN_HOME]))
    amount = Money.of(draw(st.integers(13, 99_999)), written.CURRENCIES[language])
    quantity = draw(st.none() | st.integers(1, 12).map(Decimal))
    unit = draw(st.sampled_from(sorted(UNITS[language]))) if quantity else ""
    item = draw(st.sampled_from(ITEMS[language]))
    return language, Line(direction, amount, written.TODAY, item, quantity, unit)


def said(language: str, line: Line) -> str:
    """The line in plain words, as the bot shows an entry that is to be typed anew."""
    unit, many = UNITS[language][line.unit], f"{line.quantity}" if line.quantity else ""
    counted = f"{unit} {many}" if language == "ny" else f"{many} {unit}"
    what = f"{line.item} {counted}".strip()
    return SAID[language][line.direction].format(what=what, amount=f"{line.amount.amount.normalize():f}")


@given(entries())
@settings(deadline=None)  # the tables are loaded at the first line
def test_what_is_said_back_is_read_again(case: tuple[str, Line]) -> None:
    language, line = case
    reading = read(language, said(language, line))
    # a count without a unit beside a sum that is smaller may be asked, but the entry is among what is asked
    found = [replace(each, category="", each=False) for each in lines(reading)]
    assert line in found, said(language, line)
    if line.unit or line.quantity is None:
        assert isinstance(reading, Line)


@pytest.mark.parametrize("language", sorted(written.LOCALES))
def test_a_polite_word_at_the_end_changes_no_meaning(language: str) -> None:
    for case in CASES:
        reading = read(language, case.typed) if case.language == language else None
        if isinstance(reading, Line):
            for word in POLITE[language]:
                assert read(language, f"{case.typed} {word}") == reading, f"{case.typed} {word}"


@pytest.mark.parametrize("language", sorted(DIGITS))
def test_the_script_of_the_digits_changes_no_meaning(language: str) -> None:
    western = {ord(own): str(number) for number, own in enumerate(DIGITS[language])}
    local = {ord(str(number)): own for number, own in enumerate(DIGITS[language])}
    for case in CASES:
        if case.language == language:
            as_typed, plain, own = (read(language, case.typed.translate(table)) for table in ({}, western, local))
            assert plain == as_typed and _same(own, as_typed), case.typed


def _same(one: Reading, other: Reading) -> bool:
    """A word with a digit in it, like "otop5", may be spelt in the other digits."""
    left, right = lines(one), lines(other)
    return type(one) is type(other) and [line.amount for line in left] == [line.amount for line in right]


def stated(language: str, text: str) -> frozenset[Decimal] | None:
    """The numbers of a text; None where one is said in words, or is not a plain whole number."""
    line = prepared(text)
    found = tokens(line, number_vocabulary(language))
    if any(token.kind in NUMBER_WORDS for token in found):
        return None
    numerals = [token.text for token in found if token.numeral]
    return frozenset(map(Decimal, numerals)) if all(numeral.isdigit() for numeral in numerals) else None


def made_up(language: str, text: str) -> list[Line]:
    """Lines whose amount neither stands in the text nor is a stated price times a stated count."""
    given = stated(language, text)
    if given is None:
        return []
    products = {one * other for one in given for other in given}
    found = lines(read(language, text))
    return [line for line in found if line.amount.amount not in (given | products if line.each else given)]


def test_an_amount_stands_in_the_line_or_is_a_price_times_a_count() -> None:
    for case in CASES:
        assert not made_up(case.language, case.typed), str(case)


WORDS = [word for case in CASES for word in case.typed.split()]


anything = st.lists(st.sampled_from(WORDS) | st.integers(0, 99_999).map(str), min_size=1, max_size=10).map(" ".join)


@given(anything, st.sampled_from(sorted(SAID)))
@settings(deadline=None)
def test_no_amount_is_made_up_from_any_words(text: str, language: str) -> None:
    assert not made_up(language, text)


@given(anything, st.sampled_from(sorted(SAID)))
@settings(deadline=None)
def test_entries_of_one_line_are_complete(text: str, language: str) -> None:
    locale, currency, known = written.LOCALES[language], written.CURRENCIES[language], written.KNOWN[language]
    found = read_lines(text, locale, currency, written.TODAY, known)
    if len(found) > 1:
        assert all(
            isinstance(each, Line) and (each.item or each.who or each.direction == "taken_home") for each in found
        )
