"""What the numbers of a line are for: signs and markers around them say so."""

from itertools import pairwise

from bot.domain.book.reading.line_part import Part, Parts, Role
from bot.domain.book.reading.vocabulary import Kind

TIMES = ("x", "*", "×")


def signs(parts: Parts) -> None:
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


def roles(parts: Parts) -> None:
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
            one.perhaps_each = True  # 50 baht 12 pieces
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
