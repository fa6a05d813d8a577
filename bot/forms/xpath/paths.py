"""Turns the paths in expressions into look-ups: ${name}, ../name, counts over repeats.

A path is followed through the form's outline when the form is loaded; what is left for run time is one dictionary
look-up, or a short walk over the entries of repeats.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.forms.errors import ExpressionError
from bot.forms.xpath.env import Env, bases_of
from bot.forms.xpath.lookup import Test
from bot.forms.xpath.outline import Outline, Place
from bot.forms.xpath.xpath import Node, Path, Step


@dataclass(frozen=True, slots=True)
class Route:
    """How to reach nodes of the form at run time.

    path: where it leads. bound: how many of the place's enclosing entries are taken as they are. open: the repeats that
    are gone through, each with its filters. last: filters on the node itself. from_root: counted from the place of the
    whole expression.
    """

    path: str
    bound: int = 0
    from_root: bool = True
    open: tuple[tuple[str, tuple[Test, ...]], ...] = ()
    last: tuple[Test, ...] = ()


@dataclass(slots=True)
class Router:
    """Follows paths for one expression.

    reads: collects the form's paths that it depends on; wide: those of them that it reads in several entries; unknown:
    words that are no node and count as blank.
    """

    outline: Outline
    test: Callable[[Node, Place], Test]
    reads: set[str] = field(default_factory=set)
    wide: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)

    def routes(self, path: Path, place: Place) -> list[Route]:
        """The routes of a path within the form (not of a table)."""
        if path.start == "/":
            start = Route("", from_root=True)
        else:
            origin = place if path.start == "." else place.root
            if origin.table:
                raise ExpressionError("a column name is wanted here")
            enclosing = self.outline.repeats_of(origin.path)
            start = Route(origin.path, len(enclosing), from_root=origin is place.root)
        found = [start]
        for at in range(len(path.steps)):
            found = [more for route in found for more in self._follow(route, path, at, place)]
        if not found and path.start == "." and len(path.steps) == 1:
            self.unknown.add(
                path.steps[0].name
            )  # a bare word such as null, which XPath takes for a node that is not there
        elif not found:
            raise ExpressionError(f"there is nothing at {_written(path)}")
        return found

    def _follow(self, route: Route, path: Path, at: int, place: Place) -> list[Route]:
        step = path.steps[at]
        if step.name == ".":
            return [self._filtered(route, step, place)]
        if step.name == "..":
            return [self._up(route)]
        if step.name == "//":
            return self._below(route, place)
        absolute = path.start == "/"
        last = at == len(path.steps) - 1
        return [self._down(route, child, step, place, absolute and not last) for child in self._named(route.path, step)]

    def _named(self, parent: str, step: Step) -> Sequence[str]:
        if parent == "":
            return [self.outline.root] if self.outline.root in (f"/{step.name}", "/*") else []
        children = self.outline.children.get(parent, ())
        if step.name == "*":
            return children
        name = f"{parent}/{step.name}"
        return [name] if name in children else []

    def _below(self, route: Route, place: Place) -> list[Route]:
        """The node itself and all below it."""
        found = [route]
        for child in self.outline.children.get(route.path, ()) if route.path else [self.outline.root]:
            found.extend(self._below(self._down(route, child, Step(child), place, False), place))
        return found

    def _up(self, route: Route) -> Route:
        parent = route.path.rpartition("/")[0]
        if route.path not in self.outline.repeats:
            return Route(parent, route.bound, route.from_root, route.open)
        if route.open:
            return Route(parent, route.bound, route.from_root, route.open[:-1])
        return Route(parent, route.bound - 1, route.from_root)

    def _down(self, route: Route, child: str, step: Step, place: Place, may_bind: bool) -> Route:
        if child not in self.outline.repeats:
            down = Route(child, route.bound, route.from_root, route.open)
            return self._filtered(down, step, place)
        origin = place.root if route.from_root else place
        enclosing = self.outline.repeats_of(origin.path)
        shared = not route.open and len(enclosing) > route.bound and enclosing[route.bound] == child
        if may_bind and shared and not step.predicates:
            return Route(child, route.bound + 1, route.from_root)
        tests = self._tests(step, child, place)
        return Route(child, route.bound, route.from_root, (*route.open, (child, tests)))

    def _filtered(self, route: Route, step: Step, place: Place) -> Route:
        if not step.predicates:
            return route
        tests = self._tests(step, route.path, place)
        return Route(route.path, route.bound, route.from_root, route.open, tests)

    def _tests(self, step: Step, path: str, place: Place) -> tuple[Test, ...]:
        return tuple(self.test(predicate, Place(path, outer=place)) for predicate in step.predicates)

    # Run time

    def paths(self, route: Route) -> Callable[[Env], list[str]]:
        """The full paths of the nodes that a route reaches, relevant ones only."""
        self.reads.add(route.path)
        self.reads.update(repeat for repeat, _ in route.open)
        if route.open:
            self.wide.add(route.path)
        ends = self._ends(route)

        def paths(env: Env) -> list[str]:
            hidden = env.hidden
            return [path for path in ends(env) if path not in hidden]

        return paths

    def single(self, route: Route) -> str | Callable[[Env], str] | None:
        """The one full path of a route, or how to get it at run time; None if it goes through an open repeat."""
        if route.open or route.last:
            return None
        self.reads.add(route.path)
        if not route.bound:
            return route.path
        index, suffix, from_root = route.bound - 1, route.path[len(self._bound_end(route)) :], route.from_root
        if from_root:
            return lambda env: env.root.bases[index] + suffix
        return lambda env: env.bases[index] + suffix

    def _bound_end(self, route: Route) -> str:
        return self.outline.repeats_of(route.path)[route.bound - 1] if route.bound else ""

    def _ends(self, route: Route) -> Callable[[Env], list[str]]:
        before = self._bound_end(route)
        hops: list[tuple[str, tuple[Test, ...]]] = []
        for repeat, tests in route.open:
            hops.append((repeat[len(before) :], tests))
            before = repeat
        suffix, bound, from_root, last = route.path[len(before) :], route.bound, route.from_root, route.last

        def ends(env: Env) -> list[str]:
            bases = (env.root if from_root else env).bases
            heads = [bases[bound - 1] if bound else ""]
            for segment, tests in hops:
                heads = [entry for head in heads for entry in _entries(env, head + segment, tests)]
            found = [head + suffix for head in heads]
            return _kept(env, found, last) if last else found

        return ends


def _entries(env: Env, repeat: str, tests: Sequence[Test]) -> list[str]:
    found = [f"{repeat}[{number}]" for number in range(1, env.counts.get(repeat, 0) + 1)]
    return _kept(env, found, tests) if tests else found


def _kept(env: Env, paths: list[str], tests: Sequence[Test]) -> list[str]:
    inner = env.inner()
    for test in tests:
        kept = []
        for number, path in enumerate(paths, 1):
            inner.here, inner.bases, inner.position = path, bases_of(path), number
            if test(inner):
                kept.append(path)
        paths = kept
    return paths


def _written(path: Path) -> str:
    lead = "/" if path.start == "/" else ""
    return lead + "/".join(step.name for step in path.steps)
