"""The functions of ODK's XPath that look at the form, the tables or the moment; each turns a call into something to
run.
"""

import random
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from bot.forms.errors import ExpressionError
from bot.forms.xpath import dates
from bot.forms.xpath.env import Env, Run, template
from bot.forms.xpath.outline import Outline, Place
from bot.forms.xpath.paths import Router
from bot.forms.xpath.safe_regex import compile_pattern, matches
from bot.forms.xpath.values import NAN, Value, number, string, truth, values
from bot.forms.xpath.xpath import Call, Literal, Node, Path, parse

_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"
_LONGEST_UUID = 1000
_UUIDS = uuid.UUID("6f3a2f6a-2a52-5c3b-9a57-1d3f1e0f6a11")


class Labels(Protocol):
    """What jr:choice-name() and jr:itext() read; filled after the expressions are compiled."""

    def choice_name(self, path: str, value: str, env: Env) -> str: ...

    def itext(self, key: str, env: Env) -> str: ...


class Work(Protocol):
    """The expression being compiled, as the functions here see it."""

    outline: Outline
    labels: Labels
    router: Router
    sticky: bool

    def node(self, node: Node, place: Place) -> Run: ...

    def nodes(self, path: Path, place: Place) -> Callable[[Env], list[str]]: ...

    def arguments(self, call: Call, place: Place, fewest: int, most: int) -> list[Run]: ...


def starts_at_table(path: Path) -> bool:
    return isinstance(path.start, Call) and path.start.name == "instance"


def _if(work: Work, call: Call, place: Place) -> Run:
    test, yes, no = work.arguments(call, place, 3, 3)
    return lambda env: yes(env) if truth(test(env)) else no(env)


def _coalesce(work: Work, call: Call, place: Place) -> Run:
    """The first that is something: neither blank nor NaN, which a sum with a blank in it is."""
    choices = work.arguments(call, place, 1, 99)

    def first(env: Env) -> Value:
        found: Value = ""
        for choice in choices:
            found = choice(env)
            if string(found) != "" and found == found:
                break
        return found

    return first


def _once(work: Work, call: Call, place: Place) -> Run:
    (first,) = work.arguments(call, place, 1, 1)
    work.sticky = True
    return first


def _position(work: Work, call: Call, place: Place) -> Run:
    if not call.arguments:
        return lambda env: float(env.position)
    (path,) = call.arguments
    if not isinstance(path, Path):
        raise ExpressionError("position() wants a path such as ..")
    paths = work.nodes(path, place)
    return lambda env: _entry_number(paths(env))


def _count(work: Work, call: Call, place: Place) -> Run:
    (path,) = call.arguments
    if isinstance(path, Path) and not starts_at_table(path) and not (place.table and path.start == "."):
        paths = work.nodes(path, place)
        return lambda env: float(len(paths(env)))
    value = work.node(path, place)
    return lambda env: float(len(values(value(env))))


def _indexed(work: Work, call: Call, place: Place) -> Run:
    """indexed-repeat(node, repeat, number, …): the node in that entry."""
    if len(call.arguments) not in (3, 5, 7, 9, 11):
        raise ExpressionError("indexed-repeat() takes a node, then a repeat and a number, up to five times")
    node, *rest = call.arguments
    target = _only(work, node, place)
    numbers = {
        _only(work, repeat, place): work.node(at, place) for repeat, at in zip(rest[::2], rest[1::2], strict=True)
    }
    hops = work.outline.repeats_of(target)
    work.router.reads.update((target, *hops))
    work.router.wide.add(target)
    return _indexed_value(target, [(hop, numbers.get(hop)) for hop in hops])


def _only(work: Work, node: Node, place: Place) -> str:
    if not isinstance(node, Path) or starts_at_table(node):
        raise ExpressionError("indexed-repeat() wants the names of a question and of a repeat")
    routes = work.router.routes(node, place)
    if not routes:
        raise ExpressionError("it speaks of a question that is not there")
    return routes[0].path


def _today(work: Work, call: Call, place: Place) -> Run:
    work.arguments(call, place, 0, 0)
    return lambda env: env.context.today.isoformat()


def _now(work: Work, call: Call, place: Place) -> Run:
    work.arguments(call, place, 0, 0)
    return lambda env: env.context.now.isoformat(timespec="milliseconds")


def _random(work: Work, call: Call, place: Place) -> Run:
    work.arguments(call, place, 0, 0)
    work.sticky = True
    return lambda env: random.Random(f"{env.context.seed} {env.root.here}").random()


def _uuid(work: Work, call: Call, place: Place) -> Run:
    """uuid(n) is as many letters and digits, not a whole one."""
    length = work.arguments(call, place, 0, 1)
    work.sticky = True

    def made(env: Env) -> Value:
        whole = str(uuid.uuid5(_UUIDS, f"{env.context.seed} {env.root.here}"))
        if not length:
            return whole
        wanted = number(length[0](env))
        letters = int(min(max(wanted, 0), _LONGEST_UUID)) if wanted == wanted else 0
        return "".join(random.Random(whole).choices(_LETTERS, k=letters))

    return made


def _choice_name(work: Work, call: Call, place: Place) -> Run:
    value, _ = work.arguments(call, place, 2, 2)
    written = call.arguments[1]
    if not isinstance(written, Literal):
        raise ExpressionError("jr:choice-name() wants the question's name in quotes")
    target = _only(work, parse(written.value), place)
    labels = work.labels
    return lambda env: labels.choice_name(target, string(value(env)), env)


def _itext(work: Work, call: Call, place: Place) -> Run:
    (key,) = work.arguments(call, place, 1, 1)
    labels = work.labels
    return lambda env: labels.itext(string(key(env)), env)


def _pulldata(work: Work, call: Call, place: Place) -> Run:
    _, column, key_column, key = work.arguments(call, place, 4, 4)
    written = call.arguments[0]
    if not isinstance(written, Literal) or written.value not in work.outline.tables:
        raise ExpressionError("pulldata() wants the name of a table of this programme, in quotes, first")
    table = work.outline.tables[written.value]

    def pull(env: Env) -> Value:
        rows = table.where(string(key_column(env)), string(key(env)))
        return rows[0].get(string(column(env)), "") if rows else ""

    return pull


def _current(work: Work, call: Call, place: Place) -> Run:
    return work.node(Path(call, ()), place)


def _regex(work: Work, call: Call, place: Place) -> Run:
    text, pattern = work.arguments(call, place, 2, 2)
    written = call.arguments[1]
    if isinstance(written, Literal):
        ready = compile_pattern(written.value)
        return lambda env: ready.matches(string(text(env)))
    return lambda env: matches(string(pattern(env)), string(text(env)))


def _refuse_last(work: Work, call: Call, place: Place) -> Run:
    raise ExpressionError("last() is not supported; use count()")


def _refuse_instance(work: Work, call: Call, place: Place) -> Run:
    raise ExpressionError("instance() must be followed by /root/item")


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


def _by_the_clock(function: Callable[..., Value], takes: int) -> Callable[[Work, Call, Place], Run]:
    """A function of dates: what is written with another offset is turned to the clock where the person is."""

    def make(work: Work, call: Call, place: Place) -> Run:
        arguments = work.arguments(call, place, takes, takes)
        return lambda env: function(*(argument(env) for argument in arguments), env.context.now)

    return make


SPECIAL: Mapping[str, Callable[[Work, Call, Place], Run]] = {
    "if": _if,
    "coalesce": _coalesce,
    "once": _once,
    "position": _position,
    "last": _refuse_last,
    "count": _count,
    "indexed-repeat": _indexed,
    "instance": _refuse_instance,
    "current": _current,
    "today": _today,
    "now": _now,
    "random": _random,
    "uuid": _uuid,
    "regex": _regex,
    "date": _by_the_clock(dates.to_date, 1),
    "date-time": _by_the_clock(dates.to_date_time, 1),
    "format-date": _by_the_clock(dates.format_date, 2),
    "format-date-time": _by_the_clock(dates.format_date, 2),
    "decimal-date-time": _by_the_clock(dates.decimal_date_time, 1),
    "decimal-time": _by_the_clock(dates.decimal_time, 1),
    "jr:choice-name": _choice_name,
    "jr:itext": _itext,
    "pulldata": _pulldata,
}
