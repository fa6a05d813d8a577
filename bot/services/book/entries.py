"""The cash book: what is written down, what stands, and the sums of it. Rules: bot.domain.book.

Money is in minor units of the owner's currency; entries of another one are in no figure of hers. `first` and `last` are
days, both included.
"""

import itertools
import secrets
import time
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bot.domain.book import Debt, Entry, Known, Month, Place, Sums
from bot.i18n import Calendar
from bot.i18n.reading.common_words import fold
from bot.store import Connection
from bot.store.book import adding as book_adding
from bot.store.book import entries as rows
from bot.store.book import known as book_known
from bot.store.book import lines as book_lines
from bot.store.book import sums as book_sums
from bot.store.book.entries import Kept, Owner
from bot.store.book.sums import Cost, ItemSums
from bot.store.evaluation.corrections import Message

__all__ = [
    "Cost",
    "ItemSums",
    "Kept",
    "Message",
    "Owner",
    "add",
    "attach",
    "attached",
    "balance",
    "balances",
    "began",
    "by_item",
    "costs",
    "entries",
    "files",
    "find",
    "history",
    "in_message",
    "known",
    "latest",
    "lent",
    "loans",
    "months",
    "new_id",
    "owed_by_her",
    "owed_to_her",
    "place",
    "same_before",
    "sums",
    "typed_in",
    "versions",
]


# Begun where an earlier process has not come, so that its ids of the same moment are smaller.
_COUNTER = itertools.count(time.perf_counter_ns() & ((1 << 49) - 1))


def new_id(now: datetime) -> str:
    """A UUIDv7 as 32 hex digits: greater than any made earlier, also where the clock has not moved on since.

    After the millisecond come 12 bits of its fraction and 50 of a counter that goes up by one, as RFC 9562 allows; the
    rest is by chance. No clock would do for the counter: the finest says the same twice now and then.
    """
    micros = int(now.timestamp() * 1_000_000)
    since, fraction = divmod(micros, 1000)
    counted = next(_COUNTER) << 12 | secrets.randbits(12)
    number = since << 80 | 7 << 76 | (fraction * 4096 // 1000) << 64 | 2 << 62 | counted
    return f"{number:032x}"


# Writing


def add(
    connection: Connection,
    owner: Owner,
    entries: Sequence[Entry],
    now: datetime,
    message: Message | None = None,
    line: int = 0,
) -> None:
    """Write entries down, corrections and undos too (`Entry.supersedes`), whatever came first.

    `message`: where they were typed, the first of them in `line`. A line that had an entry means this one from now on.
    """
    book_adding.add(connection, owner, entries, now)
    if message is not None and entries:
        rows.remember(connection, message, [one.id for one in entries], line, now)


def attach(connection: Connection, owner: Owner, entry_id: str, media_name: str, now: datetime) -> None:
    """A photo or voice note belongs to an entry of hers."""
    rows.attach(connection, owner, entry_id, media_name, now)


def place(connection: Connection, message: Message, lines: Mapping[int, str], now: datetime) -> None:
    """Which line of a message is which entry from now on, after it was changed; other lines of it are none."""
    book_lines.place(connection, message, lines, now)


# What stands


def find(connection: Connection, owner: Owner, id: str) -> Kept | None:
    """The version that stands now, by any version's id; None: taken back, or not hers."""
    return rows.find(connection, owner, id)


def in_message(connection: Connection, bot: int, chat: int, message_id: int) -> list[Kept]:
    """The entries typed in a message, as they stand now, in the order of its lines."""
    return rows.in_message(connection, Message(bot, chat, message_id))


def typed_in(connection: Connection, owner: Owner, message: Message) -> dict[int, str]:
    """The ids of all entries of hers that were typed in a message, also of those taken back, by line."""
    return book_lines.typed_in(connection, owner, message)


def history(connection: Connection, owner: Owner, id: str) -> list[Kept]:
    """All versions of an entry, by any version's id, the first one first: corrections and undos are versions."""
    return book_lines.history(connection, owner, id)


def latest(connection: Connection, owner: Owner, since: datetime, limit: int) -> list[Kept]:
    """What was written down last and stands, the newest first, whatever day it is about."""
    return book_lines.latest(connection, owner, since, limit)


def same_before(connection: Connection, owner: Owner, entry: Entry, since: datetime) -> Kept | None:
    """The newest entry that says the same and was recorded since a moment; None when there is none."""
    others = rows.same_amount(connection, owner, entry, since)
    return next((one for one in others if _words(one.entry) == _words(entry)), None)


def _words(entry: Entry) -> tuple[object, ...]:
    return fold(entry.item), entry.quantity, fold(entry.counterparty)


def attached(connection: Connection, owner: Owner, entry_id: str) -> list[str]:
    """The names of the files that belong to an entry, whichever version they came with."""
    return rows.attached(connection, owner, entry_id)


def files(connection: Connection, owner: Owner, entry_id: str, bot: int) -> dict[str, str]:
    """The files of an entry that this bot was sent and still knows: its id at Telegram, by name here."""
    return book_lines.files(connection, owner, entry_id, bot)


def entries(connection: Connection, owner: Owner, first: date, last: date, *, limit: int | None = None) -> list[Kept]:
    """What stands, the newest first."""
    return rows.standing(connection, owner, first, last, limit)


def versions(connection: Connection, owner: Owner, first: date, last: date) -> list[Kept]:
    """All that was written down about these days, the oldest first: also what was corrected or taken back."""
    return rows.versions(connection, owner, first, last)


def known(connection: Connection, owner: Owner) -> Known:
    """What her last entries teach about the next line."""
    return book_known.known(connection, owner)


# Sums


def sums(connection: Connection, owner: Owner, first: date, last: date) -> Sums:
    """What came in and went out."""
    return book_sums.sums(connection, owner, first, last)


def months(connection: Connection, owner: Owner, calendar: Calendar, first: date, last: date) -> dict[Month, Sums]:
    """The same for each month of her calendar with an entry, the first month first."""
    return book_sums.months(connection, owner, calendar, first, last)


def by_item(connection: Connection, owner: Owner, first: date, last: date) -> list[ItemSums]:
    """What each item brought and cost, the one that brought most first."""
    return book_sums.by_item(connection, owner, first, last)


def costs(connection: Connection, owner: Owner, first: date, last: date) -> list[Cost]:
    """What money was spent on, item by item, the largest first."""
    return book_sums.costs(connection, owner, first, last)


def balance(connection: Connection, owner: Owner, day: date) -> int:
    """What the box held at the end of a day, by the book."""
    return book_sums.balance(connection, owner, day)


def balances(connection: Connection, owner: Owner, day: date) -> dict[Place, int]:
    """What lay in the box, in the bank and in the wallet at the end of a day, by the book."""
    return book_sums.balances(connection, owner, day)


def began(connection: Connection, owner: Owner) -> date | None:
    """The day of the first entry; None before there is one."""
    return book_sums.began(connection, owner)


def owed_to_her(connection: Connection, owner: Owner) -> list[Debt]:
    """Who owes her how much, the largest first."""
    return book_sums.debts_to_her(connection, owner)


def owed_by_her(connection: Connection, owner: Owner) -> list[Debt]:
    """Whom she owes how much, the largest first."""
    return book_sums.debts_of_hers(connection, owner)


def loans(connection: Connection, owner: Owner) -> list[Debt]:
    """What she has to pay back of loans, to whom and when, the largest first."""
    return book_sums.loans(connection, owner)


def lent(connection: Connection, owner: Owner) -> list[Debt]:
    """What is to be given back to her of money that she lent, by whom, the largest first."""
    return book_sums.lent(connection, owner)
