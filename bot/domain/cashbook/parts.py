"""A typed line cut into parts: verbs, numbers with their units and roles, and the words left for item and customer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache
from itertools import pairwise

from bot.domain.cashbook.figures import Figure, figure
from bot.domain.cashbook.near import near
from bot.domain.cashbook.placed import Placed, placed
from bot.domain.cashbook.words import DESCRIBING, PERSONS, TITLE, Kind, Word, spellings, table, vocabulary, with_known
from bot.i18n import Locale
from bot.i18n.lexer import is_letter
from bot.i18n.number_words import Kind as Number
from bot.i18n.number_words import halves_after
from bot.i18n.words import fold

NAMES = frozenset({Kind.TEXT, Kind.COST, Kind.KNOWN, Kind.GOODS, Kind.HOUSEHOLD, Kind.PERSON})
# What is left of a number that could not be read: "and", "satang".
BROKEN = frozenset({Number.AFTER, Number.POINT, Number.MINOR})
GLUED_AFTER = ("นึง", "หนึ่ง", "เดียว", "ครึ่ง")  # ผืนนึง, ลิตรครึ่ง
TIMES = ("x", "*", "×")
BELONGING = ("ของ", "ที่")
HALF_AFTER = "ครึ่ง"  # ลิตรครึ่ง: one and a half
HALF = Decimal("0.5")


ONE = Figure((Decimal(1),), 0)


class Role(StrEnum):
    """What a number is for."""

    BARE = "bare"
    QUANTITY = "quantity"
    PRICE = "price"  # of one
    AMOUNT = "amount"


@dataclass(slots=True)
class Part:
    """`word` for known words, `figure` for numbers; `glued`: no space before it."""

    kind: Kind
    text: str
    glued: bool = False
    word: Word | None = None
    figure: Figure | None = None
    role: Role = Role.BARE
    unit: str = ""
    unit_word: str = ""
    sign: str = ""
    person: bool = False  # names a customer
    misspelt: bool = False
    grown: bool = False  # a small word was taken for its beginning
    turned: bool = False  # a price after x, where the two numbers may have changed places
    perhaps_each: bool = False  # may be the price of one or of all

    @property
    def is_text(self) -> bool:
        return self.kind in NAMES

    @property
    def is_title(self) -> bool:
        return self.kind is Kind.PERSON and self.word is not None and self.word.value == TITLE

    @property
    def is_describing(self) -> bool:
        return self.kind is Kind.GOODS and self.word is not None and self.word.value == DESCRIBING

    @property
    def is_strange(self) -> bool:
        """A word that is in no list."""
        return self.kind is Kind.TEXT

    @property
    def is_bare(self) -> bool:
        return self.figure is not None and self.role is Role.BARE and not self.unit

    @property
    def verb(self) -> str:
        return self.word.value if self.kind is Kind.VERB and self.word else ""


@dataclass(slots=True)
class Parts:
    """All parts in their order; `unclear`: "5-7", "soap/honey"."""

    line: list[Part] = field(default_factory=list)
    unclear: bool = False
    counts_before: bool = True  # a number may count the word right after it

    @property
    def numbers(self) -> list[Part]:
        return [part for part in self.line if part.figure is not None]

    @property
    def verbs(self) -> frozenset[str]:
        return frozenset(part.verb for part in self.line if part.verb)

    def at(self, place: int) -> Part | None:
        return self.line[place] if 0 <= place < len(self.line) else None


def cut(line: str, locale: Locale, currency: str, items: frozenset[str], people: frozenset[str] = frozenset()) -> Parts:
    """The parts of a prepared line. `items`, `people`: folded names of her own."""
    words = frozenset(word for name in (*items, *people) for word in name.split())
    grammar = table(locale.language)["grammar"]
    parts = Parts(_words(line, locale, currency, words, (items, people)), counts_before=grammar["counts_before"])
    _one_verb(parts)
    _glued(parts)
    _without_clock(parts)
    _thai_names(parts)
    _small_words(parts)
    _belonging(parts)
    _units(parts, unit_first=grammar["unit_first"])
    _halves(parts, locale.language)
    _signs(parts)
    _one_of(parts, locale.language)
    _one_each(parts, locale.language)
    _roles(parts)
    return parts


def _words(
    line: str, locale: Locale, currency: str, known: frozenset[str], names: tuple[frozenset[str], frozenset[str]]
) -> list[Part]:
    language = locale.language
    tokens = placed(line, with_known(language, *names) if any(names) else vocabulary(language))
    found: list[Part] = []
    at = 0
    while at < len(tokens):
        number = figure(line, tokens, at, locale, currency)
        if number is None:
            found.append(_word(tokens[at], language, known))
            at += 1
        else:
            text = line[tokens[at].start : tokens[number.end - 1].end]
            found.append(Part(Kind.NUMBER, text, tokens[at].glued, figure=number))
            if number.money:
                found[-1].role = Role.AMOUNT
            at = number.end
    return found


def _word(token: Placed[Word], language: str, known: frozenset[str]) -> Part:
    word = token.kind
    if word is None and is_letter(token.text[0]):
        word = None if token.text in known else _misspelt(token.text, language)
        return Part(word.kind if word else Kind.TEXT, token.text, token.glued, word, misspelt=word is not None)
    if word is None:
        return Part(Kind.SIGN if token.text in "+-/" else Kind.BREAK, token.text, token.glued)
    if word.kind in (Kind.NUMBER, Kind.CURRENCY):
        if word.number is Number.AND:
            return Part(Kind.AND, token.text, token.glued)
        if word.number in BROKEN:
            return Part(Kind.DOUBT, token.text, token.glued)
        return Part(Kind.TEXT if token.glued and _is_thai(token.text) else Kind.FILLER, token.text, token.glued)
    return Part(word.kind, token.text, token.glued, word)


def _one_verb(parts: Parts) -> None:
    """Beside a verb that is spelt right, a word near another verb is a word of its own."""
    if any(part.verb and not part.misspelt for part in parts.line):
        for part in parts.line:
            if part.verb and part.misspelt:
                part.kind, part.word = Kind.TEXT, None


def _glued(parts: Parts) -> None:
    """12ta: a small word written together with digits is more likely a unit that we do not know."""
    for before, part in pairwise(parts.line):
        if before.figure and part.glued and part.kind is Kind.FILLER and not _is_thai(part.text):
            part.kind = Kind.DOUBT


def _without_clock(parts: Parts) -> None:
    """9 am, ๙ โมง: a time of day says nothing here."""
    line, parts.line = parts.line, []
    for part in line:
        if part.kind is Kind.CLOCK and parts.line and parts.line[-1].is_bare:
            parts.line.pop()
            if parts.line and parts.line[-1].kind is Kind.EACH_BEFORE:
                parts.line.pop()
        else:
            parts.line.append(part)


def _thai_names(parts: Parts) -> None:
    """Thai has no spaces: a small word right before one that we do not know is its beginning: มา|ลี."""
    joined: list[Part] = []
    for part in parts.line:
        last = joined[-1] if joined else None
        thai = part.kind is Kind.TEXT and part.glued and _is_thai(part.text)
        if thai and last is not None and last.kind in (Kind.FILLER, Kind.TEXT):
            joined[-1] = Part(Kind.TEXT, last.text + part.text, last.glued, grown=last.kind is Kind.FILLER)
        else:
            joined.append(part)
    parts.line = joined


def _belonging(parts: Parts) -> None:
    """ของ and ที่ written together with the thing after them may be its beginning: ของหวาน, ที่ดิน."""
    for part, after in pairwise(parts.line):
        if part.text in BELONGING and after.glued and after.is_text and part.glued:
            part.kind = Kind.DOUBT


def _small_words(parts: Parts) -> None:
    """In Devanagari a word that falls into small words alone is a word of its own."""
    joined: list[Part] = []
    for part in parts.line:
        last = joined[-1] if joined else None
        small = part.glued and part.kind is Kind.FILLER and "\u0900" <= part.text[0] <= "\u097f"
        if small and last is not None and last.kind is Kind.FILLER:
            joined[-1] = Part(Kind.TEXT, last.text + part.text, last.glued)
        else:
            joined.append(part)
    parts.line = joined


def _is_thai(text: str) -> bool:
    return "\u0e00" <= text[0] <= "\u0e7f"


@lru_cache(maxsize=8192)
def _misspelt(text: str, language: str) -> Word | None:
    if len(text) < 4:
        return None
    listed = spellings(language)
    for length in range(len(text) - 1, len(text) + 2):
        for spelling, word in listed.get((text[0], length), ()):
            if near(text, spelling):
                return word
    return None


def _units(parts: Parts, *, unit_first: bool) -> None:
    """Units join the number beside them; "ก้อนละ", "per kg", "30/kg" say a price of one; any other is part of a name."""
    line, parts.line = parts.line, []
    for at, part in enumerate(line):
        before = parts.line[-1] if parts.line else None
        after = line[at + 1] if at + 1 < len(line) else None
        if part.kind is Kind.UNIT:
            _unit(parts.line, part, before, after, unit_first)
        elif (
            part.kind is Kind.EACH_BEFORE and part.text == "ละ" and not (part.glued and line[at - 1].kind is Kind.UNIT)
        ):
            parts.line.append(Part(Kind.TEXT, part.text, part.glued))
        elif part.text == "/" and before is not None and before.figure and after and after.kind is Kind.UNIT:
            parts.line.append(Part(Kind.EACH, part.text))
        else:
            if part.figure and before is not None and before.kind is Kind.UNIT and before.word:
                parts.line.pop()
                part.unit, part.unit_word, part.role = before.word.value, before.text, Role.QUANTITY
                if part.glued and part.text == HALF_AFTER:
                    part.figure = Figure((1 + HALF,), part.figure.end)
            parts.line.append(part)


def _is_price(unit: str, before: Part | None, line: Sequence[Part]) -> bool:
    """10 किलो ९५ रुपैयाँ किलो: money, then the unit that something was counted in."""
    if before is None or not before.figure or not before.figure.money or unit == PERSONS:
        return False
    if any(other.figure and other.unit == unit for other in line):
        before.role = Role.PRICE
    return before.role is Role.PRICE


def _is_fraction(part: Part) -> bool:
    return part.is_bare and part.figure is not None and part.figure.values == (HALF,)


def _halves(parts: Parts, language: str) -> None:
    """3 โลครึ่ง: three and a half."""
    line, parts.line = parts.line, []
    for part in line:
        before = parts.line[-1] if parts.line else None
        half = part.glued and part.text in halves_after(language)
        if half and before is not None and before.figure and before.unit:
            before.figure = Figure(tuple(value + HALF for value in before.figure.values), before.figure.end)
        else:
            parts.line.append(part)


def _unit(line: list[Part], part: Part, before: Part | None, after: Part | None, unit_first: bool) -> None:
    each = after is not None and after.kind is Kind.EACH_BEFORE and after.text == "ละ" and after.glued
    if each and before is not None and before.is_bare and part.word:
        before.unit, before.unit_word, before.role = part.word.value, part.text, Role.QUANTITY  # 3 ผืนละ 200
    if each or (before is not None and before.kind is Kind.EACH):
        return
    if part.word and _is_price(part.word.value, before, line):
        return
    if before is not None and before.kind is Kind.FILLER and len(line) > 1 and _is_fraction(line[-2]):
        before = line[-2]  # theka la kilo: half of a kilo
        line.pop()
    if before is not None and before.is_bare and part.word:
        before.unit, before.unit_word, before.role = part.word.value, part.text, Role.QUANTITY
    elif after is not None and after.is_bare and (unit_first or (after.glued and after.text in GLUED_AFTER)):
        line.append(part)  # joined with the number after it
    else:
        line.append(Part(Kind.GOODS, part.text, part.glued))


def _signs(parts: Parts) -> None:
    """+600, oil -200; between two numbers a minus is a range, before a word it is only a mark."""
    alone = len(parts.numbers) == 1
    for at, part in enumerate(parts.line):
        before, after = parts.at(at - 1), parts.at(at + 1)
        if part.kind is not Kind.SIGN or after is None:
            continue
        if after.figure is None:
            parts.unclear = parts.unclear or (before is not None and before.is_text and after.is_text)  # soap/honey
        elif before is not None and before.figure is not None and not before.unit:
            parts.unclear = True  # 500-600
        elif part.text == "-" and before is not None and (part.glued if parts.verbs else not after.glued):
            continue  # sold soap-600, soap - 600: a mark between words
        elif not after.unit or alone:
            after.sign, after.role = part.text, Role.AMOUNT
    parts.line = [part for part in parts.line if part.kind is not Kind.SIGN]
    if alone and parts.numbers[0].sign and parts.numbers[0].unit:  # +450 baskets
        number = parts.numbers[0]
        parts.line.insert(parts.line.index(number) + 1, Part(Kind.GOODS, number.unit_word))
        number.unit = ""


def _one_of(parts: Parts, language: str) -> None:
    """A kilo of mushrooms: one, where no price stands before it."""
    units = vocabulary(language).phrases
    for at, part in enumerate(parts.line):
        article, _, unit = part.text.partition(" ")
        before, after = parts.at(at - 1), parts.at(at + 1)
        if part.kind is not Kind.EACH or article not in ("a", "one") or (before and before.figure):
            continue
        word = units[unit].kind if unit in units else None
        if word and word.kind is Kind.UNIT and not (after and after.figure):
            one = Figure((Decimal(1),), 0)
            parts.line[at] = Part(
                Kind.NUMBER, part.text, figure=one, role=Role.QUANTITY, unit=word.value, unit_word=unit
            )


def _one_each(parts: Parts, language: str) -> None:
    """ "12 sopo, imodzi K500" and "12 sopo K500 imodzi": one costs K500."""
    for at, part in enumerate(parts.line):
        before, after = parts.at(at - 1), parts.at(at + 1)
        earlier = sum(1 for other in parts.line[:at] if other.figure)
        if not part.figure or part.text not in _ones(language) or not earlier:
            continue
        if after and after.kind is Kind.PERHAPS_EACH:
            after.kind, after = Kind.FILLER, parts.at(at + 2)
            if after and after.figure:
                parts.line[at + 1] = Part(Kind.EACH_BEFORE, part.text)
                parts.line[at] = Part(Kind.FILLER, part.text)
            continue
        if after and after.figure:
            parts.line[at] = Part(Kind.EACH_BEFORE, part.text)
        elif earlier > 1 and before and before.figure and not before.unit:
            before.role = Role.BARE
            parts.line[at] = Part(Kind.EACH, part.text)


@cache
def _ones(language: str) -> frozenset[str]:
    return frozenset(fold(word) for word in table(language)["markers"]["one_each"])


def _roles(parts: Parts) -> None:
    """What the markers around a number say about it: prices of one first, then amounts."""
    lone = sum(1 for number in parts.numbers if not number.unit) == 1
    for at, part in enumerate(parts.line):
        before, after = parts.at(at - 1), _after(parts, at)
        if part.kind is Kind.EACH_BEFORE and after is not None:
            after.role, after.turned = Role.PRICE, part.text in TIMES
            if before is not None and before.is_bare:
                before.role = Role.QUANTITY
        elif part.kind is Kind.EACH:
            _each(before, after)
        elif lone and part.word is not None and part.word.money and after is not None and after.is_bare:
            after.role = Role.AMOUNT
    for one, other in pairwise(parts.line):
        if one.figure and not one.unit and one.role in (Role.BARE, Role.AMOUNT) and other.figure and other.unit:
            one.perhaps_each = True  # 50 บาท 12 ก้อน
    for at, part in enumerate(parts.line):
        _amount(part, parts.at(at - 1), _after(parts, at), parts.at(at + 2))


def _after(parts: Parts, at: int) -> Part | None:
    """The number right after a marker."""
    after = parts.at(at + 1)
    return after if after is not None and after.figure is not None else None


def _each(before: Part | None, after: Part | None) -> None:
    if before is not None and before.figure is not None and not before.unit:
        before.role = Role.PRICE
    elif after is not None:
        after.role = Role.PRICE


def _amount(part: Part, before: Part | None, after: Part | None, later: Part | None) -> None:
    if part.kind is Kind.TOTAL:
        chosen = after or before
    elif part.kind is Kind.AMOUNT_BEFORE:
        chosen = None if later is not None and later.is_text else after
    elif part.kind is Kind.PERHAPS_EACH and after is not None:
        after.perhaps_each, chosen = True, after
    elif part.kind is Kind.AMOUNT_AFTER:
        chosen = before
    else:
        return
    if chosen is not None and chosen.is_bare:
        chosen.role = Role.AMOUNT


def texts(line: Sequence[Part], joins: frozenset[str]) -> list[tuple[int, list[Part]]]:
    """Runs of words that stand together and name no person, each with the place of its first word."""
    found: list[tuple[int, list[Part]]] = []
    open_run = False
    for at, part in enumerate(line):
        is_item = part.is_text and not part.person
        after = line[at + 1] if at + 1 < len(line) else None
        joins_words = part.text in joins or part.kind is Kind.AND
        between = joins_words and open_run and after is not None and after.is_text and not after.person
        if is_item and not open_run:
            found.append((at, [part]))
        elif is_item or between:
            found[-1][1].append(part)
        open_run = is_item or between
    return found
