"""Several entries in one line: "sold soap 600, bought oil 200"; each must be complete by itself."""

import re
from collections.abc import Callable, Sequence
from functools import cache

from bot.domain.book.kinds import KINDS
from bot.domain.book.reading.line import Line, Reading
from bot.domain.book.reading.words.vocabulary import table
from bot.i18n.languages import languages
from bot.i18n.scripts import any_of, is_spaceless, spaceless_letters

Place = tuple[int, int]
MOST = 5  # entries, or pieces between commas, of a line

Read = Callable[[str, bool], Reading]  # the text of a piece, and whether it is the first


def entries(text: str, read: Read) -> list[Line]:
    """The entries of a line, none when it is not made of several complete ones."""
    places = [0, *(end for match in _between().finditer(text) for end in match.span()), len(text)]
    pieces = list(zip(places[::2], places[1::2], strict=True))
    if not 1 < len(pieces) <= MOST:
        return []
    return _entries(text, pieces, read, {})


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


def _entries(text: str, pieces: Sequence[Place], read: Read, seen: dict[Place, Reading]) -> list[Line]:
    """The first entry takes as many pieces as make it one: "sold soap 600, 12 pieces"."""
    for many in range(len(pieces), 0, -1):
        place = pieces[0][0], pieces[many - 1][1]
        if place == (0, len(text)):
            continue
        if place not in seen:
            seen[place] = read(text[slice(*place)], place[0] == 0)
        first = seen[place]
        if not isinstance(first, Line) or not _is_complete(first):
            continue
        if many == len(pieces):
            return [first]
        rest = _entries(text, pieces[many:], read, seen)
        if rest:
            return [first, *rest]
    return []


def _is_complete(line: Line) -> bool:
    """It says what or who; money for home, a loan, a bank need neither. "300 paid" belongs to what was said before."""
    kind = KINDS[line.direction]
    return bool(line.item or line.who) or kind.is_beside or kind.takes_back is not None or kind.home > 0
