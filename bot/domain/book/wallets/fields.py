"""A message of a wallet made plain, and the parts that are found in it by their shape alone: day, time, money, numbers.

In the plain text a sentence ends with `¦`, a day is `§`, a time of day `@`: what is left are words and figures.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from bot.domain.book.reading.secret import a_letter
from bot.i18n import Locale, Read, Unread, read_date
from bot.i18n.language_data import currency_table
from bot.i18n.languages import language_file, languages
from bot.i18n.scripts import is_spaceless

END, DAY, TIME = "¦", "§", "@"
UNSEEN = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0x00AD])
DAYS = re.compile(
    r"(?<![\w/])(?<!\d[.,])(?:\d{1,4}([/.-])\d{1,2}\1\d{2,4}|\d{1,2}[\s-]{0,2}[^\W\d_][^\s\d-]{1,11}[\s-]{0,2}(?:\d{4}|\d{2}(?!\d|[.:,]\d))"
    r"|[^\W\d_]{3,9}\.?\s\d{1,2},?\s\d{4}|\d{1,2}/\d{1,2}(?=\s?@))(?![\d/])"
)
TIMES = re.compile(r"(?<![\d:])\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?(?![a-z])|\s?[AP]M)?(?![\d:])")
# Numbers that are no money: short codes to dial, what is masked, phones and accounts, letters and digits together.
DIALLED = re.compile(r"\*\d[\d*]*#")
MASKED = re.compile(
    r"[^\s¦,]*(?:[xX*]{2,}|(?<![A-Za-z])[xX]-?)[\d*xX-]*\d[^\s¦,]*|[^\s¦,]*\d[xX*]{2,}[^\s¦,]*|\S*\*{2,}\S*"
)
LONG = re.compile(r"(?<![\w.,])\+?\d{7,}(?![\w,]|\.\d)|(?<![\w.,])\d{3,4}[ -]\d{3}[ -]\d{3,4}(?![\d.,])")
CODE = re.compile(r"(?<![\w.])(?=[\w.-]*[A-Za-z])(?=[\w.-]*\d)[A-Za-z0-9][\w.-]{7,}(?![\w])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Amount:
    """Money in a plain text; `currency`: its code, empty where none is said, "?" where it is one that nobody knows."""

    value: Decimal
    currency: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Plain:
    """A message made plain, with the day and the time that it names."""

    text: str
    day: date | None
    time: str


def plain(text: str, locale: Locale, today: date) -> Plain:
    """The text with plain digits, without its day and time, and with sentences ended by one sign."""
    text = "".join(map(_digit, text.translate(UNSEEN)))
    text = text.replace(END, " ").replace(DAY, " ")
    day, text = _day(text, locale, today)
    time = TIMES.search(text)
    text = TIMES.sub(f" {TIME} ", text.replace("@", " "))
    return Plain(punctuated(text), day, time[0].casefold() if time else "")


def punctuated(text: str) -> str:
    """With one sign for the end of a sentence, none for other breaks, and no dots in what is shortened."""
    for title in words("names", "titles"):
        if "." in title:
            text = text.replace(title, title.replace(".", ""))
    text = any_of(words("names", "titles"), r"\.").sub(lambda found: found[0][:-1], text)
    text = re.sub(r"[.!?।\n;|](?!\d)|(?<!\d)[.!?;|]", f" {END} ", text)
    text = re.sub(r"[,:](?!\d)|(?<!\d)[,:]|(?<!\d)#|[()\"“”<>\[\]=–—]|\s-+\s|(?<=\d)-\s", " , ", text)
    return re.sub(r"\s+", " ", text).strip()


def _digit(sign: str) -> str:
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else sign


def _day(text: str, locale: Locale, today: date) -> tuple[date | None, str]:
    """The first day that is none to come, and the text with a sign for each day."""
    found: date | None = None

    def take(match: re.Match[str]) -> str:
        nonlocal found
        outcome = read_date(match[0].strip(), locale, today, latest=today)
        if isinstance(outcome, Unread):
            return f" {DAY} " if match[1] else match[0]
        found = found or (outcome.value if isinstance(outcome, Read) else outcome.choices[0])
        return f" {DAY} "

    text = DAYS.sub(take, text)
    return found, text


# Money


@cache
def currencies() -> Mapping[str, str]:
    """What money is called, with its code; ISO's own codes too."""
    named = {
        word.casefold().rstrip("."): code
        for code, one in currency_table().items()
        for word in (*one["words"], *one.get("before", ()), one["sign"])
    }
    return named | {code.casefold(): code for code in currency_table()}


@cache
def money_pattern() -> str:
    """Money with its currency on either side, or without one."""
    known = "|".join(re.escape(word) for word in sorted(currencies(), key=len, reverse=True))
    letter = a_letter()
    cents = r"(?=\d[\d,]*[.,]\d)"
    before = (
        rf"(?<!{letter})(?<!\d)(?:{known})[\s.¦]{{0,3}}"
        rf"|(?<!{letter})[A-Za-z]{{2,4}}{cents}|(?<!{letter})[A-Z]{{3}}\s{cents}"
    )
    figure = r"(?<![\d/*-])(?<!\d[.,])(?:\d{1,3}(?:,\d{2,3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?)(?:/[-=])?"
    after = rf"(?:\s?(?:{known})(?!{letter}|\d))?(?![\d/%*]|[.,:-]\d|{letter})"
    return f"(?:{before})?{figure}{after}"


@cache
def _money() -> re.Pattern[str]:
    return re.compile(money_pattern(), re.IGNORECASE)


def amounts(text: str) -> list[Amount]:
    """The money of a plain text; where some has a currency or cents, bare whole numbers are none."""
    found = [_amount(match) for match in _money().finditer(text)]
    marked = [one for one, is_marked in found if is_marked]
    return marked or [one for one, _ in found]


def amount(text: str) -> Amount | None:
    """The money that a text is."""
    match = _money().search(text)
    return _amount(match)[0] if match else None


def _amount(match: re.Match[str]) -> tuple[Amount, bool]:
    figure = re.search(r"\d[\d,]*(?:\.\d+)?", match[0])
    assert figure is not None
    around = [one.strip(" .¦/-=").casefold() for one in (match[0][: figure.start()], match[0][figure.end() :])]
    said = next((currencies().get(one, "?") for one in around if one), "")
    is_marked = bool(said) or "." in figure[0] or "," in figure[0]
    return Amount(Decimal(figure[0].replace(",", "")), said, match.start(), match.end()), is_marked


# Words


@cache
def words(table: str, key: str) -> Sequence[str]:
    """The words of all languages at once: providers write English to everybody."""
    return tuple(word for language in languages() for word in language_file(language, "wallets")[table][key])


@cache
def _pattern(of: tuple[str, ...], after: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(_edged(of))}){after}", re.IGNORECASE)


def any_of(of: Iterable[str], after: str = "") -> re.Pattern[str]:
    """Any of these words, the longest first."""
    return _pattern(tuple(of), after)


def _edged(of: Iterable[str]) -> Iterator[str]:
    for word in sorted(of, key=len, reverse=True):
        found = re.escape(word).replace(r"\ ", r"[\s,]+")
        if any(map(is_spaceless, word)):
            yield found
        else:
            yield f"{f'(?<!{a_letter()})' if word[0].isalpha() else ''}{found}(?!{a_letter()})"
