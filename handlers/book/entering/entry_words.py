"""How the cash book speaks: an entry as a card or a row, its buttons, and a sentence for each line not understood."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.domain.book import KINDS, Direction, Entry, Place, Reason, Source
from bot.domain.book.ledger.labels import DIRECTIONS, SIGNS, what_label
from bot.domain.book.reading.waiting import from_json
from bot.domain.wire.button_data import Meaning, matching
from bot.domain.wire.message import Button, Rows
from bot.i18n import BLANK, N_, Html, Text, Value, currency_sign, escaped, joined
from bot.i18n.reading.common_words import fold
from handlers.forms import questions
from handlers.wire.turn import Turn

PREFIX = "e"
UNDO, CHANGE, PUT_BACK = N_("↩️ Undo"), N_("✏️ Change"), N_("↪️ Put it back")
DAY_OF_ALL = N_("📅 The day of all")
UNDO_ALL, PUT_ALL_BACK = N_("↩️ Undo all"), N_("↪️ Put all back")
STEPS, YES = N_("📒 Step by step"), N_("✅ Yes")
DROP, NOT_SO, ONLY_ONCE = N_("✖️ Do not write it down"), N_("✖️ No, not so"), N_("✖️ No, only once")
OUTSIDE = N_("🏦 A loan, a gift, savings")
OTHER_MONEY = N_("🏦 Loan, gift, bank, refund")
AMOUNT_NEEDED = N_("I need an amount here. For example: {example}")
WHICH = N_("Which of these was it?")
NEXT_PAYMENT, COMES_BACK = N_("Next payment: {day}"), N_("To come back: {day}")
NO_SALE = N_("What was it?\nNone of this counts as a sale or a cost.")
TAKEN_BACK_ALREADY = N_("This was taken back already.")

WHAT_AND_MONEY, YESTERDAY = N_("{what}: {money}"), N_("Yesterday, {day}")
TAKEN_BACK, WRITTEN_DOWN = N_("↩️ Taken back:"), N_("✔️ Written down:")
UNREAD = {
    Reason.EMPTY: N_("I see no amount there. How much money was it?\nJust type the amount, for example {example}."),
    Reason.NO_AMOUNT: N_("I see no amount there. How much money was it?\nJust type the amount, for example {example}."),
    Reason.OTHER_CURRENCY: N_("Your book is kept in one money only: {sign}\nPlease write the amount in that."),
    Reason.NO_DAY: N_("There is no such day. Please write it once more, with the day."),
    Reason.LATER_DAY: N_("That day is still to come. Please write it once more, with the day that it was."),
    Reason.SECRET: N_(
        "This is a secret number. Nobody here ever asks for it: tell it to nobody.\nIt was not written down."
    ),
    Reason.OUTSIDE: N_("That is no sale and no cost. It is not written down yet.\nTap below and say what it was."),
    Reason.FAILED: N_("That payment did not go through, or it came back.\nNothing was written down."),
    Reason.NO_PAYMENT: N_("No money came or went by that message.\nNothing was written down."),
    Reason.FOREIGN: N_("That message is about another money than your book's.\nNothing was written down."),
    Reason.SEVERAL: N_("That is too much at once for me. Please write one thing in a line, with its amount."),
}
SIGNED = N_("{sign} {label}")
QUOTED = N_("“{text}”")
LONGEST_QUOTE = 80
BESIDE = " · "


def data(op: str, *arguments: str | int) -> Meaning:
    """What a button of this conversation means."""
    return Meaning.of(PREFIX, op, *arguments)


def mark(name: str) -> str:
    """A name in a button's data, where it may be long."""
    return format(zlib.crc32(fold(name).encode()), "08x")


# As they stand in a button's data: such a mark, and the id of an entry.
a_mark, an_entry = matching("[0-9a-f]{8}"), matching("[0-9a-f]{32}")


def named(names: Iterable[str], wanted: str) -> str | None:
    """The name that a mark means."""
    return next((name for name in names if mark(name) == wanted), None)


def card(turn: Turn, entry: Entry, sign: str = "✔️") -> Html:
    """An entry in a few lines, as HTML: what, how much, of what and whom; the day if not today; what is due next."""
    return joined([*practice_line(turn), *facts(turn, entry, sign)])


def facts(turn: Turn, entry: Entry, sign: str = "✔️") -> list[Html]:
    """The same lines without a word of practice: for a book that is never practised."""
    head = turn.text(WHAT_AND_MONEY, what=Text(DIRECTIONS[entry.direction]), money=entry.money)
    lines = [Html.of("{} {}", sign, head), escaped(about(turn, entry)), _day(turn, entry), _due(turn, entry)]
    return [one for one in lines if one]


def begun(turn: Turn, direction: Direction, *said: str) -> Html:
    """What steps have come to so far, as HTML: "💰 Money in: soap · Sunita"."""
    head = turn.text(SIGNED, sign=SIGNS[direction], label=Text(DIRECTIONS[direction]))
    told = BESIDE.join(filter(None, said))
    return head + (f": {told}" if told else "")


def practice_line(turn: Turn) -> list[Html]:
    """That it counts for nothing, where it does."""
    person = turn.contact.person
    return [turn.text(questions.COUNTS_FOR_NOTHING)] if person is not None and person.practice else []


def _day(turn: Turn, entry: Entry) -> Html:
    if entry.day == turn.today:
        return BLANK
    message = YESTERDAY if entry.day == turn.today - timedelta(days=1) else "{day}"
    return turn.text(message, day=entry.day)


def _due(turn: Turn, entry: Entry) -> Html:
    """When she pays, or is paid, the next time."""
    message = COMES_BACK if KINDS[entry.direction].lent else NEXT_PAYMENT
    return BLANK if entry.due is None else turn.text(message, day=entry.due)


def about(turn: Turn, entry: Entry) -> str:
    """ "12 soap · Sunita", not escaped, with where the money is if that is not the box; empty where nothing is said."""
    place = "" if entry.place is Place.BOX else turn.plain(PLACES[entry.place])
    what = Text(AT_START_THERE) if place and entry.source is Source.OPENING else what_label(entry)
    return BESIDE.join(filter(None, [shown(turn, what), entry.counterparty, place]))


def shown(turn: Turn, value: Value | None) -> str:
    """A value as it is said, not escaped."""
    return "" if value is None else turn.plain("{value}", value=value)


AT_START_THERE = N_("There at the start")
# A count of the box that agrees is kept too: it says that she counted.
AGREED = N_("🔢 Box and book agree")


def row(turn: Turn, entry: Entry) -> str:
    """An entry in one line, for lists and buttons, not escaped: "💰 ฿600 · 12 soap · Sunita · 23 Nov 2026"."""
    day = "" if entry.day == turn.today else shown(turn, entry.day)
    if entry.source is Source.COUNT and not entry.amount:
        return BESIDE.join(filter(None, [turn.plain(AGREED), day]))
    parts = [f"{SIGNS[entry.direction]} {shown(turn, entry.money)}", about(turn, entry), day]
    return BESIDE.join(filter(None, parts))


def clock(turn: Turn, at: datetime) -> str:
    """The time of day where she lives, in her digits."""
    local = at.astimezone(turn.zone).strftime("%H:%M")
    return local.translate(str.maketrans("0123456789", turn.locale.digits))


def struck(text: str) -> Html:
    """Something that is not so any more, as HTML."""
    return Html.of("<s>{}</s>", text)


def direction_button(direction: Direction, to: Meaning) -> Button:
    """A direction with its sign."""
    return Button(Text(SIGNED, {"sign": SIGNS[direction], "label": Text(DIRECTIONS[direction])}), to)


def other_money() -> Button:
    """To the screen of what is no sale and no cost."""
    return Button(Text(OTHER_MONEY), data("o", "a"))


PLACES = {Place.BOX: N_("📦 The box"), Place.BANK: N_("🏦 The bank"), Place.WALLET: N_("📲 The phone wallet")}


def so_far(turn: Turn, kept: Mapping[str, Any]) -> list[str]:
    """What steps have come to: the item, the person, the amount; empty where it was not said."""
    amount = kept.get("line")
    money = [shown(turn, from_json(amount).amount)] if amount else []
    return [kept["item"], kept["who"], *money]


def under(entry: Entry) -> Rows:
    """The buttons of an entry."""
    return [[Button(Text(UNDO), data("u", entry.id)), Button(Text(CHANGE), data("c", entry.id))]]


def of_list(message: int | None) -> tuple[int, ...]:
    """In the data of buttons that change one entry of a list: the message that all of it was typed in."""
    return () if message is None else (message,)


def echo(
    turn: Turn, entries: Sequence[Entry], message: int | None = None, heading: str = WRITTEN_DOWN
) -> tuple[Html, Rows]:
    """What was written down, and its buttons; `message`: the message that all of them were typed in.

    `heading`: above several of them.
    """
    if len(entries) == 1:
        return card(turn, entries[0]), under(entries[0])
    lines = [Html.of("{}. {}", _number(turn, n), row(turn, one)) for n, one in enumerate(entries, 1)]
    changes = [
        Button(Text(questions.CHANGE, {"number": n}), data("c", one.id, *of_list(message)))
        for n, one in enumerate(entries, 1)
    ]
    rows = [changes[at : at + 4] for at in range(0, len(changes), 4)]
    if message is not None:
        rows.append(
            [Button(Text(UNDO_ALL), data("a", str(message))), Button(Text(DAY_OF_ALL), data("y", str(message)))]
        )
    return joined([*practice_line(turn), turn.text(heading), *lines]), rows


def _number(turn: Turn, number: int) -> Html:
    return turn.text("{number}", number=number)


def unread(turn: Turn, text: str, reason: Reason, currency: str) -> Html:
    """Why a line is none and what to do, with the line above it, as HTML."""
    return Html.of("{}\n{}", quoted(turn, text), why_unread(turn, reason, currency))


def why_unread(turn: Turn, reason: Reason, currency: str) -> Html:
    """The same without the line."""
    return turn.text(UNREAD[reason], example=600, sign=currency_sign(currency, turn.locale))


def quoted(turn: Turn, text: str) -> Html:
    """Her own words, short, as HTML."""
    short = text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"
    return turn.text(QUOTED, text=short)
