"""Lines of one kind each, written before the reader knew the kind: none is taken in another way than it is meant."""

import pytest

from tests.domain.book.reading import kind_cases as written

CASES = [one for name in written.names() for one in written.cases(name)]
ASKED = 0.10


@pytest.mark.parametrize("one", CASES, ids=str)
def test_is_read_as_meant_or_asked_with_that_among_the_answers(one: written.KindCase) -> None:
    result = written.verdict(one, written.written.read(one.case))
    met = result in written.MET
    assert met is (one.mark != written.NOT_YET), written.shown(written.written.read(one.case))


@pytest.mark.parametrize("name", written.names())
def test_there_are_twelve_lines_of_a_kind(name: str) -> None:
    assert sum(1 for _ in written.cases(name)) >= 12
