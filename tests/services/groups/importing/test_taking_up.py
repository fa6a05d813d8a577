"""A roster held against what is kept: twice is once, the order of rows does not matter, nobody comes back."""

import csv
import random
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.domain.evaluation.progress import Gap
from bot.domain.people.roles import Reach, Role
from bot.i18n import load_catalogues
from bot.services.evaluation import progress
from bot.services.groups.importing.carrying_out import Made, carry_out
from bot.services.groups.importing.cells import Cells
from bot.services.groups.importing.plan import Plan, plan
from bot.services.groups.importing.problems import Problems
from bot.services.groups.importing.roster import load
from bot.services.people import erasure
from bot.services.people.mydata import as_json
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.groups import groups
from bot.store.groups.members import members
from bot.store.groups.members.members import Left
from bot.store.schema import audit, consent, consent_told, invitation, membership, opening, person, producer, speaks_for
from tests.nightly import times
from tests.services.groups.test_leading import somebody
from tests.services.village import NOW, found, nepal, send

Line = Mapping[str, str]
GROUP = {"group": "Sunrise", "area": "bhojpur", "inception": "2080-11-18", "meeting_day": "८", "lender": "Uttam Bank"}
FIGURES = {"figures_day": "2082-12-30", "sales": "१,२००", "loan_left": "5000"}
TOLD = {"told_on": "2083-08-01", "told_how": "thumb", "told_before": "Kamala"}
SITA = {"group": "Sunrise", "member": "Sita Rai", "gender": "female", "phone": "9841234567", **TOLD}
MAYA = {"group": "Sunrise", "member": "Maya Rai", "leader": "yes", "age_band": "over_50", **TOLD, **FIGURES}


def take(
    connection: Connection, folder: Path, *lines: Line, later: timedelta = timedelta()
) -> tuple[Plan, Made | None, list[str]]:
    """The plan, what was made of it (None: something was wrong), and what was wrong."""
    file = folder / "roster.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(
            opened, list(dict.fromkeys(("group", "member", *(key for one in lines for key in one))))
        )
        writer.writeheader()
        writer.writerows(lines)
    problems, now = Problems(), NOW + later
    roster = load(file, Cells.of(nepal(), load_catalogues(), now.date()), problems)
    made = plan(connection, nepal(), roster, problems)
    if problems.found:
        return made, None, [str(one) for one in problems.found]
    return made, carry_out(connection, nepal(), made, "command line", now, lambda done, total: None), []


def kept(connection: Connection, *, numbers: bool = True) -> dict[str, Any]:
    """All that a roster makes, without what chance or the order gives."""
    names = (
        select(producer.c.id, person.c.name)
        .join_from(producer, speaks_for, speaks_for.c.producer_id == producer.c.id)
        .join(person, person.c.id == speaks_for.c.person_id)
    )
    called = {row.id: row.name for row in connection.execute(names)}
    called = {number: name or "" for number, name in called.items()}
    called |= {one.id: one.name for one in groups.listed(connection, "nepal-odop")}
    in_groups = connection.execute(select(membership).where(membership.c.until.is_(None))).all()
    about = connection.execute(select(producer.c.id, producer.c.product, producer.c.registered, producer.c.inception))
    return {
        "groups": [(one.name, one.area, one.inception, one.members) for one in groups.listed(connection, "nepal-odop")],
        "members": sorted(
            (called[row.group_id], called[row.member_id], row.number if numbers else None) for row in in_groups
        ),
        "about": sorted((called[row.id], str(row.product), str(row.registered), str(row.inception)) for row in about),
        "phones": sorted(map(tuple, connection.execute(select(person.c.name, person.c.phone))), key=str),
        "openings": sorted((called[row.producer_id], row.figure, row.value, row.day, row.source)
                           for row in connection.execute(select(opening))),
        "links": sorted(called[number] for number in connection.scalars(select(invitation.c.member_id))),
        "told": sorted((row.told_on, row.how, row.before or "") for row in connection.execute(select(consent_told))),
    }  # fmt: skip


def test_what_a_roster_makes(database_url: str, tmp_path: Path) -> None:
    with writing(database_url) as connection:
        found(connection)
        made, done, wrong = take(
            connection, tmp_path, GROUP | FIGURES | {"members": "24"}, SITA | {"number": "7"}, MAYA
        )
        assert (wrong, made.groups, made.members, made.figures, made.leaders) == ([], 1, 2, 5, 1)
        told = kept(connection)
        assert [str(part) for part in told["groups"][0]] == ["Sunrise", "bhojpur", "2024-03-01", "2"]
        assert told["members"] == [("Sunrise", "Maya Rai", 8), ("Sunrise", "Sita Rai", 7)]
        assert ("Sita Rai", "+9779841234567") in told["phones"]
        assert [one[:3] for one in told["openings"]] == [
            ("Maya Rai", "loan_left", "5000"), ("Maya Rai", "sales", "1200"), ("Sunrise", "loan_left", "5000"),
            ("Sunrise", "members", "24"), ("Sunrise", "sales", "1200"),
        ]  # fmt: skip
        assert {one[4] for one in told["openings"]} == {"import"} and told["links"] == ["Maya Rai"]
        assert done is not None and [(one.name, one.group) for one in done.links] == [("Maya Rai", "Sunrise")]
        words = str(connection.execute(select(audit)).all())
        assert "keep opening figures" in words and "'import'" in words
        assert not any(name in words for name in ("Sita", "Maya", "Sunrise", "Kamala", "1200"))


def test_a_number_on_a_card_is_given_to_nobody_else(sqlite_url: str, tmp_path: Path) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        assert take(connection, tmp_path, GROUP, MAYA, SITA | {"number": "1"})[2] == []
        assert kept(connection)["members"] == [("Sunrise", "Maya Rai", 2), ("Sunrise", "Sita Rai", 1)]


def test_a_link_is_shown_until_it_is_used_or_runs_out_and_never_made_twice(sqlite_url: str, tmp_path: Path) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        first = take(connection, tmp_path, GROUP, MAYA)[1]
        again = take(connection, tmp_path, MAYA, GROUP)[1]
        assert first and again and first.links == again.links and len(again.links) == 1
        late = take(connection, tmp_path, GROUP, MAYA, later=timedelta(days=15))[1]
        assert late and (list(late.links), list(late.run_out)) == ([], [("Maya Rai", 1)])
        connection.execute(invitation.update().values(used_at=NOW))
        used = take(connection, tmp_path, GROUP, MAYA, later=timedelta(days=15))[1]
        assert used and (list(used.links), list(used.run_out)) == ([], [])
        assert len(connection.execute(select(invitation)).all()) == 1


def test_an_advisor_is_found_by_her_name_or_number_where_she_works(sqlite_url: str, tmp_path: Path) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        grace, other, far = (
            somebody(connection, Reach(Role.OFFICER, area)) for area in ("bhojpur", "bhojpur", "dhankuta")
        )
        for number, name in ((grace, "Grace Banda"), (other, "Ruth"), (far, "Asha")):
            connection.execute(person.update().where(person.c.id == number).values(name=name))
        for typed, sentence in (("Asha", "Nobody who works there is Asha; invite her first"), ("99", "Nobody who")):
            (problem,) = take(connection, tmp_path, GROUP | {"advisor": typed})[2]
            assert sentence in str(problem)
        connection.execute(person.update().where(person.c.id == other).values(name="grace  banda"))
        (problem,) = take(connection, tmp_path, GROUP | {"advisor": "Grace Banda"})[2]
        assert f"write the number of the one who is meant: {grace} or {other}." in str(problem)
        assert take(connection, tmp_path, GROUP | {"advisor": str(grace)})[2] == []
        (group,) = groups.listed(connection, "nepal-odop")
        assert group.advisor == grace
        assert take(connection, tmp_path, GROUP | {"advisor": str(grace)})[0].changes == []
        (change,) = take(connection, tmp_path, GROUP | {"advisor": str(other)})[0].changes
        assert "what is here stays" in str(change)


def test_an_opening_figure_is_no_baseline(sqlite_url: str, tmp_path: Path) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        take(connection, tmp_path, GROUP, MAYA)
        (number,) = connection.scalars(select(opening.c.producer_id).where(opening.c.figure == "sales"))
        (who,) = connection.scalars(select(speaks_for.c.person_id).where(speaks_for.c.producer_id == number))
        assert all(not one.figures for one in progress.of_producer(connection, number, nepal()).tracks)
        send(connection, number, "checkin", {"sales": "1500"}, person_id=who)
        sales = next(
            one for one in progress.of_producer(connection, number, nepal()).tracks if one.indicator.name == "sales"
        )
        assert (len(sales.figures), sales.progress.gap) == (1, Gap.NO_ANSWER)
        told = as_json(connection, who).decode()
        code = connection.scalars(select(invitation.c.code)).one()
        assert '"known_before"' in told and '"leaders_links_made_for_her"' in told and code not in told


def test_who_is_forgotten_is_brought_back_by_no_file(database_url: str, tmp_path: Path) -> None:
    with writing(database_url) as connection:
        found(connection)
        take(connection, tmp_path, GROUP, SITA, MAYA)
        (her,) = connection.scalars(select(person.c.id).where(person.c.name == "Maya Rai"))
        erasure.erase_person(connection, her, NOW)
        assert connection.scalars(select(invitation.c.expires_at)).all() == [NOW], "her leader's link opens nothing"
        figures = connection.scalars(select(opening.c.value)).all()
        assert sorted(figures) == ["1200", "5000"], "figures stay, of a number"
        before = kept(connection)
        _, done, wrong = take(connection, tmp_path, GROUP, SITA, MAYA, later=timedelta(days=3))
        assert done is None and len(wrong) == 1 and kept(connection) == before
        assert "Somebody of this group asked to be forgotten on 2026-11-24; ask anew whether Maya Rai" in wrong[0]
        again = MAYA | {"told_on": "2026-11-26"}
        assert take(connection, tmp_path, GROUP, SITA, again, later=timedelta(days=3))[2] == []


def test_who_left_is_not_taken_in_again(sqlite_url: str, tmp_path: Path) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        take(connection, tmp_path, GROUP, SITA, MAYA)
        (group,) = groups.listed(connection, "nepal-odop")
        hers = next(one.member_id for one in members.of(connection, group.id) if one.name == "Sita Rai")
        members.leave(connection, group.id, hers, Left.LEFT, NOW)
        made, _, wrong = take(connection, tmp_path, GROUP, SITA, MAYA)
        assert (made.is_empty, wrong) == (True, [])
        assert [one.sentence for one in made.changes] == [
            "Sita Rai left the group on 2026-11-24 and is not taken in again by a file."
        ]
        taken = take(connection, tmp_path, MAYA | {"member": "Noi", "number": "1"})[2]
        assert taken and "1 is the number of Sita Rai; give another" in taken[0]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (GROUP | {"area": "dhankuta"}, "There is a group of this name elsewhere (number 1 in bhojpur)"),
        (SITA | {"group": "Dawn"}, "There is no group Dawn yet"),
        (SITA | {"member": "Noi", "number": "1"}, "1 is the number of Sita Rai; give another"),
    ],
)
def test_what_cannot_be_beside_what_is_kept(sqlite_url: str, tmp_path: Path, line: Line, sentence: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        take(connection, tmp_path, GROUP, SITA)
        before = kept(connection)
        _, done, wrong = take(connection, tmp_path, line)
        assert done is None and sentence in wrong[0] and kept(connection) == before


def test_who_is_registered_already_is_not_made_a_second_time(sqlite_url: str, tmp_path: Path) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        take(connection, tmp_path, GROUP, SITA)
        dawn = GROUP | {"group": "Dawn"}
        wrong = take(connection, tmp_path, dawn, SITA | {"group": "Dawn"})[2]
        assert len(wrong) == 1 and "Sita Rai with this number is registered already, as person 1" in wrong[0]
        twice = SITA | {"member": "Noi", "group": "Dawn"}, SITA | {"member": "noi"}
        wrong = take(connection, tmp_path, dawn, *twice)[2]
        assert len(wrong) == 1 and "with this number is also in" in wrong[0], "nobody is two people"
        shared = SITA | {"group": "Dawn", "member": "Her daughter"}
        assert take(connection, tmp_path, dawn, shared)[2] == [], "a phone can be several people's"


def test_what_differs_is_said_and_stays(sqlite_url: str, tmp_path: Path) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        take(connection, tmp_path, GROUP, SITA, MAYA)
        before = kept(connection)
        changed = (
            GROUP | {"meeting_day": "9", "lender": "Another", "inception": "2080-11-19", "product": "tea"},
            SITA | {"gender": "male", "phone": "9841234568", "number": "5", "told_on": "2083-08-02", "leader": "yes"},
            MAYA | {"sales": "1300", "told_how": "aloud", "told_before": "Ram", "age_band": "under_18"},
        )
        made, _, wrong = take(connection, tmp_path, *changed)
        assert (wrong, made.is_empty) == ([], True) and kept(connection) == before
        said = sorted(str(one.place.column).partition(", ")[2] for one in made.changes)
        assert said == sorted(
            ["meeting_day", "lender", "inception", "product", "gender", "phone", "number", "told_on", "leader", "sales",
             "told_how", "told_before", "age_band"]
        )  # fmt: skip


def test_who_is_too_young_has_a_guardian(sqlite_url: str, tmp_path: Path) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        young = SITA | {"age_band": "17"}
        wrong = take(connection, tmp_path, GROUP, young)[2]
        assert len(wrong) == 1 and "column guardian: Sita Rai is under 18: a parent or guardian" in wrong[0]
        assert take(connection, tmp_path, GROUP, young | {"guardian": "Kamala Rai"})[2] == []
        assert connection.scalars(select(consent.c.guardian)).all() == ["Kamala Rai"]
        assert take(connection, tmp_path, GROUP, young)[0].is_empty, "she is there already"


def test_a_figure_that_was_not_there_is_added_and_empty_cells_say_nothing(sqlite_url: str, tmp_path: Path) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        take(connection, tmp_path, GROUP, SITA, MAYA)
        made, done, wrong = take(connection, tmp_path, GROUP | FIGURES, {"group": "sunrise ", "member": "SITA  rai"})
        assert (wrong, made.members, made.figures, made.changes) == ([], 0, 2, [])
        assert done is not None and done.figures == 2
        assert take(connection, tmp_path, GROUP | FIGURES)[0].is_empty


def maybe(key: str, values: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, str]]:
    return st.one_of(st.just({}), values.map(lambda value: {key: value}))


def merged(*parts: st.SearchStrategy[dict[str, str]]) -> st.SearchStrategy[dict[str, str]]:
    return st.tuples(*parts).map(lambda found: {key: value for one in found for key, value in one.items()})


MONEY = st.integers(0, 10**9).map(str)
OPENING = st.one_of(st.just({}), MONEY.map(lambda sales: {"figures_day": "2026-01-31", "sales": sales}))
ABOUT_MEMBER = merged(
    maybe("gender", st.sampled_from(["female", "महिला", "A man"])), maybe("phone", st.sampled_from(["9841234567"])),
    maybe("product", st.sampled_from(["tea", "Apple"])), maybe("leader", st.sampled_from(["yes", "no", "x"])), OPENING,
)  # fmt: skip
ABOUT_GROUP = merged(maybe("meeting_day", st.integers(1, 31).map(str)), maybe("product", st.just("tea")), OPENING)


@st.composite
def rosters(draw: st.DrawFn) -> list[dict[str, str]]:
    """Rows of groups and members without a problem; cards have a number here and there."""
    lines: list[dict[str, str]] = []
    for group in draw(st.lists(st.sampled_from(["Sunrise", "हिमाल", "Dawn II"]), min_size=1, max_size=3, unique=True)):
        lines.append(GROUP | {"group": group} | draw(ABOUT_GROUP))
        names = draw(st.lists(st.sampled_from(["Sita", "सीता", "Maya Rai", "Noi", "O'Neil"]), max_size=5, unique=True))
        numbers = draw(st.permutations(range(1, 20)))
        for name, number in zip(names, numbers, strict=False):
            card = {"number": str(number)} if draw(st.booleans()) else {}
            # two people of one name and phone would be one person twice
            hers = {"group": group, "member": f"{name} {group}", **TOLD, **card, **draw(ABOUT_MEMBER)}
            lines.append(hers)
    return lines


@given(rosters(), st.randoms(use_true_random=False))
@settings(max_examples=times(20, 300), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_twice_is_once_and_the_order_does_not_matter(
    sqlite_url: str, tmp_path: Path, lines: Sequence[dict[str, str]], chance: random.Random
) -> None:
    shuffled = list(lines)
    chance.shuffle(shuffled)
    with writing(sqlite_url) as connection:
        if not connection.execute(select(producer.c.programme)).first():
            found(connection)
        begun = connection.begin_nested()
        assert take(connection, tmp_path, *lines)[2] == []
        first, deeds = kept(connection), len(connection.execute(select(audit)).all())
        for again in (lines, shuffled, lines[len(lines) // 2 :]):
            made, _, wrong = take(connection, tmp_path, *again)
            assert (wrong, made.is_empty, made.changes) == ([], True, [])
            assert kept(connection) == first and len(connection.execute(select(audit)).all()) == deeds
        by_names = kept(connection, numbers=False)
        begun.rollback()
        begun = connection.begin_nested()
        assert take(connection, tmp_path, *shuffled)[2] == []
        assert kept(connection, numbers=False) == by_names
        begun.rollback()
