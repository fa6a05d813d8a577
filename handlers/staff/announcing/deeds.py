"""Every button of an announcement: what is being made, what has left, the list, and the second yes."""

from bot.domain.wire.button_data import Shapes, hex_number, one_of, word
from bot.domain.wire.button_data import page as page_number
from handlers.staff.announcing import approving, changing, composing, draft, under_way
from handlers.wire.turn import Turn

PREFIX, KIND = draft.PREFIX, draft.KIND
SHAPES: Shapes = (
    (one_of(*draft.DEEDS), hex_number, page_number),
    (one_of(*under_way.DEEDS, *approving.DEEDS, changing.BEGIN), hex_number),
    (under_way.LIST, page_number),
    (under_way.VERSION, hex_number, word),
)


async def tapped(turn: Turn, deed: str, number: int, more: int | str = 0) -> None:
    """Whichever it is; each asks anew whether she may."""
    if deed in draft.DEEDS:
        await composing.tapped(turn, deed, number, int(more))
    elif deed == under_way.LIST:
        await under_way.listed(turn, number)
    elif deed == changing.BEGIN:
        await changing.begin(turn, number)
    elif deed == under_way.VERSION:
        await changing.in_language(turn, number, str(more))
    elif deed in approving.DEEDS:
        await approving.tapped(turn, deed, number)
    else:
        await under_way.tapped(turn, deed, number)
