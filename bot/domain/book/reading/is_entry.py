"""Whether a text means to be an entry: it says what was done, or names one of her items."""

from decimal import Decimal

from bot.domain.book.reading.cutting import cut
from bot.domain.book.reading.line import Known
from bot.domain.book.reading.names.names import folded_name
from bot.i18n import Locale
from bot.i18n.reading.common_words import fold
from bot.i18n.reading.lexer import prepared


def has_verb(text: str, locale: Locale, currency: str) -> bool:
    """ "sold", "bought", "took home": a text with one is about the book, whatever was asked."""
    return bool(cut(prepared(text), locale, currency, frozenset()).verbs)


def is_about_the_book(text: str, locale: Locale, currency: str, known: Known) -> bool:
    """Whether a text that cannot be read as a line means to be one: it has a verb, a number, or an item of hers."""
    if any(letter.isdigit() for letter in text) or has_verb(text, locale, currency):
        return True
    words = folded_name(text)
    return any(words == folded_name(item.name) for item in known.items) or fold(text) in map(fold, known.people)


def read_quantity(text: str, locale: Locale, currency: str) -> tuple[Decimal, str] | None:
    """How many and of what unit: "12", "2.5 kg"; None where there is not exactly one number."""
    numbers = cut(prepared(text), locale, currency, frozenset()).numbers
    figure = numbers[0].figure if len(numbers) == 1 else None
    if figure is None or figure.money or len(figure.values) != 1 or figure.values[0] <= 0:
        return None
    return figure.values[0], numbers[0].unit
