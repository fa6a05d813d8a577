"""Reads an XPath 1.0 expression, as XForms write them, into a tree of small values.

A parser of our own (Pratt's method) rather than elementpath's: ODK's functions have other names (`if`,
`jr:choice-name`) and other numbers of arguments (`position(..)`, `number(x, y)`) than XPath's, and the tree is compiled
to plain closures, see compile.py. elementpath is the oracle in the tests.
"""

import re
from dataclasses import dataclass

from bot.forms.errors import ExpressionError


@dataclass(frozen=True, slots=True)
class Number:
    value: float


@dataclass(frozen=True, slots=True)
class Literal:
    value: str


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    arguments: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """`left operator right`; operators: or and = != < <= > >= + - * div mod |"""

    operator: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Negation:
    operand: "Node"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: a name, `*`, `.`, `..` or `//` (any depth below)."""

    name: str
    predicates: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """Steps from the root (`start` = "/"), from the present node ("."), or from what an expression gives."""

    start: "str | Node"
    steps: tuple[Step, ...]
    predicates: tuple["Node", ...] = ()


Node = Number | Literal | Call | Operation | Negation | Path

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<literal>"[^"]*"|'[^']*')
    | (?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)
    | (?P<name>[^\W\d][\w.\-·]*(?::[^\W\d][\w.\-·]*)?)
    | (?P<sign>//|\.\.|!=|<=|>=|[/.\[\]()@,|=<>+\-*])
    )""",
    re.VERBOSE,
)
_POWER = {
    "or": 1, "and": 2, "=": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "div": 6, "mod": 6,
    "|": 8,
}  # fmt: skip
_UNARY = 7
_WORD_OPERATORS = {"or", "and", "div", "mod"}
_DEEPEST = 60


def parse(text: str) -> Node:
    """The tree of `text`; raises ExpressionError with the part that cannot be read."""
    reader = _Reader(text)
    tree = reader.expression(0)
    if reader.kind != "end":
        raise reader.error()
    return tree


def _tokens(text: str) -> list[tuple[str, str, int]]:
    found: list[tuple[str, str, int]] = []
    at = 0
    end = len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            raise _unread(text, at)
        kind = str(match.lastgroup)
        found.append((kind, match[kind], match.start(kind)))
        at = match.end()
    found.append(("end", "", len(text)))
    return found


def _unread(text: str, at: int) -> ExpressionError:
    return ExpressionError(f'it cannot be read from "{text[at : at + 20].strip()}" on')


class _Reader:
    """Walks the tokens; `kind` and `token` are the present one."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found = _tokens(text)
        self._at = 0
        self._depth = 0
        self.kind, self.token, self._place = self._found[0]

    def error(self) -> ExpressionError:
        if self.kind == "end":
            return ExpressionError("it ends too early")
        return _unread(self._text, self._place)

    def _next(self) -> str:
        token = self.token
        self._at += 1
        self.kind, self.token, self._place = self._found[self._at]
        return token

    def _is(self, sign: str) -> bool:
        return self.kind == "sign" and self.token == sign

    def _take(self, sign: str) -> None:
        if not self._is(sign):
            raise self.error()
        self._next()

    def _operator(self) -> str | None:
        if self.kind == "sign" or (self.kind == "name" and self.token in _WORD_OPERATORS):
            return self.token
        return None

    def expression(self, power: int) -> Node:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ExpressionError("it is nested too deep; split it into several calculate rows")
        left = self._prefix()
        while (operator := self._operator()) is not None and _POWER.get(operator, 0) > power:
            self._next()
            left = Operation(operator, left, self.expression(_POWER[operator]))
        self._depth -= 1
        return left

    def _prefix(self) -> Node:
        if self._is("-"):
            self._next()
            return Negation(self.expression(_UNARY - 1))
        if self.kind == "literal":
            return self._tail(Literal(self._next()[1:-1]))
        if self.kind == "number":
            return Number(float(self._next()))
        if self._is("("):
            self._next()
            inner = self.expression(0)
            self._take(")")
            return self._tail(inner)
        if self.kind == "name" and self._found[self._at + 1][1] == "(" and self.token not in ("node", "text"):
            return self._tail(self._call())
        return self._path()

    def _call(self) -> Call:
        name = self._next()
        self._take("(")
        arguments: list[Node] = []
        while not self._is(")"):
            arguments.append(self.expression(0))
            if not self._is(")"):
                self._take(",")
                if self._is(")"):
                    raise self.error()
        self._next()
        return Call(name, tuple(arguments))

    def _tail(self, start: Node) -> Node:
        """What may follow a function or a bracket: predicates and steps, as in instance('x')/root/item[…]."""
        predicates = self._predicates()
        if not self._is("/") and not self._is("//"):
            return Path(start, (), predicates) if predicates else start
        return Path(start, self._steps(), predicates)

    def _path(self) -> Path:
        if self._is("/") or self._is("//"):
            steps = self._steps()
            return Path("/", steps)
        first = self._step()
        return Path(".", (first, *self._steps()))

    def _steps(self) -> tuple[Step, ...]:
        steps: list[Step] = []
        while self._is("/") or self._is("//"):
            if self._next() == "//":
                steps.append(Step("//"))
            steps.append(self._step())
        return tuple(steps)

    def _step(self) -> Step:
        if self.kind == "sign" and self.token in (".", "..", "*"):
            return Step(self._next(), self._predicates())
        if self.kind != "name":
            raise self.error()
        name = self._next()
        if name in ("node", "text") and self._is("("):
            self._next()
            self._take(")")
            return Step(".")
        return Step(name, self._predicates())

    def _predicates(self) -> tuple[Node, ...]:
        found: list[Node] = []
        while self._is("["):
            self._next()
            found.append(self.expression(0))
            self._take("]")
        return tuple(found)
