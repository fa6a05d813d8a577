"""A choice typed instead of tapped: its number, its letter, its label, or something near the label."""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz, process

from bot.i18n.locale import Locale
from bot.i18n.numbers_read import read_integer
from bot.i18n.reading import Ask, Read, Reading, Reason, Unread, settle
from bot.i18n.words import bare, fold

Option = tuple[str, str]  # (key, label)

# Likeness of two labels, 0 to 100: near enough to take, near enough to ask, how far the second best must be behind.
TAKE, MENTION, LEAD = 86.0, 70.0, 8.0
SPLIT = re.compile(r"[\s,;/+&]+|(?<=\W)and(?=\W)")
SEPARATOR = re.compile(r"[,;/+&\n]+")
MOST = 3


def read_choice(text: str, options: Sequence[Option], locale: Locale) -> Reading[str]:
    """The key of one option: by number from 1 in any digits, by letter a, b, c, by label or a near spelling of it.

    Near spelling is taken only when one label is near and clearly ahead of the next; otherwise the near ones are asked.
    """
    word = bare(text)
    if not word:
        return Unread(Reason.EMPTY)
    exact = [key for key, label in options if bare(label) == word or key.casefold() == word]
    if len(exact) == 1:
        return Read(exact[0])
    if exact:
        return Ask(tuple(exact[:MOST]))
    place = _place(word, len(options))
    if place is not None:
        return Read(options[place][0])
    return _near(word, options, locale)


def read_choices(text: str, options: Sequence[Option], locale: Locale) -> Reading[tuple[str, ...]]:
    """The keys of several options, in the order of `options`: "1 3 5", "1,3", "a c", or labels with commas between."""
    if not bare(text):
        return Unread(Reason.EMPTY)
    places = [_place(bare(part), len(options)) for part in SPLIT.split(fold(text)) if bare(part)]
    if places and None not in places:
        return Read(tuple(key for place, (key, _) in enumerate(options) if place in places))
    readings = [read_choice(part, options, locale) for part in SEPARATOR.split(text) if bare(part)]
    if any(isinstance(reading, Unread) for reading in readings):
        return Unread(Reason.NOT_A_CHOICE)
    best = [
        reading.value if isinstance(reading, Read) else reading.choices[0]
        for reading in readings
        if not isinstance(reading, Unread)
    ]
    picked = tuple(key for key, _ in options if key in best)
    return settle([picked], Reason.NOT_A_CHOICE, sure=all(isinstance(reading, Read) for reading in readings))


def _place(word: str, count: int) -> int | None:
    """0 for "1", "a", "१", "no 1"; None when there is no such place."""
    word = re.sub(r"^(?:no|number|nr|ข้อ|नं|नम्बर|nambala)\s*", "", word)
    if word.isascii() and word.isdigit():
        place = int(word) - 1
    elif len(word) == 1 and "a" <= word <= "z":
        place = ord(word) - ord("a")
    else:
        return None
    return place if 0 <= place < count else None


def _near(word: str, options: Sequence[Option], locale: Locale) -> Reading[str]:
    labels = {key: bare(label) for key, label in options}
    scored = process.extract(word, labels, scorer=_likeness, limit=MOST + 1, score_cutoff=MENTION)
    if not scored:
        return _counted(word, options, locale)
    best = scored[0][1]
    if best >= TAKE and (len(scored) == 1 or best - scored[1][1] >= LEAD):
        return Read(scored[0][2])
    return Ask(tuple(key for _, score, key in scored[:MOST] if score >= best - 2 * LEAD))


def _counted(word: str, options: Sequence[Option], locale: Locale) -> Reading[str]:
    """The place in words: "two", "สอง"."""
    reading = read_integer(word, locale)
    if isinstance(reading, Read) and 1 <= reading.value <= len(options):
        return Read(options[reading.value - 1][0])
    return Unread(Reason.NOT_A_CHOICE)


def _likeness(word: str, label: str, *, score_cutoff: float | None = None, **_: object) -> float:
    """How alike, letting a part of a long label count a little less than the whole."""
    whole = fuzz.ratio(word, label)
    if len(word) < 4:
        return whole
    return max(
        whole,
        fuzz.token_sort_ratio(word, label),
        0.95 * fuzz.partial_ratio(word, label) if len(word) < len(label) else 0.0,
    )
