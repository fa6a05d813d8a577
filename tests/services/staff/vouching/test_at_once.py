"""Two officers at once, on both kinds of database: one vouches, and of two who say that it is her one is the second."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.services.staff.vouching import lost, unconfirmed
from bot.services.staff.vouching.lost import How, Step
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.people import relinking
from bot.store.schema import follow_up, lost_word, vouch
from tests.services.conftest import START
from tests.services.staff.vouching.people_of_area import CODE, PACK, comes, officer
from tests.services.town import pack, town

TIMES = 2


def both(url: str, *works: Callable[[Connection], Any]) -> list[Any]:
    """What each gives, done at the same time."""
    barrier = Barrier(len(works))

    def one(work: Callable[[Connection], Any]) -> Any:
        barrier.wait()
        with writing(url) as connection:
            return work(connection)

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


@pytest.mark.parametrize("time", range(TIMES))
def test_each_is_vouched_for_once(database_url: str, time: int) -> None:
    with town(database_url, START, [pack(CODE)]) as place:
        grace, ruth, now = officer(place), officer(place, "Ruth"), place.now
        them = [comes(place, f"Member {number}").producer for number in range(4)]
        shown = place.run(unconfirmed.page, grace, PACK, unconfirmed.ALONE)
        assert shown is not None

    def by_list(connection: Connection) -> Any:
        return unconfirmed.vouch_for_list(connection, grace, PACK, unconfirmed.ALONE, shown.upto, shown.mark, now)

    def alone(connection: Connection) -> Any:
        return unconfirmed.vouch(connection, ruth, PACK, them[2], now)

    both(database_url, by_list, alone)
    with writing(database_url) as connection:
        found = connection.execute(select(vouch.c.producer_id, func.count()).group_by(vouch.c.producer_id)).all()
        assert all(number == 1 for _, number in found) and them[2] in {one for one, _ in found}


@pytest.mark.parametrize("time", range(TIMES))
def test_one_of_two_who_say_that_it_is_her_is_the_second(database_url: str, time: int) -> None:
    with town(database_url, START, [pack(CODE)]) as place:
        now = place.now
        officers = [officer(place), officer(place, "Ruth"), officer(place, "Noi")]
        old, new = comes(place, "Malita"), comes(place, "Malita Again")
        place.run(relinking.note_lost, old.producer, old.person, new.person, now)
        ((number,),) = place.rows(select(follow_up.c.id))

    def says(who: int, now: datetime) -> Callable[[Connection], Any]:
        return lambda connection: lost.is_her(connection, who, PACK, number, How.SEEN, now)

    steps = both(database_url, *(says(who, now) for who in officers))
    assert sorted(map(str, steps)) == sorted(["None", str(Step.FIRST), str(Step.SECOND)])
    with writing(database_url) as connection:
        assert connection.scalar(select(func.count()).select_from(lost_word)) == len(officers) - 1
