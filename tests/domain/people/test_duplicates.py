"""Who may be one person: written cases, and what holds for any list."""

import csv
import random
from pathlib import Path

import pytest

from bot.domain.people.duplicates import Candidate, Pair, find

FILE = Path(__file__).parent / "duplicates.tsv"
CASES = list(csv.DictReader(FILE.read_text("utf-8").splitlines(), delimiter="\t"))


def candidate(number: int, cell: str) -> Candidate:
    name, area, product, birth, group, phone = cell.split("|")
    gender, _, age = birth.partition(",")
    groups = frozenset({int(group)} if group else ())
    return Candidate(number, name, area, product, groups, phone or None, gender or None, age or None)


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_written_cases(case: dict[str, str]) -> None:
    people = [candidate(1, case["one"]), candidate(2, case["other"])]
    wanted = {"likely": [(1, 2, False)], "less": [(1, 2, True)], "no": []}[case["found"]]
    for order in (people, people[::-1]):
        assert [(pair.first, pair.second, pair.less) for pair in find(order)] == wanted


def test_the_order_of_people_does_not_matter_and_what_speaks_against_it_comes_last() -> None:
    people = [
        Candidate(1, "Malee Kham", "A", "mats", gender="f"),
        Candidate(2, "Malee Kham", "A", "mats", gender="m"),
        Candidate(3, "Malee Kham", "A", "mats", phone="+661"),
        Candidate(4, "Malee Kham", "B", "rice", phone="+661"),
    ]
    wanted = [Pair(3, 4, False, True), Pair(1, 3, False), Pair(2, 3, False), Pair(1, 2, True)]
    for seed in range(5):
        random.Random(seed).shuffle(people)
        assert find(people) == wanted
