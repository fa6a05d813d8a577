"""Codes of statements: long enough, read as people type them, and a slip is found."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.book.statement_code import CHANCE, SIGNS, dashed, read_code, with_check

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
