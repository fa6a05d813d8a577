"""Sums of a worked example, "price * 12 = sales": worked out, so that no lesson is printed with one that is wrong."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction

_OPERATORS: Mapping[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}

HOW = "use names of amounts, numbers, + - * / and brackets"


class NoSum(ValueError):
    """What is written is no sum; the message says what to do."""


def holds(written: str, values: Mapping[str, Decimal]) -> bool:
    """Whether both sides are the same, exactly."""
    sides = written.split("=")
    if len(sides) != 2:
        raise NoSum("write it with one equals sign, such as price * 12 = sales")
    left, right = (_worked_out(side, values) for side in sides)
    return left == right


def _worked_out(side: str, values: Mapping[str, Decimal]) -> Fraction:
    try:
        return _value(ast.parse(side.strip(), mode="eval").body, values)
    except NoSum:
        raise
    except ZeroDivisionError:
        raise NoSum("it divides by nothing") from None
    except (SyntaxError, ValueError, RecursionError):
        raise NoSum(HOW) from None


def _value(node: ast.expr, values: Mapping[str, Decimal]) -> Fraction:
    match node:
        case ast.Name(id=name) if name in values:
            return Fraction(values[name])
        case ast.Name(id=name):
            raise NoSum(f"“{name}” is no amount of this lesson")
        case ast.Constant(value=int() | float() as number):
            return Fraction(str(number))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_value(left, values), _value(right, values))
    raise NoSum(HOW)
