"""One measure said in two units: 3 kg 250 g are 3.25 kg."""

from collections.abc import Mapping
from decimal import Decimal

from bot.domain.book.reading.line_part import Part, Parts, Role
from bot.domain.book.reading.numbers.line_numbers import Figure
from bot.domain.book.reading.words.vocabulary import Kind

# How many of the smaller unit are one of the larger.
SHARES: Mapping[tuple[str, str], int] = {
    ("kg", "gram"): 1000,
    ("kg", "khit"): 10,
    ("ton", "kg"): 1000,
    ("quintal", "kg"): 100,
    ("litre", "ml"): 1000,
}
SMALL = frozenset({Kind.AND, Kind.FILLER})


def compounds(parts: Parts) -> None:
    """Two numbers side by side, or with "and" between them, of which the second is a part of one of the first."""
    line, parts.line = parts.line, []
    for part in line:
        larger = next((one for one in reversed(parts.line) if one.kind not in SMALL), None)
        if larger is not None and (whole := _together(larger, part)) is not None:
            larger.figure = whole
            while parts.line[-1] is not larger:
                parts.line.pop()
        else:
            parts.line.append(part)


def _together(larger: Part, smaller: Part) -> Figure | None:
    if larger.figure is None or smaller.figure is None or smaller.role is not Role.QUANTITY:
        return None
    many = SHARES.get((larger.unit, smaller.unit))
    if many is None or not len(larger.figure.values) == len(smaller.figure.values) == 1:
        return None
    whole, rest = larger.figure.values[0], smaller.figure.values[0]
    if whole != int(whole) or not 0 < rest < many:
        return None
    return Figure((whole + (rest / many).quantize(Decimal("0.001")).normalize(),), larger.figure.end)
