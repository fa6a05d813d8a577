"""Who said that she works in a group is asked which one, and says so with one tap; its leader confirms it."""

from bot.domain.wire.button_data import Shapes, hex_number, one_of
from bot.services.groups.members import placing
from bot.services.people import working
from handlers.people import in_group
from handlers.wire import late_taps
from handlers.wire.turn import Turn

PREFIX = placing.PREFIX
SHAPES: Shapes = ((one_of(placing.THIS, placing.NONE), hex_number, hex_number),)


async def tapped(turn: Turn, answer: str, producer: int, group: int) -> None:
    """One of the groups, or none of them; of another producer's button nothing comes."""
    if producer != turn.acting_for:
        turn.whisper(late_taps.NO_LONGER)
    elif answer == placing.NONE:
        turn.show(in_group.NOTHING)
    elif await turn.run(placing.join, turn.pack, producer, group, turn.now):
        turn.show(in_group.DONE, group=await turn.run(working.group_name, group))
        await in_group.tell(turn, group)
    else:
        turn.whisper(late_taps.ANSWERED)
