"""Turns the tree of an expression into a function: compiled once when the form is loaded, run at every answer."""

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.forms.errors import ExpressionError
from bot.forms.xpath.calls import plain
from bot.forms.xpath.choice_tables import Row, Table
from bot.forms.xpath.env import Env, Expression, Run
from bot.forms.xpath.form_functions import SPECIAL, Labels, starts_at_table
from bot.forms.xpath.functions import FUNCTIONS
from bot.forms.xpath.lookup import Finder, Test, as_test
from bot.forms.xpath.outline import Outline, Place
from bot.forms.xpath.paths import Router
from bot.forms.xpath.values import NAN, Value, compared, equal, equal_numbers, number, truth, unequal, values
from bot.forms.xpath.xpath import Call, Literal, Negation, Node, Number, Operation, Path, parse


@dataclass(frozen=True, slots=True)
class Selection:
    """Rows for choices. table: where they come from, empty if from answers. reads: paths that the filter looks at.

    shared: the table is not the form's own. seed: what to mix them by, where the form says so.
    """

    rows: Callable[[Env], Sequence[Row]]
    table: Table
    reads: frozenset[str]
    filtered: bool
    shared: bool
    shuffled: bool
    seed: Run | None


@dataclass(slots=True)
class Compiler:
    """Compiles the expressions of one form. unknown: words in them that are no node, with the path they were met at."""

    outline: Outline
    labels: Labels
    unknown: set[tuple[str, str]] = field(default_factory=set)
    _done: dict[tuple[str, str], Expression] = field(default_factory=dict)
    _read: set[str] = field(default_factory=set)

    def compile(self, source: str, path: str) -> Expression:
        """`source` as it reads at the node `path`; raises ExpressionError."""
        key = (source, path)
        if key not in self._done:
            self._done[key] = _Work(self, path).expression(source)
        return self._done[key]

    def selection(self, source: str, path: str) -> Selection:
        """The rows that the choices of the question at `path` are taken from; raises ExpressionError."""
        selection = _Work(self, path).selection(parse(source))
        self._read.update(selection.reads)
        return selection

    def read_anywhere(self) -> frozenset[str]:
        """All paths that some expression, text or filter compiled so far depends on."""
        return frozenset(self._read).union(*(one.reads for one in self._done.values()))


class _Work:
    """One expression being compiled."""

    def __init__(self, compiler: Compiler, path: str) -> None:
        self.compiler = compiler
        self.outline = compiler.outline
        self.labels = compiler.labels
        self._path = path
        self.sticky = False
        self.router = Router(self.outline, self._test)
        self.finder = Finder(self.outline, self._test, self.node)

    def expression(self, source: str) -> Expression:
        run = self.node(parse(source), Place(self._path))
        reads = frozenset(self.router.reads)
        self.compiler.unknown.update((self._path, word) for word in self.router.unknown)
        sticky = self.sticky or self._path in reads
        return Expression(source.strip(), run, reads, frozenset(self.router.wide), sticky)

    def selection(self, tree: Node) -> Selection:
        place = Place(self._path)
        seed = None
        shuffled = isinstance(tree, Call) and tree.name == "randomize" and 1 <= len(tree.arguments) <= 2
        if isinstance(tree, Call) and shuffled:
            seed = self.node(tree.arguments[1], place) if len(tree.arguments) == 2 else None
            tree = tree.arguments[0]
        if not isinstance(tree, Path):
            raise ExpressionError("a list of choices can only come from a list, a table or a repeat")
        if not starts_at_table(tree):
            rows = self._entries(tree, place)
            return Selection(rows, Table(()), frozenset(self.router.reads), True, True, shuffled, seed)
        rows, rest = self.finder.rows(tree, place)
        if rest:
            raise ExpressionError("a list of choices ends with /root/item")
        filtered = any(step.predicates for step in tree.steps)
        return Selection(
            rows=rows,
            table=self.finder.table(tree),
            reads=frozenset(self.router.reads),
            filtered=filtered,
            shared=self.finder.is_file(tree),
            shuffled=shuffled,
            seed=seed,
        )

    def _entries(self, path: Path, place: Place) -> Callable[[Env], Sequence[Row]]:
        """The entries of a repeat as rows, with the answers in them as columns."""
        entries = self.nodes(path, place)
        repeat = self.router.routes(path, place)[0].path
        names = {child.rpartition("/")[2]: child for child in self.outline.children.get(repeat, ())}
        self.router.reads.update(names.values())
        return lambda env: [{name: env.values.get(f"{entry}/{name}", "") for name in names} for entry in entries(env)]

    def node(self, node: Node, place: Place) -> Run:
        match node:
            case Number(value) | Literal(value):
                return _always(value)
            case Negation(operand):
                inner = self.node(operand, place)
                return lambda env: -number(inner(env))
            case Operation():
                return self._operation(node, place)
            case Call():
                return self._call(node, place)
            case Path():
                return self._path_value(node, place)

    def _test(self, node: Node, place: Place) -> Test:
        return as_test(self.node(node, place))

    # Operators

    def _operation(self, node: Operation, place: Place) -> Run:
        left, right = self.node(node.left, place), self.node(node.right, place)
        match node.operator:
            case "or":
                return lambda env: truth(left(env)) or truth(right(env))
            case "and":
                return lambda env: truth(left(env)) and truth(right(env))
            case "|":
                return lambda env: [*values(left(env)), *values(right(env))]
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
                return name in FUNCTIONS or name in ("today", "now", "count", "position", "date", "date-time")
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
        if not isinstance(node, Path) or (place.table and node.start == ".") or starts_at_table(node):
            return False
        if isinstance(node.start, Call) and node.start.name != "current":
            return False
        routes = self.router.routes(node, place)
        return bool(routes) and all(route.path in self.outline.numeric for route in routes)

    # Paths

    def _path_value(self, path: Path, place: Place) -> Run:
        if starts_at_table(path):
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
        paths = self.nodes(path, place)
        return lambda env: [env.values.get(one, "") for one in paths(env)]

    def _single(self, path: Path, place: Place) -> str | Callable[[Env], str] | None:
        """The one node that a path leads to: its full path or how to get that; None if there may be several."""
        routes = self.router.routes(path, place)
        return self.router.single(routes[0]) if len(routes) == 1 else None

    def nodes(self, path: Path, place: Place) -> Callable[[Env], list[str]]:
        if not (routes := self.router.routes(path, place)):
            return lambda env: []
        ways = [self.router.paths(route) for route in routes]
        if len(ways) == 1:
            return ways[0]
        return lambda env: [one for way in ways for one in way(env)]

    def _table_value(self, path: Path, place: Place) -> Run:
        rows, rest = self.finder.rows(path, place)
        if len(rest) > 1 or (rest and rest[0].predicates):
            raise ExpressionError("after item only the name of a column can follow")
        if not rest:
            return lambda env: [row.get("name", "") for row in rows(env)]
        column = rest[0].name
        return lambda env: [row.get(column, "") for row in rows(env)]

    # Functions

    def _call(self, written: Call, place: Place) -> Run:
        call = plain(written)
        special = SPECIAL.get(call.name)
        if special is not None:
            return special(self, call, place)
        function = FUNCTIONS.get(call.name)
        if function is None:
            raise ExpressionError(f"the function {call.name}() is not known here")
        if not function.fewest <= len(call.arguments) <= function.most:
            raise ExpressionError(f"{call.name}() does not take {len(call.arguments)} values")
        return _applied(function.call, [self.node(argument, place) for argument in call.arguments])

    def arguments(self, call: Call, place: Place, fewest: int, most: int) -> list[Run]:
        if not fewest <= len(call.arguments) <= most:
            raise ExpressionError(f"{call.name}() does not take {len(call.arguments)} values")
        return [self.node(argument, place) for argument in call.arguments]


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


def _column_value(path: Path) -> Run:
    if len(path.steps) != 1 or path.steps[0].name in ("..", "*", "//"):
        raise ExpressionError("a row of a table has only columns")
    column = "name" if path.steps[0].name == "." else path.steps[0].name
    return lambda env: env.row.get(column, "") if env.row is not None else ""


def _divided(left: float, right: float) -> float:
    if right == 0:
        return NAN if left == 0 or left != left else float("inf") * (1 if left > 0 else -1)
    return left / right


def _remainder(left: float, right: float) -> float:
    """XPath's mod has the sign of the left side, as C's has."""
    try:
        return math.fmod(left, right)
    except ValueError:  # by zero, or of the infinite
        return NAN


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
