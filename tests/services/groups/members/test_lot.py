"""The lot of those who agreed aloud: drawn once a month, asked by an officer; who did not agree is let go at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from bot.domain.people.roles import Reach, Role
from bot.i18n import load_catalogues
from bot.packs import Pack
from bot.services.groups import making
from bot.services.groups.making import Wish
from bot.services.groups.members import adding, agreed_aloud, lot
from bot.services.groups.members.adding import NewMember
from bot.services.groups.members.agreed_aloud import Said
from bot.services.loaded_packs import LoadedPacks
from bot.services.people import erasure
from bot.services.people.consents import agreed_version
from bot.services.people.mydata import as_json
from bot.services.roles import NotAllowed
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.groups.members import lots, members
from bot.store.people import consents, people, roles
from bot.store.schema import audit, consent, metadata, outbox, person, slot
from bot.store.schema import erasure as erasures
from bot.store.schema import lot as rows
from tests.services import staff_list as follow_ups
from tests.services.groups.leaders.test_changing import a_leader, an_officer, reached, told
from tests.services.groups.members.test_adding import TODAY, TOLD
from tests.services.groups.test_leading import somebody
from tests.services.village import NOW, SITA, found, nepal, settle

CATALOGUES = load_catalogues()
NAMES = ("Anu", "Bina", "Champa", "Dolma", "Esha")


def a_group(connection: Connection, name: str, count: int = 5, area: str = "bhojpur") -> int:
    wish = Wish(name, area, None, TODAY)
    group = making.add(connection, nepal(), wish, "command line", TODAY, NOW)
    for one in NAMES[:count]:
        adding.add(connection, nepal(), group, NewMember(f"{one} {name}"), TOLD, "command line", NOW)
    return group


def draw(connection: Connection, days: int = 0) -> list[tuple[int, int]]:
    """What the clock draws then: the groups and members."""
    before = set(connection.scalars(select(rows.c.id)))
    lot.draw_for(connection, nepal(), NOW + timedelta(days=days))
    new = select(rows.c.group_id, rows.c.member_id).where(rows.c.id.not_in(before)).order_by(rows.c.id)
    return [(row.group_id, row.member_id) for row in connection.execute(new)]


def loaded(pack: Pack) -> LoadedPacks:
    return LoadedPacks({pack.programme.code: pack}, CATALOGUES)


def morning() -> datetime:
    """The first hour of a day in Nepal."""
    there = NOW.astimezone(ZoneInfo(nepal().programme.timezone))
    return there.replace(hour=nepal().programme.nudges.earliest).astimezone(UTC)


def listed(connection: Connection, officer: int | None, days: int = 0) -> dict[str, int]:
    here = agreed_aloud.listed(connection, officer, nepal(), NOW + timedelta(days=days))
    return {one.drawn.name: one.drawn.id for one in here}


def say(connection: Connection, officer: int | None, number: int, said: Said) -> bool:
    return agreed_aloud.say(connection, officer, nepal(), number, said, CATALOGUES, NOW)


def test_three_a_month_from_as_many_groups_and_the_same_again_draws_nobody(database_url: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        groups = {a_group(connection, name) for name in ("East", "West", "North")}
        officer = an_officer(connection)
        drawn = draw(connection)
        assert {group for group, _ in drawn} == groups and len(drawn) == 3
        assert draw(connection) == draw(connection, 1) == [], "a kill or a second tick draws the same"
        assert len(listed(connection, officer)) == 3
        again = draw(connection, 31)
        assert len(again) == 3 and not {one for _, one in drawn} & {one for _, one in again}


def test_the_same_database_draws_the_same_people(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        for name in ("East", "West"):
            a_group(connection, name)
        an_officer(connection)
        first = draw(connection)
        connection.execute(rows.delete())
        assert draw(connection) == first


def test_who_has_a_phone_agreed_herself_or_is_gone_is_not_drawn(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        group = a_group(connection, "East", 4)
        an_officer(connection)
        kept = members.of(connection, group)
        by_chat = settle(connection, SITA)
        members.join(connection, group, by_chat, NOW, confirmed=True)
        reached(connection, kept[0].person_id or 0)
        members.leave(connection, group, kept[1].member_id, members.Left.LEFT, NOW)
        erasure.erase_person(connection, kept[2].person_id or 0, NOW)
        assert draw(connection) == [(group, kept[3].member_id)]


def test_where_fewer_than_three_are_they_are_drawn_once_a_month(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        group = a_group(connection, "East", 2)
        an_officer(connection)
        here = {(group, one.member_id) for one in members.of(connection, group)}
        assert set(draw(connection)) == here
        assert draw(connection) == draw(connection, 1) == []
        assert set(draw(connection, 31)) == here, "nobody has reached them yet, and there is nobody else"


def test_of_whom_a_no_is_written_down_is_not_drawn(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        group = a_group(connection, "East", 2)
        an_officer(connection)
        first, second = members.of(connection, group)
        said = consent.c.person_id == first.person_id
        connection.execute(update(consent).where(said).values(agreed=False))
        assert draw(connection) == [(group, second.member_id)]


def test_without_an_officer_nobody_is_drawn_and_small_areas_count_for_large_ones(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        here, there = a_group(connection, "East"), a_group(connection, "West", area="dhankuta")
        assert draw(connection) == []
        an_officer(connection, "bhojpur")
        whole = an_officer(connection, None)
        assert [group for group, _ in draw(connection)] == [here] * 3
        an_officer(connection, "dhankuta")
        assert [group for group, _ in draw(connection)] == [there] * 3
        assert len(listed(connection, whole)) == 6


def test_nobody_twice_in_a_year_while_others_remain_and_who_answered_is_left_in_peace(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        a_group(connection, "East")
        officer = an_officer(connection)
        first = draw(connection)
        asked = listed(connection, officer)
        for number, said in zip(asked.values(), (Said.AGREED, Said.NOT_REACHED, Said.AGREED), strict=True):
            assert say(connection, officer, number, said)
        second = [one for _, one in draw(connection, 31)]
        assert len(second) == 3 and len(set(second[:2]) - {one for _, one in first}) == 2
        reached_not = connection.scalar(select(rows.c.member_id).where(rows.c.said == Said.NOT_REACHED))
        assert second[2] == reached_not
        assert not {one for _, one in draw(connection, 62)} & {one for _, one in first if one != reached_not}
        assert {one for _, one in draw(connection, 400)} <= {one for _, one in first} | set(second)


def test_what_she_said_is_kept_once_with_day_and_officer(database_url: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        group = a_group(connection, "East", 3)
        officer = an_officer(connection)
        draw(connection)
        yes, unreached, open_ = listed(connection, officer).values()
        assert say(connection, officer, yes, Said.AGREED) and not say(connection, officer, yes, Said.NOT_AGREED)
        assert say(connection, officer, unreached, Said.NOT_REACHED)
        kept = connection.execute(select(rows.c.said, rows.c.said_at, rows.c.person_id).where(rows.c.id == yes)).one()
        assert tuple(kept) == (Said.AGREED, NOW, officer)
        assert list(listed(connection, officer).values()) == [open_]
        assert agreed_aloud.figures(connection, officer, nepal(), group) == (1, 1)
        assert listed(connection, officer, 63) == {}, "by then the next lots are drawn"
        deeds = connection.execute(select(audit).where(audit.c.action == "ask by lot")).mappings().all()
        assert [(one["actor"], one["acting_for"], one["detail"]) for one in deeds] == [
            (f"person {officer}", group, {"said": "agreed"}),
            (f"person {officer}", group, {"said": "not_reached"}),
        ]


def refused(connection: Connection) -> tuple[int, int, int, int, int]:
    """An officer, a leader, the group, the number of the draw and the person who says that she did not agree."""
    found(connection)
    group = a_group(connection, "East", 1)
    officer, leader = an_officer(connection), a_leader(connection, group)
    draw(connection)
    (number,) = listed(connection, officer).values()
    (member,) = members.of(connection, group)
    assert say(connection, officer, number, Said.NOT_AGREED)
    return officer, leader, group, number, member.person_id or 0


def test_who_did_not_agree_is_asked_and_reported_nothing_any_more(database_url: str) -> None:
    with writing(database_url) as connection:
        officer, leader, group, number, who = refused(connection)
        assert members.of(connection, group) == []
        (hers,) = people.producers_of(connection, who)
        assert agreed_version(connection, hers) == 0
        states = set(connection.execute(select(slot.c.state, slot.c.why).where(slot.c.producer_id == hers)))
        assert {(row.state, row.why) for row in states} <= {("missed", "stopped"), ("before_joining", "joined_later")}
        assert "Anu East" in told(connection)[leader][-1]
        page = follow_ups.waiting(connection, officer, nepal())
        assert [(one.reason, one.name) for one in page.shown] == [("not_agreed", "Anu East")]
        assert agreed_aloud.figures(connection, officer, nepal(), group) == (1, 0)
        assert not say(connection, officer, number, Said.AGREED)
        assert draw(connection, 31) == [] and consents.told_of(connection, who) is not None


def test_what_was_kept_of_her_is_erased_once_with_one_more_tap(database_url: str) -> None:
    with writing(database_url) as connection:
        officer, _, group, number, who = refused(connection)
        assert "asked_by_lot" in as_json(connection, who).decode()
        assert agreed_aloud.erase(connection, officer, nepal(), number, NOW)
        assert not agreed_aloud.erase(connection, officer, nepal(), number, NOW)
        assert connection.scalars(select(erasures.c.person_id)).all() == [who]
        assert connection.scalar(select(person.c.name).where(person.c.id == who)) is None
        assert "Anu" not in str(connection.execute(select(outbox.c.payload)).all())
        assert follow_ups.waiting(connection, officer, nepal()).total == 0 and listed(connection, officer) == {}
        assert agreed_aloud.figures(connection, officer, nepal(), group) == (1, 0), "figures stay"


def test_who_agreed_is_not_erased_by_this_way(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        group = a_group(connection, "East", 1)
        officer = an_officer(connection)
        draw(connection)
        (number,) = listed(connection, officer).values()
        assert not agreed_aloud.erase(connection, officer, nepal(), number, NOW)
        assert say(connection, officer, number, Said.AGREED)
        assert not agreed_aloud.erase(connection, officer, nepal(), number, NOW)
        assert len(members.of(connection, group)) == 1


def test_who_got_a_phone_or_left_meanwhile_is_no_longer_asked(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        group = a_group(connection, "East", 2)
        officer = an_officer(connection)
        draw(connection)
        first, second = listed(connection, officer).values()
        anu, bina = members.of(connection, group)
        reached(connection, anu.person_id or 0)
        members.leave(connection, group, bina.member_id, members.Left.LEFT, NOW)
        assert listed(connection, officer) == {}
        assert not any(say(connection, officer, one, Said.NOT_AGREED) for one in (first, second))


def test_who_leads_the_group_or_wrote_the_yes_down_does_not_ask(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        group = making.add(connection, nepal(), Wish("East", "bhojpur", None, TODAY), "command line", TODAY, NOW)
        wrote, leads, other = (an_officer(connection) for _ in range(3))
        roles.give(connection, leads, Reach(Role.LEADER, group_id=group), NOW)
        adding.add(connection, nepal(), group, NewMember("Anu"), TOLD, f"person {wrote}", NOW, by=wrote)
        draw(connection)
        (number,) = listed(connection, other).values()
        for who in (wrote, leads):
            assert listed(connection, who) == {} and not say(connection, who, number, Said.AGREED)


DEEDS: dict[str, Callable[[Connection, int | None, int, int], Any]] = {
    "list": lambda connection, who, group, number: listed(connection, who)[NAMES[0]],
    "agreed": lambda connection, who, group, number: say(connection, who, number, Said.AGREED),
    "not agreed": lambda connection, who, group, number: say(connection, who, number, Said.NOT_AGREED),
    "erase": lambda connection, who, group, number: agreed_aloud.erase(connection, who, nepal(), number, NOW),
    "figures": lambda connection, who, group, number: agreed_aloud.figures(connection, who, nepal(), group),
}


@pytest.mark.parametrize("deed", sorted(DEEDS))
def test_who_does_not_work_there_sees_and_changes_nothing(sqlite_url: str, deed: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        group = a_group(connection, "East", 1)
        officer = an_officer(connection)
        draw(connection)
        (number,) = listed(connection, officer).values()
        ended, leader = an_officer(connection), a_leader(connection, group)
        roles.end(connection, [one.id for one in roles.of(connection, ended)], NOW)
        none = [None, ended, leader, somebody(connection, Reach(Role.EVALUATOR, "NP-P1"))]
        elsewhere = [somebody(connection, Reach(Role.OFFICER, area)) for area in ("NP-P3", "dhankuta")]
        before = {table.name: connection.execute(table.select()).all() for table in metadata.sorted_tables}
        for who in none:
            with pytest.raises(NotAllowed):
                DEEDS[deed](connection, who, group, number)
        for who in elsewhere:
            if deed == "figures":
                with pytest.raises(NotAllowed):
                    DEEDS[deed](connection, who, group, number)
            else:
                assert listed(connection, who) == {}
                assert deed == "list" or not DEEDS[deed](connection, who, group, number)
        assert {table.name: connection.execute(table.select()).all() for table in metadata.sorted_tables} == before


def test_the_clock_draws_by_day_there(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        a_group(connection, "East")
        an_officer(connection)
        asleep = replace(nepal(), programme=replace(nepal().programme, timezone="Africa/Blantyre"))
        assert lot.draw_all(connection, loaded(asleep), morning()) == 0
        assert lot.draw_all(connection, loaded(nepal()), morning()) == 3
        assert lot.draw_all(connection, loaded(nepal()), morning()) == 0


def test_one_odd_day_in_a_row_keeps_nobody_from_being_drawn(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        a_group(connection, "East", 3)
        an_officer(connection)
        connection.exec_driver_sql("UPDATE consent_told SET told_on = 'someday'")
        connection.exec_driver_sql("UPDATE membership SET since = 'soon' WHERE id = 1")
        assert len(draw(connection)) == 3
        connection.exec_driver_sql("UPDATE lot SET drawn_at = 'soon', month = 'someday' WHERE id = 1")
        connection.execute(update(rows).where(rows.c.id == 2).values(said=Said.AGREED))
        lot.draw_for(connection, nepal(), NOW + timedelta(days=31))
        assert lots.desks(connection, "nepal-odop") == ["NP-P1"]
