"""A list of members who move to another group: all or nobody, once, and nothing of what was is lost."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.people.roles import Reach, Role
from bot.i18n import load_catalogues
from bot.i18n.languages import languages
from bot.services.groups import making
from bot.services.groups.importing import moving
from bot.services.groups.importing.columns import moving as columns
from bot.services.groups.importing.columns import moving_called
from bot.services.groups.importing.moving import Moves
from bot.services.groups.importing.problems import Problems
from bot.services.groups.making import Wish
from bot.services.groups.members import membership as membership_of
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.groups import changes
from bot.store.groups.members import members
from bot.store.people import roles
from bot.store.schema import audit, chat, chat_person, membership, metadata, outbox
from tests.services.groups.test_leading import a_group, somebody
from tests.services.village import NOW, Villager, found, nepal, settle

HEADINGS = "from,member,to"
LATER = NOW + timedelta(days=1)


def village(connection: Connection) -> dict[str, int]:
    """Two groups, Dawn with Asha (1) and Bina (2), Dusk with Gita (1)."""
    found(connection)
    known = {name: a_group(connection, name) for name in ("Dawn", "Dusk")}
    for name, group in (("Asha", "Dawn"), ("Bina", "Dawn"), ("Gita", "Dusk")):
        known[name] = settle(connection, Villager(name))
        members.join(connection, known[group], known[name], NOW, confirmed=True)
    return known


def take(
    connection: Connection, folder: Path, *rows: str, headings: str = HEADINGS, check: bool = False
) -> tuple[Moves, list[str]]:
    file = folder / "moves.csv"
    file.write_text("\n".join((headings, *rows)) + "\n", encoding="utf-8")
    problems = Problems()
    found = moving.plan(connection, nepal(), moving.load(file, problems), problems)
    if not problems.found and not check:
        moving.carry_out(connection, nepal(), found, load_catalogues(), "command line", LATER)
    return found, [str(one) for one in problems.found]


def everything(connection: Connection) -> dict[str, Any]:
    return {table.name: connection.execute(table.select()).all() for table in metadata.sorted_tables}


def here(connection: Connection, group: int) -> dict[str, int | None]:
    return {one.name: one.number for one in members.of(connection, group)}


def test_who_moves_gets_the_next_number_and_her_history_stays(database_url: str, tmp_path: Path) -> None:
    with writing(database_url) as connection:
        known = village(connection)
        moved, wrong = take(connection, tmp_path, "Dawn,2,Dusk", "dawn,Asha,2".replace("2", str(known["Dusk"])))
        assert (wrong, len(moved.moves)) == ([], 2)
        assert here(connection, known["Dawn"]) == {} and here(connection, known["Dusk"]) == {
            "Gita": 1, "Bina": 2, "Asha": 3,
        }  # fmt: skip
        spans = select(membership.c.group_id, membership.c.number, membership.c.until, membership.c.why)
        rows = connection.execute(spans.where(membership.c.member_id == known["Asha"]).order_by(membership.c.id))
        assert [tuple(row) for row in rows] == [
            (known["Dawn"], 1, LATER, "moved"), (known["Dusk"], 3, None, None),
        ]  # fmt: skip
        before = everything(connection)
        again, wrong = take(connection, tmp_path, "Dawn,2,Dusk", "Dawn,Asha,Dusk")
        assert (wrong, len(again.moves), again.already) == ([], 0, 2) and everything(connection) == before
        assert take(connection, tmp_path, "Dusk,Asha,Dawn")[1] == []
        assert here(connection, known["Dawn"]) == {"Asha": 1}, "she has the number that she had"


def test_a_check_changes_nothing_and_one_bad_row_moves_nobody(database_url: str, tmp_path: Path) -> None:
    with writing(database_url) as connection:
        village(connection)
        before = everything(connection)
        moved, wrong = take(connection, tmp_path, "Dawn,Asha,Dusk", check=True)
        assert (wrong, len(moved.moves)) == ([], 1) and everything(connection) == before
        _, wrong = take(connection, tmp_path, "Dawn,Asha,Dusk", "Dawn,Nobody,Dusk")
        assert wrong == [
            "Row 3, column B, member: Nobody in Dawn is “Nobody”; write her number or her name as it is there."
        ]
        assert everything(connection) == before


def test_what_cannot_be_is_said_by_row_and_column(sqlite_url: str, tmp_path: Path) -> None:
    with writing(sqlite_url) as connection:
        known = village(connection)
        twin = settle(connection, Villager("Bina"))
        members.join(connection, known["Dawn"], twin, NOW, confirmed=True)
        members.join(connection, known["Dawn"], settle(connection, Villager("Hira")), NOW)
        left = settle(connection, Villager("Lila"))
        members.join(connection, known["Dawn"], left, NOW, confirmed=True)
        members.leave(connection, known["Dawn"], left, members.Left.LEFT, NOW)
        asha, _ = members.who_answers(connection, known["Asha"])
        assert asha is not None
        roles.give(connection, asha, Reach(Role.LEADER, group_id=known["Dawn"]), NOW)
        twin_group = Wish("Dusk", "dhankuta", None, NOW.date())
        making.add(connection, nepal(), twin_group, "command line", NOW.date(), NOW)
        before = everything(connection)
        number = known["Dusk"]
        rows = (
            f"Dawn,Asha,{number}", f"Dawn,Bina,{number}", f"Dawn,Hira,{number}", f"Dawn,Lila,{number}",
            "Dawn,2,Dusk", "Nowhere,2,Dawn", "Dawn,2,Dawn", f"Dawn,,{number}", f"Dawn,2,{number}", f"Dawn,२,{number}",
        )  # fmt: skip
        _, wrong = take(connection, tmp_path, *rows)
        said = (
            ("Row 9, column B, member", "This is empty"),
            ("Row 2, column B, member", "Asha leads Dawn; somebody else has to lead it first"),
            ("Row 3, column B, member", "called Bina in Dawn; write the number of the one that is meant: 2 or 3"),
            ("Row 4, column B, member", "The leader of Dawn has not said yet that Hira is a member"),
            ("Row 5, column B, member", "Lila is in Dawn no longer"),
            ("Row 6, column C, to", f"write the number of the one that is meant: {number} (in "),
            ("Row 7, column A, from", "There is no group “Nowhere”"),
            ("Row 8, column C, to", "This is the group that she is in"),
            ("Row 11, column B, member", "Bina is in the list already, row 10"),
        )  # fmt: skip
        for line, (place, sentence) in zip(wrong, said, strict=True):
            assert line.startswith(f"{place}: ") and sentence in line
        assert everything(connection) == before
        (role,) = roles.of(connection, asha)
        roles.suspend(connection, role.id, NOW)
        assert "Asha leads Dawn" in take(connection, tmp_path, rows[0])[1][0], "a suspended leader leads it still"


def test_who_waits_in_the_new_group_is_confirmed_by_it(sqlite_url: str, tmp_path: Path) -> None:
    with writing(sqlite_url) as connection:
        known = village(connection)
        members.join(connection, known["Dusk"], known["Asha"], NOW)
        assert take(connection, tmp_path, "Dawn,Asha,Dusk")[1] == []
        assert here(connection, known["Dusk"]) == {"Asha": 2, "Gita": 1}


def test_a_key_ends_with_the_group_and_leaders_are_told_once(sqlite_url: str, tmp_path: Path) -> None:
    with writing(sqlite_url) as connection:
        known = village(connection)
        asha, _ = members.who_answers(connection, known["Asha"])
        assert asha is not None
        for group in (known["Dawn"], known["Dusk"]):
            changes.add_holder(connection, group, asha, NOW)
            leader = somebody(connection, Reach(Role.LEADER, group_id=group))
            where = {"bot": 1, "chat": leader, "state": "active", "state_since": NOW, "seen_at": NOW}
            connection.execute(chat.insert().values(**where))
            connection.execute(chat_person.insert().values(**where, person_id=leader, since=NOW))
        assert take(connection, tmp_path, "Dawn,Asha,Dusk", "Dawn,Bina,Dusk")[1] == []
        assert changes.holders(connection, known["Dawn"]) == []
        assert changes.holders(connection, known["Dusk"]) == [asha]
        sent = [str(row) for row in connection.execute(select(outbox))]
        assert len(sent) == 2 and all("Asha" in one and "Bina" in one for one in sent)
        deeds = connection.execute(select(audit).where(audit.c.action == "move member")).all()
        assert sorted(row.acting_for for row in deeds) == sorted((known["Asha"], known["Bina"]))
        assert not any(name in str(deeds) for name in ("Asha", "Bina", "Dawn", "Dusk"))


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_headings_of_each_language_are_known(
    sqlite_url: str, tmp_path: Path, language: str, separator: str
) -> None:
    with writing(sqlite_url) as connection:
        village(connection)
        headings = separator.join(moving_called(key, language) for key in columns())
        row = separator.join(("Dawn", "१", "Dusk"))
        moved, wrong = take(connection, tmp_path, row, "# a note", headings=headings, check=True)
        assert (wrong, [one.member.name for one in moved.moves]) == ([], ["Asha"])


def test_her_old_leader_takes_her_back_only_when_she_is_in_no_other_group(sqlite_url: str, tmp_path: Path) -> None:
    with writing(sqlite_url) as connection:
        known = village(connection)
        leader = somebody(connection, Reach(Role.LEADER, group_id=known["Dawn"]))
        take(connection, tmp_path, "Dawn,Bina,Dusk")
        assert not membership_of.back(connection, leader, known["Dawn"], known["Bina"], LATER), "she would be in both"
        assert "Bina" in here(connection, known["Dusk"]) and "Bina" not in here(connection, known["Dawn"])
        members.leave(connection, known["Dusk"], known["Bina"], members.Left.LEFT, LATER)
        assert membership_of.back(connection, leader, known["Dawn"], known["Bina"], LATER)
        assert here(connection, known["Dawn"])["Bina"] == 2
