"""ODK's functions of dates and times: date(), date-time(), format-date(), decimal-date-time() and decimal-time()."""

import math
import re
from datetime import MAXYEAR, date, datetime, timedelta

from bot.forms.xpath.values import NAN, Value, clock_fraction, days, number, read_clock, read_moment, string

_EPOCH = date(1970, 1, 1)
_MARK = re.compile(r"%(.)", re.DOTALL)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LAST_DAY = (date(MAXYEAR, 12, 31) - _EPOCH).days
_FIRST_DAY = (date(1, 1, 1) - _EPOCH).days


def moment(value: Value) -> datetime | None:
    """The moment meant by an ISO string or a number of days since 1970; None for a blank or what is no date."""
    if isinstance(value, float):
        if not _FIRST_DAY <= value < _LAST_DAY:
            return None
        return datetime(1970, 1, 1) + timedelta(days=value)  # noqa: DTZ001, the clock on the wall
    return read_moment(string(value))


def to_date(value: Value) -> str:
    """date(): the ISO day, '' for a blank or what is no date."""
    found = moment(value)
    return found.date().isoformat() if found else ""


def to_date_time(value: Value) -> str:
    """date-time(): the ISO date-time; a string that is one already stays as it is, with its offset."""
    found = moment(value)
    if found is None:
        return ""
    if isinstance(value, str) and len(value) > 10:
        return value
    return found.isoformat(timespec="milliseconds")


def decimal_date_time(value: Value) -> float:
    """Days since 1970-01-01, the time of day as fraction."""
    return value if isinstance(value, float) else days(string(value))


def decimal_time(value: Value) -> float:
    """The time of day as a part of the day, NaN where there is none."""
    clock = read_clock(string(value))
    return NAN if clock is None else clock_fraction(clock)


def format_date(value: Value, pattern: Value) -> str:
    """format-date() and format-date-time(): `%Y %y %m %n %b %d %e %H %h %M %S %3 %a`; '' where there is no date."""
    found = moment(value)
    if found is None:
        return ""
    return _MARK.sub(lambda match: _part(match[1], found), string(pattern))


def _part(mark: str, at: datetime) -> str:
    parts = {
        "Y": f"{at.year:04}", "y": f"{at.year % 100:02}", "m": f"{at.month:02}", "n": str(at.month),
        "b": _MONTHS[at.month - 1], "d": f"{at.day:02}", "e": str(at.day),
        "H": f"{at.hour:02}", "h": str(at.hour), "M": f"{at.minute:02}",
        "S": f"{at.second:02}", "3": f"{at.microsecond // 1000:03}", "a": _WEEKDAYS[at.weekday()], "%": "%",
    }  # fmt: skip
    return parts.get(mark, mark)


def rounded(value: Value, places: Value = 0.0) -> float:
    """round(): halves go up without places (XPath's rule), away from zero with them (ODK's)."""
    exact, digits = number(value), number(places)
    if not math.isfinite(exact) or not -30 <= digits <= 30:
        return exact if math.isinf(exact) else NAN
    if digits == 0:
        return float(math.floor(exact + 0.5))
    scale = 10.0 ** int(digits)
    return math.copysign(math.floor(abs(exact) * scale + 0.5 + 1e-9), exact) / scale
