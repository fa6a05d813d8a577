"""`ovop forget-silent`: who is to be forgotten, by number alone; `--confirm` agrees, and the night does it."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from bot.clock import wall_clock
from bot.services.people.silence import AT_MOST, NOTICE
from bot.store.engine.sync import reading, writing
from bot.store.schema import chat, chat_person, person
from tests.cli.operator import Operator

CODE = "malawi-ovop"


def silent(operator: Operator, people: int) -> None:
    operator.begin(CODE)
    now = wall_clock()
    long_ago = now - timedelta(days=1500)
    with writing(f"sqlite+aiosqlite:///{operator.data / 'ovop.db'}") as connection:
        for number in range(1, people + 1):
            values = {"programme": CODE, "name": "Grace Banda", "language": "en", "created_at": long_ago}
            connection.execute(insert(person).values(values | {"silence_told_at": now - NOTICE}))
            where = {"bot": 1, "chat": number, "person_id": number, "state": "active", "state_since": long_ago}
            connection.execute(insert(chat).values(where | {"seen_at": long_ago}))
            connection.execute(insert(chat_person).values(where | {"seen_at": long_ago, "since": long_ago}))


def doctor(operator: Operator) -> list[str]:
    found = operator.run("doctor --json").json["findings"]
    return [one["sentence"] for one in found if one["topic"] == "silence"]


def test_nobody(operator: Operator) -> None:
    operator.begin(CODE)
    seen = operator.run("forget-silent")
    assert (seen.code, seen.out) == (0, "Nobody is to be forgotten: who is silent for long is told a month before.\n")
    assert operator.run("forget-silent --confirm").code == 0
    assert operator.run("forget-silent --json").json == {
        "people": [],
        "confirmed": [],
        "at_most": AT_MOST,
        "waits": False,
    }


def test_a_few_are_for_the_night_alone(operator: Operator) -> None:
    silent(operator, 3)
    seen = operator.run("forget-silent")
    assert "3 people (1, 2, 3)." in seen.out and "in the coming night" in seen.out
    assert doctor(operator) == []


def test_many_wait_for_a_word(operator: Operator) -> None:
    silent(operator, AT_MOST + 1)
    assert doctor(operator) == [
        "21 people are to be forgotten after a long silence, more than 20 in a night: they wait for you. "
        "Look, then agree: ovop forget-silent --confirm"
    ]
    for _ in range(2):
        seen = operator.run("forget-silent")
        assert "21 people (1, 2, 3, " in seen.out and seen.out.rstrip().endswith("ovop forget-silent --confirm")
        assert "Grace" not in seen.out
    agreed = operator.run("forget-silent --confirm")
    assert agreed.code == 0 and "in the coming night" in agreed.out
    assert doctor(operator) == []
    told = operator.run("forget-silent --json").json
    assert (told["waits"], told["confirmed"]) == (False, list(range(1, AT_MOST + 2)))
    with reading(f"sqlite+aiosqlite:///{operator.data / 'ovop.db'}") as connection:
        assert set(connection.scalars(select(person.c.name))) == {"Grace Banda"}, "nothing happens before the night"


@pytest.mark.parametrize("asked", ["forget-silent", "forget-silent --confirm"])
def test_without_a_database(operator: Operator, asked: str) -> None:
    seen = operator.run(asked)
    assert seen.code == 1 and "run: ovop migrate" in seen.err
