"""Dates as people type them: in any order and calendar, month names, weekdays, "5 days ago"; two meanings are asked."""

from datetime import date

from bot.i18n.locale import Locale
from bot.i18n.reading.common_words import is_skip
from bot.i18n.reading.dates.date_line import Line, cut
from bot.i18n.reading.dates.date_words import Role
from bot.i18n.reading.dates.dates_spoken import spoken
from bot.i18n.reading.dates.dates_written import written
from bot.i18n.reading.outcome import Reading, Reason, Unread, settle


def read_date(
    text: str, locale: Locale, today: date, *, earliest: date | None = None, latest: date | None = None
) -> Reading[date]:
    """A Gregorian date. Bounds are inclusive and also decide between last year's, this year's and next year's day.

    Unread says why: NO_SUCH_DAY (31 February), TOO_EARLY, TOO_LATE, NOT_A_DATE.
    """
    if not text.strip() or is_skip(text):
        return Unread(Reason.NOT_A_DATE if text.strip() else Reason.EMPTY)
    line = cut(text, locale.language)
    ahead = earliest is not None and earliest >= today
    outcome = spoken(line, locale, today) or written(line, locale, today, ahead=ahead)
    if not outcome.days:
        return Unread(Reason.NO_SUCH_DAY if outcome.shaped else Reason.NOT_A_DATE)
    fit = [day for day in outcome.days if (earliest is None or day >= earliest) and (latest is None or day <= latest)]
    if not fit:
        return Unread(Reason.TOO_LATE if latest is not None and outcome.days[0] > latest else Reason.TOO_EARLY)
    sure = outcome.sure and not line.left_over and _agrees(line, fit[0])
    return settle(fit, Reason.NOT_A_DATE, sure=sure)


def _agrees(line: Line, day: date) -> bool:
    """A weekday beside a full date must be that day's."""
    weekday = line.first(Role.WEEKDAY)
    return weekday is None or not line.numbers or Role.WEEK in weekday.roles or weekday.weekday == day.weekday()
