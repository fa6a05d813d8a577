"""Whether the words that are left over of a line are sure to be a thing; anything else may be a verb, or a name."""

import re
from collections.abc import Sequence
from functools import cache

from bot.domain.book.reading.line_part import Part, Parts
from bot.domain.book.reading.names.her_items import Hers
from bot.domain.book.reading.words.nouns import nouns
from bot.domain.book.reading.words.spelling import joined
from bot.domain.book.reading.words.vocabulary import Kind, marked, table
from bot.i18n.reading.common_words import fold

LONGEST = 5  # words of an item
DEBTS = frozenset({"credit", "owed", "paid_back", "repaid", "they_pay", "they_take", "taken_home", "lend"})


def is_sure(left: Sequence[Sequence[Part]], parts: Parts, language: str, own: Hers) -> bool:
    """Sure of one run of words that are hers or listed, with at most one new word; anything else may be a verb."""
    if len(left) > 1 or any(part.kind is Kind.PERSON and not part.person for run in left for part in run):
        return False
    if not left:
        return True
    run = left[0]
    if own.item(joined(run), strange=has_strange(run)):
        return True
    if only_describes(run):
        return False
    if any(part.kind is Kind.AND for part in run):
        return _are_two_things(run, parts, own)
    if joined(run) == table(language)["grammar"]["cost_of"]:
        return False
    strange = [part for part in run if part.is_strange]
    early = not table(language)["grammar"]["verb_last"] and _stands_before_verb(run, parts)
    if early and (strange or any(part.kind is Kind.HOUSEHOLD for part in run)):
        return False  # rain today, sold 200; my husband took 300
    if strange and run[0].text == table(language)["grammar"]["cost_of"] and not parts.verbs:
        return False
    if any(part.grown or _looks_like_verb(part.text, language) for part in strange):
        return False
    known_words = sum(1 for part in run if part.kind is Kind.KNOWN or own.item(part.text, strange=part.is_strange))
    compound = _is_compound(run, language)
    if known_words > 1 and not compound and len(parts.numbers) < 2:  # soap honey 490
        return False
    if strange and (len(strange) > 1 or parts.verbs & DEBTS or (known_words and not compound)):
        return False
    return sum(1 for part in run if part.kind is not Kind.FILLER) <= LONGEST


def only_describes(run: Sequence[Part]) -> bool:
    """Whether it is nothing but words that say of what kind: old, red."""
    return all(part.is_describing for part in run)


def _stands_before_verb(run: Sequence[Part], parts: Parts) -> bool:
    places = {id(part): at for at, part in enumerate(parts.line)}
    verb = next((at for at, part in enumerate(parts.line) if part.verb), -1)
    return places.get(id(run[0]), len(places)) < verb


def _are_two_things(run: Sequence[Part], parts: Parts, own: Hers) -> bool:
    """thread and buttons: listed things bought for one sum; of what was sold, or is hers, which of the two is asked."""
    strange = sum(1 for part in run if part.is_strange)
    one_is_hers = any(part.kind is Kind.KNOWN or own.item(part.text, strange=part.is_strange) for part in run)
    sold = parts.verbs & {"in", "credit"}
    return len(parts.numbers) == 1 and strange <= 1 and not one_is_hers and not sold


def _is_compound(run: Sequence[Part], language: str) -> bool:
    """Joined by a word for "of", or by such an ending: soap of honey, soap's mould."""
    joins, endings = words_of(language, "grammar", "joins"), tuple(marked("of_after"))
    return any(part.text in joins or part.text.endswith(endings) for part in run)


@cache
def _verb_form(language: str) -> re.Pattern[str]:
    return re.compile(table(language)["grammar"]["verb_like"])


def _looks_like_verb(text: str, language: str) -> bool:
    return len(text) > 3 and _verb_form(language).fullmatch(text) is not None


def is_for_sale(thing: str, language: str) -> bool:
    """A thing, and no work that is paid for: the price of cloth, of sewing cloth."""
    cost_of = table(language)["grammar"]["cost_of"]
    listed = (fold(word) for words in table(language)["costs"].values() for word in words)
    work = any((cost_of + thing).startswith(cost) for cost in listed if cost != cost_of)
    return thing in nouns(language)["goods"] and not work


def has_strange(run: Sequence[Part]) -> bool:
    """Whether a word of it is in no list."""
    return any(part.is_strange for part in run)


@cache
def words_of(language: str, section: str, key: str) -> frozenset[str]:
    """The words of a list of a language, as they are compared."""
    return frozenset(fold(word) for word in table(language)[section][key])
