"""How a statement speaks: every word and figure in each of the page's languages, her own first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.book.statement import Period
from bot.i18n import Calendar, Catalogues, Locale, Money, Text, Value
from bot.i18n.calendars import to_calendar
from bot.i18n.language_data import language_table, month_names
from bot.i18n.writing.dates_write import marked
from bot.i18n.writing.numbers_write import local_digits
from bot.render.statement import Words

NOBODY = "–"


@dataclass(frozen=True, slots=True)
class Voice:
    """Says things in each of `languages`; where two say the same, it is said once."""

    catalogues: Catalogues
    languages: tuple[str, ...]
    currency: str
    calendar: Calendar

    def each(self, words: Callable[[str], str]) -> Words:
        return tuple(dict.fromkeys(words(language) for language in self.languages))

    def say(self, message: Text | str, **values: Value) -> Words:
        whole = Text(message, values) if isinstance(message, str) else message
        return self.each(lambda language: self.catalogues.render(whole, language))

    def show(self, value: Value) -> Words:
        return self.say("{value}", value=value)

    def money(self, minor: int) -> Words:
        return self.show(Money(minor, self.currency))

    def listed(self, message: str, place: str, months: Sequence[Period]) -> Words:
        """A message that names some months."""

        def said(language: str) -> str:
            names = ", ".join(self._month(one, language) for one in months)
            return self.catalogues.render(Text(message, {place: names}), language)

        return self.each(said)

    def locale(self, language: str) -> Locale:
        return self.catalogues.locale(language)

    def month(self, period: Period) -> Words:
        return self.each(lambda language: self._month(period, language))

    def _month(self, period: Period, language: str) -> str:
        """The month by its name in the calendar of the figures; its days for who goes by another calendar."""
        locale = self.locale(language)
        here = to_calendar(period.first, self.calendar)
        if here.calendar is Calendar.BIKRAM_SAMBAT and locale.calendar is not self.calendar:
            return f"{_day(period.first, language)} – {_day(period.last, language)} {period.last.year}"
        if here.calendar is Calendar.BUDDHIST and locale.calendar is Calendar.GREGORIAN:
            here = to_calendar(period.first, Calendar.GREGORIAN)
        text = f"{month_names(language, here.calendar, 'short')[here.month - 1]} {here.year}"
        if here.calendar is not locale.calendar:
            text = language_table(language)["dates"]["gregorian"].format(date=text)
        return local_digits(marked(text, here, language), locale)


def _day(day: date, language: str) -> str:
    return f"{day.day} {month_names(language, Calendar.GREGORIAN, 'short')[day.month - 1]}"
