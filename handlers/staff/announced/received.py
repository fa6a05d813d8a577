"""Taps under an announcement: no more of them, an answer to what it asks, its form; and the wish, in the settings."""

from bot.domain.staff.announced import Announced
from bot.domain.wire.button_data import Meaning, Shapes, hex_number, one_of, page
from bot.domain.wire.message import Button
from bot.i18n import N_, Text
from bot.services.staff.announced import answering, around, opting_out
from bot.services.staff.announced.answering import Late
from handlers.people import shared_phone
from handlers.staff.announced import short_form
from handlers.wire import late_taps, menu
from handlers.wire.turn import Turn

PREFIX, COMMAND = around.PREFIX, "announcements"
# In the settings.
TURN_OFF, TURN_ON = "x", "y"
SHAPES: Shapes = (
    (one_of(around.OFF, TURN_OFF, TURN_ON),),
    (around.SAY, hex_number, page),
    (around.OPEN, hex_number),
)

IS_ON, IS_OFF = N_("📣 Announcements: on"), N_("🔕 Announcements: off. Only urgent ones come.")
AGAIN = N_("🔔 Announcements again")
NO_MORE = N_("No announcements from now on, only urgent ones.\nReminders come as before. To change it: /announcements")
NO_MORE_FOR = N_(
    "{name}, no announcements for you from now on, only urgent ones.\n"
    "Reminders come as before. To change it: /announcements"
)
YOU_SAID, SAID_BY = (
    N_("✔️ {choice}. To change it, tap another."),
    N_("👤 {name}: ✔️ {choice}. To change it, tap another."),
)
LATE = {
    Late.NEVER: late_taps.NO_LONGER,
    Late.GONE: N_("This announcement was stopped or taken back. It takes no answers any more."),
    Late.OVER: N_("The time to answer is over. Thank you for reading it!"),
}


async def show(turn: Turn) -> None:
    """The command: whether announcements come to her, and one tap that changes it."""
    person = turn.contact.person
    if person is None:
        turn.say(N_("Let us get to know each other first: /start"))
        return
    if await turn.run(opting_out.is_out, person.id):
        turn.show(IS_OFF, buttons=[[Button(Text(AGAIN), Meaning.of(PREFIX, TURN_ON))]])
    else:
        turn.show(IS_ON, buttons=[[Button(Text(around.NO_MORE), Meaning.of(PREFIX, TURN_OFF))]])


async def tapped(turn: Turn, what: str, number: int = 0, choice: int = 0) -> None:
    """A button; on a shared phone of who has it, whoever it was addressed to."""
    person = turn.contact.person
    if person is None:
        turn.whisper(late_taps.NO_LONGER)
        await shared_phone.ask(turn)
    elif what == around.OFF:
        await turn.run(opting_out.out, person.id, turn.now)
        await _no_more(turn)
    elif what == TURN_OFF:
        await turn.run(opting_out.out, person.id, turn.now)
        await show(turn)
    elif what == TURN_ON:
        await turn.run(opting_out.take_back, person.id)
        await show(turn)
    elif what == around.SAY:
        await _answer(turn, number, choice)
    else:
        await _open(turn, number)


async def _no_more(turn: Turn) -> None:
    """A toast, and a line that stays: how to have them again."""
    if turn.event.query_id is not None:
        turn.whisper(IS_OFF)
    name = await shared_phone.name(turn)
    if name:
        turn.say(NO_MORE_FOR, keys=menu.of(turn), name=name)
    else:
        turn.say(NO_MORE, keys=menu.of(turn))


async def _answer(turn: Turn, number: int, choice: int) -> None:
    before = await turn.run(answering.said, turn.contact, number)
    one = await turn.run(answering.answer, turn.contact, turn.pack, number, choice, turn.now)
    if isinstance(one, Late):
        turn.whisper(LATE[one])
        return
    # on a shared phone the buttons may show what another has answered
    if before is None or before.choice != choice or turn.contact.shared:
        turn.change_buttons(around.buttons(one, turn.language, choice))
    words, name = _words(turn, one, choice), await shared_phone.name(turn)
    if name:
        turn.whisper(SAID_BY, name=name, choice=words)
    else:
        turn.whisper(YOU_SAID, choice=words)


def _words(turn: Turn, one: Announced, choice: int) -> str:
    return turn.plain(around.labels(one, turn.language)[choice])


async def _open(turn: Turn, number: int) -> None:
    """The form that it asks for; who has sent it already can change what she has sent."""
    one = await turn.run(answering.asked, turn.contact, turn.pack, number, turn.now)
    if isinstance(one, Late):
        turn.whisper(LATE[one])
    elif one.question is None or one.question.form is None:
        turn.whisper(late_taps.NO_LONGER)
    else:
        await short_form.open_it(turn, number, one.question.form)
