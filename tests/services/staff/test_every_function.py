"""Every function of the room × everybody: it asks who may itself, and refuses all others with nothing written and
nothing of another area said. Whoever adds a function says in worlds/who_may.py who may.
"""

import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest

import bot.services.staff as room
from tests.services.conftest import START
from tests.services.staff.vouching.people_of_area import CODE
from tests.services.staff.worlds import of_announcing, of_asking, of_figures, of_follow_ups, of_merging
from tests.services.staff.worlds.people import ADMIN, REFUSED, SECRETS, World
from tests.services.staff.worlds.who_may import (
    ABOUT_HERSELF,
    LESS,
    NOBODYS,
    OF_SOMEBODY,
    OWN,
    RULES,
    UNSAID,
    WRITES_OF_HERSELF,
)
from tests.services.town import pack, town
from tests.system.databases import DIALECTS, Cluster, Templates

# A line of the audit log: who did it, what, and of what or whom.
LINE = re.compile(r"\), '(?P<actor>[^']+)', '[^']+', '[a-z ]+ \d+', ")
# How a function calls who asks.
ASKS = {"person_id", "actor", "reader"}


def functions() -> dict[str, Callable[..., Any]]:
    """The public functions of the room that are given a connection, by module and name."""
    found: dict[str, Callable[..., Any]] = {}
    for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
        loaded = import_module(module.name)
        for name, one in inspect.getmembers(loaded, inspect.isfunction):
            own = one.__module__ == module.name and not name.startswith("_")
            if own and "connection" in inspect.signature(one).parameters:
                found[f"{module.name.removeprefix(room.__name__ + '.')}.{name}"] = one
    return found


def test_who_may_is_said_of_each() -> None:
    tables = (NOBODYS, OF_SOMEBODY, set(RULES), set(OWN), ABOUT_HERSELF)
    said = set[str]().union(*tables)
    unsaid = sorted(set(functions()) - said)
    assert unsaid == [], f"say who may: {', '.join(unsaid)}"
    assert set(functions()) == said, "what is named here is there"
    assert len(said) == sum(map(len, tables)), "each is said once"
    assert not any(ASKS & set(inspect.signature(functions()[name]).parameters) for name in NOBODYS)


@pytest.fixture(scope="module", params=DIALECTS)
def world(
    request: pytest.FixtureRequest, templates: Templates, cluster: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """One for all tests, of each kind of database: what somebody tries there is as if it had not happened."""
    url = templates.copy(request.param, tmp_path_factory.mktemp("matrix"))
    with town(url, START + timedelta(hours=6), [pack(CODE)]) as place:
        made = World(place)
        orlindra, number = of_figures.happens(made)
        made.gather()
        for room_of in (of_merging, of_follow_ups, of_asking, of_announcing):
            made.cases |= room_of.fill(made)
        made.cases |= of_figures.fill(made, orlindra, number)
        yield made
    if request.param == "postgresql":
        cluster.drop(url)


def tries(world: World, name: str, who: int | None) -> tuple[Any, dict[str, tuple[list[str], list[str]]]]:
    """Somebody calls a function with what it needs."""
    case = world.cases[name]
    return world.tries(functions()[name], case, who, {**world.common, **case.given, **dict.fromkeys(ASKS, who)})


def is_audited(changed: dict[str, tuple[list[str], list[str]]], who: int | None) -> bool:
    """Whether the audit log has a new line that names who did it, what, and of what or whom."""
    before, after = changed.get("audit", ([], []))
    lines = filter(None, map(LINE.search, {*after} - {*before}))
    return any(line["actor"] == f"person {who}" for line in lines)


def has_secret(said: Any) -> bool:
    return any(secret in repr(said) for secret in SECRETS)


@pytest.mark.parametrize("name", sorted(RULES))
def test_each_asks_who_may(world: World, name: str) -> None:
    """Refused: nothing is written. Allowed: something is, with its line in the audit log, or is said; to who works
    elsewhere nothing of this area.
    """
    rule = RULES[name]
    for who in world.tried:
        said, changed = tries(world, name, world.people[who])
        if who in rule.may:
            assert said is not REFUSED, (name, who)
            assert has_secret(said) or not rule.shows, (name, who, said)
            assert bool(changed) is rule.writes, (name, who, changed)
            assert not rule.writes or name in UNSAID or is_audited(changed, world.people[who]), (name, who, changed)
            continue
        told = rule.told(who)
        assert said is not REFUSED if told is LESS else said == told, (name, who, said)
        assert not has_secret(said), (name, who, said)
        assert not changed, (name, who, changed)


@pytest.mark.parametrize("name", sorted(OWN))
def test_what_is_hers_is_nobody_elses(world: World, name: str) -> None:
    rule, herself = OWN[name], world.cases[name].given["herself"]
    (told,) = rule.others.values()
    for who in world.tried:
        said, changed = tries(world, name, world.people[who])
        assert said == told and not has_secret(said), (name, who, said)
        assert not changed, (name, who, changed)
    said, changed = tries(world, name, herself)
    assert has_secret(said) or not rule.shows, (name, said)
    assert (said != told or name == "announced.answering.said") and bool(changed) is rule.writes, (name, said, changed)


@pytest.mark.parametrize("name", sorted(ABOUT_HERSELF))
def test_what_somebody_does_about_herself_is_about_nobody_else(world: World, name: str) -> None:
    """Whoever calls it: in the rows that it writes it is she alone who wants none of them, or asks."""
    for who in world.tried:
        number = world.people[who]
        if number is None:
            continue
        said, changed = tries(world, name, number)
        assert said is not REFUSED and not has_secret(said), (name, who, said)
        nobody_else_is_above = (name, who) == ("asking.asking.ask", ADMIN)
        assert bool(changed) is (name in WRITES_OF_HERSELF and not nobody_else_is_above), (name, who, changed)
        gone, come = changed.get("announcement_opt_out", ([], []))
        assert all(row.startswith(f"({number}, ") for row in {*gone} ^ {*come}), (name, who, changed)
        before, after = changed.get("inquiry", ([], []))
        assert all(f", {number}, 'nobody'" in row for row in {*after} - {*before}), (name, who, changed)
