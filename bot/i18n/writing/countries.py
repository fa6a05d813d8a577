"""Names of countries, from CLDR by way of Babel, in the reader's language where CLDR has it."""

from functools import lru_cache

from babel import Locale as Cldr
from babel import UnknownLocaleError

from bot.i18n.languages import SOURCE
from bot.i18n.locale import Locale


@lru_cache(maxsize=256)
def country_name(code: str, locale: Locale) -> str:
    """The country of an ISO 3166 code; in English where CLDR does not know the language, else the code."""
    for language in (locale.language, SOURCE):
        try:
            name = Cldr.parse(language).territories.get(code)
        except UnknownLocaleError:
            continue
        if name:
            return str(name)
    return code
