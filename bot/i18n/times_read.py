"""Reading a time of day as people type it: "14:30", "2.30 pm", "๑๔.๓๐ น.", "बिहान ८ बजे", "8 koloko"."""

import re
from datetime import time

from bot.i18n.reading import Ask, Read, Reading, Reason, Unread
from bot.i18n.words import fold

_TIME = re.compile(r"(?P<hour>\d{1,2})(?:\s*[:.h]\s*(?P<minute>\d{2}))?")
# Words that say which half of the day is meant, folded; those of one language do not mislead in another.
_BEFORE_NOON = ("am", "a.m", "morning", "เช้า", "ตี", "बिहान", "m'mawa", "mmawa")
_AFTER_NOON = (
    *("pm", "p.m", "afternoon", "evening", "night"),
    *("บ่าย", "เย็น", "ค่ำ"),
    *("दिउँसो", "साँझ", "बेलुका", "राति"),
    *("masana", "madzulo", "usiku"),
)
_HALF = 12
# The Thai evening counts from six: 2 ทุ่ม is 20:00.
_EVENING = "ทุ่ม"


def read_time(text: str) -> Reading[time]:
    """A time of day. "8" and "8:30" without a word for the half of the day are read as written (24 hours); a bare hour
    from 1 to 11 is asked, since it may be either.
    """
    folded = fold(text)
    found = _TIME.search(folded)
    if found is None:
        return Unread(Reason.NOT_A_TIME if folded else Reason.EMPTY)
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if hour > 24 or minute > 59:
        return Unread(Reason.NOT_A_TIME)
    hour %= 24
    if _EVENING in folded and 1 <= hour <= 6:
        return Read(time(hour + 18 if hour < 6 else 0, minute))
    rest = folded[: found.start()] + folded[found.end() :]
    if any(fold(word) in rest for word in _AFTER_NOON):
        return Read(time(hour + _HALF if hour < _HALF else hour, minute))
    if any(fold(word) in rest for word in _BEFORE_NOON):
        return Read(time(0 if hour == _HALF else hour, minute))
    if found["minute"] is None and 1 <= hour < _HALF:
        return Ask((time(hour), time(hour + _HALF)))
    return Read(time(hour, minute))
