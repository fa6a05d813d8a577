"""Who may do what with an announcement: her own draft, what goes where she works, a second one for many."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.domain.people.roles import Reach, Role
from bot.domain.programme import Announcements
from bot.domain.staff.announcement import Counts, State, Words
from bot.domain.staff.audience import Audience
from bot.domain.wire.message import TooLong
from bot.domain.wire.outgoing import OutState
from bot.services.roles import NotAllowed
from bot.services.staff import merging, work
from bot.services.staff.announcing import composing, report, second, steering
from bot.services.staff.announcing.composing import Leaving
from bot.store.people import people, roles
from bot.store.schema import audit, producer
from tests.services.staff.announcing.square import CODE, TEXT, Square, square
from tests.services.town import BOT, Member, Town

CHIANG_MAI, LAMPHUN = "TH-50", "TH-51"


@pytest.fixture
def at(here: Town) -> Square:
    return square(here)


def says(square: Square, **said: Any) -> None:
    """The pack says something of announcements."""
    pack = square.pack
    square.place.loaded.packs[CODE] = replace(
        pack, programme=replace(pack.programme, announcements=Announcements(**said))
    )


def lives(square: Square, member: Member, area: str) -> None:
    square.place.rows_changed(update(producer).where(producer.c.id == member.producer).values(area=area))


def areas(square: Square) -> tuple[str, str]:
    """Two areas of the pack that have nothing to do with each other."""
    tops = [row["name"] for row in square.pack.areas.rows if not row.get("parent")]
    return tops[0], tops[1]


# Each act on an announcement that was composed, as somebody would tap it.
ACTS: dict[str, Callable[..., Any]] = {
    "approve": steering.approve,
    "refuse": steering.refuse,
    "pause": steering.pause,
    "go on": steering.go_on,
    "stop": steering.stop,
    "again": steering.again,
    "take back": steering.take_back,
    "look": report.look,
}


@pytest.mark.parametrize("role", [None, Role.MEMBER, Role.LEADER, Role.EVALUATOR, Role.MINISTRY])
def test_who_is_no_staff_does_nothing_whatever_button_she_has(at: Square, role: Role | None) -> None:
    somebody = at.join("Nok")
    if role is not None:
        at.place.run(roles.give, somebody.person, Reach(role), at.place.now)
    number = at.compose()
    at.steps()
    for act in ACTS.values():
        with pytest.raises(NotAllowed):
            at.do(act, number, by=somebody)
    for act, more in ((composing.begin, ("en",)), (composing.leave, (number,)), (composing.count, (number,))):
        with pytest.raises(NotAllowed):
            at.do(act, *more, by=somebody)
    with pytest.raises(NotAllowed):
        at.do(steering.edit, number, "en", TEXT, by=somebody)
    assert at.state(number) is State.UNDER_WAY


def test_who_has_composed_it_and_works_here_no_longer_sees_and_does_nothing(at: Square) -> None:
    author, place = at.staff(area=areas(at)[0]), at.place
    number = at.do(composing.begin, "en", by=author).id
    place.run(composing.write, author.person, at.pack, number, "en", TEXT)
    at.do(composing.leave, number, by=author)
    at.steps()
    assert [one.id for one in place.run(report.recent, author.person, at.pack)] == [number]
    place.run(roles.end, [one.id for one in place.run(roles.of, author.person)], place.now)
    other = at.join("Som").producer
    looks: Mapping[Callable[..., Any], tuple[Any, ...]] = {
        report.recent: (),
        report.to_approve: (),
        report.rows: (number,),
        merging.look: (author.producer, other),
    }
    for act, more in looks.items():
        with pytest.raises(NotAllowed):
            place.run(act, author.person, at.pack, *more)
    for act in ACTS.values():
        with pytest.raises(NotAllowed):
            at.do(act, number, by=author)


def test_an_officer_of_another_area_finds_none_of_it(at: Square) -> None:
    first, second = areas(at)
    here, there = at.staff(area=first), at.staff(area=second)
    who, other = at.join("Nok"), at.join("Lek")
    lives(at, who, first)
    lives(at, other, second)
    at.author = here
    number = at.compose()
    at.steps()
    # no further than where she works
    assert at.counts(number) == Counts(audience=1, waiting=1)
    for act in ACTS.values():
        assert not at.do(act, number, by=there)
    assert at.do(steering.edit, number, "en", TEXT, by=there) is None
    assert at.place.run(report.recent, there.person, at.pack) == []
    assert [one.id for one in at.place.run(report.recent, here.person, at.pack)] == [number]
    assert at.do(steering.pause, number, by=at.staff(Role.ADMIN)).state is State.PAUSED
    assert at.do(steering.go_on, number, by=at.staff(area=first)).state is State.UNDER_WAY


def test_a_draft_is_its_authors_alone_and_leaves_once(at: Square) -> None:
    another = at.staff(Role.ADMIN)
    number = at.draft()
    for act in (*ACTS.values(), composing.leave, composing.count):
        assert not at.do(act, number, by=another)
    write = (at.pack, number, "en", Words("Not hers"))
    assert at.place.run(composing.write, another.person, *write) is None
    assert at.do(composing.leave, number) is Leaving.GATHERING
    assert at.do(composing.leave, number) is None
    assert at.place.run(composing.write, at.author.person, *write) is None
    assert at.place.run(composing.address, at.author.person, at.pack, number, Audience()) is None


def test_what_is_no_announcement_does_not_leave(at: Square) -> None:
    number = at.do(composing.begin, "en").id
    assert at.do(composing.leave, number) is Leaving.NO_WORDS
    at.place.run(composing.write, at.author.person, at.pack, number, "en", TEXT)
    assert at.do(composing.leave, number, at=at.place.now - timedelta(minutes=1)) is Leaving.PAST
    with pytest.raises(TooLong):
        at.place.run(composing.write, at.author.person, at.pack, number, "en", Words("x" * 3501))
    assert at.place.run(composing.draft, at.author.person, at.pack).id == number
    at.do(composing.begin, "en")
    assert at.do(composing.leave, number) is None


def test_an_emergency_is_an_admins(at: Square) -> None:
    at.author = at.staff(Role.OFFICER)
    number = at.draft()
    assert at.do(composing.leave, number, emergency=True) is Leaving.NOT_AN_ADMIN
    at.place.run(roles.give, at.author.person, Reach(Role.ADMIN), at.place.now)
    assert at.do(composing.leave, number, emergency=True) is Leaving.GATHERING
    (line,) = at.place.rows(select(audit.c.detail).where(audit.c.action == "announce"))
    assert line.detail == {"emergency": True}


def test_more_than_the_pack_says_need_another_of_the_staff_who_covers_them(at: Square) -> None:
    says(at, approve_above=2)
    first, second = areas(at)
    at.author = at.staff(area=first)
    for name in ("Nok", "Lek", "Dam"):
        lives(at, at.join(name), first)
    number = at.compose()
    at.steps()
    assert (at.state(number), at.in_outbox()) == (State.TO_APPROVE, 0)
    elsewhere, covering = at.staff(area=second), at.staff(area=first)
    for nobody in (at.author, elsewhere):
        assert at.place.run(report.to_approve, nobody.person, at.pack) == []
        assert at.do(steering.approve, number, by=nobody) is False
    assert [one.id for one in at.place.run(report.to_approve, covering.person, at.pack)] == [number]
    assert at.do(steering.approve, number, by=covering) is True
    assert at.do(steering.approve, number, by=covering) is False
    at.deliver()
    assert at.counts(number) == Counts(audience=3, delivered=3)
    assert at.one(number).approved_by == covering.person
    refused = at.compose()
    at.steps()
    assert at.do(steering.refuse, refused, by=at.staff(Role.ADMIN)) is True
    at.deliver()
    assert (at.state(refused), at.counts(refused)) == (State.STOPPED, Counts(audience=3, waiting=3))


def waits(at: Square, who: Member) -> dict[int, str | None]:
    """The announcements on her list of what waits: whose each is."""
    page = at.do(work.look, by=who)
    lines = {one.item.ref: one.named.name for one in page.shown if one.item.kind == work.SECOND_YES}
    assert page.counts.get(work.SECOND_YES, 0) == len(lines)
    return lines


def opens(at: Square, who: Member, number: int) -> int:
    """How many messages she sees who taps on it in the list."""
    return len(at.place.run(second.look, at.place.loaded, who.person, at.pack, number, BOT))


def test_it_is_on_the_list_of_those_who_may_say_yes_and_of_nobody_else(at: Square) -> None:
    says(at, approve_above=2)
    first, other = areas(at)
    at.author = at.staff(area=first)
    for name in ("Nok", "Lek", "Dam"):
        lives(at, at.join(name), first)
    elsewhere, covering, admin = at.staff(area=other), at.staff(area=first), at.staff(Role.ADMIN)
    number = at.compose()
    assert waits(at, covering) == {}, "it is still gathered"
    at.steps()
    for one in (covering, admin):
        assert waits(at, one).keys() == {number}
        assert opens(at, one, number) == 2
    for one in (at.author, elsewhere):
        assert waits(at, one) == {}
        assert opens(at, one, number) == 0
    # another of the same programme is nobody's answer to this one
    assert opens(at, covering, number + 1) == 0


@pytest.mark.parametrize("ends", [steering.approve, steering.refuse, steering.stop])
def test_it_leaves_the_list_when_it_is_decided_or_taken_away(at: Square, ends: Any) -> None:
    says(at, approve_above=2)
    at.crowd(3)
    number = at.compose()
    at.steps()
    one, another = at.staff(Role.ADMIN), at.staff(Role.ADMIN)
    assert waits(at, another).keys() == {number}
    at.do(ends, number, by=at.author if ends is steering.stop else one)
    assert waits(at, another) == {}
    assert opens(at, another, number) == 0


def test_the_oldest_stands_first_with_its_author(at: Square) -> None:
    says(at, approve_above=2)
    at.crowd(3)
    at.place.run(people.change_person, at.author.person, name="Malee")
    older = at.compose()
    at.wait(minutes=5)
    newer = at.compose()
    at.steps()
    assert list(waits(at, at.staff(Role.ADMIN)).items()) == [(older, "Malee"), (newer, "Malee")]


def test_who_came_since_can_make_it_too_many(at: Square) -> None:
    says(at, approve_above=2)
    at.crowd(2)
    number = at.compose(at=at.place.now + timedelta(hours=1))
    at.steps()
    assert at.state(number) is State.PLANNED
    at.join("One more")
    at.wait(hours=1)
    at.steps()
    assert (at.state(number), at.in_outbox()) == (State.TO_APPROVE, 0)
    at.do(steering.approve, number, by=at.staff(Role.ADMIN))
    at.deliver()
    assert at.counts(number) == Counts(audience=3, delivered=3)


def test_nothing_leaves_on_a_blackout_date(at: Square) -> None:
    today = at.place.now.astimezone(at.place.zone(CODE)).date()
    says(at, blackout=((today, today + timedelta(days=1)),))
    at.crowd(2)
    number = at.compose()
    at.steps()
    assert (at.state(number), at.in_outbox()) == (State.PLANNED, 0)
    leaves = at.look(number).leaves_at
    assert leaves is not None
    assert leaves.astimezone(at.place.zone(CODE)).date() == date.fromordinal(today.toordinal() + 2)
    urgent = at.compose(emergency=True)
    at.deliver()
    assert at.counts(urgent).delivered == 2
    at.wait(hours=46)
    at.deliver()
    assert at.counts(number).delivered == 2


def test_whoever_works_here_no_longer_sends_nothing(at: Square) -> None:
    at.crowd(2)
    number = at.compose(at=at.place.now + timedelta(hours=1))
    at.steps()
    held = at.place.run(roles.of, at.author.person)
    at.place.run(roles.end, [one.id for one in held], at.place.now)
    at.author = at.staff(Role.ADMIN)
    at.wait(hours=1)
    at.deliver()
    assert (at.state(number), at.arrived) == (State.STOPPED, [])


def test_each_act_is_in_the_audit_log(at: Square) -> None:
    at.crowd(1)
    number = at.compose()
    at.steps()
    at.do(steering.pause, number)
    at.do(steering.go_on, number)
    at.answer(at.claim(), *_FAILED)
    at.steps()
    at.do(steering.again, number)
    at.deliver()
    at.do(steering.edit, number, "en", Words("At nine."))
    at.do(steering.take_back, number)
    lines = at.place.rows(select(audit.c.action, audit.c.actor, audit.c.subject).order_by(audit.c.id))
    ours = [row.action for row in lines if row.subject == f"announcement {number}"]
    assert ours == ["announce", "pause announcement", "go on with announcement", "send announcement again",
                    "edit announcement", "take announcement back"]  # fmt: skip
    assert {row.actor for row in lines if row.subject == f"announcement {number}"} == {f"person {at.author.person}"}


_FAILED = (OutState.FAILED, "Chat not found")


def test_what_is_older_than_two_days_stays_on_the_screens(at: Square) -> None:
    at.crowd(1)
    number = at.compose()
    at.deliver()
    at.wait(hours=49)
    assert at.do(steering.edit, number, "en", Words("At nine.")) == 0
    assert at.do(steering.edit, number, "th", Words("x")) is None
    assert at.do(steering.take_back, number) == 0
    at.deliver()
    assert [method for _, method in at.arrived] == ["sendMessage"]
    assert at.do(steering.take_back, number) is None
    assert at.do(steering.again, number) is None
