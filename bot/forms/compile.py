"""Turns the tree of an expression into a function: compiled once when the form is loaded, run at every answer."""

import operator
import random
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bot.forms.env import Env, Expression, Run, template
from bot.forms.errors import ExpressionError
from bot.forms.functions import FUNCTIONS
from bot.forms.paths import Outline, Place, Router, Test, as_test
from bot.forms.tables import Row
from bot.forms.values import NAN, Value, compared, equal, equal_numbers, number, string, truth, unequal
from bot.forms.xpath import Call, Literal, Negation, Node, Number, Operation, Path, parse

_UUIDS = uuid.UUID("6f3a2f6a-2a52-5c3b-9a57-1d3f1e0f6a11")
_NUMBER_FUNCTIONS = {"number", "int", "round", "count", "sum", "count-selected", "string-length"}


class Labels(Protocol):
    """What jr:choice-name() and jr:itext() read; filled after the expressions are compiled."""

    def choice_name(self, path: str, value: str, env: Env) -> str: ...

    def itext(self, key: str, env: Env) -> str: ...


@dataclass(slots=True)
class Compiler:
    """Compiles the expressions of one form."""

    outline: Outline
    labels: Labels
    done: dict[tuple[str, str], Expression] = field(default_factory=dict)

    def compile(self, source: str, path: str) -> Expression:
        """`source` as it reads at the node `path`; raises ExpressionError."""
        key = (source, path)
        if key not in self.done:
            self.done[key] = _Work(self.outline, self.labels, path).expression(source)
        return self.done[key]

    def rows(self, source: str, path: str) -> tuple[Callable[[Env], Sequence[Row]], frozenset[str], Path]:
        """The rows that a list of choices takes from a table: how to get them, what that reads, and the path itself."""
        work = _Work(self.outline, self.labels, path)
        tree = parse(source)
        if not isinstance(tree, Path) or not isinstance(tree.start, Call) or tree.start.name != "instance":
            raise ExpressionError("a list of choices can only come from a list or a table")
        rows, rest = work.router.rows(tree, Place(path))
        if rest:
            raise ExpressionError("a list of choices ends with /root/item")
        return rows, frozenset(work.router.reads), tree


class _Work:
    """One expression being compiled."""

    def __init__(self, outline: Outline, labels: Labels, path: str) -> None:
        self._outline = outline
        self._labels = labels
        self._path = path
        self._sticky = False
        self.router = Router(outline, self._test, self._node)
        self._special: Mapping[str, Callable[[Call, Place], Run]] = {
            "if": self._if, "coalesce": self._coalesce, "once": self._once, "position": self._position, "last":
            self._refuse_last, "count": self._count, "indexed-repeat": self._indexed, "instance": self._refuse_instance,
            "today": self._today, "now": self._now, "random": self._random, "uuid": self._uuid, "jr:choice-name":
            self._choice_name, "jr:itext": self._itext, "pulldata": self._pulldata, "current": self._current, "version":
            self._version,
        }  # fmt: skip

    def expression(self, source: str) -> Expression:
        run = self._node(parse(source), Place(self._path))
        reads = frozenset(self.router.reads)
        return Expression(source.strip(), run, reads, self._sticky or self._path in reads)

    def _node(self, node: Node, place: Place) -> Run:
        match node:
            case Number(value) | Literal(value):
                return _always(value)
            case Negation(operand):
                inner = self._node(operand, place)
                return lambda env: -number(inner(env))
            case Operation():
                return self._operation(node, place)
            case Call():
                return self._call(node, place)
            case Path():
                return self._path_value(node, place)

    def _test(self, node: Node, place: Place) -> Test:
        return as_test(self._node(node, place))

    # Operators

    def _operation(self, node: Operation, place: Place) -> Run:
        left, right = self._node(node.left, place), self._node(node.right, place)
        match node.operator:
            case "or":
                return lambda env: truth(left(env)) or truth(right(env))
            case "and":
                return lambda env: truth(left(env)) and truth(right(env))
            case "|":
                return lambda env: [*_nodes(left(env)), *_nodes(right(env))]
            case "=" | "!=":
                return self._equality(node, left, right, place)
        if node.operator in _COMPARISONS:
            return self._comparison(node, left, right, place)
        reckon = _ARITHMETIC[node.operator]
        return lambda env: reckon(number(left(env)), number(right(env)))

    def _comparison(self, node: Operation, left: Run, right: Run, place: Place) -> Run:
        test = _COMPARISONS[node.operator]
        if self._is_single(node.left, place) and self._is_single(node.right, place):
            return lambda env: test(number(left(env)), number(right(env)))
        compare = compared(test)
        return lambda env: compare(left(env), right(env))

    def _is_single(self, node: Node, place: Place) -> bool:
        """Whether an expression gives one value for sure, no set of nodes; such need less care."""
        match node:
            case Number() | Literal() | Negation():
                return True
            case Operation(operator):
                return operator != "|"
            case Call(name):
                return name in FUNCTIONS or name in ("today", "now", "count", "position")
        if place.table and node.start == ".":
            return True
        return isinstance(node.start, str) and self._single(node, place) is not None

    def _is_text(self, node: Node, place: Place) -> bool:
        return isinstance(node, Literal | Path) and self._is_single(node, place)

    def _equality(self, node: Operation, left: Run, right: Run, place: Place) -> Run:
        numeric = self._is_number(node.left, place) or self._is_number(node.right, place)
        if not numeric and self._is_text(node.left, place) and self._is_text(node.right, place):
            if node.operator == "=":
                return lambda env: left(env) == right(env)
            return lambda env: left(env) != right(env)
        same = equal_numbers if numeric else equal
        if node.operator == "=":
            return lambda env: same(left(env), right(env))
        if numeric:
            return lambda env: not equal_numbers(left(env), right(env))
        return lambda env: unequal(left(env), right(env))

    def _is_number(self, node: Node, place: Place) -> bool:
        """Whether an expression is a node of the form that holds integers or decimals."""
        if not isinstance(node, Path) or (place.table and node.start == ".") or _starts_at_table(node):
            return False
        if isinstance(node.start, Call) and node.start.name != "current":
            return False
        routes = self.router.routes(node, place)
        return all(route.path in self._outline.numeric for route in routes)

    # Paths

    def _path_value(self, path: Path, place: Place) -> Run:
        if _starts_at_table(path):
            return self._table_value(path, place)
        if place.table and path.start == ".":
            return _column_value(path)
        if not isinstance(path.start, str) and not (isinstance(path.start, Call) and path.start.name == "current"):
            raise ExpressionError("a path can only follow instance() or current()")
        single = self._single(path, place)
        if isinstance(single, str):
            return lambda env: env.values.get(single, "")
        if single is not None:
            return lambda env: env.values.get(single(env), "")
        paths = self._paths(path, place)
        return lambda env: [env.values.get(one, "") for one in paths(env)]

    def _single(self, path: Path, place: Place) -> str | Callable[[Env], str] | None:
        """The one node that a path leads to: its full path or how to get that; None if there may be several."""
        routes = self.router.routes(path, place)
        return self.router.single(routes[0]) if len(routes) == 1 else None

    def _paths(self, path: Path, place: Place) -> Callable[[Env], list[str]]:
        ways = [self.router.paths(route) for route in self.router.routes(path, place)]
        if len(ways) == 1:
            return ways[0]
        return lambda env: [one for way in ways for one in way(env)]

    def _table_value(self, path: Path, place: Place) -> Run:
        rows, rest = self.router.rows(path, place)
        if len(rest) > 1 or (rest and rest[0].predicates):
            raise ExpressionError("after item only the name of a column can follow")
        if not rest:
            return lambda env: [row.get("name", "") for row in rows(env)]
        column = rest[0].name
        return lambda env: [row.get(column, "") for row in rows(env)]

    # Functions

    def _call(self, call: Call, place: Place) -> Run:
        special = self._special.get(call.name)
        if special is not None:
            return special(call, place)
        function = FUNCTIONS.get(call.name)
        if function is None:
            raise ExpressionError(f"the function {call.name}() is not known here")
        if not function.fewest <= len(call.arguments) <= function.most:
            raise ExpressionError(f"{call.name}() does not take {len(call.arguments)} values")
        return _applied(function.call, [self._node(argument, place) for argument in call.arguments])

    def _arguments(self, call: Call, place: Place, fewest: int, most: int) -> list[Run]:
        if not fewest <= len(call.arguments) <= most:
            raise ExpressionError(f"{call.name}() does not take {len(call.arguments)} values")
        return [self._node(argument, place) for argument in call.arguments]

    def _if(self, call: Call, place: Place) -> Run:
        test, yes, no = self._arguments(call, place, 3, 3)
        return lambda env: yes(env) if truth(test(env)) else no(env)

    def _coalesce(self, call: Call, place: Place) -> Run:
        choices = self._arguments(call, place, 1, 99)
        return lambda env: next((found for choice in choices if (found := string(choice(env))) != ""), "")

    def _once(self, call: Call, place: Place) -> Run:
        (first,) = self._arguments(call, place, 1, 1)
        self._sticky = True
        return first

    def _position(self, call: Call, place: Place) -> Run:
        if not call.arguments:
            return lambda env: float(env.position)
        (path,) = call.arguments
        if not isinstance(path, Path):
            raise ExpressionError("position() wants a path such as ..")
        paths = self._paths(path, place)
        return lambda env: _entry_number(paths(env))

    def _count(self, call: Call, place: Place) -> Run:
        if len(call.arguments) != 1:
            raise ExpressionError("count() takes one path")
        (path,) = call.arguments
        if isinstance(path, Path) and not _starts_at_table(path) and not (place.table and path.start == "."):
            paths = self._paths(path, place)
            return lambda env: float(len(paths(env)))
        value = self._node(path, place)
        return lambda env: float(len(_nodes(value(env))))

    def _indexed(self, call: Call, place: Place) -> Run:
        """indexed-repeat(node, repeat, number, …): the node in that entry."""
        if len(call.arguments) not in (3, 5, 7):
            raise ExpressionError("indexed-repeat() takes a node, then a repeat and a number, up to three times")
        node, *rest = call.arguments
        target = self._only(node, place)
        numbers = {
            self._only(repeat, place): self._node(at, place) for repeat, at in zip(rest[::2], rest[1::2], strict=True)
        }
        hops = self._outline.repeats_of(target)
        self.router.reads.update((target, *hops))
        return _indexed_value(target, [(hop, numbers.get(hop)) for hop in hops])

    def _only(self, node: Node, place: Place) -> str:
        if not isinstance(node, Path) or _starts_at_table(node):
            raise ExpressionError("indexed-repeat() wants the names of a question and of a repeat")
        return self.router.routes(node, place)[0].path

    def _today(self, call: Call, place: Place) -> Run:
        self._arguments(call, place, 0, 0)
        return lambda env: env.context.today.isoformat()

    def _now(self, call: Call, place: Place) -> Run:
        self._arguments(call, place, 0, 0)
        return lambda env: env.context.now.isoformat(timespec="milliseconds")

    def _random(self, call: Call, place: Place) -> Run:
        self._arguments(call, place, 0, 0)
        self._sticky = True
        return lambda env: random.Random(f"{env.context.seed} {env.root.here}").random()

    def _uuid(self, call: Call, place: Place) -> Run:
        self._sticky = True
        return lambda env: str(uuid.uuid5(_UUIDS, f"{env.context.seed} {env.root.here}"))

    def _choice_name(self, call: Call, place: Place) -> Run:
        value, _ = self._arguments(call, place, 2, 2)
        written = call.arguments[1]
        if not isinstance(written, Literal):
            raise ExpressionError("jr:choice-name() wants the question's name in quotes")
        target = self._only(parse(written.value), place)
        labels = self._labels
        return lambda env: labels.choice_name(target, string(value(env)), env)

    def _itext(self, call: Call, place: Place) -> Run:
        (key,) = self._arguments(call, place, 1, 1)
        labels = self._labels
        return lambda env: labels.itext(string(key(env)), env)

    def _pulldata(self, call: Call, place: Place) -> Run:
        _, column, key_column, key = self._arguments(call, place, 4, 4)
        written = call.arguments[0]
        if not isinstance(written, Literal) or written.value not in self._outline.tables:
            raise ExpressionError("pulldata() wants the name of a table of this programme, in quotes, first")
        table = self._outline.tables[written.value]

        def pull(env: Env) -> Value:
            rows = table.where(string(key_column(env)), string(key(env)))
            return rows[0].get(string(column(env)), "") if rows else ""

        return pull

    def _current(self, call: Call, place: Place) -> Run:
        return self._path_value(Path(call, ()), place)

    def _version(self, call: Call, place: Place) -> Run:
        return _always("")

    def _refuse_last(self, call: Call, place: Place) -> Run:
        raise ExpressionError("last() is not supported; use count()")

    def _refuse_instance(self, call: Call, place: Place) -> Run:
        raise ExpressionError("instance() must be followed by /root/item")


def _always(value: Value) -> Run:
    return lambda env: value


def _applied(function: Callable[..., Value], arguments: Sequence[Run]) -> Run:
    match arguments:
        case []:
            return lambda env: function()
        case [first]:
            return lambda env: function(first(env))
        case [first, second]:
            return lambda env: function(first(env), second(env))
    return lambda env: function(*[argument(env) for argument in arguments])


def _starts_at_table(path: Path) -> bool:
    return isinstance(path.start, Call) and path.start.name == "instance"


def _column_value(path: Path) -> Run:
    if len(path.steps) != 1 or path.steps[0].name in ("..", "*", "//"):
        raise ExpressionError("a row of a table has only columns")
    column = "name" if path.steps[0].name == "." else path.steps[0].name
    return lambda env: env.row.get(column, "") if env.row is not None else ""


def _nodes(value: Value) -> list[str]:
    return value if isinstance(value, list) else [string(value)]


def _entry_number(paths: Sequence[str]) -> float:
    if not paths:
        return NAN
    _, found, tail = paths[0].rpartition("[")
    return float(tail[:-1]) if found and tail.endswith("]") else 1.0


def _indexed_value(target: str, hops: Sequence[tuple[str, Run | None]]) -> Run:
    def value(env: Env) -> Value:
        path, before = "", ""
        for hop, at in hops:
            segment = path + hop[len(before) :]
            path, before = f"{segment}[{_entry(env, hop, at)}]", hop
        return env.values.get(path + target[len(before) :], "")

    return value


def _entry(env: Env, repeat: str, at: Run | None) -> int:
    """The entry asked for; without a number the one that the expression stands in, else the first. 0 is none."""
    if at is not None:
        wanted = number(at(env))
        return int(wanted) if wanted == wanted and abs(wanted) < 1e9 else 0
    own = next((base for base in env.root.bases if template(base) == repeat), "[1]")
    return int(own.rpartition("[")[2][:-1])


def _divided(left: float, right: float) -> float:
    if right == 0:
        return NAN if left == 0 or left != left else float("inf") * (1 if left > 0 else -1)
    return left / right


def _remainder(left: float, right: float) -> float:
    """XPath's mod has the sign of the left side."""
    if right == 0 or left != left or abs(left) == float("inf"):
        return NAN
    return left - right * int(left / right) if abs(right) != float("inf") else left


_COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_ARITHMETIC: Mapping[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "div": _divided,
    "mod": _remainder,
}
