"""Our reading of XPath 1.0 against elementpath's, on random expressions without ODK's own ways."""

import math
from decimal import Decimal

from elementpath import ElementPathError, XPath1Parser, XPathContext
from elementpath.etree import ElementTree  # the tree that the oracle wants
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.forms.xpath.compile import Compiler
from bot.forms.xpath.env import Env
from bot.forms.xpath.outline import Outline
from tests.forms.xpath.test_expressions import CONTEXT, NoLabels

NUMBERS = st.integers(0, 20).map(str) | st.sampled_from(["0.5", "2.25", ".5", "3."])
NAMES = st.sampled_from(["/f/a", "/f/b", "/f/c"])


def binary(inner: st.SearchStrategy[str], *operators: str) -> st.SearchStrategy[str]:
    return st.tuples(inner, st.sampled_from(operators), inner).map(lambda three: f"({three[0]} {three[1]} {three[2]})")


ARITHMETIC = st.recursive(
    NUMBERS | NAMES,
    lambda inner: (
        # not its mod, which is not XPath's for negative numbers, and no division by zero, where it has minus infinity
        binary(inner, "+", "-", "*")
        | st.tuples(inner, st.sampled_from(["2", "7", "0.5"])).map(lambda two: f"({two[0]} div {two[1]})")
        | inner.map(lambda one: f"- {one}")
        | inner.map(lambda one: f"floor({one})")
        | st.tuples(inner, inner).map(lambda two: f"{two[0]} + {two[1]} * 2")
    ),
    max_leaves=8,
)
TRUTHS = st.recursive(
    binary(ARITHMETIC, "<", "<=", ">", ">=", "=", "!="),
    lambda inner: binary(inner, "and", "or") | inner.map(lambda one: f"not({one})"),
    max_leaves=5,
)
STRINGS = st.recursive(
    st.sampled_from(["'abc'", '"b-c"', "''", "'a b'", "/f/c"]),
    lambda inner: (
        st.tuples(inner, inner).map(lambda two: f"concat({two[0]}, {two[1]})")
        | st.tuples(inner, inner).map(lambda two: f"substring-before({two[0]}, {two[1]})")
        | st.tuples(inner, st.sampled_from(["'a'", "'b'"])).map(lambda two: f"translate({two[0]}, {two[1]}, 'x')")
        | inner.map(lambda one: f"normalize-space({one})")
    ),
    max_leaves=5,
)
OUTLINE = Outline("/f", {"/f": ["/f/a", "/f/b", "/f/c"]}, frozenset(), frozenset({"/f/a", "/f/b"}), {})
VALUES = {"/f/a": "7", "/f/b": "2.5", "/f/c": "abc-d"}
TREE = ElementTree.XML("<f><a>7</a><b>2.5</b><c>abc-d</c></f>")


def ours(source: str) -> object:
    expression = Compiler(OUTLINE, NoLabels()).compile(source, "/f/a")
    return expression.run(Env(VALUES, set(), {}, CONTEXT, ("en",), (), "/f/a"))


def theirs(source: str) -> object:
    # spelt out, because what it makes of a bare node beside a number depends on what was imported before
    for name in ("/f/a", "/f/b"):
        source = source.replace(name, f"number({name})")
    found = XPath1Parser().parse(source).evaluate(XPathContext(ElementTree.ElementTree(TREE)))
    if isinstance(found, list):
        text = str(found[0].string_value)
        return float(text) if text[0].isdigit() else text
    return found


@given(ARITHMETIC | TRUTHS | STRINGS)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_gives_what_elementpath_gives(source: str) -> None:
    one = ours(source)
    try:
        other = theirs(source)
    except (ElementPathError, OverflowError):
        return  # it stumbles over what is no number
    if isinstance(other, int | float | Decimal) and not isinstance(other, bool) and not isinstance(one, bool):
        mine, other = float(one), float(other)  # type: ignore[arg-type]
        assert (math.isnan(mine) and math.isnan(other)) or math.isclose(mine, other, rel_tol=1e-9) or mine == other, (
            source
        )
    else:
        assert one == other, source
