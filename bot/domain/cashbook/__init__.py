"""The cash book: a typed line read, and the rules of the ledger. Pure but for its word lists."""

from bot.domain.cashbook.line import About, Ask, Direction, Known, KnownItem, Line, Reading, Reason, Unread
from bot.domain.cashbook.read import read_line, read_lines

__all__ = [
    "About",
    "Ask",
    "Direction",
    "Known",
    "KnownItem",
    "Line",
    "Reading",
    "Reason",
    "Unread",
    "read_line",
    "read_lines",
]
