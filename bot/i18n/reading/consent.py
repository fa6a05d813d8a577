"""A yes that cannot be taken back lightly: only words that agree are one. Who asks, wavers or listens says none."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from bot.i18n.language_data import language_table
from bot.i18n.languages import languages
from bot.i18n.reading.common_words import fold, is_question
from bot.i18n.reading.outcome import Read, Reading, Reason, Unread
from bot.i18n.scripts import is_spaceless, sentence_ends

LONGEST = 200
FOR, AGAINST = "👍👌✅", "👎❌✖🚫🙅"
UNSURE = Unread(Reason.NOT_YES_OR_NO)


def read_consent(text: str) -> Reading[bool]:
    """Whether she agrees, in any of our languages; what is not clear is asked again.

    Yes: nothing but words that agree, and small words around them. No: nothing but such words of refusal, or one that
    refuses wherever it stands ("I am not interested in this"), and none that agrees.
    """
    if is_question(text) or len(text) > LONGEST:
        return UNSURE
    said = _apart(text)
    if not said.strip():
        return Read(False) if is_against(text) and not _has(text, FOR) else UNSURE
    if _any("wavers", "later").search(said):
        return UNSURE
    if _only("agree").fullmatch(said) and _any("agree").search(said):
        return UNSURE if is_against(text) else Read(True)
    return Read(False) if _refuses(said) else UNSURE


def is_against(text: str) -> bool:
    """Whether a picture in it says no, whatever the words say."""
    return _has(text, AGAINST)


def _refuses(said: str) -> bool:
    if _only("no", "refuse").fullmatch(said):
        return _any("no", "refuse").search(said) is not None
    rest, refusals = _any("refuse").subn(" ", said)
    return refusals > 0 and _any("agree").search(rest) is None


def _has(text: str, signs: str) -> bool:
    return any(sign in text for sign in signs)


def _apart(text: str) -> str:
    """The words, each with a space before and after it; without pictures and marks."""
    words = "".join(c for c in fold(text) if unicodedata.category(c) not in ("So", "Sk"))
    return f" {' '.join(word.strip(chr(39)) for word in _separators().split(words) if word)} "


@cache
def _separators() -> re.Pattern[str]:
    return re.compile(rf"[\s,.;:!…{sentence_ends()}()\[\]\"“”/*–—-]+")


@cache
def _any(*kinds: str) -> re.Pattern[str]:
    """One of the phrases of these lists, wherever it stands."""
    return re.compile(_phrases(kinds))


@cache
def _only(*kinds: str) -> re.Pattern[str]:
    """Phrases of these lists, and the small words around them: nothing else."""
    return re.compile(rf"(?>{_phrases((*kinds, 'polite', 'around'))})++ ?")


def _phrases(kinds: Iterable[str]) -> str:
    """Longest first. Where spaces part the words a phrase ends where a word does."""
    tables = [language_table(language)["words"] for language in languages()]
    found = {_apart(phrase).strip() for words in tables for kind in kinds for phrase in words[kind]}
    ordered = sorted(filter(None, found), key=len, reverse=True)
    return "|".join(f" ?{re.escape(one)}" if is_spaceless(one) else f" {re.escape(one)}(?= )" for one in ordered)
