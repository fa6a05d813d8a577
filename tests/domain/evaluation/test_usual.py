"""The rules about what is usual, case by case."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.evaluation.usual import again_and_again, far_from_usual


def numbers(*figures: object) -> list[Decimal]:
    return [Decimal(str(figure)) for figure in figures]


@pytest.mark.parametrize(
    ("figure", "earlier", "usual"),
    [
        (120_000, (1_200,), 1_200),
        (12_000, (1_200,), 1_200),
        (8_400, (1_200,), 1_200),
        (8_399, (1_200,), None),
        (120, (1_200,), 1_200),
        (171, (1_200,), 1_200),
        (172, (1_200,), None),
        (120_000, (), None),
        (120_000, (0, 0), None),
        (0, (1_200,), None),
        (-5, (1_200,), None),
        (5_000, (0, 500, 0), 500),
        # one slip among the earlier ones is not what is usual
        (1_300, (1_200, 120_000, 1_100), None),
        (13_000, (1_200, 120_000, 1_100), 1_200),
        # of two in the middle the lower: it is a number that she has said
        (20_000, (1_000, 2_000), 1_000),
        ("0.5", ("5.5",), "5.5"),
        ("0.8", ("5.5",), None),
    ],
)
def test_far_from_usual(figure: object, earlier: tuple[object, ...], usual: object) -> None:
    found = far_from_usual(Decimal(str(figure)), numbers(*earlier))
    assert found == (None if usual is None else Decimal(str(usual)))


def test_the_pack_chooses_how_far_is_far() -> None:
    assert far_from_usual(Decimal(300), numbers(100), 3) == 100
    assert far_from_usual(Decimal(299), numbers(100), 3) is None


@given(st.lists(st.decimals(0, 10**9, places=2), max_size=9), st.decimals(0, 10**9, places=2))
def test_the_usual_is_one_of_her_own_figures(earlier: list[Decimal], figure: Decimal) -> None:
    usual = far_from_usual(figure, earlier)
    assert usual is None or (usual in earlier and usual > 0)


def said(**figures: int) -> dict[str, Decimal]:
    return {name: Decimal(figure) for name, figure in figures.items()}


SAME = said(sales=4_500, people=3)


@pytest.mark.parametrize(
    ("check_ins", "strange"),
    [
        ([SAME, SAME, SAME], True),
        ([said(sales=4_000, people=3), SAME, SAME, SAME], True),
        ([SAME, SAME], False),
        ([SAME, SAME, SAME, said(sales=4_600, people=3)], False),
        ([SAME, said(sales=4_500, people=2), SAME], False),
        # another question was left out: not all is the same
        ([SAME, said(sales=4_500), SAME], False),
        # the same people every month are nothing to wonder about, nor is a season of rest
        ([said(people=3)] * 3, False),
        ([said(sales=0, produced=0, people=3)] * 3, False),
        ([{}, {}, {}], False),
    ],
)
def test_again_and_again(check_ins: list[dict[str, Decimal]], strange: bool) -> None:
    assert again_and_again(check_ins) is strange
