"""Practice: a check-in that can be tried at any time; it answers nothing and is in no figure."""

from bot.domain.programme import Purpose
from bot.domain.wire.button_data import Meaning, Shapes, one_of
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Text
from bot.services.forms import dialogues
from bot.services.forms.carried_over import handed_on
from bot.services.people import preferences
from handlers.forms import answering as forms
from handlers.forms import questions
from handlers.wire import late_taps, menu
from handlers.wire.turn import Turn

PREFIX, ON, OFF, AGAIN = "practice", "on", "off", "again"
SHAPES: Shapes = ((one_of(ON, OFF, AGAIN),),)
FORM = Purpose.CHECK_IN

BEGUN = N_("🧪 From now on you practise: what you send counts for nothing.\nTap “✅ Check-in” to begin.")
OVER = N_("Practice is over. From now on what you send counts.")
SENT = N_("🧪 Sent. It was practice, and counts for nothing.")
END, MORE = N_("✖️ End practice"), N_("🧪 Once more")


async def turn_over(turn: Turn, wanted: str = "") -> None:
    """On or off; without `wanted`, the other of the two. What was open and meant is laid aside, practice is dropped."""
    person = turn.contact.person
    if person is None:
        await menu.not_understood(turn)
        return
    practise = wanted == ON if wanted else not person.practice
    if practise:
        turn.contact.lay_aside()
    else:
        await _drop(turn)
    await turn.run(preferences.practise, turn.contact, practise)
    if practise:
        turn.say(BEGUN, buttons=[[_end()]])
    else:
        turn.show(OVER)


def _end() -> Button:
    return Button(Text(END), Meaning.of(PREFIX, OFF))


async def _begun(turn: Turn) -> list[Dialogue]:
    """The practice forms of this chat that are open."""
    contact = turn.contact
    kept = await turn.run(dialogues.of_contact, contact)
    known = {one.id: one for one in kept if one.id not in contact.closed} | contact.touched
    return [one for one in known.values() if one.person_id == contact.person_id and questions.is_practice(one)]


async def _drop(turn: Turn) -> None:
    contact = turn.contact
    for one in await _begun(turn):
        if contact.dialogue is not None and contact.dialogue.id == one.id:
            contact.close()
        else:
            contact.touched.pop(one.id, None)
            contact.closed.append(one.id)


async def begin(turn: Turn) -> None:
    """The check-in form, whatever is due; one that was begun goes on."""
    first = turn.text(questions.COUNTS_FOR_NOTHING) + "\n"
    begun = next((one for one in await _begun(turn) if one.kind == FORM), None)
    if begun is not None:
        await forms.resume(turn, begun, first)
        return
    form = turn.pack.form_for(FORM)
    producer = turn.acting_for
    if producer is None:
        turn.say(N_("Nothing is due now. I will write when something is."), keys=menu.of(turn))
        return
    known = await turn.run(handed_on, producer, form)
    state = {questions.PRACTICE: True}
    forms.begin(turn, FORM, form, state=state, first=first, producer=producer, known=known)


def sent(turn: Turn) -> None:
    """A practice form was sent: again, or the end of it."""
    rows: Rows = [[Button(Text(MORE), Meaning.of(PREFIX, AGAIN))], [_end()]]
    turn.show(SENT, buttons=rows)


async def tapped(turn: Turn, wanted: str) -> None:
    """The buttons under what practice has said."""
    person = turn.contact.person
    if wanted in (ON, OFF):
        await turn_over(turn, wanted)
    elif person is not None and person.practice:
        await begin(turn)
    else:
        turn.whisper(late_taps.NO_LONGER)
