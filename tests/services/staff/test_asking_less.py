"""Closed since she has died, has given up or does not want to: what the house has for it is a tap, and one back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.people.roles import Reach, Role
from bot.domain.staff.outcomes import Closed
from bot.services.groups import making
from bot.services.people import erasure
from bot.services.roles import NotAllowed
from bot.services.staff import asking_less, outcomes
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.evaluation import silent_groups
from bot.store.groups.members import members, pauses
from bot.store.people import roles
from bot.store.schema import follow_up, follow_up_outcome, slot, speaks_for
from tests.services.staff.test_duties import wish
from tests.services.staff.test_follow_ups import staff, two_districts
from tests.services.staff.test_outcomes import SOON, silent
from tests.services.village import NOW, found, nepal


def a_member(connection: Connection) -> tuple[int, int, int]:
    """In a group; her producer, the group, and the follow-up."""
    found(connection)
    _, inside, _ = two_districts()
    hers, number = silent(connection, area=inside)
    group = making.add(connection, nepal(), wish(inside), "command line", NOW.date(), NOW)
    members.join(connection, group, hers, NOW, confirmed=True)
    return hers, group, number


def asked(connection: Connection, hers: int) -> set[str]:
    return set(connection.scalars(select(slot.c.state).where(slot.c.producer_id == hers)))


@pytest.mark.parametrize("why", [Closed.DIED, Closed.CEASED])
def test_nothing_is_asked_and_one_tap_undoes_it(sqlite_url: str, why: Closed) -> None:
    with writing(sqlite_url) as connection:
        hers, group, number = a_member(connection)
        officer = staff(connection, Reach(Role.OFFICER))
        assert asking_less.ask_less(connection, officer, nepal(), number, SOON) is None, "nothing was closed"
        outcomes.close(connection, officer, nepal(), number, why, SOON)
        assert asked(connection, hers) == {"open"}, "closing alone changes nothing"
        assert asking_less.ask_less(connection, officer, nepal(), number, SOON) is why
        assert asked(connection, hers) == {"missed"} and members.groups_of(connection, hers) == []
        assert asking_less.ask_again(connection, officer, nepal(), number, SOON)
        assert members.groups_of(connection, hers) == [group]


def test_who_does_not_want_pauses_for_three_months(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        hers, group, number = a_member(connection)
        officer = staff(connection, Reach(Role.OFFICER))
        outcomes.close(connection, officer, nepal(), number, Closed.NOT_WANTED, SOON)
        assert asking_less.ask_less(connection, officer, nepal(), number, SOON) is Closed.NOT_WANTED
        pause = pauses.current(connection, [hers], NOW.date())[hers]
        assert 89 <= (pause.until - NOW.date()).days <= 92 and members.groups_of(connection, hers) == [group]
        assert asking_less.ask_again(connection, officer, nepal(), number, SOON)
        assert not pauses.current(connection, [hers], NOW.date())
        assert not asking_less.ask_again(connection, officer, nepal(), number, SOON)


@pytest.mark.parametrize("why", [Closed.MOVED, Closed.ILL, Closed.WRONG_NUMBER])
def test_of_another_reason_nothing_is_offered(sqlite_url: str, why: Closed) -> None:
    with writing(sqlite_url) as connection:
        hers, _, number = a_member(connection)
        officer = staff(connection, Reach(Role.OFFICER))
        outcomes.close(connection, officer, nepal(), number, why, SOON)
        assert asking_less.ask_less(connection, officer, nepal(), number, SOON) is None
        assert asked(connection, hers) == {"open"}


def test_of_another_area_nothing(sqlite_url: str) -> None:
    _, _, outside = two_districts()
    with writing(sqlite_url) as connection:
        hers, _, number = a_member(connection)
        outcomes.close(connection, staff(connection, Reach(Role.OFFICER)), nepal(), number, Closed.DIED, SOON)
        other = staff(connection, Reach(Role.OFFICER, outside))
        for does in (asking_less.ask_less, asking_less.ask_again):
            with pytest.raises(NotAllowed):
                does(connection, other, nepal(), number, SOON)
        assert asked(connection, hers) == {"open"}


def test_words_go_with_whom_they_are_about_and_with_who_wrote_them(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        hers, _, number = a_member(connection)
        officer, other = staff(connection, Reach(Role.OFFICER)), staff(connection, Reach(Role.OFFICER))
        for who in (officer, other):
            outcomes.note(connection, who, nepal(), number, f"words of {who}", SOON)
        words = select(follow_up_outcome.c.words).order_by(follow_up_outcome.c.id)
        erasure.erase_person(connection, officer, SOON)
        assert list(connection.scalars(words)) == [None, f"words of {other}"]
        her = connection.scalars(select(speaks_for.c.person_id).where(speaks_for.c.producer_id == hers)).one()
        erasure.erase_person(connection, her, SOON)
        assert list(connection.scalars(words)) == [None, None]


def test_a_silence_that_was_closed_is_not_on_the_list_until_somebody_else_leads(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        _, group, _ = a_member(connection)
        officer, leader = staff(connection, Reach(Role.OFFICER)), staff(connection)
        roles.give(connection, leader, Reach(Role.LEADER, group_id=group), NOW)
        code = nepal().programme.code

        def waiting() -> list[int]:
            here = (follow_up.c.producer_id == group, follow_up.c.done_at.is_(None))
            return list(connection.scalars(select(follow_up.c.id).where(*here)))

        silent_groups.note_silent(connection, code, [group], NOW)
        (number,) = waiting()
        outcomes.close(connection, officer, nepal(), number, Closed.ILL, SOON)
        silent_groups.note_silent(connection, code, [group], SOON)
        assert waiting() == [], "it is the same silence"
        roles.give(connection, staff(connection), Reach(Role.LEADER, group_id=group), SOON + timedelta(days=1))
        silent_groups.note_silent(connection, code, [group], SOON + timedelta(days=200))
        assert len(waiting()) == 1
