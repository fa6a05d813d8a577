"""Numbers, money and dates of one kind each: none is taken in another way than it is meant."""

import pytest

from tests.i18n import kind_cases as written

CASES = [one for name in written.names() for one in written.cases(name)]


@pytest.mark.parametrize("one", CASES, ids=str)
def test_is_read_as_meant_or_asked_with_that_among_the_answers(one: written.KindCase) -> None:
    reading = written.written.read(one.case)
    met = written.verdict(one.case, reading) in written.MET
    assert met is (one.mark != written.NOT_YET), written.shown(reading)


@pytest.mark.parametrize("name", written.names())
@pytest.mark.parametrize("language", written.written.LOCALES)
def test_there_are_twelve_of_a_kind_in_every_language(name: str, language: str) -> None:
    assert sum(one.case.language == language for one in written.cases(name)) >= 12
