"""Lines that the reader had not seen stay as well read as they are; unseen/README.md says what the first runs were."""

from collections import Counter

import pytest

from tests.domain.book.reading import unseen_cases as written
from tests.domain.book.reading.unseen_cases import Came

# Of each lot: at least right; at most without a right button, not read, wrong.
HELD = {"first": (260, 14, 3, 0), "second": (90, 6, 1, 0)}


def tally(name: str) -> tuple[Counter[Came], str]:
    found = [(written.came(case, written.read(case)), case) for case in written.cases(name)]
    report = "\n".join(f"{result}: {case.typed}" for result, case in found if result is not Came.RIGHT)
    return Counter(result for result, _ in found), report


@pytest.mark.parametrize("name", written.names())
def test_a_lot_is_as_well_read_as_it_was(name: str) -> None:
    counts, report = tally(name)
    right, no_button, unread, wrong = HELD[name]
    assert counts[Came.WRONG] <= wrong, report
    assert counts[Came.NO_BUTTON] <= no_button, report
    assert counts[Came.UNREAD] <= unread, report
    assert counts[Came.RIGHT] >= right, report


def test_there_are_seventy_five_lines_a_language() -> None:
    counts = Counter(case.language for case in written.cases("first"))
    assert len(counts) == 4 and min(counts.values()) >= 75
