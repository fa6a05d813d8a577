"""`ovop group`: a group is made and listed; then a leader can be invited."""

import pytest

from tests.cli.operator import Operator


def test_a_group_is_made_and_gets_a_leader(operator: Operator) -> None:
    operator.begin("malawi-ovop")
    assert operator.run("group list").out == "There is no group yet; to make one: ovop group add NAME\n"
    made = operator.run("group add Kampini --area MW-S --meeting-day 8 --inception 2026-01-15 --lender FINCA")
    assert (made.code, made.out) == (
        0,
        "The group has the number 1. To give it a leader: ovop invite leader --group 1\n",
    )
    said = operator.run("invite leader --group 1").out.splitlines()[-1]
    assert said.startswith("For one leader of group 1, Kampini, in malawi-ovop, once, until ")
    said = operator.run("invite officer --area MW-S").out.splitlines()[-1]
    assert said.startswith("For one officer of Southern Region (MW-S) in malawi-ovop, once, until ")
    wide = operator.run("invite officer").out.splitlines()
    assert wide[-2].startswith("For one officer of malawi-ovop, once, until ")
    assert wide[-1] == (
        "No area is given: she sees and does everything in all of malawi-ovop. "
        "For one area and what is below it: ovop invite officer --area CODE"
    )
    assert operator.run("invite officer --json").json["area"] is None
    assert operator.run("invite officer --area MW-S --json").json["area"] == "MW-S"
    assert operator.run("group list").out == "1: Kampini, MW-S, no product, 0 members, no leader\n"
    (told,) = operator.run("group list --json").json["groups"]
    assert (told["inception"], told["meeting_day"], told["lender"]) == ("2026-01-15", 8, "FINCA")
    assert operator.run("group add Kampini --area MW-S --json").code != 0
    assert "make group" in operator.run("audit --for 1").out


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("group add", 'ovop group add "NAME"'),
        ("group add A --area nowhere", "has no area “nowhere”"),
        ("group add A --inception soon", "--inception soon is no day; write it as 2026-11-24."),
        ("invite leader --group 1 --until soon", "--until soon is no day; write it as 2026-11-24."),
        ("invite officer --until 2027-01-31", "Only a leader has a term; leave out the day for officer."),
        ("group make A", "invalid choice: 'make'"),
    ],
)
def test_what_makes_no_sense(operator: Operator, line: str, sentence: str) -> None:
    operator.begin("malawi-ovop")
    told = operator.run(line)
    assert (told.code, told.out) == (2, "")
    assert sentence in told.err


def test_a_group_is_part_of_another(operator: Operator) -> None:
    operator.run("init malawi-ovop")
    for line in ("group add Union", "group add West --part-of 1", "group add East"):
        assert operator.run(line).code == 0
    assert operator.run("group part 3 --part-of 1").out == "Group 3 is part of group 1 from now on.\n"
    assert operator.run("group part 3 --part-of 1").out == "Group 3 is part of group 1 already.\n"
    assert operator.run("group list").out.splitlines() == [
        "3: East, no area, no product, 0 members, no leader",
        "   part of group 1",
        "1: Union, no area, no product, 0 members, no leader",
        "   2 parts; with them 0 confirmed members, each counted once",
        "2: West, no area, no product, 0 members, no leader",
        "   part of group 1",
    ]
    told = operator.run("group list --json").json["groups"]
    assert [(one["group"], one["part_of"], one["members_with_parts"]) for one in told] == [
        (3, 1, 0), (1, None, 0), (2, 1, 0),
    ]  # fmt: skip
    assert operator.run("group part 2 --none --json").json == {"group": 2, "part_of": None, "changed": True}
    assert operator.run("group part 2 --none").out == "Group 2 is part of no other already.\n"
    assert "begin part" in operator.run("audit --for 2").out and "end part" in operator.run("audit --for 2").out


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("group part", "ovop group part 4 --part-of 2"),
        ("group part West --part-of 1", "ovop group part 4 --part-of 2"),
        ("group part 2", "ovop group part 4 --part-of 2"),
        ("group part 2 --part-of 1 --none", "ovop group part 4 --part-of 2"),
        ("group part 2 --part-of 9", "malawi-ovop has no group 9; look it up with: ovop group list"),
        ("group part 1 --part-of 1", "Union cannot be part of itself"),
        ("group part 1 --part-of 2", "West is part of a group itself, 1"),
        ("group add East --part-of 2", "West is part of a group itself, 1"),
        ("group add East --part-of 9", "malawi-ovop has no group 9"),
    ],
)
def test_what_can_be_part_of_nothing(operator: Operator, line: str, sentence: str) -> None:
    operator.run("init malawi-ovop")
    for made in ("group add Union", "group add West --part-of 1"):
        operator.run(made)
    told = operator.run(line)
    assert (told.code, told.out) == (2, "") and sentence in told.err
    assert len(operator.run("group list --json").json["groups"]) == 2, "what cannot be part is not made either"
