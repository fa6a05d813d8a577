"""Rows are locked in the order of their numbers, whatever the order of the taps: seen from a second connection."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import monotonic, sleep
from typing import Any

import pytest
from sqlalchemy import Column, Engine, Table, select, text
from sqlalchemy.exc import OperationalError

from bot.store import Connection
from bot.store.engine.sync import sync_engine, writing
from bot.store.schema import person, producer
from bot.store.staff.vouching import words
from bot.store.staff.vouching.unconfirmed import ALONE, Newcomer
from tests.services.conftest import START
from tests.services.staff.vouching.people_of_area import CODE, comes, confirmed, officer
from tests.services.town import Member, Town, pack, town

LONGEST = 20
WAITS = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


@pytest.fixture
def place(database_url: str) -> Iterator[Town]:
    with town(database_url, START, [pack(CODE)]) as found:
        yield found


def a_list(place: Town, them: list[Member]) -> list[Newcomer]:
    """They answer for each other's businesses, so that people and businesses stand in opposite orders."""
    pairs = zip(them, reversed(them), strict=True)
    return [
        Newcomer(one.producer, other.person, "", None, None, START, ALONE, None, False, False, False)
        for one, other in pairs
    ]


def is_free(engine: Engine, table: Table, number: int) -> bool:
    column: Column[Any] = table.c.id
    with engine.connect() as connection:
        try:
            connection.execute(select(column).where(column == number).with_for_update(nowait=True))
        except OperationalError:
            return False
        finally:
            connection.rollback()
    return True


def wait_until_it_waits(engine: Engine) -> None:
    end = monotonic() + LONGEST
    while monotonic() < end:
        with engine.connect() as connection:
            if connection.scalar(WAITS):
                return
        sleep(0.02)
    raise AssertionError("nobody waits for the row")


Work = Callable[[Connection, list[Newcomer]], Any]


@pytest.mark.parametrize("table", [producer, person], ids=str)
@pytest.mark.parametrize("deed", ["confirm", "undo"])
def test_who_waits_for_the_lowest_holds_none_above_it(place: Town, database_url: str, deed: str, table: Table) -> None:
    """Another connection holds the lowest row: while the tap waits for it, that connection can take the others."""
    if database_url.startswith("sqlite"):
        return  # there one writes at a time
    grace = officer(place)
    them = [comes(place, f"Member {number}") for number in range(3)]
    # the last of the list is the lowest business, its first is the lowest person, and the other way round
    tapped = a_list(place, them)[:: -1 if table is producer else 1]
    # rows lie on the disk in the order in which they were written last
    for one in reversed(them):
        for each, number in ((producer, one.producer), (person, one.person)):
            place.rows_changed(each.update().where(each.c.id == number).values(id=number))
    now = place.now
    said: list[words.Said] = []
    if deed == "undo":
        first = min(place.run(words.confirm, tapped, grace, now).values())
        said = place.run(words.of_tap, first, now)

    def work() -> int:
        with writing(database_url) as connection:
            if deed == "undo":
                return len(words.undo(connection, said, now))
            return len(words.confirm(connection, tapped, grace, now))

    numbers = sorted(one.producer if table is producer else one.person for one in them)
    engine, column = sync_engine(database_url), table.c.id
    with ThreadPoolExecutor(1) as pool:
        with engine.begin() as holds:
            holds.execute(select(column).where(column == numbers[0]).with_for_update())
            tap = pool.submit(work)
            wait_until_it_waits(engine)
            free = [is_free(engine, table, number) for number in numbers[1:]]
        assert tap.result(LONGEST) == len(them)
    engine.dispose()
    assert all(free), "it holds a row above the one that it waits for"


def test_two_officers_vouch_for_lists_that_overlap_in_opposite_orders(place: Town, database_url: str) -> None:
    officers = [officer(place), officer(place, "Ruth")]
    them = [comes(place, f"Member {number}") for number in range(40)]
    mine = a_list(place, them)
    now, barrier = place.now, Barrier(2)

    def vouches(who: int, tapped: list[Newcomer]) -> set[int]:
        barrier.wait()
        with writing(database_url) as connection:
            return set(words.confirm(connection, tapped, who, now))

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(vouches, officers, (mine[:30], mine[:9:-1])))
    assert not done[0] & done[1] and done[0] | done[1] == {one.person for one in them}
    assert all(None not in both for both in confirmed(place, *them))
