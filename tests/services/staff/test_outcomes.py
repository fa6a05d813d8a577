"""What an officer does about a follow-up: each step is kept with who and when, and the last one can be taken back."""

from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select, update

from bot.domain.people.roles import Reach, Role
from bot.domain.staff.outcomes import CAN_BE_UNDONE, Closed, What
from bot.services.roles import NotAllowed
from bot.services.staff import merging, outcomes, work
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.evaluation import recipients
from bot.store.evaluation.recipients import FollowUp
from bot.store.people import roles
from bot.store.schema import audit, follow_up, follow_up_outcome, producer, role, slot, speaks_for
from tests.services.staff.test_follow_ups import staff, two_districts
from tests.services.staff.test_merging import TEXTS, two
from tests.services.village import MAYA, NOW, SITA, Villager, found, nepal, settle

SOON = NOW + timedelta(minutes=3)


def silent(connection: Connection, who: Villager = SITA, area: str | None = None) -> tuple[int, int]:
    """Somebody whose baseline nobody answered; her producer and the follow-up."""
    number = settle(connection, who)
    if area is not None:
        connection.execute(update(producer).where(producer.c.id == number).values(area=area))
    asked = connection.scalars(select(slot.c.id).where(slot.c.producer_id == number)).one()
    recipients.follow_up_on(connection, [FollowUp(number, asked, "no_answer")], NOW)
    return number, connection.scalars(select(follow_up.c.id).where(follow_up.c.slot_id == asked)).one()


def listed(connection: Connection, who: int, now: object = SOON) -> list[int]:
    page = work.look(connection, who, nepal(), now, 0, (work.FOLLOW_UP,))  # type: ignore[arg-type]
    return [one.item.ref for one in page.shown]


def test_visited_is_off_the_list_and_kept_with_who_and_when(database_url: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        hers, number = silent(connection)
        officer = staff(connection, Reach(Role.OFFICER))
        assert listed(connection, officer) == [number]
        assert outcomes.visited(connection, officer, nepal(), number, SOON) is not None
        assert listed(connection, officer) == []
        (step,) = outcomes.look(connection, officer, nepal(), number).steps
        assert (step.what, step.by, step.name, step.at) == (What.VISITED, officer, "Officer", SOON)
        # twice is once
        assert outcomes.visited(connection, officer, nepal(), number, SOON) is None
        (line,) = connection.execute(select(audit).where(audit.c.action == "follow-up visited"))
        assert (line.actor, line.subject, line.acting_for) == (f"person {officer}", f"producer {hers}", hers)


def test_call_again_hides_it_until_that_day_where_she_lives(database_url: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        _, number = silent(connection)
        officer = staff(connection, Reach(Role.OFFICER))
        day = date(2026, 11, 27)
        assert outcomes.call_again(connection, officer, nepal(), number, day, SOON) is not None
        # midnight in Kathmandu is 18:15 of the day before in UTC
        before, after = NOW.replace(day=26, hour=18, minute=14), NOW.replace(day=26, hour=18, minute=15)
        assert listed(connection, officer, before) == []
        assert listed(connection, officer, after) == [number]
        for wrong in (NOW.date(), NOW.date() - timedelta(days=1), NOW.date() + timedelta(days=400)):
            assert outcomes.call_again(connection, officer, nepal(), number, wrong, SOON) is None


def test_what_is_closed_does_not_open_again_for_the_same_silence(database_url: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        hers, number = silent(connection)
        officer = staff(connection, Reach(Role.OFFICER))
        assert outcomes.close(connection, officer, nepal(), number, Closed.MOVED, SOON) is not None
        asked = connection.scalars(select(follow_up.c.slot_id).where(follow_up.c.id == number)).one()
        recipients.follow_up_on(connection, [FollowUp(hers, asked, "no_answer")], SOON)
        assert listed(connection, officer) == []
        values = {"producer_id": hers, "number": 1, "month": 1, "due": NOW.date(), "form": "checkin", "state": "open"}
        moments = {"opens_at": NOW, "closes_at": NOW}
        later = connection.execute(insert(slot).values(values | moments).returning(slot.c.id)).scalar_one()
        recipients.follow_up_on(connection, [FollowUp(hers, later, "no_answer")], SOON)
        assert len(listed(connection, officer)) == 1
        (newest,) = listed(connection, officer)
        known = outcomes.look(connection, officer, nepal(), newest)
        assert [(one.what, one.reason) for one in known.before] == [(What.CLOSED, "moved")]


def test_another_reason_needs_words(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        _, number = silent(connection)
        officer = staff(connection, Reach(Role.OFFICER))
        assert outcomes.close(connection, officer, nepal(), number, Closed.OTHER, SOON, "  ") is None
        assert outcomes.close(connection, officer, nepal(), number, Closed.OTHER, SOON, "sold the  loom") is not None
        (step,) = outcomes.look(connection, officer, nepal(), number).steps
        assert step.words == "sold the loom"


def test_for_ten_minutes_she_takes_back_what_she_did_last(database_url: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        _, number = silent(connection)
        officer, other = (staff(connection, Reach(Role.OFFICER)) for _ in range(2))
        assert not outcomes.undo(connection, officer, nepal(), number, SOON), "nothing was done"
        outcomes.visited(connection, officer, nepal(), number, SOON)
        outcomes.note(connection, officer, nepal(), number, "she was at the well", SOON)
        assert not outcomes.undo(connection, other, nepal(), number, SOON), "it is not hers"
        assert not outcomes.undo(connection, officer, nepal(), number, SOON + CAN_BE_UNDONE + timedelta(seconds=1))
        assert outcomes.undo(connection, officer, nepal(), number, SOON + CAN_BE_UNDONE)
        assert listed(connection, officer) == [number]
        assert not outcomes.undo(connection, officer, nepal(), number, SOON), "once"
        outcomes.call_again(connection, officer, nepal(), number, NOW.date() + timedelta(days=9), SOON)
        assert outcomes.undo(connection, officer, nepal(), number, SOON)
        assert listed(connection, officer) == [number]
        steps = [one.what for one in outcomes.look(connection, officer, nepal(), number).steps]
        assert steps == [What.VISITED, What.NOTED, What.UNDONE, What.CALL_AGAIN, What.UNDONE]


def test_what_has_settled_itself_meanwhile_is_not_taken_back(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        hers, number = silent(connection)
        officer = staff(connection, Reach(Role.OFFICER))
        outcomes.visited(connection, officer, nepal(), number, SOON)
        connection.execute(update(slot).where(slot.c.producer_id == hers).values(state="answered", answered_at=SOON))
        assert not outcomes.undo(connection, officer, nepal(), number, SOON)
        assert listed(connection, officer) == []


def test_what_was_about_somebody_merged_away_opens_again_for_nobody(database_url: str) -> None:
    with writing(database_url) as connection:
        card, phone, officer = two(connection)
        other = connection.scalars(select(slot.c.id).where(slot.c.producer_id == phone)).one()
        recipients.follow_up_on(connection, [FollowUp(phone, other, "no_answer")], NOW)
        number = connection.scalars(select(follow_up.c.id)).one()
        for does in (
            lambda: outcomes.visited(connection, officer, nepal(), number, SOON),
            lambda: outcomes.call_again(connection, officer, nepal(), number, NOW.date() + timedelta(days=3), SOON),
        ):
            assert does() is not None
            made = merging.merge(connection, officer, nepal(), phone, card, TEXTS, SOON)
            assert made is not None and merging.done(connection, officer, nepal(), made, SOON)[0].other_id == phone  # type: ignore[index]
            assert not outcomes.undo(connection, officer, nepal(), number, SOON)
            assert listed(connection, officer) == []
            assert merging.undo(connection, officer, nepal(), made, TEXTS, SOON)
            assert listed(connection, officer) == [], "as it was before the two were one"
            assert outcomes.undo(connection, officer, nepal(), number, SOON), "she is somebody again"
            assert listed(connection, officer) == [number]


def deeds(connection: Connection, who: int | None, number: int) -> None:
    """Whatever somebody may try, each refused."""
    day = NOW.date() + timedelta(days=3)
    for does, told in (
        (outcomes.visited, ()),
        (outcomes.call_again, (day,)),
        (outcomes.close, (Closed.DIED,)),
        (outcomes.note, ("words",)),
        (outcomes.undo, ()),
    ):
        with pytest.raises(NotAllowed):
            does(connection, who, nepal(), number, *told, SOON)  # type: ignore[operator]
    with pytest.raises(NotAllowed):
        outcomes.look(connection, who, nepal(), number)


@pytest.mark.parametrize("held", [one for one in Role if one not in (Role.OFFICER, Role.ADMIN)])
def test_nobody_else_may_anything_of_it(sqlite_url: str, held: Role) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        _, number = silent(connection)
        deeds(connection, staff(connection, Reach(held)), number)
        deeds(connection, None, number)
        assert connection.scalars(select(follow_up_outcome.c.id)).all() == []


def test_of_another_area_forged_ended_or_her_own_she_may_nothing(sqlite_url: str) -> None:
    _, inside, outside = two_districts()
    with writing(sqlite_url) as connection:
        found(connection)
        hers, number = silent(connection, area=inside)
        deeds(connection, staff(connection, Reach(Role.OFFICER, outside)), number)
        officer = staff(connection, Reach(Role.OFFICER, inside))
        deeds(connection, officer, number + 999)
        connection.execute(insert(speaks_for).values(person_id=officer, producer_id=hers, since=NOW))
        deeds(connection, officer, number)
        assert listed(connection, officer) == [], "what is about herself is for others"
        former = staff(connection, Reach(Role.OFFICER, inside))
        roles.end(connection, connection.scalars(select(role.c.id).where(role.c.person_id == former)).all(), NOW)
        deeds(connection, former, number)
        assert connection.scalars(select(follow_up_outcome.c.id)).all() == []


def test_her_own_group_is_for_others_also_while_she_is_suspended(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        hers, number = silent(connection, MAYA)
        officer = staff(connection, Reach(Role.OFFICER), Reach(Role.LEADER, group_id=hers))
        assert listed(connection, officer) == []
        led = select(role.c.id).where(role.c.person_id == officer, role.c.role == Role.LEADER)
        roles.suspend(connection, connection.scalars(led).one(), NOW)
        deeds(connection, officer, number)
