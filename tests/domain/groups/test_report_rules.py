"""Rules of a leader's message, each alone, and what holds of every message."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.groups.report import Column, Kind, Member, Row, Said, Sheet, State, Table, read_report, written
from bot.domain.groups.report.hearing import hear
from bot.domain.groups.report.names import names_of
from bot.domain.groups.report.vocabulary import Kind as Word
from bot.i18n.calendars import from_calendar
from bot.i18n.locale import Calendar
from bot.i18n.reading.lexer import prepared
from tests.domain.groups.report_cases import ASKED, CURRENCIES, LOCALES, TODAY, Case, cases, names, roster
from tests.nightly import times

ROSTER, IDS = roster("en")
SHEET = Sheet((Column("money", Kind.MONEY, "", ("sales",)),), "THB", LOCALES["en"], TODAY, Said.NOTHING)
EVERY = [case for name in names() for case in cases(name)]


def read(text: str, members: tuple[Member, ...] = ROSTER, sheet: Sheet = SHEET) -> Table:
    return read_report(text, members, sheet)


def row(table: Table, name: str) -> Row:
    return next(one for one in table.rows if one.members == (IDS[name],))


def states(table: Table) -> list[State]:
    return [one.state for one in table.rows if one.state is not State.MISSING]


def test_the_most_doubtful_come_first_and_every_member_has_a_row() -> None:
    table = read("Malee 1200, Noi 500, Prasert 15000, Pong 300, Lek 1.200")
    order = [State.UNKNOWN, State.WHICH, State.UNREADABLE, State.FAR, State.MISSING, State.CLEAR]
    assert list(dict.fromkeys(one.state for one in table.rows)) == order
    said = {member for one in table.rows for member in one.members}
    assert said == {member.id for member in ROSTER}


def test_a_nickname_that_was_taught_comes_before_all_other_names() -> None:
    taught = tuple(replace(one, nicknames=("Gift",)) if one.id == IDS["malee"] else one for one in ROSTER)
    assert row(read("Gift 900", taught), "malee").figures == (Decimal(900),)


def test_of_two_of_one_name_the_one_who_is_not_mentioned_elsewhere_is_likelier() -> None:
    table = read("Noi Kham 900, Noi 500")
    which = next(one for one in table.rows if one.state is State.WHICH)
    assert which.members == (IDS["nois"], IDS["noik"])


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ("Somchay 800", State.CLEAR),  # a wrong letter
        ("Smchai 800", State.CLEAR),  # a lost one
        ("Somhcai 800", State.CLEAR),  # two that changed places
        ("Zomchai 800", State.UNKNOWN),  # another first letter
        ("Lak 800", State.UNKNOWN),  # three letters, one wrong
        ("Kanta 800", State.UNKNOWN),  # Kanya or Kanda
        ("Somchay 800, Somchai 900", State.UNKNOWN),  # the near one is named elsewhere
        ("Prazart 1500", State.CLEAR),  # two slips in seven letters
        ("Malii 1200", State.UNKNOWN),  # two in five
        ("Somsai 900", State.UNKNOWN),  # one from Somsak, two from Somchai
    ],
)
def test_what_is_near_a_name(typed: str, state: State) -> None:
    assert state in states(read(typed))


@pytest.mark.parametrize(
    ("typed", "states_said"),
    [
        ("Malee Pong 500", [State.UNKNOWN]),
        ("Pong Phiri 500", [State.UNKNOWN]),  # a family name after a strange one
        ("Malee Somchai 500", [State.UNREADABLE, State.UNREADABLE]),  # nothing says whose
        ("Malee, Somchai 500", [State.UNREADABLE, State.CLEAR]),
        ("Malee ? Somchai 900", [State.UNREADABLE, State.CLEAR]),
        ("Malee 500 300", [State.UNREADABLE]),  # one figure, or two
        ("Malee baskets 500", [State.UNREADABLE]),
        ("Noi 3 900", [State.WHICH]),  # 3,900, or the card of one
        ("Noi 4 1000", [State.CLEAR]),  # the card's number tells which
        ("1 Gift 990\n2 Malee 1200\n3 Lek 700", [State.CLEAR] * 3),  # the numbers of a list
        ("9 Gift 990\n2 Malee 1200\n3 Lek 700", [State.WHICH] * 3),  # cards of others
        ("4. 1000\n5: 700\n6) 990\n#7 1200", [State.CLEAR] * 4),  # numbers of cards
        ("5 number 700", [State.CLEAR]),
        ("Lek sick 700", [State.UNREADABLE]),
        ("24 came 20 sold", []),
        ("20 came. Malee 1200", [State.CLEAR]),
        ("May 2026", [State.UNREADABLE]),  # a month with its year, or a member with her figure
        ("99 Malee 1200", [State.CLEAR]),
        ("meeting 5/11/2026\nMalee 1200", [State.CLEAR]),
        ("- Malee 1200\n- Lek 700", [State.CLEAR, State.CLEAR]),
        ("Malee..1200", [State.CLEAR]),
    ],
)
def test_whose_a_figure_is(typed: str, states_said: list[State]) -> None:
    assert states(read(typed)) == states_said


@pytest.mark.parametrize(
    "typed", ["99 Malee 1200", "meeting 5/11/2026\nMalee 1200", "20 came. Malee 1200", "everyone 500"]
)
def test_figures_of_nobody_are_among_the_words(typed: str) -> None:
    assert any(any(sign.isdigit() for sign in words) for words in read(typed).words)


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ("Malee 12000", State.FAR),
        ("Malee 8400", State.FAR),  # a zero too many in a month a third below the usual
        ("Malee 8399", State.CLEAR),
        ("Malee 120", State.FAR),
        ("Malee 171", State.FAR),
        ("Malee 172", State.CLEAR),
        ("Malee 0", State.CLEAR),
        ("Pim 99999", State.CLEAR),  # nobody knows what is usual
    ],
)
def test_a_zero_too_many_or_too_few_is_asked(typed: str, state: State) -> None:
    assert states(read(typed)) == [state]


def test_a_dash_is_asked_once_and_then_known() -> None:
    assert read("Malee -, Lek 700", sheet=replace(SHEET, dash=None)).asks_dash
    for dash in (Said.NOTHING, Said.ABSENT):
        table = read("Malee -, Lek 700", sheet=replace(SHEET, dash=dash))
        assert not table.asks_dash and row(table, "malee").said is dash


def test_others_are_said_and_stay_not_mentioned() -> None:
    table = read("Malee 1200, all others not come")
    assert table.others is Said.ABSENT and row(table, "lek").state is State.MISSING


@pytest.mark.parametrize(
    ("typed", "month"),
    [
        ("October sales\nMalee 1200", date(2026, 10, 1)),
        ("December sales\nMalee 1200", date(2025, 12, 1)),
        ("Sales report December 2026\nMalee 1200", date(2026, 12, 1)),
        ("October 2569\nMalee 1200", date(2026, 10, 1)),
        ("sales last month\nMalee 1200", date(2026, 10, 1)),
        ("Phiwo sent report October\nMalee 1200", date(2026, 10, 1)),
        ("October and September\nMalee 1200", None),
    ],
)
def test_the_month_of_a_head_line(typed: str, month: date | None) -> None:
    table = read(typed)
    assert table.head.month == month and row(table, "malee").figures == (Decimal(1200),)
    assert bool(table.words) == (month is None or "Phiwo" in typed)


def test_a_member_who_is_called_as_a_month_is_one_wherever_something_is_said_of_her() -> None:
    table = read("June sales: May 500 June 700")
    assert table.head.month == date(2026, 6, 1) and states(table) == [State.CLEAR] * 2
    assert read("may sales 500").head.month is None


def test_columns_may_be_named_in_another_order_by_a_head_line() -> None:
    case = next(one for one in EVERY if one.language == "en" and len(one.columns) == 3)
    table = read_report("weight sales customers\nMalee 15 1200 3", case.roster, case.sheet)
    assert row(table, "malee").figures == (Decimal(1200), Decimal(15), Decimal(3))


def test_what_is_said_of_two_columns_in_two_parts_is_one_row() -> None:
    case = next(one for one in EVERY if one.language == "en" and len(one.columns) == 3)
    table = read_report("sales\nMalee 1200\nweight\nMalee 15", case.roster, case.sheet)
    assert row(table, "malee").figures == (Decimal(1200), Decimal(15), None)


def test_a_line_of_its_own_says_absent_of_those_below_who_are_only_named() -> None:
    table = read("Malee 1200\nNot come:\nLek\nGift\nSomchai 900\nRam")
    assert [row(table, name).said for name in ("lek", "gift", "malee", "ram")] == [
        Said.ABSENT,
        Said.ABSENT,
        Said.FIGURES,
        None,
    ]


def test_three_decimals_are_not_written_as_thousands() -> None:
    sheet = replace(SHEET, columns=(Column("kg", Kind.QUANTITY, "kg"),))
    lines = written(read("Pim 15.1250", sheet=sheet), ROSTER, sheet)
    assert row(read(lines, sheet=sheet), "pim").figures == (Decimal("15.125"),)


@pytest.mark.parametrize("language", sorted(CURRENCIES))
def test_who_is_clear_is_written_by_name(language: str) -> None:
    members, sheet = roster(language)[0], sheet_of(language)
    text = "\n".join(f"{member.card} 900" for member in members)
    lines = written(read_report(text, members, sheet), members, sheet).splitlines()
    assert len(lines) == len(members) and not any(any(sign.isdigit() for sign in line[:-3]) for line in lines)


def said_of(table: Table) -> list[tuple[object, ...]]:
    """What a table says; how doubtful rows were typed may differ in spaces."""
    return sorted(
        ((one.state, one.members, one.said, one.figures, one.choices, one.name) for one in table.rows), key=repr
    )


def same(first: Table, second: Table) -> bool:
    return said_of(first) == said_of(second) and (first.head, first.others) == (second.head, second.others)


@pytest.mark.parametrize("case", EVERY, ids=str)
def test_a_table_written_out_and_typed_in_again_is_the_same(case: Case) -> None:
    table = case.read()
    lines = written(table, case.roster, case.sheet)
    again = read_report(lines, case.roster, case.sheet)
    assert same(table, again), lines
    assert sorted(" ".join(again.words).split()) == sorted(" ".join(table.words).split()), lines


@pytest.mark.parametrize("typed", ["Lek k", "Lek K:", "Lek k 0 0", "Lek K: 0 - 0"])
@pytest.mark.parametrize("columns", [ASKED[:1], ASKED])
def test_a_letter_alone_is_no_thousand(typed: str, columns: tuple[str, ...]) -> None:
    case = Case("en", typed, (), columns, None)
    assert all(row.state is not State.CLEAR for row in case.read().rows), typed


def test_figures_that_were_not_understood_are_not_written_behind_a_name() -> None:
    """Where they would be taken for hers."""
    table = Table((Row(State.UNREADABLE, (3,), None, typed=("lek",)),), words=("1 0 0",))
    case = Case("en", "", (), ASKED, None)
    assert written(table, case.roster, case.sheet).splitlines() == ["1 0 0", "lek"]


NUMERALS = re.compile(r"\d+(?:[.,]\d+)*")


def shown(table: Table, members: Sequence[Member]) -> str:
    """All that a table shows: figures, what they may be, what was typed, words, month, the cards of who is named."""
    cards = {member.id: str(member.card) for member in members}
    rows = [one for one in table.rows if one.state is not State.MISSING]
    figures = [
        format(one, "f") for row in rows for each in (row.figures, *row.choices) for one in each if one is not None
    ]
    named = [cards[member] for row in rows for member in row.members]
    typed = [line for row in rows for line in (*row.typed, row.name)]
    return " ".join([*figures, *named, *typed, *table.words, str(table.head.month)])


def is_corrected(case: Case) -> bool:
    """Whether a word says that a figure counts in the place of another, which is not shown any more."""
    entries = hear(case.typed, names_of(case.roster), case.sheet).entries
    return any(entry.corrects or entry.has(Word.CORRECTS) for entry in entries)


@pytest.mark.parametrize("case", [case for case in EVERY if not is_corrected(case)], ids=str)
def test_no_figure_is_lost(case: Case) -> None:
    """Every numeral is shown: a figure, what may be one, a card's or a list's number, or among the words."""
    table = case.read()
    known = "".join(one for one in shown(table, case.roster) if one.isalnum() or one == " ")
    others = {"1", "2", "3"} | ({"26", "69", "2026", "2569"} if table.head.month else set())
    for numeral in NUMERALS.findall(prepared(case.typed.replace("\n", " "))):
        digits = "".join(filter(str.isdigit, numeral.removesuffix(".00")))
        assert digits in known or digits in others, numeral


@given(st.data())
@settings(max_examples=times(60, 1000), deadline=None)
def test_no_strange_word_is_lost(data: st.DataObject) -> None:
    """Wherever it stands in a written case."""
    case = data.draw(st.sampled_from(EVERY))
    words = re.split(r"( |\n)", case.typed)
    place = data.draw(st.integers(min_value=0, max_value=len(words)))
    typed = "".join([*words[:place], " qwzzkv ", *words[place:]])
    table = read_report(typed, case.roster, case.sheet)
    assert "qwzzkv" in shown(table, case.roster), typed


@st.composite
def messages(draw: st.DrawFn) -> tuple[str, list[str]]:
    """Lines of members of one cooperative, in all the ways that need no other line."""
    language = draw(st.sampled_from(sorted(CURRENCIES)))
    members, _ = roster(language)
    chosen = draw(st.lists(st.sampled_from(members), min_size=1, max_size=12, unique=True))
    lines = [draw(st.sampled_from(ways(member, draw)))() for member in chosen]
    return language, lines


def ways(member: Member, draw: st.DrawFn) -> list[Callable[[], str]]:
    figure = draw(st.integers(min_value=0, max_value=99_999))
    misspelt = member.given[:-1] + member.given[-1] * 2
    name = draw(st.sampled_from([member.given, member.family, f"{member.given} {member.family}", misspelt, "Xyzq"]))
    return [
        lambda: f"{name} {figure}",
        lambda: f"{name} - {figure}",
        lambda: f"{name}: {figure}?",
        lambda: f"{name} -",
        lambda: f"{name} {figure:,}",
        lambda: f"{name} {figure}-{figure + 5}",
        lambda: f"{member.card} {figure}",
        lambda: name,
        lambda: f"{name} {figure} {figure + 1}",
    ]


@given(messages(), st.randoms())
@settings(max_examples=times(60, 1000), deadline=None)
def test_the_order_of_lines_does_not_matter(message: tuple[str, list[str]], random: Random) -> None:
    language, lines = message
    members, sheet = roster(language)[0], sheet_of(language)
    mixed = list(lines)
    random.shuffle(mixed)
    first, second = (read_report("\n".join(each), members, sheet) for each in (lines, mixed))
    assert first.rows == second.rows and sorted(first.words) == sorted(second.words)


@given(messages())
@settings(max_examples=times(60, 1000), deadline=None)
def test_a_table_typed_in_again_is_the_same(message: tuple[str, list[str]]) -> None:
    language, lines = message
    members, sheet = roster(language)[0], sheet_of(language)
    table = read_report("\n".join(lines), members, sheet)
    again = read_report(written(table, members, sheet), members, sheet)
    assert same(table, again) and sorted(table.words) == sorted(again.words)


PIECES = [
    *("Malee", "Noi", "Srisai", "Somchay", "May", "Xyzq", "1200", "7", "1 200", "1.200", "-", "x", "absent", "nothing"),
    *("each", "and", "others", "sorry", "no", "total", "sales", "October", "2026", "kg", "baht", "K", "five hundred"),
    *("k", "about", "?", ",", ".", ";", ":", "/", "\n", "(", ")", "#", "of", "Mrs", "everyone"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=14), st.sampled_from(["money", "money kg customers"]))
@settings(max_examples=times(60, 1000), deadline=None)
def test_whatever_is_typed_gives_every_member_a_row(pieces: list[str], columns: str) -> None:
    keys = tuple(columns.split())
    sheet = next(case.sheet for case in EVERY if case.language == "en" and case.columns == keys)
    members, _ = roster("en", keys)
    text = " ".join(pieces)
    table = read_report(text, members, sheet)
    mentioned = {member for one in table.rows for member in one.members if one.state is not State.UNKNOWN}
    assert mentioned == {member.id for member in members}
    assert "xyzq" not in text.casefold() or "xyzq" in shown(table, members)
    read_report(written(table, members, sheet), members, sheet)


@given(st.lists(st.sampled_from(ROSTER), min_size=2, max_size=8, unique=True), st.sampled_from([", ", " ", "\n", "; "]))
@settings(max_examples=times(60, 1000), deadline=None)
def test_nobody_is_given_a_figure_that_stands_beside_another_name(chosen: list[Member], between: str) -> None:
    """Each has a figure of her own, or none: whatever is clear is her own."""
    own = {member.id: 500 + member.id for member in chosen if member.id % 3}
    parts = [f"{member.given} {member.family} {own.get(member.id, '')}".strip() for member in chosen]
    table = read(between.join(parts))
    for one in table.rows:
        if one.state is State.CLEAR:
            assert one.figures == (own[one.members[0]],)


def sheet_of(language: str) -> Sheet:
    return replace(next(case.sheet for case in cases(language)), dash=Said.NOTHING)


@pytest.mark.parametrize(
    ("language", "typed", "month"),
    [
        ("en", "October 2023: Malee 100", date(2023, 10, 1)),
        ("en", "sheet of October 2019", date(2019, 10, 1)),
        ("en", "Malee 100\nof January 2024", date(2024, 1, 1)),
        ("en", "October 2566", date(2023, 10, 1)),
        ("en", "October 1400: Malee 100", None),
        ("en", "October 2600: Malee 100", None),
        ("th", "ตุลาคม 2566", date(2023, 10, 1)),
        ("th", "รายงานเดือนมกราคม 2562", date(2019, 1, 1)),
        ("ne", "कार्तिक २०७९", from_calendar(Calendar.BIKRAM_SAMBAT, 2079, 7, 1)),
        ("ny", "Okutobala 2022", date(2022, 10, 1)),
    ],
)
def test_a_year_beside_a_month_is_one_though_it_is_long_ago(language: str, typed: str, month: date | None) -> None:
    members, _ = roster(language)
    sheet = replace(SHEET, locale=LOCALES[language], currency=CURRENCIES[language])
    assert read(typed, members, sheet).head.month == month
