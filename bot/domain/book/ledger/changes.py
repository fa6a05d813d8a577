"""Changes of the book as entries of their own: correct, take back, open, count."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from bot.domain.book.kinds import KINDS, Direction, Place, category_for
from bot.domain.book.ledger.ledger import COUNTED, OPENING, Entry, Source, in_force, one_currency
from bot.domain.book.reading.line import Line
from bot.i18n import Money


def entry_of(line: Line, id: str, source: Source = Source.TYPED) -> Entry:
    """The entry of a line that was read."""
    return Entry(
        id,
        line.day,
        line.direction,
        line.amount.minor,
        line.amount.currency,
        line.item,
        line.quantity,
        line.unit,
        line.category,
        line.who,
        source,
        place=KINDS[line.direction].place_of(line.place),
        due=line.due,
    )


def corrected(entry: Entry, id: str, **changes: Any) -> Entry:
    """A new version of `entry`; the old one stays in the book, out of force. ValueError for an undo."""
    if entry.source is Source.UNDO:
        raise ValueError("an undo has nothing to correct")
    return replace(entry, id=id, supersedes=entry.id, **changes)


def of_kind(entry: Entry, direction: Direction) -> dict[str, Any]:
    """What is different of an entry that turns out to be of another kind; a move says itself where its money goes."""
    category = category_for(direction, entry.category)
    due = entry.due if KINDS[direction].has_due else None
    return {"direction": direction, "category": category, "place": KINDS[direction].place_of(entry.place), "due": due}


def undone(entry: Entry, id: str) -> Entry:
    """Takes `entry` back; an undo of an undo brings the entry back."""
    return replace(entry, id=id, supersedes=entry.id, source=Source.UNDO)


def opening(id: str, day: date, money: Money, place: Place = Place.BOX) -> Entry:
    """What the box, the bank or the wallet held when the book began; below zero is refused with ValueError."""
    if money.minor < 0:
        raise ValueError("no place can hold less than nothing")
    return Entry(
        id, day, Direction.IN, money.minor, money.currency, category=OPENING, source=Source.OPENING, place=place
    )


def counted(entries: Iterable[Entry], id: str, day: date, held: Money) -> Entry | None:
    """The difference between what the box holds and what the book says up to and with `day`, as an entry that says so.

    None when they agree. More in the box than in the book is money in; less is money out.
    """
    book = [entry for entry in entries if entry.currency == held.currency]
    difference = held.minor - balance_on(book, day)
    if not difference:
        return None
    direction = Direction.IN if difference > 0 else Direction.OUT
    return Entry(id, day, direction, abs(difference), held.currency, category=COUNTED, source=Source.COUNT)


def balance_on(entries: Iterable[Entry], day: date) -> int:
    """What the book says that the box held at the end of `day`, in minor units."""
    return sum(entry.cash for entry in one_currency(in_force(entries)) if entry.day <= day)
