"""Whatever people and machines do: every slot ends with a why, and nobody is pestered. Lives made up by hypothesis."""

import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.domain.evaluation.nudges import local_day, quiet
from bot.domain.wire.contact import ChatState
from bot.store.schema import person, slot
from tests.services.conftest import CODES, START
from tests.services.town import Member, Town, pack, town
from tests.system.databases import Templates


@dataclass(frozen=True)
class Event:
    """So many days and hours after the start, something happens; `who` counts the people."""

    hours: int
    what: str
    who: int
    number: int


HAPPENINGS = ("answer", "answer", "answer", "begin", "stop", "block", "back", "hour", "join", "away")
events = st.builds(
    Event, st.integers(1, 24 * 240), st.sampled_from(HAPPENINGS), st.integers(0, 2), st.integers(0, 2000)
)


@settings(max_examples=12, deadline=None)
@given(st.lists(events, min_size=5, max_size=30), st.lists(st.integers(0, 500), min_size=3, max_size=3))
def test_whatever_happens(templates: Templates, life: Sequence[Event], before: Sequence[int]) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        town(templates.copy("sqlite", Path(folder)), START, [pack(code) for code in CODES]) as place,
    ):
        people = [
            place.join(code, inception=START.date() - timedelta(days=days))
            for code, days in zip(CODES, before, strict=True)
        ]
        for event in sorted(life, key=lambda one: one.hours):
            place.until(max(place.now, START + timedelta(hours=event.hours)))
            happen(place, people[event.who], event)
        place.days(60)
        nobody_is_pestered(place, people)
        nothing_is_skipped(place)


def happen(place: Town, member: Member, event: Event) -> None:
    match event.what:
        case "answer" if place.due(member):
            place.answer(member, operating="yes", sales=event.number, produced=event.number)
        case "begin" if (due := place.due(member)) and due[0].dialogue_id is None:
            place.begin_form(member, due[0].slot_id, front=False)
        case "stop":
            place.become(member, ChatState.STOPPED)
        case "block":
            place.become(member, ChatState.BLOCKED)
        case "back":
            place.become(member, ChatState.ACTIVE)
        case "hour":
            place.choose_hour(member, event.number % 24)
        case "join":
            place.join(member.code, speaker=member)
        case "away":
            place.sleep(hours=event.number)
        case _:
            pass


def nobody_is_pestered(place: Town, people: Sequence[Member]) -> None:
    for member in people:
        zone, ladder = place.zone(member.code), place.programme(member.code).nudges
        nudges = place.nudges(member)
        per_day = Counter(local_day(nudge.at, zone) for nudge in nudges)
        assert all(count == 1 for count in per_day.values()), per_day
        assert not [nudge for nudge in nudges if quiet(nudge.at, zone, ladder)]
    assert len(place.rows(select(person))) == len(people)


def nothing_is_skipped(place: Town) -> None:
    by_producer: dict[int, list[tuple[int, str]]] = {}
    for row in place.rows(select(slot).order_by(slot.c.producer_id, slot.c.number)):
        by_producer.setdefault(row.producer_id, []).append((row.number, row.state))
        ended = row.state not in ("waiting", "open")
        assert ended or row.closes_at > place.now, "its time is over, and it has not ended"
        assert (row.why is not None) == (row.state in ("missed", "before_joining"))
        assert (row.answered_at is not None) == (row.state in ("answered", "late"))
        assert not (ended and row.next_nudge_at), "nobody is reminded of what has ended"
        assert row.why != "no_answer" or row.nudges_sent
    for rows in by_producer.values():
        assert [number for number, _ in rows] == list(range(len(rows)))
        assert rows[-1][1] in ("waiting", "open") or rows[0][1] in ("waiting", "open"), "something is always planned"
