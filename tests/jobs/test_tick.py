"""The tick as the clock runs it: until nothing is left, a transaction a chunk; and what wakes delivery."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Insert, Select, select

from bot.domain.clock_trust import Reading, Trust
from bot.domain.evaluation.outage import Outage
from bot.left_out import LeftOut
from bot.services.evaluation import calendar as evaluation
from bot.services.work import Tx
from bot.store import Store
from bot.store.schema import heartbeat, media, outbox
from jobs.tick import tick
from tests.services.conftest import START
from tests.services.slots import states
from tests.services.town import Town, pack, town
from tests.system.databases import Templates


@pytest.fixture
def place(templates: Templates, tmp_path: Path) -> Iterator[Town]:
    with town(templates.copy("sqlite", tmp_path), START, [pack("malawi-ovop")]) as made:
        yield made


class Watched:
    """The database as the jobs see it, with a count of transactions, and of the times that delivery was woken."""

    def __init__(self, place: Town) -> None:
        self.place, self.transactions, self.woken = place, 0, 0
        self.trust, self.ahead, self.told = Trust.AGREES, timedelta(), True
        self.left_out = LeftOut()
        self.after_the_first: Trust | None = None
        self.store = Store(str(place.connection.engine.url).replace("sqlite:", "sqlite+aiosqlite:"))

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Tx]:
        self.transactions += 1
        async with self.store.transaction() as tx:
            yield tx

    def read(self) -> Reading:
        reading = Reading(self.place.now, self.trust, self.ahead, timedelta() if self.told else None)
        if self.after_the_first is not None:
            self.trust = self.after_the_first
        return reading

    def wake(self) -> None:
        self.woken += 1

    async def tick(self) -> None:
        await tick(self.transaction, self.place.loaded, self.left_out, self.read, self.wake)


@pytest.fixture
async def watched(place: Town) -> AsyncIterator[Watched]:
    watched = Watched(place)
    yield watched
    await watched.store.close()


async def test_nothing_due_wakes_nobody(watched: Watched) -> None:
    await watched.tick()
    assert (watched.transactions, watched.woken) == (1, 0)


async def test_until_nothing_is_left(watched: Watched) -> None:
    members = [watched.place.join("malawi-ovop", nudge_hour=7) for _ in range(1100)]
    watched.place.now += timedelta(hours=24 + 9)
    watched.place.run(_alive, watched.place.now)
    await watched.tick()
    assert len(watched.place.nudges()) == len(members)
    assert (watched.transactions, watched.woken) == (3, 3), "chunks of five hundred"
    await watched.tick()
    assert len(watched.place.nudges()) == len(members), "once"


def _alive(connection: object, now: datetime) -> None:
    from bot.services.evaluation.calendar import heartbeat

    heartbeat(connection, now - timedelta(minutes=1))  # type: ignore[arg-type]


async def test_after_an_outage_open_forms_are_asked_again(watched: Watched) -> None:
    member = watched.place.join("malawi-ovop")
    watched.place.begin_form(member, watched.place.due(member)[0].slot_id)
    watched.place.now += timedelta(hours=25)
    await watched.tick()
    assert [nudge.button.split("|")[0] for nudge in watched.place.nudges()] == ["open"]
    assert watched.woken == 1
    await watched.tick()
    assert len(watched.place.nudges()) == 1


async def test_while_the_clock_is_doubted_slots_open_by_telegrams_time_and_nothing_else_happens(
    watched: Watched,
) -> None:
    member = watched.place.join("malawi-ovop")
    watched.place.begin_form(member, watched.place.due(member)[0].slot_id)
    watched.place.now += timedelta(days=20)
    await watched.tick()
    before, said = states(watched.place, member), len(watched.place.nudges())
    # the machine is a year and more ahead, Telegram's time goes on
    watched.trust, watched.ahead = Trust.APART, timedelta(days=400)
    watched.place.now += watched.ahead + timedelta(hours=1)
    await watched.tick()
    assert states(watched.place, member) == before
    watched.place.now += timedelta(days=10)
    watched.woken = 0
    await watched.tick()
    assert [state for _, state, _ in states(watched.place, member)][:3] == ["open", "open", "waiting"]
    assert (len(watched.place.nudges()), watched.woken) == (said, 0)
    # now it is right, and what has waited is done: the first is over, the second is reminded of
    watched.place.now -= watched.ahead
    watched.trust, watched.ahead = Trust.AGREES, timedelta()
    await watched.tick()
    assert states(watched.place, member)[:2] == [(0, "missed", "outage"), (1, "open", None)]


async def test_never_told_nothing_happens(watched: Watched) -> None:
    watched.place.join("malawi-ovop")
    watched.trust, watched.told = Trust.UNSEEN, False
    watched.place.now += timedelta(days=400)
    await watched.tick()
    assert watched.transactions == 0


async def test_a_clock_that_is_set_between_two_chunks_stops_the_second(watched: Watched) -> None:
    members = [watched.place.join("malawi-ovop", nudge_hour=7) for _ in range(600)]
    watched.place.now += timedelta(hours=24 + 9)
    watched.place.run(_alive, watched.place.now)
    watched.after_the_first = Trust.APART
    await watched.tick()
    assert 0 < len(watched.place.nudges()) < len(members)


def test_a_sign_of_life_by_telegrams_time_ends_no_outage(place: Town) -> None:
    """What an outage meant is said by the first tick whose clock is believed."""
    began = place.now
    place.run(evaluation.heartbeat, began)
    place.run(evaluation.meanwhile, began + timedelta(hours=23))
    assert place.rows(select(heartbeat.c.at)) == [(began + timedelta(hours=23),)]
    place.run(evaluation.meanwhile, began + timedelta(days=3))
    assert place.rows(select(heartbeat.c.at)) == [(began + timedelta(hours=23),)]
    ended = place.run(evaluation.heartbeat, began + timedelta(days=3))
    assert ended == Outage(began + timedelta(hours=23), began + timedelta(days=3))


def test_a_sign_of_life_from_a_time_to_come_is_put_right(place: Town) -> None:
    began = place.now
    place.run(evaluation.heartbeat, began + timedelta(days=1500))
    assert place.run(evaluation.heartbeat, began) is None
    assert place.run(evaluation.heartbeat, began + timedelta(days=2)) == Outage(began, began + timedelta(days=2))


async def test_what_a_clock_that_ran_ahead_has_put_off_for_years_is_due_when_it_is_right(watched: Watched) -> None:
    now = watched.place.now
    waits = {
        "years": now + timedelta(days=1500),
        "days": now + timedelta(days=3),
        "the night": now + timedelta(hours=9),
    }
    message = {"bot": 1, "chat": 1, "lane": 0, "method": "sendMessage", "payload": {}, "created_at": now}
    file = {"bot": 1, "chat": 1, "file_id": "x", "sent_at": now, "state": "waiting"}
    for name, at in waits.items():
        watched.place.run(
            _put, outbox.insert().values(message | {"dedupe": name, "state": "waiting", "next_attempt": at})
        )
        watched.place.run(_put, media.insert().values(file | {"name": name, "next_attempt": at}))
    watched.trust = Trust.APART
    await watched.tick()
    read = (select(outbox.c.dedupe, outbox.c.next_attempt), select(media.c.name, media.c.next_attempt))
    assert [watched.place.run(_known, one) for one in read] == [waits, waits]
    watched.trust = Trust.AGREES
    await watched.tick()
    due = waits | {"years": now, "days": now}
    assert [watched.place.run(_known, one) for one in read] == [due, due]


def _put(connection: Connection, statement: Insert) -> None:
    connection.execute(statement)


def _known(connection: Connection, statement: Select[str, datetime]) -> dict[str, datetime]:
    return {name: at for name, at in connection.execute(statement)}
