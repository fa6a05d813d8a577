"""The calendar in the database: begun, asked about, answered; stops, outages, other people, and the tick's claims."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete, select, text

from bot.domain.calendar import SlotState
from bot.domain.contact import ChatState
from bot.domain.nudges import local_day, quiet
from bot.services import evaluation
from bot.services.evaluation import Ticked
from bot.store import slots
from bot.store.schema import chat_person, heartbeat, outage, outbox, person, slot, speaks_for
from bot.store.sync import sync_engine
from tests.databases import Templates
from tests.services.conftest import START
from tests.services.town import Member, Town, pack, town

TH, NP, MW = "thailand-otop", "nepal-odop", "malawi-ovop"
JOINED = date(2026, 1, 31)


def states(place: Town, member: Member) -> list[tuple[int, str, str | None]]:
    return [(row.month, row.state, row.why) for row in place.slots(member)]


def days_of(place: Town, member: Member) -> list[date]:
    return [local_day(nudge.at, place.zone(member.code)) for nudge in place.nudges(member)]


# begin


def test_the_first_year_is_written_when_she_joins(place: Town) -> None:
    woman = place.join(TH)
    rows = place.slots(woman)
    assert [row.month for row in rows] == [0, 1, 2, 3, 4, 5, 6, 8, 10, 12]
    assert [row.form for row in rows] == ["baseline"] + ["checkin"] * 9
    assert [row.state for row in rows] == ["open"] + ["waiting"] * 9
    assert rows[1].due == date(2026, 2, 28)
    assert rows[1].opens_at == datetime(2026, 2, 24, 17, tzinfo=UTC), "midnight in Bangkok, three days before"
    assert rows[1].closes_at == datetime(2026, 3, 30, 17, tzinfo=UTC), "midnight of the day the next one is due"


def test_the_baseline_is_not_asked_for_twice_on_the_day_of_joining(place: Town) -> None:
    woman = place.join(TH)
    place.days(2)
    assert days_of(place, woman) == [date(2026, 2, 1)]


def test_slots_before_the_day_of_joining_say_so(place: Town) -> None:
    late = place.join(TH, inception=date(2025, 10, 15))
    assert states(place, late)[:5] == [
        (0, "open", None),
        (1, "before_joining", "joined_later"),
        (2, "before_joining", "joined_later"),
        (3, "before_joining", "joined_later"),
        (4, "waiting", None),
    ]


def test_who_joins_after_the_first_year_has_a_baseline_and_goes_on_from_there(place: Town) -> None:
    late = place.join(TH, inception=date(2024, 1, 15))
    place.answer(late, sales=100)
    assert [row.state for row in place.slots(late)][:2] == ["answered", "before_joining"]
    last = place.slots(late)[-1]
    assert (last.number, last.month, last.due, last.interval_reason) == (10, 28, date(2026, 5, 15), "mixed")
    place.days(200)
    assert [row.month for row in place.slots(late)[10:]] == [28, 29, 30, 31]


# due


def test_due_goes_by_the_clock_and_not_by_the_tick(place: Town) -> None:
    woman = place.join(TH)
    place.answer(woman, sales=100)
    assert place.due(woman) == []
    assert place.run(evaluation.next_due, woman.person, place.programme(TH), place.now) == date(2026, 2, 28)
    place.now = datetime(2026, 2, 26, tzinfo=UTC)
    assert [(one.month, one.due, one.closes) for one in place.due(woman)] == [(1, date(2026, 2, 28), date(2026, 3, 31))]
    place.now = datetime(2026, 4, 2, tzinfo=UTC)
    assert [one.month for one in place.due(woman)] == [2], "the first one is over, though no tick has said so"


def test_due_knows_the_form_that_was_begun(place: Town) -> None:
    woman = place.join(TH)
    dialogue = place.begin_form(woman, place.due(woman)[0].slot_id)
    assert place.due(woman)[0].dialogue_id == dialogue


def test_a_form_that_was_begun_is_spoken_of(place: Town) -> None:
    woman = place.join(TH)
    place.begin_form(woman, place.due(woman)[0].slot_id)
    place.days(2)
    assert place.nudges(woman)[0].text.startswith("You have begun to answer.")


# answers


@pytest.mark.parametrize(("days", "state"), [(14, "answered"), (15, "late")])
def test_late_is_after_the_days_of_the_pack(place: Town, days: int, state: str) -> None:
    woman = place.join(TH)
    place.at(TH, JOINED + timedelta(days=days))
    assert place.answer(woman, sales=1).state == state
    assert place.slots(woman)[0].next_nudge_at is None


def test_nobody_is_reminded_of_what_is_answered(place: Town) -> None:
    woman = place.join(TH)
    place.at(TH, date(2026, 2, 2))
    place.answer(woman, sales=1)
    place.at(TH, date(2026, 2, 27))
    assert days_of(place, woman) == [date(2026, 2, 1)]


def test_the_officer_is_told_once_and_no_more_when_she_answers(place: Town) -> None:
    woman = place.join(TH)
    place.at(TH, date(2026, 2, 20))
    assert place.told() == [place.slots(woman)[0].id]
    place.answer(woman, sales=1)
    place.at(TH, date(2026, 2, 27))
    assert place.told() == []


# outages


def test_five_hours_away_only_make_it_late(place: Town) -> None:
    woman = place.join(MW, nudge_hour=7)
    place.at(MW, date(2026, 2, 1), hour=6)
    place.sleep(hours=6)
    assert [nudge.at for nudge in place.nudges(woman)] == [place.now], "late, not never"
    assert place.rows(select(outage)) == []
    place.at(MW, date(2026, 3, 2))
    assert states(place, woman)[0] == (0, "missed", "no_answer")


def test_three_days_away(place: Town) -> None:
    """Who was in the middle of a form is asked again; what nobody answered says why."""
    busy, idle = place.join(MW), place.join(MW)
    dialogue = place.begin_form(busy, place.due(busy)[0].slot_id)
    place.at(MW, date(2026, 2, 10), hour=1)
    before = len(place.nudges(busy))
    place.sleep(days=3)
    again = place.nudges(busy)[before:]
    assert [nudge.button for nudge in again] == [f"open|{dialogue:x}"]
    assert again[0].text.startswith("I was away")
    zone, ladder = place.zone(MW), place.programme(MW).nudges
    assert not quiet(again[0].at, zone, ladder), "it is one in the night: she reads it in the morning"
    place.at(MW, date(2026, 3, 2))
    assert [states(place, one)[0] for one in (busy, idle)] == [(0, "missed", "outage")] * 2
    assert len(set(days_of(place, busy))) == len(days_of(place, busy)), "asking again was the reminder of that day"


def test_asked_again_once(place: Town) -> None:
    woman = place.join(MW)
    place.begin_form(woman, place.due(woman)[0].slot_id)
    place.now += timedelta(days=4)
    away = place.run(evaluation.heartbeat, place.now)
    assert away is not None
    for _ in range(2):
        place.run(evaluation.asked_again, place.desk, away, place.now)
    assert len(place.nudges(woman)) == 1
    assert place.run(evaluation.heartbeat, place.now + timedelta(hours=1)) is None


def test_two_months_away(place: Town) -> None:
    woman = place.join(NP)
    place.answer(woman, sales=100)
    place.at(NP, date(2026, 2, 27))
    place.sleep(days=62)
    assert states(place, woman)[:5] == [
        (0, "answered", None),
        (1, "missed", "outage"),
        (2, "missed", "outage"),
        (3, "open", None),
        (4, "waiting", None),
    ]
    place.answer(woman, operating="yes", sales=100)
    place.at(NP, date(2026, 6, 1))
    assert days_of(place, woman) == [date(2026, 4, 30), date(2026, 5, 31)], "nothing about what is over"


def test_two_years_away_still_end_every_slot(place: Town) -> None:
    woman = place.join(NP)
    place.sleep(days=800)
    ended = states(place, woman)
    assert [state for _, state, _ in ended[:-1]] == ["missed"] * (len(ended) - 1)
    assert {why for _, _, why in ended[:-1]} == {"outage"} and ended[-1][1] in ("open", "waiting")


# stop, block, come back


@pytest.mark.parametrize("silent", [ChatState.STOPPED, ChatState.BLOCKED])
def test_silence_and_return(place: Town, silent: ChatState) -> None:
    woman = place.join(TH)
    place.at(TH, date(2026, 2, 2))
    place.become(woman, silent)
    place.at(TH, date(2026, 2, 10), hour=8)
    assert days_of(place, woman) == [date(2026, 2, 1)]
    place.become(woman, ChatState.ACTIVE)
    place.at(TH, date(2026, 2, 12), hour=8)
    assert days_of(place, woman) == [date(2026, 2, 1), date(2026, 2, 11)], "from tomorrow, at her hour"
    place.become(woman, silent)
    place.at(TH, date(2026, 3, 1))
    assert states(place, woman)[0] == (0, "missed", silent.value)
    assert place.told() == [], "whom we may not ask has not failed to answer"


def test_her_hour(place: Town) -> None:
    woman = place.join(TH)
    place.at(TH, date(2026, 2, 1), hour=4)
    place.choose_hour(woman, 7)
    place.days(10)
    hours = {nudge.at.astimezone(place.zone(TH)).hour for nudge in place.nudges(woman)}
    assert hours <= {7, 8} and days_of(place, woman) == [date(2026, 2, day) for day in (1, 4, 8)]


def test_a_new_hour_is_no_second_reminder_of_the_day(place: Town) -> None:
    woman = place.join(TH, nudge_hour=7)
    place.at(TH, date(2026, 2, 1))
    place.choose_hour(woman, 18)
    place.at(TH, date(2026, 2, 3))
    assert days_of(place, woman) == [date(2026, 2, 1)]


# several people, several producers


def test_one_message_a_day_however_much_is_due(place: Town) -> None:
    leader = place.join(MW, nudge_hour=7)
    others = [place.join(MW, speaker=leader) for _ in range(29)]
    place.days(9)
    assert [nudge.text for nudge in place.nudges(leader)] == [
        "30 check-ins are due.\nPlease answer the first by 27 Feb 2026."
    ] * 3
    assert [row.nudges_sent for one in others for row in place.slots(one)[:1]] == [3] * 29


def test_chunks_do_not_split_what_is_due_of_one_person(place: Town) -> None:
    leader = place.join(MW, nudge_hour=7)
    for _ in range(9):
        place.join(MW, speaker=leader)
    friends = [place.join(MW, nudge_hour=7) for _ in range(5)]
    place.now += timedelta(hours=30)
    ticked = []
    while not ticked or ticked[-1].left:
        ticked.append(place.run(evaluation.tick, place.desk, place.now, 3))
    assert sum(one.nudged for one in ticked) == 6 and len(ticked) > 2
    assert [len(place.nudges(one)) for one in (leader, *friends)] == [1] * 6


def test_another_speaker_is_asked_when_the_first_falls_silent(place: Town) -> None:
    mother, son = place.join(TH), place.join(TH)
    place.answer(son, sales=1)
    place.rows_changed(
        speaks_for.insert().values(
            person_id=son.person, producer_id=mother.producer, since=place.now + timedelta(hours=1)
        )
    )
    place.at(TH, date(2026, 2, 2))
    assert (len(place.nudges(mother)), len(place.nudges(son))) == (1, 0)
    place.become(mother, ChatState.STOPPED)
    place.at(TH, date(2026, 2, 9))
    assert (len(place.nudges(mother)), days_of(place, son)) == (1, [date(2026, 2, 4), date(2026, 2, 8)])


def test_who_has_no_chat_is_not_asked(place: Town) -> None:
    woman = place.join(TH)
    place.rows_changed(delete(chat_person).where(chat_person.c.chat == woman.chat))
    place.at(TH, date(2026, 3, 1))
    assert place.nudges() == [] and states(place, woman)[0] == (0, "missed", "not_asked")


def test_a_producer_for_whom_nobody_speaks_is_left_alone(place: Town) -> None:
    woman = place.join(TH)
    place.rows_changed(delete(speaks_for))
    place.at(TH, date(2026, 3, 1))
    assert place.nudges() == [] and states(place, woman)[0] == (0, "missed", "not_asked")


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
    assert place.run(evaluation.tick, place.desk, place.now) == Ticked(0, 0, 0, 0, left=False)


def test_the_claims_read_nothing_but_their_partial_indexes(place: Town) -> None:
    place.join(TH)
    claims = {
        "ix_slot_next_nudge": select(slot.c.producer_id).where(*slots.nudge_due(place.now)),
        "ix_slot_opens": select(slot.c.id).where(*slots.opening(place.now)),
        "ix_slot_closes": select(slot.c.id).where(*slots.closing(place.now)),
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
        assert evaluation.tick(place.connection, place.desk, place.now).nudged == 1
        assert evaluation.tick(other, place.desk, place.now) == Ticked(0, 0, 0, 0, left=False)
    assert place.run(evaluation.tick, place.desk, place.now).nudged == 0
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
