"""Lines that the reader had not seen stay as well read as they are; unseen/README.md says what the first runs were."""

from collections import Counter

from tests.domain.book.reading import unseen_cases as written
from tests.domain.book.reading.unseen_cases import Came

RIGHT, NO_BUTTON, UNREAD, WRONG = 246, 30, 4, 3


def tally(name: str) -> tuple[Counter[Came], str]:
    found = [(written.came(case, written.read(case)), case) for case in written.cases(name)]
    report = "\n".join(f"{result}: {case.typed}" for result, case in found if result is not Came.RIGHT)
    return Counter(result for result, _ in found), report


def test_the_first_lot_is_as_well_read_as_it_was() -> None:
    counts, report = tally("first")
    assert counts[Came.WRONG] <= WRONG, report
    assert counts[Came.NO_BUTTON] <= NO_BUTTON, report
    assert counts[Came.UNREAD] <= UNREAD, report
    assert counts[Came.RIGHT] >= RIGHT, report


def test_there_are_seventy_five_lines_a_language() -> None:
    counts = Counter(case.language for case in written.cases("first"))
    assert len(counts) == 4 and min(counts.values()) >= 75
