"""The book by item, by kind, and entry by entry."""

from collections.abc import Mapping
from decimal import Decimal

from bot.domain.book import Direction
from bot.domain.book.ledger.check_in_answers import PIECE
from bot.domain.book.ledger.labels import DIRECTIONS, SIGNS, category_label, quantity_label
from bot.domain.book.stretch import Stretch, stretch
from bot.domain.wire.message import Button
from bot.i18n import N_, Html, Money, Text, joined, plural
from bot.services.book import entries as book
from bot.services.book.entries import ItemSums, Owner
from handlers.book.entering import entry_words as words
from handlers.book.screen_words import Days, back, data, title
from handlers.wire.turn import Turn

MOST_ITEMS, A_PAGE = 12, 8
SOLD, SOLD_SO_MANY = N_("{item}: sold for {sold}"), N_("{item}: {quantity} sold for {sold}")
# what was bought on credit is not paid yet, and is a cost
BOUGHT, BOUGHT_SO_MANY = N_("{item}: cost {bought}"), N_("{item}: {quantity} cost {bought}")
KIND = N_("{sign} {label}: {money}")
NO_ITEMS = N_("No item is named in these days.\nName what you sell and buy, for example: sold 12 soap 600")
NOTHING = N_("Nothing is written down here.")
TAP_ONE = N_("Tap one to see or change it.")


def stretch_of(turn: Turn, days: Days) -> Stretch:
    """The days that a button means, in her calendar."""
    return stretch(*days, turn.locale.calendar)


async def items(turn: Turn, owner: Owner, days: Days) -> None:
    """What each item brought, and what it cost."""
    shown = stretch_of(turn, days)
    found = await turn.run(book.by_item, owner, shown.first, shown.last)
    lines = [line for one in found[:MOST_ITEMS] for line in _item(turn, owner, one)]
    if len(found) > MOST_ITEMS:
        lines.append(turn.text(plural("and {n} more", "and {n} more", len(found) - MOST_ITEMS)))
    _say(turn, shown, lines or [turn.text(NO_ITEMS)])


def _item(turn: Turn, owner: Owner, one: ItemSums) -> list[Html]:
    lines = []
    if sold := one.came + one.on_credit:
        many = quantity(one.sold)
        message = SOLD_SO_MANY if many else SOLD
        told = turn.text(
            message, item=one.item, sold=Money(sold, owner.currency), **({"quantity": many} if many else {})
        )
        lines.append(Html.of("{} {}", SIGNS[Direction.IN], told))
    if bought := one.went + one.owed:
        many = quantity(one.bought)
        message = BOUGHT_SO_MANY if many else BOUGHT
        values = {"quantity": many} if many else {}
        told = turn.text(message, item=one.item, bought=Money(bought, owner.currency), **values)
        lines.append(Html.of("{} {}", SIGNS[Direction.OUT], told))
    return lines


def quantity(by_unit: Mapping[str | None, Decimal]) -> Text | None:
    """How much, where it was said each time, in one unit; what is counted without one is counted in pieces."""
    units = {unit or PIECE for unit in by_unit if unit is not None}
    if len(units) != 1 or None in by_unit:
        return None
    unit = "" if set(by_unit) == {""} else units.pop()
    return quantity_label(sum(by_unit.values(), Decimal(0)), unit)


async def kinds(turn: Turn, owner: Owner, days: Days) -> None:
    """What came in and went out by category; the household's apart, and what is neither."""
    shown = stretch_of(turn, days)
    sums = await turn.run(book.sums, owner, shown.first, shown.last)
    home = {"home": sums.home} if sums.home else {}
    lines = [
        turn.text(KIND, sign=SIGNS[direction], label=category_label(category), money=Money(amount, owner.currency))
        for direction, found in ((Direction.IN, sums.came), (Direction.OUT, sums.went), (Direction.TAKEN_HOME, home))
        for category, amount in sorted(found.items(), key=lambda pair: -pair[1])
    ]
    lines += [
        turn.text(KIND, sign=SIGNS[one], label=Text(DIRECTIONS[one]), money=Money(amount, owner.currency))
        for one in Direction
        if (amount := sums.beside.get(one))
    ]
    _say(turn, shown, lines or [turn.text(NOTHING)])


async def entries(turn: Turn, owner: Owner, days: Days, page: int = 0) -> None:
    """What was written down of these days, the newest first, each a button."""
    shown = stretch_of(turn, days)
    until = (page + 1) * A_PAGE
    found = await turn.run(book.entries, owner, shown.first, shown.last, limit=until + 1)
    rows = [[Button(words.row(turn, one.entry), words.data("v", one.entry.id))] for one in found[page * A_PAGE : until]]
    arrows = [Button("◀️", data("l", shown, str(page - 1)))] if page else []
    arrows += [Button("▶️", data("l", shown, str(page + 1)))] if len(found) > until else []
    told = turn.text(TAP_ONE if rows else NOTHING)
    lines = [*words.practice_line(turn), title(turn, shown), told]
    turn.show_marked(joined(lines), buttons=[*rows, *([arrows] if arrows else []), back(shown)])


def _say(turn: Turn, shown: Stretch, lines: list[Html]) -> None:
    told = [*words.practice_line(turn), title(turn, shown), *lines]
    turn.show_marked(joined(told), buttons=[back(shown)])
