"""Where a line of several entries may be cut: at commas and "and", and where a verb with its number is an entry."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from bot.domain.book.reading.numbers.placed import Placed, placed
from bot.domain.book.reading.words.vocabulary import Kind, Word, table, vocabulary
from bot.i18n.languages import languages
from bot.i18n.reading.lexer import prepared
from bot.i18n.reading.numbers.number_words import Kind as Number
from bot.i18n.scripts import any_of, is_spaceless, spaceless_letters

Place = tuple[int, int]
COUNTS = frozenset({Number.COUNT, Number.SCALE, Number.SCALE_BEFORE, Number.BEFORE, Number.FRACTION})
VERB, NUMBER = "v", "n"
TRADE = frozenset({"in", "buy"})


def pieces_of(text: str, language: str) -> list[Place]:
    """The pieces that a text may fall into; one, where it cannot."""
    places = [0, *(end for match in _between().finditer(text) for end in match.span()), len(text)]
    found = list(zip(places[::2], places[1::2], strict=True))
    for at in _by_verbs(text, language):
        found = [part for place in found for part in _halves(place, at, text, language)]
    return found


def has_verb(text: str, language: str) -> bool:
    return any(_is_verb(token) for token in placed(prepared(text), vocabulary(language)))


def with_verb_of(text: str, place: Place, language: str) -> str:
    """The piece with the verb of the piece before it, or behind it where verbs come last; empty where none is near."""
    last = table(language)["grammar"]["verb_last"]
    near = prepared(text[place[1] :] if last else text[: place[0]])
    verbs = [token for token in placed(near, vocabulary(language)) if _is_verb(token)]
    verb = verbs[0 if last else -1] if verbs else None
    if verb is None or verb.kind is None or verb.kind.value not in TRADE:
        return ""
    piece = text[slice(*place)]
    return f"{piece} {verb.text}" if last else f"{verb.text} {piece}"


def is_listed(item: str, language: str) -> bool:
    """Whether it is a thing that a list of the language has, and no cost or name."""
    tokens = placed(prepared(item), vocabulary(language))
    return bool(tokens) and all(token.kind is not None and token.kind.kind is Kind.GOODS for token in tokens)


@cache
def _interest() -> str:
    """Words for interest, which follow a sum: "paid the loan 800 interest 50"."""
    words = sorted({word for language in languages() for word in table(language)["costs"]["interest"]}, key=len)
    glued, apart = any_of(filter(is_spaceless, words)), any_of(word for word in words if not is_spaceless(word))
    return rf"(?:(?<=\s)(?:{apart})\s|{glued})"


@cache
def _between() -> re.Pattern[str]:
    """A comma that stands in no number, and the words for "and" of every language."""
    words = [word for language in languages() for word in table(language)["markers"]["next"]]
    any_word, glued = any_of(words), any_of(filter(is_spaceless, words))
    return re.compile(
        rf"\s*(?:(?<!\d),|,(?!\d))\s*(?:(?:{any_word})\s+)?"
        rf"|\s+(?:{any_word})\s+|(?<=\d)\s*(?={_interest()})"
        rf"|(?<=[\d{spaceless_letters()}])\s*(?:{glued})\s*",
        re.IGNORECASE,
    )


def _halves(place: Place, at: int, text: str, language: str) -> Sequence[Place]:
    """Two pieces, each with a number; ", today I bought" has been cut before its day."""
    if not place[0] < at < place[1]:
        return [place]
    tokens = placed(prepared(text[place[0] : at]), vocabulary(language))
    return [(place[0], at), (at, place[1])] if any(map(_is_number, tokens)) else [place]


def _by_verbs(text: str, language: str) -> list[int]:
    """Before a verb that a number follows, where one stood before it; behind a verb, where numbers come first."""
    line = prepared(text)
    tokens = placed(line, vocabulary(language))
    marks = [(VERB if _is_verb(one) else NUMBER, one) for one in tokens if _is_verb(one) or _is_number(one)]
    shape = re.sub(r"(.)\1+", r"\1", "".join(mark for mark, _ in marks))
    if "vnv" not in shape:
        return []
    behind = table(language)["grammar"]["verb_last"]
    if behind and shape.startswith(NUMBER) and shape.endswith(VERB):
        ends = _ends(marks, VERB)
    elif behind:
        ends = _ends(marks, NUMBER)
    else:
        numbers = [one.start for mark, one in marks if mark == NUMBER]
        starts = [one.start for (before, _), (mark, one) in pairwise(marks) if mark == VERB != before]
        ends = [at for at in starts if numbers[0] < at < numbers[-1]]
    return [at for at in (_in_typed(text, line, end) for end in ends) if at]


def _ends(marks: Sequence[tuple[str, Placed[Word]]], of: str) -> list[int]:
    """The ends of runs of verbs, or of numbers, but the last."""
    return [one.end for (mark, one), (after, _) in pairwise(marks) if mark == of != after]


def _in_typed(text: str, line: str, at: int) -> int:
    """The place in what was typed; 0 where it cannot be told."""
    wanted = line[:at].strip()
    return next((end for end in range(1, len(text)) if prepared(text[:end]).strip() == wanted), 0)


def _is_verb(token: Placed[Word]) -> bool:
    return token.kind is not None and token.kind.kind is Kind.VERB


def _is_number(token: Placed[Word]) -> bool:
    return token.numeral or (token.kind is not None and token.kind.number in COUNTS)
