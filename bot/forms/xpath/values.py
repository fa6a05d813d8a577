"""ODK's values: strings, numbers, truth and sets of nodes, and how they turn into each other.

Dates are ISO strings that count as days since 1970-01-01 wherever a number is wanted (a time of day is the fraction, as
the clock on the wall shows it), so that dates compare and subtract. Rules: the ODK XForms specification and JavaRosa's
XPathFuncExpr and XPathEqExpr.
"""

import math
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal

Value = str | float | bool | list[str]

NAN = math.nan
_CLOSE = 1e-12
_NO_DIGITS = frozenset("+_eE")  # what Python reads in a number and XPath does not
_EPOCH = date(1970, 1, 1).toordinal()
_MINUTES_A_DAY = 24 * 60


def number(value: Value) -> float:
    """The number that `value` counts as; NaN for what is blank or no number; days for a date."""
    if isinstance(value, float):
        return value
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    text = (value[0] if value else "") if isinstance(value, list) else value
    if not text:
        return NAN
    try:
        found = float(text)
    except ValueError:
        return days(text.strip())
    return found if math.isfinite(found) and _NO_DIGITS.isdisjoint(text) and text.isascii() else NAN


def days(text: str) -> float:
    """Days since 1970-01-01 of an ISO date or date-time, NaN for anything else."""
    if len(text) < 10 or text[4] != "-" or text[7] != "-" or text[10:11] not in ("", "T"):
        return NAN
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return NAN
    whole = moment.toordinal() - _EPOCH
    clock = moment.time()
    return whole + clock_fraction(clock)


def clock_fraction(clock: time) -> float:
    """A time of day as the part of the day that has passed, 0 ≤ x < 1."""
    return (clock.hour * 60 + clock.minute + (clock.second + clock.microsecond / 1e6) / 60) / _MINUTES_A_DAY


def string(value: Value) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return value[0] if value else ""
    return number_string(value)


def number_string(value: float) -> str:
    """A number as XPath writes it: no exponent, no `.0`."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    nearest = round(value)
    if abs(value - nearest) < _CLOSE or abs(value) >= 1e16:
        return str(nearest)
    return format(Decimal(repr(value)), "f")


def truth(value: Value) -> bool:
    """JavaRosa's rule: a blank node is false, whatever other string is true, a number unless it is zero or NaN."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return value != 0 and not math.isnan(value)
    if isinstance(value, list):
        return any(value)
    return value != ""


def values(value: Value) -> list[str]:
    """`value` as a set of nodes: each node's string."""
    return value if isinstance(value, list) else [string(value)]


def equal(left: Value, right: Value) -> bool:
    """`left = right`: true if any pair of nodes is equal."""
    if isinstance(left, list) or isinstance(right, list):
        return _any_pair(left, right, equal)
    if isinstance(left, bool) or isinstance(right, bool):
        return truth(left) == truth(right)
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    return abs(number(left) - number(right)) < _CLOSE


def unequal(left: Value, right: Value) -> bool:
    """`left != right`: true if any pair of nodes differs; NaN differs from everything."""
    if isinstance(left, list) or isinstance(right, list):
        return _any_pair(left, right, unequal)
    return not equal(left, right)


def equal_numbers(left: Value, right: Value) -> bool:
    """`=` where one side is known to hold numbers: 5, 5.0 and 05 are the same, blank is only equal to blank."""
    if isinstance(left, str) and isinstance(right, str) and left and right:
        return abs(number(left) - number(right)) < _CLOSE
    return equal(left, right)


def _any_pair(left: Value, right: Value, test: Callable[[Value, Value], bool]) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return test(truth(left), truth(right))
    return any(test(one, other) for one in each(left) for other in each(right))


def compared(test: Callable[[float, float], bool]) -> Callable[[Value, Value], bool]:
    """`<` and its like: both sides as numbers, any pair of nodes, NaN never."""

    def compare(left: Value, right: Value) -> bool:
        if isinstance(left, list) or isinstance(right, list):
            return any(test(number(one), number(other)) for one in each(left) for other in each(right))
        return test(number(left), number(right))

    return compare


def each(value: Value) -> Sequence[Value]:
    """`value` as a set of nodes; what is no set stays a number or a truth."""
    return value if isinstance(value, list) else [value]
