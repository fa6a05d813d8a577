"""The table of faults names tests that are there, and leaves out none of this room."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "tests/faults/README.md"


def test_what_it_names_is_there() -> None:
    named = set(re.findall(r"`(tests/[^`]+)`", TABLE.read_text("utf-8")))
    assert [one for one in named if not (ROOT / one).exists()] == []
    here = {f"tests/faults/{path.name}" for path in TABLE.parent.glob("test_*.py")}
    assert here - named == set()
