"""A table when a message that it was typed in is changed, and when somebody leaves the group."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from bot.domain.groups.report import Said, State, Table
from bot.domain.groups.report.changing import DOUBTFUL, Settled, dashes, is_one, settled, with_more
from bot.domain.groups.report.meanwhile import difference, still_here, without
from tests.domain.groups import test_report_rules as rules
from tests.domain.groups.test_report_changing import MEMBERS, one_of
from tests.domain.groups.test_report_rules import IDS, ROSTER, row

# Of who was not asked what a dash means.
SHEET = replace(rules.SHEET, dash=None)


def read(text: str) -> Table:
    return rules.read(text, sheet=SHEET)


def changed(table: Table, old: str, new: str) -> Table:
    """The table after the message that was `old` says `new`."""
    says = read(new)
    gone, come = difference(read(old), says)
    return with_more(without(table, gone, says.rows, ROSTER), come, ROSTER)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Malee 1200, Lek 800", "Malee 1200, Somchai 800"),
        ("Malee 1200, Lek 800", "Malee 1200"),
        ("Malee 1200, Lek 800", "Malee 1250, Lek 800"),
        ("Malee 1200, Lek not come", "Malee 1200, Somchai not come"),
        ("Noi 500, Lek 800", "Noi Kham 500, Lek 800"),
        ("Noi 500, Lek 800", "Lek 800"),
        ("Zork 500, Lek 800", "Malee 500, Lek 800"),
        ("Prasert 15000, Lek 800", "Lek 800"),
        ("Malee -, Lek 800", "Lek 800"),
        ("Malee 100, Malee 200", "Malee 200"),
        ("Malee 1200", "good morning"),
        ("Malee 1200", "Malee 1200"),
    ],
)
def test_a_message_that_is_changed_says_what_it_says_now(old: str, new: str) -> None:
    assert changed(read(old), old, new).rows == with_more(read(""), read(new), ROSTER).rows


def test_what_was_settled_is_asked_no_more_where_that_line_is_as_it_was() -> None:
    old = "Noi 500, Malee 1200, Prasert 15000, Lek -"
    table = read(old)
    table = is_one(table, one_of(table, State.WHICH), MEMBERS[IDS["noik"]], ROSTER)
    table = settled(table, one_of(table, State.FAR), Settled.RIGHT, ROSTER)
    table = dashes(table, Said.ABSENT, ROSTER)
    after = changed(table, old, old.replace("1200", "1300"))
    assert row(after, "malee").figures == (Decimal(1300),)
    assert not [one for one in after.rows if one.state in DOUBTFUL]
    assert row(after, "noik").figures == (Decimal(500),) and row(after, "lek").said is Said.ABSENT


@pytest.mark.parametrize("line", ["Noi 500", "Prasert 15000", "Lek -", "Malee 100\nMalee 200"])
def test_what_an_answer_has_made_of_a_line_goes_with_it(line: str) -> None:
    old = f"{line}\nSomchai 800"
    table = read(old)
    while (doubt := next((one for one in table.rows if one.state in DOUBTFUL), None)) is not None:
        table = _answered(table, doubt.state)
    after = changed(table, old, "Somchai 800")
    assert [one.members for one in after.rows if one.state is not State.MISSING] == [(IDS["somchai"],)]


def _answered(table: Table, state: State) -> Table:
    if state is State.WHICH:
        return is_one(table, one_of(table, state), MEMBERS[IDS["nois"]], ROSTER)
    if state is State.FAR:
        return settled(table, one_of(table, state), Settled.RIGHT, ROSTER)
    if state is State.DASH:
        return dashes(table, Said.NOTHING, ROSTER)
    return settled(table, one_of(table, state), Settled.CHOICE, ROSTER, 1)


def test_what_another_message_has_said_since_stays() -> None:
    first = "Malee 1200, Lek 800"
    table = with_more(read(first), read("Lek 850, Somchai 300"), ROSTER)
    after = changed(table, first, "Malee 1200")
    assert row(after, "lek").figures == (Decimal(850),) and row(after, "somchai").figures == (Decimal(300),)
    assert row(changed(table, first, f"{first}, Esther 40"), "lek").figures == (Decimal(850),)


def test_of_two_lines_that_say_the_same_one_goes() -> None:
    old = "Noi Kham 500, Noi 500"
    table = is_one(read(old), one_of(read(old), State.WHICH), MEMBERS[IDS["nois"]], ROSTER)
    after = changed(table, old, "Noi Kham 500")
    assert row(after, "noik").figures == (Decimal(500),) and row(after, "nois").state is State.MISSING


@pytest.mark.parametrize("seed", range(40))
def test_changed_and_changed_back_is_as_it_was(seed: int) -> None:
    chance = Random(seed)
    lines = ["Malee 1200", "Noi 500", "Lek -", "Prasert 15000", "Somchai 300-400", "Zork 7", "Esther not come"]
    old, new = (", ".join(_some(chance, lines)) for _ in range(2))
    there = changed(read(old), old, new)
    assert set(there.rows) == set(read(new).rows)
    assert set(changed(there, new, old).rows) == set(read(old).rows)


def _some(chance: Random, lines: Sequence[str]) -> Sequence[str]:
    return chance.sample(lines, chance.randint(1, len(lines)))


def test_who_has_left_is_in_no_row_and_is_nobody_whom_it_may_mean() -> None:
    table = read("Malee 1200, Noi 500, Lek 800, Mali 3")
    for gone in ("lek", "noik", "malee", "nois"):
        here = [one for one in ROSTER if one.id != IDS[gone]]
        there = still_here(table, here)
        assert not [one for one in there.rows if IDS[gone] in one.members]
        assert still_here(there, here) == there
    nobody = [one for one in ROSTER if one.id not in (IDS["noik"], IDS["nois"])]
    unknown = {one.typed: one.members for one in still_here(table, nobody).rows if one.state is State.UNKNOWN}
    assert unknown[("noi 500",)] == ()


def test_with_everybody_there_a_table_is_as_it_was() -> None:
    table = read("Malee 1200, Noi 500, Lek -, Zork 3")
    assert still_here(table, ROSTER) == table


def test_who_has_come_since_is_not_mentioned() -> None:
    before = still_here(read("Malee 1200"), ROSTER[:-1])
    assert still_here(before, ROSTER) == read("Malee 1200")
