"""Figures are accepted, held and left by officers of the area; what is far and held another lets in; undo is whole."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.people.roles import Reach, Role
from bot.domain.staff.checking import Alike, Deed, Refused
from bot.services.roles import NotAllowed
from bot.services.staff.checking import deciding
from bot.services.staff.checking.deciding import Outcome
from bot.store.people import merges, roles
from bot.store.people.merges import Merge
from bot.store.schema import audit, audit_word, follow_up
from tests.services.conftest import START
from tests.services.staff.checking.queue_of_figures import BLANTYRE, CODE, NORTH, SOUTH, Village
from tests.services.town import Member, pack, town


@pytest.fixture
def village(database_url: str) -> Iterator[Village]:
    with town(database_url, START, [pack(CODE)]) as place:
        yield Village(place)


@pytest.fixture
def one(village: Village) -> tuple[Village, Member, Member, int]:
    """Two officers and a figure ten times the usual."""
    nok, bupe = village.staff("Nok", BLANTYRE), village.staff("Bupe", BLANTYRE)
    return village, nok, bupe, village.noted(village.far_off(village.joins("Malee")))


def test_it_stands_with_who_said_what_and_what_is_usual(one: tuple[Village, Member, Member, int]) -> None:
    village, nok, _, number = one
    (shown,) = village.page(nok).shown
    (figure,) = shown.figures
    assert (shown.item.id, shown.item.name, shown.item.source) == (number, "Malee", "self")
    assert (figure.path.rpartition("/")[2], figure.value, figure.usual, figure.held) == ("sales", "8500", "850", False)
    assert shown.deeds == [Deed.ACCEPT, Deed.CORRECT, Deed.HOLD]


def test_accepted_it_is_gone_and_counts(one: tuple[Village, Member, Member, int]) -> None:
    village, nok, bupe, number = one
    stale = village.mark(bupe, number)
    done = village.does(nok, Deed.ACCEPT, number)
    assert isinstance(done, Outcome) and (done.n, done.can_undo) == (1, True)
    assert village.page(nok).total == village.page(bupe).total == 0 and village.held() == {}
    assert village.does(bupe, Deed.HOLD, number, stale) is Refused.GONE
    assert village.does(nok, Deed.ACCEPT, number) is Refused.GONE


def test_held_by_one_it_is_let_in_by_another(one: tuple[Village, Member, Member, int]) -> None:
    village, nok, bupe, number = one
    done = village.does(nok, Deed.HOLD, number)
    assert isinstance(done, Outcome) and not done.can_undo
    assert [*village.held().values()] == [{"sales"}]
    assert village.does(nok, Deed.ACCEPT, number) is Refused.NEEDS_ANOTHER
    assert village.undoes(nok, done.deed_id) is Refused.NEEDS_ANOTHER
    assert village.first(nok).deeds == [Deed.CORRECT] and village.first(bupe).deeds == [Deed.ACCEPT, Deed.CORRECT]
    assert isinstance(village.does(bupe, Deed.ACCEPT, number), Outcome)
    assert village.held() == {} and village.page(bupe).total == 0


def test_what_she_saw_before_somebody_else_held_it_is_stale(one: tuple[Village, Member, Member, int]) -> None:
    village, nok, bupe, number = one
    stale = village.mark(bupe, number)
    village.does(nok, Deed.HOLD, number)
    assert village.does(bupe, Deed.ACCEPT, number, stale) is Refused.CHANGED
    assert village.does(bupe, Deed.HOLD, number) is Refused.NO_FIGURE


def test_undone_within_ten_minutes_it_waits_again_as_before(one: tuple[Village, Member, Member, int]) -> None:
    village, nok, bupe, number = one
    village.does(nok, Deed.HOLD, number)
    done = village.does(bupe, Deed.ACCEPT, number)
    assert isinstance(done, Outcome)
    assert village.undoes(nok, done.deed_id) is Refused.GONE, "it was not she"
    assert isinstance(village.undoes(bupe, done.deed_id), Outcome)
    assert [*village.held().values()] == [{"sales"}] and village.page(bupe).total == 1
    assert village.undoes(bupe, done.deed_id) is Refused.GONE
    assert village.does(nok, Deed.ACCEPT, number) is Refused.NEEDS_ANOTHER, "it is held by her as before"
    again = village.does(bupe, Deed.ACCEPT, number)
    village.place.now += timedelta(minutes=10)
    assert isinstance(again, Outcome) and village.undoes(bupe, again.deed_id) is Refused.GONE


def test_nobody_decides_on_her_own(village: Village) -> None:
    nok, malee, noi = village.staff("Nok", BLANTYRE), village.joins("Malee"), village.joins("Noi")
    village.far_off(malee)
    number = village.noted(village.far_off(noi))
    assert village.page(nok).total == 2
    village.group(nok, malee)
    assert [shown.item.name for shown in village.page(nok).shown] == ["Noi"], "she leads the group"
    village.place.run(roles.give, noi.person, Reach(Role.OFFICER, BLANTYRE), START)
    assert [shown.item.name for shown in village.page(noi).shown] == ["Malee"], "it is her own"
    assert village.does(noi, Deed.ACCEPT, number, village.mark(nok, number)) is Refused.GONE


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("area", [BLANTYRE, SOUTH, NORTH, None])
def test_role_and_area_are_asked_at_every_deed(here: Village, role: Role, area: str | None) -> None:
    owner = here.staff("Owner", BLANTYRE)
    number = here.noted(here.far_off(here.joins("Malee")))
    mark = here.mark(owner, number)
    done = here.does(owner, Deed.ACCEPT, here.noted(here.far_off(here.joins("Noi"))))
    assert isinstance(done, Outcome)
    who = here.staff("Somebody", area if role.in_area else None, role)
    if role not in (Role.OFFICER, Role.ADMIN):
        for deed in Deed:
            with pytest.raises(NotAllowed):
                here.does(who, deed, number, mark)
        with pytest.raises(NotAllowed):
            here.page(who)
        with pytest.raises(NotAllowed):
            here.undoes(who, done.deed_id)
    elif role is Role.OFFICER and area == NORTH:
        assert here.page(who).total == 0 and here.item(who, number) is None
        assert here.does(who, Deed.HOLD, number, mark) is Refused.GONE and here.held() == {}
    else:
        assert here.page(who).total == 1 and isinstance(here.does(who, Deed.HOLD, number, mark), Outcome)
    assert here.does(owner, Deed.ACCEPT, 987_654, 1) is Refused.GONE, "a number that is nobody's"


@pytest.fixture
def here(sqlite_url: str) -> Iterator[Village]:
    with town(sqlite_url, START, [pack(CODE)]) as place:
        yield Village(place)


def test_all_alike_are_done_at_once_and_undone_at_once(village: Village) -> None:
    nok, bupe = village.staff("Nok", BLANTYRE), village.staff("Bupe", SOUTH)
    inside = [village.joins(name) for name in ("Malee", "Noi", "Lek")]
    outside, leader = village.joins("Som"), village.joins("Dao")
    village.group(leader, *inside)
    for member in (*inside, outside):
        village.usually(member)
    village.next_month()
    numbers = [
        village.noted(village.says(one, operating="yes", sales=9_000, produced=21)) for one in (*inside, outside)
    ]
    done = village.does(nok, Deed.HOLD, numbers[0], how=Alike.GROUP, words="Copied from a list")
    assert isinstance(done, Outcome) and done.n == 3 and len(village.held()) == 3
    assert village.does(nok, Deed.ACCEPT, numbers[1], how=Alike.GROUP) is Refused.GONE, "none of them is hers to let in"
    let_in = village.does(bupe, Deed.ACCEPT, numbers[1], how=Alike.FORM)
    assert isinstance(let_in, Outcome) and let_in.n == 3, "the fourth is not held, so it is not like them"
    assert village.page(bupe).total == 1
    undone = village.undoes(bupe, let_in.deed_id)
    assert isinstance(undone, Outcome) and undone.n == 3 and len(village.held()) == 3
    words = village.place.rows(select(audit_word))
    assert [(row.words, row.by_id, row.about_id) for row in words] == [
        ("Copied from a list", nok.person, one.person) for one in inside
    ]
    deeds = [row.action for row in village.place.rows(select(audit).order_by(audit.c.id)) if "figure" in row.action]
    assert deeds == ["hold figure"] * 3 + ["accept figure"] * 3 + ["undo figure"] * 3


def test_undo_is_all_or_nothing(village: Village) -> None:
    nok, bupe = village.staff("Nok", BLANTYRE), village.staff("Bupe", BLANTYRE)
    people = [village.joins(name) for name in ("Malee", "Noi")]
    for member in people:
        village.usually(member)
    village.next_month()
    first, second = (village.says(one, operating="yes", sales=9_000, produced=21) for one in people)
    done = village.does(nok, Deed.ACCEPT, village.noted(first), how=Alike.FORM)
    assert isinstance(done, Outcome) and done.n == 2
    # something new about one of them: it waits anew, and is no part of what was done
    village.place.rows_changed(follow_up.update().where(follow_up.c.submission_id == second).values(done_at=None))
    assert isinstance(village.does(bupe, Deed.HOLD, village.noted(second)), Outcome)
    assert village.undoes(nok, done.deed_id) is Refused.CHANGED
    assert village.page(bupe).total == 1 and set(village.held()) == {second}


def test_others_come_to_be_alike_meanwhile(village: Village) -> None:
    nok = village.staff("Nok", BLANTYRE)
    malee, noi = village.joins("Malee"), village.joins("Noi")
    for member in (malee, noi):
        village.usually(member)
    village.next_month()
    number = village.noted(village.says(malee, operating="yes", sales=9_000, produced=21))
    seen = village.mark(nok, number, Alike.FORM)
    village.says(noi, operating="yes", sales=9_000, produced=21)
    assert village.does(nok, Deed.ACCEPT, number, seen, Alike.FORM) is Refused.CHANGED
    assert village.page(nok).total == 2


def test_a_forged_mark_does_nothing(one: tuple[Village, Member, Member, int]) -> None:
    village, nok, _, number = one
    assert village.does(nok, Deed.ACCEPT, number, 5) is Refused.CHANGED
    assert village.does(nok, Deed.LEAVE, number) is Refused.CHANGED, "nobody wished anything"
    assert village.place.run(deciding.undo, nok.person, pack(CODE), 99, village.place.now) is Refused.GONE
    assert village.page(nok).total == 1


def test_what_was_about_somebody_merged_away_opens_again_for_nobody(village: Village) -> None:
    nok, malee, kept = village.staff("Nok", BLANTYRE), village.joins("Malee"), village.joins("Maly")
    number = village.noted(village.far_off(malee))
    done = village.does(nok, Deed.ACCEPT, number)
    assert isinstance(done, Outcome)
    one = Merge(0, kept.producer, malee.producer, kept.person, malee.person, village.place.now)
    made = village.place.run(merges.add, one, nok.person)
    assert village.undoes(nok, done.deed_id) is Refused.CHANGED and village.page(nok).total == 0
    village.place.run(merges.undone, made, village.place.now)
    assert isinstance(village.undoes(nok, done.deed_id), Outcome) and village.page(nok).total == 1
