"""The word lists of the cash book: every language has every key, in the right shape, and no word says two things."""

import pytest

from bot.domain.book.reading.vocabulary import MARKERS, VERBS, table
from bot.i18n.languages import languages
from bot.i18n.reading.common_words import fold

LISTS = {
    "verbs": {*VERBS, "subject", "money"},
    "markers": {key for key, _ in MARKERS}
    | {"one_each", "text_after", "count", "at", "promise", "persons"}
    | {"given_back", "kin", "loan_or_credit", "unpaid", "unpaid_alone", "alike", "i"}
    | {"next", "price", "articles", "from", "did_after", "of_after", "came", "part_before", "part_after", "weak"}
    | {
        "each_together",
        "one_together",
        "half_together",
        "one_unit",
        "unit_of_fraction",
        "each_unit",
        "each_unit_before",
    },
}
GRAMMAR = {
    "unit_first",
    "verb_last",
    "joins",
    "verb_like",
    "title_after",
    "places_glued",
    "cost_of",
    "counts_before",
} | {
    "latin_too",
    "alike_signs",
}
FREE = {"costs", "units"}


@pytest.mark.parametrize("language", languages())
def test_every_list_is_there_and_holds_words(language: str) -> None:
    data = table(language)
    assert set(data) == {*LISTS, *FREE, "grammar"}
    for section, keys in LISTS.items():
        assert set(data[section]) - {"stems"} == keys, section
    for section in (*LISTS, *FREE):
        for key, words in data[section].items():
            if key != "stems":
                assert isinstance(words, list) and all(isinstance(word, str) and fold(word) for word in words), key
    assert set(data["grammar"]) == GRAMMAR


@pytest.mark.parametrize("language", languages())
def test_built_verbs_have_prefixes_and_known_keys(language: str) -> None:
    stems = table(language)["verbs"].get("stems", {})
    assert not stems or (stems["prefixes"] and set(stems) - {"prefixes", "they", "others", "done"} <= set(VERBS))


@pytest.mark.parametrize("language", languages())
def test_subjects_and_money_verbs_are_verbs(language: str) -> None:
    verbs = table(language)["verbs"]
    said = {fold(word) for key in VERBS for word in verbs[key]}
    assert {fold(word) for key in ("subject", "money") for word in verbs[key]} <= said


@pytest.mark.parametrize("language", languages())
def test_no_verb_or_unit_means_two_things(language: str) -> None:
    data = table(language)
    words = [fold(word) for key in VERBS for word in {*map(fold, data["verbs"][key])}]
    units = [fold(word) for key in data["units"] for word in {*map(fold, data["units"][key])}]
    for said in (words, units):
        assert len(said) == len(set(said)), sorted(word for word in said if said.count(word) > 1)


def test_units_have_the_same_keys_where_they_are_the_same() -> None:
    common = set.intersection(*(set(table(language)["units"]) for language in languages()))
    assert {"piece", "kg", "litre", "metre", "bottle", "bag", "box", "pack", "basket", "tin"} - common <= {"tin"}
