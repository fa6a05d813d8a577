"""Reading a time of day: "14:30", "half past 2 pm", "the second hour of the evening and a half"."""

import re
from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum
from functools import cache

from bot.i18n.language_data import language_order, language_table
from bot.i18n.locale import Locale
from bot.i18n.reading.common_words import fold
from bot.i18n.reading.lexer import Phrase, Vocabulary, prepared, tokens
from bot.i18n.reading.numbers.numbers_read import read_integer
from bot.i18n.reading.outcome import Read, Reading, Reason, Unread, settle

_CLOCK = re.compile(r"(?<![\d.,:])(\d{1,2})\s?[:.h]\s?(\d{2})(?:[:.]\d{2})?(?![\d:]|[.,]\d)")
HARMLESS = frozenset(".,!?;:()[]\"'-/")
NOON, DAY, HOUR = 12, 24, 60
LATEST_AT_NIGHT, EARLIEST_AT_NIGHT = 4, 7  # 1 to 4 at night are before the morning, 7 to 11 after the evening
LATEST_NAMELESS = 6  # an evening may count six hours from 18:00; its "8 o'clock" is one of the morning


class Role(StrEnum):
    """What a word does to the numbers beside it; the names are those of the data files."""

    BEFORE = "before_noon"
    AFTER = "after_noon"
    NIGHT = "at_night"
    EVENING = "from_six"
    MORNING = "mornings"  # an hour from 7 to 11 that is said with it is one of the morning
    WHOLE_DAY = "of_24"
    HALF = "half"
    QUARTER = "quarter"
    LESS_QUARTER = "less_quarter"
    PAST = "past"
    TO = "to"
    MINUTE = "minute"
    FILLER = "filler"
    FIXED = "fixed"


@dataclass(slots=True)
class _Line:
    """A typed time, cut into what its words do and its numbers."""

    roles: set[Role] = field(default_factory=set)
    numbers: list[int] = field(default_factory=list)
    fixed: time | None = None
    written: tuple[int, int] | None = None  # hour and minute, as 14:30
    sure: bool = True


def read_time(text: str, locale: Locale) -> Reading[time]:
    """A time of day. "8:30" without a word for the half of the day is read as written (24 hours); a bare hour from 1 to
    11 is asked, since it may be either; what is said beside other words is asked.
    """
    line = prepared(text)
    if not line:
        return Unread(Reason.EMPTY)
    cut = _cut(line, locale)
    found = _times(cut)
    return settle(found, Reason.NOT_A_TIME, sure=cut.sure)


def _cut(line: str, locale: Locale) -> _Line:
    found = _Line()
    if match := _CLOCK.search(line):
        found.written = int(match[1]), int(match[2])
        line = f"{line[: match.start()]} {line[match.end() :]}"
    chunk = ""
    for token in tokens(line, time_vocabulary(locale.language)):
        if token.phrase is None:
            chunk += f" {token.text}" if token.text not in HARMLESS else ""
            continue
        _take(found, chunk, locale)
        chunk = ""
        found.roles.add(token.phrase.kind)
        if token.phrase.kind is Role.FIXED:
            found.fixed = time.fromisoformat(str(token.phrase.value))
    _take(found, chunk, locale)
    return found


def _take(found: _Line, chunk: str, locale: Locale) -> None:
    """The numbers of what stands between two known words: one, or an hour and its minutes ("eight thirty")."""
    words = chunk.split()
    if not words:
        return
    whole = _number(" ".join(words), locale)
    halves = [_number(word, locale) for word in words] if whole is None and len(words) == 2 else [whole]
    known = [number for number in halves if number is not None]
    if len(known) < len(halves):
        found.sure = False
    else:
        found.numbers += known


def _number(words: str, locale: Locale) -> int | None:
    reading = read_integer(words, locale)
    return reading.value if isinstance(reading, Read) and 0 <= reading.value < HOUR else None


def _times(line: _Line) -> list[time]:
    """What it can mean; none, if it is no time."""
    if line.fixed is not None and not line.numbers and line.written is None:
        return [_shifted(line.fixed, _shift(line))]
    parts = _hour_and_minute(line)
    if parts is None:
        return []
    hour, minute = parts
    if not (0 <= hour <= DAY and 0 <= minute < HOUR):
        return []
    return [_shifted(time(one % DAY, minute), _shift(line)) for one in _hours(line, hour)]


def _hour_and_minute(line: _Line) -> tuple[int, int] | None:
    if line.written is not None:
        return None if line.numbers else line.written
    match line.numbers:
        case [hour]:
            return hour, 0
        case [minute, hour] if Role.PAST in line.roles:
            return hour, minute
        case [minute, hour] if Role.TO in line.roles and hour > 0:
            return hour - 1, HOUR - minute
        case [hour, minute] if minute >= 10 or Role.MINUTE in line.roles:
            return hour, minute
    return None


def _hours(line: _Line, hour: int) -> list[int]:
    """The hours of 24 that an hour can be, by the words beside it."""
    roles, small = line.roles, 1 <= hour <= NOON
    if Role.EVENING in roles:
        return [18 + hour] if 1 <= hour <= LATEST_NAMELESS else []
    if Role.NIGHT in roles and small:
        if hour <= LATEST_AT_NIGHT or hour == NOON:
            return [hour % NOON]
        return [hour + NOON] if hour >= EARLIEST_AT_NIGHT else [hour, hour + NOON]
    if Role.AFTER in roles:
        return [hour + NOON if hour < NOON else hour]
    if Role.BEFORE in roles:
        return [hour % NOON] if small else [hour] if hour == 0 else []
    written = line.written is not None or Role.WHOLE_DAY in roles
    if written or not small or hour == NOON or (Role.MORNING in roles and hour > LATEST_NAMELESS):
        return [hour]
    return [hour, hour + NOON]


def _shift(line: _Line) -> int:
    """Minutes more or less: half past, a quarter to."""
    return 30 * (Role.HALF in line.roles) + 15 * (Role.QUARTER in line.roles) - 15 * (Role.LESS_QUARTER in line.roles)


def _shifted(moment: time, minutes: int) -> time:
    whole = (moment.hour * HOUR + moment.minute + minutes) % (DAY * HOUR)
    return time(whole // HOUR, whole % HOUR)


@cache
def time_vocabulary(language: str) -> Vocabulary[Role]:
    """All words that may stand beside the numbers of a time; the reader's own language first."""
    found: dict[str, Phrase[Role]] = {}
    for code in language_order(language):
        table = language_table(code)
        for role in Role:
            words = table["times"].get(role, [])
            if role is Role.FIXED:
                for value, names in words.items():
                    for word in map(fold, names):
                        found.setdefault(word, Phrase(role, value))
            else:
                for word in map(fold, words):
                    found.setdefault(word, Phrase(role))
        for word in map(fold, table["numbers"]["about"]):
            found.setdefault(word, Phrase(Role.FILLER))
    return Vocabulary.of(found)
