"""What the numbers of a line are for: signs and markers around them say so."""

from itertools import pairwise

from bot.domain.book.reading.line_part import Part, Parts, Role
from bot.domain.book.reading.words.vocabulary import Kind

TIMES = ("x", "*", "×")
PIECE = "piece"
EACH = frozenset({Kind.EACH, Kind.EACH_BEFORE})


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
            after.role, after.turned, after.of_pack = Role.PRICE, part.text in TIMES, True
            after.price_of = part.word.value if part.word else ""
            if before is not None and before.is_bare:
                before.role = Role.QUANTITY
        elif part.kind is Kind.EACH:
            _each(parts, at, before, after)
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


def _each(parts: Parts, at: int, before: Part | None, after: Part | None) -> None:
    """The number beside it is the price: the one after it where the one before it can only be a count."""
    priced = after if before is None or before.figure is None or before.unit else before
    if priced is before and before is not None and _counts(parts, at, before, after):
        before.role, priced = Role.QUANTITY, after
        assert priced is not None
        priced.turned = True
    if priced is not None and priced.figure is not None:
        said = any(part.word and part.word.value.isdigit() for part in parts.line if part.kind in EACH)
        priced.role, priced.of_pack, priced.of_one = Role.PRICE, True, not said
        each = parts.line[at].word
        priced.price_of = (each.value if each else "") or priced.price_of


def _counts(parts: Parts, at: int, before: Part, after: Part | None) -> bool:
    """12 each 300; not "300 each 12 pieces", "300 a kilo 3,600"."""
    each, later = parts.line[at].word, parts.at(at + 2)
    if after is None or after.unit or not before.is_bare or sum(1 for part in parts.line[:at] if part.figure) > 1:
        return False
    if each is not None and each.value not in ("", PIECE):
        return before.pack > 1  # three dozen, a dozen at 600
    assert before.figure is not None and after.figure is not None
    smaller = before.figure.values[:1] < after.figure.values[:1]
    return smaller or not (parts.counts_before and later is not None and later.is_text)


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
