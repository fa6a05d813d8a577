"""A typed line cut into parts: verbs, numbers with their units and roles, and the words left for item and customer."""

from functools import lru_cache
from itertools import pairwise

from bot.domain.book.reading.line_part import Part, Parts, Role
from bot.domain.book.reading.numbers.compound import compounds
from bot.domain.book.reading.numbers.line_numbers import figure
from bot.domain.book.reading.numbers.measures import halves, one_each, one_of, units
from bot.domain.book.reading.numbers.number_roles import roles, signs
from bot.domain.book.reading.numbers.placed import Placed, placed
from bot.domain.book.reading.numbers.prices import counted, of_units, packs
from bot.domain.book.reading.words.misspelt import near
from bot.domain.book.reading.words.vocabulary import TITLE, Kind, Word, marked, spellings, table, vocabulary, with_known
from bot.i18n import Locale
from bot.i18n.reading.lexer import is_letter
from bot.i18n.reading.numbers.number_words import Kind as Number
from bot.i18n.scripts import is_spaceless, joining

# What is left of a number that could not be read: "and a half", "satang".
SHORTEST = 3  # letters of a thing that a verb is written on to
BROKEN = frozenset({Number.AFTER, Number.POINT, Number.MINOR, Number.RANGE})


def cut(line: str, locale: Locale, currency: str, items: frozenset[str], people: frozenset[str] = frozenset()) -> Parts:
    """The parts of a prepared line. `items`, `people`: folded names of her own."""
    words = frozenset(word for name in (*items, *people) for word in name.split())
    grammar = table(locale.language)["grammar"]
    parts = Parts(_words(line, locale, currency, words, (items, people)), counts_before=grammar["counts_before"])
    _two_parts(parts, locale.language)
    _one_verb(parts)
    _glued(parts)
    _without_clock(parts)
    _grown_names(parts)
    _small_words(parts)
    _belonging(parts)
    units(parts, locale.language, unit_first=grammar["unit_first"])
    compounds(parts)
    signs(parts)
    one_of(parts, locale.language)
    halves(parts)
    one_each(parts, locale.language)
    counted(parts, locale.language)
    packs(parts)
    of_units(parts, locale.language)
    roles(parts)
    return parts


def _words(
    line: str, locale: Locale, currency: str, known: frozenset[str], names: tuple[frozenset[str], frozenset[str]]
) -> list[Part]:
    language = locale.language
    tokens = placed(line, with_known(language, *names) if any(names) else vocabulary(language))
    found: list[Part] = []
    at = 0
    while at < len(tokens):
        number = figure(line, tokens, at, locale, currency)
        if number is None:
            token = tokens[at]
            found += _titled(token, language, known) or _with_verb(token, language, known)
            at += 1
        else:
            text = line[tokens[at].start : tokens[number.end - 1].end]
            found.append(Part(Kind.NUMBER, text, tokens[at].glued, figure=number))
            if number.money:
                found[-1].role = Role.AMOUNT
            at = number.end
    return found


def _titled(token: Placed[Word], language: str, known: frozenset[str]) -> list[Part]:
    """Where titles come last, one is written together with an ending that a sentence gives it: kaka|ko."""
    if token.kind is not None or token.text in known or not table(language)["grammar"]["title_after"]:
        return []
    for ending in (*marked("who_after", language), *marked("text_after", language)):
        word = vocabulary(language).phrases.get(token.text.removesuffix(ending))
        if token.text.endswith(ending) and word is not None and word.kind == Word(Kind.PERSON, TITLE):
            after = Part(vocabulary(language).phrases[ending].kind.kind, ending, glued=True)
            return [Part(Kind.PERSON, token.text.removesuffix(ending), token.glued, word.kind), after]
    return []


def _with_verb(token: Placed[Word], language: str, known: frozenset[str]) -> list[Part]:
    """A verb that a listed thing is written on to, apart: soldhoney."""
    end = 0 if token.kind is not None or token.text in known else _verb_in(token.text, language)
    if not end:
        return [_word(token, language, known)]
    phrases = vocabulary(language).phrases
    pieces = ((token.text[:end], token.glued), (token.text[end:], False))
    return [Part(phrases[text].kind.kind, text, glued, phrases[text].kind) for text, glued in pieces]


@lru_cache(maxsize=8192)
def _verb_in(text: str, language: str) -> int:
    """Where a verb ends that begins a word which is in no list, if the rest is a thing; 0 where it is not so."""
    phrases = vocabulary(language).phrases
    if not text.isascii() or text in phrases:
        return 0
    for end in range(len(text) - SHORTEST, SHORTEST, -1):
        verb, thing = phrases.get(text[:end]), phrases.get(text[end:])
        if verb and thing and verb.kind.kind is Kind.VERB and thing.kind.kind in (Kind.GOODS, Kind.COST):
            return end
    return 0


def _word(token: Placed[Word], language: str, known: frozenset[str]) -> Part:
    word = token.kind
    if word is None and is_letter(token.text[0]):
        word = None if token.text in known else _misspelt(token.text, language)
        return Part(word.kind if word else Kind.TEXT, token.text, token.glued, word, misspelt=word is not None)
    if word is None:
        return Part(Kind.SIGN if token.text in "+-/" else Kind.BREAK, token.text, token.glued)
    if word.kind in (Kind.NUMBER, Kind.CURRENCY):
        if word.number is Number.AND:
            return Part(Kind.AND, token.text, token.glued)
        if word.number in BROKEN:
            return Part(Kind.DOUBT, token.text, token.glued)
        return Part(Kind.TEXT if token.glued and is_spaceless(token.text) else Kind.FILLER, token.text, token.glued)
    return Part(word.kind, token.text, token.glued, word)


def _two_parts(parts: Parts, language: str) -> None:
    """Received 300 back: one verb, whose second part stands apart."""
    for at, part in enumerate(parts.line):
        if part.text not in marked("apart", language) or part.verb:
            continue
        for before in parts.line[:at]:
            whole = vocabulary(language).phrases.get(f"{before.text} {part.text}")
            if before.verb and whole is not None and whole.kind.kind is Kind.VERB:
                before.text, before.word, part.kind = f"{before.text} {part.text}", whole.kind, Kind.FILLER


def _one_verb(parts: Parts) -> None:
    """Beside a verb that is spelt right, a word near another verb is a word of its own; a weak one is no verb: out."""
    if len(parts.verbs) > 1 or sum(1 for part in parts.line if part.verb) > 1:
        for part in parts.line:
            if part.text in marked("weak"):
                part.kind, part.word = Kind.FILLER, None
    if any(part.verb and not part.misspelt for part in parts.line):
        for part in parts.line:
            if part.verb and part.misspelt:
                part.kind, part.word = Kind.TEXT, None


def _glued(parts: Parts) -> None:
    """12ta: a small word written together with digits is more likely a unit that we do not know; A4 is no number."""
    for before, part in pairwise(parts.line):
        named = len(before.text) == 1 and before.text.isalpha() and before.kind is not Kind.EACH_BEFORE
        parts.unclear = parts.unclear or bool(named and part.figure and part.glued)
        if before.figure and part.glued and part.kind is Kind.FILLER and not is_spaceless(part.text):
            part.kind = Kind.DOUBT


def _without_clock(parts: Parts) -> None:
    """9 am: a time of day says nothing here."""
    line, parts.line = parts.line, []
    for part in line:
        if part.kind is Kind.CLOCK and parts.line and parts.line[-1].is_bare:
            parts.line.pop()
            if parts.line and parts.line[-1].kind is Kind.EACH_BEFORE:
                parts.line.pop()
        else:
            parts.line.append(part)


def _grown_names(parts: Parts) -> None:
    """Where there are no spaces a small word right before one that we do not know is its beginning."""
    joined: list[Part] = []
    for part in parts.line:
        last = joined[-1] if joined else None
        strange = part.kind is Kind.TEXT and part.glued and is_spaceless(part.text)
        if strange and last is not None and last.kind in (Kind.FILLER, Kind.TEXT):
            joined[-1] = Part(Kind.TEXT, last.text + part.text, last.glued, grown=last.kind is Kind.FILLER)
        else:
            joined.append(part)
    parts.line = joined


def _belonging(parts: Parts) -> None:
    """Small words written together with what is beside them may be part of it: "of" of "of sweet", desserts."""
    for part, after in pairwise(parts.line):
        if part.text in marked("part_before") and after.glued and after.is_text and part.glued:
            part.kind = Kind.DOUBT
        if after.text in marked("part_after") and after.glued and part.is_text:
            after.kind = Kind.DOUBT


def _small_words(parts: Parts) -> None:
    """Where words may be written together, one that falls into small words alone is a word of its own."""
    joined: list[Part] = []
    for part in parts.line:
        last = joined[-1] if joined else None
        small = part.glued and part.kind is Kind.FILLER and part.text[0] in joining()
        if small and last is not None and last.kind is Kind.FILLER:
            joined[-1] = Part(Kind.TEXT, last.text + part.text, last.glued)
        else:
            joined.append(part)
    parts.line = joined


@lru_cache(maxsize=8192)
def _misspelt(text: str, language: str) -> Word | None:
    if len(text) < 4:
        return None
    listed = spellings(language)
    for length in range(len(text) - 1, len(text) + 2):
        for spelling, word in listed.get((text[0], length), ()):
            if near(text, spelling):
                return word
    return None
