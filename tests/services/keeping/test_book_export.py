"""A month of a book in an export: each kind of entry has a column of its own, and none but sales is sold."""

from typing import Any

import pytest

from bot.domain.book import KINDS, Direction, Source
from bot.services.keeping.book_export import BOOK, months

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
    money = {name for name, value in alone.items() if name not in ("days", "entries") and value == 100}
    if KINDS[direction].box > 0:
        money.remove("net")
    [column] = money
    others = {name for name in ("sold", "sold_on_credit") if name != SALES.get(direction)}
    assert column not in others
    assert set(alone) == set(BOOK)


def test_all_kinds_in_one_month_stay_apart() -> None:
    page = [row(direction, (at + 1) * 100) for at, direction in enumerate(Direction)]
    [record] = months(page, {1: "thailand-otop"})
    assert sorted(record[name] for name in BOOK[6:-3]) == [at + 1 for at in range(len(Direction))]
    assert record["net"] == sum(KINDS[one].box * (at + 1) for at, one in enumerate(Direction))
