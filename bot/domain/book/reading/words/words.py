"""What a word of a cash book line can be, and the lists of words that a language's book.toml has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from bot.domain.book.reading.other_money.words import Keeper
from bot.i18n.languages import language_file, languages
from bot.i18n.reading.common_words import fold
from bot.i18n.reading.numbers.number_words import Kind as Number

# Money that moves but is neither a sale nor a cost.
OUTSIDE = "outside"
VERBS = (
    "in",
    "got",
    "came",
    "made",
    "buy",
    "pay",
    "give",
    "lend",
    "take",
    "credit",
    "owed",
    "paid_back",
    "repaid",
    "taken_home",
    "at_home",
    "they_buy",
    "they_pay",
    "they_take",
)
# What a verb of hers is when somebody else does it.
THEIRS = {
    "buy": "they_buy",
    "pay": "they_pay",
    "give": "they_pay",
    "take": "they_take",
    "repaid": "paid_back",
    OUTSIDE: OUTSIDE,
}


class Kind(StrEnum):
    VERB = "verb"
    COST = "cost"  # says "out" and is part of the item
    UNIT = "unit"
    EACH = "each"  # the number before it, else the one after it, is the price of one
    EACH_BEFORE = "each before"
    TOTAL = "total"
    AMOUNT_BEFORE = "amount before"
    AMOUNT_AFTER = "amount after"
    WHO_BEFORE = "who before"
    WHO_AFTER = "who after"
    DAY_BEFORE = "day before"
    PERHAPS_EACH = "perhaps each"
    CLOCK = "clock"  # the number before it is a time of day
    FROM_ME = "from me"  # somebody else bought
    THEY = "they"  # somebody else did it
    NOT = "not"
    AND = "and"
    DOUBT = "doubt"  # moves money in a way that no entry says by itself
    KEEPER = "keeper"  # where money is kept or lent: a bank, a savings group
    FILLER = "filler"
    NUMBER = "number"
    CURRENCY = "currency"
    KNOWN = "known"  # an item of hers
    GOODS = "goods"
    HOUSEHOLD = "household"
    PERSON = "person"
    TEXT = "text"
    SIGN = "sign"  # + or -
    BREAK = "break"  # a comma


@dataclass(frozen=True, slots=True)
class Word:
    """`value`: the verb's key, the unit's, the cost's, the currency; of "each", the unit's or how many a pack has.

    `subject`: who does it is said before the verb.

    `money`: the number after it is an amount; `mine`: its form says that I did it.
    `beside`: a key of [beside]; `keeper`: where money is kept or lent; `paid`: a key of [paid_by].
    """

    kind: Kind
    value: str = ""
    subject: bool = False
    money: bool = False
    mine: bool = False
    number: Number | None = None
    beside: str = ""
    keeper: Keeper | None = None
    paid: str = ""


def table(language: str) -> Mapping[str, Any]:
    """The words of a language's book; English when there is none."""
    return language_file(language, "book")


@cache
def marked(key: str, language: str | None = None) -> frozenset[str]:
    """The folded words of a list of `markers`: of one language, or of all, as people mix them."""
    return frozenset(fold(word) for code in _one_or_all(language) for word in table(code)["markers"][key])


def _one_or_all(language: str | None) -> Sequence[str]:
    return languages() if language is None else (language,)
