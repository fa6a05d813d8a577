"""Codes of statements: long enough, read as people type them, and a slip is found."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.book.statement_code import CHANCE, SIGNS, code_in, dashed, read_code, with_check

CODES = st.lists(st.integers(0, len(SIGNS) - 1), min_size=CHANCE, max_size=CHANCE).map(with_check)


def test_nobody_guesses_one_and_no_sign_looks_like_another() -> None:
    assert CHANCE * math.log2(len(SIGNS)) >= 60
    assert len(set(SIGNS)) == 31
    assert not set("01ILO") & set(SIGNS)


@settings(deadline=None)
@given(CODES)
def test_as_it_is_printed_it_is_read(code: str) -> None:
    for typed in (code, dashed(code), dashed(code).lower(), f" {dashed(code).replace('-', ' - ')}. "):
        assert read_code(typed) == code


def test_digits_of_any_script_are_digits() -> None:
    code = with_check([0, 1, 2, 3, 4, 5, 6, 7, *range(10, 16)])
    assert read_code(code.translate(str.maketrans("0123456789", "०१२३४५६७८९"))) == code
    assert read_code(code.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))) == code


@settings(deadline=None)
@given(CODES, st.integers(0, CHANCE), st.sampled_from(SIGNS))
def test_one_wrong_sign_is_found(code: str, place: int, sign: str) -> None:
    wrong = code[:place] + sign + code[place + 1 :]
    assert read_code(wrong) == (code if wrong == code else None)


@settings(deadline=None)
@given(CODES, st.integers(0, CHANCE), st.integers(0, CHANCE))
def test_two_signs_that_changed_places_are_found(code: str, one: int, other: int) -> None:
    signs = list(code)
    signs[one], signs[other] = signs[other], signs[one]
    wrong = "".join(signs)
    assert read_code(wrong) == (code if wrong == code else None)


@pytest.mark.parametrize("text", ["", "hello", "0" * 15, "²" * 15, "7KQ2M", "๏" * 15, "A" * 400])
def test_what_is_no_code_is_none(text: str) -> None:
    assert read_code(text) is None


CODE = with_check([7, 3, 25, 14, 9, 22, 5, 30, 11, 2, 18, 6, 27, 13])
PRINTED = dashed(CODE)


@pytest.mark.parametrize(
    "text",
    [
        CODE,
        PRINTED,
        PRINTED.lower(),
        PRINTED.replace("-", " "),
        PRINTED.replace("-", " – "),
        f"  {PRINTED}\n",
        f"https://ovop.example/verify/{CODE}",
        f"ovop.example/verify/{CODE.lower()}",
        f"https://t.me/OvopBot?start=verify_{CODE}",
        f"Is {PRINTED} real?",
        f"รหัส {PRINTED}",
        f"जाँच्नुहोस् {PRINTED}",
        f"kodi: {PRINTED}",
    ],
)
def test_a_code_alone_is_known_as_one(text: str) -> None:
    found = code_in(text)
    assert found is not None and read_code(found) == CODE


@pytest.mark.parametrize(
    "text",
    [
        PRINTED[:-1],
        PRINTED[:-1] + ("2" if PRINTED[-1] != "2" else "3"),
        PRINTED.replace(CODE[4], "0", 1),
        PRINTED + "7",
    ],
)
def test_a_slip_in_one_is_still_meant_as_one(text: str) -> None:
    found = code_in(text)
    assert found is not None and read_code(found) is None


@pytest.mark.parametrize(
    "text",
    [
        "sold 12 soap 600",
        "sweet fresh bread",
        "sold seven pots for 250",
        "351756051523999",
        "3567 8912 3456 789",
        "0991-234-567",
        "12345-67890-12345",
        "2026-03-02",
        "QFX7K2M9PD Confirmed. You have received K500",
        "खाता 23456-78923-45678",
        "",
        "acknowledgement",
    ],
)
def test_lines_and_numbers_are_no_codes(text: str) -> None:
    assert code_in(text) is None


@settings(deadline=None)
@given(CODES)
def test_every_code_is_known_as_it_is_printed(code: str) -> None:
    both = any(char.isdecimal() for char in code) and any(char.isalpha() for char in code)
    assert code_in(dashed(code)) == (dashed(code) if both or code.isalpha() else None)
