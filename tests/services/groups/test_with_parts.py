"""The figures of a group with parts: everybody is counted once, and nobody of a part has a name there."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from bot.domain.groups.month import Standing
from bot.domain.people.roles import Reach, Role
from bot.i18n import load_catalogues
from bot.services.groups import leading, parts, with_parts
from bot.services.groups.leading import Seen
from bot.services.groups.paper import group_picture
from bot.services.groups.paper.papers import Words
from bot.services.groups.report import four_facts
from bot.services.groups.report.four_facts import Beginning
from bot.services.groups.with_parts import Counts, Part
from bot.services.keeping.exporting.export import Wish, export
from bot.services.people import erasure, mydata
from bot.services.roles import NotAllowed
from bot.services.staff import merging
from bot.store import Connection
from bot.store.engine.sync import reading, writing
from bot.store.groups import openings
from bot.store.groups import parts as kept
from bot.store.groups.members import members
from bot.store.groups.members.members import Left
from bot.store.groups.openings import IMPORT, Opening
from bot.store.schema import person, slot, speaks_for
from tests.nightly import times
from tests.services.groups.test_leading import a_group, somebody
from tests.services.keeping.exporting.test_export import ignore, read
from tests.services.village import NOW, Villager, found, nepal, settle

PROGRAMME, TODAY = nepal().programme, NOW.date()
STATES = {"late": Standing.LATE, "answered": Standing.ANSWERED, "missed": Standing.MISSED}


def put(connection: Connection, whole: int, *its: int) -> None:
    for one in its:
        parts.put(connection, nepal(), one, whole, "command line", NOW)


def member(connection: Connection, name: str, state: str, *groups: int, confirmed: bool = True) -> int:
    """Somebody who is in these groups, and stands so; a state that is none: she has agreed to nothing of a leader."""
    number = settle(connection, Villager(name))
    planned = {"due": TODAY.replace(day=1), "state": "open" if state in ("late", "hidden") else state}
    connection.execute(update(slot).where(slot.c.producer_id == number).values(planned))
    hers = select(speaks_for.c.person_id).where(speaks_for.c.producer_id == number)
    version = "1" if state == "hidden" else PROGRAMME.consent.version
    connection.execute(update(person).where(person.c.id.in_(hers)).values(consent_version=version))
    for group in groups:
        members.join(connection, group, number, NOW, confirmed=confirmed)
    return number


@dataclass(frozen=True)
class Union:
    """A whole with two parts, and who leads the whole and one part."""

    whole: int
    west: int
    east: int
    leader: int
    of_west: int


def union(connection: Connection) -> Union:
    found(connection)
    whole, west, east = (a_group(connection, name) for name in ("Union", "West", "East"))
    put(connection, whole, west, east)
    leader, of_west = (somebody(connection, Reach(Role.LEADER, group_id=one)) for one in (whole, west))
    return Union(whole, west, east, leader, of_west)


def counted(connection: Connection, group: int) -> Seen:
    return with_parts.counted(connection, leading.stand(connection, group, PROGRAMME, TODAY), PROGRAMME, TODAY)


def test_parts_are_seen_as_numbers_and_who_is_in_two_is_one(database_url: str) -> None:
    with writing(database_url) as connection:
        here = union(connection)
        member(connection, "Malee", "late", here.west, here.east)
        member(connection, "Noi", "answered", here.west)
        member(connection, "Kham", "hidden", here.east)
        member(connection, "Lek", "answered", here.whole, here.east)
        member(connection, "New", "answered", here.east, confirmed=False)
        seen = with_parts.look(connection, here.leader, here.whole, PROGRAMME, TODAY)
        assert [*seen.parts] == [Part("East", Counts(3, 1, 1)), Part("West", Counts(2, 1, 1))]
        assert seen.counts == Counts(4, 2, 1)
        assert len(kept.everybody(connection, here.whole)) == kept.how_many(connection, here.whole, NOW) == 4
        assert not any(name in str(seen) for name in ("Malee", "Noi", "Kham", "Lek"))
        for who, group in ((here.of_west, here.whole), (here.leader, here.west), (None, here.whole)):
            with pytest.raises(NotAllowed):
                with_parts.look(connection, who, group, PROGRAMME, TODAY)
        assert with_parts.look(connection, here.of_west, here.west, PROGRAMME, TODAY).parts == []


def test_what_is_counted_of_parts_has_no_name(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        here = union(connection)
        own = member(connection, "Lek", "answered", here.whole)
        member(connection, "Malee", "late", here.west)
        seen = counted(connection, here.whole)
        assert (seen.parts, seen.count(*STATES.values())) == (2, 2) and "Malee" not in str(seen)
        assert [one.member.member_id for one in leading.stand(connection, here.whole, PROGRAMME, TODAY).places] == [own]
        assert counted(connection, here.west).parts == 0 and "Malee" in str(counted(connection, here.west))


def test_facts_and_picture_count_all_and_money_stays_with_each_group(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        here = union(connection)
        for number in range(6):
            member(connection, f"Malee {number}", "answered", here.west, *([here.east] if number else []))
        member(connection, "Lek", "late", here.whole)
        theirs = [*kept.everybody(connection, here.west), here.west]
        openings.add(connection, [Opening(one, "loan_left", "900", TODAY) for one in theirs], IMPORT, NOW)
        facts = four_facts.look(connection, here.leader, here.whole, PROGRAMME, TODAY)
        assert (len(facts.seen.places), len(facts.own.places), facts.seen.parts) == (7, 1, 2)
        assert facts.beginning == Beginning(7, TODAY) and (facts.sales, facts.loan) == (None, None)
        words = Words("Union", nepal(), load_catalogues(), str)
        drawn = group_picture.picture(facts.seen, None, words, "en", TODAY)
        assert (drawn.answered, drawn.subtitle) == ("6 of 7 have answered", "October 2026, with the groups in it")


def test_moved_left_merged_and_forgotten_members_are_where_they_are(database_url: str) -> None:
    with writing(database_url) as connection:
        here = union(connection)
        moved, left, first, second, forgotten = (
            member(connection, name, "answered", group)
            for name, group in (("Moved", here.west), ("Left", here.west), ("Sita", here.west), ("Sita", here.east),
                                ("Gone", here.east))
        )  # fmt: skip
        assert kept.everybody(connection, here.whole) == [moved, left, first, second, forgotten]
        members.leave(connection, here.west, moved, Left.MOVED, NOW)
        members.join(connection, here.east, moved, NOW, confirmed=True)
        members.leave(connection, here.west, left, Left.LEFT, NOW)
        officer = somebody(connection, Reach(Role.ADMIN))
        assert merging.merge(connection, officer, nepal(), first, second, load_catalogues(), NOW)
        who = connection.scalars(select(speaks_for.c.person_id).where(speaks_for.c.producer_id == forgotten)).one()
        erasure.erase_person(connection, who, NOW)
        assert kept.everybody(connection, here.whole) == [moved, first]
        assert kept.how_many(connection, here.whole, NOW + timedelta(days=1)) == 2
        assert len(counted(connection, here.whole).places) == 2
        parts.put(connection, nepal(), here.east, None, "command line", NOW)
        assert kept.everybody(connection, here.whole) == [first]
        assert sorted(kept.everybody(connection, here.east)) == [moved, first]


TREE = st.lists(st.integers(0, 3), min_size=4, max_size=4)
IN_GROUPS = st.sets(st.integers(0, 3), max_size=4)


@settings(deadline=None, max_examples=times(15, 300), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=TREE, people=st.lists(st.tuples(st.sampled_from([*STATES, "hidden"]), IN_GROUPS), max_size=6))
def test_nobody_is_counted_twice(sqlite_url: str, tree: Sequence[int], people: Sequence[tuple[str, set[int]]]) -> None:
    """Any groups that are parts of others, and anybody in any of them."""
    with writing(sqlite_url) as connection, connection.begin_nested() as undone:
        found(connection)
        every = [a_group(connection, name) for name in "ABCD"]
        for one, whole in enumerate(tree):
            try:
                parts.put(connection, nepal(), every[one], every[whole], "command line", NOW)
            except parts.CannotBePart:
                continue
        wholes = {one: {every.index(number) for number in kept.with_parts(connection, every[one])} for one in range(4)}
        for number, (state, where) in enumerate(people):
            member(connection, f"Malee {number}", state, *(every[one] for one in where))
        for one, here in wholes.items():
            seen, expected = counted(connection, every[one]), [state for state, where in people if where & here]
            assert len(seen.places) == len(expected) == len(kept.everybody(connection, every[one]))
            assert kept.how_many(connection, every[one], NOW) == len(expected)
            for state, standing in STATES.items():
                assert seen.count(standing) == expected.count(state), (state, here)
        undone.rollback()


def test_her_data_and_an_export_say_of_what_a_group_is_part(database_url: str, tmp_path: Path) -> None:
    with writing(database_url) as connection:
        here = union(connection)
        one = member(connection, "Malee", "answered", here.west)
        members.join(connection, here.east, one, NOW, confirmed=True)
        members.leave(connection, here.east, one, Left.LEFT, NOW)
        who = connection.scalars(select(speaks_for.c.person_id).where(speaks_for.c.producer_id == one)).one()
        told = json.loads(mydata.as_json(connection, who))["her_groups_are_part_of"]
        assert told == [{"group_id": here.west, "part_of": here.whole}]
    with reading(database_url) as connection:
        folder = export(connection, tmp_path / "out", Wish(), ignore).folder
    rows = {int(row["producer_id"]): row["part_of"] for row in read(folder / "producers.csv")}
    assert rows == {here.whole: "", here.west: str(here.whole), here.east: str(here.whole), one: ""}
    meanings = [row for row in read(folder / "codebook.csv") if row["column"] == "part_of"]
    assert [row["file"] for row in meanings] == ["producers"]
