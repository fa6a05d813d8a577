"""Reading the book: a day, a week or a month of her calendar on one screen, and all else one tap away."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from bot.domain.book import Debt, Direction, Place, Sums
from bot.domain.book.ledger.labels import DIRECTIONS, SIGNS
from bot.domain.book.stretch import Reach, Stretch, after, before, stretch
from bot.domain.wire.button_data import Shapes, hex_number, matching, one_of, page, shapes, signed
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Html, Money, Text, joined
from bot.services.book import box as book_box
from bot.services.book import entries as book
from bot.services.book.entries import Owner
from handlers.book import box, chart, profit, statement, views
from handlers.book.entering import entry_words as words
from handlers.book.screen_words import PREFIX, Days, data, days, title
from handlers.people.book_owner import owner_of
from handlers.wire import late_taps
from handlers.wire.turn import Turn

__all__ = ["KIND", "PREFIX", "ask_again", "is_left", "said", "says_amount", "show", "tapped"]

KIND, said, ask_again = box.KIND, box.said, box.ask_again
is_left, says_amount = box.is_left, box.says_amount

REGISTER_FIRST = N_("Let us get to know each other first: /start")
EMPTY = N_("📒 Your book is empty yet.\nWrite what you sold or bought in one line, for example: sold 12 soap 600")
NOTHING = views.NOTHING
FIGURE = N_("{sign} {label}: {money}")
COUNTED, AT_START = N_("Difference when the box was counted"), N_("In the box at the start")
LEFT_OVER = N_("➕ Left over: {money}")
TOO_LITTLE = N_("➖ More went out than came in: {money}")
BOX_NOW, BOX_THEN = N_("📦 In the box now: {money}"), N_("📦 In the box at the end: {money}")
BANK, WALLET = N_("🏦 In the bank: {money}"), N_("📲 In the phone wallet: {money}")
# The book does not know what was there when it began.
BANK_BELOW = N_("🏦 Taken from the bank, more than was put in: {money}")
WALLET_BELOW = N_("📲 Taken from the phone wallet, more than was put in: {money}")
LOANS = N_("📥 Loans still to pay back: {money}")
LENT = N_("🤲 Money you lent, to come back: {money}")
REACHES = {Reach.DAY: N_("Today"), Reach.WEEK: N_("This week"), Reach.MONTH: N_("This month")}
BY_ITEM, BY_KIND = N_("🏷 By item"), N_("🗂 By kind")
WRITTEN, PICTURE = N_("📋 What I wrote"), N_("📊 Picture")
PROFIT, COUNT = N_("🧮 Profit"), N_("🔢 Count the box")
WHO_OWES = N_("👥 Who owes")
BEGINNINGS = {
    box.BEGIN: N_("📦 What was in the box at the start?"),
    box.BANK: N_("🏦 What was in the bank at the start?"),
    box.WALLET: N_("📲 What was in the wallet at the start?"),
}

View = Callable[..., Awaitable[None]]


async def show(turn: Turn) -> None:
    """/book: this month."""
    owner = owner_of(turn)
    if owner is None:
        turn.say(REGISTER_FIRST)
    elif await turn.run(book.began, owner) is None:
        turn.show_marked(joined([*words.practice_line(turn), turn.text(EMPTY)]), buttons=[[_count()]])
    else:
        await overview(turn, owner, stretch(Reach.MONTH, turn.today, turn.locale.calendar))


async def tapped(turn: Turn, op: str, *arguments: Any) -> None:
    """Any button of reading the book."""
    owner = owner_of(turn)
    if owner is None:
        turn.whisper(late_taps.NO_LONGER)
        return
    await VIEWS[op](turn, owner, *arguments)


async def overview(turn: Turn, owner: Owner, shown: Stretch) -> None:
    """What came in and went out, what is left, and what is in the box."""
    sums = await turn.run(book.sums, owner, shown.first, shown.last)
    until = min(shown.last, turn.today)
    held = Money(await turn.run(book.balance, owner, until), owner.currency)
    in_the_box = BOX_NOW if until == turn.today else BOX_THEN
    there = await turn.run(book.balances, owner, until)
    open_now = [await turn.run(read, owner) for read in (book.loans, book.lent)] if until == turn.today else [(), ()]
    beyond = elsewhere(turn, owner.currency, there, *open_now)
    lines = [*words.practice_line(turn), title(turn, shown), *figures(turn, owner.currency, sums)]
    began = await turn.run(book.began, owner)
    buttons = [*_buttons(turn, shown, began), *await _beginnings(turn, owner, there)]
    turn.show_marked(joined([*lines, turn.text(in_the_box, money=held), *beyond]), buttons=buttons)


async def _beginnings(turn: Turn, owner: Owner, there: Mapping[Place, int]) -> Rows:
    """To be asked what was there at the start: in the box, and where money came or went, until she has said it."""
    steps = [step for step, place in box.PLACES.items() if place is Place.BOX or there[place]]
    unsaid = [step for step in steps if await turn.run(book_box.opened, owner, box.PLACES[step]) is None]
    return [[Button(Text(BEGINNINGS[step]), data("b", None, step))] for step in unsaid]


def elsewhere(
    turn: Turn, currency: str, held: Mapping[Place, int], loans: Iterable[Debt], lent: Iterable[Debt]
) -> list[Html]:
    """What lies in the bank and the wallet, what is to be paid back and to come back; each where there is any."""
    bank, wallet = held[Place.BANK], held[Place.WALLET]
    told = [(BANK if bank > 0 else BANK_BELOW, bank), (WALLET if wallet > 0 else WALLET_BELOW, wallet)]
    told += [(message, sum(max(one.open, 0) for one in debts)) for message, debts in ((LOANS, loans), (LENT, lent))]
    return [turn.text(message, money=Money(abs(minor), currency)) for message, minor in told if minor]


def figures(turn: Turn, currency: str, sums: Sums) -> list[Html]:
    """What came in and went out, and what is left of it; below that what is no business."""
    came, went = sum(sums.came.values()), sum(sums.went.values())
    told = [
        (SIGNS[Direction.IN], DIRECTIONS[Direction.IN], came),
        (SIGNS[Direction.OUT], DIRECTIONS[Direction.OUT], went),
        (SIGNS[Direction.TAKEN_HOME], DIRECTIONS[Direction.TAKEN_HOME], sums.home),
        (SIGNS[Direction.CREDIT], DIRECTIONS[Direction.CREDIT], sums.on_credit),
        ("🔢", COUNTED, sums.counted),
        ("🌱", AT_START, sums.opening),
    ]
    always = 2 if came or went or sums.home else 0
    lines = _named(turn, currency, [one for at, one in enumerate(told) if one[2] or at < always])
    left = came - went - sums.home
    if left:
        lines.append(turn.text(LEFT_OVER if left > 0 else TOO_LITTLE, money=Money(abs(left), currency)))
    # what is no business comes after what is left of it
    beside = [(SIGNS[one], DIRECTIONS[one], amount) for one in Direction if (amount := sums.beside.get(one))]
    return [*lines, *_named(turn, currency, beside)] or [turn.text(NOTHING)]


def _named(turn: Turn, currency: str, told: Sequence[tuple[str, str, int]]) -> list[Html]:
    return [
        turn.text(FIGURE, sign=sign, label=Text(label), money=Money(amount, currency)) for sign, label, amount in told
    ]


def _buttons(turn: Turn, shown: Stretch, began: date | None) -> Rows:
    calendar = turn.locale.calendar
    arrows = []
    if began is not None and began < shown.first:
        arrows.append(Button("◀️", data("o", before(shown, calendar))))
    if shown.last < turn.today:
        arrows.append(Button("▶️", data("o", after(shown, calendar))))
    now = [stretch(reach, turn.today, calendar) for reach in Reach]
    reaches = [Button(Text(REACHES[one.reach]), data("o", one)) for one in now if one != shown]
    rows = [
        arrows,
        reaches,
        [Button(Text(BY_ITEM), data("i", shown)), Button(Text(BY_KIND), data("k", shown))],
        [Button(Text(WRITTEN), data("l", shown)), Button(Text(PROFIT), data("p", shown))],
        [Button(Text(PICTURE), data("g", shown)), Button(Text(WHO_OWES), words.data("d"))],
        [_count(), statement.BUTTON],
    ]
    return [row for row in rows if row]


def _count() -> Button:
    return Button(Text(COUNT), data("c"))


async def _overview(turn: Turn, owner: Owner, days: Days) -> None:
    await overview(turn, owner, views.stretch_of(turn, days))


async def _this_month(turn: Turn, _owner: Owner) -> None:
    await show(turn)


VIEWS: dict[str, View] = {
    "s": _this_month,
    "o": _overview,
    "i": views.items,
    "k": views.kinds,
    "l": views.entries,
    "p": profit.choose,
    "t": profit.tick,
    "r": profit.result,
    "g": chart.picture,
    "c": box.ask_count,
    "b": box.ask_beginning,
    "n": box.chosen,
    "f": box.was_there,
    "x": box.leave,
}
_COSTS = (hex_number, matching("[0-9a-f]{4}"))
SHAPES: Shapes = shapes({
    **{op: [()] for op in "scx"},
    "b": [(), (one_of(*box.PLACES),)],
    **{op: [(days,)] for op in "oikg"},
    **{op: [(days,), (days, page)] for op in "lp"},
    "t": [(days, words.a_mark), (days, words.a_mark, *_COSTS)],
    "r": [(days, words.a_mark, *_COSTS)],
    "n": [(one_of(box.COUNT, *box.PLACES), signed)],
    "f": [(words.an_entry,)],
})  # fmt: skip
