"""A choice typed instead of tapped: its number, its letter, its label, or something near the label."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from rapidfuzz import fuzz, process

from bot.i18n.language_data import language_table
from bot.i18n.languages import languages
from bot.i18n.locale import Locale
from bot.i18n.reading.choice_places import Option, by_count, by_place, folded_label
from bot.i18n.reading.common_words import bare, fold, is_question, plain, read_yes_no
from bot.i18n.reading.outcome import Ask, Read, Reading, Reason, Unread, settle
from bot.i18n.scripts import any_of, is_spaceless

Names = Mapping[str, Sequence[str]]  # other names of a key

# Likeness of two labels, 0 to 100: near enough to take, near enough to ask, how far the second best must be behind.
TAKE, MENTION, LEAD = 86.0, 70.0, 8.0
SCORERS = ((fuzz.ratio, 1.0), (fuzz.token_sort_ratio, 1.0), (fuzz.partial_ratio, 0.95))
SHORT = 4  # fewer letters are not looked for inside a label
MOST = 3
NUMBER_THEN_WORDS = re.compile(r"^(\d+|[a-z](?=[).]))[\s).:\-]+(\D.*)$")
SEPARATORS = r"[,;/+&\n、،]+"


def read_choice(text: str, options: Sequence[Option], locale: Locale, also: Names | None = None) -> Reading[str]:
    """The key of one option: by number from 1 in digits or words, by letter a, b, c, by label or a near spelling.

    `also`: other names of the keys, as they are called locally or in another language. Near spelling is taken only when
    one option is near and clearly ahead of the next; otherwise the near ones are asked. "Yes?" is asked too.
    """
    reading = _chosen(text, options, locale, also)
    if isinstance(reading, Read) and is_question(text):
        label = dict(options)[reading.value]
        if not is_question(label) and isinstance(read_yes_no(label, locale), Read):
            return Ask((reading.value,))
    return reading


def _chosen(text: str, options: Sequence[Option], locale: Locale, also: Names | None) -> Reading[str]:
    text = _abbreviated().sub("", text.strip())
    word = bare(text)
    if not word:
        return Unread(Reason.EMPTY)
    names = [*options, *((key, name) for key, _ in options for name in (also or {}).get(key, ()))]
    exact = tuple(dict.fromkeys(key for key, name in names if folded_label(name) == word))
    if exact:
        return Read(exact[0]) if len(exact) == 1 else Ask(exact[:MOST])
    spellings = tuple(dict.fromkeys((word, plain(text))))
    ways: tuple[Callable[[], Reading[str]], ...] = (
        lambda: _best(*(by_place(spelling, options) for spelling in spellings)),
        lambda: _number_and_words(word, options, names),
        lambda: _best(*(_near(spelling, names) for spelling in spellings), several=_several(text, names)),
        lambda: by_count(text, options, locale),
        lambda: _yes_or_no(text, options, locale),
    )
    readings = (way() for way in ways)
    return next((reading for reading in readings if not isinstance(reading, Unread)), Unread(Reason.NOT_A_CHOICE))


def _best(*readings: Reading[str], several: Ask[str] | None = None) -> Reading[str]:
    """What was read, else what can be asked."""
    read = next((reading for reading in readings if isinstance(reading, Read)), None)
    asked = several or next((reading for reading in readings if isinstance(reading, Ask)), None)
    return read or asked or readings[-1]


def _several(text: str, names: Sequence[Option]) -> Ask[str] | None:
    """ "silk and honey" where one is to be chosen: which of the two?"""
    parts = _pieces(rf"{SEPARATORS}|\s(?:{_and_words()})\s", f" {fold(text)} ")
    near = [_near(bare(part), names) for part in parts] if len(parts) > 1 else []
    keys = tuple(dict.fromkeys(reading.value for reading in near if isinstance(reading, Read)))
    return Ask(keys[:MOST]) if len(keys) > 1 else None


def _number_and_words(word: str, options: Sequence[Option], names: Sequence[Option]) -> Reading[str]:
    """ "2 honey": taken when both say the same, asked when they differ."""
    match = NUMBER_THEN_WORDS.match(word)
    if match is None:
        return Unread(Reason.NOT_A_CHOICE)
    place, named = by_place(match[1], options), _near(match[2], names)
    if not isinstance(place, Read) or not isinstance(named, Read):
        return Unread(Reason.NOT_A_CHOICE)
    return settle([place.value, named.value], Reason.NOT_A_CHOICE)


@cache
def _words_of(label: str) -> str:
    """A label's words, without the marks between them: "ghee, cheese" has the word ghee."""
    return " ".join(re.sub(SEPARATORS, " ", folded_label(label)).split())


def _near(word: str, names: Sequence[Option]) -> Reading[str]:
    """Whole words of a label first, then what is spelt alike."""
    within = [key for key, name in names if f" {word} " in f" {_words_of(name)} "] if len(word) > 1 else []
    if within:
        return settle(within[: MOST + 1], Reason.NOT_A_CHOICE)
    said = [key for key, name in names if _is_said(_words_of(name), word)]
    if said:
        return settle(said[: MOST + 1], Reason.NOT_A_CHOICE, sure=False)
    scored = sorted(_likeness(word, names).items(), key=lambda item: -item[1])
    if not scored:
        return Unread(Reason.NOT_A_CHOICE)
    best = scored[0][1]
    if best >= TAKE and (len(scored) == 1 or best - scored[1][1] >= LEAD):
        return Read(scored[0][0])
    return Ask(tuple(key for key, score in scored[:MOST] if score >= best - 2 * LEAD))


def _is_said(label: str, word: str) -> bool:
    """Among other words, which may not be written apart: a label that is within a longer word."""
    apart = f" {label} " in f" {word} "
    return apart or (is_spaceless(label) and len(label) >= SHORT and label in word)


def _likeness(word: str, names: Sequence[Option]) -> dict[str, float]:
    """The near keys with the likeness of their best name; a part of a long name counts a little less than the whole."""
    labels = [folded_label(name) for _, name in names]
    found: dict[str, float] = {}
    for scorer, weight in SCORERS if len(word) >= SHORT else SCORERS[:1]:
        for label, score, at in process.extract(word, labels, scorer=scorer, limit=2 * MOST, score_cutoff=MENTION):
            if weight == 1.0 or len(word) < len(label):
                key = names[at][0]
                found[key] = max(found.get(key, 0.0), weight * score)
    return found


def _yes_or_no(text: str, options: Sequence[Option], locale: Locale) -> Reading[str]:
    """Where the options are yes and no: any word for them."""
    said = read_yes_no(text, locale)
    same = [key for key, label in options if isinstance(said, Read) and read_yes_no(label, locale) == said]
    return settle(same, Reason.NOT_A_CHOICE)


def read_choices(
    text: str, options: Sequence[Option], locale: Locale, also: Names | None = None
) -> Reading[tuple[str, ...]]:
    """The keys of several options, in the order of `options`: "1 3 5", "1,3", "a c", labels with commas or "and".

    A range or numbers written together ("1-3", "135") are asked.
    """
    word = bare(text)
    if not word:
        return Unread(Reason.EMPTY)
    asked: list[tuple[str, ...]] = []
    for parts in dict.fromkeys(map(tuple, _cuts(text))):
        readings = [read_choice(part, options, locale, also) for part in parts]
        if all(isinstance(reading, Read) for reading in readings):
            return Read(_in_order(readings, options))
        if not any(isinstance(reading, Unread) for reading in readings):
            asked.append(_in_order(readings, options))
    return Ask((max(asked, key=len),)) if asked else _together(word, options)


def _cuts(text: str) -> Iterator[list[str]]:
    """The line as a whole, cut at commas, at "and" too, at every space; and at words of "and" that need none."""
    yield [text]
    yield _pieces(SEPARATORS, text)
    yield _pieces(rf"{SEPARATORS}|\s(?:{_and_words()})\s", f" {fold(text)} ")
    yield _pieces(rf"{SEPARATORS}|\s+(?:(?:{_and_words()})\s+)?", fold(text))
    glued = "|".join(word for word in _and_words().split("|") if is_spaceless(word)) or "(?!)"
    yield _pieces(rf"{SEPARATORS}|\s+|{glued}", fold(text))


def _pieces(pattern: str, text: str) -> list[str]:
    return [part for part in re.split(pattern, text) if bare(part)]


@cache
def _and_words() -> str:
    words = {fold(word) for language in languages() for word in language_table(language)["numbers"]["and"]}
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@cache
def _abbreviated() -> re.Pattern[str]:
    """What a place is, short in front of its name, as addresses have it in some languages."""
    short = [one for language in languages() if (one := language_table(language)["names"]["places"])]
    return re.compile(rf"^(?:{'|'.join(short) or '(?!)'})\.\s*(?=\S)")


@cache
def _range() -> re.Pattern[str]:
    words = any_of([word for language in languages() for word in language_table(language)["numbers"]["from_to"]])
    return re.compile(rf"^(\d+)\s*(?:-|{words})\s*(\d+)$")


def _in_order(readings: Sequence[Reading[str]], options: Sequence[Option]) -> tuple[str, ...]:
    best = {
        reading.value if isinstance(reading, Read) else reading.choices[0]
        for reading in readings
        if not isinstance(reading, Unread)
    }
    return tuple(key for key, _ in options if key in best)


def _together(word: str, options: Sequence[Option]) -> Reading[tuple[str, ...]]:
    """ "135" may be 1, 3 and 5; "1-3" may be 1, 2, 3 or 1 and 3."""
    match = _range().match(word)
    if match:
        first, last = int(match[1]), int(match[2])
        guesses = [list(range(first, last + 1)), [first, last]] if first < last <= len(options) else []
    else:
        guesses = [[int(digit) for digit in word]] if word.isascii() and word.isdigit() else []
    fitting = [guess for guess in guesses if all(1 <= place <= len(options) for place in guess)]
    picked = [tuple(key for place, (key, _) in enumerate(options, 1) if place in guess) for guess in fitting]
    return settle(picked, Reason.NOT_A_CHOICE, sure=False)
