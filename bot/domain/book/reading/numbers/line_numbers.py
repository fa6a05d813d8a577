"""The numbers of a cash book line: each with what it can be, whether it is money, and the signs around it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from bot.domain.book.reading.numbers.placed import Placed
from bot.domain.book.reading.vocabulary import Kind, Word
from bot.i18n import Locale, Money, Read, Reading, Reason, Unread, read_money, read_number
from bot.i18n.reading.number_words import Kind as Number
from bot.i18n.reading.number_words import number_vocabulary, tails

# "12 600" is twelve thousand six hundred, or 12 for 600.
SPACED = re.compile(r"(\d{1,3}) (\d{3})")
PREFIXES = frozenset(["฿", "$", "€", "£", "¥", "k", "mk", "mwk", "rs", "रु", "nrs", "npr", "thb", "usd", "us$", "re"])
TWO_K = re.compile(r"(?:k|mk|mwk) ?[\d.,]+ ?k")
MARKET = re.compile(r"(?:พัน|หมื่น|แสน|ล้าน)\s*(?:\d|[^\s\d]{2,4})(?!\d)")
OPENING = frozenset({Number.COUNT, Number.SCALE, Number.SCALE_BEFORE, Number.BEFORE, Number.FRACTION, Number.ONE})
OPEN_ENDED = frozenset({Number.SCALE, Number.SCALE_BEFORE, Number.BEFORE, Number.AND, Number.POINT})
DOZEN = Decimal(12)
THOUSAND = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in whole units. `values`: what it can be; `end`: the token after it.

    `split`: the two numbers that it may be instead.
    """

    values: tuple[Decimal, ...]
    end: int
    money: bool = False
    other_currency: bool = False
    split: tuple[Decimal, Decimal] | None = None


Tokens = Sequence[Placed[Word]]


def figure(line: str, tokens: Tokens, at: int, locale: Locale, currency: str) -> Figure | None:
    """The number that begins at token `at`, with the currency around it; None when none begins there."""
    first = at + 1 if _is_prefix(tokens, at) else at
    end = _run(tokens, first)
    if first == end - 1 == len(tokens) - 1 and tokens[first].text in tails(locale.language):
        return None  # ६०० छ: is 600
    if end == first or _inside_a_word(tokens, first, end):
        return None
    money = first > at
    closing = _closing(tokens, end) if not money else end
    return _read(line[tokens[at].start : tokens[closing - 1].end], tokens[first:end], closing, money, locale, currency)


def _read(text: str, run: Tokens, end: int, money: bool, locale: Locale, currency: str) -> Figure:
    spaced = SPACED.fullmatch(run[0].text) if len(run) == 1 and not money else None
    split = (Decimal(spaced[1]), Decimal(spaced[2])) if spaced else None
    if text == run[0].text and text.isdigit() and len(text) < 8:
        return Figure((Decimal(text),), end)
    if money or text != text[: run[-1].end - run[0].start]:
        reading = read_money(text, locale, currency)
        other = isinstance(reading, Unread) and reading.reason is Reason.OTHER_CURRENCY
        return Figure(_likely(tuple(value.amount for value in _choices(reading)), text), end, True, other)
    return Figure(_likely(_choices(read_number(text, locale)), text), end, split=split)


def _likely(values: tuple[Decimal, ...], text: str) -> tuple[Decimal, ...]:
    """Of two values the one that is meant: สองพันห้า is 2,500 at a market; 5000k is 5,000 kwacha, K60k is 60,000.

    5k may be both.
    """
    if len(values) != 2:
        return values
    if MARKET.search(text) and not any(mark in text for mark in ".,"):
        return values[:1]
    if values[0] == values[1] * THOUSAND:
        if TWO_K.fullmatch(text):
            return values[:1]
        return values[1:] if values[1] >= THOUSAND else values
    return values


def _choices(reading: Reading[Decimal] | Reading[Money]) -> tuple:  # type: ignore[type-arg]
    if isinstance(reading, Unread):
        return ()
    return (reading.value,) if isinstance(reading, Read) else reading.choices


def _is_prefix(tokens: Tokens, at: int) -> bool:
    """A sign of money before digits; the k of "5k" is none."""
    if tokens[at].text not in PREFIXES or at + 1 >= len(tokens):
        return False
    after = tokens[at + 1]
    if tokens[at].text == "k" and at and tokens[at - 1].numeral and (tokens[at].glued or not after.glued):
        return False
    return after.numeral or _number(after) is Number.COUNT


def _run(tokens: Tokens, at: int) -> int:
    """The token after the number that begins at `at`; `at` itself when none does."""
    end = at
    while end < len(tokens) and _joins(tokens, at, end):
        end += 3 if _is_fraction(tokens, end) else 1
        if _is_dozen(tokens[end - 1]) and not (end - 1 == at and _counts_after(tokens[end - 1])):
            break
    while end > at and _number(tokens[end - 1]) in (Number.AND, Number.ONE, Number.POINT):
        end -= 1
    return end


def _joins(tokens: Tokens, start: int, at: int) -> bool:
    token, number = tokens[at], _number(tokens[at])
    if at == start:
        return token.numeral or (number in OPENING and (number is not Number.ONE or _counts(tokens, at + 1)))
    if token.text == "k":
        return token.glued
    if token.numeral:
        before = _number(tokens[at - 1])
        return (before in OPEN_ENDED and tokens[at - 1].text != "k") or _is_fraction(tokens, at)
    if number is Number.ONE or (number is Number.COUNT and tokens[at - 1].numeral):
        return False  # K500 imodzi: 500 for one
    return number is not None and number is not Number.MINOR and not _is_prefix(tokens, at)


def _counts(tokens: Tokens, at: int) -> bool:
    return at < len(tokens) and _number(tokens[at]) in (Number.SCALE, Number.FRACTION)


def _is_fraction(tokens: Tokens, at: int) -> bool:
    texts = [token.text for token in tokens[at : at + 3]]
    return len(texts) == 3 and texts[1] == "/" and texts[0].isdigit() and texts[2].isdigit()


def _is_dozen(token: Placed[Word]) -> bool:
    return not token.numeral and token.text in _dozens()


def _counts_after(token: Placed[Word]) -> bool:
    """madazeni awiri: the number comes after its noun."""
    phrase = number_vocabulary("ny").phrases.get(token.text)
    return phrase is not None and phrase.language == "ny"


@cache
def _dozens() -> frozenset[str]:
    phrases = number_vocabulary("en").phrases
    return frozenset(text for text, phrase in phrases.items() if phrase.kind is Number.SCALE and phrase.value == DOZEN)


def _closing(tokens: Tokens, end: int) -> int:
    """After "บาท", or "บาท 50 สตางค์"; a sign that begins the next number is left to it."""
    if end < len(tokens) and _is_currency(tokens[end]) and not _is_prefix(tokens, end):
        end += 1
        if end + 1 < len(tokens) and tokens[end].numeral and _number(tokens[end + 1]) is Number.MINOR:
            end += 2
    return end


def _is_currency(token: Placed[Word]) -> bool:
    return token.kind is not None and token.kind.kind is Kind.CURRENCY


def _number(token: Placed[Word]) -> Number | None:
    return token.kind.number if token.kind else None


def _inside_a_word(tokens: Tokens, start: int, end: int) -> bool:
    """Thai has no spaces: number words in the middle of a word that we do not know are part of it."""
    if any(token.numeral for token in tokens[start:end]) or end >= len(tokens):
        return False
    after = tokens[end]
    return after.glued and after.kind is None and not after.numeral and "\u0e00" <= after.text[0] <= "\u0e7f"
