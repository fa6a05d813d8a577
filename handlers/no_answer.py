"""What is said of whatever was asked, and is no answer to it: thanks, “I don't understand”, “never mind”, an unknown
command. What was asked is offered again by a button, once.
"""

from collections.abc import Mapping

from bot.domain.wire.button_data import Meaning, Shapes, hex_number
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button, Keys, Rows
from bot.i18n import N_, Text, is_later, is_lost, is_thanks
from handlers.book.entering import asking
from handlers.forms import answering as forms
from handlers.forms import dialogue_stack
from handlers.forms.dialogue_stack import OFFERED
from handlers.records import Open, may
from handlers.wire import late_taps, menu
from handlers.wire.events import Kind
from handlers.wire.turn import Turn

PREFIX = "again"
SHAPES: Shapes = ((hex_number,),)

WELCOME = N_("🙏 You are welcome.")
ALL_RIGHT = N_("👍 All right.")
LOST = N_("That is no trouble.\nWrite “help”, and I tell you what I can do.")
LOST_ASK = N_("That is no trouble. Write “help”, and I tell you what I can do.\nOr ask a person.")
NO_SUCH = N_("I do not know {command}.\nPlease choose below, or write “help”.")
WHAT_I_ASKED = N_("▶️ What I asked")
# Of an unknown command as much as is worth repeating.
SHOWN = 32

Opened = Mapping[str, Open]


async def heard(turn: Turn, opened: Opened) -> bool:
    """Thanks get a word, who does not understand is led on, “never mind” with nothing open is all right; False: it is
    none of these, or all that she says now is for what is open.
    """
    dialogue, said = turn.contact.dialogue, turn.event.said
    if turn.event.kind is not Kind.TEXT or turn.contact.person is None or _hears_all(dialogue, opened):
        return False
    if is_thanks(said):
        turn.say(WELCOME, buttons=_once_more(turn, opened), keys=_keys(turn))
    elif is_lost(said):
        person = await turn.offer_person(turn, _asked(turn))
        turn.say(LOST_ASK if person else LOST, buttons=[*_once_more(turn, opened), *person], keys=_keys(turn))
    elif dialogue is None and is_later(said):
        turn.say(ALL_RIGHT, keys=_keys(turn))
    else:
        return False
    return True


def unknown(turn: Turn, opened: Opened, command: str) -> None:
    """A command that is none of ours; what is open waits on."""
    turn.say(NO_SUCH, buttons=_once_more(turn, opened), keys=_keys(turn), command=f"/{command[:SHOWN]}")


async def tapped(turn: Turn, opened: Opened, number: int) -> None:
    """The button: what was asked is asked once more, if it still waits."""
    found = await dialogue_stack.find(turn, number)
    record = opened.get(found.kind) if found is not None else None
    if found is None:
        turn.whisper(late_taps.ANSWERED)
    elif found.form is not None:
        await forms.resume(turn, found)
    elif record is not None and record.again is not None and await may(turn, record.roles):
        found.state = {name: value for name, value in found.state.items() if name != OFFERED}
        turn.contact.open(found)
        await record.again(turn)
    else:
        turn.whisper(late_taps.NO_LONGER)


def _hears_all(dialogue: Dialogue | None, opened: Opened) -> bool:
    return dialogue is not None and dialogue.kind in opened and opened[dialogue.kind].hears_all


def _keys(turn: Turn) -> Keys | None:
    return menu.of(turn) if turn.contact.person is not None else None


def _once_more(turn: Turn, opened: Opened) -> Rows:
    """The button to what is open, unless it was offered since it was asked."""
    dialogue = turn.contact.dialogue
    if dialogue is None or dialogue.state.get(OFFERED):
        return ()
    if dialogue.form is None and (dialogue.kind not in opened or opened[dialogue.kind].again is None):
        return ()
    dialogue.state = {**dialogue.state, OFFERED: True}
    turn.contact.touch()
    return [[Button(Text(WHAT_I_ASKED), Meaning.of(PREFIX, dialogue.id))]]


def _asked(turn: Turn) -> str:
    """What she does not understand: the question of a form, or the line of hers that is asked about."""
    dialogue = turn.contact.dialogue
    if dialogue is None:
        return ""
    if dialogue.form is None:
        return str(dialogue.state.get(asking.TEXT, ""))
    question = forms.session_of(turn, dialogue).question
    return question.label if question is not None else ""
