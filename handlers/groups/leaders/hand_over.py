"""A leader hands her group over by a one-time link; and who holds its keys, where those are asked first."""

from bot.domain.people.roles import LEADERS
from bot.domain.wire.button_data import Meaning, Shapes, hex_number, one_of
from bot.domain.wire.button_data import page as page_number
from bot.domain.wire.message import Button
from bot.i18n import N_, Text
from bot.services import roles
from bot.services.groups import leading
from bot.services.groups.leaders import changing, key_holding
from bot.services.groups.leaders.changing import FewKeyHolders
from bot.services.people import invitations, working
from handlers.groups.leaders import key_list
from handlers.wire import late_taps
from handlers.wire.turn import Turn

PREFIX = "handover"
# The link; it is taken back; who holds a key, a page of them; one gets a key, or has none any more.
ASK, BACK, KEYS, GIVE, TAKE = "a", "b", "k", "g", "x"
SHAPES: Shapes = (
    (one_of(ASK, BACK), hex_number),
    (KEYS, hex_number, page_number),
    (one_of(GIVE, TAKE), hex_number, hex_number, page_number),
)

HAND_OVER = N_("🤲 Hand over my group")
LINK_IS = N_(
    "Send this link to who leads {group} after you. It is for one person, and good until {day}.\n"
    "As soon as she agrees, you lead it no longer.\n{link}"
)
TAKE_BACK = N_("🚫 Take the link back, I go on")
GOES_ON = N_("You go on leading {group}.")
FIRST_KEYS = N_(
    "🔑 First choose three members who hold a key of {group}.\nThey are asked before somebody else leads it."
)
CLOSED = N_("⏸ This group is closed to you for now. Nothing is lost.")


async def refused(turn: Turn, group: int) -> None:
    """She leads this group no more, or not now."""
    closed = await turn.run(roles.is_suspended, turn.contact.person_id, LEADERS, group)
    turn.whisper(CLOSED if closed else late_taps.NO_LONGER)


async def tapped(turn: Turn, what: str, group: int, *more: int) -> None:
    """A button about a group that she leads."""
    if all(one.id != group for one in await turn.run(leading.mine, turn.contact.person_id)):
        await refused(turn, group)
    elif what == ASK:
        await _link(turn, group)
    elif what == BACK:
        await turn.run(changing.take_back, turn.contact.person_id, group, turn.now)
        turn.show(GOES_ON, group=await turn.run(working.group_name, group))
    elif what == KEYS:
        await _keys(turn, group, *more)
    else:
        await _turned(turn, group, *more, on=what == GIVE)


async def _link(turn: Turn, group: int) -> None:
    name = await turn.run(working.group_name, group)
    keys = [Button(Text(key_list.KEY_HOLDERS), Meaning.of(PREFIX, KEYS, group, "0"))] if _asks_keys(turn) else []
    try:
        made = await turn.run(changing.hand_over, turn.contact.person_id, turn.pack, group, turn.now)
    except FewKeyHolders:
        turn.show(FIRST_KEYS, buttons=[keys], group=name)
        return
    day = made.expires_at.astimezone(turn.zone).date()
    take_back = [Button(Text(TAKE_BACK), Meaning.of(PREFIX, BACK, group))]
    address = invitations.link(made, turn.bot_name())
    turn.say(LINK_IS, buttons=[take_back, *([keys] if keys else [])], group=name, day=day, link=address)


def _asks_keys(turn: Turn) -> bool:
    return turn.programme.groups.key_holders > 0


async def _keys(turn: Turn, group: int, page: int) -> None:
    """Who holds a key, and who can."""
    found = await turn.run(key_holding.choices, turn.contact.person_id, group)
    if not found:
        turn.show(key_list.NOBODY_CAN)
        return
    buttons = key_list.rows(PREFIX, KEYS, group, found, page, lambda one: TAKE if one.holds else GIVE)
    turn.show(key_list.WHO_HOLDS, buttons=buttons, group=await turn.run(working.group_name, group))


async def _turned(turn: Turn, group: int, member: int, page: int, *, on: bool) -> None:
    """It is done; where it was so already, that is shown: a second tap never does the opposite."""
    her, catalogues = turn.contact.person_id, turn.loaded.catalogues
    if not _asks_keys(turn):
        turn.whisper(late_taps.NO_LONGER)
        return
    done = await turn.run(key_holding.turn, her, group, member, catalogues, turn.now, on=on)
    found = await turn.run(key_holding.choices, her, group)
    if not done and any(one.person_id == member and one.holds is not on for one in found):
        turn.whisper(key_list.ALL_GIVEN)
    elif not any(one.person_id == member for one in found):
        turn.whisper(late_taps.NO_LONGER)
    else:
        await _keys(turn, group, page)
