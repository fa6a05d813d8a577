"""Finds rows of tables: instance('areas')/root/item[level = 'district' and parent = ${province}].

Tests of the form `column = value` are answered from an index of the column, the rarest value first, so that a choice
among 10,000 places costs no more than one among ten.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.forms.errors import ExpressionError
from bot.forms.xpath.choice_tables import Row, Table
from bot.forms.xpath.env import Env, Run
from bot.forms.xpath.outline import Outline, Place
from bot.forms.xpath.values import equal, truth
from bot.forms.xpath.xpath import Call, Literal, Node, Operation, Path, Step

Test = Callable[[Env], bool]
Rows = Callable[[Env], Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Finder:
    """Compiles look-ups; test and value compile a filter and an expression at a place."""

    outline: Outline
    test: Callable[[Node, Place], Test]
    value: Callable[[Node, Place], Run]

    def rows(self, path: Path, place: Place) -> tuple[Rows, tuple[Step, ...]]:
        """The rows of instance('x')/root/item[…], and the steps that are left after item."""
        table = self.table(path)
        if [step.name for step in path.steps[:2]] != ["root", "item"]:
            raise ExpressionError("after instance('…') only /root/item can follow")
        predicates = [test for predicate in path.steps[1].predicates for test in _conjuncts(predicate)]
        return self._filtered(table, predicates, Place("", table=True, outer=place)), path.steps[2:]

    def table(self, path: Path) -> Table:
        """The table that a path starts at."""
        name = self._name(path)
        if name not in self.outline.tables:
            raise ExpressionError(f"there is no list called {name!r}")
        return self.outline.tables[name]

    def is_file(self, path: Path) -> bool:
        """Whether the table that a path starts at is one of the programme's, not a list in the form."""
        return self._name(path) in self.outline.files

    def _name(self, path: Path) -> str:
        call = path.start
        name = call.arguments[0] if isinstance(call, Call) and len(call.arguments) == 1 else None
        if not isinstance(name, Literal):
            raise ExpressionError("instance() wants the name of a list in quotes")
        return name.value

    def _filtered(self, table: Table, predicates: Sequence[Node], place: Place) -> Rows:
        keys: list[tuple[str, Run]] = []
        tests: list[Test] = []
        for predicate in predicates:
            key = None if tests else _key(predicate)  # a key may not overtake a filter that counts places
            if key is None:
                tests.append(self.test(predicate, place))
            else:
                keys.append((key[0], self.value(key[1], place.root)))
        if not predicates:
            return lambda env: table.rows
        return lambda env: _sift(env, _keyed(env.root, table, keys), tests)


def as_test(run: Run) -> Test:
    """A filter: a number means the place in the row, anything else its truth."""

    def test(env: Env) -> bool:
        value = run(env)
        if isinstance(value, float):
            return value == env.position
        return truth(value)

    return test


def _keyed(env: Env, table: Table, keys: Sequence[tuple[str, Run]]) -> Sequence[Row]:
    """The rows where all keys fit."""
    wanted = [(column, run(env)) for column, run in keys]
    plain = {column: value for column, value in wanted if isinstance(value, str)}
    found: Sequence[Row] = min(
        (table.where(column, value) for column, value in plain.items()), key=len, default=table.rows
    )
    if len(wanted) > 1 or not plain:
        return [row for row in found if all(equal(row.get(column, ""), value) for column, value in wanted)]
    return found


def _key(test: Node) -> tuple[str, Node] | None:
    """`column = something that does not look at the row` as the two."""
    if isinstance(test, Operation) and test.operator == "=":
        for column, other in ((test.left, test.right), (test.right, test.left)):
            if (name := _column(column)) is not None and _is_fixed(other):
                return name, other
    return None


def _sift(env: Env, rows: Sequence[Row], tests: Sequence[Test]) -> Sequence[Row]:
    inner = env.inner()
    for test in tests:
        kept = []
        for number, row in enumerate(rows, 1):
            inner.row, inner.position = row, number
            if test(inner):
                kept.append(row)
        rows = kept
    return rows


def _conjuncts(test: Node) -> list[Node]:
    """`a and b` as two filters, so that one of them can be a key; not where places are counted."""
    if isinstance(test, Operation) and test.operator == "and" and not _counts_places(test):
        return [*_conjuncts(test.left), *_conjuncts(test.right)]
    return [test]


def _counts_places(node: Node) -> bool:
    if isinstance(node, Call):
        return node.name in ("position", "last") or any(map(_counts_places, node.arguments))
    return isinstance(node, Operation) and (_counts_places(node.left) or _counts_places(node.right))


def _column(node: Node) -> str | None:
    if isinstance(node, Path) and node.start == "." and len(node.steps) == 1 and not node.steps[0].predicates:
        name = node.steps[0].name
        return None if name in (".", "..", "*") else name
    return None


def _is_fixed(node: Node) -> bool:
    """Whether an expression in a filter gives the same for every row."""
    if isinstance(node, Literal):
        return True
    if isinstance(node, Path):
        plain = not any(step.predicates for step in node.steps)
        current = isinstance(node.start, Call) and node.start.name == "current" and not node.predicates
        return plain and (node.start == "/" or current)
    return False
