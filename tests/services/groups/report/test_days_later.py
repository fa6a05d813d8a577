"""What a leader wrote days ago is of the day where she lives: late from midnight on, in every country."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import count

import pytest
from sqlalchemy import select, update

from bot.domain.evaluation.calendar import SlotState, Why
from bot.domain.groups.report import State
from bot.domain.people.roles import Reach, Role
from bot.i18n import load_catalogues
from bot.i18n.calendars import month_of
from bot.services.groups import making, own_calendar
from bot.services.groups.report import answering_for, reporting, sending
from bot.services.groups.report.sending import Report
from bot.store.evaluation import slots
from bot.store.evaluation.slots import SlotRow
from bot.store.evaluation.submissions import Sent
from bot.store.groups.members import members
from bot.store.people import roles
from bot.store.schema import slot
from tests.house import COUNTRIES
from tests.services.conftest import START
from tests.services.town import Town, pack, town

NUMBERS = count(7000)
MINUTE = timedelta(minutes=1)


class Here:
    """A group in some country, with a leader and a member, on whom a check-in waits."""

    def __init__(self, place: Town, code: str) -> None:
        self.place, self.code = place, code
        wish = making.Wish("Sunrise", None, None, START.date())
        self.group = place.run(making.add, pack(code), wish, "cli", START.date(), START)
        self.leader = place.join(code, name="Noi Banda", consent_version="2")
        place.run(roles.give, self.leader.person, Reach(Role.LEADER, group_id=self.group), START)
        self.member = place.join(code, name="Malee Rai", consent_version="2")
        place.run(members.join, self.group, self.member.producer, START, confirmed=True)

    def check_in(self, producer: int) -> SlotRow:
        return next(one for one in self.place.run(slots.of_producer, producer) if one.number == 1)

    def midnight(self, producer: int) -> datetime:
        """The moment from which on an answer is late."""
        last = self.check_in(producer).due + timedelta(days=pack(self.code).programme.schedule.late_after_days)
        return datetime.combine(last + timedelta(days=1), time(), tzinfo=self.place.zone(self.code)).astimezone(UTC)

    def state(self, producer: int) -> SlotState:
        return self.check_in(producer).state

    # three ways to say it

    def by_table(self, said_at: datetime) -> int:
        known, who = pack(self.code), self.leader.person
        locale = load_catalogues().locale("en")
        month = month_of(self.check_in(self.member.producer).due, known.programme.calendar)[0]
        book = self.place.run(reporting.begin, known, who, self.group, locale, said_at.date(), month)
        rows = [row for row in book.read("Malee 1200").rows if row.state is State.CLEAR]
        assert rows
        one = Report(self.group, month, rows, next(NUMBERS), said_at, "en")
        self.place.run(sending.send, known, who, one, locale, self.place.now)
        return self.member.producer

    def for_her(self, said_at: datetime) -> int:
        form = pack(self.code).forms["checkin"]
        sent = self.sent(self.member.producer, "checkin", {f"{form.root}/sales": "1200"})
        self.place.run(answering_for.keep, self.group, sent, form, pack(self.code), self.place.now, said_at)
        return self.member.producer

    def of_group(self, said_at: datetime) -> int:
        form = pack(self.code).forms["group_checkin"]
        sent = self.sent(self.group, "group_checkin", {f"{form.root}/group_members": "12"})
        self.place.run(own_calendar.keep, sent, pack(self.code), self.place.now, said_at)
        return self.group

    def sent(self, producer: int, form: str, answers: dict[str, str]) -> Sent:
        number = self.check_in(producer).id
        return Sent(next(NUMBERS), producer, self.leader.person, number, pack(self.code).forms[form].hash, form,
                    "leader", "en", False, self.place.now, answers)  # fmt: skip


WAYS = {"table": Here.by_table, "one member": Here.for_her, "the group itself": Here.of_group}


@pytest.fixture(params=COUNTRIES)
def here(sqlite_url: str, request: pytest.FixtureRequest) -> Iterator[Here]:
    code = request.param
    with town(sqlite_url, START, [pack(code)]) as place:
        found = Here(place, code)
        place.run(own_calendar.begin_all, place.loaded, place.left_out, place.now)
        yield found


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("after", "state"), [(-MINUTE, SlotState.ANSWERED), (MINUTE, SlotState.LATE)])
def test_late_is_late_from_midnight_on(here: Here, way: str, after: timedelta, state: SlotState) -> None:
    said_at = here.midnight(here.member.producer) + after
    here.place.until(said_at + timedelta(days=3))
    assert here.state(WAYS[way](here, said_at)) is state


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("before", "state"), [(MINUTE, SlotState.LATE), (-MINUTE, SlotState.MISSED)])
def test_what_came_in_after_the_end_counts_by_when_it_was_said(
    here: Here, way: str, before: timedelta, state: SlotState
) -> None:
    closes = here.check_in(here.member.producer).closes_at
    here.place.until(closes + timedelta(days=2))
    assert here.check_in(here.member.producer).state is SlotState.MISSED
    producer = WAYS[way](here, closes - before)
    assert here.state(producer) is state
    if state is SlotState.LATE:
        assert here.check_in(producer).why is None
        # the one after it waits as before
        assert here.place.run(slots.of_producer, producer)[2].state is SlotState.OPEN
    else:
        assert here.place.run(slots.of_producer, producer)[2].state is SlotState.ANSWERED, (
            "it is of what is open by then"
        )


@pytest.mark.parametrize("why", [Why.NOT_PRODUCING, Why.PAUSED, Why.ERASED])
def test_what_was_ended_by_more_than_silence_stays_so(here: Here, why: Why) -> None:
    closes = here.check_in(here.member.producer).closes_at
    here.place.until(closes + timedelta(days=2))
    here.place.rows_changed(update(slot).where(slot.c.number == 1).values(why=why))
    here.by_table(closes - MINUTE)
    found = here.place.rows(select(slot.c.state, slot.c.why).where(slot.c.id == here.check_in(here.member.producer).id))
    assert found == [(SlotState.MISSED, why)]


def test_who_answered_first_has_answered(here: Here) -> None:
    """A second report of the same month that comes in late changes no state."""
    said_at = here.midnight(here.member.producer) - timedelta(days=1)
    here.place.until(said_at + timedelta(hours=1))
    here.by_table(said_at)
    assert here.state(here.member.producer) is SlotState.ANSWERED
    here.place.until(said_at + timedelta(days=12))
    here.by_table(here.place.now)
    assert here.state(here.member.producer) is SlotState.ANSWERED
