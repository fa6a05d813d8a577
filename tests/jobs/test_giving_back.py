"""A lost account is given back at the tick, since that cannot be undone; and never while the clock is doubted."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select, update

from bot.domain.clock_trust import Trust
from bot.services.people import relinking
from bot.store.schema import chat_person, follow_up, person
from tests.jobs.test_tick import Watched, place
from tests.services.staff.vouching.people_of_area import CODE, comes, officer
from tests.services.staff.vouching.test_lost import PHONE, says
from tests.services.town import Town

__all__ = ["place"]


@pytest.fixture
async def watched(place: Town) -> AsyncIterator[Watched]:
    watched = Watched(place)
    yield watched
    await watched.store.close()


@pytest.mark.parametrize("trust", [Trust.APART, Trust.UNSEEN])
async def test_no_account_is_given_back_while_the_clock_is_doubted(watched: Watched, trust: Trust) -> None:
    place = watched.place
    old, new = comes(place, "Malita Phiri"), comes(place, "malita phiri")
    for one in (old, new):
        place.rows_changed(update(person).where(person.c.id == one.person).values(phone=PHONE))
    place.run(relinking.note, new.person, new.producer, CODE, PHONE, place.now)
    for who in (officer(place), officer(place, "Ruth")):
        says(place, who)
    hers = select(chat_person.c.chat).where(chat_person.c.person_id == old.person)
    done = select(follow_up.c.done_at.is_not(None)).where(follow_up.c.reason == "account_lost")
    watched.trust = trust
    await watched.tick()
    assert (place.rows(hers), place.rows(done)) == ([(old.chat,)], [(False,)])
    watched.trust = Trust.AGREES
    await watched.tick()
    assert (place.rows(hers), place.rows(done)) == ([(new.chat,)], [(True,)])
