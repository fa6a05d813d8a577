"""On the page of a group an officer says that she advises it, or no longer."""

from bot.domain.wire.button_data import Meaning, Shapes, hex_number, one_of
from bot.domain.wire.message import Button
from bot.i18n import N_, Html, Text
from bot.services.groups.leaders import advising, overseeing
from bot.services.roles import NotAllowed
from handlers.wire import late_taps
from handlers.wire.turn import Turn

PREFIX, TAKE, GIVE_UP = "advise", "t", "g"
SHAPES: Shapes = ((one_of(TAKE, GIVE_UP), hex_number),)
# The page of one group, whose buttons are in of_area.py.
BACK = "groups", "g"

ADVISES = N_("🧭 {name} advises it")
I_DO, NO_LONGER = N_("🧭 I advise this group"), N_("🧭 I advise it no longer")
NOW_HERS, HERS_NO_LONGER = N_("🧭 From now on you advise {group}."), N_("🧭 You advise {group} no longer.")


async def lines(turn: Turn, group: int) -> list[Html]:
    """Who advises it, if anybody does."""
    name = await turn.run(advising.name, turn.contact.person_id, turn.pack, group)
    return [] if name is None else [turn.text(ADVISES, name=name)]


def opens(turn: Turn, group: overseeing.Group) -> Button:
    """The button on the page of a group."""
    hers = group.advisor == turn.contact.person_id
    return Button(Text(NO_LONGER if hers else I_DO), Meaning.of(PREFIX, GIVE_UP if hers else TAKE, group.id))


async def tapped(turn: Turn, what: str, number: int) -> None:
    """A button; where she does not work any more it does nothing, and one that was tapped before says so."""
    her, on = turn.contact.person_id, what == TAKE
    try:
        group = await turn.run(overseeing.one, her, turn.pack, number)
        done = await turn.run(advising.turn, her, turn.pack, number, turn.now, on=on)
    except NotAllowed:
        turn.whisper(late_taps.NO_LONGER)
        return
    if not done:
        turn.whisper(late_taps.ANSWERED)
        return
    back = [Button("◀️", Meaning.of(*BACK, number))]
    turn.show(NOW_HERS if on else HERS_NO_LONGER, buttons=[back], group=group.name)
