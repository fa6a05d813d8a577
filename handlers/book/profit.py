"""Profit on one item: what it sold for, and the costs that she says belong to it. What was counted is said."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.book.ledger.labels import category_label
from bot.domain.book.stretch import Stretch
from bot.domain.wire.button_data import Meaning
from bot.domain.wire.message import Button
from bot.i18n import N_, Html, Money, Text, Value, joined
from bot.i18n.reading.common_words import fold
from bot.services.book import entries as book
from bot.services.book.entries import Cost, ItemSums, Owner
from handlers.book.entering import entry_words as words
from handlers.book.screen_words import Days, back, data, title
from handlers.book.views import quantity, stretch_of
from handlers.wire.turn import Turn

MOST_ITEMS, MOST_COSTS = 8, 10
WHICH = N_("🧮 Profit on what? Tap it.")
NOTHING_SOLD = N_("Nothing that has a name was sold in these days.\nName what you sell, for example: sold 12 soap 600")
SOLD, SOLD_SO_MANY = N_("{item}: sold for {sold}"), N_("{item}: {quantity} sold for {sold}")
BELONGS = N_("Which of this did you need to make it?\nTap all that belongs to it, then “Done”.")
SMALLER = N_("These are the {count} largest costs.")
COST_IS = N_("{mark} {name} {money}")
COSTS, NO_COSTS = N_("Costs: {money} ({names})"), N_("No costs are counted.")
PROFIT, LOSS, EVEN = N_("✅ Profit: {money}"), N_("⚠️ Loss: {money}"), N_("Costs and sales are the same.")
ONLY_THIS = N_("I counted what your book says of these days, nothing else.")
DONE, OTHER_COSTS = N_("✅ Done"), N_("✏️ Other costs")
ON, OFF = "☑️", "◻️"


@dataclass(frozen=True, slots=True)
class Asked:
    """An item of some days, and the costs that there are. `chosen`: those that belong to it, one bit each.

    `more`: how many smaller costs there are, which are not shown.
    """

    shown: Stretch
    item: ItemSums
    costs: Sequence[Cost]
    chosen: int
    more: int

    @property
    def counted(self) -> list[Cost]:
        return [one for at, one in enumerate(self.costs) if self.chosen >> at & 1]

    def data(self, op: str, chosen: int) -> Meaning:
        """A button: which costs are chosen, and a sum that shows whether the list is still the same."""
        return data(op, self.shown, words.mark(self.item.item), f"{chosen:x}", _seal(self.costs))


def _seal(costs: Sequence[Cost]) -> str:
    return format(zlib.crc32("|".join(one.key for one in costs).encode()) & 0xFFFF, "04x")


async def choose(turn: Turn, owner: Owner, days: Days, page: int = 0) -> None:
    """What was sold in these days, each a button, page by page."""
    shown = stretch_of(turn, days)
    sold = [one for one in await turn.run(book.by_item, owner, shown.first, shown.last) if one.came + one.on_credit]
    here = sold[page * MOST_ITEMS :]
    rows = [[Button(one.item, data("t", shown, words.mark(one.item)))] for one in here[:MOST_ITEMS]]
    arrows = [Button("◀️", data("p", shown, str(page - 1)))] if page else []
    arrows += [Button("▶️", data("p", shown, str(page + 1)))] if len(here) > MOST_ITEMS else []
    lines = [*words.practice_line(turn), title(turn, shown), turn.text(WHICH if sold else NOTHING_SOLD)]
    turn.show_marked(joined(lines), buttons=[*rows, *([arrows] if arrows else []), back(shown)])


async def tick(turn: Turn, owner: Owner, days: Days, mark: str, chosen: int = 0, seal: str = "") -> None:
    """Which costs belong to it; what she bought under its own name does."""
    asked = await _asked(turn, owner, days, mark, chosen, seal)
    if asked is None:
        await choose(turn, owner, days)
    elif not asked.costs:
        _tell(turn, owner, asked)
    else:
        rows = [[Button(_cost(owner, one, asked, at), asked.data("t", asked.chosen ^ 1 << at))]
                for at, one in enumerate(asked.costs)]  # fmt: skip
        done = [Button(Text(DONE), asked.data("r", asked.chosen))]
        lines = [*_head(turn, owner, asked), turn.text(BELONGS)]
        if asked.more:
            lines.append(turn.text(SMALLER, count=MOST_COSTS))
        turn.show_marked(joined(lines), buttons=[*rows, done, back(asked.shown)])


async def result(turn: Turn, owner: Owner, days: Days, mark: str, chosen: int, seal: str) -> None:
    """Sales less those costs."""
    asked = await _asked(turn, owner, days, mark, chosen, seal)
    if asked is None:
        await choose(turn, owner, days)
    elif seal != _seal(asked.costs):
        # something was written down meanwhile: the list is another one
        await tick(turn, owner, days, mark)
    else:
        _tell(turn, owner, asked)


async def _asked(turn: Turn, owner: Owner, days: Days, mark: str, chosen: int, seal: str) -> Asked | None:
    shown = stretch_of(turn, days)
    found = await turn.run(book.by_item, owner, shown.first, shown.last)
    item = next((one for one in found if words.mark(one.item) == mark), None)
    if item is None:
        return None
    every = await turn.run(book.costs, owner, shown.first, shown.last)
    costs, more = every[:MOST_COSTS], len(every[MOST_COSTS:])
    if seal == _seal(costs):
        return Asked(shown, item, costs, chosen, more)
    own = sum(1 << at for at, one in enumerate(costs) if one.item and fold(one.item) == fold(item.item))
    return Asked(shown, item, costs, own, more)


def _head(turn: Turn, owner: Owner, asked: Asked) -> list[Html]:
    many = quantity(asked.item.sold)
    values: dict[str, Any] = {"item": asked.item.item, "sold": Money(_sold(asked), owner.currency)}
    told = turn.text(SOLD_SO_MANY, quantity=many, **values) if many else turn.text(SOLD, **values)
    return [*words.practice_line(turn), title(turn, asked.shown), told]


def _sold(asked: Asked) -> int:
    return asked.item.came + asked.item.on_credit


def _name(one: Cost) -> Value:
    return one.item or category_label(one.category)


def _cost(owner: Owner, one: Cost, asked: Asked, at: int) -> Text:
    mark = ON if asked.chosen >> at & 1 else OFF
    return Text(COST_IS, {"mark": mark, "name": _name(one), "money": Money(one.amount, owner.currency)})


def _tell(turn: Turn, owner: Owner, asked: Asked) -> None:
    spent = sum(one.amount for one in asked.counted)
    names = ", ".join(words.shown(turn, _name(one)) for one in asked.counted)
    costs = turn.text(COSTS, money=Money(spent, owner.currency), names=names) if spent else turn.text(NO_COSTS)
    left = _sold(asked) - spent
    message = PROFIT if left > 0 else LOSS if left < 0 else EVEN
    money = {"money": Money(abs(left), owner.currency)} if left else {}
    lines = [*_head(turn, owner, asked), costs, Html.of("<b>{}</b>", turn.text(message, **money)), turn.text(ONLY_THIS)]
    again = [[Button(Text(OTHER_COSTS), asked.data("t", asked.chosen))]] if asked.costs else []
    turn.show_marked(joined(lines), buttons=[*again, back(asked.shown)])
