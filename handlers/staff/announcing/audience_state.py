"""What is kept while an audience is chosen, what its buttons mean, and the lines that say what is chosen."""

from typing import Any

from bot.domain.staff.audience import Audience
from bot.domain.wire.button_data import Meaning, Shapes, hex_number, one_of, word
from bot.domain.wire.button_data import page as page_number
from bot.domain.wire.message import Button
from bot.i18n import N_, Html, Text, plural
from bot.packs import places
from bot.services import roles
from bot.services.staff.announcing import audiences
from handlers.staff.announcing import audience_choices as choices
from handlers.wire.turn import Turn

PREFIX = "aud"
# The page; a limit that is opened, a page of it, a tick, no limit; who it is; done.
MAIN, OPEN, PAGE, TICK, CLEAR, WHO, DONE = "m", "o", "p", "t", "c", "w", "d"
# A name for it; those that have one, one of them; used, called otherwise, deleted, and really.
SAVE, LIST, LOOK, USE, RENAME, DELETE, REALLY = "s", "l", "v", "u", "r", "x", "z"
SHAPES: Shapes = (
    (one_of(MAIN, WHO, DONE, SAVE),),
    (one_of(OPEN, CLEAR), one_of(*choices.LIMITS)),
    (PAGE, one_of(*choices.LIMITS), page_number),
    (TICK, one_of(*choices.LIMITS), page_number, word),
    (LIST, page_number),
    (one_of(LOOK, USE, RENAME, DELETE, REALLY), hex_number),
)
# In the state of the dialogue in front: the audience as JSON; where on the pages she is: MAIN, a limit, SAVE or RENAME
# (not there: elsewhere); and which one is called otherwise.
AUDIENCE, AT, WHICH = "audience", "audience_at", "audience_named"
PAGE_SIZE, NAMED = 8, 3

EVERYBODY = N_("Everybody: {where}")
MORE = N_("{names} and {n} more")
BACK = N_("👥 The audience")


def chosen(turn: Turn) -> Audience:
    """What she has chosen so far."""
    return Audience.from_json(state(turn).get(AUDIENCE, {}))


def is_open(turn: Turn) -> bool:
    """Whether the page is what she sees now, or what it has opened."""
    return AT in state(turn)


def state(turn: Turn) -> dict[str, Any]:
    """All that is kept of the dialogue in front."""
    return turn.contact.dialogue.state if turn.contact.dialogue is not None else {}


def keep(turn: Turn, audience: Audience, at: str | None, which: int | None = None) -> None:
    """This is chosen, and here she is now; None: elsewhere. The rest of the dialogue's state is another's."""
    if turn.contact.dialogue is None:
        return
    ours = {AUDIENCE: audience.to_json(), AT: at, WHICH: which}
    others = {name: value for name, value in state(turn).items() if name not in ours}
    turn.contact.dialogue.state = others | {name: value for name, value in ours.items() if value is not None}
    turn.contact.touch()


def back() -> list[Button]:
    """The way back to the page."""
    return [Button(Text(BACK), Meaning.of(PREFIX, MAIN))]


def turning(page: int, total: int, *head: str) -> list[list[Button]]:
    """The buttons to the pages before and after; none where it is one. `head`: how their data begins."""
    turns = [("◀️", page - 1, page > 0), ("▶️", page + 1, total > (page + 1) * PAGE_SIZE)]
    found = [Button(sign, Meaning.of(PREFIX, *head, str(to))) for sign, to, is_there in turns if is_there]
    return [found] if found else []


def held(page: int, total: int) -> int:
    """A page that is there: of a list that has become shorter the last one."""
    return max(0, min(page, (total - 1) // PAGE_SIZE))


async def reaches(turn: Turn, audience: Audience) -> Html:
    """How many get it, which is said on every page. Raises NotAllowed."""
    counted = await turn.run(audiences.count, turn.contact.person_id, turn.pack, audience, turn.now)
    return turn.text(plural("👥 It goes to {n} phone.", "👥 It goes to {n} phones.", counted.reached))


async def limits(turn: Turn, audience: Audience) -> list[Html]:
    """What an audience is limited to, a line each; where nothing limits it, everybody where she works."""
    lines = []
    for limit in choices.LIMITS:
        if names := await choices.labels(turn, audience, limit):
            lines.append(Html.of("{}: {}", turn.text(choices.TITLES[limit]), _few(turn, names)))
    return lines or [turn.text(EVERYBODY, where=await _where(turn))]


def _few(turn: Turn, names: list[str]) -> Html:
    shown = ", ".join(names[:NAMED])
    return turn.text(MORE, names=shown, n=len(names) - NAMED) if len(names) > NAMED else Html.of("{}", shown)


async def _where(turn: Turn) -> str:
    areas = await turn.run(roles.areas, turn.contact.person_id)
    return ", ".join(places.name(turn.pack, area, turn.language) for area in areas)
