"""Who she is, offered once, after a check-in, to who registered before it was asked."""

from bot.domain.wire.button_data import Meaning, Shapes
from bot.domain.wire.message import Button
from bot.i18n import N_, Text
from bot.services.people import who_she_is
from handlers.wire import menu
from handlers.wire.turn import Turn

# The form of the pack, and the command that opens it.
COMMAND = who_she_is.FORM
PREFIX = "who_she_is"
NO = "n"
SHAPES: Shapes = ((NO,),)

MAY_I = N_("May I ask three questions about you? They are short.\nYou may skip any of them, or say no.")
ASK_ME, NO_THANKS = N_("▶️ Ask me"), N_("No, thank you")
ALL_RIGHT = N_("All right. I do not ask again.\nWhenever you like: /about_you")


async def offer(turn: Turn) -> None:
    """Once, when she has just sent something and is in nothing; who lets it lie is not asked again."""
    person = turn.contact.person
    if person is None or COMMAND not in turn.pack.forms or turn.contact.dialogue is not None:
        return
    if await turn.run(who_she_is.offered, person.id, turn.now):
        yes, no = Meaning.of(menu.DO, COMMAND), Meaning.of(PREFIX, NO)
        turn.say(MAY_I, buttons=[[Button(Text(ASK_ME), yes)], [Button(Text(NO_THANKS), no)]])


async def tapped(turn: Turn, _no: str) -> None:
    """She would rather not."""
    turn.show(ALL_RIGHT)
