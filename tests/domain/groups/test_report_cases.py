"""A leader's message is read as the written cases say: a wrong row in a hundred at most, one in ten asked."""

import pytest

from tests.domain.groups.report_cases import cases, names, tally

MOST_WRONG, MOST_ASKED = 0.01, 0.10
LANGUAGES = ("en", "th", "ne", "ny")


@pytest.mark.parametrize("name", names())
def test_few_rows_are_wrong_and_few_are_asked_without_need(name: str) -> None:
    counts, missed = tally(name)
    told = "\n".join(f"{part.verdict}: {case}, meant {part.meant}, got {part.got}" for case, part in missed)
    assert counts["wrong"] <= MOST_WRONG * counts["parts"], told
    assert counts["asked"] <= MOST_ASKED * counts["clear"], told


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_sixty_cases_of_each_language(language: str) -> None:
    assert len(list(cases(language))) >= 60
