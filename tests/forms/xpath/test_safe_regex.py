"""regex() on the patterns of real forms, against Python's re, and on patterns that hold re up for ever."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.forms.errors import ExpressionError
from bot.forms.xpath.safe_regex import compile_pattern, matches


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        (r"^\d*$", ["", "123"], ["12a", "१२"]),
        (r"[0-9]{10}", ["0812345678"], ["081234567", "08123456789"]),
        (r"^0[689]\d{8}$", ["0812345678"], ["0112345678"]),
        (r"[^0-9]+", ["มาลี ใจดี"], ["Malee 2"]),
        (r"\p{L}+", ["มาล", "Malee"], ["Malee 2"]),
        (r"[A-Z]{2}-\d{3,4}", ["TH-123", "TH-1234"], ["th-123", "TH-12345"]),
        (r"(?i)otop.*", ["OTOP 5 stars", "otop"], ["ODOP"]),
        (r"(yes|no)+", ["yes", "yesno"], ["maybe", ""]),
        (r"^(?=.*[A-Z])(?=.*\d).{4,}$", ["Abc1"], ["abc1", "Abcd", "Ab1"]),
        (r"(?!000)\d{3}", ["123"], ["000"]),
        (r"\w+@\w+\.\w{2,}", ["a@b.th"], ["a@b"]),
        (r"[\w.\-]+", ["a.b-c"], ["a b"]),
        (r"[]a]+", ["]a"], ["b"]),
        (r"a{2,}?b*+", ["aab", "aaa"], ["a"]),
        (r"\u0e01\x41", ["กA"], ["กB"]),
        (r"a\.b\\c", [r"a.b\c"], [r"axb\c"]),
        (r"\bmoo\b", ["moo"], ["mooo"]),
        (r"[\p{IsThai}\s]+", ["มาลี ใจดี"], ["Malee"]),
        (r"a|b|", ["a", "b", ""], ["ab"]),
        (r".*", ["anything"], ["two\nlines"]),
    ],
)
def test_patterns_of_real_forms(pattern: str, yes: list[str], no: list[str]) -> None:
    ready = compile_pattern(pattern)
    assert [text for text in yes if not ready.matches(text)] == []
    assert [text for text in no if ready.matches(text)] == []


@pytest.mark.parametrize(
    "pattern",
    [
        "(",
        ")",
        "[a",
        "*a",
        "a{2,1}",
        "a{9999}",
        r"(a)\1",
        "a{x}",
        "[b-a]",
        r"\u12",
        "(?<n>a)",
        "((a{99}){99}){99}",
        "(" * 99 + ")" * 99,
    ],
)
def test_says_what_it_cannot_read(pattern: str) -> None:
    with pytest.raises(ExpressionError, match="pattern"):
        compile_pattern(pattern)
    assert not matches(pattern, "a")


@pytest.mark.parametrize(
    "pattern", ["(a+)+b", "(a|a)*b", "(a*)*b", "a*a*a*a*a*a*b", "(.*)(.*)(.*)x", "((a{0,30}){0,30}b"[1:]]
)
def test_cannot_be_held_up(pattern: str) -> None:
    began = time.process_time()
    assert not matches(pattern, "a" * 300)
    assert time.process_time() - began < 2


ATOMS = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", r"\d", "1", "(?:ab)", "(?:a|1)"])
PATTERNS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,2}", "{2,}"])).map(
            lambda two: f"(?:{two[0]}){two[1]}"
        ),
        inner.map(lambda one: f"(?={one}).*"),
        inner.map(lambda one: f"(?!{one}).*"),
    ),
    max_leaves=5,
)


@given(PATTERNS, st.text("ab1", max_size=8))
def test_agrees_with_python(pattern: str, text: str) -> None:
    assert matches(pattern, text) == (re.fullmatch(pattern, text) is not None)
