"""The day of a cash book line: found among the other words, taken out, and read by the reader of dates."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, lru_cache

from bot.domain.book.reading.numbers.placed import Placed, placed
from bot.domain.book.reading.periods import day_of_month, day_said, part_of_month, with_number, with_period
from bot.domain.book.reading.words.misspelt import LONG, near
from bot.domain.book.reading.words.vocabulary import Kind, marked, vocabulary
from bot.i18n import Ask, Calendar, Locale, Read, Unread, read_date
from bot.i18n import Reading as DayReading
from bot.i18n.calendars import to_calendar
from bot.i18n.language_data import language_table
from bot.i18n.languages import languages
from bot.i18n.reading.dates.date_words import DateWord, Role, date_vocabulary
from bot.i18n.reading.dates.day_numbers import in_figures
from bot.i18n.reading.numbers.number_words import Kind as Number
from bot.i18n.reading.numbers.number_words import number_vocabulary
from bot.i18n.scripts import any_of, is_spaceless

FRACTION = re.compile(r"(?:1/[2-58]|[23]/[45]|2/3|3/4|[3579]/10)$")
COUNTED = frozenset({Role.DAY, Role.WEEK, Role.MONTH})
PERIODS = COUNTED | {Role.YEAR}
BACK = frozenset({Role.AGO, Role.LAST})
COUNTABLE = frozenset({Kind.GOODS, Kind.HOUSEHOLD, Kind.COST, Kind.UNIT, Kind.PERSON})
LATELY = timedelta(days=45)
LONG_AGO = timedelta(days=120)
YEARS_BACK, SHORT_YEARS = 10, 2  # that are taken for a year, in four digits and in two
LONG_SINCE = timedelta(days=3 * 365)
SOON, TOMORROW = timedelta(days=21), timedelta(days=1)
SHORTEST = 4  # letters of a weekday that stands alone: "sun" and "sat" are words of their own


def take_day(
    line: str,
    locale: Locale,
    today: date,
    day_before: frozenset[str],
    names: frozenset[str] = frozenset(),
    *,
    ahead: bool = False,
) -> tuple[str, DayReading[date] | None]:
    """The prepared line without its day, and the day; None when it names none.

    No day after `today`; or, `ahead`, none before tomorrow.
    `day_before`: words after which a number is a day; `names`: words of her items, which may look like a month's name.
    """
    typed, line = line, in_figures(line, locale.language, day_before)
    pieces = placed(line, date_vocabulary(locale.language))
    misspelt = next(((piece, word) for piece in pieces if (word := _misspelt(piece, locale.language))), None)
    if misspelt is not None:
        (start, end), text = (misspelt[0].start, misspelt[0].end), misspelt[1]
    else:
        pieces, language = _with_numbers(pieces, locale.language), locale.language
        of_month = day_of_month(pieces, language)
        in_words = _in_words(pieces, today, day_before, names, language)
        span = _written(line) or _places(pieces, of_month or in_words)
        if span is None:
            return typed, None
        (start, end), text = span, line[span[0] : span[1]]
    day = (
        read_date(text, locale, today, earliest=today + TOMORROW)
        if ahead
        else read_date(text, locale, today, latest=today)
    )
    if isinstance(day, Read) and today - day.value > LONG_SINCE:
        day = Ask((day.value,))
    return f"{line[:start]} , {line[end:]}", day


@cache
def _day_in_figures() -> re.Pattern[str]:
    """20/11/2569, 2026-11-20, 20/11; "30/kg" and "1/2 kg" are no days."""
    whole = r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{4}[/-]\d{1,2}[/-]\d{1,2}"
    short = rf"\d{{1,2}}/\d{{1,2}}(?=$|[\s:,](?!\s*(?:{any_of(marked('unit_of_fraction'))})\b))"
    return re.compile(rf"(?<![\d/.-])(?:{whole}|{short})(?![\d/])")


def _written(line: str) -> tuple[int, int] | None:
    match = _day_in_figures().search(line)
    return match.span() if match and not FRACTION.fullmatch(match[0]) else None


def _in_words(
    line: Sequence[Placed[DateWord]], today: date, day_before: frozenset[str], names: frozenset[str], language: str
) -> tuple[int, int] | None:
    for at, piece in enumerate(line):
        roles = piece.kind.roles if piece.kind else frozenset()
        span = None
        if part := part_of_month(line, at):
            span = part
        elif Role.RELATIVE in roles:
            span = (at, at + 1)
        elif Role.MONTH_NAME in roles:
            span = _month(line, at, today)
            if span and span[1] - at < 3 and any(near(piece.text, name) for name in names):
                span = None  # soap sooner than the 12th of a month that is spelt nearly so
            span = with_period(line, span, Role.YEAR, language)
        elif Role.WEEKDAY in roles and len(piece.text) >= (SHORTEST if piece.text.isascii() else 3):
            span = with_number(line, _beside(line, at), language)
        elif roles & COUNTED:
            span = _counted(line, at)
        elif _before_a_day(line, at, day_before) and 1 <= _number(line, at + 1) <= 31:
            span = _day_alone(line, at)
        elif piece.numeral:
            span = day_said(line, at, language)
        if span is not None:
            return span
    return None


def _places(line: Sequence[Placed[DateWord]], span: tuple[int, int] | None) -> tuple[int, int] | None:
    return (line[span[0]].start, line[span[1] - 1].end) if span else None


def _with_numbers(line: Sequence[Placed[DateWord]], language: str) -> Sequence[Placed[DateWord]]:
    """Counting words beside a word for days as numerals: three days ago."""
    counts = _counting_words(language)
    found = list(line)
    for at, piece in enumerate(line):
        beside = (line[other] for other in (at - 1, at + 1) if 0 <= other < len(line))
        if piece.text in counts and any(other.kind and other.kind.roles & PERIODS for other in beside):
            found[at] = replace(piece, text=counts[piece.text], numeral=True, kind=None)
    return found


@cache
def _counting_words(language: str) -> Mapping[str, str]:
    phrases = number_vocabulary(language).phrases
    counts = {text: phrase.value for text, phrase in phrases.items() if phrase.kind is Number.COUNT and phrase.value}
    return {text: f"{value:f}" for text, value in counts.items() if isinstance(value, Decimal)}


def _before_a_day(line: Sequence[Placed[DateWord]], at: int, day_before: frozenset[str]) -> bool:
    """The last word of "on the"."""
    two = f"{line[at - 1].text} {line[at].text}" if at else ""
    return line[at].text in day_before or two in day_before


@cache
def _ordinal_endings() -> frozenset[str]:
    return frozenset(word for code in languages() for word in language_table(code)["numbers"]["ordinal_endings"])


def _day_alone(line: Sequence[Placed[DateWord]], at: int) -> tuple[int, int] | None:
    """On the 18th; where a month's name follows, that one finds the day."""
    end = at + 2
    if end < len(line) and line[end].text in _ordinal_endings():
        end += 1
    later = next((piece for piece in line[end:] if not _is_filler(piece)), None)
    after = later.kind if later else None
    return None if after is not None and Role.MONTH_NAME in after.roles else (at, end)


def _misspelt(piece: Placed[DateWord], language: str) -> str:
    """The word for a day that a word not known is near to: yesterdy."""
    if piece.kind is not None or piece.numeral or len(piece.text) < LONG:
        return ""
    if piece.text in vocabulary(language).phrases:
        return ""
    return next((word for word in _spoken_days(language) if near(piece.text, word)), "")


@cache
def _spoken_days(language: str) -> tuple[str, ...]:
    phrases = date_vocabulary(language).phrases
    return tuple(
        text
        for text, phrase in phrases.items()
        if Role.RELATIVE in phrase.kind.roles and len(text) >= LONG and phrase.language in ("", language)
    )


def _month(line: Sequence[Placed[DateWord]], at: int, today: date) -> tuple[int, int] | None:
    """A month's name with the number of a day beside it, and perhaps a year; alone it may be any word."""
    start, end = at, at + 1
    before = next((back for back in range(at - 1, max(at - 4, -1), -1) if not _is_filler(line[back])), -1)
    after = next((on for on in range(end, min(end + 3, len(line))) if not _is_filler(line[on])), end)
    if before >= 0 and 1 <= _number(line, before) <= 31:
        start = before
    elif 1 <= _number(line, after) <= 31:
        end = after + 1  # June 5, June the 5th
    else:
        return None
    if _is_year(line, end, today) or _is_short_year(line, end, today):
        end += 1
    elif _is_year(line, start - 1, today):
        start -= 1
    while end < len(line) and _is_filler(line[end]):
        end += 1
    return start, end


def _is_year(line: Sequence[Placed[DateWord]], at: int, today: date) -> bool:
    """This year or one not long ago, in any calendar; where no other number would be left, it is the sum."""
    said = _number(line, at)
    numbers = sum(1 for piece in line if piece.numeral or (_says(piece, frozenset({Role.COUNT})) and _many(piece)))
    years = (to_calendar(today, calendar).year for calendar in Calendar)
    return numbers > 2 and any(this - YEARS_BACK <= said <= this for this in years)


def _is_short_year(line: Sequence[Placed[DateWord]], at: int, today: date) -> bool:
    """14 April 25: a year of late in two digits, where no thing that it counts follows."""
    years = (to_calendar(today, calendar).year % 100 for calendar in Calendar)
    said, after = _number(line, at), line[at + 1] if at + 1 < len(line) else None
    counts = after is not None and after.kind is None and not after.numeral and _is_thing(after.text)
    left = sum(1 for piece in line if piece.numeral) > 2
    return left and not counts and any(this - SHORT_YEARS <= said <= this for this in years)


@lru_cache(maxsize=1024)
def _is_thing(text: str) -> bool:
    """What can be counted, or is not known; where words stand without spaces, by the first of them."""
    ends = range(len(text), 1, -1) if is_spaceless(text) else (len(text),)
    found = (vocabulary(code).phrases.get(text[:end]) for end in ends for code in languages())
    return next((one.kind.kind in COUNTABLE for one in found if one is not None), True)


def _many(piece: Placed[DateWord]) -> bool:
    """A number in words; "a" is none."""
    return piece.kind is not None and piece.kind.count > 1


def _beside(line: Sequence[Placed[DateWord]], at: int) -> tuple[int, int]:
    """A weekday with "last" or "this" before or after it."""
    marks = BACK | {Role.THIS, Role.NEXT}
    start = at - 1 if at and _says(line[at - 1], marks) else at
    end = at + 2 if at + 1 < len(line) and _says(line[at + 1], marks) else at + 1
    return start, end


def _counted(line: Sequence[Placed[DateWord]], at: int) -> tuple[int, int] | None:
    """3 days ago: a number on one side, "ago" after it."""
    after = at + 1
    if 0 < _number(line, after) <= 31:
        start, after = at, after + 1  # days 3 ago
    elif 0 < _number(line, at - 1) <= 31:
        start = at - 1
    else:
        return None
    if after == at + 1 and _says(line[at], frozenset({Role.AGO})):
        return start, after  # days-ago in one word
    return (start, after + 1) if after < len(line) and _says(line[after], BACK) else None


def _is_filler(piece: Placed[DateWord]) -> bool:
    return _says(piece, frozenset({Role.FILLER}))


def _says(piece: Placed[DateWord], roles: frozenset[Role]) -> bool:
    return piece.kind is not None and bool(piece.kind.roles & roles)


def _number(line: Sequence[Placed[DateWord]], at: int) -> int:
    """The whole number there; 0 when there is none."""
    if not 0 <= at < len(line) or not line[at].numeral or not line[at].text.isdigit():
        return 0
    return int(line[at].text)


def only_days(reading: DayReading[date] | None, today: date) -> tuple[date, ...] | Unread:
    """The days that a line can be of: of 12 November and 11 December last year the one that is near."""
    if reading is None:
        return (today,)
    if isinstance(reading, Unread):
        return reading
    if isinstance(reading, Read):
        return (reading.value,)
    if len(reading.choices) == 2 and today - reading.choices[0] <= SOON and _same_day(reading.choices):
        return reading.choices[:1]  # "on the 20th": the last one
    lately = tuple(day for day in reading.choices if today - day <= LATELY)
    far = all(today - day >= LONG_AGO for day in reading.choices if day not in lately)
    return lately if len(lately) == 1 and far and len(reading.choices) > 1 else reading.choices


def _same_day(choices: tuple[date, ...]) -> bool:
    """A month apart, in whatever calendar."""
    return timedelta(days=28) <= choices[0] - choices[1] <= timedelta(days=32)
