"""Prices of packs and units: "600 a dozen", "dozen each 600", "a bottle 40"."""

from dataclasses import replace
from decimal import Decimal

from bot.domain.book.reading.line_part import Part, Parts, Role
from bot.domain.book.reading.words.vocabulary import Kind, Word, unit_said
from bot.i18n.reading.common_words import fold

DEBTS = frozenset({"credit", "owed", "paid_back", "repaid"})
EACH = frozenset({Kind.EACH, Kind.EACH_BEFORE})


def packs(parts: Parts) -> None:
    """Beside a count of packs one pack alone says what the price is of: 3 dozen, 600 a dozen."""
    line, parts.line = parts.line, []
    for at, part in enumerate(line):
        before = parts.line[-1] if parts.line else None
        after = line[at + 1] if at + 1 < len(line) else None
        if not part.is_pack or not any(other.pack > 1 for other in line if other is not part):
            parts.line.append(part)
        elif before is not None and before.kind in EACH:
            before.word = _of(before, part)
        elif after is not None and after.kind in EACH:
            after.word = _of(after, part)
        elif before is not None and before.figure and not before.unit:
            parts.line.append(Part(Kind.EACH, part.text, word=_of(part, part, Kind.EACH)))
        elif after is not None and after.role is Role.AMOUNT:
            parts.line.append(Part(Kind.EACH_BEFORE, part.text, word=_of(part, part, Kind.EACH_BEFORE)))
            parts.unclear = True  # dozen $600, 3 dozen
        else:
            parts.line.append(part)


def counted(parts: Parts, language: str) -> None:
    """The same word may say "each" and what was counted: kilo-of 90 is 90 a kilo, 3 kilo-of 90 may be for all."""
    line, parts.line = parts.line, []
    for at, part in enumerate(line):
        before = parts.line[-1] if parts.line else None
        after = line[at + 1] if at + 1 < len(line) else None
        unit = fold(unit_said(language).get(part.text, "")) if part.kind is Kind.EACH_BEFORE else ""
        if (
            unit
            and part.text.startswith(unit)
            and part.word
            and before
            and before.is_bare
            and before.figure
            and before.pack == 1
        ):
            if part.word.value.isdigit():
                pack = Decimal(part.word.value)
                before.figure = replace(before.figure, values=tuple(v * pack for v in before.figure.values), pack=pack)
            else:
                before.unit, before.unit_word = part.word.value, unit
            before.role = Role.QUANTITY
            if after is not None and after.figure:
                after.perhaps_each = True
        else:
            parts.line.append(part)


def _of(marker: Part, pack: Part, kind: Kind | None = None) -> Word:
    return replace(marker.word or Word(kind or marker.kind), value=str(pack.pack))


def of_units(parts: Parts, language: str) -> None:
    """A unit in "a bottle" is a thing where nothing else is named or counted, and of a debt: a bottle 40."""
    named = any(part.is_text for part in parts.line) and not parts.verbs & DEBTS
    if named or len(parts.numbers) > 1:
        return
    for part in parts.line:
        if part.kind in EACH and part.text in unit_said(language):
            part.kind, part.text, part.word = Kind.GOODS, unit_said(language)[part.text], None
