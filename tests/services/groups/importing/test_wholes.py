"""A roster says of which group each is a part: by name or number, the whole in the same file or here already."""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.i18n.languages import languages
from bot.services.groups import making, parts
from bot.services.groups.importing.columns import columns, meant
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.groups import groups
from bot.store.schema import audit
from tests.nightly import times
from tests.services.groups.importing.test_taking_up import MAYA, Line, kept, take
from tests.services.groups.test_leading import a_group
from tests.services.village import NOW, found, nepal


def line(name: str, part_of: str = "", **more: str) -> Line:
    return {"group": name, "area": "bhojpur", "inception": "2080-11-18", "part_of": part_of, **more}


def tree(connection: Connection) -> dict[str, str]:
    """Of which group each is a part, by name."""
    every = groups.listed(connection, "nepal-odop")
    called = {one.id: one.name for one in every}
    return {one.name: called[one.part_of] for one in every if one.part_of is not None}


def test_the_whole_stands_in_the_same_file_in_any_order_and_twice_is_once(database_url: str, tmp_path: Path) -> None:
    lines = [line("West", "union"), line("Union"), line("East", " UNION ")]
    with writing(database_url) as connection:
        found(connection)
        made, _, wrong = take(connection, tmp_path, *lines)
        assert (wrong, made.groups, made.parts) == ([], 3, 2)
        assert tree(connection) == {"West": "Union", "East": "Union"}
        before = kept(connection), connection.execute(select(audit)).all()
        again, _, wrong = take(connection, tmp_path, *reversed(lines))
        assert (wrong, again.is_empty, again.parts, again.changes) == ([], True, 0, [])
        assert (kept(connection), connection.execute(select(audit)).all()) == before
        actions = [row.action for row in before[1]]
        assert actions.count("begin part") == 2 and "Union" not in str(before[1])


def test_the_whole_is_here_already_by_its_name_or_number(sqlite_url: str, tmp_path: Path) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        union = a_group(connection, "Union")
        assert take(connection, tmp_path, line("West", "Union"), line("East", str(union)))[2] == []
        assert tree(connection) == {"West": "Union", "East": "Union"}
        again, _, wrong = take(connection, tmp_path, line("West", str(union)), line("East", "union"))
        assert (wrong, again.changes) == ([], [])
        # members of it stand in the file, without a row of its own
        assert take(connection, tmp_path, line("South", "Union"), MAYA | {"group": "Union"})[2] == []
        assert tree(connection)["South"] == "Union"


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ([line("West", "Nowhere")], "Row 2, column E, part_of: There is no group Nowhere yet; give it a row"),
        ([line("West", "West")], "A group is no part of itself"),
        ([line("West", "Union"), line("Union", "Top"), line("Top")], "Row 2, column E, part_of: Union is part of a"),
        ([line("A", "B"), line("B", "A")], "Row 3, column E, part_of: A is part of a group itself"),
        ([line("West", "Twin")], "Several groups are called Twin (1 and 2); write the number of the one"),
        ([line("West", "Ward")], "Ward is part of a group itself, and a part has no parts"),
        ([line("West", "99")], "There is no group 99 yet"),
        ([line("West"), {**MAYA, "group": "West", "part_of": "Top"}], "This is said of the whole group"),
    ],
)
def test_what_is_wrong_is_said_by_row_and_column(
    sqlite_url: str, tmp_path: Path, lines: Sequence[Line], problem: str
) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        twins = [a_group(connection, "Twin"), _elsewhere(connection, "Twin")]
        ward = a_group(connection, "Ward")
        parts.put(connection, nepal(), ward, twins[0], "command line", NOW)
        before = kept(connection)
        _, done, wrong = take(connection, tmp_path, *lines)
        assert done is None and any(problem in one for one in wrong), wrong
        assert kept(connection) == before


def test_a_row_that_is_wrong_is_said_once(sqlite_url: str, tmp_path: Path) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        wrong = take(connection, tmp_path, line("West", "Union"), line("Union") | {"area": "nowhere"})[2]
        assert len(wrong) == 1 and "area" in wrong[0]


def test_what_is_here_stays_as_it_is(sqlite_url: str, tmp_path: Path) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        take(connection, tmp_path, line("West", "Union"), line("Union"), line("Other"), line("Alone"))
        made, _, wrong = take(connection, tmp_path, line("West", "Other"), line("Alone", "Union"))
        assert wrong == [] and tree(connection) == {"West": "Union"}
        told = [str(one) for one in made.changes if "part_of" in str(one)]
        assert "“Other” in the file, “Union” here; what is here stays. To change it: ovop group part 1" in told[0]
        assert "“Union” in the file, “” here; what is here stays." in told[1]


@settings(deadline=None, max_examples=times(10, 200), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tried=st.lists(st.integers(-1, 3), min_size=4, max_size=4), seed=st.integers(0, 9))
def test_any_file_makes_two_levels_or_nothing(sqlite_url: str, tmp_path: Path, tried: Sequence[int], seed: int) -> None:
    lines = [line("ABCD"[one], "ABCD"[whole] if whole >= 0 else "") for one, whole in enumerate(tried)]
    random.Random(seed).shuffle(lines)
    fits = all(whole < 0 or (whole != one and tried[whole] < 0) for one, whole in enumerate(tried))
    with writing(sqlite_url) as connection, connection.begin_nested() as undone:
        found(connection)
        _, done, _ = take(connection, tmp_path, *lines)
        assert (done is not None) is fits
        expected = {"ABCD"[one]: "ABCD"[whole] for one, whole in enumerate(tried) if whole >= 0}
        assert tree(connection) == (expected if fits else {})
        undone.rollback()


@pytest.mark.parametrize("language", languages())
def test_the_heading_is_read_in_every_language(language: str) -> None:
    called = columns()["part_of"].called(language)
    assert meant(called) == meant(called.partition(" (")[0]) == "part_of"


def _elsewhere(connection: Connection, name: str) -> int:
    wish = making.Wish(name, "chitwan", None, NOW.date())
    return making.add(connection, nepal(), wish, "command line", NOW.date(), NOW)
