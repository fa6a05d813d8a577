"""Words people say to a bot at any moment: yes, no, stop, start, help, menu, skip, back; in every language at once."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from itertools import chain

from bot.i18n.language_data import language_order, language_table
from bot.i18n.languages import languages
from bot.i18n.locale import Locale
from bot.i18n.reading.outcome import Ask, Read, Reading, Reason, Unread
from bot.i18n.scripts import alike, is_spaceless, sentence_ends, signs

ZERO_WIDTH = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD, 0xFE0F, 0x20E3, 0x200E, 0x200F])
APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`", "'"))
SPACES = re.compile(r"\s+")
PARTS = re.compile(r"[\s,.;!]+")
STRETCHED = re.compile(r"(.)\1+$")  # yesss
EDGES = " \t\n.,!?;:\"'()[]…-*/#"


@cache
def edges() -> str:
    """What is stripped off both ends of a word."""
    return EDGES + sentence_ends()


class Characters(dict[int, str | None]):
    """A table for `str.translate`; what becomes of a character is found out the first time that it is seen."""

    def __init__(self, becomes: Callable[[str], str | None]) -> None:
        super().__init__()
        self._becomes = becomes

    def __missing__(self, number: int) -> str | None:
        found = self[number] = self._becomes(chr(number))
        return found


@cache
def _same() -> Characters:
    """Spellings of one word that people mix, and all digits."""
    mixed = {**APOSTROPHES, **alike("folding")}
    return Characters(lambda sign: "".join(map(_digit, sign.translate(mixed))))


def _digit(sign: str) -> str:
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else sign


_UNSEEN = Characters(lambda sign: None if ord(sign) in ZERO_WIDTH else sign)
_NO_PICTURES = Characters(lambda sign: None if unicodedata.category(sign) in ("So", "Sk") else sign)


@cache
def _dot_after_letter() -> re.Pattern[str]:
    return re.compile(rf"(?<=[^\W\d_])\.|(?<=[{signs()}{sentence_ends()}])\.")


def fold(text: str) -> str:
    """What two spellings of a word have in common: case, digits, vowel length, zero-width signs, dots."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_UNSEEN)).translate(_same())
    return SPACES.sub(" ", _dot_after_letter().sub("", text.casefold())).strip()


# A text is looked at in a dozen ways, one right after the other.
@lru_cache(maxsize=16)
def bare(text: str) -> str:
    """`fold`, without marks and pictures at the edges: " STOP!! " and "/stop" are "stop"."""
    return fold(text).translate(_NO_PICTURES).strip(edges())


@lru_cache(maxsize=16)
def plain(text: str) -> str:
    """`bare`, without the polite words around it: "please stop" is "stop"."""
    word = bare(text)
    while word:
        shorter = _less_polite(word)
        if not shorter:
            break
        word = shorter
    return word


def _less_polite(word: str) -> str:
    """The word less one polite word at an end; empty when there is none, or nothing else."""
    first, _, rest = word.partition(" ")
    start, _, last = word.rpartition(" ")
    polite = polite_words()
    if first in polite:
        return rest.strip(edges())
    if last in polite:
        return start.strip(edges())
    ends = (word[: -len(end)] for end in _glued_polite() if word.endswith(end)) if is_spaceless(last) else ()
    starts = (word[len(end) :] for end in _glued_polite() if word.startswith(end)) if is_spaceless(first) else ()
    return next(chain(ends, starts), "").strip(edges())


def is_stop(text: str) -> bool:
    return _says("stop", text)


def is_start(text: str) -> bool:
    return _says("start", text)


def is_help(text: str) -> bool:
    return _says("help", text)


def is_menu(text: str) -> bool:
    return _says("menu", text)


def is_skip(text: str) -> bool:
    return _says("skip", text)


def is_later(text: str) -> bool:
    return _says("later", text)


def is_back(text: str) -> bool:
    return _says("back", text)


def is_thanks(text: str) -> bool:
    """Thanks and nothing else; beside other words they are polite."""
    return bare(text) in _words("thanks")


def is_lost(text: str) -> bool:
    """ "I don't understand": of what was asked, or of anything."""
    return _says("lost", text)


def _says(kind: str, text: str) -> bool:
    words = _words(kind)
    return bare(text) in words or plain(text) in words


def is_question(text: str) -> bool:
    """Whether a question mark of any script is in it, a picture of one too: who asks has not answered."""
    return "?" in text if text.isascii() else any(map(_asks, text))


@cache
def _asks(sign: str) -> bool:
    name = unicodedata.name(sign, "")
    return "QUESTION" in name or "INTERROBANG" in name or sign in "🤔🤷"


def read_yes_no(text: str, locale: Locale) -> Reading[bool]:
    """Yes or no in any of our languages and spellings. Said with more words ("yes but not now") it is asked."""
    reading = _said_yes_or_no(text, locale)
    return Ask((reading.value,)) if isinstance(reading, Read) and is_question(text) else reading


def _said_yes_or_no(text: str, locale: Locale) -> Reading[bool]:
    word = bare(text)
    if not word:
        # a sign alone; with words beside it, as on a button, the words count
        return _sign(text)
    meanings = _yes_no(locale.language)
    for spelling in (word, plain(text), SPACES.sub("", word), STRETCHED.sub(r"\1", word)):
        if spelling in meanings:
            return Read(meanings[spelling])
    return _all_the_same(word, meanings)


def _sign(text: str) -> Reading[bool]:
    if any(sign in text for sign in ("👍", "✅", "👌")):
        return Read(True)
    if any(sign in text for sign in ("👎", "❌")):
        return Read(False)
    return Unread(Reason.EMPTY)


def _all_the_same(word: str, meanings: Mapping[str, bool]) -> Reading[bool]:
    """ "Yes, I agree": every part says the same; one that begins with yes or no and goes on is asked.

    "Yes and no" is asked with both.
    """
    parts = PARTS.split(word)
    said = {meanings[part] for part in parts if part in meanings}
    known = all(part in meanings or part in polite_words() for part in parts)
    rests = [meanings[rest] for at in range(1, len(parts)) if (rest := " ".join(parts[at:])) in meanings]
    if len(said) == 1 and (known or (parts[0] in meanings and rests == [meanings[parts[0]]])):
        return Read(said.pop())
    if len(said) > 1:
        return Ask((True, False))
    return Ask((meanings[parts[0]],)) if parts[0] in meanings else Unread(Reason.NOT_YES_OR_NO)


@cache
def polite_words() -> frozenset[str]:
    return frozenset(fold(word) for language in languages() for word in language_table(language)["words"]["polite"])


@cache
def _glued_polite() -> tuple[str, ...]:
    """Longest first: those that are written together with the word before."""
    return tuple(sorted(filter(is_spaceless, polite_words()), key=len, reverse=True))


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(fold(word) for language in languages() for word in language_table(language)["words"][kind])


@cache
def _yes_no(language: str) -> Mapping[str, bool]:
    found: dict[str, bool] = {}
    for code in language_order(language):
        for meaning, kind in ((True, "yes"), (False, "no")):
            for word in language_table(code)["words"][kind]:
                found.setdefault(fold(word), meaning)
    return found
