"""Two admins are advised, where anybody works; that is no fault."""

from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.domain.people.roles import Reach, Role
from bot.services.keeping.doctor import examine
from bot.store.engine.sync import writing
from bot.store.people import roles
from bot.store.schema import person
from tests.services.village import NOW, found


@pytest.mark.parametrize(
    ("held", "told"),
    [
        ([], None),
        ([Role.OFFICER], "nepal-odop has no admin; two are advised: ovop invite admin --programme nepal-odop"),
        (
            [Role.OFFICER, Role.ADMIN],
            "nepal-odop has one admin; two are advised: ovop invite admin --programme nepal-odop",
        ),
        ([Role.ADMIN, Role.ADMIN], None),
    ],
)
def test_two_admins_are_advised(database_url: str, tmp_path: Path, held: list[Role], told: str | None) -> None:
    with writing(database_url) as connection:
        found(connection)
        for number, one in enumerate(held, 1):
            values = {"id": number, "programme": "nepal-odop", "name": "A", "language": "ne", "created_at": NOW}
            connection.execute(insert(person).values(values))
            roles.give(connection, number, Reach(one), NOW)
    seen = [one for one in examine(database_url, tmp_path, NOW) if one.topic == "roles"]
    assert [one.sentence for one in seen] == ([told] if told else [])
    assert all(one.ok for one in seen)
