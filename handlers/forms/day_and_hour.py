"""A day and an hour in one answer."""

from datetime import date, datetime, time
from typing import TypeVar

from bot.i18n import Ask, Read, Reading, Reason, Unread, read_date, read_time
from bot.i18n.reading.outcome import settle
from handlers.wire.turn import Turn

T = TypeVar("T")


def read_moment(turn: Turn, said: str) -> Reading[str]:
    """A day and an hour, in either order, with a space between them; asked where one of them is."""
    words = said.split()
    asked: Reading[str] = Unread(Reason.NOT_A_DATE)
    for cut in range(len(words) - 1, 0, -1):
        first, last = " ".join(words[:cut]), " ".join(words[cut:])
        for day_said, hour_said in ((first, last), (last, first)):
            day, hour = read_date(day_said, turn.locale, turn.today), read_time(hour_said, turn.locale)
            if isinstance(day, Unread) or isinstance(hour, Unread):
                continue
            if isinstance(day, Read) and isinstance(hour, Read):
                return Read(_moment_of(turn, day.value, hour.value))
            days, hours = _either(day), _either(hour)
            asked = settle([_moment_of(turn, one, at) for one in days for at in hours], Reason.SEVERAL, sure=False)
    return asked


def _moment_of(turn: Turn, day: date, hour: time) -> str:
    return datetime.combine(day, hour, tzinfo=turn.zone).isoformat(timespec="milliseconds")


def _either(reading: Read[T] | Ask[T]) -> tuple[T, ...]:
    return (reading.value,) if isinstance(reading, Read) else reading.choices
