"""`ovop group`: a group is made and listed; then a leader can be invited."""

import pytest

from tests.cli.operator import Operator


def test_a_group_is_made_and_gets_a_leader(operator: Operator) -> None:
    operator.run("init malawi-ovop")
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
    operator.run("init malawi-ovop")
    told = operator.run(line)
    assert (told.code, told.out) == (2, "")
    assert sentence in told.err
