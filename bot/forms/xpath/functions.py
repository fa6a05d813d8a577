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
from decimal import ROUND_FLOOR, Decimal, localcontext

from bot.forms.xpath import geo
from bot.forms.xpath.safe_regex import matches
from bot.forms.xpath.values import NAN, Value, each, number, string, truth, values

MANY = 99
DIGESTS = ("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512")
ENCODINGS = ("base64", "hex")


@dataclass(frozen=True, slots=True)
class Function:
    fewest: int
    most: int
    call: Callable[..., Value]


def selected(chosen: Value, name: Value) -> bool:
    """Nothing ('') is selected where nothing was chosen."""
    names, wanted = string(chosen).split(), string(name).strip()
    return wanted in names if wanted else not names


def _selected_at(chosen: Value, place: Value) -> str:
    names, at = string(chosen).split(), _integer(place)
    return names[int(at)] if 0 <= at < len(names) else ""


def _count_selected(chosen: Value) -> float:
    return float(len(string(chosen).split()))


def _numbers(arguments: Iterable[Value]) -> list[float]:
    """The numbers of all nodes of all arguments; what is none (a blank) is left out, as in ODK Collect."""
    found = (number(one) for argument in arguments for one in each(argument))
    return [one for one in found if one == one]


def _extreme(pick: Callable[[list[float]], float]) -> Callable[..., float]:
    def extreme(*arguments: Value) -> float:
        found = _numbers(arguments)
        return pick(found) if found else NAN

    return extreme


def _sum(*arguments: Value) -> float:
    found = _numbers(arguments)
    return math.fsum(found) if all(map(math.isfinite, found)) else sum(found)


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
    """XPath's own: counts from 1, and both numbers are rounded first."""
    first = rounded(start)
    end = first + rounded(length)
    return "".join(letter for at, letter in enumerate(string(text), 1) if first <= at < end)


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
    return float(math.trunc(exact)) if math.isfinite(exact) else exact


def _power(base: Value, exponent: Value) -> float:
    low, high = number(base), number(exponent)
    try:
        return math.pow(low, high)
    except OverflowError:
        return -math.inf if low < 0 and high % 2 == 1 else math.inf
    except ValueError:  # the root of a negative number has no value, nothing to a negative power has no end
        return math.inf if low == 0 else NAN


def _real(function: Callable[..., float]) -> Callable[..., float]:
    """A function of mathematics that gives NaN where it is not defined."""

    def call(*arguments: Value) -> float:
        try:
            return float(function(*map(number, arguments)))
        except OverflowError:
            return math.inf
        except ValueError:
            return NAN

    return call


def _logarithm(function: Callable[[float], float]) -> Callable[[Value], float]:
    defined = _real(function)
    return lambda value: -math.inf if (exact := number(value)) == 0 else defined(exact)


def rounded(value: Value, places: Value = 0.0) -> float:
    """round(): halves go up, as in XPath, and by the digits that are written: 1.005 to two places is 1.01."""
    exact, digits = number(value), number(places)
    if not math.isfinite(exact) or not -30 <= digits <= 30:
        return exact if math.isinf(exact) else NAN
    step = Decimal(1).scaleb(-int(digits))
    with localcontext(prec=400):
        return float((Decimal(repr(exact)) / step + Decimal("0.5")).to_integral_value(ROUND_FLOOR) * step)


def _whole(function: Callable[[float], int]) -> Callable[[Value], float]:
    def call(value: Value) -> float:
        exact = number(value)
        return float(function(exact)) if math.isfinite(exact) else exact

    return call


def _boolean_from_string(value: Value) -> bool:
    return string(value).lower() in ("true", "1")


def _checklist(fewest: Value, most: Value, *answers: Value) -> bool:
    return _between(fewest, most, sum(truth(one) for answer in answers for one in each(answer)))


def _weighted(fewest: Value, most: Value, *pairs: Value) -> bool:
    """Each answer with its weight; of two sets of nodes the first with the first, and so on."""
    total = 0.0
    for answers, weights in zip(pairs[::2], pairs[1::2], strict=True):
        if len(each(answers)) < len(each(weights)):
            return False
        weighed = zip(each(answers), each(weights), strict=False)
        total += sum(number(weight) for answer, weight in weighed if truth(answer))
    return _between(fewest, most, total)


def _between(fewest: Value, most: Value, count: float) -> bool:
    """A bound of -1 is no bound."""
    low, high = number(fewest), number(most)
    return (low < 0 or count >= low) and (high < 0 or count <= high)


def _digest(text: Value, algorithm: Value, encoding: Value = "base64") -> str:
    name = string(algorithm)
    if name not in DIGESTS or string(encoding) not in ENCODINGS:
        return ""
    digest = hashlib.new(name.replace("-", ""), string(text).encode(), usedforsecurity=False)
    return digest.hexdigest() if string(encoding) == "hex" else base64.b64encode(digest.digest()).decode()


def _base64_decode(text: Value) -> str:
    try:
        written = string(text).rstrip("=")
        return base64.b64decode(written + "=" * (-len(written) % 4)).decode()
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
    "round": Function(1, 2, rounded),
    "floor": Function(1, 1, _whole(math.floor)),
    "ceiling": Function(1, 1, _whole(math.ceil)),
    "abs": Function(1, 1, _real(abs)),
    "pow": Function(2, 2, _power),
    "sqrt": Function(1, 1, _real(math.sqrt)),
    "exp": Function(1, 1, _real(math.exp)),
    "exp10": Function(1, 1, lambda value: _power(10.0, value)),
    "log": Function(1, 1, _logarithm(math.log)),
    "log10": Function(1, 1, _logarithm(math.log10)),
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
    "concat": Function(0, MANY, _concat),
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
    "area": Function(1, MANY, geo.area),
    "distance": Function(1, MANY, geo.distance),
    "geofence": Function(2, 2, geo.geofence),
    "digest": Function(2, 3, _digest),
    "base64-decode": Function(1, 1, _base64_decode),
}
