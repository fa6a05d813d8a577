"""Properties of reading a leader's message, with rosters that are hard: like names, twins, four scripts, one or three
questions, and lines as people type them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.groups.report import Member, Sheet, State, Table, read_report, written
from bot.i18n.languages import language_file
from tests.domain.groups.report_cases import ASKED, DASHES, Case, roster
from tests.domain.groups.test_report_rules import same
from tests.nightly import times

LANGUAGES = ("en", "th", "ne", "ny")
EVERYBODY = [member for language in LANGUAGES for member in roster(language)[0]]
GIVEN = sorted({member.given for member in EVERYBODY})
FAMILIES = sorted({member.family for member in EVERYBODY})
USUAL = (Decimal(1000), Decimal(12), Decimal(4))


@dataclass(frozen=True, slots=True)
class Group:
    """`lines`: of a message, none of which needs another one."""

    members: tuple[Member, ...]
    sheet: Sheet
    lines: tuple[str, ...]

    def read(self, lines: Sequence[str]) -> Table:
        return read_report("\n".join(lines), self.members, self.sheet)


def like(name: str, how: int) -> str:
    """Another name, a letter away, or the same."""
    return (name, name + name[-1], name[:-1] or name, name[0] + name, name[::-1])[how]


@st.composite
def rosters(draw: st.DrawFn, columns: int) -> tuple[Member, ...]:
    """Up to twelve: names of any script, each perhaps with a like one, some of one name or of one family. Nobody is
    called by one name twice: that reads as two people."""
    names: list[tuple[str, str]] = []
    some = st.tuples(st.sampled_from(GIVEN), st.sampled_from(FAMILIES))
    for given_name, family in draw(st.lists(some, min_size=2, max_size=6)):
        names.append((given_name, family))
        if draw(st.booleans()):
            other = draw(st.sampled_from([family, *FAMILIES[:6]]))
            names.append((like(given_name, draw(st.integers(0, 4))), other))
    usual = draw(st.sampled_from([USUAL[:columns], ()]))
    return tuple(
        Member(number + 1, *name, card=draw(st.sampled_from([number + 1, None])), usual=usual)
        for number, name in enumerate(name for name in names if name[0] != name[1])
    )


@st.composite
def groups(draw: st.DrawFn) -> Group:
    language = draw(st.sampled_from(LANGUAGES))
    columns = draw(st.sampled_from([ASKED[:1], ASKED]))
    sheet = Case(language, "", (), columns, draw(st.sampled_from(list(DASHES.values())))).sheet
    members = draw(rosters(len(columns)))
    # some are said twice
    chosen = draw(st.lists(st.sampled_from(members), max_size=10)) if members else []
    said = [draw(lines(member, sheet)) for member in chosen]
    return Group(members, sheet, tuple(said))


@st.composite
def lines(draw: st.DrawFn, member: Member, sheet: Sheet) -> str:
    """A line of one member."""
    words = language_file(sheet.locale.language, "groups")
    whole = f"{member.given} {member.family}"
    name = draw(st.sampled_from([member.given, member.family, whole, whole[: len(member.given) + 2], "Xyzq"]))
    money, kg, customers = (draw(st.integers(0, most)) for most in (99_999, 99, 30))
    several = [f"{money} {kg} {customers}", f"{money} {kg} kg {customers}", f"{money} - {customers}", f"{money} {kg}"]
    figures = draw(st.sampled_from(several)) if len(sheet.columns) > 1 else str(money)
    said = [figures, f"{figures}?", f"{money:,}", f"{money}/{kg}/{customers}", "-", f"{figures} (qwzzkv)"]
    said += [words[key][0] for key in ("absent", "nothing")]
    ways = [f"{name} {one}" for one in said]
    # after a letter that is a currency's sign too, a colon parts what is read together when it is typed without
    ways += [name, f"{words['card'][0]} {member.id} {figures}", *([f"{name}: {figures}"] if name[-2:-1] != " " else [])]
    return draw(st.sampled_from(ways))


def in_any_order(table: Table) -> list[str]:
    """Its rows; of what was said twice, what stands first is no matter."""
    return sorted(
        repr((replace(row, choices=(), typed=()), sorted(map(repr, row.choices)), sorted(row.typed)))
        for row in table.rows
    )


@given(groups(), st.randoms())
@settings(max_examples=times(100, 2000), deadline=None)
def test_the_order_of_lines_does_not_matter(group: Group, random: Random) -> None:
    mixed = list(group.lines)
    random.shuffle(mixed)
    first, second = group.read(group.lines), group.read(mixed)
    assert in_any_order(first) == in_any_order(second) and sorted(first.words) == sorted(second.words), mixed


@given(groups())
@settings(max_examples=times(100, 2000), deadline=None)
def test_a_table_typed_in_again_is_the_same(group: Group) -> None:
    table = group.read(group.lines)
    lines_ = written(table, group.members, group.sheet)
    again = group.read([lines_])
    assert same(table, again), lines_
    assert sorted(" ".join(table.words).split()) == sorted(" ".join(again.words).split()), lines_


@given(groups())
@settings(max_examples=times(100, 2000), deadline=None)
def test_what_is_sure_was_typed_in_a_line_with_her_name(group: Group) -> None:
    """Or with the number of her card, or beside a name that is a letter away."""
    for row in group.read(group.lines).rows:
        if row.state is State.CLEAR and row.figures:
            typed = [line.replace(",", "") for line in group.lines]
            assert any(all(str(one) in line for one in row.figures if one is not None) for line in typed)
