"""A message of the book that was changed: which of its lines is which entry now."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from bot.domain.book.kinds import KINDS
from bot.domain.book.ledger.ledger import Entry
from bot.domain.book.reading.line import Ask, Line, Reading


@dataclass(frozen=True, slots=True)
class Pair:
    """An entry and the line that it is now; `entry` None: a new line; `reading` None: the line is gone."""

    entry: Entry | None
    reading: Reading | None
    place: int  # of the line in the message as it is now, or was

    @property
    def is_same(self) -> bool:
        """Whether nothing has changed. A line that asks is the same when one of its meanings is the entry."""
        if self.entry is None:
            return False
        if isinstance(self.reading, Ask):
            return any(says(line, self.entry) for line in self.reading.choices)
        return isinstance(self.reading, Line) and says(self.reading, self.entry)


def says(line: Line, entry: Entry) -> bool:
    """Whether the line says what the entry says."""
    return _of_line(line) == _of_entry(entry)


def pairs(entries: Sequence[Entry], readings: Sequence[Reading]) -> list[Pair]:
    """Lines that say the same stay together; between them, the first changed line is the first changed entry."""
    old = [_of_entry(entry) for entry in entries]
    new = [_known(reading, old) for reading in readings]
    found: list[Pair] = []
    was = now = 0
    for next_was, next_now in [*_alike(old, new), (len(old), len(new))]:
        for entry, reading in zip_longest(entries[was:next_was], readings[now:next_now]):
            found.append(Pair(entry, reading, now if reading is not None else was))
            was, now = was + (entry is not None), now + (reading is not None)
        if next_was < len(old):
            found.append(Pair(entries[next_was], readings[next_now], next_now))
        was, now = next_was + 1, next_now + 1
    return found


def _alike(old: Sequence[object], new: Sequence[object]) -> list[tuple[int, int]]:
    """The places of lines that say the same, as many as there can be without crossing: a longest common subsequence."""
    best = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for was in reversed(range(len(old))):
        for now in reversed(range(len(new))):
            same = old[was] == new[now]
            best[was][now] = best[was + 1][now + 1] + 1 if same else max(best[was + 1][now], best[was][now + 1])
    found: list[tuple[int, int]] = []
    was = now = 0
    while was < len(old) and now < len(new):
        if old[was] == new[now]:
            found.append((was, now))
            was, now = was + 1, now + 1
        elif best[was + 1][now] >= best[was][now + 1]:
            was += 1
        else:
            now += 1
    return found


def _known(reading: Reading, old: Sequence[tuple[object, ...]]) -> tuple[object, ...]:
    """What a line says; of several meanings the one that is an entry already."""
    if isinstance(reading, Line):
        return _of_line(reading)
    if isinstance(reading, Ask):
        return next((_of_line(line) for line in reading.choices if _of_line(line) in old), ("?",))
    return ("?",)


def _of_line(line: Line) -> tuple[object, ...]:
    amount = (line.amount.minor, line.amount.currency)
    place = KINDS[line.direction].place_of(line.place)
    return (line.direction, *amount, line.day, line.item, line.quantity, line.unit, line.who, place)


def _of_entry(entry: Entry) -> tuple[object, ...]:
    amount = (entry.amount, entry.currency)
    whose = (entry.counterparty, entry.place)
    return (entry.direction, *amount, entry.day, entry.item, entry.quantity, entry.unit, *whose)
