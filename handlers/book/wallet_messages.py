"""A message of a wallet or a bank, pasted or forwarded: shown in one line, and written down with a yes.

Nothing of its words is kept: while it waits there are only its entries, a digest of it, and what it says to be left.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.domain.book import About, Line, Place, entry_of
from bot.domain.book.reading.waiting import from_json, to_json
from bot.domain.book.wallets import Notice
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Html, Money, Text
from bot.services.book import wallet_messages as messages
from bot.services.book.entries import Kept, Owner
from handlers.book.entering import entry_words as words
from handlers.book.entering import open_questions as state
from handlers.book.entering import writing_down as record
from handlers.people import pin
from handlers.wire.turn import Turn

# In the state of a question: what a message says beside what moved; and an answer to it.
NOTICE, ELSE = "notice", "e"
FEE = N_("fee {money}")
WRITE_IT = N_("Write it down?")
SOMETHING_ELSE = N_("🔀 It was something else")
ALREADY = N_("This message is in your book already:")
DIFFERS = N_("{place}: the message says {held}, your book says {book}.\nIs something not written down yet?")
SIGN = "📩"


def kept_of(notice: Notice) -> Mapping[str, Any]:
    """What waits with its entries."""
    return {
        "fee": None if notice.fee is None else to_json(notice.fee),
        "mark": notice.mark,
        "held": None if notice.held is None else notice.held.minor,
        "place": notice.place,
    }


def shown(turn: Turn, notice: Notice) -> str:
    """A message in a few words, not escaped: what moved, with whom, what it cost."""
    line = notice.choices[0]
    fee = "" if notice.fee is None else turn.plain(FEE, money=notice.fee.amount)
    day = "" if line.day == turn.today else words.shown(turn, line.day)
    who = next((one.who for one in notice.choices if one.who), "")
    return words.BESIDE.join(filter(None, [words.shown(turn, line.amount), who, fee, day]))


async def already(turn: Turn, owner: Owner, notice: Notice) -> bool:
    """Whether this message is in the book; one that waits with the same words gives way to this one."""
    if not notice.mark:
        return False
    for one in await state.waiting(turn):
        if (one.state.get(NOTICE) or {}).get("mark") == notice.mark:
            await state.close(turn, one)
    before = await turn.run(messages.written, owner, notice.mark)
    if before is not None:
        turn.send_marked(_is_there(turn, before), buttons=words.under(before.entry))
    return before is not None


def _is_there(turn: Turn, before: Kept) -> Html:
    return Html.of("{}\n{}", turn.text(ALREADY), words.row(turn, before.entry))


def question(turn: Turn, dialogue: Dialogue, text: str, lines: Sequence[Line], about: About) -> tuple[Html, Rows]:
    """What was read, in one line, and whether it is so; or what it was."""
    fee = dialogue.state[NOTICE]["fee"]
    if about is not About.SURE:
        rows = [
            [words.direction_button(one.direction, words.data("k", dialogue.id, str(at)))]
            if len({line.amount for line in lines}) == 1
            else [Button(words.row(turn, entry_of(one, "")), words.data("k", dialogue.id, str(at)))]
            for at, one in enumerate(lines)
        ]
        told = Html.of("{} {}\n{}", SIGN, text, turn.text(words.WHICH))
        return told, [*rows, [_button(dialogue, words.DROP, "x")]]
    parts = [words.row(turn, entry_of(lines[0], ""))]
    if fee is not None:
        parts.append(turn.plain(FEE, money=from_json(fee).amount))
    told = Html.of("{} {}\n{}", SIGN, words.BESIDE.join(parts), turn.text(WRITE_IT))
    others = [[_button(dialogue, SOMETHING_ELSE, ELSE)]] if len(lines) > 1 else []
    return told, [[_button(dialogue, words.YES, "0")], *others, [_button(dialogue, words.DROP, "x")]]


def _button(dialogue: Dialogue, label: str, answer: str) -> Button:
    return Button(Text(label), words.data("k", dialogue.id, answer))


async def write(turn: Turn, owner: Owner, dialogue: Dialogue, line: Line) -> None:
    """What moved and its fee, each as an entry; unless the message is there already."""
    kept, origin = dialogue.state[NOTICE], state.origin_of(dialogue)
    mark = kept["mark"]
    before = await turn.run(messages.written, owner, mark) if mark else None
    if before is not None:
        turn.show_marked(_is_there(turn, before), buttons=words.under(before.entry))
        return
    lines = [(line, origin)]
    if kept["fee"] is not None:
        lines.append((from_json(kept["fee"]), replace(origin, place=origin.place + 1, files=())))
    entries = await record.write(turn, owner, lines)
    if mark:
        await turn.run(messages.keep, owner, entries[0].id, mark)
    record.tell(turn, entries, origin.message, origin.files)
    await _compare(turn, owner, kept, line)


async def _compare(turn: Turn, owner: Owner, kept: Mapping[str, Any], line: Line) -> None:
    """What is left by the message checks the book, and is never an amount."""
    if kept["held"] is None or line.day != turn.today or await pin.is_shut(turn):
        return
    place, held = Place(kept["place"]), Money(kept["held"], line.amount.currency)
    book = await turn.run(messages.differs, owner, place, held, turn.today)
    if book is not None:
        told = turn.text(DIFFERS, place=Text(words.PLACES[place]), held=held, book=book)
        turn.send_marked(told)
