"""The shape of what a chat says: each sentence by its English source and its values, each button by its English name.

Words in a language are watched by the tests of its catalogue; here it is which sentences come, in what order, with
what values and buttons. What neither the catalogue nor a pack has (what people wrote) stands as it is.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from xml.etree.ElementTree import Element, fromstring

from babel.messages.pofile import read_po

from bot.domain.programme import BETWEEN_SCREENS
from bot.forms.xform.itext import read_itext
from bot.forms.xform.xml import only
from bot.i18n.catalogues import LOCALES
from bot.packs import Pack

PLACE = re.compile(r"\{[a-z_0-9]+\}")
# What stands before a sentence on its line: a sign, a number, an indent.
BEFORE = re.compile(r"(?:\s+|[^\w\s«“(]+\s+|\d+\.\s+)+")
# Of these a number is the value, in whatever digits.
NUMBERS = frozenset({"{n}", "{number}", "{count}", "{of}", "{page}", "{pages}", "{percent}", "{days}", "{age}"})
TAG = re.compile(r"</?(?:b|i|u|s|code|pre)>")
MORE = " …"
NUMBERED, PAGED = re.compile(r"\d+ of \d+"), re.compile(r"(?:📄 )?Page \d+ of \d+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One in a language, and its English source; both with the same places."""

    pattern: re.Pattern[str]
    places: tuple[str, ...]
    source: str
    lines: int
    weight: int

    @classmethod
    def of(cls, words: str, source: str) -> "Sentence":
        words, source = (TAG.sub("", one).strip() for one in (words, source))
        parts, places = PLACE.split(words), tuple(PLACE.findall(words))
        values = [r"(\d[\d,.]*)" if place in NUMBERS else "(.+?)" for place in places]
        pattern = "".join(re.escape(part) + value for part, value in zip(parts, [*values, ""], strict=True))
        return cls(re.compile(pattern), places, source, words.count("\n") + 1, len("".join(parts)))


@dataclass(slots=True)
class Shape:
    """Of a language in some packs."""

    sentences: Mapping[int, list[Sentence]]
    # those of one line without places
    sources: Mapping[str, str]
    _known: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, language: str, packs: Iterable[Pack]) -> "Shape":
        found: dict[int, list[Sentence]] = {}
        pairs = [*_catalogue(language), *(pair for pack in packs for pair in _of_pack(pack, language))]
        for words, source in dict.fromkeys(pairs):
            if source.strip() and len(re.sub(r"[\s.,]", "", PLACE.sub("", TAG.sub("", words)))) > 1:
                one = Sentence.of(words, source)
                found.setdefault(one.lines, []).append(one)
        for sentences in found.values():
            sentences.sort(key=lambda one: (-one.weight, one.source))
        sources = {
            TAG.sub("", words): TAG.sub("", source) for words, source in reversed(pairs) if words and "\n" not in words
        }
        return cls(found, sources)

    def text(self, said: str) -> str:
        """What was said, sentence by sentence."""
        lines, told = said.split("\n"), list[str]()
        while lines:
            # which question it is stands before the question, and the page behind its hint
            head, beside, rest = lines[0].partition(" · ")
            before = self.line(head) if beside and self.line(lines[0]) is None else None
            if before and (NUMBERED.fullmatch(before) or PAGED.match(self.word(rest))):
                lines = [rest, *lines[1:]]
            else:
                before = None
            count, shape = next(self._shapes(lines), (1, self.word(lines[0])))
            told.append(f"{before} · {shape}" if before else shape)
            lines = lines[count:]
        return "\n".join(told)

    def _shapes(self, lines: list[str]) -> Iterator[tuple[int, str]]:
        for count in sorted(self.sentences, reverse=True):
            if count <= len(lines) and (shape := self.line("\n".join(lines[:count]))) is not None:
                yield count, shape

    def line(self, said: str) -> str | None:
        """The one sentence that this is; None where it is none of ours."""
        if said not in self._known:
            self._known[said] = self._line(said) or ""
        return self._known[said] or None

    def _line(self, said: str) -> str | None:
        for one in self.sentences.get(said.count("\n") + 1, ()):
            if (match := one.pattern.fullmatch(said)) is not None:
                values = dict(zip(one.places, map(self.word, match.groups()), strict=True))
                return _short(one.source, values)
        return None

    def word(self, said: str) -> str:
        """A value or a button: by its English name, where it has one."""
        before = BEFORE.match(said)
        end = before.end() if before is not None else 0
        known = ((said[:place], self.sources.get(said[place:]) or "") for place in (0, end))
        if told := next((sign + source for sign, source in known if source), ""):
            return told
        return self.line(said) or said[:end] + (self.line(said[end:]) or self._labelled(said[end:]))

    def _labelled(self, said: str) -> str:
        """A label and its value, "In: 600"; else as it is."""
        label, colon, value = said.partition(": ")
        source = self.sources.get(label) if colon else None
        return f"{source}: {self.word(value)}" if source else said


def _short(source: str, values: Mapping[str, str]) -> str:
    """The first line of a sentence; of the others, the values."""
    first, _, rest = source.partition("\n")
    filled = PLACE.sub(lambda found: values.get(found[0], found[0]), first)
    more = [values[place] for place in PLACE.findall(rest) if place in values]
    return filled + (MORE if rest else "") + "".join(f" · {value}" for value in more)


@cache
def _catalogue(language: str) -> tuple[tuple[str, str], ...]:
    with (LOCALES / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        messages = list(read_po(file, locale=None))
    pairs = []
    for message in messages:
        ids, strings = (one if isinstance(one, tuple) else (one,) for one in (message.id, message.string))
        pairs += [(words, ids[min(number, len(ids) - 1)]) for number, words in enumerate(strings) if ids[0]]
    return tuple(pairs)


def _of_pack(pack: Pack, language: str) -> Iterator[tuple[str, str]]:
    for form in pack.forms.values():
        yield from _of_form(form.xml, language)
    for row in (*pack.areas.rows, *pack.products.rows):
        own, english = (
            next((value for name, value in row.items() if name.endswith(f"({code})")), "") for code in (language, "en")
        )
        yield own, english
    consent = pack.programme.consent.texts
    yield from zip(*(BETWEEN_SCREENS.split(consent.get(code, "")) for code in (language, "en")), strict=False)
    yield from _within(pack.programme, language)
    yield from _within(pack.lessons, language)


def _within(value: object, language: str) -> Iterator[tuple[str, str]]:
    """Texts that stand by language anywhere in a value."""
    if isinstance(value, Mapping) and language in value and "en" in value:
        yield from _beside(value[language], value["en"])
    elif isinstance(value, Mapping):
        yield from _within(tuple(value.values()), language)
    elif isinstance(value, tuple):
        for one in value:
            yield from _within(one, language)
    elif is_dataclass(value):
        yield from _within(tuple(getattr(value, one.name) for one in fields(value)), language)


def _beside(own: object, english: object) -> Iterator[tuple[str, str]]:
    if isinstance(own, str) and isinstance(english, str):
        yield own, english
    elif isinstance(own, tuple) and isinstance(english, tuple):
        for pair in zip(own, english, strict=False):
            yield from _beside(*pair)
    elif is_dataclass(own):
        for one in fields(own):
            yield from _beside(getattr(own, one.name), getattr(english, one.name))


@cache
def _of_form(xml: str, language: str) -> tuple[tuple[str, str], ...]:
    itext = read_itext(only(fromstring(xml), "head", "model"))
    pairs = []
    for values in itext.values.values():
        own, english = (_written(values.get(code, ())) for code in (language, "en"))
        pairs.append((own, english))
    return tuple(pairs)


def _written(values: Iterable[Element]) -> str:
    """With the names of the answers that are filled in: {unit}."""
    value = next((one for one in values if one.get("form") is None), None)
    if value is None:
        return ""
    pieces = [value.text or ""]
    for inner in value:
        name = inner.get("value", "").strip().rpartition("/")[2]
        pieces += [f"{{{name}}}", inner.tail or ""]
    return "".join(pieces)
