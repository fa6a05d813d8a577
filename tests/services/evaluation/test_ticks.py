"""The tick: summer time, what it claims, two at once, what it writes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text

from bot.domain.evaluation.calendar import SlotState
from bot.left_out import LeftOut
from bot.services.evaluation import calendar as evaluation
from bot.services.evaluation.calendar import Ticked
from bot.store.engine.sync import sync_engine
from bot.store.evaluation import due_slots
from bot.store.schema import heartbeat, outbox, person, slot
from tests.services.conftest import START
from tests.services.slots import MW, TH
from tests.services.town import Town, pack, town
from tests.system.databases import Templates

# summer time


def test_a_zone_that_turns_its_clocks(database_url: str) -> None:
    """Where the clocks change in March, the reminder keeps its hour on the wall and the slot its midnight."""
    known = pack(TH)
    moved = replace(known, programme=replace(known.programme, timezone="America/New_York"))
    with town(database_url, datetime(2026, 2, 8, 17, tzinfo=UTC), [moved]) as place:
        woman = place.join(TH, nudge_hour=9)
        place.answer(woman, sales=1)
        place.until(datetime(2026, 4, 1, tzinfo=UTC))
        walls = [nudge.at.astimezone(place.zone(TH)) for nudge in place.nudges(woman)]
        assert [(wall.date(), wall.hour, wall.utcoffset()) for wall in walls] == [
            (date(2026, 3, 8), walls[0].hour, timedelta(hours=-4)),
            (date(2026, 3, 11), walls[0].hour, timedelta(hours=-4)),
            (date(2026, 3, 15), walls[0].hour, timedelta(hours=-4)),
        ]
        assert walls[0].hour in (9, 10)
        first, second = place.slots(woman)[1:3]
        assert [row.opens_at.hour for row in (first, second)] == [5, 4], "midnight before and after the change"


# the tick itself


def test_a_tick_with_nothing_due_does_nothing(place: Town) -> None:
    place.join(TH)
    assert place.run(evaluation.tick, place.loaded, LeftOut(), place.now) == Ticked(0, 0, 0, 0, left=False)


def test_the_claims_read_nothing_but_their_partial_indexes(place: Town) -> None:
    place.join(TH)
    claims = {
        "ix_slot_next_nudge": select(slot.c.producer_id).where(*due_slots.nudge_due(place.now)),
        "ix_slot_opens": select(slot.c.id).where(*due_slots.opening(place.now)),
        "ix_slot_closes": select(slot.c.id).where(*due_slots.closing(place.now)),
    }
    for index, statement in claims.items():
        assert index in place.run(_plan, statement), index


def _plan(connection: Connection, statement: object) -> str:
    """What the database says that it will do; PostgreSQL reads a table of ten rows as a whole unless told not to."""
    explain = "EXPLAIN"
    if connection.dialect.name == "sqlite":
        explain = "EXPLAIN QUERY PLAN"
    else:
        connection.execute(text("SET LOCAL enable_seqscan = off"))
    sql = statement.compile(connection, compile_kwargs={"literal_binds": True})  # type: ignore[attr-defined]
    return " ".join(str(row) for row in connection.exec_driver_sql(f"{explain} {sql}"))


@pytest.fixture
def clustered(templates: Templates, tmp_path: Path) -> Iterator[Town]:
    with town(templates.copy("postgresql", tmp_path), START, [pack(MW)]) as made:
        yield made


def test_two_ticks_at_once_write_to_nobody_twice(clustered: Town) -> None:
    """On PostgreSQL several processes tick: what one is busy with, the other leaves alone, and does not wait for."""
    place = clustered
    leader = place.join(MW, nudge_hour=7)
    for _ in range(3):
        place.join(MW, speaker=leader)
    place.now += timedelta(hours=30)
    engine = sync_engine(str(place.connection.engine.url.render_as_string(hide_password=False)))
    with engine.begin() as other, place.connection.begin():
        assert evaluation.tick(place.connection, place.loaded, LeftOut(), place.now).nudged == 1
        assert evaluation.tick(other, place.loaded, LeftOut(), place.now) == Ticked(0, 0, 0, 0, left=False)
    assert place.run(evaluation.tick, place.loaded, LeftOut(), place.now).nudged == 0
    assert len(place.nudges(leader)) == 1


def test_a_message_of_the_nudge_lane(place: Town) -> None:
    woman = place.join(TH, language="th")
    place.days(2)
    row = place.rows(select(outbox))[0]
    slot_id = place.slots(woman)[0].id
    assert (row.bot, row.chat, row.lane, row.method, row.dedupe) == (
        4242,
        woman.chat,
        1,
        "sendMessage",
        f"nudge:{slot_id}:1",
    )
    assert row.payload["parse_mode"] == "HTML" and "2569" in row.payload["text"], "her calendar"


def test_the_heart_beats(place: Town) -> None:
    place.days(1)
    assert place.rows(select(heartbeat.c.name, heartbeat.c.at)) == [("alive", place.now)]


def test_the_day_of_the_last_reminder_is_kept(place: Town) -> None:
    woman = place.join(TH)
    place.days(2)
    assert place.rows(select(person.c.last_nudge_on).where(person.c.id == woman.person))[0][0] == date(2026, 2, 1)
    assert SlotState(place.slots(woman)[0].state) is SlotState.OPEN
