"""What people type is read right; the bars hold on cases that the reader was not tuned on."""

import time

import pytest

from bot import i18n
from bot.i18n import Read, Unread
from tests.i18n import reading_cases as written

HELD_OUT = "held_out"
WRONG, ASKED = 0.01, 0.10
EACH = 0.0005  # seconds


@pytest.mark.parametrize("name", written.names())
def test_wrong_at_most_one_in_a_hundred_and_asked_one_in_ten(name: str) -> None:
    counts, missed = written.tally(name)
    total = sum(count.total() for count in counts.values())
    wrong = sum(count["wrong"] for count in counts.values())
    asked = sum(count["asked"] for count in counts.values())
    report = "\n".join(f"{result}: {case} meant {case.expected}, got {reading}" for result, case, reading in missed)
    assert wrong <= WRONG * total, report
    assert asked <= ASKED * total, report


def test_there_are_enough_cases_in_every_language() -> None:
    found = [case for name in written.names() for case in written.cases(name)]
    assert len(found) >= 400
    for language in written.LOCALES:
        assert sum(case.language == language for case in found) >= 100


def test_reading_takes_less_than_half_a_millisecond() -> None:
    cases = [case for name in written.names() for case in written.cases(name)]
    for case in cases:
        written.read(case)  # the tables are loaded at the first use
    started = time.process_time()
    for case in cases:
        written.read(case)
    assert (time.process_time() - started) / len(cases) < EACH


@pytest.mark.parametrize("case", list(written.cases("consent")), ids=str)
def test_consent_is_a_clear_yes(case: written.Case) -> None:
    assert written.verdict(case, written.read(case)) == "right"


@pytest.mark.parametrize("mark", "?？؟⸮﹖¿‽❓❔⁇⁈⁉՞፧\u037e")
@pytest.mark.parametrize("language", written.LOCALES)
def test_with_a_question_mark_of_any_script_nothing_is_agreed_to(mark: str, language: str) -> None:
    sure = [one.typed for one in written.cases("consent") if one.language == language and one.expected != "unread"]
    locale = written.LOCALES[language]
    for typed in sure:
        for asked in (f"{typed}{mark}", f"{typed} {mark}", f"{mark}{typed}"):
            assert isinstance(i18n.read_consent(asked), Unread), asked
            assert not isinstance(i18n.read_yes_no(asked, locale), Read), asked
