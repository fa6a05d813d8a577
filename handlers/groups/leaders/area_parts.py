"""An officer makes a group of her area part of another one there, with one tap, and ends that with another."""

from bot.domain.wire.button_data import Meaning, Shapes, hex_number, one_of
from bot.domain.wire.button_data import page as page_number
from bot.domain.wire.message import Button
from bot.i18n import N_, Html, Text
from bot.services.groups import parts
from bot.services.groups.leaders import overseeing
from bot.services.groups.parts import CannotBePart, Group
from bot.services.roles import NotAllowed
from handlers.groups import parts as of_leader
from handlers.wire import late_taps
from handlers.wire.turn import Turn

PREFIX = "gparts"
# Of which, a page of them; part of this one; of this one no longer. So an old button does no other thing than it says.
LIST, PUT, END = "l", "p", "e"
SHAPES: Shapes = ((LIST, hex_number, page_number), (one_of(PUT, END), hex_number, hex_number))
# The page of one group, whose buttons are in of_area.py.
BACK = "groups", "g"
PAGE_SIZE = 8

WITH_PARTS = N_("🧩 Groups in it: {n}. With them 👥 {members}, each counted once")
MAKE_PART, END_PART = N_("🧩 Make it part of another group"), N_("🧩 No longer part of {group}")
OF_WHICH = N_("🧩 Of which group is {group} a part?")
IS_PART = N_("🧩 {group} is part of {whole} from now on.\nWho leads {whole} sees numbers of it, and no names.")
STANDS_ALONE = N_("🧩 {group} is no part of {whole} any more.")
UNDO = N_("↩️ Undo")


async def lines(turn: Turn, group: Group) -> list[Html]:
    """Of what it is a part, or how many parts it has."""
    n, members = await turn.run(parts.everybody, group.id)
    return [turn.text(WITH_PARTS, n=n, members=members)] if n else await of_leader.line(turn, group)


async def opens(turn: Turn, number: int) -> list[list[Button]]:
    """The button on the page of a group, where there is another that it can be part of, or is."""
    her, pack = turn.contact.person_id, turn.pack
    group = await turn.run(overseeing.one, her, pack, number)
    if (whole := await turn.run(parts.whole_of, group)) is not None:
        within = {one.id for one in await turn.run(overseeing.listed, her, pack)}
        label = Text(END_PART, {"group": whole.name})
        return [[Button(label, Meaning.of(PREFIX, END, number, whole.id))]] if whole.id in within else []
    found = await turn.run(parts.choices, her, pack, number)
    return [[Button(Text(MAKE_PART), Meaning.of(PREFIX, LIST, number, "0"))]] if found else []


async def tapped(turn: Turn, what: str, number: int, other: int) -> None:
    """A button; where she does not work any more, and where it is otherwise by now, it does nothing."""
    try:
        group = await turn.run(overseeing.one, turn.contact.person_id, turn.pack, number)
        if what == LIST:
            await _list(turn, group, other)
        elif group.part_of != (other if what == END else None):
            turn.whisper(late_taps.ANSWERED)
        else:
            await _turn(turn, group, other, on=what == PUT)
    except (NotAllowed, CannotBePart):
        turn.whisper(late_taps.NO_LONGER)


async def _list(turn: Turn, group: Group, page: int) -> None:
    found = await turn.run(parts.choices, turn.contact.person_id, turn.pack, group.id)
    if not found:
        turn.whisper(late_taps.NO_LONGER)
        return
    page = max(0, min(page, (len(found) - 1) // PAGE_SIZE))
    here = found[page * PAGE_SIZE :][:PAGE_SIZE]
    rows = [[Button(f"🤝 {one.name}", Meaning.of(PREFIX, PUT, group.id, one.id))] for one in here]
    turns = [Button("◀️", Meaning.of(PREFIX, LIST, group.id, str(page - 1)))] if page else []
    turns += [Button("▶️", Meaning.of(PREFIX, LIST, group.id, str(page + 1)))] if found[(page + 1) * PAGE_SIZE :] else []
    back = [Button("🤝", Meaning.of(*BACK, group.id))]
    turn.show(OF_WHICH, buttons=[*rows, *([turns] if turns else []), back], group=group.name)


async def _turn(turn: Turn, group: Group, other: int, *, on: bool) -> None:
    """It is done, and can be undone with one tap."""
    her, pack = turn.contact.person_id, turn.pack
    whole = await turn.run(overseeing.one, her, pack, other)
    await turn.run(parts.by_staff, her, pack, group.id, other if on else None, turn.now)
    undo = Button(Text(UNDO), Meaning.of(PREFIX, END if on else PUT, group.id, other))
    rows = [[undo], [Button("🤝", Meaning.of(*BACK, group.id))]]
    turn.show(IS_PART if on else STANDS_ALONE, buttons=rows, group=group.name, whole=whole.name)
