"""The PIN of a shared phone: its digits, how many wrong tries it takes, and how long it keeps things open."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LENGTHS = range(4, 7)
TRIES = 5
PAUSE = timedelta(minutes=15)
OPEN_FOR = timedelta(minutes=10)
MINUTE = timedelta(minutes=1)


class Guard(StrEnum):
    """How things behind a PIN stand: there is none, it was typed a moment ago, it is asked, or too many were wrong."""

    NONE = "none"
    OPEN = "open"
    SHUT = "shut"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Pin:
    """A person's PIN. `hashed`: see bot/services/people/pins.py; `wrong`: tries since the last right one or pause."""

    hashed: str
    wrong: int = 0
    paused_until: datetime | None = None
    open_until: datetime | None = None

    def guard(self, now: datetime) -> Guard:
        """Whether it has to be typed now."""
        if self.open_until is not None and now < self.open_until:
            return Guard.OPEN
        return Guard.PAUSED if self.minutes_left(now) else Guard.SHUT

    def minutes_left(self, now: datetime) -> int:
        """How long nobody can try any more, in minutes begun; 0: try."""
        left = self.paused_until - now if self.paused_until is not None else timedelta()
        return max(0, -(-left // MINUTE))


def digits_in(said: str) -> str | None:
    """The digits of a text that is nothing else, of any script, blanks between them left out; None: it is no number."""
    found = [unicodedata.decimal(letter, None) for letter in said if not letter.isspace()]
    return "".join(str(digit) for digit in found) if found and None not in found else None
