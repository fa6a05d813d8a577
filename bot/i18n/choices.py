"""A choice typed instead of tapped: its number, its letter, its label, or something near the label."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from rapidfuzz import fuzz, process

from bot.i18n.locale import Locale
from bot.i18n.numbers_read import read_integer
from bot.i18n.reading import Ask, Read, Reading, Reason, Unread, settle
from bot.i18n.tables import LANGUAGES, language_table
from bot.i18n.words import bare, fold, is_thai, plain

Option = tuple[str, str]  # (key, label)

# Likeness of two labels, 0 to 100: near enough to take, near enough to ask, how far the second best must be behind.
TAKE, MENTION, LEAD = 86.0, 70.0, 8.0
MOST = 3
ORDINAL_SIGN = re.compile(r"^(\d+)(?:st|nd|rd|th)\b")
NUMBER_THEN_WORDS = re.compile(r"^(\d+|[a-z](?=[).]))[\s).:\-]+(\D.*)$")
SEPARATORS = r"[,;/+&\n、،]+"
RANGE = re.compile(r"^(\d+)\s*(?:-|to|ถึง|देखि|mpaka)\s*(\d+)$")


def read_choice(text: str, options: Sequence[Option], locale: Locale) -> Reading[str]:
    """The key of one option: by number from 1 in digits or words, by letter a, b, c, by label or a near spelling.

    Near spelling is taken only when one label is near and clearly ahead of the next; otherwise the near ones are asked.
    """
    word = bare(text)
    if not word:
        return Unread(Reason.EMPTY)
    exact = [key for key, label in options if bare(label) == word]
    if exact:
        return Read(exact[0]) if len(exact) == 1 else Ask(tuple(exact[:MOST]))
    for spelling in dict.fromkeys((word, plain(text))):
        place = _place(spelling, len(options))
        if place is not None:
            return Read(options[place][0])
    both = _number_and_words(word, options)
    if both is not None:
        return both
    readings = [_near(spelling, options) for spelling in dict.fromkeys((plain(text), word))]
    read = [reading for reading in readings if isinstance(reading, Read)]
    asked = [reading for reading in readings if isinstance(reading, Ask)]
    return (*read, *asked, _counted(text, options, locale))[0]


def read_choices(text: str, options: Sequence[Option], locale: Locale) -> Reading[tuple[str, ...]]:
    """The keys of several options, in the order of `options`: "1 3 5", "1,3", "a c", labels with commas or "and".

    A range or numbers written together ("1-3", "135") are asked.
    """
    word = bare(text)
    if not word:
        return Unread(Reason.EMPTY)
    asked: list[Reading[tuple[str, ...]]] = []
    for parts in dict.fromkeys(map(tuple, _cuts(text))):
        readings = [read_choice(part, options, locale) for part in parts]
        if all(isinstance(reading, Read) for reading in readings):
            return Read(_in_order(readings, options))
        if not any(isinstance(reading, Unread) for reading in readings):
            asked.append(Ask((_in_order(readings, options),)))
    return asked[0] if asked else _together(word, options)


def _cuts(text: str) -> Iterator[list[str]]:
    """The line as a whole, cut at commas, at "and" too, at every space; and Thai words of "and" without spaces."""
    yield [text]
    yield _pieces(SEPARATORS, text)
    yield _pieces(rf"{SEPARATORS}|\s(?:{_and_words()})\s", f" {fold(text)} ")
    yield _pieces(rf"{SEPARATORS}|\s+(?:(?:{_and_words()})\s+)?", fold(text))
    thai = "|".join(word for word in _and_words().split("|") if is_thai(word))
    yield _pieces(rf"{SEPARATORS}|\s+|{thai}", fold(text))


def _pieces(pattern: str, text: str) -> list[str]:
    return [part for part in re.split(pattern, text) if bare(part)]


@cache
def _and_words() -> str:
    words = {fold(word) for language in LANGUAGES for word in language_table(language)["numbers"]["and"]}
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _in_order(readings: Sequence[Reading[str]], options: Sequence[Option]) -> tuple[str, ...]:
    best = {
        reading.value if isinstance(reading, Read) else reading.choices[0]
        for reading in readings
        if not isinstance(reading, Unread)
    }
    return tuple(key for key, _ in options if key in best)


def _together(word: str, options: Sequence[Option]) -> Reading[tuple[str, ...]]:
    """ "135" may be 1, 3 and 5; "1-3" may be 1, 2, 3 or 1 and 3."""
    match = RANGE.match(word)
    if match:
        first, last = int(match[1]), int(match[2])
        guesses = [list(range(first, last + 1)), [first, last]] if first < last <= len(options) else []
    else:
        guesses = [[int(digit) for digit in word]] if word.isascii() and word.isdigit() else []
    fitting = [guess for guess in guesses if all(1 <= place <= len(options) for place in guess)]
    picked = [tuple(key for place, (key, _) in enumerate(options, 1) if place in guess) for guess in fitting]
    return settle(picked, Reason.NOT_A_CHOICE, sure=False)


def _place(word: str, count: int) -> int | None:
    """0 for "1", "a", "1st"; None when there is no such place."""
    word = ORDINAL_SIGN.sub(r"\1", word).removeprefix("no ")
    if word.isascii() and word.isdigit():
        place = int(word) - 1
    elif len(word) == 1 and "a" <= word <= "z":
        place = ord(word) - ord("a")
    else:
        place = _ordinals().get(word, -1)
    return place if 0 <= place < count else None


@cache
def _ordinals() -> dict[str, int]:
    tables = (language_table(language)["words"]["ordinals"] for language in LANGUAGES)
    return {fold(word): place for words in tables for place, word in enumerate(words)}


def _number_and_words(word: str, options: Sequence[Option]) -> Reading[str] | None:
    """ "2 honey": taken when both say the same, asked when they differ; None for other lines."""
    match = NUMBER_THEN_WORDS.match(word)
    place = _place(match[1], len(options)) if match else None
    if match is None or place is None:
        return None
    named = _near(match[2], options)
    if isinstance(named, Read):
        return settle([options[place][0], named.value], Reason.NOT_A_CHOICE)
    return None


def _near(word: str, options: Sequence[Option]) -> Reading[str]:
    labels = {key: bare(label) for key, label in options}
    scored = process.extract(word, labels, scorer=_likeness, limit=MOST + 1, score_cutoff=MENTION)
    if not scored:
        return Unread(Reason.NOT_A_CHOICE)
    best = scored[0][1]
    if best >= TAKE and (len(scored) == 1 or best - scored[1][1] >= LEAD):
        return Read(scored[0][2])
    return Ask(tuple(key for _, score, key in scored[:MOST] if score >= best - 2 * LEAD))


def _counted(text: str, options: Sequence[Option], locale: Locale) -> Reading[str]:
    """The place in words: "two", "สอง"."""
    reading = read_integer(text, locale)
    if isinstance(reading, Read) and 1 <= reading.value <= len(options):
        return Read(options[reading.value - 1][0])
    return Unread(Reason.NOT_A_CHOICE)


def _likeness(word: str, label: str, *, score_cutoff: float | None = None, **_: object) -> float:
    """How alike, letting a part of a long label count a little less than the whole."""
    whole = fuzz.ratio(word, label)
    if len(word) < 4:
        return whole
    part = 0.95 * fuzz.partial_ratio(word, label) if len(word) < len(label) else 0.0
    return max(whole, fuzz.token_sort_ratio(word, label), part)
