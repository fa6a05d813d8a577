"""Numbers as people type them: any digits, marks, words, units. Left-over words and two meanings are asked back."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import product

from bot.i18n.language_data import language_table, money_letters, own_currency
from bot.i18n.languages import languages
from bot.i18n.locale import Locale
from bot.i18n.reading.common_words import is_skip
from bot.i18n.reading.lexer import Token, is_letter, prepared, tokens
from bot.i18n.reading.numbers.number_words import Kind, halves_after, near_word, number_vocabulary, tails
from bot.i18n.reading.numbers.numbers_found import Found, Group, group_of, is_vague, share
from bot.i18n.reading.numbers.numerals import meanings, parts
from bot.i18n.reading.numbers.quantities import Piece, quantity
from bot.i18n.reading.numbers.written_numbers import goes_on, is_left_open, parted
from bot.i18n.reading.outcome import Reading, Reason, Unread, settle

# "1200/-", "1,200.-", "1200/=" close an amount in South Asia, Thailand and East Africa.
CLOSING = re.compile(r"(?<=\d)\s*(?:/[-=]|\.-|\|-)(?!\d)")
# 2k5 is 2,500, 3M2 is 3,200,000; a large M is a metre, or a million.
TAIL = re.compile(r"(?<![\d.,])(\d+)([kKM])(\d{1,3})(?!\d)")
MILLION_OR_METRE = re.compile(r"\d\s?M(?![^\W\d_])")
MILLION = 1_000_000
METRES = re.compile(r"(?<![\d.,])(\d+)m(\d\d)(?!\d)")  # 2m50
SCALES = {"k": 1000, "M": MILLION}
NEAR = 5
# Signs that change the number beside them.
CHANGING = frozenset("-/<>≤≥+±")
MINUS = re.compile(r"^-(?=\S)")
RANGE_SIGNS = frozenset("-~")
QUANTITY = frozenset(
    {Kind.COUNT, Kind.SCALE, Kind.SCALE_BEFORE, Kind.BEFORE, Kind.FRACTION, Kind.AFTER, Kind.ONE, Kind.AND, Kind.POINT}
)

# One place in a line of pieces, with what it can be.
Options = tuple[Piece, ...]


def read_number(text: str, locale: Locale) -> Reading[Decimal]:
    """A number with or without decimals, in digits or words of any of our languages, units tolerated."""
    found = find_quantities(text, locale)
    if isinstance(found, Unread):
        return found
    values = [value for group in found.groups for value in group.values]
    return settle(values, Reason.NOT_A_NUMBER, sure=found.sure)


def read_integer(text: str, locale: Locale) -> Reading[int]:
    """Like `read_number`, whole numbers only: of "1.250" only 1,250 is left. NOT_WHOLE when nothing else was said."""
    found = find_quantities(text, locale)
    if isinstance(found, Unread):
        return found
    values = [value for group in found.groups for value in without_fractions(group.values)]
    whole = [int(value) for value in values if value == value.to_integral_value()]
    # "2,5" is more likely two and a half than 25: where a fraction comes first, the whole number is asked
    likely = all(int(group.values[0].as_tuple().exponent) >= 0 for group in found.groups if group.values)
    return settle(whole, Reason.NOT_WHOLE, sure=found.sure and likely)


def without_fractions(values: Sequence[Decimal]) -> Sequence[Decimal]:
    """Of "15.000" only fifteen thousand, where no decimals are wanted; a lone fraction stays."""
    return [value for value in values if int(value.as_tuple().exponent) >= 0] or values


def find_quantities(text: str, locale: Locale, currency: str | None = None) -> "Found | Unread":
    """One or two quantities of a line with all that stands around them, or why there is none.

    `currency`: money of that currency is asked for.
    """
    if not text.strip():
        return Unread(Reason.EMPTY)
    if is_skip(text):
        return Unread(Reason.NOT_A_NUMBER)
    text, tailed = without_tails(text)
    line = CLOSING.sub("", prepared(text))
    pieces = tokens(line, number_vocabulary(locale.language))
    negative = bool(MINUS.match(line)) and (
        pieces[1].numeral or pieces[1].kind is Kind.CURRENCY or pieces[1].text in money_letters()
    )
    found = Scan(pieces[negative:], locale, currency).run()
    if len(found.groups) > 2:
        return Unread(Reason.SEVERAL)
    if not found.groups:
        return Unread(Reason.NOT_A_NUMBER)
    found.left_over = found.left_over or tailed
    if MILLION_OR_METRE.search(text) and currency is None:
        group = found.groups[-1]
        group.values = tuple(dict.fromkeys((*group.values, *(value * MILLION for value in group.values))))
    share(found)
    if negative or found.negative:
        found.groups[0].values = tuple(-value for value in found.groups[0].values)
    return found


def without_tails(text: str) -> tuple[str, bool]:
    """The text with numbers like 2k5, 3M2 and 2m50 in figures, and whether it had one: it may mean something else."""
    line, many = TAIL.subn(_in_figures, parted(text))
    line, lengths = METRES.subn(r"\1.\2m", line)
    return line, many + lengths > 0


def _in_figures(match: re.Match[str]) -> str:
    scale = SCALES[match[2] if match[2] in SCALES else match[2].lower()]
    return f"{int(Decimal(f'{match[1]}.{match[3]}') * scale)}"


def read_range(text: str, locale: Locale, currency: str | None = None) -> tuple[Decimal, ...]:
    """Two numbers of which one is meant, the smaller first: 200-300, 2-3 thousand. None for any other text.

    With a sign between them they are near each other: "12 - 600" is no range.
    """
    found = find_quantities(text, locale, currency)
    if isinstance(found, Unread) or len(found.groups) != 2 or not (found.shared or found.ranged):
        return ()
    values = [value for group in found.groups for value in likely(group.values)]
    near = values[-1] <= NEAR * values[0] or not any(sign in text for sign in RANGE_SIGNS)
    return tuple(values) if values == sorted(values) and near else ()


def likely(values: Sequence[Decimal]) -> Sequence[Decimal]:
    """Of 6k, where k is money too, six thousand."""
    return values[:1] if len(values) == 2 and values[0] == SCALES["k"] * values[1] else values


class Scan:
    """One walk over the tokens of a line, gathering runs of pieces that may add up."""

    def __init__(self, line: Sequence[Token[Kind]], locale: Locale, currency: str | None) -> None:
        self._line = line
        self._texts = [token.text for token in line]
        self._locale = locale
        self._currency = currency
        self._meant = own_currency(locale.language) if currency is None else currency
        self._found = Found()
        self._run: list[Options] = []

    def run(self) -> Found:
        at = 0
        while at < len(self._line):
            at += self._step(at)
        self._close()
        return self._found

    def _step(self, at: int) -> int:
        """Take the token at `at`; how many tokens that used up."""
        token = self._line[at]
        if token.numeral:
            return self._numeral(at)
        if is_left_open(self._texts, at) and not self._run:
            return 1  # a few hundred
        if self._run and goes_on(self._texts, at):
            return 1
        if token.kind in QUANTITY:
            self._word(at)
        elif token.kind is Kind.UNIT and self._is_one_of(at):
            before = [] if self._is_article() else self._run
            self._run = [*before, (Piece(Kind.COUNT, token.text, Decimal(1)),)]
        elif token.kind is Kind.UNIT and self._next_is(at, Kind.AFTER, Kind.FRACTION) and self._run:
            pass  # two kilos and a half
        elif self._currency and self._run and token.text in millions_of_money():
            self._run.append((Piece(Kind.SCALE, token.text, Decimal(1_000_000)),))  # 1.5m of money is no length
        elif token.kind is None and (near := near_word(token.text, self._locale.language)):
            self._found.left_over = True  # understood, but asked
            self._run.append((Piece(near.kind, token.text, Decimal(str(near.value)), near.language),))
        else:
            if token.kind is Kind.UNIT and len(self._run) > 1 and self._run[-1][0].kind is Kind.ONE:
                self._found.left_over = True  # 12 a day
            self._close()
            self._around(token)
        return 1

    def _is_one_of(self, at: int) -> bool:
        """A kilo and a half, a quarter more than a kilo, a single kilo: one is not said."""
        before = self._run[-1][0].kind if self._run else None
        after = at + 1 < len(self._line) and self._line[at + 1]
        if before is None and after and after.kind is Kind.ALONE:
            return True
        half = after and (after.kind is Kind.AFTER or after.text in halves_after(self._locale.language))
        return before is Kind.BEFORE or bool(half and (before is None or self._is_article()))

    def _is_article(self) -> bool:
        return len(self._run) == 1 and self._run[0][0].kind is Kind.ONE

    def _numeral(self, at: int) -> int:
        fraction = self._fraction(at)
        if fraction is not None:
            self._run.append((Piece(Kind.FRACTION, "", fraction, digits=True),))
            return 3
        numeral = self._line[at].text
        values = meanings(numeral, self._locale)
        if values:
            self._run.append(tuple(Piece(Kind.COUNT, numeral, value, digits=True) for value in values))
            return 1
        self._close()
        self._found.left_over = True
        self._found.groups.extend(Group((Decimal(part),)) for part in parts(numeral))
        return 1

    def _fraction(self, at: int) -> Decimal | None:
        """3/4, but not 24/11/2026."""
        texts = [token.text for token in self._line[at : at + 4]]
        if len(texts) < 3 or texts[1] != "/" or not texts[0].isdigit() or not texts[2].isdigit():
            return None
        top, bottom = int(texts[0]), int(texts[2])
        if texts[3:] == ["/"] or not 0 < top < bottom or bottom not in (2, 3, 4, 5, 8, 10):
            return None
        return (Decimal(top) / Decimal(bottom)).quantize(Decimal("0.001")).normalize()

    def _word(self, at: int) -> None:
        token = self._line[at]
        phrase = token.phrase
        assert phrase is not None
        if self._is_money(at):
            self._close()
            self._found.currencies.append(money_letters()[token.text])
        elif not self._is_tail(at):
            value = phrase.value if isinstance(phrase.value, Decimal) else Decimal(0)
            piece = Piece(phrase.kind, token.text, value, phrase.language)
            # Where k is the money too, 5k is five thousand or five of it.
            bare_k = self._meant is not None and money_letters().get(token.text) == self._meant
            is_six = self._closes(at) and self._line[at - 1].kind is Kind.SCALE
            other = [Piece(Kind.SCALE, token.text, Decimal(1))] * bare_k + [replace(piece, value=Decimal(0))] * is_six
            self._run.append((piece, *other))

    def _is_money(self, at: int) -> bool:
        """K500: before a figure K is money."""
        before_figure = at + 1 < len(self._line) and self._line[at + 1].numeral
        return before_figure and not self._run and self._line[at].text in money_letters()

    def _is_tail(self, at: int) -> bool:
        """A word that is "is" and six: "5 is", not "five six"."""
        before = self._line[at - 1]
        return self._closes(at) and (before.numeral or before.kind is Kind.UNIT or self._line[at].kind is Kind.TAIL)

    def _closes(self, at: int) -> bool:
        """The last word of a line, and one that may only close it; after a word it is asked: 106, or "is 100"."""
        return 0 < at == len(self._line) - 1 and self._line[at].text in tails(self._locale.language)

    def _next_is(self, at: int, *kinds: Kind) -> bool:
        return at + 1 < len(self._line) and self._line[at + 1].kind in kinds

    def _around(self, token: Token[Kind]) -> None:
        """What stands around a quantity."""
        found, value = self._found, token.phrase.value if token.phrase else None
        if token.kind is Kind.RANGE or (token.text in RANGE_SIGNS and found.groups):
            found.ranged = True
        elif token.kind is Kind.CURRENCY:
            found.currencies.append(str(value))
        elif token.kind is Kind.NEGATIVE and not found.groups:
            found.negative = True
        elif token.kind is Kind.MINOR and found.groups:
            found.groups[-1].minor = True
        elif token.text == "+" and not found.groups:
            pass
        elif token.kind is None and not _is_harmless(token.text) and token.text != (self._currency or "").casefold():
            found.left_over = True

    def _close(self) -> None:
        """Add up the run; what does not add up begins a new quantity."""
        run = self._run
        while run:
            values: list[Decimal] = []
            taken = 1
            for pieces in product(*run):
                meant, length = quantity(pieces)
                values.extend(meant)
                taken = max(taken, length)
            if not values and len(run) == 1 and run[0][0].kind is Kind.SCALE_BEFORE:
                values.append(run[0][0].value)  # thousands, nobody says how many
                self._found.left_over = True
            if values:
                pieces_taken = [options[0] for options in run[:taken]]
                self._found.groups.append(group_of(values, pieces_taken))
                self._found.left_over = self._found.left_over or is_vague(pieces_taken)
            elif not all(option.kind in (Kind.AND, Kind.ONE) for options in run[:taken] for option in options):
                self._found.left_over = True
            run = run[taken:]
        self._run = []


@cache
def millions_of_money() -> frozenset[str]:
    return frozenset(word for code in languages() for word in language_table(code)["numbers"]["million_of_money"])


def _is_harmless(text: str) -> bool:
    """Marks and pictures that change nothing; a minus or a slash may."""
    return (
        text not in CHANGING
        and not any(is_letter(char) for char in text)
        and not unicodedata.category(text[0]).startswith("N")
    )
