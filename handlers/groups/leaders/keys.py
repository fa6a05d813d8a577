"""A key holder is asked whether somebody is to lead the group, and says so once."""

from bot.domain.wire.button_data import Shapes, hex_number, one_of
from bot.i18n import N_
from bot.services.groups.leaders import key_holding
from handlers.wire import late_taps
from handlers.wire.turn import Turn

PREFIX = key_holding.PREFIX
SHAPES: Shapes = ((one_of(key_holding.YES, key_holding.NO), hex_number),)

NOTED = N_("🔑 Thank you. I have noted what you said.")


async def tapped(turn: Turn, answer: str, number: int) -> None:
    """Yes or no; once it is settled it comes late."""
    agreed, her = answer == key_holding.YES, turn.contact.person_id
    said = await turn.run(key_holding.say, turn.pack, turn.loaded.catalogues, her, number, turn.now, agreed=agreed)
    if said:
        turn.show(NOTED)
    else:
        turn.whisper(late_taps.ANSWERED)
