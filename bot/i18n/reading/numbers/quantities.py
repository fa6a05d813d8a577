"""Numerals and number words added up to one quantity: 2 lakh 5 thousand, two and a half thousand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from bot.i18n.language_data import language_table
from bot.i18n.reading.common_words import fold
from bot.i18n.reading.numbers.number_words import Kind, halves_after, is_pack

COUNTS_PACKS = frozenset({Kind.COUNT, Kind.SCALE, Kind.SCALE_BEFORE})


@dataclass(frozen=True, slots=True)
class Piece:
    """A token that has to do with a quantity; `value`: of numerals, words and scales; `digits`: typed as digits."""

    kind: Kind
    text: str
    value: Decimal = Decimal(0)
    language: str = ""
    digits: bool = False


@dataclass(slots=True)
class Sum:
    """The running total: terms with their scale, largest first, and the number that waits for its scale."""

    terms: list[tuple[Decimal, Decimal]] = field(default_factory=list)  # (value, scale)
    waiting: Decimal | None = None
    waiting_digits: bool = False
    before: Decimal | None = None  # tens …, waits for its number
    shift: Decimal | None = None  # half more than …, waits for its number
    joined: bool = False  # the last piece was "and"
    outer: Decimal | None = None  # thousands before tens two: thousands of tens
    split: str = ""  # the number after thousands was said in two words: five and one
    places: int = 0  # digits said after "point"
    pointed: bool = False
    closed: bool = False  # nothing can follow (after "and a half")

    @property
    def empty(self) -> bool:
        return not self.terms and self.waiting is None

    @property
    def unfinished(self) -> bool:
        return self.before is not None or self.shift is not None

    @property
    def value(self) -> Decimal:
        return sum((value for value, _ in self.terms), self.waiting or Decimal(0))

    @property
    def room(self) -> Decimal | None:
        """A further number must be smaller than this; None: no limit."""
        return self.terms[-1][1] if self.terms else None


def quantity(pieces: Sequence[Piece]) -> tuple[tuple[Decimal, ...], int]:
    """The values that the first pieces can mean, and how many pieces they took; ((), n) when those do not add up."""
    counted = _packs_first(pieces)
    if counted is not None:
        return counted
    unsaid = _hundreds_unsaid(pieces)
    if unsaid is not None:
        return unsaid
    total = Sum()
    taken = 0
    while taken < len(pieces) and _take(total, pieces, taken):
        taken += 1
    if (start := _next_number(pieces, taken)) is not None:
        return quantity(pieces[:start])
    while taken and pieces[taken - 1].kind is Kind.AND:
        taken -= 1
    if total.empty or total.unfinished:
        return (), max(taken, 1)
    return _values(total, pieces[:taken]), taken


def _next_number(pieces: Sequence[Piece], at: int) -> int | None:
    """Two hundred | three hundred: a scale that was there already belongs to what stands before it, a new number."""
    if not 0 < at < len(pieces) or pieces[at].kind is not Kind.SCALE or is_pack(pieces[at].text):
        return None
    start = at
    while start and (
        pieces[start - 1].kind is Kind.COUNT
        or (pieces[start - 1].kind is Kind.SCALE and pieces[start - 1].value < pieces[at].value)
    ):
        start -= 1
    return start if 0 < start < at else None


def _packs_first(pieces: Sequence[Piece]) -> tuple[tuple[Decimal, ...], int] | None:
    """Dozens hundreds two: where the noun stands first, all that follows says how many packs."""
    if len(pieces) < 2 or not is_pack(pieces[0].text) or not _rules(pieces[0].language).get("noun_first"):
        return None
    if not pieces[1].digits and pieces[1].language != pieces[0].language:
        return None
    values, taken = quantity(pieces[1:]) if pieces[1].kind in COUNTS_PACKS else ((), 0)
    return (tuple(value * pieces[0].value for value in values), taken + 1) if values else None


def _hundreds_unsaid(pieces: Sequence[Piece]) -> tuple[tuple[Decimal, ...], int] | None:
    """Three fifty, twelve twenty five: hundreds that are not said, or whole ones and hundredths."""
    said = [piece.value for piece in pieces if piece.kind is Kind.COUNT and not piece.digits]
    if not 2 <= len(said) == len(pieces) <= 3 or not _rules(pieces[0].language).get("hundreds_unsaid"):
        return None
    rest = sum(said[1:], Decimal(0))
    fits = 1 <= said[0] < 20 and 10 <= said[1] < 100 and (len(said) == 2 or (said[1] % 10 == 0 and 1 <= said[2] < 10))
    return ((said[0] * 100 + rest, said[0] + rest / 100), len(said)) if fits else None


def _take(total: Sum, pieces: Sequence[Piece], at: int) -> bool:
    piece = pieces[at]
    follows = pieces[at + 1] if at + 1 < len(pieces) else None
    if total.before is not None and _is_ten(piece):
        total.outer, piece = total.before, replace(piece, kind=Kind.COUNT)
    match piece.kind:
        case _ if total.closed and piece.kind is not Kind.SCALE:
            taken = False
        case Kind.COUNT:
            taken = _count(total, piece)
        case Kind.SCALE:
            pack = is_pack(piece.text)
            taken = _noun_first(total, piece, pieces[at + 1 : at + 3]) or _scale(total, piece.value, pack=pack)
        case Kind.SCALE_BEFORE:
            taken = _scale_before(total, piece, follows)
        case Kind.BEFORE:
            taken = total.waiting is None and total.shift is None
            total.shift = piece.value if taken else total.shift
        case Kind.FRACTION:
            taken = _fraction(total, piece)
        case Kind.AFTER:
            taken = _after(total, piece.value)
        case Kind.ONE:
            taken = total.empty and not total.unfinished and follows is not None and follows.kind is Kind.SCALE
            total.waiting = Decimal(1) if taken else total.waiting
        case Kind.POINT:
            taken = (
                total.waiting is not None and not total.pointed and follows is not None and follows.kind is Kind.COUNT
            )
            total.pointed = total.pointed or taken
        case Kind.AND:
            taken = not total.empty and not total.joined and not total.unfinished
        case _:
            taken = False
    total.joined = taken and piece.kind is Kind.AND
    return taken


def _is_ten(piece: Piece) -> bool:
    """Ten, which multiplies what is before it or is multiplied: thousands ten = 10,000."""
    return piece.kind is Kind.SCALE and piece.value == 10 and bool(_rules(piece.language).get("noun_first"))


def _rules(language: str) -> Mapping[str, Any]:
    rules: Mapping[str, Any] = language_table(language)["numbers"]
    return rules


def _count(total: Sum, piece: Piece) -> bool:
    value = piece.value
    if total.pointed:
        return _place(total, value)
    if total.shift is not None:
        value, total.shift = value + total.shift, None
    if total.before is not None:
        outer = total.outer if total.outer != total.before else None
        scale, total.before = total.before * (outer or 1), None
        total.terms.append((value * scale, scale))
        total.split = piece.text if scale == 1000 and 5 < value < 10 and " " in piece.text else ""
        return True
    if total.waiting is not None:
        return _add_to_waiting(total, value, piece.digits)
    if total.room is not None and value >= total.room:
        return False
    total.waiting, total.waiting_digits = value, piece.digits
    return True


def _place(total: Sum, value: Decimal) -> bool:
    """A digit after "point"; a longer number there only as the first."""
    if total.waiting is None or value != int(value) or (value > 9 and total.places):
        return False
    total.places += len(str(int(value)))
    total.waiting += value.scaleb(-total.places)
    return True


def _add_to_waiting(total: Sum, value: Decimal, digits: bool) -> bool:
    """ "twenty" + "five", both as words; "2" + "1/2" comes as digits and is a fraction."""
    waiting = total.waiting or Decimal(0)
    tens = not total.waiting_digits and not digits and waiting % 10 == 0 and 20 <= waiting < 100 and 1 <= value < 10
    if tens:
        total.waiting = waiting + value
    return tens


def _scale(total: Sum, scale: Decimal, *, pack: bool = False) -> bool:
    """Multiply what waits, with the smaller terms before it: five hundred | thousand, ten | million.

    A pack multiplies all that was said: two hundred and fifty | dozen.
    """
    part = total.waiting or Decimal(0)
    smaller = [term for term in total.terms if pack or term[1] < scale]
    if total.joined and total.waiting is None:
        smaller = []
    rest = total.terms[: len(total.terms) - len(smaller)]
    if rest and rest[-1][1] <= scale:
        return False
    part += sum((value for value, _ in smaller), Decimal(0))
    if part == 0 and total.waiting is None:
        part = Decimal(1)
    if total.shift is not None:
        part, total.shift = part + total.shift, None
    if total.before is not None:
        return False
    total.terms, total.waiting, total.closed = [*rest, (part * scale, scale)], None, False
    return True


def _noun_first(total: Sum, piece: Piece, after: Sequence[Piece]) -> bool:
    """Hundred one, million two: the number that multiplies comes next, unless it belongs to a scale of its own."""
    if total.waiting is not None or total.before is not None or not after:
        return False
    if not (after[0].kind is Kind.COUNT or _is_ten(after[0])):
        return False
    if not after[0].digits and after[0].language != piece.language:
        return False
    own_scale = len(after) > 1 and after[1].kind is Kind.SCALE
    return bool(_rules(piece.language).get("noun_first")) and not own_scale and _scale_before(total, piece, after[0])


def _scale_before(total: Sum, piece: Piece, follows: Piece | None) -> bool:
    if total.waiting is not None:
        return _scale(total, piece.value) if total.waiting_digits else False
    nested = follows is not None and follows.kind is Kind.SCALE_BEFORE and follows.value < piece.value
    if follows is None or not (nested or follows.kind is Kind.COUNT or _is_ten(follows)):
        return False
    if total.before is not None:
        total.outer, total.before = total.before, piece.value
        return True
    if total.room is not None and piece.value >= total.room:
        return False
    total.before = piece.value
    return True


def _fraction(total: Sum, piece: Piece) -> bool:
    if total.unfinished:
        return False
    if total.empty:
        total.waiting = piece.value
        return True
    if piece.text in halves_after(piece.language):
        return _after(total, piece.value)
    if total.joined or (piece.digits and total.waiting is not None and piece.value < 1):
        return _after(total, piece.value)
    return False


def _after(total: Sum, share: Decimal) -> bool:
    """ "… and a half": of one, or of the scale just said: two thousand half = 2,500."""
    if total.empty or total.unfinished:
        return False
    if total.waiting is not None:
        total.waiting += share
    else:
        value, scale = total.terms[-1]
        total.terms[-1] = (value + share * scale, scale)
    total.closed = True
    return True


def _values(total: Sum, pieces: Sequence[Piece]) -> tuple[Decimal, ...]:
    """What the pieces mean; two values where the market and the book differ, or one word could belong to two others."""
    plain = total.value
    if total.outer is not None and total.waiting is not None:
        # thousands tens two and five: 25 thousands, or 20 thousands and 5.
        return plain - total.waiting + total.waiting * total.outer, plain
    if total.split and pieces[-1].text == total.split:
        # thousands five and one: six thousands, or five thousands and one; things and thousands agree alike.
        over_five = total.terms[-1][0] / 1000 - 5
        return plain, plain - over_five * 1000 + over_five
    if len(pieces) > 1 and total.terms and total.waiting is not None and pieces[-2].kind is Kind.SCALE:
        return _with_tail(plain, total.waiting, pieces)
    return (plain,)


def _with_tail(plain: Decimal, tail: Decimal, pieces: Sequence[Piece]) -> tuple[Decimal, ...]:
    """A digit after a scale: two thousand five is 2,500 or 2,005, thousand one is 1,000."""
    scale, last = pieces[-2:]
    rules = _rules(last.language or scale.language)
    if len(pieces) == 2 and last.text in map(fold, rules.get("one_after", ())):
        return (plain - tail,)
    colloquial = rules.get("colloquial_tail", False) and last.text not in map(fold, rules["bookish_tail"])
    if not colloquial or scale.value < 1000 or not 1 <= tail < 10:
        return (plain,)
    return plain - tail + tail * scale.value / 10, plain
