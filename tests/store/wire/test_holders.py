"""Whose is what is in flight: a row that is being sent has its sender's number; an earlier one's word is nothing."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, select, text, update

from bot.domain.evaluation.calendar import SlotState
from bot.domain.wire.outgoing import Claimed, Lane, Outgoing, OutState, Settled
from bot.services.wire.outbox import Offer, Order, exchange, hand_over, take_over
from bot.store.engine.sync import sync_engine, writing
from bot.store.evaluation import due_slots
from bot.store.schema import holder, outbox, slot
from bot.store.wire import claiming
from bot.store.wire import outbox as rows
from tests.services.conftest import START
from tests.services.slots import MW
from tests.services.town import pack, town
from tests.system.databases import Cluster, Templates

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
BOT, OTHER_BOT = 7, 8
LANES = (Lane.REPLY, Lane.NUDGE, Lane.BROADCAST)
# What PostgreSQL may do at any time is what it has to do here.
NESTED = [f"SET enable_{way}=off" for way in ("hashjoin", "mergejoin", "hashagg", "sort", "material", "memoize")]


def said(count: int = 1, lane: Lane = Lane.REPLY, bot: int = BOT) -> list[Outgoing]:
    return [Outgoing(bot, chat, lane, "sendMessage", {"chat_id": chat, "text": "x"}) for chat in range(1, count + 1)]


def fate(claimed: Sequence[Claimed], state: OutState = OutState.SENT) -> list[Settled]:
    return [Settled(row.id, state, 1, at=NOW, next_attempt=NOW) for row in claimed]


def states(connection: Connection) -> list[tuple[str, int | None]]:
    found = connection.execute(select(outbox.c.state, outbox.c.holder).order_by(outbox.c.id))
    return [(row.state, row.holder) for row in found]


@pytest.fixture
def database(database_url: str) -> Iterator[Connection]:
    with writing(database_url) as connection:
        yield connection


def test_each_one_has_a_higher_number_of_its_own_bot(database: Connection) -> None:
    assert [take_over(database, bot, NOW).number for bot in (BOT, BOT, OTHER_BOT, BOT)] == [1, 2, 1, 3]
    assert sorted(database.execute(select(holder)).all()) == [(BOT, 3, NOW), (OTHER_BOT, 1, NOW)]


def test_what_is_in_flight_says_who_sends_it(database: Connection) -> None:
    first = take_over(database, BOT, NOW).number
    hand_over(database, said(2), Offer(BOT, first, room=1), NOW)
    assert states(database) == [("sending", first), ("waiting", None)]
    exchange(database, Offer(BOT, first), Order(9, 9, 9), NOW)
    assert states(database) == [("sending", first), ("sending", first)]


@pytest.mark.parametrize(("number", "taken"), [(None, 3), (4, 3), (5, 0), (6, 0)])
def test_what_a_living_one_has_in_flight_is_left_alone(database: Connection, number: int | None, taken: int) -> None:
    """Of earlier ones, and from before there were numbers, it is taken up; the same and a later one live."""
    rows.add(database, [one for lane in LANES for one in said(lane=lane)], NOW)
    database.execute(update(outbox).values(state=OutState.SENDING, holder=number))
    assert rows.recover(database, BOT, 5, NOW) == taken
    if taken:
        assert states(database) == [("waiting", None), ("waiting", None), ("unsure", None)]
    else:
        assert states(database) == [("sending", number)] * 3


def test_only_of_this_bot(database: Connection) -> None:
    first = [take_over(database, bot, NOW).number for bot in (BOT, OTHER_BOT)]
    rows.add(database, [*said(), *said(bot=OTHER_BOT)], NOW)
    for bot, number in zip((BOT, OTHER_BOT), first, strict=True):
        exchange(database, Offer(bot, number), Order(9, 9, 9), NOW)
    assert take_over(database, BOT, NOW).in_flight == 1
    assert states(database) == [("waiting", None), ("sending", first[1])]


@pytest.mark.parametrize("state", [OutState.SENT, OutState.FAILED, OutState.WAITING])
@pytest.mark.parametrize("again", [False, True], ids=["taken up", "on its way again"])
def test_what_an_earlier_one_still_says_of_it_is_not_written(
    database: Connection, state: OutState, *, again: bool
) -> None:
    first = take_over(database, BOT, NOW).number
    claimed = hand_over(database, said(), Offer(BOT, first, room=1), NOW)
    second = take_over(database, BOT, NOW).number
    if again:
        assert len(exchange(database, Offer(BOT, second), Order(9, 9, 9), NOW).claimed) == 1
    before = states(database)
    exchange(database, Offer(BOT, first, fate(claimed, state)), None, NOW)
    hand_over(database, [], Offer(BOT, first, fate(claimed, state)), NOW)
    assert states(database) == before


@pytest.mark.parametrize("lane", LANES)
def test_an_earlier_one_is_given_nothing_any_more(database: Connection, lane: Lane) -> None:
    first = take_over(database, BOT, NOW).number
    rows.add(database, said(3, lane), NOW)
    take_over(database, BOT, NOW)
    assert exchange(database, Offer(BOT, first), Order(9, 9, 9), NOW).claimed == []
    assert states(database) == [("waiting", None)] * 3


@pytest.fixture
def clustered(templates: Templates, cluster: Cluster, tmp_path: Path) -> Iterator[Engine]:
    url = templates.copy("postgresql", tmp_path)
    engine = sync_engine(url)
    yield engine
    engine.dispose()
    cluster.drop(url)


def test_what_an_earlier_one_has_people_told_waits_for_the_next(clustered: Engine) -> None:
    with clustered.begin() as connection:
        first = take_over(connection, BOT, NOW).number
        take_over(connection, BOT, NOW)
        assert hand_over(connection, said(2), Offer(BOT, first, room=9), NOW) == []
        assert states(connection) == [("waiting", None)] * 2


@pytest.mark.parametrize(
    "take",
    [
        lambda connection, number: hand_over(connection, said(), Offer(BOT, number, room=9), NOW),
        lambda connection, number: claiming.claim(connection, BOT, number, Lane.NUDGE, NOW, 9),
    ],
    ids=["handed over", "claimed"],
)
def test_the_next_one_waits_for_what_is_just_being_taken(
    clustered: Engine, take: Callable[[Connection, int], Sequence[Claimed]]
) -> None:
    """Else it would look for what was in flight a moment too early, and nobody would ever take that up."""
    with clustered.begin() as connection:
        first = take_over(connection, BOT, NOW).number
        rows.add(connection, said(lane=Lane.NUDGE), NOW)
    found: list[int] = []

    def come() -> None:
        with clustered.begin() as connection:
            found.append(take_over(connection, BOT, NOW).in_flight)

    coming = Thread(target=come)
    with clustered.begin() as connection:
        assert len(take(connection, first)) == 1
        coming.start()
        coming.join(0.3)
        assert coming.is_alive()
    coming.join(20)
    assert found == [1]


def test_no_more_messages_than_asked_for(clustered: Engine) -> None:
    with clustered.begin() as connection:
        number = take_over(connection, BOT, NOW).number
        rows.add(connection, said(30), NOW)
        _nested(connection)
        assert [len(claiming.claim(connection, BOT, number, Lane.REPLY, NOW, 7)) for _ in "12345"] == [7, 7, 7, 7, 2]


def test_no_more_slots_than_asked_for(templates: Templates, cluster: Cluster, tmp_path: Path) -> None:
    url = templates.copy("postgresql", tmp_path)
    with town(url, START, [pack(MW)]) as place:
        for _ in range(4):
            place.join(MW)
        place.run(lambda connection: connection.execute(update(slot).values(state=SlotState.WAITING, opens_at=START)))
        place.run(_nested)
        left = len(place.rows(select(slot.c.id)))
        while left:
            assert place.run(due_slots.open_due, place.now, 3) == min(left, 3)
            left -= min(left, 3)
    cluster.drop(url)


def _nested(connection: Connection) -> None:
    connection.execute(text("ANALYZE"))
    for way in NESTED:
        connection.execute(text(way))


def test_claiming_and_settling_cost_no_statement_more(database: Connection) -> None:
    number = take_over(database, BOT, NOW).number
    rows.add(database, said(3, Lane.NUDGE), NOW)
    count = Statements(database)
    claimed = exchange(database, Offer(BOT, number), Order(9, 9, 9), NOW).claimed
    assert count.since() == 4, "a claim for each lane, and whether anything is left"
    exchange(database, Offer(BOT, number, fate(claimed)), None, NOW)
    assert count.since() == 1
    hand_over(database, said(3), Offer(BOT, number, room=9), NOW)
    assert count.since() == 3, "what is on its way, new ids, the rows"


class Statements:
    """How many were sent to the database since the last question."""

    def __init__(self, connection: Connection) -> None:
        self._count = 0
        event.listen(connection, "before_cursor_execute", self._one)

    def _one(self, *_given: Any) -> None:
        self._count += 1

    def since(self) -> int:
        count, self._count = self._count, 0
        return count
