"""What the numbers of a line count: units beside them, halves, one of a kind."""

from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from bot.domain.book.reading.line_part import Part, Parts, Role
from bot.domain.book.reading.numbers.line_numbers import Figure
from bot.domain.book.reading.words.vocabulary import PERSONS, Kind, Word, marked, table, vocabulary
from bot.i18n.reading.common_words import fold
from bot.i18n.reading.numbers.number_words import half_words

HALF = Decimal("0.5")
ONE = Figure((Decimal(1),), 0)


def units(parts: Parts, language: str, *, unit_first: bool) -> None:
    """Units join the number beside them; "per kg", "30/kg" say a price of one; any other is part of a name."""
    line, parts.line = _parted(parts.line, language), []
    for at, part in enumerate(line):
        before = parts.line[-1] if parts.line else None
        after = line[at + 1] if at + 1 < len(line) else None
        if part.kind is Kind.UNIT:
            _unit(parts.line, part, before, after, unit_first)
        elif _says_each(part) and not (part.glued and (line[at - 1].kind is Kind.UNIT or line[at - 1].pack > 1)):
            parts.line.append(Part(Kind.TEXT, part.text, part.glued))
        elif part.text == "/" and before is not None and before.figure and after and after.kind is Kind.UNIT:
            parts.line.append(Part(Kind.EACH, part.text))
        else:
            if part.figure and before is not None and before.kind is Kind.UNIT and before.word:
                parts.line.pop()
                part.unit, part.unit_word, part.role = before.word.value, before.text, Role.QUANTITY
                if part.glued and part.text in marked("half_together"):
                    part.figure = Figure((1 + HALF,), part.figure.end)
            parts.line.append(part)


def _parted(line: Sequence[Part], language: str) -> list[Part]:
    """Soap|cake|each, soap|cake|one: where there are no spaces a unit before these may look like the end of a thing."""
    found: list[Part] = []
    for part in line:
        before = found[-1] if found else None
        says = _says_each(part) or _is_one_or_half(part)
        if says and part.glued and before is not None and before.kind is Kind.GOODS:
            word, unit = _with_unit(before.text, language)
            if unit is not None:
                found[-1] = Part(Kind.GOODS, word, before.glued)
                found.append(Part(Kind.UNIT, before.text.removeprefix(word), True, unit))
        found.append(part)
    return found


def _with_unit(text: str, language: str) -> tuple[str, Word | None]:
    phrases = vocabulary(language).phrases
    for end in range(1, len(text)):
        thing, unit = phrases.get(text[:end]), phrases.get(text[end:])
        if thing and unit and thing.kind.kind in (Kind.GOODS, Kind.KNOWN) and unit.kind.kind is Kind.UNIT:
            return text[:end], unit.kind
    return text, None


def _is_price(unit: str, before: Part | None, line: Sequence[Part]) -> bool:
    """10 kilo 95 rupees kilo: money, then the unit that something was counted in."""
    if before is None or not before.figure or not before.figure.money or unit == PERSONS:
        return False
    if any(other.figure and other.unit == unit for other in line):
        before.role = Role.PRICE
    return before.role is Role.PRICE


def _says_each(part: Part) -> bool:
    """A word for "each" that is one only where it is written together with what is before it."""
    return part.kind is Kind.EACH_BEFORE and part.text in marked("each_together")


def _is_one_or_half(part: Part) -> bool:
    return part.text in marked("one_together") or part.text in marked("half_together")


def _is_fraction(part: Part) -> bool:
    return part.is_bare and part.figure is not None and part.figure.values == (HALF,)


def _is_half(part: Part) -> bool:
    return part.kind is Kind.DOUBT and part.text in half_words()


def _is_single(part: Part) -> bool:
    """Written together with a unit before it, one of it; by itself no number."""
    return part.kind is Kind.TEXT and part.glued and part.text in marked("one_together")


def halves(parts: Parts) -> None:
    """3 kilo half, three kilos and a half. Written on to what is no unit we know, it may be one and a half of it."""
    line, parts.line = parts.line, []
    for part in line:
        before = parts.line[-1] if parts.line else None
        half = part.text in half_words() and (part.glued or part.kind is Kind.DOUBT)
        if half and before is not None and before.figure and before.unit:
            before.figure = Figure(tuple(value + HALF for value in before.figure.values), before.figure.end)
        else:
            parts.line.append(part)
            parts.unclear = parts.unclear or (part.glued and _is_fraction(part) and _is_one_or_half(part))


def _unit(line: list[Part], part: Part, before: Part | None, after: Part | None, unit_first: bool) -> None:
    each = (
        after is not None and after.kind is Kind.EACH_BEFORE and after.text in marked("each_together") and after.glued
    )
    if each and before is not None and before.is_bare and part.word:
        before.unit, before.unit_word, before.role = part.word.value, part.text, Role.QUANTITY  # 3 pieces each 200
    if each or (before is not None and before.kind is Kind.EACH):
        return
    if part.word and _is_price(part.word.value, before, line):
        return
    if after is not None and after.kind in (Kind.EACH, Kind.EACH_BEFORE) and _is_counted(part, line):
        return  # 4 trays, tray each 300
    if unit_first and after is not None and after.figure and not after.unit and _is_counted(part, line):
        after.role = Role.PRICE  # bundles 5, bundle 900
        return
    if before is not None and before.kind is Kind.FILLER and len(line) > 1 and _is_fraction(line[-2]):
        before = line[-2]  # half of a kilo
        line.pop()
    if before is not None and before.is_bare and part.word:
        before.unit, before.unit_word, before.role = part.word.value, part.text, Role.QUANTITY
    elif after is not None and part.word and (_is_half(after) or _is_single(after)):
        one = Part(Kind.NUMBER, part.text, part.glued, figure=ONE, role=Role.QUANTITY, unit=part.word.value)
        line.append(one)  # kilo and a half, a single kilo
        one.unit_word = part.text
        after.kind = Kind.FILLER if _is_single(after) else after.kind
    elif after is not None and after.is_bare and (unit_first or (after.glued and _is_one_or_half(after))):
        line.append(part)  # joined with the number after it
    else:
        line.append(Part(Kind.GOODS, part.text, part.glued))


def _is_counted(part: Part, line: Sequence[Part]) -> bool:
    return any(other.figure and part.word and other.unit == part.word.value for other in line)


def one_of(parts: Parts, language: str) -> None:
    """A kilo of mushrooms: one, where no price stands before it."""
    phrases = vocabulary(language).phrases
    for at, part in enumerate(parts.line):
        article, _, unit = part.text.partition(" ")
        before, after = parts.at(at - 1), parts.at(at + 1)
        if part.kind is not Kind.EACH or article not in marked("one_unit") or (before and before.figure):
            continue
        word = phrases[unit].kind if unit in phrases else None
        if word and word.kind is Kind.UNIT and not (after and after.figure):
            one = Figure((Decimal(1),), 0)
            parts.line[at] = Part(
                Kind.NUMBER, part.text, figure=one, role=Role.QUANTITY, unit=word.value, unit_word=unit
            )


def one_each(parts: Parts, language: str) -> None:
    """ "12 soap, one K500" and "12 soap K500 one": one costs K500."""
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
