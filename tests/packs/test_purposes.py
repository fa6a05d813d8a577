"""What a form is for is one of few things, named in one place; no other file writes a form's name."""

import ast
from collections.abc import Iterator
from pathlib import Path

from bot.domain.programme import Purpose
from tests.house import COUNTRIES, pack

ROOT = Path(__file__).parents[2]
THE_ONE = "bot/domain/programme.py"
FLOORS = ("bot", "handlers", "jobs", "web", "simulator", "scripts", "benchmarks")
# A command, and what a button under a reminder is about: no forms.
OTHER_THINGS = {("handlers/producer_records.py", "checkin"), ("bot/services/evaluation/reminders.py", "checkin")}


def named() -> Iterator[tuple[str, str]]:
    for floor in FLOORS:
        for path in sorted((ROOT / floor).rglob("*.py")):
            if "migrations" in path.parts or ".venv" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and node.value in set(Purpose):
                    yield str(path.relative_to(ROOT)), str(node.value)


def test_no_other_file_writes_the_name_of_a_form() -> None:
    found = list(named())
    assert {one for one in found if one[0] != THE_ONE} == OTHER_THINGS
    assert sorted(name for path, name in found if path == THE_ONE) == sorted(Purpose)


def test_every_pack_has_a_form_for_each_purpose_called_by_what_rows_keep() -> None:
    assert [str(one) for one in Purpose] == ["registration", "baseline", "checkin", "checkin_short"]
    for code in COUNTRIES:
        for purpose in Purpose:
            assert pack(code).form_for(purpose) is pack(code).forms[purpose.value]
