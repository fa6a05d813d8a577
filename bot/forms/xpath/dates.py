"""ODK's functions of dates and times: date(), date-time(), format-date(), decimal-date-time() and decimal-time().

`now` is the moment where the person is: what names another offset from UTC is first turned to her clock.
"""

import math
import re
from collections.abc import Iterator
from datetime import MAXYEAR, date, datetime, time, timedelta, timezone, tzinfo

from bot.forms.xpath.values import NAN, Value, clock_fraction, string

_EPOCH = date(1970, 1, 1)
_MARK = re.compile(r"%(.?)", re.DOTALL)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LAST_DAY = (date(MAXYEAR, 12, 31) - _EPOCH).days
_FIRST_DAY = (date(1, 1, 1) - _EPOCH).days
# Parts of one digit are taken, as in JavaRosa; what is after the seconds' dot may be as long as it likes.
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_CLOCK = re.compile(
    r"(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d*))?)?(?:(Z)|([+-])(\d{1,2})(?::?(\d{2}))?)?",
    re.ASCII,
)
KNOWN_MARKS = ["Y", "y", "m", "n", "b", "d", "e", "H", "h", "M", "S", "3", "a", "W", "%"]


def read_date(text: str) -> date | None:
    """A day as ODK takes it, 2020-01-05 or 2020-1-5; None for anything else."""
    found = _DATE.fullmatch(text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def read_clock(text: str, now: datetime) -> time | None:
    """A time of day, 9:05 or 09:05:00.000+07:00, on the clock of `now`; None for anything else."""
    at, offset = _at(date(2000, 1, 1), text), now.utcoffset()
    if at is None:
        return None
    # as far from UTC as today: what was so on a day of long ago is nothing to the hour
    return _shown(at, None if offset is None else timezone(offset)).time()


def moment(value: Value, now: datetime) -> datetime | None:
    """What an ISO string or a number of days since 1970 shows on the clock of `now`; None for a blank and what is no
    date.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        if not _FIRST_DAY <= value < _LAST_DAY:
            return None
        return datetime(1970, 1, 1) + timedelta(days=value)  # noqa: DTZ001, the clock on the wall
    text, mark, clock = string(value).strip().partition("T")
    day = read_date(text)
    if day is None or not mark:
        return None if day is None else datetime.combine(day, time())
    at = _at(day, clock)
    return None if at is None else _shown(at, now.tzinfo)


def _at(day: date, clock: str) -> datetime | None:
    """A day with a time of day, with the offset from UTC where one is written."""
    found = _CLOCK.fullmatch(clock)
    if found is None:
        return None
    hour, minute, second, fraction, zero, sign, hours, minutes = found.groups()
    own = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    try:
        zone = timezone(own) if zero or sign else None
        parts = int(hour), int(minute), int(second or 0), int((fraction or "")[:6].ljust(6, "0"))
        return datetime.combine(day, time(*parts, tzinfo=zone))
    except ValueError:
        return None


def _shown(at: datetime, zone: tzinfo | None) -> datetime:
    """The clock on the wall of a zone; without one, as it is written."""
    if at.tzinfo is None or zone is None:
        return at.replace(tzinfo=None)
    try:
        return at.astimezone(zone).replace(tzinfo=None)
    except OverflowError:  # at the edge of what a calendar knows
        return at.replace(tzinfo=None)


def to_date(value: Value, now: datetime) -> str:
    """date(): the ISO day, '' for a blank or what is no date."""
    found = moment(value, now)
    return found.date().isoformat() if found else ""


def to_date_time(value: Value, now: datetime) -> str:
    """date-time(): the ISO date-time; a string that is one already stays as it is, with its offset."""
    found = moment(value, now)
    if found is None:
        return ""
    text = string(value).strip()
    if not isinstance(value, float) and "T" in text:
        return text
    return found.isoformat(timespec="milliseconds")


def decimal_date_time(value: Value, now: datetime) -> float:
    """Days since 1970-01-01 on the clock on the wall, the time of day as fraction: as numbers of dates are here."""
    if isinstance(value, float):
        return value if math.isfinite(value) else NAN
    found = moment(value, now)
    return NAN if found is None else (found - datetime(1970, 1, 1)) / timedelta(days=1)  # noqa: DTZ001, as above


def decimal_time(value: Value, now: datetime) -> float:
    """The time of day as a part of the day, NaN where there is none."""
    if isinstance(value, float):
        return value - math.floor(value) if math.isfinite(value) else NAN
    text = string(value).strip()
    clock = read_clock(text, now)
    if clock is None and (found := moment(text, now)) is not None:
        clock = found.time()
    return NAN if clock is None else clock_fraction(clock)


def format_date(value: Value, pattern: Value, now: datetime) -> str:
    """format-date() and format-date-time(): `%Y %y %m %n %b %d %e %H %h %M %S %3 %a %W %%`; '' where there is no date.

    A mark that is not among them stays as it is written; where the form has it in quotes it is said at load.
    """
    found = moment(value, now)
    if found is None:
        return ""
    return _MARK.sub(lambda match: _part(match[1], found), string(pattern))


def unknown_marks(pattern: str) -> Iterator[str]:
    """The marks of a pattern that nobody knows, as they are written."""
    return (f"%{mark}" for mark in _MARK.findall(pattern) if mark not in KNOWN_MARKS)


def _part(mark: str, at: datetime) -> str:
    parts = {
        "Y": f"{at.year:04}", "y": f"{at.year % 100:02}", "m": f"{at.month:02}", "n": str(at.month),
        "b": _MONTHS[at.month - 1], "d": f"{at.day:02}", "e": str(at.day),
        "H": f"{at.hour:02}", "h": str(at.hour), "M": f"{at.minute:02}",
        "S": f"{at.second:02}", "3": f"{at.microsecond // 1000:03}", "a": _WEEKDAYS[at.weekday()], "%": "%",
        "W": str(at.isocalendar().week),
    }  # fmt: skip
    return parts.get(mark, f"%{mark}")
