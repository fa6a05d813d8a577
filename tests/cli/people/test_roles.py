"""`ovop roles` and `ovop audit`: who has which role, by number; one is taken away; what was done is printed."""

import json

import pytest
from sqlalchemy import insert

from bot.clock import wall_clock
from bot.domain.people.roles import Reach, Role
from bot.services.people import erasure
from bot.store.engine.sync import writing
from bot.store.people import roles
from bot.store.schema import person
from tests.cli.operator import Operator

CODE = "malawi-ovop"


def people(operator: Operator, *held: Reach) -> None:
    """Persons number 1, 2, … each with a role."""
    operator.begin(CODE)
    now = wall_clock()
    with writing(f"sqlite+aiosqlite:///{operator.data / 'ovop.db'}") as connection:
        for number, reach in enumerate(held, 1):
            values = {"programme": CODE, "name": "Grace Banda", "language": "en", "created_at": now}
            connection.execute(insert(person).values(values))
            roles.give(connection, number, reach, now)


def test_nobody_has_a_role(operator: Operator) -> None:
    people(operator)
    assert operator.run("roles").out == "Nobody has a role yet; to invite somebody: ovop invite ROLE\n"
    assert operator.run("roles --json").json == {"roles": []}
    assert operator.run("audit").out == "Nothing is written down there.\n"


def test_they_are_listed_by_number_and_end(operator: Operator) -> None:
    people(operator, Reach(Role.OFFICER, "MW-S"), Reach(Role.ADMIN))
    lines = operator.run("roles").out.splitlines()
    assert lines[0].startswith("1: officer, MW-S, since ") and lines[1].startswith("2: admin, malawi-ovop, since ")
    assert "Grace" not in str(lines) and "(Grace Banda)" in operator.run("roles --with-names").out
    ended = operator.run("roles --end 1 --role officer")
    assert ended.out == "The person with the number 1 is officer no longer; her buttons open nothing any more.\n"
    assert [one["person"] for one in operator.run("roles --json").json["roles"]] == [2]
    (done,) = operator.run("audit").out.splitlines()
    assert done.endswith("command line · end role · person 1 · role officer · area MW-S")
    (told,) = map(json.loads, operator.run("audit --person 1 --json").out.splitlines())
    assert (told["action"], told["detail"]["area"], told["for"]) == ("end role", "MW-S", None)
    assert operator.run("audit --person 2 --since 2020-01-01").out == "Nothing is written down there.\n"
    assert operator.run("audit --since 2999-01-01 --json").out == ""


def test_a_reason_lies_beside_the_line_until_she_is_erased(operator: Operator) -> None:
    people(operator, Reach(Role.OFFICER, "MW-S"), Reach(Role.ADMIN))
    operator.run("roles --end 1 --role officer --reason Grace-moved")
    (done,) = operator.run("audit").out.splitlines()
    assert done.endswith("person 1 · role officer · area MW-S · “Grace-moved”")
    (told,) = map(json.loads, operator.run("audit --json").out.splitlines())
    assert told["words"] == "Grace-moved" and "Grace" not in json.dumps(told["detail"])
    with writing(f"sqlite+aiosqlite:///{operator.data / 'ovop.db'}") as connection:
        erasure.empty(connection, 1, wall_clock())
    (left,) = operator.run("audit").out.splitlines()
    assert left.endswith("person 1 · role officer · area MW-S")
    assert operator.run("roles --end 2 --role admin --reason x").code == 2
    assert operator.run("roles --reason x").code == 2


@pytest.mark.parametrize(
    ("line", "code", "sentence"),
    [
        ("roles --end 1", 2, "Say which role is to end"),
        ("roles --role admin", 2, "Say whose role is to end"),
        ("roles --end 1 --role king", 2, "invalid choice: 'king'"),
        ("roles --end 1 --role member", 2, "The person with the number 1 is no member there; see: ovop roles"),
        ("roles --end 9 --role officer", 2, "The person with the number 9 is no officer there; see: ovop roles"),
        ("roles --end 1 --role admin", 2, "1 is the only admin of malawi-ovop; invite another first"),
        ("audit --since yesterday", 2, "“yesterday” is no day; write it as 2026-03-31"),
    ],
)
def test_what_makes_no_sense(operator: Operator, line: str, code: int, sentence: str) -> None:
    people(operator, Reach(Role.ADMIN))
    told = operator.run(line)
    assert (told.code, told.out) == (code, "")
    assert sentence in told.err


@pytest.mark.parametrize("line", ["roles", "audit", "roles --end 1 --role admin"])
def test_without_a_database(operator: Operator, line: str) -> None:
    told = operator.run(line)
    assert told.code == 1 and "run: ovop migrate" in told.err
