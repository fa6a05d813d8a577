"""The cash book: a typed line read, and the rules of the ledger. Pure but for its word lists."""

from bot.domain.book.kinds import KINDS, Asked, Direction, Kind, Place
from bot.domain.book.ledger.changes import balance_on, corrected, counted, entry_of, opening, undone
from bot.domain.book.ledger.debts import Debt, lent, loans, owed_by_her, owed_to_her
from bot.domain.book.ledger.ledger import (
    Entry,
    MixedCurrencies,
    Source,
    balance,
    balances,
    history,
    in_force,
)
from bot.domain.book.ledger.months import Month, Sums, month_sums
from bot.domain.book.reading.line import (
    REFUSED,
    About,
    Ask,
    Known,
    KnownItem,
    Line,
    Outside,
    Reading,
    Reason,
    Unread,
    is_other_money,
)
from bot.domain.book.reading.numbers.count import read_count
from bot.domain.book.reading.read import read_line, read_lines

__all__ = [
    "KINDS",
    "REFUSED",
    "About",
    "Ask",
    "Asked",
    "Debt",
    "Direction",
    "Entry",
    "Kind",
    "Known",
    "KnownItem",
    "Line",
    "MixedCurrencies",
    "Month",
    "Outside",
    "Place",
    "Reading",
    "Reason",
    "Source",
    "Sums",
    "Unread",
    "balance",
    "balance_on",
    "balances",
    "corrected",
    "counted",
    "entry_of",
    "history",
    "in_force",
    "is_other_money",
    "lent",
    "loans",
    "month_sums",
    "opening",
    "owed_by_her",
    "owed_to_her",
    "read_count",
    "read_line",
    "read_lines",
    "undone",
]
