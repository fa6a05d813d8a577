"""What a call in an expression means before it is run: what is meant without an argument, and what can never be."""

from collections.abc import Callable, Mapping

from bot.forms.errors import ExpressionError
from bot.forms.xpath.dates import read_date, unknown_marks
from bot.forms.xpath.functions import DIGESTS, ENCODINGS
from bot.forms.xpath.xpath import Call, Literal, Node, Operation, Path, Step

_OF_THE_NODE = frozenset({"string", "string-length", "normalize-space", "number"})
_OF_NODES = frozenset({"count", "count-non-empty"})


def plain(call: Call) -> Call:
    """The call with all that it means; raises ExpressionError for what no answer could make right.

    string() and its like speak of the node that the expression stands at. A mark, a date or an algorithm that is
    written into the form and that nobody knows would only show in the field.
    """
    if call.name in _OF_THE_NODE and not call.arguments:
        return Call(call.name, (Path(".", (Step("."),)),))
    if call.name in _OF_NODES and (len(call.arguments) != 1 or not _may_be_nodes(call.arguments[0])):
        raise ExpressionError(f"{call.name}() takes one path, such as a repeat or a question in it")
    if call.name in _CHECKS:
        _CHECKS[call.name](call.name, [one.value if isinstance(one, Literal) else None for one in call.arguments])
    return call


def _may_be_nodes(node: Node) -> bool:
    if isinstance(node, Call):
        return node.name in ("current", "indexed-repeat", "randomize")
    return isinstance(node, Path) or (isinstance(node, Operation) and node.operator == "|")


def _day(name: str, written: list[str | None]) -> None:
    text = (written[0] or "").strip() if written else ""
    if text and read_date(text.partition("T")[0]) is None:
        raise ExpressionError(f"{name}() reads no date in '{text}'; write it as 2026-01-31")


def _marks(name: str, written: list[str | None]) -> None:
    _day(name, written)
    for mark in unknown_marks(written[1] or "") if len(written) > 1 else ():
        raise ExpressionError(f"{name}() knows no {mark}")


def _digest(name: str, written: list[str | None]) -> None:
    for given, known in zip(written[1:], (DIGESTS, ENCODINGS), strict=False):
        if given is not None and given not in known:
            raise ExpressionError(f"{name}() knows no '{given}', only {', '.join(known)}")


def _pairs(name: str, written: list[str | None]) -> None:
    if len(written) % 2:
        raise ExpressionError(f"{name}() wants a weight after each answer")


_CHECKS: Mapping[str, Callable[[str, list[str | None]], None]] = {
    "date": _day,
    "date-time": _day,
    "decimal-date-time": _day,
    "format-date": _marks,
    "format-date-time": _marks,
    "digest": _digest,
    "weighted-checklist": _pairs,
}
