"""What depends on what in a form: the order to work nodes out in, and what one answer touches."""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.forms.xform.model import Field, Kind
from bot.forms.xpath.env import Expression


class CycleError(Exception):
    """Nodes that depend on each other in a circle: `paths`."""

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__(", ".join(paths))
        self.paths = tuple(paths)


@dataclass(frozen=True, slots=True)
class Plan:
    """order: all nodes, what is read before what reads it. inputs: what each node's state depends on directly.

    readers: the nodes whose state depends directly on each. filters: the questions whose choices depend on each.
    repeats: outer before inner. wide: what each node reads in more than its own entry. above: the repeats around each.
    """

    order: tuple[str, ...]
    inputs: Mapping[str, frozenset[str]]
    readers: Mapping[str, tuple[str, ...]]
    filters: Mapping[str, tuple[str, ...]]
    repeats: tuple[str, ...]
    wide: Mapping[str, frozenset[str]]
    above: Mapping[str, tuple[str, ...]]
    _touched: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)
    _rank: Mapping[str, int] = field(default_factory=dict, repr=False, compare=False)

    def touched(self, path: str) -> tuple[str, ...]:
        """All nodes that a change of `path` can reach, in order, itself left out."""
        found = self._touched.get(path)
        if found is None:
            found = self._touched[path] = self._reach(path)
        return found

    def _reach(self, path: str) -> tuple[str, ...]:
        seen = {path}
        heads = [path]
        while heads:
            for reader in self.readers.get(heads.pop(), ()):
                if reader not in seen:
                    seen.add(reader)
                    heads.append(reader)
        return tuple(sorted(seen - {path}, key=self._rank.__getitem__))


def make_plan(fields: Mapping[str, Field]) -> Plan:
    """The plan of a form; `fields` in the form's order. Raises CycleError."""
    inputs = {path: frozenset(_inputs(one, fields)) for path, one in fields.items()}
    readers: dict[str, list[str]] = {}
    for path, read in inputs.items():
        for source in read:
            readers.setdefault(source, []).append(path)
    order = _sorted(list(fields), inputs, readers)
    repeats = tuple(path for path, one in fields.items() if one.kind is Kind.REPEAT)
    rank = {path: at for at, path in enumerate(order)}
    return Plan(
        order=tuple(order),
        inputs=inputs,
        readers={path: tuple(found) for path, found in readers.items()},
        filters=_filters(fields),
        repeats=repeats,
        wide={path: frozenset(_wide(one)) for path, one in fields.items()},
        above={path: tuple(repeat for repeat in repeats if path.startswith(f"{repeat}/")) for path in fields},
        _rank=rank,
    )


def _inputs(one: Field, fields: Mapping[str, Field]) -> set[str]:
    read = {one.parent} if one.parent in fields else set()
    for expression in _expressions(one):
        read |= {source for source in expression.reads if source in fields}
    return read - {one.path}


def _wide(one: Field) -> set[str]:
    return {source for expression in _expressions(one) for source in expression.wide}


def _expressions(one: Field) -> Iterator[Expression]:
    """Those that a node's state follows from."""
    return (found for found in (one.relevant, one.calculate, one.count) if found is not None)


def _filters(fields: Mapping[str, Field]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for path, one in fields.items():
        if one.choices is not None:
            for source in one.choices.reads - {path}:
                found.setdefault(source, []).append(path)
    return {source: tuple(paths) for source, paths in found.items()}


def _sorted(
    paths: Sequence[str], inputs: Mapping[str, frozenset[str]], readers: Mapping[str, Sequence[str]]
) -> list[str]:
    """Topological order, the form's own order where there is a choice."""
    place = {path: at for at, path in enumerate(paths)}
    waiting = {path: len(inputs[path]) for path in paths}
    ready = [place[path] for path in paths if not waiting[path]]
    order = []
    while ready:
        path = paths[heapq.heappop(ready)]
        order.append(path)
        for reader in readers.get(path, ()):
            waiting[reader] -= 1
            if not waiting[reader]:
                heapq.heappush(ready, place[reader])
    if len(order) < len(paths):
        raise CycleError(_circle({path for path in paths if waiting[path]}, inputs))
    return order


def _circle(stuck: set[str], inputs: Mapping[str, frozenset[str]]) -> list[str]:
    """One circle among the nodes that could not be ordered."""
    trail = [min(stuck)]
    while True:
        following = min(source for source in inputs[trail[-1]] if source in stuck)
        if following in trail:
            return trail[trail.index(following) :]
        trail.append(following)
