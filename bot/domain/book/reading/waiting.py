"""Lines as small JSON, while a question about them waits for its answer."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from bot.domain.book.kinds import Direction, Place
from bot.domain.book.reading.line import Line
from bot.i18n import Money


def to_json(line: Line) -> dict[str, Any]:
    """All of a line; `from_json` brings it back."""
    return {
        "direction": line.direction.value,
        "amount": line.amount.minor,
        "currency": line.amount.currency,
        "day": line.day.isoformat(),
        "item": line.item,
        "quantity": None if line.quantity is None else str(line.quantity),
        "unit": line.unit,
        "category": line.category,
        "who": line.who,
        "each": line.each,
        "place": line.place,
        "due": None if line.due is None else line.due.isoformat(),
    }


def from_json(kept: Mapping[str, Any]) -> Line:
    """The line that `to_json` has kept; one of an earlier version says no place and no day of payment."""
    due, place = kept.get("due"), kept.get("place")
    return Line(
        Direction(kept["direction"]),
        Money(kept["amount"], kept["currency"]),
        date.fromisoformat(kept["day"]),
        kept["item"],
        None if kept["quantity"] is None else Decimal(kept["quantity"]),
        kept["unit"],
        kept["category"],
        kept["who"],
        kept["each"],
        None if place is None else Place(place),
        None if due is None else date.fromisoformat(due),
    )
