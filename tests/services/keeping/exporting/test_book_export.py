"""A month of a book in an export: each kind of entry has a column of its own, and none but sales is sold."""

from typing import Any

import pytest

from bot.domain.book import KINDS, Direction, Source
from bot.services.keeping.exporting.book_export import months

# What is no column of one kind of entry.
OTHERS = {"producer_id", "programme", "month", "currency", "days", "entries", "opening", "counted", "net"}
SALES = {Direction.IN: "sold", Direction.CREDIT: "sold_on_credit"}


def row(direction: Direction, amount: int) -> dict[str, Any]:
    cash = KINDS[direction].box * amount
    return {
        "producer_id": 1, "year": 2026, "month": 11, "currency": "THB", "direction": direction, "source": Source.TYPED,
        "entries": 1, "days": 1, "amount": amount, "cash": cash,
    }  # fmt: skip


@pytest.mark.parametrize("direction", Direction)
def test_a_kind_is_in_one_column_of_its_own(direction: Direction) -> None:
    [alone] = months([row(direction, 100_00)], {1: "thailand-otop"})
    [column] = {name for name, value in alone.items() if value == 100 and name not in OTHERS}
    others = {name for name in ("sold", "sold_on_credit") if name != SALES.get(direction)}
    assert column not in others
    assert alone["net"] == KINDS[direction].box * 100


def test_all_kinds_in_one_month_stay_apart() -> None:
    page = [row(direction, (at + 1) * 100) for at, direction in enumerate(Direction)]
    [record] = months(page, {1: "thailand-otop"})
    assert sorted(record[name] for name in record.keys() - OTHERS) == [at + 1 for at in range(len(Direction))]
    assert record["net"] == sum(KINDS[one].box * (at + 1) for at, one in enumerate(Direction))
