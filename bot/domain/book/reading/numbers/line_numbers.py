"""The numbers of a cash book line: each with what it can be, whether it is money, and the signs around it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from bot.domain.book.reading.numbers.placed import Placed
from bot.domain.book.reading.words.vocabulary import Kind, Word
from bot.i18n import Locale, Money, Read, Reading, Reason, Unread, read_money, read_number
from bot.i18n.language_data import currency_table, language_table, money_letters
from bot.i18n.languages import languages
from bot.i18n.reading.numbers.number_words import Kind as Number
from bot.i18n.reading.numbers.number_words import half_words, number_vocabulary, packs, range_words, tails
from bot.i18n.reading.numbers.numbers_read import RANGE_SIGNS, read_range
from bot.i18n.reading.numbers.written_numbers import goes_on, is_left_open
from bot.i18n.scripts import any_of, is_spaceless

# "12 600" is twelve thousand six hundred, or 12 for 600.
SPACED = re.compile(r"(\d{1,3}) (\d{3})")
OTHER_SIGNS = frozenset("£")  # of money that is in no table
OPENING = frozenset({Number.COUNT, Number.SCALE, Number.SCALE_BEFORE, Number.BEFORE, Number.FRACTION, Number.ONE})
SCALES = frozenset({Number.SCALE, Number.SCALE_BEFORE})
OPEN_ENDED = frozenset({Number.SCALE, Number.SCALE_BEFORE, Number.BEFORE, Number.AND, Number.POINT})
DOZEN = Decimal(12)
ONE = Decimal(1)
THOUSAND = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in whole units. `values`: what it can be; `end`: the token after it.

    `split`: the two numbers that it may be instead; `pack`: how many are in each of the packs that were counted.
    """

    values: tuple[Decimal, ...]
    end: int
    money: bool = False
    other_currency: bool = False
    split: tuple[Decimal, Decimal] | None = None
    pack: Decimal = ONE


Tokens = Sequence[Placed[Word]]


def figure(line: str, tokens: Tokens, at: int, locale: Locale, currency: str) -> Figure | None:
    """The number that begins at token `at`, with the currency around it; None when none begins there."""
    first = at + 1 if _is_prefix(tokens, at) else at
    end = _run(tokens, first, money=first > at)
    if first == end - 1 == len(tokens) - 1 and tokens[first].text in tails(locale.language):
        return None  # 600 is
    if end == first or _inside_a_word(tokens, first, end):
        return None
    money = first > at
    ranged = _ranged(line, tokens, (at, end), locale, currency)
    if ranged is not None:
        return ranged
    closing = _closing(tokens, end) if not money else end
    return _read(line[tokens[at].start : tokens[closing - 1].end], tokens[first:end], closing, money, locale, currency)


def _ranged(line: str, tokens: Tokens, place: tuple[int, int], locale: Locale, currency: str) -> Figure | None:
    """2-3 thousand, 200 to 300: one of two numbers, and which is asked."""
    at, end = place
    if end + 1 >= len(tokens) or not _is_range(tokens[end]):
        return None
    begins = end + 2 if _is_prefix(tokens, end + 1) else end + 1
    last = _run(tokens, begins, money=begins > end + 1)
    text = line[tokens[at].start : tokens[last - 1].end]
    values = read_range(text, locale, currency) if last > begins else ()
    return Figure(values, _closing(tokens, last), money=_is_prefix(tokens, at)) if values else None


def _is_range(token: Placed[Word]) -> bool:
    return (
        token.text in RANGE_SIGNS
        or (token.kind is not None and token.kind.number is Number.RANGE)
        or (token.text in range_words())
    )


def _read(text: str, run: Tokens, end: int, money: bool, locale: Locale, currency: str) -> Figure:
    spaced = SPACED.fullmatch(run[0].text) if len(run) == 1 and not money else None
    split = (Decimal(spaced[1]), Decimal(spaced[2])) if spaced else None
    if text == run[0].text and text.isdigit() and len(text) < 8:
        return Figure((Decimal(text),), end)
    if money or text != text[: run[-1].end - run[0].start]:
        reading = read_money(text, locale, currency)
        other = isinstance(reading, Unread) and reading.reason is Reason.OTHER_CURRENCY
        return Figure(_likely(tuple(value.amount for value in _choices(reading)), text), end, True, other)
    pack = next((packs()[token.text] for token in run if _is_pack(token)), ONE)
    return Figure(_likely(_choices(read_number(text, locale)), text), end, split=split, pack=pack)


def _likely(values: tuple[Decimal, ...], text: str) -> tuple[Decimal, ...]:
    """Of two values the one meant: where K is money, 5000k is 5,000 of it and K60k is 60,000; 5k may be both."""
    if len(values) != 2:
        return values
    if values[0] == values[1] * THOUSAND:
        if _money_and_thousand().fullmatch(text):
            return values[:1]
        return values[1:] if values[1] >= THOUSAND else values
    return values


def _choices(reading: Reading[Decimal] | Reading[Money]) -> tuple:  # type: ignore[type-arg]
    if isinstance(reading, Unread):
        return ()
    return (reading.value,) if isinstance(reading, Read) else reading.choices


def _is_prefix(tokens: Tokens, at: int) -> bool:
    """A sign of money before digits; the k of "5k" is none."""
    if tokens[at].text not in _prefixes() or at + 1 >= len(tokens):
        return False
    after = tokens[at + 1]
    if tokens[at].text in money_letters() and at and tokens[at - 1].numeral and (tokens[at].glued or not after.glued):
        return False
    return after.numeral or _number(after) is Number.COUNT


def _run(tokens: Tokens, at: int, *, money: bool) -> int:
    """The token after the number that begins at `at`; `at` itself when none does.

    One pack a number, and none in a sum of money: "$600 dozen" is what a dozen costs.
    """
    end, packed = at, money
    if at < len(tokens) and _number(tokens[at]) in SCALES and is_left_open(_texts(tokens), at):
        return at  # a few hundred
    while (
        end < len(tokens)
        and (_joins(tokens, at, end) or _goes_on(tokens, at, end))
        and not (packed and _is_pack(tokens[end]))
    ):
        end += 3 if _is_fraction(tokens, end) else 1
        packed = packed or _is_pack(tokens[end - 1])
        if _is_pack(tokens[end - 1]) and not (end - 1 == at and _counts_after(tokens[end - 1])):
            end += end < len(tokens) and tokens[end].text in half_words()  # a dozen and a half
            break
    while end > at and _number(tokens[end - 1]) in (Number.AND, Number.ONE, Number.POINT):
        end -= 1
    return end


def _goes_on(tokens: Tokens, start: int, at: int) -> bool:
    return at > start and tokens[at].text == "," and goes_on(_texts(tokens), at)


def _texts(tokens: Tokens) -> list[str]:
    return [token.text for token in tokens]


def _joins(tokens: Tokens, start: int, at: int) -> bool:
    token, number = tokens[at], _number(tokens[at])
    if at == start:
        if _is_pack(token) and packs()[token.text] > DOZEN and not _is_said_again(tokens, at):
            return False  # gross sales: nothing counts it
        return token.numeral or (number in OPENING and (number is not Number.ONE or _counts(tokens, at + 1)))
    if token.text in money_letters():
        return token.glued
    if token.numeral:
        before = _number(tokens[at - 1])
        return (before in OPEN_ENDED and tokens[at - 1].text not in money_letters()) or _is_fraction(tokens, at)
    if number is Number.ONE or (number is Number.COUNT and tokens[at - 1].numeral):
        return False  # K500 one: 500 for one
    return number not in (None, Number.MINOR, Number.RANGE) and not _is_prefix(tokens, at)


def _counts(tokens: Tokens, at: int) -> bool:
    return at < len(tokens) and _number(tokens[at]) in (Number.SCALE, Number.FRACTION)


def _is_fraction(tokens: Tokens, at: int) -> bool:
    texts = [token.text for token in tokens[at : at + 3]]
    return len(texts) == 3 and texts[1] == "/" and texts[0].isdigit() and texts[2].isdigit()


def _is_said_again(tokens: Tokens, at: int) -> bool:
    return any(token.text == tokens[at].text for token in tokens[:at])


def _is_pack(token: Placed[Word]) -> bool:
    return not token.numeral and token.text in packs()


def _counts_after(token: Placed[Word]) -> bool:
    """Dozens two: the number comes after its noun."""
    return token.text in _packs_before()


@cache
def _packs_before() -> frozenset[str]:
    nouns_first = [code for code in languages() if language_table(code)["numbers"].get("noun_first")]
    found = ((code, number_vocabulary(code).phrases) for code in nouns_first)
    return frozenset(text for code, phrases in found for text in packs() if phrases[text].language == code)


@cache
def _prefixes() -> frozenset[str]:
    """Signs and words of money that stand before its figures."""
    return OTHER_SIGNS.union(*(table.get("before", ()) for table in currency_table().values()))


@cache
def _money_and_thousand() -> re.Pattern[str]:
    """K60k: a letter that is money, and then a thousand."""
    ways = (
        rf"(?:{any_of(currency_table()[code]['before'])}) ?[\d.,]+ ?{re.escape(letter)}"
        for letter, code in money_letters().items()
    )
    return re.compile("|".join(ways))


def _closing(tokens: Tokens, end: int) -> int:
    """After "baht", or "baht 50 satang"; a sign that begins the next number is left to it."""
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
    """Where there are no spaces, number words in the middle of a word that we do not know are part of it."""
    if any(token.numeral for token in tokens[start:end]) or end >= len(tokens):
        return False
    after = tokens[end]
    return after.glued and after.kind is None and not after.numeral and is_spaceless(after.text)
