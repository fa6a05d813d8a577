"""`ovop relink`: two people confirm, or a forgotten PIN is taken away."""

from datetime import UTC, datetime

import pytest

from bot.services.people import pins
from bot.store.engine.sync import writing
from bot.store.people import people
from bot.store.schema import chat, chat_person
from tests.cli.operator import Operator

NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def two(operator: Operator) -> tuple[int, int]:
    """The numbers of two people of a programme, each with a chat."""
    operator.begin("nepal-odop")
    given = {"programme": "nepal-odop", "language": "ne", "phone": "+9779841234567", "practice": False}
    numbers = []
    with writing(f"sqlite+aiosqlite:///{operator.data / 'ovop.db'}") as connection:
        for name in ("Sita", "Sita again"):
            numbers.append(people.add_person(connection, {**given, "name": name, "created_at": NOW}))
            where = {"bot": 1, "chat": numbers[-1], "person_id": numbers[-1], "programme": "nepal-odop"}
            states = {"state": "active", "state_since": NOW, "seen_at": NOW}
            connection.execute(chat.insert().values(where | states))
            hers = {"bot": 1, "chat": numbers[-1], "person_id": numbers[-1], "since": NOW}
            connection.execute(chat_person.insert().values(hers | states))
        pins.put(connection, numbers[0], pins.hashed("2580"), NOW)
    return numbers[0], numbers[1]


def test_two_people_confirm(operator: Operator, two: tuple[int, int]) -> None:
    old, new = two
    alone = operator.run(f"relink {old} {new} --by Mina")
    assert (alone.code, alone.err) == (2, "Two different people have to confirm who she is: --by NAME --by NAME.\n")
    done = operator.run(f"relink {old} {new} --by Mina --by Hari")
    assert (done.code, done.err) == (0, "")
    assert done.out == f"The new account is that of {old} now; {new} is erased, and the old chat is cut off.\n"
    assert "nobody with the number" in operator.run(f"relink {old} {new} --by Mina --by Hari").err


def test_a_forgotten_pin(operator: Operator, two: tuple[int, int]) -> None:
    assert operator.run(f"relink --reset-pin {two[0]} --json").json == {"pin_reset": two[0]}
    again = operator.run(f"relink --reset-pin {two[0]}")
    assert (again.code, again.err) == (2, f"The person with the number {two[0]} has no PIN.\n")


def test_asked_for_wrongly(operator: Operator) -> None:
    assert "who it is now" in operator.run("relink 4").err
    assert "one at a time" in operator.run("relink 4 5 --reset-pin 4").err
