# ruff: noqa: E501 - lists of pieces
"""Nonsense of all kinds: it is refused in a sentence, never with a crash."""

import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.forms import FormError, Session, load_form
from bot.forms.errors import ExpressionError
from bot.forms.xlsform.walk import walk
from bot.forms.xpath.compile import Compiler
from bot.forms.xpath.safe_regex import compile_pattern
from tests.forms.xpath.test_expressions import CONTEXT, OUTLINE, NoLabels, run

PIECES = [
    "/f/age", "/f/people", "../who", ".", "..", "//", "*", "/", "[", "]", "(", ")", ",", "+", "-", "div", "mod", "and", "or",
    "=", "!=", "<", ">=", "|", "'a'", '"b"', "1", "0", "2.5", "count(", "sum(", "selected(", "if(", "position(", "today()",
    "regex(", "instance('places')/root/item", "name", "indexed-repeat(", "current()", "jr:choice-name(", "pulldata(",
    "'", "once(", "date(", "substr(", "format-date(", "coalesce(", "random()", "concat(", "null", "@", "::", "$", "ก",
]  # fmt: skip
REGEX = list("abก1(|)[]{}*+?.^$\\dwspLuxn,-=!:&<>i")
CELLS = st.sampled_from(
    ["", "text", "integer", "select_one x", "select_multiple x or_other", "begin group", "end group", "begin repeat", "end repeat",
     "calculate", "note", "range", "rank x", "geotrace", "a", "b", "${a}", "${b} > 1", "1 +", "yes", "today()", ". > 3", "x y",
     "ก", "'", "-", "label", "${", "count(${a})", "start=1 end=0", "once(${a})", "search('x')", "/f/a", "../a", "select_one ${a}"]
)  # fmt: skip
HEADINGS = [
    "type",
    "name",
    "label",
    "relevant",
    "constraint",
    "required",
    "calculation",
    "default",
    "choice_filter",
    "repeat_count",
]


@given(st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join), st.sampled_from(["/f/here", "/f/people[2]/years"]))
@settings(max_examples=400, deadline=None)
def test_expressions(source: str, at: str) -> None:
    try:
        found = run(source, at)
    except ExpressionError as error:
        assert str(error)
    else:
        assert isinstance(found, str | float | bool | list)


@given(st.text(max_size=20))
def test_text_as_expression(source: str) -> None:
    try:
        Compiler(OUTLINE, NoLabels()).compile(source, "/f/here")
    except ExpressionError as error:
        assert str(error)


@given(st.lists(st.sampled_from(REGEX), max_size=10).map("".join), st.text("ab1ก", max_size=6))
@settings(max_examples=400, deadline=None)
def test_patterns(source: str, text: str) -> None:
    try:
        assert compile_pattern(source).matches(text) in (True, False)
    except ExpressionError as error:
        assert str(error)


@given(st.lists(st.tuples(*[CELLS] * len(HEADINGS)), min_size=1, max_size=8))
@settings(max_examples=120, deadline=None)
def test_forms(rows: list[tuple[str, ...]]) -> None:
    load_and_walk(rows)


def usual(chance: random.Random) -> Iterator[tuple[str, ...]]:
    """Rows that mostly hold together, so that more of the forms load."""
    for name in "abcdefgh":
        kind = chance.choice(
            ["text", "integer", "select_one x", "calculate", "note", "date", "select_multiple x", "rank x"]
        )
        other = chance.choice("abcdefgh")
        rule = chance.choice(["", "", f"${{{other}}} != ''", f"selected(${{{other}}}, 'y')", f"${{{other}}} > 2"])
        sum_ = (
            chance.choice([f"${{{other}}} + 1", "once(now())", f"count-selected(${{{other}}})"])
            if kind == "calculate"
            else ""
        )
        yield (
            kind,
            name,
            f"{name}? ${{{other}}}",
            rule,
            chance.choice(["", ". != 'q'"]),
            chance.choice(["", "yes"]),
            sum_,
            "",
            "",
            "",
        )


@pytest.mark.parametrize("seed", range(60))
def test_forms_that_mostly_hold_together(seed: int) -> None:
    load_and_walk(list(usual(random.Random(seed))))


def load_and_walk(rows: list[tuple[str, ...]]) -> None:
    lines = [f"| | {' | '.join(HEADINGS)} |", *(f"| | {' | '.join(row)} |" for row in rows)]
    choices = "| choices |\n| | list_name | name | label |\n| | x | y | Y |\n| | x | n | N |\n"
    try:
        form = load_form("| survey |\n" + "\n".join(lines) + "\n" + choices, "md", "f", {})
    except FormError as error:
        assert error.problems
        assert all(problem.sentence for problem in error.problems)
        return
    for session in walk(Session.start(form, CONTEXT), random.Random(1)):
        assert Session.resume(form, session.state(), CONTEXT).facts == session.facts
