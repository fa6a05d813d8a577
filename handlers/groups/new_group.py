"""A group is made in the chat: where, if she works in several areas, then four questions, and the link for its leader.

What is asked: its name, what it makes, its meeting day and who lends to it. Its months count from today.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from bot.domain.wire.button_data import Meaning, Shapes, one_of, word
from bot.domain.wire.button_data import page as page_number
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Html, Read, Text, is_back, is_later, is_skip, joined, read_integer, read_yes_no
from bot.packs import places
from bot.services import roles
from bot.services.groups import making
from bot.services.groups.making import CannotMake, Wish
from bot.services.ids import new_id
from bot.services.people import invitations
from bot.services.roles import NotAllowed
from handlers.forms import questions
from handlers.groups.members import choosing
from handlers.groups.members.choosing import CHOSEN, PAGE
from handlers.people import guardian, in_group
from handlers.people.consent import TAP_ONE
from handlers.wire import late_taps, menu
from handlers.wire.events import Kind
from handlers.wire.turn import Turn

COMMAND = KIND = PREFIX = "newgroup"
AREA, NAME, PRODUCT, DAY, LENDER, ALL = STEPS = ("area", "name", "product", "day", "lender", "all")
BACK, SKIP, LEAVE, WHOLE, MAKE = "b", "s", "x", "w", "z"
SHAPES: Shapes = (
    (one_of(*STEPS), one_of(BACK, SKIP, LEAVE, WHOLE, MAKE)),
    (one_of(*STEPS), CHOSEN, word),
    (one_of(*STEPS), PAGE, page_number),
)
# In the state: the step and the first of them; the areas that she chooses from; how both were at the beginning; and the
# answers by their step.
STEP, FIRST, AMONG, BEGUN = "step", "first", "among", "begun"
MAY_BE_SKIPPED = (DAY, LENDER)
LAST_DAY = 31

ASKED = {
    AREA: N_("📍 Where is the group?"),
    NAME: N_("✏️ What is the group called?"),
    PRODUCT: N_("👉 What does the group make?\nChoose what it sells most of."),
    DAY: N_("📅 On which day of the month does it meet?\nWrite a number from 1 to 31."),
    LENDER: N_("🏦 Who lends money to the group?\nWrite the name of the bank or savings group."),
}
PLACE = N_("{number} of {count}")
ALL_OF = N_("All of {area}")
WHICH = N_("What did you mean?")
NO_NAME = N_("Please write a name in letters.")
TAKEN = N_("There is a group of this name already. Please write another name.")
IS_CALLED, MEETS = N_("🤝 <b>{group}</b>"), N_("📅 It meets on day {day} of each month")
NOT_NOW = N_("✖️ Not now")
MAKE_IT = N_("✅ Make the group")
MADE = N_("✅ The group {group} is made. Its months count from today.")
FOR_LEADER = N_("Send this link to its leader. It is for one person, and good until {day}.\n{link}")


async def start(turn: Turn) -> None:
    """The command: the first question, anew."""
    hers = await turn.run(roles.areas, turn.contact.person_id)
    if (front := turn.contact.dialogue) is not None and front.kind == KIND:
        turn.contact.close()
    among = [area for area in hers if area is not None] if len(hers) > 1 else []
    begun: dict[str, Any] = {AREA: None if among else hers[0], AMONG: among}
    first = AREA if among or _below(turn, begun[AREA]) else NAME
    turn.contact.open(Dialogue(new_id(), KIND, {**begun, BEGUN: begun, FIRST: first, STEP: first}, turn.now))
    _ask(turn)


def _below(turn: Turn, area: str | None) -> list[str]:
    return [row["name"] for row in turn.pack.areas.where("parent", area or "")]


def _state(turn: Turn) -> dict[str, Any]:
    return turn.contact.dialogue.state if turn.contact.dialogue is not None else {}


def _keep(turn: Turn, **values: Any) -> None:
    if turn.contact.dialogue is not None:
        turn.contact.dialogue.state = {**turn.contact.dialogue.state, **values}
        turn.contact.touch()


def _steps(turn: Turn) -> tuple[str, ...]:
    """Those that she is asked: where, only if there is something to choose."""
    return STEPS[STEPS.index(_state(turn)[FIRST]) :]


def _ask(turn: Turn, page: int = 0, first: str = "") -> None:
    """The question of the step; `first`: what was wrong with the answer."""
    step = _state(turn)[STEP]
    if step == ALL:
        _review(turn)
        return
    steps = _steps(turn)
    place = turn.text(PLACE, number=steps.index(step) + 1, count=len(steps) - 1)
    lines = [*([turn.text(first)] if first else []), Html.of("<b>{}</b>", place), turn.text(ASKED[step])]
    turn.show_marked(joined(lines), buttons=[*_choices(turn, step, page), _around(turn, step)])


def _choices(turn: Turn, step: str, page: int) -> Rows:
    if step not in (AREA, PRODUCT):
        return []
    rows = choosing.rows((PREFIX, step), _options(turn, step), page)
    if step == PRODUCT or _state(turn)[AMONG]:
        return rows
    whole = Text(ALL_OF, {"area": places.name(turn.pack, _state(turn)[AREA], turn.language)})
    return [*rows, [Button(whole, Meaning.of(PREFIX, AREA, WHOLE))]]


def _options(turn: Turn, step: str) -> choosing.Options:
    if step == PRODUCT:
        return choosing.options(turn, turn.pack.products, [row["name"] for row in turn.pack.products.rows])
    return choosing.options(turn, turn.pack.areas, _state(turn)[AMONG] or _below(turn, _state(turn)[AREA]))


def _around(turn: Turn, step: str) -> list[Button]:
    """Back, skip and leave, as they are under every question."""
    known = [(questions.BACK, BACK)] if step != _state(turn)[FIRST] or _is_within(turn) else []
    known += [(questions.SKIP, SKIP)] if step in MAY_BE_SKIPPED else []
    return [Button(Text(label), Meaning.of(PREFIX, step, deed)) for label, deed in [*known, (NOT_NOW, LEAVE)]]


def _is_within(turn: Turn) -> bool:
    """Whether she has chosen an area already, and chooses what is below it."""
    begun = _state(turn)[BEGUN]
    return any(_state(turn)[known] != begun[known] for known in (AREA, AMONG))


def _review(turn: Turn) -> None:
    state = _state(turn)
    lines = [turn.text(questions.ALL_RIGHT), turn.text(IS_CALLED, group=state[NAME])]
    lines += [Html.of("🧺 {}", places.label(turn.pack, turn.pack.products, state[PRODUCT], turn.language))]
    lines += [Html.of("📍 {}", places.name(turn.pack, state[AREA], turn.language))]
    lines += [turn.text(MEETS, day=state[DAY])] if state.get(DAY) else []
    lines += [Html.of("🏦 {}", state[LENDER])] if state.get(LENDER) else []
    make = [Button(Text(MAKE_IT), Meaning.of(PREFIX, ALL, MAKE))]
    turn.show_marked(joined(lines), buttons=[make, _around(turn, ALL)])


async def tapped(turn: Turn, step: str, deed: str, value: str | int = "") -> None:
    """A button; one of an earlier question comes late."""
    dialogue = turn.contact.dialogue
    if dialogue is None or dialogue.kind != KIND or dialogue.state[STEP] != step:
        turn.whisper(late_taps.ANSWERED)
    elif deed == LEAVE:
        _leave(turn)
    elif deed == BACK:
        _back(turn)
    elif deed == PAGE:
        _ask(turn, int(value))
    elif deed == MAKE and step == ALL:
        await _make(turn)
    elif deed == SKIP and step in MAY_BE_SKIPPED:
        _next(turn, None)
    elif deed == WHOLE and step == AREA and not dialogue.state[AMONG]:
        _next(turn, dialogue.state[AREA])
    elif deed == CHOSEN and step in (AREA, PRODUCT):
        await _chosen(turn, step, str(value))
    else:
        turn.whisper(late_taps.NO_LONGER)


async def said(turn: Turn) -> None:
    """What is written: an answer, or a word that goes back, on or away."""
    state = _state(turn)
    step, text = state[STEP], turn.event.said.strip() if turn.event.kind is Kind.TEXT else ""
    if is_back(text):
        _back(turn)
    elif is_later(text):
        _leave(turn)
    elif is_skip(text) and step in MAY_BE_SKIPPED:
        _next(turn, None)
    elif step == ALL:
        agreed = read_yes_no(text, turn.locale)
        await (_make(turn) if isinstance(agreed, Read) and agreed.value else _again(turn))
    else:
        await READ[step](turn)


async def _again(turn: Turn) -> None:
    _ask(turn)


async def _area_written(turn: Turn) -> None:
    """One of those below, else any in which she works."""
    found = choosing.written(turn, _options(turn, AREA))
    if len(found) != 1:
        within = await turn.run(roles.reach, turn.contact.person_id, turn.pack)
        every = [row["name"] for row in turn.pack.areas.rows if within is None or row["name"] in within]
        wide = choosing.written(turn, choosing.options(turn, turn.pack.areas, every))
        found = wide if not any(letter.isdecimal() for letter in turn.event.said) else found
    await _one_of(turn, AREA, found)


async def _product_written(turn: Turn) -> None:
    await _one_of(turn, PRODUCT, choosing.written(turn, _options(turn, PRODUCT)))


async def _one_of(turn: Turn, step: str, found: tuple[str, ...]) -> None:
    """What was read is taken; between several she is asked."""
    if len(found) == 1:
        await _chosen(turn, step, found[0])
    elif found:
        table = turn.pack.areas if step == AREA else turn.pack.products
        shown = choosing.rows((PREFIX, step), choosing.options(turn, table, found), 0)
        turn.say(WHICH, buttons=[*shown, _around(turn, step)])
    else:
        _ask(turn, first=TAP_ONE)


async def _chosen(turn: Turn, step: str, code: str) -> None:
    """A product; or an area, and what is below it is asked next."""
    if step == PRODUCT:
        known = bool(turn.pack.products.where("name", code))
    else:
        within = await turn.run(roles.reach, turn.contact.person_id, turn.pack)
        known = bool(turn.pack.areas.where("name", code)) and (within is None or code in within)
    if not known:
        turn.whisper(late_taps.NO_LONGER)
    elif step == AREA and _below(turn, code):
        _keep(turn, **{AREA: code, AMONG: []})
        _ask(turn)
    else:
        _next(turn, code)


async def _name_written(turn: Turn) -> None:
    name = guardian.name_said(turn)
    if name is None:
        _ask(turn, first=NO_NAME)
    elif await turn.run(making.is_taken, turn.pack, _state(turn)[AREA], name):
        _ask(turn, first=TAKEN)
    else:
        _next(turn, name)


async def _day_written(turn: Turn) -> None:
    """A number, in digits or words; or the only one among other words, such as "the 12th"."""
    reading, digits = read_integer(turn.event.said, turn.locale), re.findall(r"\d+", turn.event.said)
    day = reading.value if isinstance(reading, Read) else int(digits[0]) if len(digits) == 1 else 0
    if 1 <= day <= LAST_DAY:
        _next(turn, day)
    else:
        _ask(turn)


async def _lender_written(turn: Turn) -> None:
    """A name; a no is that nobody does."""
    agreed, name = read_yes_no(turn.event.said, turn.locale), guardian.name_said(turn)
    if isinstance(agreed, Read) and not agreed.value:
        _next(turn, None)
    elif name is None:
        _ask(turn, first=NO_NAME)
    else:
        _next(turn, name)


READ: dict[str, Callable[[Turn], Awaitable[None]]] = {
    AREA: _area_written,
    NAME: _name_written,
    PRODUCT: _product_written,
    DAY: _day_written,
    LENDER: _lender_written,
}


def _next(turn: Turn, answer: str | int | None) -> None:
    """The answer is kept, and what follows is asked."""
    step = _state(turn)[STEP]
    _keep(turn, **{step: answer, STEP: STEPS[STEPS.index(step) + 1]})
    _ask(turn)


def _back(turn: Turn) -> None:
    steps = _steps(turn)
    before = steps[max(0, steps.index(_state(turn)[STEP]) - 1)]
    _keep(turn, **{STEP: before, **(_state(turn)[BEGUN] if before == AREA else {})})
    _ask(turn)


def _leave(turn: Turn) -> None:
    turn.contact.close()
    turn.say(in_group.NOTHING, keys=menu.of(turn))


async def _make(turn: Turn) -> None:
    """The group is there, and she gets the link for its leader."""
    state = _state(turn)
    wish = Wish(state[NAME], state[AREA], state[PRODUCT], turn.today, state.get(DAY), state.get(LENDER))
    try:
        made = await turn.run(making.by_staff, turn.contact.person_id, turn.pack, wish, turn.today, turn.now)
    except CannotMake:
        # somebody else has taken the name meanwhile
        _keep(turn, **{STEP: NAME})
        _ask(turn, first=TAKEN)
        return
    except NotAllowed:
        turn.contact.close()
        turn.say(late_taps.NO_LONGER, keys=menu.of(turn))
        return
    turn.contact.close()
    turn.show(MADE, group=wish.name)
    day = made.expires_at.astimezone(turn.zone).date()
    turn.say(FOR_LEADER, link=invitations.link(made, turn.bot_name()), day=day)
