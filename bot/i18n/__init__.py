"""Languages: catalogues, and how numbers, money and dates are written and read. Pure but for its data files."""

from bot.i18n.catalogues import Catalogues, Escape, load_catalogues
from bot.i18n.choices import read_choice, read_choices
from bot.i18n.consent import is_against, read_consent
from bot.i18n.countries import country_name
from bot.i18n.dates_read import read_date
from bot.i18n.dates_write import format_date
from bot.i18n.locale import Calendar, Locale, locales
from bot.i18n.money import Money, currency_decimals, currency_sign, format_money
from bot.i18n.money_read import read_money
from bot.i18n.numbers_read import read_integer, read_number
from bot.i18n.numbers_write import format_number
from bot.i18n.phones import format_phone, read_phone
from bot.i18n.reading import Ask, Read, Reading, Reason, Unread
from bot.i18n.text import N_, Html, MonthOf, Text, Value, plural
from bot.i18n.times_read import read_time
from bot.i18n.words import is_back, is_help, is_later, is_menu, is_question, is_skip, is_start, is_stop, read_yes_no

__all__ = [
    "N_",
    "Ask",
    "Calendar",
    "Catalogues",
    "Escape",
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
    "format_date",
    "format_money",
    "format_number",
    "format_phone",
    "is_against",
    "is_back",
    "is_help",
    "is_later",
    "is_menu",
    "is_question",
    "is_skip",
    "is_start",
    "is_stop",
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
