"""The functions of ODK's XPath that need nothing but their arguments; those that look at the form are in compile.py.

The table at the end is the list: name, fewest and most arguments, function. Rules: the ODK XForms specification,
section "XPath functions".
"""

import base64
import binascii
import hashlib
import math
import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.forms.xpath import dates
from bot.forms.xpath.safe_regex import matches
from bot.forms.xpath.values import NAN, Value, each, number, string, truth, values

MANY = 99


@dataclass(frozen=True, slots=True)
class Function:
    fewest: int
    most: int
    call: Callable[..., Value]


def selected(chosen: Value, name: Value) -> bool:
    return string(name).strip() in string(chosen).split()


def _selected_at(chosen: Value, place: Value) -> str:
    names, at = string(chosen).split(), number(place)
    return names[int(at)] if 0 <= at < len(names) else ""


def _count_selected(chosen: Value) -> float:
    return float(len(string(chosen).split()))


def _numbers(arguments: Iterable[Value]) -> list[float]:
    """The numbers of all nodes of all arguments; blanks are left out, as ODK's readers of repeats expect."""
    return [number(one) for argument in arguments for one in each(argument) if one != ""]


def _extreme(pick: Callable[[list[float]], float]) -> Callable[..., float]:
    def extreme(*arguments: Value) -> float:
        found = _numbers(arguments)
        return NAN if not found or any(map(math.isnan, found)) else pick(found)

    return extreme


def _sum(*arguments: Value) -> float:
    return math.fsum(_numbers(arguments))


def _join(separator: Value, *arguments: Value) -> str:
    return string(separator).join(one for argument in arguments for one in values(argument))


def _concat(*arguments: Value) -> str:
    return "".join(one for argument in arguments for one in values(argument))


def _substr(text: Value, start: Value, end: Value | None = None) -> str:
    """Counts from 0; a negative place counts from the end."""
    whole, first = string(text), number(start)
    last = float(len(whole)) if end is None else number(end)
    if math.isnan(first) or math.isnan(last):
        return ""
    return whole[_index(first) : _index(last)]


def _index(place: float) -> int:
    return int(max(-1e9, min(1e9, place)))


def _substring(text: Value, start: Value, length: Value = math.inf) -> str:
    """XPath's own: counts from 1."""
    first = number(start)
    return "".join(letter for at, letter in enumerate(string(text), 1) if first <= at < first + number(length))


def _before(text: Value, mark: Value) -> str:
    head, found, _ = string(text).partition(string(mark)) if string(mark) else ("", "", "")
    return head if found else ""


def _after(text: Value, mark: Value) -> str:
    return string(text).partition(string(mark))[2] if string(mark) else string(text)


def _translate(text: Value, old: Value, new: Value) -> str:
    source, target = string(old), string(new)
    table = {ord(letter): target[at] if at < len(target) else None for at, letter in reversed(list(enumerate(source)))}
    return string(text).translate(table)


def _integer(value: Value) -> float:
    exact = number(value)
    return float(math.trunc(exact)) if math.isfinite(exact) else NAN


def _power(base: Value, exponent: Value) -> float:
    try:
        result = number(base) ** number(exponent)
    except (OverflowError, ZeroDivisionError):
        return math.inf
    return result if isinstance(result, float) else NAN


def _real(function: Callable[..., float]) -> Callable[..., float]:
    """A function of mathematics that gives NaN where it is not defined."""

    def call(*arguments: Value) -> float:
        try:
            return float(function(*map(number, arguments)))
        except (ValueError, OverflowError):
            return NAN

    return call


def _whole(function: Callable[[float], int]) -> Callable[[Value], float]:
    def call(value: Value) -> float:
        exact = number(value)
        return float(function(exact)) if math.isfinite(exact) else exact

    return call


def _boolean_from_string(value: Value) -> bool:
    return string(value).strip().lower() in ("true", "1")


def _checklist(fewest: Value, most: Value, *answers: Value) -> bool:
    return _between(fewest, most, sum(truth(answer) for answer in answers))


def _weighted(fewest: Value, most: Value, *pairs: Value) -> bool:
    weighed = zip(pairs[::2], pairs[1::2], strict=False)
    return _between(fewest, most, math.fsum(number(weight) for answer, weight in weighed if truth(answer)))


def _between(fewest: Value, most: Value, count: float) -> bool:
    """A bound of -1 is no bound."""
    low, high = number(fewest), number(most)
    return (low < 0 or count >= low) and (high < 0 or count <= high)


def _digest(text: Value, algorithm: Value, encoding: Value = "base64") -> str:
    name = string(algorithm).lower().replace("-", "")
    if name not in ("md5", "sha1", "sha256", "sha384", "sha512"):
        return ""
    digest = hashlib.new(name, string(text).encode(), usedforsecurity=False)
    return digest.hexdigest() if string(encoding) == "hex" else base64.b64encode(digest.digest()).decode()


def _base64_decode(text: Value) -> str:
    try:
        return base64.b64decode(string(text)).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _text(test: Callable[[str, str], bool]) -> Callable[[Value, Value], bool]:
    return lambda whole, part: test(string(whole), string(part))


def _count_filled(*arguments: Value) -> float:
    return float(sum(1 for argument in arguments for one in values(argument) if one != ""))


FUNCTIONS: dict[str, Function] = {
    "true": Function(0, 0, lambda: True),
    "false": Function(0, 0, lambda: False),
    "not": Function(1, 1, lambda value: not truth(value)),
    "boolean": Function(1, 1, truth),
    "boolean-from-string": Function(1, 1, _boolean_from_string),
    "number": Function(1, 1, number),
    "double": Function(1, 1, number),
    "string": Function(1, 1, string),
    "int": Function(1, 1, _integer),
    "round": Function(1, 2, dates.rounded),
    "floor": Function(1, 1, _whole(math.floor)),
    "ceiling": Function(1, 1, _whole(math.ceil)),
    "abs": Function(1, 1, _real(abs)),
    "pow": Function(2, 2, _power),
    "sqrt": Function(1, 1, _real(math.sqrt)),
    "exp": Function(1, 1, _real(math.exp)),
    "exp10": Function(1, 1, lambda value: _power(10.0, value)),
    "log": Function(1, 1, _real(math.log)),
    "log10": Function(1, 1, _real(math.log10)),
    "sin": Function(1, 1, _real(math.sin)),
    "cos": Function(1, 1, _real(math.cos)),
    "tan": Function(1, 1, _real(math.tan)),
    "asin": Function(1, 1, _real(math.asin)),
    "acos": Function(1, 1, _real(math.acos)),
    "atan": Function(1, 1, _real(math.atan)),
    "atan2": Function(2, 2, _real(math.atan2)),
    "pi": Function(0, 0, lambda: math.pi),
    "sum": Function(1, MANY, _sum),
    "min": Function(1, MANY, _extreme(min)),
    "max": Function(1, MANY, _extreme(max)),
    "count-non-empty": Function(1, MANY, _count_filled),
    "concat": Function(1, MANY, _concat),
    "join": Function(1, MANY, _join),
    "substr": Function(2, 3, _substr),
    "substring": Function(2, 3, _substring),
    "substring-before": Function(2, 2, _before),
    "substring-after": Function(2, 2, _after),
    "translate": Function(3, 3, _translate),
    "normalize-space": Function(1, 1, lambda value: " ".join(string(value).split())),
    "string-length": Function(1, 1, lambda value: float(len(string(value)))),
    "contains": Function(2, 2, _text(operator.contains)),
    "starts-with": Function(2, 2, _text(str.startswith)),
    "ends-with": Function(2, 2, _text(str.endswith)),
    "regex": Function(2, 2, lambda text, pattern: matches(string(pattern), string(text))),
    "selected": Function(2, 2, selected),
    "is-selected": Function(2, 2, selected),
    "selected-at": Function(2, 2, _selected_at),
    "count-selected": Function(1, 1, _count_selected),
    "checklist": Function(2, MANY, _checklist),
    "weighted-checklist": Function(2, MANY, _weighted),
    "date": Function(1, 1, dates.to_date),
    "date-time": Function(1, 1, dates.to_date_time),
    "format-date": Function(2, 2, dates.format_date),
    "format-date-time": Function(2, 2, dates.format_date),
    "decimal-date-time": Function(1, 1, dates.decimal_date_time),
    "decimal-time": Function(1, 1, dates.decimal_time),
    "digest": Function(2, 3, _digest),
    "base64-decode": Function(1, 1, _base64_decode),
}
