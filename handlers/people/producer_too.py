"""Who only works here makes a product herself: by a link for members, or from the menu, she is asked about it."""

from collections.abc import Sequence

from bot.domain.wire.button_data import Meaning, Shapes, one_of
from bot.domain.wire.message import Button
from bot.i18n import N_, Text
from bot.services.people import registration
from handlers.people import at_work, brought, shared_phone
from handlers.people.brought import GROUP, JOIN
from handlers.wire.turn import Turn

COMMAND, PREFIX = "register", "too"
YES, ELSE = "yes", "else"
SHAPES: Shapes = ((one_of(YES, ELSE),),)

ASK = N_("Do you make a product yourself?\nThen I ask you a few questions about it. What you do here stays as it is.")
I_DO = N_("✅ Yes, I make a product")
CHOICES = ((I_DO, YES), (shared_phone.SOMEBODY_ELSE, ELSE))


async def opened(turn: Turn, payload: str) -> None:
    """A link for members, opened by who makes no product here yet: for her, or for somebody else on this phone."""
    find = registration.of_group if payload.startswith(GROUP) else registration.invited
    found = await turn.run(find, payload.removeprefix(GROUP).removeprefix(JOIN), turn.now)
    if found is None:
        await brought.no_good(turn, at_work.DONE_BY_OTHER)
    elif found["programme"] != turn.programme.code:
        await brought.no_good(turn, at_work.NOT_HERE)
    else:
        turn.contact.joining, turn.contact.changed = found, True
        ask(turn, CHOICES)


def ask(turn: Turn, choices: Sequence[tuple[str, str]] = CHOICES[:1]) -> None:
    """Whether she does; a link may be for somebody else."""
    turn.say(ASK, buttons=[[Button(Text(label), Meaning.of(PREFIX, answer))] for label, answer in choices])


async def for_somebody_else(turn: Turn) -> None:
    """Who that is says so, and opens the link once more."""
    turn.contact.joining, turn.contact.changed = None, True
    turn.say(shared_phone.ONCE_MORE)
    await shared_phone.ask(turn)
