"""Words people say to a bot at any moment: yes, no, stop, start, help, menu, skip, back; in every language at once."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from bot.i18n.locale import Locale
from bot.i18n.reading import Ask, Read, Reading, Reason, Unread
from bot.i18n.tables import LANGUAGES, language_order, language_table

ZERO_WIDTH = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD, 0xFE0F, 0x20E3, 0x200E, 0x200F])
# Spellings that readers of Nepali (long and short i and u, ba and wa, the three s, nasal signs) and Chichewa (ŵ) mix.
SAME = str.maketrans(
    {
        "ी": "ि",
        "ू": "ु",
        "व": "ब",
        "श": "स",
        "ष": "स",
        "ँ": None,
        "ं": None,
        "़": None,
        "ŵ": "w",
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "`": "'",
    }
)
DOT_AFTER_LETTER = re.compile(r"(?<=[^\W\d_])\.|(?<=[\u0900-\u0965\u0e30-\u0e4e])\.")
SPACES = re.compile(r"\s+")
EDGES = " \t\n.,!?;:\"'()[]…।-*/#"


def fold(text: str) -> str:
    """What two spellings of a word have in common: case, digits, vowel length, zero-width signs, dots."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(ZERO_WIDTH)).translate(SAME)
        text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    return SPACES.sub(" ", DOT_AFTER_LETTER.sub("", text.casefold())).strip()


def bare(text: str) -> str:
    """`fold`, without marks and pictures at the edges: " STOP!! " and "/stop" are "stop"."""
    folded = fold(text)
    return "".join(c for c in folded if unicodedata.category(c) not in ("So", "Sk")).strip(EDGES)


def is_stop(text: str) -> bool:
    return bare(text) in _words("stop")


def is_start(text: str) -> bool:
    return bare(text) in _words("start")


def is_help(text: str) -> bool:
    return bare(text) in _words("help")


def is_menu(text: str) -> bool:
    return bare(text) in _words("menu")


def is_skip(text: str) -> bool:
    return bare(text) in _words("skip")


def is_back(text: str) -> bool:
    return bare(text) in _words("back")


def read_yes_no(text: str, locale: Locale) -> Reading[bool]:
    """Yes or no in any of our languages and spellings; a word that means both in two languages is asked."""
    word = bare(text)
    if any(sign in text for sign in ("👍", "✅", "👌")):
        return Read(True)
    if any(sign in text for sign in ("👎", "❌")):
        return Read(False)
    if not word:
        return Unread(Reason.EMPTY)
    meanings = _yes_no(locale.language)
    found = meanings.get(word, meanings.get(SPACES.sub("", word)))
    if found is None:
        found = meanings.get(_unstretched(word))
    if found is None and word.split(" ", 1)[0].strip(EDGES) in meanings:
        return Ask((meanings[word.split(" ", 1)[0].strip(EDGES)],))
    return Unread(Reason.NOT_YES_OR_NO) if found is None else Read(found)


def _unstretched(word: str) -> str:
    """ "yesss" → "yes"."""
    return re.sub(r"(.)\1+$", r"\1", word)


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(fold(word) for language in LANGUAGES for word in language_table(language)["words"][kind])


@cache
def _yes_no(language: str) -> Mapping[str, bool]:
    found: dict[str, bool] = {}
    for code in language_order(language):
        for meaning, kind in ((True, "yes"), (False, "no")):
            for word in language_table(code)["words"][kind]:
                found.setdefault(fold(word), meaning)
    return found
