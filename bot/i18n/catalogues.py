"""Catalogues: a sentence in the reader's language, with its values in her digits, calendar and money."""

import string
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TypeAlias

from babel.messages.pofile import read_po
from babel.plural import PluralRule

from bot.i18n.languages import SOURCE
from bot.i18n.locale import Locale, locales
from bot.i18n.reading.common_words import bare, plain
from bot.i18n.writing.dates_write import format_date
from bot.i18n.writing.money import Money, format_money
from bot.i18n.writing.numbers_write import format_number, local_digits
from bot.i18n.writing.text import Html, MonthOf, Text, Value, escaped

Messages: TypeAlias = Mapping[str, tuple[str, ...]]
LOCALES = Path(__file__).parent.parent.parent / "locales"
LONGEST_LABEL = 60
PLURAL_TAGS = ("zero", "one", "two", "few", "many", "other")


class Catalogues:
    """All messages of all languages, loaded once."""

    def __init__(self, languages: Mapping[str, Locale], messages: Mapping[str, Messages]) -> None:
        self._locales = languages
        self._messages = messages
        self._rules = {code: plural_rule(locale) for code, locale in languages.items()}
        self._chains = {code: _chain(code, languages) for code in languages}

    @classmethod
    def load(cls, folder: Path) -> "Catalogues":
        """From locales/: meta.toml and <language>/LC_MESSAGES/messages.po where there is one (English needs none)."""
        languages = locales(folder)
        return cls(languages, {code: read_messages(folder, code) for code in languages})

    @property
    def languages(self) -> tuple[str, ...]:
        """Codes in the order of meta.toml."""
        return tuple(self._locales)

    def locale(self, language: str) -> Locale:
        """The locale of a language; English for one that we do not have."""
        return self._locales.get(language) or self._locales[SOURCE]

    @cached_property
    def labels(self) -> frozenset[str]:
        """All that a button may say without a value, as it is typed: bare, and without polite words."""
        said = {
            one for messages in self._messages.values() for known in messages.items() for one in (known[0], *known[1])
        }
        short = [one for one in said if len(one) <= LONGEST_LABEL and "{" not in one]
        return frozenset(way(one) for one in short for way in (bare, plain)) - {""}

    def text(self, message: str, language: str, **values: Value) -> str:
        """One marked message, translated and filled."""
        return self.render(Text(message, values), language)

    def plural(self, one: str, many: str, n: int, language: str, **values: Value) -> str:
        """One marked message with a singular and a plural; {n} is filled by itself."""
        return self.render(Text(one, {"n": n, **values}, (many, n)), language)

    def render(self, text: Text | str, language: str) -> str:
        """`text` for a reader of `language`, as it is: for buttons, pictures, files.

        A bare str is somebody's words (a name, a form's label), not one of our messages: it is not translated.
        """
        return self._show(text, self.locale(language), as_html=False)

    def html(self, text: Text | str, language: str) -> Html:
        """The same for a message. Values that are str are escaped, unless they are Html; the message itself never."""
        return Html(self._show(text, self.locale(language), as_html=True))

    def _show(self, value: Value, locale: Locale, as_html: bool) -> str:
        if isinstance(value, Text):
            return self._fill(value, locale, as_html)
        if isinstance(value, str):
            return escaped(value) if as_html else value
        return format_value(value, locale)

    def _fill(self, text: Text, locale: Locale, as_html: bool) -> str:
        pieces = compiled(self._translated(text, locale.language))
        if len(pieces) == 1 and pieces[0][1] is None:
            return pieces[0][0]
        values = text.values
        return "".join(
            literal if name is None else literal + self._show(values[name], locale, as_html) for literal, name in pieces
        )

    def _translated(self, text: Text, language: str) -> str:
        for code in self._chains[language]:
            forms = self._messages[code].get(text.message)
            if forms is not None:
                return forms[0] if text.plural is None else forms[self._form(code, text.plural[1], len(forms))]
        if text.plural is None or text.plural[1] == 1:
            return text.message
        return text.plural[0]

    def _form(self, language: str, n: int, forms: int) -> int:
        rule = self._rules[language]
        tags = [tag for tag in PLURAL_TAGS if tag in rule.tags or tag == "other"]
        return min(tags.index(rule(n)), forms - 1)


@cache
def load_catalogues() -> Catalogues:
    """The catalogues that came with the code; they stay as they are, so they are read once."""
    return Catalogues.load(LOCALES)


def format_value(value: int | Decimal | date | time | Money | MonthOf, locale: Locale) -> str:
    """A value as the reader writes it, by its type; TypeError for a kind that has no way of writing yet."""
    if isinstance(value, Money):
        return format_money(value, locale)
    if isinstance(value, date) and not isinstance(value, datetime):
        return format_date(value, locale)
    if isinstance(value, time):
        return local_digits(f"{value:%H:%M}", locale)
    if isinstance(value, MonthOf):
        return format_date(value.day, locale, "month")
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return format_number(value, locale)
    raise TypeError(f"no way to write a {type(value).__name__} in a message")


@lru_cache(maxsize=8192)
def compiled(message: str) -> tuple[tuple[str, str | None], ...]:
    """A message as (literal, name of the place after it) pairs; {{ and }} are braces."""
    return tuple((literal, name) for literal, name, _, _ in string.Formatter().parse(message)) or (("", None),)


def plural_rule(locale: Locale) -> PluralRule:
    return _rule(tuple(sorted(locale.plural.items())))


@cache
def _rule(rules: tuple[tuple[str, str], ...]) -> PluralRule:
    return PluralRule(dict(rules))


def read_messages(folder: Path, language: str) -> Messages:
    """{English: (translation, …one for each plural form)}; untranslated and fuzzy messages are left out."""
    path = folder / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file, locale=None)
    found: dict[str, tuple[str, ...]] = {}
    for message in catalogue:
        key = message.id if isinstance(message.id, str) else message.id[0]
        forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        if key and not message.fuzzy and forms and all(forms):
            found[key] = forms
    return found


def _chain(language: str, languages: Mapping[str, Locale]) -> tuple[str, ...]:
    chain: list[str] = []
    code: str | None = language
    while code is not None and code not in chain:
        chain.append(code)
        code = languages[code].fallback
    return tuple(chain)
