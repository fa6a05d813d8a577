"""Money that is no sale, in a line: read as it is meant or asked with that among the answers; never wrong."""

import pytest

from tests.domain.book.reading import beside_cases as beside

CASES = [case for name in beside.names() for case in beside.cases(name)]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_is_read_as_meant_or_asked_with_that_among_the_answers(case: beside.Case) -> None:
    found = beside.read(case)
    met = beside.verdict(case, found) in ("right", "asked")
    assert met is (case.mark != beside.NOT_YET), " + ".join(map(beside.shown, found))


@pytest.mark.parametrize("name", [name for name in beside.names() if name not in ("several", "traps")])
@pytest.mark.parametrize("language", ["en", "th", "ne", "ny"])
def test_there_are_ten_lines_of_a_kind(name: str, language: str) -> None:
    assert sum(case.language == language for case in beside.cases(name)) >= 10
