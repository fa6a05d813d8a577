"""A line that turns out to go another way: in, out, on credit, a loan; its category follows."""

from dataclasses import replace

from bot.domain.book.kinds import Direction, category_for
from bot.domain.book.reading.line import Line


def turned(line: Line, direction: Direction) -> Line:
    """The same line in another direction."""
    return replace(line, direction=direction, category=category_for(direction, line.category))
