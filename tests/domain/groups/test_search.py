"""Finding a member by what is typed: written cases, and properties of three hundred."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.groups.report.roster import Member
from bot.domain.groups.search import is_search, search

CASES, _, ROSTER = (Path(__file__).parent / "search.tsv").read_text("utf-8").partition("# members\n")


def member(line: str) -> Member:
    number, _, name = line.partition("\t")
    given_name, _, family = name.partition(" ")
    return Member(int(number), given_name, family, card=int(number))


MEMBERS = tuple(member(line) for line in ROSTER.splitlines())
WRITTEN = [line.split("\t") for line in CASES.splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize(("typed", "found"), WRITTEN)
def test_written_cases(typed: str, found: str) -> None:
    assert search(typed, MEMBERS) == [int(one) for one in found.split()]


@given(st.sampled_from(MEMBERS), st.integers(2, 12))
def test_the_beginning_of_her_name_finds_her(one: Member, length: int) -> None:
    assert one.id in search(f"{one.given} {one.family}"[:length], MEMBERS)


@given(st.text(max_size=45))
def test_whatever_is_typed_nobody_is_found_twice(typed: str) -> None:
    found = search(typed, MEMBERS)
    assert len(found) == len(set(found)) <= len(MEMBERS)


@pytest.mark.parametrize(
    ("words", "is_one"),
    [("Maya", True), ("maya b", True), ("12", True), ("มาลี", True), ("Maya 1200", False), ("a\nb", False), ("", False),
     ("2 mats 60", False), ("x" * 41, False)],
)  # fmt: skip
def test_a_report_or_a_line_of_the_book_is_no_search(words: str, is_one: bool) -> None:
    assert is_search(words) is is_one
