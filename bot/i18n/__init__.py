"""Languages: catalogues, and how numbers, money and dates are written and read. Pure but for its data files."""

from bot.i18n.catalogues import Catalogues, load_catalogues
from bot.i18n.locale import Calendar, Locale, locales
from bot.i18n.reading.choices import read_choice, read_choices
from bot.i18n.reading.common_words import (
    is_back,
    is_help,
    is_later,
    is_lost,
    is_menu,
    is_question,
    is_skip,
    is_start,
    is_stop,
    is_thanks,
    read_yes_no,
)
from bot.i18n.reading.consent import is_against, read_consent
from bot.i18n.reading.dates.dates_read import read_date
from bot.i18n.reading.money_read import read_money
from bot.i18n.reading.numbers.numbers_read import read_integer, read_number
from bot.i18n.reading.outcome import Ask, Read, Reading, Reason, Unread
from bot.i18n.reading.phones import format_phone, has_mobile, read_phone
from bot.i18n.reading.times_read import read_time
from bot.i18n.writing.countries import country_name
from bot.i18n.writing.dates_write import format_date
from bot.i18n.writing.money import Money, currency_decimals, currency_sign, format_money
from bot.i18n.writing.numbers_write import format_number
from bot.i18n.writing.text import BLANK, N_, Html, MonthOf, Text, Value, escaped, joined, plural

__all__ = [
    "BLANK",
    "N_",
    "Ask",
    "Calendar",
    "Catalogues",
    "Html",
    "Locale",
    "Money",
    "MonthOf",
    "Read",
    "Reading",
    "Reason",
    "Text",
    "Unread",
    "Value",
    "country_name",
    "currency_decimals",
    "currency_sign",
    "escaped",
    "format_date",
    "format_money",
    "format_number",
    "format_phone",
    "has_mobile",
    "is_against",
    "is_back",
    "is_help",
    "is_later",
    "is_lost",
    "is_menu",
    "is_question",
    "is_skip",
    "is_start",
    "is_stop",
    "is_thanks",
    "joined",
    "load_catalogues",
    "locales",
    "plural",
    "read_choice",
    "read_choices",
    "read_consent",
    "read_date",
    "read_integer",
    "read_money",
    "read_number",
    "read_phone",
    "read_time",
    "read_yes_no",
]
