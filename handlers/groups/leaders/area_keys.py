"""An officer sees who holds the keys of a group of her area, and names them: also where nobody leads it."""

from collections.abc import Sequence

from bot.domain.wire.button_data import Meaning, Shapes, hex_number, one_of
from bot.domain.wire.button_data import page as page_number
from bot.domain.wire.message import Button
from bot.i18n import Text
from bot.services.groups.leaders import area_keys, overseeing
from bot.services.groups.leaders.key_holding import Holder
from bot.services.roles import NotAllowed
from handlers.groups.leaders import key_list
from handlers.wire import late_taps
from handlers.wire.turn import Turn

PREFIX = "gkeys"
# A page of them; a member gets a key; she has none any more. So an old button never does the opposite of what it says.
LIST, GIVE, TAKE = "l", "g", "t"
SHAPES: Shapes = ((LIST, hex_number, page_number), (one_of(GIVE, TAKE), hex_number, hex_number, page_number))
# The page of one group, whose buttons are in of_area.py.
BACK = "groups", "g"


def opens(turn: Turn, group: int) -> Sequence[Button]:
    """The button on the page of a group; none, where the programme asks no key holders."""
    if not turn.programme.groups.key_holders:
        return ()
    return (Button(Text(key_list.KEY_HOLDERS), Meaning.of(PREFIX, LIST, group, "0")),)


async def tapped(turn: Turn, what: str, group: int, *more: int) -> None:
    """A button; where she does not work any more it does nothing."""
    try:
        found = await turn.run(area_keys.choices, turn.contact.person_id, turn.pack, group)
        if what == LIST:
            await _list(turn, group, found, *more)
        else:
            await _turned(turn, group, found, *more, on=what == GIVE)
    except NotAllowed:
        turn.whisper(late_taps.NO_LONGER)


async def _list(turn: Turn, group: int, found: Sequence[Holder], page: int) -> None:
    back = [Button("🤝", Meaning.of(*BACK, group))]
    if not found:
        turn.show(key_list.NOBODY_CAN, buttons=[back])
        return
    about = await turn.run(overseeing.one, turn.contact.person_id, turn.pack, group)
    rows = key_list.rows(PREFIX, LIST, group, found, page, lambda one: TAKE if one.holds else GIVE)
    turn.show(key_list.WHO_HOLDS, buttons=[*rows, back], group=about.name)


async def _turned(turn: Turn, group: int, found: Sequence[Holder], member: int, page: int, *, on: bool) -> None:
    """It is done; where it was so already, that is shown."""
    her, catalogues = turn.contact.person_id, turn.loaded.catalogues
    done = await turn.run(area_keys.turn, her, turn.pack, group, member, catalogues, turn.now, on=on)
    if not done and any(one.person_id == member and one.holds is not on for one in found):
        turn.whisper(key_list.ALL_GIVEN)
    elif not any(one.person_id == member for one in found):
        turn.whisper(late_taps.NO_LONGER)
    else:
        await _list(turn, group, await turn.run(area_keys.choices, her, turn.pack, group), page)
