"""Who is vouched for is confirmed with her producers, once, and it is written down who did it."""

import pytest
from sqlalchemy import select

from bot.services.people import vouching
from bot.store.schema import audit, person, producer
from tests.services.town import Town

TH = "thailand-otop"


def confirmed(place: Town) -> tuple[list[bool], list[bool]]:
    found = (place.rows(select(one.c.confirmed_at).order_by(one.c.id)) for one in (person, producer))
    people, producers = ([row[0] is not None for row in rows] for rows in found)
    return people, producers


def test_people_are_confirmed_with_all_that_they_answer_for(place: Town) -> None:
    woman = place.join(TH)
    place.join(TH, speaker=woman)
    place.join(TH)
    done = place.run(vouching.confirm, [woman.person], "somebody", place.now)
    assert done == vouching.Confirmed(new=[woman.person], producers=2)
    assert confirmed(place) == ([True, False], [True, True, False])
    again = place.run(vouching.confirm, [woman.person], "somebody", place.now)
    assert again == vouching.Confirmed(new=[], producers=0)
    rows = place.rows(select(audit.c.actor, audit.c.action, audit.c.subject))
    assert [tuple(row) for row in rows] == [("somebody", "confirm", f"person {woman.person}")]


def test_an_unknown_number_confirms_nobody(place: Town) -> None:
    woman = place.join(TH)
    with pytest.raises(vouching.Unknown, match="number 999"):
        place.run(vouching.confirm, [woman.person, 999], "somebody", place.now)
    assert confirmed(place) == ([False], [False])
