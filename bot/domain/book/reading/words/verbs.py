"""The verbs of a language: those that its book.toml lists, and those that are built of a prefix and a stem."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.domain.book.reading.other_money.words import BORROW, LENT, LOAN_GOT
from bot.domain.book.reading.words.words import OUTSIDE, THEIRS, VERBS, Kind, Word
from bot.i18n.language_hooks import Forms
from bot.i18n.reading.common_words import fold


def verbs(data: Mapping[str, Any], not_done: Forms) -> Iterator[tuple[str, Word]]:
    subjects, money = ({fold(word) for word in data[key]} for key in ("subject", "money"))
    for key in VERBS:
        for word in map(fold, data[key]):
            yield word, Word(Kind.VERB, key, word in subjects, word in money)
    yield from _built(data.get("stems", {}), not_done)


def _built(stems: Mapping[str, Sequence[str]], not_done: Forms) -> Iterator[tuple[str, Word]]:
    """Verbs of a prefix and a stem: "I|sell", "she|buy", "I-did-not|buy"."""
    for word in stems.get("done", ()):
        yield fold(word), Word(Kind.VERB, "in")
    for key in (*VERBS, BORROW, LOAN_GOT):
        for stem in stems.get(key, ()):
            mine = Word(Kind.VERB, key, mine=True) if key in VERBS else Word(Kind.VERB, OUTSIDE, mine=True, beside=key)
            for prefix in stems["prefixes"]:
                yield fold(prefix + stem), mine
            for prefix in stems["they"]:
                yield fold(prefix + stem), _theirs(key, to_me=prefix in stems["to_me"])
            for prefix in stems["others"]:
                yield from ((fold(prefix + form), Word(Kind.NOT)) for form in not_done(stem))


def _theirs(key: str, *, to_me: bool) -> Word:
    """What somebody else did; who lends or borrows does it to her, or with her money."""
    if key in ("lend", BORROW, LOAN_GOT):
        return Word(Kind.VERB, OUTSIDE, subject=True, beside=LOAN_GOT if to_me else LENT)
    return Word(Kind.VERB, THEIRS[key], subject=True) if key in THEIRS else Word(Kind.DOUBT)
