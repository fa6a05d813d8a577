"""The word lists of the cash book: every language has every key, in the right shape, and no word says two things."""

import pytest

from bot.domain.book.reading.other_money.words import PLACES, TRANSFER
from bot.domain.book.reading.words.vocabulary import MARKERS, table
from bot.domain.book.reading.words.words import VERBS
from bot.i18n.languages import languages
from bot.i18n.reading.common_words import fold

BESIDE = {
    *("loan", "borrow", "loan_got", "loan_paid", "instalment", "lent", "grant", "grant_got", "given"),
    *("hers", "own", "own_put", "invested", "put", "deposit", "advance", "bank_put", "box_put"),
    *("drawn", "bank_drawn", "wallet_drawn", "moved", "kept", "refund", "refund_given", "interest_got"),
}
LISTS = {
    "verbs": {*VERBS, "subject", "money"},
    "beside": BESIDE,
    "keepers": {*PLACES, "giver", "lender"},
    "paid_by": {"bank", "wallet", TRANSFER},
    "markers": {key for key, _ in MARKERS}
    | {"keeper_before", "keeper_after", "perhaps_outside", "due", "or_put", "or_drawn"}
    | {"way_before", "paid_way_before", "paid_into"}
    | {"one_each", "text_after", "count", "at", "promise", "persons"}
    | {"given_back", "kin", "loan_or_credit", "unpaid", "unpaid_alone", "alike", "i"}
    | {"next", "price", "articles", "from", "did_after", "of_after", "came", "part_before", "part_after", "weak"}
    | {"apart"}
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
    assert not stems or (
        stems["prefixes"]
        and set(stems) - {"prefixes", "they", "to_me", "others", "done"} <= {*VERBS, "borrow", "loan_got"}
    )


@pytest.mark.parametrize("language", languages())
def test_subjects_and_money_verbs_are_verbs(language: str) -> None:
    verbs = table(language)["verbs"]
    said = {fold(word) for key in VERBS for word in verbs[key]}
    assert {fold(word) for key in ("subject", "money") for word in verbs[key]} <= said


@pytest.mark.parametrize("language", languages())
def test_no_verb_or_unit_means_two_things(language: str) -> None:
    data = table(language)
    lists = [*(data["verbs"][key] for key in VERBS), *data["beside"].values()]
    words = [fold(word) for each in lists for word in {*map(fold, each)}]
    units = [fold(word) for key in data["units"] for word in {*map(fold, data["units"][key])}]
    for said in (words, units):
        assert len(said) == len(set(said)), sorted(word for word in said if said.count(word) > 1)


def test_units_have_the_same_keys_where_they_are_the_same() -> None:
    common = set.intersection(*(set(table(language)["units"]) for language in languages()))
    assert {"piece", "kg", "litre", "metre", "bottle", "bag", "box", "pack", "basket", "tin"} - common <= {"tin"}
