"""A line that turns out to go another way: in, out, on credit; its category follows."""

from dataclasses import replace

from bot.domain.book.reading.line import Direction, Line

SPENT = frozenset({Direction.OUT, Direction.OWED})
# Categories that say nothing but the direction; "transport" and its like stay with what is spent.
PLAIN = frozenset({"", "sales", "home", "debts"})


def turned(line: Line, direction: Direction) -> Line:
    """The same line in another direction."""
    return replace(line, direction=direction, category=category_for(direction, line.category))


def category_for(direction: Direction, category: str = "") -> str:
    """The category of an entry once it goes in `direction`."""
    if direction in SPENT:
        return "costs" if category in PLAIN else category
    if direction in (Direction.IN, Direction.CREDIT):
        return "sales"
    return "home" if direction is Direction.TAKEN_HOME else "debts"
