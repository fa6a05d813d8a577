"""A group is made in the chat: where, if she works in several areas, then four questions, and the link for its leader.

What is asked: its name, what it makes, its meeting day and who lends to it. Its months count from today.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from bot.domain.people.roles import STAFF
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Rows
from bot.i18n import N_, Read, is_back, is_later, is_skip, read_integer, read_yes_no
from bot.services import roles
from bot.services.groups import making
from bot.services.groups.making import CannotMake, Wish
from bot.services.ids import new_id
from bot.services.people import invitations
from bot.services.roles import Act, NotAllowed
from handlers.groups import new_group_questions as asked
from handlers.groups.leaders import area_parts
from handlers.groups.members import choosing
from handlers.groups.members.choosing import CHOSEN, PAGE
from handlers.people import guardian, in_group
from handlers.people.consent import TAP_ONE
from handlers.wire import late_taps, menu
from handlers.wire.events import Kind
from handlers.wire.turn import Turn

LAST_DAY = 31
MADE = N_("✅ The group {group} is made. Its months count from today.")
FOR_LEADER = N_("Send this link to its leader. It is for one person, and good until {day}.\n{link}")
WHICH = N_("What did you mean?")
NO_NAME = N_("Please write a name in letters.")
TAKEN = N_("There is a group of this name already. Please write another name.")


async def start(turn: Turn) -> None:
    """The command: the first question, anew."""
    hers = await turn.run(roles.areas, turn.contact.person_id, Act.SET_UP)
    if (front := turn.contact.dialogue) is not None and front.kind == asked.KIND:
        turn.contact.close()
    among = [area for area in hers if area is not None] if len(hers) > 1 else []
    begun: dict[str, Any] = {asked.AREA: None if among else hers[0], asked.AMONG: among}
    first = asked.AREA if among or asked.below(turn, begun[asked.AREA]) else asked.NAME
    turn.contact.open(
        Dialogue(new_id(), asked.KIND, {**begun, asked.BEGUN: begun, asked.FIRST: first, asked.STEP: first}, turn.now)
    )
    asked.ask(turn)


async def tapped(turn: Turn, step: str, deed: str, value: str | int = "") -> None:
    """A button; one of an earlier question comes late."""
    dialogue = turn.contact.dialogue
    if dialogue is None or dialogue.kind != asked.KIND or dialogue.state[asked.STEP] != step:
        turn.whisper(late_taps.ANSWERED)
    elif deed == asked.LEAVE:
        _leave(turn)
    elif deed == asked.BACK:
        _back(turn)
    elif deed == PAGE:
        asked.ask(turn, int(value))
    elif deed == asked.MAKE and step == asked.ALL:
        await _make(turn)
    elif deed == asked.SKIP and step in asked.MAY_BE_SKIPPED:
        _next(turn, None)
    elif deed == asked.WHOLE and step == asked.AREA and not dialogue.state[asked.AMONG]:
        _next(turn, dialogue.state[asked.AREA])
    elif deed == CHOSEN and step in (asked.AREA, asked.PRODUCT):
        await _chosen(turn, step, str(value))
    else:
        turn.whisper(late_taps.NO_LONGER)


async def said(turn: Turn) -> None:
    """What is written: an answer, or a word that goes back, on or away."""
    state = asked.state_of(turn)
    step, text = state[asked.STEP], turn.event.said.strip() if turn.event.kind is Kind.TEXT else ""
    if is_back(text):
        _back(turn)
    elif is_later(text):
        _leave(turn)
    elif is_skip(text) and step in asked.MAY_BE_SKIPPED:
        _next(turn, None)
    elif step == asked.ALL:
        agreed = read_yes_no(text, turn.locale)
        await (_make(turn) if isinstance(agreed, Read) and agreed.value else _again(turn))
    else:
        await READ[step](turn)


async def _again(turn: Turn) -> None:
    asked.ask(turn)


async def _area_written(turn: Turn) -> None:
    """One of those below, else any in which she works."""
    found = choosing.written(turn, asked.options(turn, asked.AREA))
    if len(found) != 1:
        within = await turn.run(roles.reach, turn.contact.person_id, turn.pack, Act.SET_UP)
        every = [row["name"] for row in turn.pack.areas.rows if within is None or row["name"] in within]
        wide = choosing.written(turn, choosing.options(turn, turn.pack.areas, every))
        found = wide if not any(letter.isdecimal() for letter in turn.event.said) else found
    await _one_of(turn, asked.AREA, found)


async def _product_written(turn: Turn) -> None:
    await _one_of(turn, asked.PRODUCT, choosing.written(turn, asked.options(turn, asked.PRODUCT)))


async def _one_of(turn: Turn, step: str, found: tuple[str, ...]) -> None:
    """What was read is taken; between several she is asked."""
    if len(found) == 1:
        await _chosen(turn, step, found[0])
    elif found:
        table = turn.pack.areas if step == asked.AREA else turn.pack.products
        shown = choosing.rows((asked.PREFIX, step), choosing.options(turn, table, found), 0)
        turn.say(WHICH, buttons=[*shown, asked.around(turn, step)])
    else:
        asked.ask(turn, first=TAP_ONE)


async def _chosen(turn: Turn, step: str, code: str) -> None:
    """A product; or an area, and what is below it is asked next."""
    if step == asked.PRODUCT:
        known = bool(turn.pack.products.where("name", code))
    else:
        within = await turn.run(roles.reach, turn.contact.person_id, turn.pack, Act.SET_UP)
        known = bool(turn.pack.areas.where("name", code)) and (within is None or code in within)
    if not known:
        turn.whisper(late_taps.NO_LONGER)
    elif step == asked.AREA and asked.below(turn, code):
        asked.keep(turn, **{asked.AREA: code, asked.AMONG: []})
        asked.ask(turn)
    else:
        _next(turn, code)


async def _name_written(turn: Turn) -> None:
    name = guardian.name_said(turn)
    if name is None:
        asked.ask(turn, first=NO_NAME)
    elif await turn.run(making.is_taken, turn.pack, asked.state_of(turn)[asked.AREA], name):
        asked.ask(turn, first=TAKEN)
    else:
        _next(turn, name)


async def _day_written(turn: Turn) -> None:
    """A number, in digits or words; or the only one among other words, such as "the 12th"."""
    reading, digits = read_integer(turn.event.said, turn.locale), re.findall(r"\d+", turn.event.said)
    day = reading.value if isinstance(reading, Read) else int(digits[0]) if len(digits) == 1 else 0
    if 1 <= day <= LAST_DAY:
        _next(turn, day)
    else:
        asked.ask(turn)


async def _lender_written(turn: Turn) -> None:
    """A name; a no is that nobody does."""
    agreed, name = read_yes_no(turn.event.said, turn.locale), guardian.name_said(turn)
    if isinstance(agreed, Read) and not agreed.value:
        _next(turn, None)
    elif name is None:
        asked.ask(turn, first=NO_NAME)
    else:
        _next(turn, name)


READ: dict[str, Callable[[Turn], Awaitable[None]]] = {
    asked.AREA: _area_written,
    asked.NAME: _name_written,
    asked.PRODUCT: _product_written,
    asked.DAY: _day_written,
    asked.LENDER: _lender_written,
}


def _next(turn: Turn, answer: str | int | None) -> None:
    """The answer is kept, and what follows is asked."""
    step = asked.state_of(turn)[asked.STEP]
    asked.keep(turn, **{step: answer, asked.STEP: asked.STEPS[asked.STEPS.index(step) + 1]})
    asked.ask(turn)


def _back(turn: Turn) -> None:
    steps = asked.steps_of(turn)
    before = steps[max(0, steps.index(asked.state_of(turn)[asked.STEP]) - 1)]
    asked.keep(turn, **{asked.STEP: before, **(asked.state_of(turn)[asked.BEGUN] if before == asked.AREA else {})})
    asked.ask(turn)


def _leave(turn: Turn) -> None:
    turn.contact.close()
    turn.say(in_group.NOTHING, keys=menu.of(turn))


async def _make(turn: Turn) -> None:
    """The group is there, and she gets the link for its leader."""
    state = asked.state_of(turn)
    wish = Wish(
        state[asked.NAME],
        state[asked.AREA],
        state[asked.PRODUCT],
        turn.today,
        state.get(asked.DAY),
        state.get(asked.LENDER),
    )
    try:
        made = await turn.run(making.by_staff, turn.contact.person_id, turn.pack, wish, turn.today, turn.now)
    except CannotMake:
        # somebody else has taken the name meanwhile
        asked.keep(turn, **{asked.STEP: asked.NAME})
        asked.ask(turn, first=TAKEN)
        return
    except NotAllowed:
        turn.contact.close()
        turn.say(late_taps.NO_LONGER, keys=menu.of(turn))
        return
    turn.contact.close()
    below = await _can_be_part(turn, made.group_id) if made.group_id is not None else ()
    turn.show(MADE, buttons=below, group=wish.name)
    day = made.expires_at.astimezone(turn.zone).date()
    turn.say(FOR_LEADER, link=invitations.link(made, turn.bot_name()), day=day)


async def _can_be_part(turn: Turn, group: int) -> Rows:
    """For who may say of which group it is a part; a trainer may not."""
    may = await turn.run(roles.may, turn.contact.person_id, STAFF)
    return await area_parts.opens(turn, group) if may else ()
