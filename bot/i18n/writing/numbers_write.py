"""Numbers as the reader writes them: her digits, grouping and decimal mark."""

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from bot.i18n.locale import Locale

ASCII_DIGITS = "0123456789"


def format_number(value: int | Decimal, locale: Locale, decimals: int | None = None) -> str:
    """12345.5 → "12,345.5"; `decimals` rounds half up to so many places, None keeps all but idle zeros."""
    number = Decimal(value)
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    whole, _, fraction = f"{abs(number):f}".partition(".")
    if decimals is None:
        fraction = fraction.rstrip("0")
    sign = "-" if number < 0 else ""
    text = sign + grouped(whole, locale) + (locale.decimal + fraction if fraction else "")
    return local_digits(text, locale)


def local_digits(text: str, locale: Locale) -> str:
    """The same text with ASCII digits turned into the locale's."""
    return text if locale.digits == ASCII_DIGITS else text.translate(_table(locale.digits))


def grouped(whole: str, locale: Locale) -> str:
    """ "1234567" → "1,234,567", or "12,34,567" by the lakh."""
    step = 2 if locale.grouping == "3;2" else 3
    head, tail = whole[:-3], whole[-3:]
    parts = [tail]
    while head:
        parts.append(head[-step:])
        head = head[:-step]
    return locale.group.join(reversed(parts))


@lru_cache(maxsize=64)
def _table(digits: str) -> dict[int, str]:
    return dict(zip(map(ord, ASCII_DIGITS), digits, strict=True))
