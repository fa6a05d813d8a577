"""A table after one more message, and after a tap on what is doubtful: nothing is lost and nothing is asked twice."""

import json
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.groups.report import Member, Row, Said, State, Table
from bot.domain.groups.report.changing import (
    DOUBTFUL,
    OF_NOBODY,
    Settled,
    all_said,
    dashes,
    is_one,
    settled,
    with_more,
)
from bot.domain.groups.report.packing import packed, unpacked
from tests.domain.groups.report_cases import Case, cases, names
from tests.domain.groups.test_report_rules import IDS, ROSTER, SHEET, read, row
from tests.nightly import times

EVERY = [case for name in names() for case in cases(name)]
MEMBERS = {member.id: member for member in ROSTER}


def one_of(table: Table, state: State) -> Row:
    return next(one for one in table.rows if one.state is state)


def state_of(table: Table, name: str) -> State:
    return row(table, name).state


def more(table: Table, text: str) -> Table:
    return with_more(table, read(text), ROSTER)


def test_a_later_line_comes_before_what_was_said() -> None:
    table = more(read("Malee 1200, Lek 800"), "Malee 1250")
    assert row(table, "malee").figures == (Decimal(1250),)
    assert row(table, "lek").figures == (Decimal(800),)


def test_a_clear_name_settles_the_row_that_was_anybodys() -> None:
    table = more(read("Noi 500, Lek 800"), "Noi Kham 500")
    assert state_of(table, "noik") is State.CLEAR
    assert not [one for one in table.rows if one.state is State.WHICH]
    assert state_of(table, "nois") is State.MISSING


def test_another_figure_leaves_the_row_to_the_other() -> None:
    table = more(read("Noi 500, Lek 800"), "Noi Kham 300")
    assert one_of(table, State.WHICH).members == (IDS["nois"],)
    assert row(table, "noik").figures == (Decimal(300),)


def test_the_last_of_whom_it_may_be_is_nobody_and_is_asked() -> None:
    table = more(more(read("Noi 500"), "Noi Kham 300"), "Noi Srisai 400")
    unknown = one_of(table, State.UNKNOWN)
    assert (unknown.members, unknown.typed) == ((), ("noi 500",))


def test_two_rows_of_one_name_are_settled_one_by_one() -> None:
    table = more(read("Noi 500\nNoi 500"), "Noi Kham 500")
    assert state_of(table, "noik") is State.CLEAR
    assert [one.members for one in table.rows if one.state is State.WHICH] == [(IDS["nois"],)]


def test_a_far_figure_said_once_more_is_a_yes() -> None:
    table = read("Prasert 15000")
    assert state_of(table, "prasert") is State.FAR
    assert state_of(more(table, "Prasert 15000"), "prasert") is State.CLEAR
    assert state_of(more(table, "Prasert 16000"), "prasert") is State.FAR
    assert state_of(more(table, "Prasert 1500"), "prasert") is State.CLEAR


def test_who_it_is_is_said_by_a_tap() -> None:
    table = read("Noi 500")
    table = is_one(table, one_of(table, State.WHICH), MEMBERS[IDS["nois"]], ROSTER)
    assert (state_of(table, "nois"), state_of(table, "noik")) == (State.CLEAR, State.MISSING)
    assert row(table, "nois").typed == ()


def test_who_it_is_has_a_figure_already() -> None:
    table = read("Noi Kham 900, Noi 500")
    table = is_one(table, one_of(table, State.WHICH), MEMBERS[IDS["noik"]], ROSTER)
    assert row(table, "noik").state is State.TWICE
    assert row(table, "noik").choices == ((Decimal(900),), (Decimal(500),))
    table = settled(table, row(table, "noik"), Settled.CHOICE, ROSTER, 1)
    assert row(table, "noik").figures == (Decimal(500),)


def test_a_far_figure_is_far_whoever_it_is() -> None:
    table = read("Noi 15000")
    table = is_one(table, one_of(table, State.WHICH), MEMBERS[IDS["noik"]], ROSTER)
    assert state_of(table, "noik") is State.FAR
    assert state_of(settled(table, row(table, "noik"), Settled.RIGHT, ROSTER), "noik") is State.CLEAR


def test_what_is_left_out_is_as_if_it_had_not_been_said() -> None:
    table = read("Pong 300, Lek 800")
    table = settled(table, one_of(table, State.UNKNOWN), Settled.OUT, ROSTER)
    assert not [one for one in table.rows if one.state is State.UNKNOWN]
    assert state_of(settled(table, row(table, "lek"), Settled.OUT, ROSTER), "lek") is State.MISSING


def test_the_same_is_said_of_all_who_are_not_mentioned() -> None:
    table = read("Malee 1200")
    missing = [one.members[0] for one in table.rows if one.state is State.MISSING]
    table = all_said(table, Said.ABSENT, missing, ROSTER)
    assert {one.state for one in table.rows} == {State.CLEAR}
    assert row(table, "lek").said is Said.ABSENT


def test_what_a_dash_means_is_asked_once() -> None:
    sheet = replace(SHEET, dash=None)
    table = dashes(read("Malee 1200, Lek -, Gift -", sheet=sheet), Said.ABSENT, ROSTER)
    assert [row(table, name).said for name in ("lek", "gift")] == [Said.ABSENT, Said.ABSENT]
    assert not table.asks_dash


def test_a_head_line_that_comes_later_counts() -> None:
    table = more(read("Malee 1200"), "September sales")
    assert table.head.month is not None and table.head.month.month == 9
    assert row(table, "malee").figures == (Decimal(1200),)


def whole(table: Table, roster: tuple[Member, ...]) -> None:
    """Every member has one row of hers at most, and is somewhere; the most doubtful come first."""
    sure = [one.members for one in table.rows if one.state not in OF_NOBODY]
    assert all(len(members) == 1 for members in sure) and len(set(sure)) == len(sure)
    named = {member for one in table.rows for member in one.members}
    assert named >= {member.id for member in roster}


@pytest.mark.parametrize("case", EVERY, ids=str)
def test_the_same_message_again_changes_nothing(case: Case) -> None:
    table = case.read()
    again = with_more(table, case.read(), case.roster)
    sure = {replace(one, state=State.CLEAR) if one.state is State.FAR else one for one in table.rows}
    assert set(again.rows) == sure
    assert (again.head, again.others, again.words) == (table.head, table.others, table.words)
    whole(again, case.roster)
    assert unpacked(json.loads(json.dumps(packed(table)))) == table


@settings(max_examples=times(60, 1500), deadline=None)
@given(st.data())
def test_whatever_is_tapped_and_typed_each_doubt_is_asked_until_it_is_settled(data: st.DataObject) -> None:
    here = data.draw(st.sampled_from(sorted({case.name for case in EVERY})))
    mine = [case for case in EVERY if case.name == here and case.columns == ("money",)] or EVERY[:1]
    roster = mine[0].roster
    members = {member.id: member for member in roster}
    chance = Random(data.draw(st.integers(0, 10_000)))
    table = mine[0].read()
    for case in chance.sample(mine, min(3, len(mine))):
        table = with_more(table, replace(case, columns=mine[0].columns).read(), roster)
        whole(table, roster)
    for _ in range(200):
        doubtful = [one for one in table.rows if one.state in DOUBTFUL]
        if not doubtful:
            break
        table = _tapped(table, doubtful[0], members, roster, chance)
        whole(table, roster)
    assert not [one for one in table.rows if one.state in DOUBTFUL]


def _tapped(table: Table, first: Row, members: dict[int, Member], roster: tuple[Member, ...], chance: Random) -> Table:
    if first.state in OF_NOBODY and first.members and chance.random() < 0.8:
        return is_one(table, first, members[chance.choice(first.members)], roster)
    if first.state is State.DASH:
        return dashes(table, chance.choice([Said.ABSENT, Said.NOTHING]), roster)
    if first.choices:
        return settled(table, first, Settled.CHOICE, roster, chance.randrange(len(first.choices)))
    return settled(table, first, Settled.RIGHT if first.state is State.FAR else Settled.OUT, roster)
