"""A leader's message is read as the written cases say; a few are asked where a reader of flesh and blood would know."""

import pytest

from tests.domain.groups.report_cases import Case, cases, judged, names, tally

MOST_WRONG, MOST_ASKED = 0.01, 0.10
LANGUAGES = ("en", "th", "ne", "ny")
EVERY = [case for name in names() for case in cases(name)]
# Spelt so differently that they are asked: two slips in five letters, another script, a word that is a month.
STRANGE_NAMES = (
    "कर्मला",
    "Mally",
    "लछमी",
    "วณิดา 1020 กันยา",
    "ram 5000",
    "bishnu 4800",
    "Malee 1200 Somchai 900 Lek",
    "Gres",
    "1500 บุญลอด",
)
# What a neighbour knows, and no list of words: where somebody has gone, how many came.
ASKED = (*STRANGE_NAMES, "daughter", "กรุงเทพ", "काठमाडौं", "18 came", "18 คน", "18 जना")


@pytest.mark.parametrize("case", [case for case in EVERY if not any(word in case.typed for word in ASKED)], ids=str)
def test_it_is_read_as_it_is_meant(case: Case) -> None:
    table = case.read()
    assert [part for part in judged(case, table) if part.verdict != "right"] == []


@pytest.mark.parametrize("case", [case for case in EVERY if any(word in case.typed for word in ASKED)], ids=str)
def test_what_is_spelt_very_differently_is_asked(case: Case) -> None:
    verdicts = {part.verdict for part in judged(case, case.read())}
    assert "asked" in verdicts and "wrong" not in verdicts


@pytest.mark.parametrize("name", names())
def test_few_rows_are_wrong_and_few_are_asked_without_need(name: str) -> None:
    counts, missed = tally(name)
    told = "\n".join(f"{part.verdict}: {case}, meant {part.meant}, got {part.got}" for case, part in missed)
    assert counts["wrong"] <= MOST_WRONG * counts["parts"], told
    assert counts["asked"] <= MOST_ASKED * counts["clear"], told


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_sixty_cases_of_each_language(language: str) -> None:
    assert len(list(cases(language))) >= 60
