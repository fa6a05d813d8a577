"""Officers vouch for who registered alone in both kinds of database: whom they see, what one tap confirms, and undo."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.people.roles import Reach, Role
from bot.i18n import load_catalogues
from bot.services.groups import leading
from bot.services.people import erasure, vouching
from bot.services.roles import NotAllowed
from bot.services.staff import merging
from bot.services.staff.vouching import told, unconfirmed
from bot.services.staff.vouching.unconfirmed import ALONE, Why
from bot.store.groups.members import members
from bot.store.people import roles
from bot.store.schema import audit, metadata, outbox, producer, vouch
from bot.store.staff.vouching import unconfirmed as rows
from bot.store.staff.waiting import Reader
from tests.services.staff.vouching.people_of_area import (
    ABOVE,
    AREA,
    CODE,
    ELSEWHERE,
    PACK,
    a_group,
    comes,
    confirmed,
    officer,
    works,
)
from tests.services.town import Town

WORDS = load_catalogues()
NEVER = (None, None)


def listed(place: Town, who: int, group: int = ALONE) -> list[str]:
    shown = place.run(unconfirmed.page, who, PACK, group)
    return [] if shown is None else [one.name for one in shown.here] + list(shown.others)


def all_of(place: Town, who: int, group: int = ALONE) -> tuple[int, str]:
    shown = place.run(unconfirmed.page, who, PACK, group)
    assert shown is not None
    return shown.upto, shown.mark


def kept(place: Town) -> dict[str, list[str]]:
    return {one.name: sorted(map(str, place.rows(select(one)))) for one in metadata.sorted_tables}


def test_the_lists_are_of_her_areas_by_who_has_brought_them_the_oldest_first(place: Town) -> None:
    grace = officer(place)
    group = a_group(place, "Kampini", "Noi")
    far = a_group(place, "Secret", area=ELSEWHERE)
    comes(place, "Alinafe")
    place.now += timedelta(hours=1)
    for name in ("Bertha", "Chikondi"):
        comes(place, name, group)
    # by the link of a group of another area, whose name is not hers to read
    comes(place, "Dalitso", far)
    comes(place, "Esther", area=ELSEWHERE)
    place.rows_changed(update(producer).where(producer.c.kind == "group").values(confirmed_at=None))
    found = place.run(unconfirmed.lists, grace, PACK)
    assert [(one.group, one.leader, one.n) for one in found] == [("", "", 2), ("Kampini", "Noi", 2)]
    assert listed(place, grace) == ["Alinafe", "Dalitso"] and listed(place, grace, group) == ["Bertha", "Chikondi"]
    assert listed(place, grace, far) == []
    shown = place.run(unconfirmed.page, grace, PACK, ALONE)
    assert shown is not None
    assert [(one.group, one.by_link, one.invited) for one in shown.here] == [(None, False, False), (None, True, False)]
    admin = works(place, "Ruth", Reach(Role.ADMIN))
    assert sum(one.n for one in place.run(unconfirmed.lists, admin, PACK)) == 5
    assert listed(place, admin, far) == ["Dalitso"]


def test_who_waits_is_one_source_of_the_list_of_all_that_waits(place: Town) -> None:
    grace = officer(place)
    first, anew = comes(place, "Alinafe"), comes(place, "Bertha")
    comes(place, "Esther", area=ELSEWHERE)
    place.now += timedelta(days=1)
    place.run(members.join, a_group(place, "Kampini"), anew.producer, place.now)
    reader = Reader(grace, CODE, frozenset({AREA}))
    found = [tuple(row) for row in place.rows(rows.waits(reader).order_by("since"))]
    assert [(kind, ref) for kind, ref, _ in found] == [("vouch", first.producer), ("vouch", anew.producer)]
    assert found[1][2] == place.now, "she has asked anew"


def test_one_is_vouched_for(place: Town) -> None:
    grace, newcomer = officer(place), comes(place, "Alinafe")
    done = place.run(unconfirmed.vouch, grace, PACK, newcomer.producer, place.now)
    assert done is not None and done.names == ["Alinafe"] and done.until == place.now + timedelta(minutes=10)
    assert confirmed(place, newcomer) == [(place.now, place.now)] and listed(place, grace) == []
    (line,) = place.rows(select(audit).where(audit.c.action == "confirm"))
    assert (line.actor, line.subject, line.acting_for) == (
        f"person {grace}", f"person {newcomer.person}", newcomer.producer,
    )  # fmt: skip
    assert place.run(unconfirmed.vouch, grace, PACK, newcomer.producer, place.now) is None


def heard(place: Town) -> list[tuple[int, str]]:
    """What newcomers were told, by chat."""
    place.run(told.tell, place.loaded, place.left_out, place.now)
    words = place.rows(select(outbox.c.chat, outbox.c.payload).where(outbox.c.lane == 1).order_by(outbox.c.id))
    return [(row.chat, row.payload["text"]) for row in words if "staff" in row.payload["text"]]


def test_she_hears_it_by_day_once_it_cannot_be_undone_any_more(place: Town) -> None:
    grace, (one, other, third) = officer(place), (comes(place, name) for name in ("Alinafe", "Bertha", "Chikondi"))
    first = place.run(unconfirmed.vouch, grace, PACK, one.producer, place.now)
    place.run(unconfirmed.vouch, grace, PACK, other.producer, place.now)
    place.run(unconfirmed.not_known, grace, PACK, third.producer, Why.ELSEWHERE, place.now)
    place.now += timedelta(minutes=9)
    assert first is not None
    place.run(unconfirmed.undo, grace, PACK, first.number, place.now)
    assert heard(place) == []
    # it is half past five in the morning there
    place.now += timedelta(minutes=21)
    assert heard(place) == []
    place.now += timedelta(hours=4)
    told_her = [(other.chat, "✅ Programme staff know you now. From today your figures count.")]
    assert heard(place) == told_her and heard(place) == told_her


def test_a_list_is_vouched_for_as_it_was_shown(place: Town) -> None:
    grace, group = officer(place), a_group(place, "Kampini", "Noi")
    twelve = [comes(place, f"Member {n:02}", group) for n in range(12)]
    upto, mark = all_of(place, grace, group)
    late = comes(place, "Came meanwhile", group)
    done = place.run(unconfirmed.vouch_for_list, grace, PACK, group, upto, mark, place.now)
    assert done is not None and len(done.names) == 12
    assert confirmed(place, *twelve) == [(place.now, place.now)] * 12 and confirmed(place, late) == [NEVER]
    assert len(place.rows(select(audit.c.id).where(audit.c.action == "confirm"))) == 12
    assert place.run(unconfirmed.vouch_for_list, grace, PACK, group, upto, mark, place.now) is None
    assert listed(place, grace, group) == ["Came meanwhile"]


def test_a_list_that_is_not_the_same_any_more_confirms_nobody(place: Town) -> None:
    grace, group = officer(place), a_group(place, "Kampini")
    early = comes(place, "Registered before")
    for name in ("Alinafe", "Bertha"):
        comes(place, name, group)
    upto, mark = all_of(place, grace, group)
    place.run(members.join, group, early.producer, place.now)
    assert place.run(unconfirmed.vouch_for_list, grace, PACK, group, upto, mark, place.now) is None
    assert place.run(unconfirmed.vouch_for_list, grace, PACK, group, upto + 99, mark, place.now) is None
    assert place.rows(select(vouch)) == []


def test_no_more_are_said_yes_to_at_once_than_are_shown(place: Town) -> None:
    grace, group = officer(place), a_group(place, "Kampini")
    them = [comes(place, f"Member {n:02}", group) for n in range(unconfirmed.AT_ONCE + 3)]
    shown = place.run(unconfirmed.page, grace, PACK, group, 99)
    assert shown is not None and (shown.number, shown.pages, shown.at_once) == (4, 5, 40)
    assert [one.name for one in shown.here] == ["Member 40", "Member 41", "Member 42"] and len(shown.others) == 40
    done = place.run(unconfirmed.vouch_for_list, grace, PACK, group, shown.upto, shown.mark, place.now)
    assert done is not None and len(done.names) == 40
    assert confirmed(place, *them[40:]) == [NEVER] * 3


def test_undone_all_is_as_before(place: Town) -> None:
    grace, group = officer(place), a_group(place, "Kampini")
    them = [comes(place, name, group) for name in ("Alinafe", "Bertha", "Chikondi")]
    before = kept(place)
    done = place.run(unconfirmed.vouch_for_list, grace, PACK, group, *all_of(place, grace, group), place.now)
    assert done is not None
    place.now += timedelta(minutes=9)
    back = place.run(unconfirmed.undo, grace, PACK, done.number, place.now)
    assert back == unconfirmed.Undone(["Alinafe", "Bertha", "Chikondi"], 0)
    after = kept(place)
    beside = {"vouch", "audit"}
    assert {name: found for name, found in after.items() if name not in beside} == {
        name: found for name, found in before.items() if name not in beside
    }
    assert place.run(unconfirmed.undo, grace, PACK, done.number, place.now) is None
    assert confirmed(place, *them) == [NEVER] * 3 and len(listed(place, grace, group)) == 3


def test_who_was_known_as_a_person_stays_so(place: Town) -> None:
    """She works here and makes something too: only her business was not confirmed."""
    grace, newcomer = officer(place), comes(place, "Alinafe")
    place.run(vouching.confirm, [newcomer.person], "command line", place.now)
    place.rows_changed(update(producer).where(producer.c.id == newcomer.producer).values(confirmed_at=None))
    before = confirmed(place, newcomer)
    place.now += timedelta(days=1)
    done = place.run(unconfirmed.vouch, grace, PACK, newcomer.producer, place.now)
    assert done is not None
    place.run(unconfirmed.undo, grace, PACK, done.number, place.now)
    assert confirmed(place, newcomer) == before


def test_after_ten_minutes_nothing_is_undone(place: Town) -> None:
    grace, newcomer = officer(place), comes(place, "Alinafe")
    done = place.run(unconfirmed.vouch, grace, PACK, newcomer.producer, place.now)
    assert done is not None
    at, place.now = place.now, place.now + timedelta(minutes=10)
    assert place.run(unconfirmed.undo, grace, PACK, done.number, place.now) is None
    assert confirmed(place, newcomer) == [(at, at)]


@pytest.mark.parametrize("way", ["leader", "operator", "role", "merge"])
def test_whom_somebody_else_has_vouched_for_since_stays_confirmed(place: Town, way: str) -> None:
    grace, group = officer(place), a_group(place, "Kampini", "Noi")
    one, other = (comes(place, name, group) for name in ("Malita Phiri", "Bertha"))
    done = place.run(unconfirmed.vouch_for_list, grace, PACK, group, *all_of(place, grace, group), place.now)
    assert done is not None
    at = place.now
    place.now += timedelta(minutes=1)
    if way == "leader":
        leader = place.run(leading.groups.leaders, group)[0]
        assert place.run(leading.confirm, leader, group, one.producer, place.now)
    elif way == "operator":
        place.run(vouching.confirm, [one.person], "command line", place.now)
    elif way == "role":
        place.run(roles.give, one.person, Reach(Role.LEADER, group_id=group), place.now)
    else:
        _merged(place, grace, group, one.producer)
    back = place.run(unconfirmed.undo, grace, PACK, done.number, place.now)
    assert back == unconfirmed.Undone(["Bertha"], 1)
    assert confirmed(place, one, other) == [(at, at), NEVER]


def _merged(place: Town, grace: int, group: int, producer_id: int) -> None:
    from bot.services.groups.members import adding
    from bot.services.groups.members.adding import How, NewMember, Told

    told = Told(place.now.date(), How.ALOUD, "Ruth")
    twin = place.run(adding.add, PACK, group, NewMember("Malitta Phiri"), told, "command line", place.now)
    assert place.run(merging.merge, grace, PACK, producer_id, twin, WORDS, place.now) is not None


def test_who_is_not_known_leaves_the_list_unconfirmed_and_comes_again_when_she_asks_anew(place: Town) -> None:
    grace, newcomer = officer(place), comes(place, "Alinafe")
    done = place.run(unconfirmed.not_known, grace, PACK, newcomer.producer, Why.ELSEWHERE, place.now)
    assert done is not None and listed(place, grace) == [] and confirmed(place, newcomer) == [NEVER]
    assert place.run(unconfirmed.vouch, grace, PACK, newcomer.producer, place.now) is None
    assert place.run(unconfirmed.not_known, grace, PACK, newcomer.producer, Why.ELSEWHERE, place.now) is None
    (line,) = place.rows(select(audit.c.detail).where(audit.c.action == "not known"))
    assert line[0]["why"] == "elsewhere"
    place.now += timedelta(days=1)
    group = a_group(place, "Kampini")
    place.run(members.join, group, newcomer.producer, place.now)
    assert listed(place, grace, group) == ["Alinafe"]


def test_that_she_is_not_known_can_be_undone_too(place: Town) -> None:
    grace, newcomer = officer(place), comes(place, "Alinafe")
    done = place.run(unconfirmed.not_known, grace, PACK, newcomer.producer, Why.NO_PRODUCT, place.now)
    assert done is not None
    assert place.run(unconfirmed.undo, grace, PACK, done.number, place.now) == unconfirmed.Undone(["Alinafe"], 0)
    assert listed(place, grace) == ["Alinafe"]


def test_whom_a_leader_has_refused_is_shown_with_that(place: Town) -> None:
    grace, group = officer(place), a_group(place, "Kampini", "Noi")
    newcomer = comes(place, "Alinafe", group)
    leader = place.run(leading.groups.leaders, group)[0]
    place.run(leading.refuse, leader, group, newcomer.producer, place.now)
    one = place.run(unconfirmed.look, grace, PACK, newcomer.producer)
    assert one is not None and (one.group, one.refused) == ("Kampini", True)


def test_nobody_vouches_for_herself_nor_for_who_uses_her_phone(place: Town) -> None:
    own = comes(place, "Grace")
    place.run(roles.give, own.person, Reach(Role.OFFICER, AREA), place.now)
    beside = comes(place, "Made up")
    with place.connection.begin():
        place.enter(beside.person, own.chat)
    assert place.run(unconfirmed.lists, own.person, PACK) == []
    before = kept(place)
    for one in (own, beside):
        for does in (unconfirmed.look, unconfirmed.vouch, unconfirmed.not_known):
            more = {"vouch": (place.now,), "not_known": (Why.ELSEWHERE, place.now)}.get(does.__name__, ())
            with pytest.raises(NotAllowed):
                place.run(does, own.person, PACK, one.producer, *more)  # type: ignore[operator]
    assert kept(place) == before
    assert [one.n for one in place.run(unconfirmed.lists, officer(place, "Ruth"), PACK)] == [2]


def test_whom_she_leads_she_may_vouch_for_as_a_leader_may(place: Town) -> None:
    grace, group = officer(place), a_group(place, "Kampini")
    place.run(roles.give, grace, Reach(Role.LEADER, group_id=group), place.now)
    newcomer = comes(place, "Alinafe", group)
    assert place.run(unconfirmed.vouch, grace, PACK, newcomer.producer, place.now) is not None
    # it says who she is, and not that she is one of the group: that is the leader's to say
    (waits,) = place.run(leading.newcomers, grace, group)
    assert waits.member_id == newcomer.producer


@pytest.mark.parametrize("area", [ABOVE, None])
def test_who_works_in_what_is_above_may(place: Town, area: str | None) -> None:
    newcomer = comes(place, "Alinafe")
    assert place.run(unconfirmed.vouch, officer(place, area=area), PACK, newcomer.producer, place.now)


def test_whoever_does_not_work_there_may_nothing(place: Town) -> None:
    grace, group = officer(place), a_group(place, "Kampini")
    newcomer, gone = comes(place, "Alinafe", group), officer(place, "Gone")
    place.run(roles.end, [one.id for one in place.run(roles.of, gone)], place.now)
    done = place.run(unconfirmed.vouch, grace, PACK, comes(place, "Bertha").producer, place.now)
    assert done is not None
    elsewhere = officer(place, "Far", ELSEWHERE)
    others = [
        None, gone, elsewhere, works(place, "Noi", Reach(Role.LEADER, group_id=group)), newcomer.person,
        works(place, "E", Reach(Role.EVALUATOR)), works(place, "M", Reach(Role.MINISTRY)),
    ]  # fmt: skip
    upto, mark = all_of(place, grace, group)
    before = kept(place)
    for who in others:
        with pytest.raises(NotAllowed):
            place.run(unconfirmed.look, who, PACK, newcomer.producer)
        with pytest.raises(NotAllowed):
            place.run(unconfirmed.vouch, who, PACK, newcomer.producer, place.now)
        with pytest.raises(NotAllowed):
            place.run(unconfirmed.not_known, who, PACK, newcomer.producer, Why.ELSEWHERE, place.now)
        with pytest.raises(NotAllowed):
            place.run(unconfirmed.undo, who, PACK, done.number, place.now)
        if who != elsewhere:
            with pytest.raises(NotAllowed):
                place.run(unconfirmed.lists, who, PACK)
            with pytest.raises(NotAllowed):
                place.run(unconfirmed.page, who, PACK, group)
            with pytest.raises(NotAllowed):
                place.run(unconfirmed.vouch_for_list, who, PACK, group, upto, mark, place.now)
    assert place.run(unconfirmed.vouch_for_list, elsewhere, PACK, group, upto, mark, place.now) is None
    assert kept(place) == before


def test_who_is_erased_waits_no_more(place: Town) -> None:
    grace, newcomer = officer(place), comes(place, "Alinafe")
    place.run(erasure.erase_person, newcomer.person, place.now)
    assert listed(place, grace) == []
    assert place.run(unconfirmed.vouch, grace, PACK, newcomer.producer, place.now) is None
