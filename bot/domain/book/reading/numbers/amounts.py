"""The numbers of a line put in their places: how many, at what price, for how much in all."""

from dataclasses import dataclass, replace
from decimal import Decimal

from bot.domain.book.reading.line_part import Part, Parts, Role
from bot.domain.book.reading.numbers.line_numbers import ONE
from bot.domain.book.reading.words.vocabulary import Kind

THINGS = frozenset({Kind.TEXT, Kind.GOODS, Kind.KNOWN, Kind.HOUSEHOLD})


@dataclass(frozen=True, slots=True)
class Meant:
    """One way to understand the numbers, in whole units of money."""

    amount: Decimal
    quantity: Decimal | None = None
    unit: str = ""
    each: bool = False


@dataclass(frozen=True, slots=True)
class Numbers:
    """`sure` is False where even one way is to be confirmed; no ways: no amount, or `several`: too much."""

    ways: tuple[Meant, ...] = ()
    sure: bool = True
    several: bool = False


def understand(parts: Parts, price: Decimal | None) -> Numbers:
    """`price`: what one usually costs her, in whole units."""
    numbers = parts.numbers
    if any(not number.figure or not number.figure.values for number in numbers):
        return Numbers(several=True)
    if len(numbers) == 1 and numbers[0].is_plain and numbers[0].figure and numbers[0].figure.split:
        return _spaced(numbers[0])
    by_role: dict[Role, list[Part]] = {role: [] for role in Role}
    for number in numbers:
        by_role[number.role].append(number)
    if len(by_role[Role.QUANTITY]) == 2 and not by_role[Role.PRICE]:
        return _either(by_role)
    if any(len(by_role[role]) > 1 for role in (Role.QUANTITY, Role.PRICE)):
        return Numbers(several=True)
    if len(by_role[Role.AMOUNT]) > 1:
        ways = tuple(Meant(value) for number in by_role[Role.AMOUNT] for value in _values(number))
        return Numbers(ways, sure=False)
    found = _placed(by_role, parts, price)
    return replace(found, sure=found.sure and not parts.unclear)


def without_quantity(numbers: Numbers) -> Numbers:
    """Of a debt that was paid nothing is counted: "100 of the 350 she owes" is asked, the smaller sum first."""
    if all(way.quantity is None for way in numbers.ways):
        return numbers
    sums = sorted({value for way in numbers.ways for value in (way.amount, way.quantity) if value is not None})
    return Numbers(tuple(map(Meant, sums)), sure=False)


def _values(number: Part) -> tuple[Decimal, ...]:
    return number.figure.values if number.figure else ()


def _either(by_role: dict[Role, list[Part]]) -> Numbers:
    """Three pieces of 8 kg: which of the two to keep is asked."""
    sums = [*by_role[Role.AMOUNT], *by_role[Role.BARE]]
    if len(sums) != 1:
        return Numbers(several=True)
    ways = (way for quantity in by_role[Role.QUANTITY] for way in _whole(sums[0], quantity, None).ways)
    return Numbers(tuple(ways), sure=False)


def _spaced(number: Part) -> Numbers:
    """12 600: twelve for 600, or 12,600."""
    assert number.figure is not None and number.figure.split is not None
    quantity, amount = number.figure.split
    return Numbers((Meant(amount, quantity), Meant(number.figure.values[0])))


def _placed(by_role: dict[Role, list[Part]], parts: Parts, price: Decimal | None) -> Numbers:
    quantity = next(iter(by_role[Role.QUANTITY]), None)
    amount = next(iter(by_role[Role.AMOUNT]), None)
    one = next(iter(by_role[Role.PRICE]), None)
    bare = by_role[Role.BARE]
    if one is not None:
        return _priced(one, quantity, amount, bare)
    if amount is not None:
        if len(bare) > (quantity is None):
            return Numbers(several=True)
        return _whole(amount, quantity or next(iter(bare), None), price)
    if quantity is not None:
        return _whole(bare[0], quantity, price) if len(bare) == 1 else Numbers(several=len(bare) > 1)
    return _all_bare(bare, parts, price)


def _priced(one: Part, quantity: Part | None, amount: Part | None, bare: list[Part]) -> Numbers:
    """12 at 50. A total beside it must agree, else it is asked."""
    rest = list(bare)
    if quantity is None and rest:
        quantity = rest.pop(0)
    if amount is None and rest:
        amount = rest.pop(0)
    if rest:
        return Numbers(several=True)
    if quantity is None:
        many = Decimal(one.price_of) if one.price_of.isdigit() else ONE
        return Numbers(tuple(Meant(value, many, each=True) for value in _values(one)), sure=False)
    packs = [quantity.pack] * one.of_pack + [ONE] * (not one.of_pack or (one.of_one and quantity.pack > 1))
    ways = [Meant(p * q / n, q, quantity.unit, True) for n in packs for p in _values(one) for q in _values(quantity)]
    if one.turned and not quantity.unit and len(ways) == 1 and ways[0].quantity and ways[0].quantity > _values(one)[0]:
        ways.append(Meant(ways[0].amount, _values(one)[0], "", True))  # 50x3: three at 50, or 50 at three
    if amount is None:
        other = quantity.unit and one.price_of and quantity.unit != one.price_of  # 5 kg at 900 a bag
        return Numbers(tuple(ways), sure=not other)
    totals = _values(amount)
    agreeing = tuple(way for way in ways if way.amount in totals)
    said = tuple(Meant(total, way.quantity, way.unit) for total in totals for way in ways)
    return Numbers(agreeing[:1] or (*said, *ways))


def _whole(amount: Part, quantity: Part | None, price: Decimal | None) -> Numbers:
    if quantity is None:
        return Numbers(tuple(map(Meant, _values(amount))))
    ways: list[Meant] = []
    for total in _values(amount):
        for many in _values(quantity):
            ways.append(Meant(total, many, quantity.unit))
            if _looks_like_price(total, many, price) or (amount.perhaps_each and many > 1):
                ways.append(Meant(total * many / quantity.pack, many, quantity.unit, True))
    return Numbers(tuple(ways))


def _looks_like_price(total: Decimal, many: Decimal, price: Decimal | None) -> bool:
    """Her usual price is near the whole amount, and far from a share of it."""
    return bool(price and many > 1 and price / 2 <= total <= price * 2 and total / many < price / 2)


def _all_bare(bare: list[Part], parts: Parts, price: Decimal | None) -> Numbers:
    """Numbers without a marker. The one right before the item counts it; else the first counts, the last pays."""
    counts = [number for number in bare if _before_item(number, parts)]
    if len(bare) == 1:
        return Numbers(tuple(map(Meant, _values(bare[0]))), sure=not counts)
    if len(bare) != 2:
        return Numbers(several=len(bare) > 2)
    quantity = counts[0] if len(counts) == 1 else bare[0]
    amount = bare[1] if quantity is bare[0] else bare[0]
    straight = _whole(amount, quantity, price)
    if len(counts) == 2 or _values(amount)[0] < _values(quantity)[0]:
        return Numbers((*straight.ways, *_whole(quantity, amount, price).ways))
    return straight


def _before_item(number: Part, parts: Parts) -> bool:
    at = next(place for place, part in enumerate(parts.line) if part is number)
    after = parts.at(at + 1)
    return parts.counts_before and after is not None and after.kind in THINGS and not after.person
