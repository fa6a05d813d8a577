"""One follow-up: who it is about, and what an officer taps or types of it: visited, call again on a day, closed."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from bot.domain.wire.button_data import Meaning, Shapes, day, hex_number, one_of
from bot.domain.wire.button_data import page as page_number
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Read, Text, Unread, is_back, is_later, read_date
from bot.services.ids import new_id
from bot.services.roles import NotAllowed
from bot.services.staff import asking_less, outcomes
from bot.services.staff.outcomes import Closed, Known
from handlers.staff import outcome_words as words
from handlers.staff import to_work, work_list
from handlers.staff.outcome_words import AGAIN, BECAUSE, CALL, CLOSE, LESS, NOTE, ON, UNDO, VISITED
from handlers.staff.reasons import FOLLOW_UPS, OPEN
from handlers.wire import late_taps, menu
from handlers.wire.events import Kind
from handlers.wire.turn import Turn

COMMAND = PREFIX = KIND = FOLLOW_UPS
SHAPES: Shapes = (
    # a page of the list, as its buttons were once
    (page_number,),
    (one_of(OPEN, VISITED, CALL, CLOSE, NOTE, UNDO, LESS, AGAIN), hex_number),
    (ON, hex_number, day),
    (BECAUSE, hex_number, one_of(*Closed)),
)
# In the state: which one, and what is typed of it.
NUMBER, WANTED = "number", "wanted"

WHEN = N_("📞 On which day?\nTap, or write the day. Until then it is off the list.")
THAT_DAY = N_("Please tap the day.")
ON_DAY = N_("📞 On {day}")
NOT_THAT = N_("I need a day after today, within a year. For example: {day}")
WHY_CLOSED = N_("🚪 Why is there nothing more to do?")
WHICH_REASON = N_("✏️ Please write the reason in a few words.")
WHAT_NOTE = N_("✏️ Please write your note.\nIt is kept for who works here, until she asks to be forgotten.")


async def from_start(turn: Turn) -> None:
    """The command, and the key of the menu: whom to call or to visit."""
    await work_list.to_call(turn)


async def tapped(turn: Turn, what: str | int, number: int = 0, more: Any = None) -> None:
    """A button; where she does not work any more, and of what is done already, it does nothing."""
    if isinstance(what, int):
        await work_list.tapped(turn, to_work.TO_CALL, what)
        return
    _leave(turn)
    try:
        await _does(turn, what, number, more)
    except NotAllowed:
        turn.whisper(late_taps.NO_LONGER)


async def _does(turn: Turn, what: str, number: int, more: Any) -> None:
    her, pack = turn.contact.person_id, turn.pack
    # asked first: who may not see it is told nothing of it
    known = await turn.run(outcomes.look, her, pack, number)
    if what == OPEN:
        turn.show_marked(words.marked(turn, known), buttons=words.buttons(turn, known))
    elif what == NOTE:
        _await(turn, NOTE, number, WHAT_NOTE)
    elif what == UNDO:
        await _then(turn, number, await turn.run(outcomes.undo, her, pack, number, turn.now) or None)
    elif what in (LESS, AGAIN):
        await _asks(turn, known, on=what == AGAIN)
    elif known.one.done is not None:
        turn.whisper(late_taps.ANSWERED)
    elif what == CALL:
        days = outcomes.wait_days(turn.today)
        _await(turn, ON, number, WHEN, _days(number, days))
    elif what == CLOSE:
        turn.show(WHY_CLOSED, buttons=[*_reasons(number), words.back(number)])
    elif more == Closed.OTHER:
        _await(turn, BECAUSE, number, WHICH_REASON)
    elif what == VISITED:
        await _then(turn, number, await turn.run(outcomes.visited, her, pack, number, turn.now))
    elif what == ON:
        await _then(turn, number, await turn.run(outcomes.call_again, her, pack, number, more, turn.now))
    else:
        await _then(turn, number, await turn.run(outcomes.close, her, pack, number, Closed(more), turn.now))


async def _asks(turn: Turn, known: Known, *, on: bool) -> None:
    """What the house has for who is not to be asked, and back again."""
    her, pack, number = turn.contact.person_id, turn.pack, known.one.id
    back = words.back(number)
    if on:
        if not await turn.run(asking_less.ask_again, her, pack, number, turn.now):
            turn.whisper(late_taps.ANSWERED)
            return
        turn.show(words.ASKED_AGAIN, buttons=[back], name=known.one.name or "–")
        return
    why = await turn.run(asking_less.ask_less, her, pack, number, turn.now)
    if why is None:
        turn.whisper(late_taps.ANSWERED)
        return
    again = Button(Text(words.ASK_AGAIN), Meaning.of(PREFIX, AGAIN, number))
    told = words.ASKED_NOTHING if why in asking_less.GONE else words.ASKED_LATER
    turn.show(told, buttons=[[again], back], name=known.one.name or "–")


async def _then(turn: Turn, number: int, done: int | None) -> None:
    """What has become of it; None: nothing has, by this tap."""
    if done is None:
        turn.whisper(late_taps.NO_LONGER)
        return
    known = await turn.run(outcomes.look, turn.contact.person_id, turn.pack, number)
    turn.show_marked(words.marked(turn, known), buttons=words.buttons(turn, known))


def _days(number: int, days: Iterable[date]) -> Rows:
    return [[Button(Text(ON_DAY, {"day": one}), Meaning.of(PREFIX, ON, number, one.toordinal()))] for one in days]


def _reasons(number: int) -> Rows:
    return [[Button(Text(label), Meaning.of(PREFIX, BECAUSE, number, why))] for why, label in words.REASONS.items()]


def _await(turn: Turn, wanted: str, number: int, asked: str, rows: Rows = ()) -> None:
    """From now on what she types is about this one."""
    turn.contact.open(Dialogue(new_id(), KIND, {NUMBER: number, WANTED: wanted}, turn.now))
    turn.show(asked, buttons=[*rows, words.back(number)])


def _leave(turn: Turn) -> None:
    if turn.contact.dialogue is not None and turn.contact.dialogue.kind == KIND:
        turn.contact.close()


async def left(turn: Turn) -> None:
    """She does something else first: nothing is typed of it any more."""
    _leave(turn)


async def said(turn: Turn) -> None:
    """A note, a reason or a day in words."""
    dialogue = turn.contact.dialogue
    if dialogue is None:
        return
    number, wanted = dialogue.state[NUMBER], dialogue.state[WANTED]
    text = turn.event.said.strip() if turn.event.kind is Kind.TEXT else ""
    try:
        if is_back(text) or is_later(text):
            await tapped(turn, OPEN, number)
        elif wanted == ON:
            _day_said(turn, number, text)
        else:
            await _words_said(turn, wanted, number, text)
    except NotAllowed:
        _leave(turn)
        turn.say(late_taps.NO_LONGER, keys=menu.of(turn))


async def _words_said(turn: Turn, wanted: str, number: int, text: str) -> None:
    her, pack = turn.contact.person_id, turn.pack
    if not text:
        turn.say(WHAT_NOTE if wanted == NOTE else WHICH_REASON, buttons=[words.back(number)])
        return
    _leave(turn)
    if wanted == NOTE:
        done = await turn.run(outcomes.note, her, pack, number, text, turn.now)
    else:
        done = await turn.run(outcomes.close, her, pack, number, Closed.OTHER, turn.now, text)
    await _then(turn, number, done)


def _day_said(turn: Turn, number: int, text: str) -> None:
    """What was read is a button, and counts once it is tapped."""
    first, last = turn.today + timedelta(days=1), turn.today + outcomes.LONGEST_WAIT
    read = read_date(text, turn.locale, turn.day_sent, earliest=first, latest=last)
    if isinstance(read, Unread):
        turn.say(NOT_THAT, day=first, buttons=[words.back(number)])
        return
    days = [read.value] if isinstance(read, Read) else read.choices
    turn.say(THAT_DAY, buttons=[*_days(number, days), words.back(number)])
