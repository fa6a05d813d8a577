"""A group is part of another: two levels, no circle, one programme, staff where they work in both; ids are noted."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.domain.people.roles import Reach, Role
from bot.packs import PROGRAMMES, load_pack
from bot.services import programmes
from bot.services.groups import making, parts
from bot.services.groups.making import Wish
from bot.services.groups.parts import CannotBePart
from bot.services.roles import NotAllowed
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.groups import groups
from bot.store.groups import parts as kept
from bot.store.schema import audit, group_about
from tests.nightly import times
from tests.services.groups.test_leading import a_group, somebody
from tests.services.village import NOW, found, nepal


def put(connection: Connection, group: int, whole: int | None) -> bool:
    return parts.put(connection, nepal(), group, whole, "command line", NOW)


def of(connection: Connection) -> dict[int, int | None]:
    return {row.group_id: row.part_of for row in connection.execute(select(group_about))}


def several(connection: Connection, *names: str) -> list[int]:
    found(connection)
    return [a_group(connection, name) for name in names]


def test_a_group_is_part_of_another_until_that_ends(database_url: str) -> None:
    with writing(database_url) as connection:
        whole, west, east = several(connection, "Union", "West", "East")
        assert [put(connection, one, whole) for one in (west, east, east)] == [True, True, False]
        assert [one.name for one in groups.parts(connection, whole)] == ["East", "West"]
        assert kept.with_parts(connection, whole) == [whole, west, east]
        assert kept.with_parts(connection, west) == [west]
        assert [put(connection, west, None) for _ in range(2)] == [True, False]
        assert of(connection) == {whole: None, west: None, east: whole}
        done = connection.execute(select(audit.c.action, audit.c.subject, audit.c.detail, audit.c.acting_for)).all()
        assert [tuple(one) for one in done if "part" in one.action] == [
            ("begin part", f"group {west}", {"of": whole}, west),
            ("begin part", f"group {east}", {"of": whole}, east),
            ("end part", f"group {west}", {"of": whole}, west),
        ]


@pytest.mark.parametrize(
    ("group", "whole", "sentence"),
    [
        (1, 1, "Union cannot be part of itself"),
        (1, 3, "Union has parts, and a part has no parts; end those first: ovop group part 2 --none"),
        (3, 2, "West is part of a group itself, 1, and a part has no parts"),
        (1, 2, "West is part of a group itself"),
        (3, 99, "nepal-odop has no group 99"),
        (99, 1, "nepal-odop has no group 99"),
        (99, None, "nepal-odop has no group 99"),
        (4, 1, "nepal-odop has no group 4"),
        (3, 4, "nepal-odop has no group 4"),
    ],
)
def test_what_makes_no_sense_is_refused(sqlite_url: str, group: int, whole: int | None, sentence: str) -> None:
    with writing(sqlite_url) as connection:
        union, west, _ = several(connection, "Union", "West", "East")
        malawi = load_pack(PROGRAMMES / "malawi-ovop")
        programmes.record(connection, malawi, NOW)
        wish = Wish("Elsewhere", None, None, NOW.date())
        assert making.add(connection, malawi, wish, "command line", NOW.date(), NOW) == 4
        put(connection, west, union)
        before = of(connection)
        with pytest.raises(CannotBePart, match=sentence):
            put(connection, group, whole)
        assert of(connection) == before


@settings(deadline=None, max_examples=times(25, 400), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tried=st.lists(st.tuples(st.integers(0, 4), st.none() | st.integers(0, 4)), max_size=15))
def test_whatever_is_tried_a_part_has_no_parts(sqlite_url: str, tried: Sequence[tuple[int, int | None]]) -> None:
    with writing(sqlite_url) as connection, connection.begin_nested() as undone:
        every = several(connection, *"ABCDE")
        for group, whole in tried:
            try:
                put(connection, every[group], None if whole is None else every[whole])
            except CannotBePart:
                continue
        now = of(connection)
        assert all(whole is None or now[whole] is None for whole in now.values())
        undone.rollback()


# Bhojpur is in Koshi province (NP-P1), Chitwan is not.
@pytest.mark.parametrize(
    ("held", "allowed"),
    [
        (Reach(Role.ADMIN), True), (Reach(Role.OFFICER), True), (Reach(Role.OFFICER, "NP-P1"), False),
        (Reach(Role.OFFICER, "chitwan"), False), (Reach(Role.EVALUATOR), False), (Reach(Role.MINISTRY), False),
        (Reach(Role.LEADER, group_id=1), False), (None, False),
    ],
)  # fmt: skip
def test_staff_make_parts_of_groups_where_they_work_in_both(
    database_url: str, held: Reach | None, allowed: bool
) -> None:
    with writing(database_url) as connection:
        (whole,) = several(connection, "Union")
        there = Wish("West", "chitwan", None, NOW.date())
        west = making.add(connection, nepal(), there, "command line", NOW.date(), NOW)
        who = somebody(connection, *([held] if held else []))
        for group, of_which, before in ((west, whole, None), (west, None, whole), (whole, west, None)):
            put(connection, west, None), put(connection, group, before)
            if allowed:
                assert parts.by_staff(connection, who, nepal(), group, of_which, NOW)
            else:
                with pytest.raises(NotAllowed):
                    parts.by_staff(connection, who, nepal(), group, of_which, NOW)
            assert of(connection)[group] == (of_which if allowed else before)
        noted = select(audit.c.actor).where(audit.c.action.in_(("begin part", "end part")))
        assert (f"person {who}" in set(connection.scalars(noted))) is allowed


def test_a_part_is_not_taken_from_a_whole_elsewhere(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        west, east = several(connection, "West", "East")
        there = Wish("Union", "chitwan", None, NOW.date())
        union = making.add(connection, nepal(), there, "command line", NOW.date(), NOW)
        put(connection, west, union)
        who = somebody(connection, Reach(Role.OFFICER, "bhojpur"))
        with pytest.raises(NotAllowed):
            parts.by_staff(connection, who, nepal(), west, east, NOW)
        assert of(connection)[west] == union


def test_what_can_be_chosen_is_what_is_not_refused(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        union, west, east, lone = several(connection, "Union", "West", "East", "Alone")
        there = Wish("Far", "chitwan", None, NOW.date())
        far = making.add(connection, nepal(), there, "command line", NOW.date(), NOW)
        put(connection, west, union)
        near, everywhere = (somebody(connection, Reach(Role.OFFICER, area)) for area in ("bhojpur", None))

        def offered(who: int, group: int) -> list[str]:
            return [one.name for one in parts.choices(connection, who, nepal(), group)]

        assert offered(near, east) == ["Union", "Alone"] and offered(everywhere, east) == ["Union", "Alone", "Far"]
        assert offered(near, west) == offered(near, union) == [] and offered(near, lone) == ["Union", "East"]
        with pytest.raises(NotAllowed):
            offered(near, far)
