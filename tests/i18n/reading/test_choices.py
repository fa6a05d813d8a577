"""Choices typed instead of tapped, where a number can be a place or a label."""

from collections.abc import Mapping

import pytest

from bot.i18n import Ask, Locale, Read, Reading, Reason, Unread, read_choice, read_choices

EN = Locale("en", "English")
PROVINCES = [
    (str(code), name) for code, name in enumerate(("Bangkok", "Chiang Mai", "Chiang Rai", "Nan", "Surat Thani"), 10)
]
ALSO = {"10": ["กรุงเทพมหานคร", "BKK"], "14": ["Surat"]}
AMOUNTS = [("none", "0"), ("one", "1"), ("two", "2"), ("more", "3 or more")]
GOODS = {
    "en": [("silk", "Silk cloth"), ("honey", "Honey"), ("soap", "Soap")],
    "th": [("silk", "ผ้าไหม"), ("honey", "น้ำผึ้ง"), ("soap", "สบู่")],
}
ANSWERS = [("y", "Yes"), ("n", "No"), ("d", "I do not know")]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2", Read("11")),
        ("bkk", Read("10")),
        ("กรุงเทพมหานคร", Read("10")),
        ("suratthani", Read("14")),
        ("bangok", Read("10")),
        ("chiang", Ask(("11", "12"))),
        ("11", Unread(Reason.NOT_A_CHOICE)),  # a key is not shown to anybody
        ("4 Nan", Read("13")),
        ("1 Nan", Ask(("10", "13"))),
        ("", Unread(Reason.EMPTY)),
        ("?!", Unread(Reason.EMPTY)),
    ],
)
def test_places(typed: str, expected: Reading[str]) -> None:
    assert read_choice(typed, PROVINCES, EN, ALSO) == expected


@pytest.mark.parametrize(
    ("typed", "expected"), [("0", Read("none")), ("2", Read("two")), ("two", Read("two")), ("3", Ask(("more", "two")))]
)
def test_labels_that_are_numbers_come_before_places(typed: str, expected: Reading[str]) -> None:
    assert read_choice(typed, AMOUNTS, EN) == expected


@pytest.mark.parametrize(("typed", "expected"), [("yep", Read("y")), ("ไม่", Read("n")), ("n", Read("n"))])
def test_any_word_for_yes_and_no(typed: str, expected: Reading[str]) -> None:
    assert read_choice(typed, ANSWERS, EN) == expected


def test_two_labels_alike_are_asked() -> None:
    assert read_choice("Nan", [("a", "Nan"), ("b", "nan"), ("c", "Loei")], EN) == Ask(("a", "b"))


@pytest.mark.parametrize(
    ("typed", "language", "expected"),
    [
        ("silk and honey", "en", Ask(("silk", "honey"))),
        ("ผ้าใหม", "th", Read("silk")),
        ("สบู่ก้อน", "th", Ask(("soap",))),
    ],
)
def test_two_where_one_is_to_be_chosen_and_what_is_spelt_alike(
    every: Mapping[str, Locale], typed: str, language: str, expected: Reading[str]
) -> None:
    assert read_choice(typed, GOODS[language], every[language]) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1 3", Read(("10", "12"))),
        ("3, 1, 3", Read(("10", "12"))),
        ("nan and bangkok", Read(("10", "13"))),
        ("nan, chiang", Ask((("11", "13"),))),
        ("1-3", Ask((("10", "11", "12"), ("10", "12")))),
        ("13", Ask((("10", "12"),))),
        ("nan, elephant", Unread(Reason.NOT_A_CHOICE)),
        (" ", Unread(Reason.EMPTY)),
    ],
)
def test_several(typed: str, expected: Reading[tuple[str, ...]]) -> None:
    assert read_choices(typed, PROVINCES, EN) == expected


@pytest.mark.parametrize("typed", ["จ.เชียงใหม่", "จ. เชียงใหม่", "เชียงใหม่"])
def test_what_a_thai_address_writes_before_a_place(every: Mapping[str, Locale], typed: str) -> None:
    assert read_choice(typed, [("50", "เชียงใหม่"), ("57", "เชียงราย")], every["th"]) == Read("50")
