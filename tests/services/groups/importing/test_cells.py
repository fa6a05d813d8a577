"""What stands in a cell of a roster is read as its case says: tests/services/groups/importing/cells.tsv."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.i18n import load_catalogues
from bot.services.groups.importing.cells import Cells
from bot.services.groups.importing.columns import columns
from bot.services.groups.importing.spreadsheet import number
from bot.services.groups.importing.values import Kept, Unfit, Value
from tests.house import pack

TODAY = date(2026, 11, 24)
LINES = Path(__file__).with_name("cells.tsv").read_text("utf-8").splitlines()
CASES = [tuple(line.split("\t")) for line in LINES if not line.startswith("#")]


def cell(typed: str) -> Value:
    if typed.startswith("[day]"):
        return date.fromisoformat(typed.removeprefix("[day]"))
    if typed.startswith("[number]"):
        return number(float(typed.removeprefix("[number]")))
    return typed


def told(kept: Kept) -> str:
    match kept:
        case bool():
            return "yes" if kept else "no"
        case Decimal():
            return f"{kept.normalize():f}"
    return str(kept)


@pytest.mark.parametrize(("code", "column", "typed", "expected"), CASES)
def test_a_cell_is_read_or_said_to_be_wrong(code: str, column: str, typed: str, expected: str) -> None:
    cells = Cells.of(pack(code), load_catalogues(), TODAY)
    if not expected.startswith("!"):
        assert told(cells.read(columns()[column], cell(typed))) == expected
        return
    with pytest.raises(Unfit) as wrong:
        cells.read(columns()[column], cell(typed))
    assert expected[1:] in str(wrong.value)
    assert str(wrong.value).endswith(".") and "\n" not in str(wrong.value)
