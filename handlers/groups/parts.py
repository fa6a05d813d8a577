"""The parts of a group on the phone of who leads the whole: counts alone; and on the part's leader's, of what it is."""

from bot.domain.wire.button_data import Meaning, Shapes, hex_number
from bot.domain.wire.button_data import page as page_number
from bot.domain.wire.message import Button, Rows
from bot.i18n import BLANK, N_, Html, Text, joined
from bot.services.groups import leading, parts, telling, with_parts
from bot.services.groups.leading import Group
from bot.services.groups.with_parts import Counts
from handlers.forms.questions import BACK
from handlers.groups.leaders import hand_over
from handlers.groups.paper import paper
from handlers.groups.report import four_facts
from handlers.wire.turn import Turn

PREFIX, LIST = "gp", "l"
SHAPES: Shapes = ((LIST, hex_number, page_number),)
PAGE_SIZE = 8

PART_OF = N_("🧩 It is part of {group}.")
PARTS, TITLE = N_("🧩 Groups in it: {n}"), N_("🧩 The groups in <b>{group}</b>\n{first} – {last}")
COUNTED, ALL = N_("👥 {n}, answered: {answered}, late: {late}"), N_("All of them, each counted once:")


async def line(turn: Turn, group: Group) -> list[Html]:
    """Of which group it is a part."""
    whole = await turn.run(parts.whole_of, group)
    return [turn.text(PART_OF, group=whole.name)] if whole is not None else []


async def button(turn: Turn, group: int) -> Rows:
    """Below a group that has parts."""
    n, _ = await turn.run(parts.everybody, group)
    return [[Button(Text(PARTS, {"n": n}), Meaning.of(PREFIX, LIST, group, "0"))]] if n else []


async def tapped(turn: Turn, _deed: str, group: int, page: int) -> None:
    """The parts, a page of them; who leads the whole no more is told so."""
    if all(one.id != group for one in await turn.run(leading.mine, turn.contact.person_id)):
        await hand_over.refused(turn, group)
        return
    whole = await turn.run(with_parts.look, turn.contact.person_id, group, turn.programme, turn.today)
    page = max(0, min(page, (len(whole.parts) - 1) // PAGE_SIZE))
    first, last = whole.month
    lines = [turn.text(TITLE, group=whole.name, first=first, last=last)]
    for one in whole.parts[page * PAGE_SIZE :][:PAGE_SIZE]:
        lines += [BLANK, Html.of("🤝 {}", one.name), _counted(turn, one.counts)]
    lines += [BLANK, turn.text(ALL), _counted(turn, whole.counts)]
    turns = [Button("◀️", Meaning.of(PREFIX, LIST, group, str(page - 1)))] if page else []
    more = len(whole.parts) > (page + 1) * PAGE_SIZE
    turns += [Button("▶️", Meaning.of(PREFIX, LIST, group, str(page + 1)))] if more else []
    rows: list[list[Button]] = [
        *([turns] if turns else []),
        [Button(Text(paper.SHOW_PICTURE), Meaning.of(paper.PREFIX, paper.PICTURE, group))],
        [Button(Text(four_facts.FOUR_FACTS), Meaning.of(four_facts.PREFIX, four_facts.SHOW, group))],
        [Button(Text(BACK), Meaning.of(telling.PREFIX, telling.LIST, group, "0"))],
    ]
    turn.show_marked(joined(lines), buttons=rows)


def _counted(turn: Turn, counts: Counts) -> Html:
    return turn.text(COUNTED, n=counts.members, answered=counts.answered, late=counts.late)
