"""The audience of an announcement, chosen by taps: one page that always shows how many it reaches, and what it opens.

How another conversation uses it. With a dialogue of its own in front, of whatever kind, it calls `show(turn)`: the page
stands in the chat, and what is chosen stands in that dialogue's state, which `chosen(turn)` reads. Its record of taps
for PREFIX and SHAPES calls `if await tapped(turn, *values): ` she has tapped [Done], and it goes on. What she writes
while `is_open(turn)` it hands to `said(turn)`.
"""

from typing import Any

from bot.domain.staff.audience import Audience
from bot.domain.wire.button_data import Shapes, one_of
from handlers.wire.turn import Turn

PREFIX = "aud"
SHAPES: Shapes = ((one_of("m", "w", "d"),),)
# In the state of the dialogue in front: the audience as JSON, and where on the pages she is; not there: elsewhere.
AUDIENCE, AT = "audience", "audience_at"


def chosen(turn: Turn) -> Audience:
    """What she has chosen so far."""
    state: dict[str, Any] = turn.contact.dialogue.state if turn.contact.dialogue is not None else {}
    return Audience.from_json(state.get(AUDIENCE, {}))


def is_open(turn: Turn) -> bool:
    """Whether the page is what she sees now, or what it has opened."""
    return turn.contact.dialogue is not None and AT in turn.contact.dialogue.state


async def show(turn: Turn) -> None:
    """The page: how many, what limits it, and all that can."""
    raise NotImplementedError


async def tapped(turn: Turn, *values: Any) -> bool:
    """A button of the page or of what it has opened; one of an earlier time does nothing. True: she is done."""
    raise NotImplementedError


async def said(turn: Turn) -> None:
    """What is written while the page, or what it has opened, is in front."""
    raise NotImplementedError
