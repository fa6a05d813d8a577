"""What is usual for a producer: a figure far from her own earlier ones, and the same figures again and again."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from statistics import median_low

# A zero too many or too few makes ten times or a tenth of what was meant, which is seldom just what is usual: seven
# finds it also where the month was a third smaller or larger than others.
FACTOR = 7
# So many check-ins in a row, with at least so many figures each: one that never changes is nothing to wonder about.
IN_A_ROW = 3
LEAST_FIGURES = 2


def far_from_usual(figure: Decimal, earlier: Sequence[Decimal], factor: int = FACTOR) -> Decimal | None:
    """What she usually says, when a figure is `factor` times as much or as little; None where nothing is strange.

    The usual is one of her own earlier answers, the one in the middle. Only positive numbers are compared: to have
    sold nothing is a month like others.
    """
    known = [one for one in earlier if one > 0]
    if not known or figure <= 0:
        return None
    usual = median_low(known)
    return usual if figure >= usual * factor or figure * factor <= usual else None


def again_and_again(check_ins: Sequence[Mapping[str, Decimal]]) -> bool:
    """Whether the last three check-ins say the same number in every answer; `check_ins`: figures by question, oldest
    first.
    """
    last = check_ins[-IN_A_ROW:]
    if len(last) < IN_A_ROW or any(one != last[0] for one in last):
        return False
    return sum(figure > 0 for figure in last[0].values()) >= LEAST_FIGURES
