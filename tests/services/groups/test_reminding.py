"""A leader reminds: everybody who has not answered, once a day, in her own language, and nobody else."""

from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select, update

from bot.domain.people.roles import Reach, Role
from bot.domain.wire.contact import ChatState
from bot.services.groups import leading, making, reminding
from bot.services.groups.making import Wish
from bot.services.groups.reminding import Not, Told
from bot.store.groups.members import members
from bot.store.people import roles
from bot.store.schema import audit, chat_person, outbox, person, slot
from tests.services.town import Member, Town, pack

CODE = "thailand-otop"


class Group:
    """A group whose members have been asked since the twentieth of February: on the next day it talks of that month."""

    def __init__(self, place: Town, count: int, **more: str) -> None:
        self.place = place
        place.at(CODE, date(2026, 2, 20), 9)
        wish = Wish("Own", None, None, date(2026, 2, 20))
        self.id = place.run(making.add, pack(CODE), wish, "command line", date(2026, 2, 20), place.now)
        self.members = [self.add(name=f"Noi {number}", **more) for number in range(count)]
        self.leader = place.join(CODE, name="Leader")
        place.run(roles.give, self.leader.person, Reach(Role.LEADER, group_id=self.id), place.now)

    def add(self, **more: str) -> Member:
        one = self.place.join(CODE, **{"consent_version": "3", **more})
        self.place.run(members.join, self.id, one.producer, self.place.now, confirmed=True)
        return one

    def remind(self, only: Member | None = None) -> Told:
        place, programme = self.place, self.place.programme(CODE)
        member = None if only is None else only.producer
        return place.run(
            reminding.remind, programme, place.loaded.catalogues, self.leader.person, self.id, place.now, member
        )

    def reminders(self) -> list[str]:
        rows = self.place.rows(select(outbox.c.payload).where(outbox.c.dedupe.like("remind:%")))
        return [row.payload["text"] for row in rows]


def names(told: Told) -> tuple[list[str], dict[Not, list[str]]]:
    return [one.name for one in told.reminded], {why: [one.name for one in some] for why, some in told.others.items()}


def test_all_who_have_not_answered_each_in_her_language(place: Town) -> None:
    group = Group(place, 2)
    thai, answered = group.add(name="Malee", language="th"), group.add(name="Noi")
    place.answer(answered)
    place.at(CODE, date(2026, 2, 21), 9)
    who, others = names(group.remind())
    assert (sorted(who), others) == (["Malee", "Noi 0", "Noi 1"], {})
    told = Counter(group.reminders())
    assert sorted(told.values()) == [1, 2] and any("A reminder from your group Own" in one for one in told)
    (one,) = place.rows(select(audit.c.detail, audit.c.acting_for).where(audit.c.action == "remind members"))
    assert (one.detail, one.acting_for) == ({"reminded": 3}, group.id)
    assert thai.chat in {row.chat for row in place.rows(select(outbox.c.chat).where(outbox.c.dedupe.like("remind:%")))}


def test_a_day_has_one_reminder_whoever_sends_it(place: Town) -> None:
    group = Group(place, 2)
    assert names(group.remind())[1] == {Not.TODAY: ["Noi 0", "Noi 1"]}, "she has just been asked"
    place.at(CODE, date(2026, 2, 21), 9)
    assert names(group.remind())[0] == ["Noi 0", "Noi 1"]
    assert names(group.remind()) == ([], {Not.TODAY: ["Noi 0", "Noi 1"]}), "the old button"
    before = len(place.nudges())
    place.at(CODE, date(2026, 2, 21), 22)
    assert len([one for one in place.nudges() if one.chat != group.leader.chat]) == before, "the tick waits"
    place.at(CODE, date(2026, 2, 22), 21)
    for one in group.members:
        days = [found.at.astimezone(place.zone(CODE)).date() for found in place.nudges(one)]
        assert len(days) == len(set(days))


def test_the_ladder_goes_on_from_the_day_after(place: Town) -> None:
    group = Group(place, 1)
    place.at(CODE, date(2026, 2, 21), 9)
    group.remind()
    place.at(CODE, date(2026, 3, 12), 9)
    (one,) = group.members
    assert len(place.nudges(one)) == 1 + len(place.programme(CODE).nudges.days)


def test_never_at_night(place: Town) -> None:
    group = Group(place, 1)
    for hour in (20, 23, 4, 6):
        place.sleep(hours=1)
        place.now = place.now.astimezone(place.zone(CODE)).replace(hour=hour, minute=0).astimezone(place.now.tzinfo)
        assert group.remind().night and group.reminders() == []
    place.now = place.now.astimezone(place.zone(CODE)).replace(hour=19, minute=50).astimezone(place.now.tzinfo)
    assert group.remind().night, "what leaves now would arrive at night"


def test_nobody_who_cannot_be_written_to(place: Town) -> None:
    group = Group(place, 4)
    stopped, blocked, without, _ = group.members
    place.at(CODE, date(2026, 2, 21), 9)
    place.become(stopped, ChatState.STOPPED)
    place.become(blocked, ChatState.BLOCKED)
    place.rows_changed(delete(chat_person).where(chat_person.c.person_id == without.person))
    told = {Not.STOPPED: ["Noi 0"], Not.BLOCKED: ["Noi 1"], Not.NO_PHONE: ["Noi 2"]}
    assert names(group.remind()) == (["Noi 3"], told)
    seen = place.run(leading.look, group.leader.person, group.id, place.programme(CODE), date(2026, 2, 21))
    assert {one.member.name: one.reach for one in seen.places} == {
        "Noi 0": leading.Reach.STOPPED, "Noi 1": leading.Reach.BLOCKED, "Noi 2": None, "Noi 3": leading.Reach.ACTIVE,
    }  # fmt: skip
    assert group.remind(stopped).reminded == []


@pytest.mark.parametrize("state", [ChatState.STOPPED, ChatState.BLOCKED])
def test_why_is_not_told_of_who_agreed_to_a_text_that_does_not_say_so(place: Town, state: ChatState) -> None:
    group = Group(place, 1)
    silent, here = group.add(name="Lek", consent_version="2"), group.add(name="Ann", consent_version="2")
    place.become(silent, state)
    place.rows_changed(delete(chat_person).where(chat_person.c.person_id == here.person))
    place.at(CODE, date(2026, 2, 21), 9)
    told = {Not.UNSAID: ["Lek"], Not.NO_PHONE: ["Ann"]}
    assert names(group.remind()) == (["Noi 0"], told)
    seen = place.run(leading.look, group.leader.person, group.id, place.programme(CODE), date(2026, 2, 21))
    shown = {one.member.name: one.shown for one in seen.places}
    assert shown == {"Noi 0": leading.Reach.ACTIVE, "Lek": leading.Reach.ACTIVE, "Ann": None}
    place.rows_changed(update(person).where(person.c.id == silent.person).values(consent_version="3"))
    seen = place.run(leading.look, group.leader.person, group.id, place.programme(CODE), date(2026, 2, 21))
    assert {one.member.name: one.shown for one in seen.places}["Lek"] == leading.Reach(state.value)


def test_who_has_not_agreed_that_her_leader_sees_her_is_neither_reminded_nor_named(place: Town) -> None:
    group = Group(place, 1)
    hidden = group.add(name="Hidden", consent_version="1")
    place.at(CODE, date(2026, 2, 21), 9)
    assert names(group.remind(hidden)) == ([], {})
    assert names(group.remind()) == (["Noi 0"], {})


def test_nobody_whose_time_is_over_though_the_tick_has_not_closed_it(place: Town) -> None:
    group = Group(place, 1)
    place.at(CODE, date(2026, 2, 21), 9)
    place.rows_changed(update(slot).where(slot.c.state == "open").values(closes_at=place.now))
    assert names(group.remind()) == ([], {})


def test_only_one(place: Town) -> None:
    group = Group(place, 3)
    place.at(CODE, date(2026, 2, 21), 9)
    assert names(group.remind(group.members[1])) == (["Noi 1"], {})
    stranger = place.join(CODE, name="Stranger", consent_version="2")
    assert names(group.remind(stranger)) == ([], {})


def test_who_answers_for_two_hears_it_once(place: Town) -> None:
    group = Group(place, 1)
    second = place.join(CODE, speaker=group.members[0])
    place.run(members.join, group.id, second.producer, place.now, confirmed=True)
    place.at(CODE, date(2026, 2, 21), 9)
    assert len(group.remind().reminded) == 2 and len(group.reminders()) == 1


@pytest.mark.parametrize("count", [300])
def test_three_hundred(here: Town, count: int) -> None:
    group = Group(here, count)
    here.now += timedelta(days=1)
    assert len(group.remind().reminded) == count
    assert len(group.reminders()) == count
    assert here.rows(select(person.c.id).where(person.c.last_nudge_on == date(2026, 2, 21))).__len__() == count
