"""What lies behind the dialogue in front: a question of another kind came before it, and it goes on afterwards."""

from datetime import timedelta

from bot.domain.wire.contact import Dialogue
from bot.services.forms import dialogues
from handlers.wire.turn import Turn

# After so long nobody knows any more what the book asked her: what she types is about something else.
LAPSES_AFTER = timedelta(minutes=10)
# In the state of what is open: since it was asked it was offered again already.
OFFERED = "offered_again"


async def find(turn: Turn, number: int | None) -> Dialogue | None:
    """The dialogue of this id as it is by now; None where there was none, or where it is done with."""
    contact = turn.contact
    if not number or number in contact.closed:
        return None
    if contact.dialogue is not None and contact.dialogue.id == number:
        return contact.dialogue
    return contact.touched.get(number) or await turn.run(dialogues.find, contact, number)


async def bring_back(turn: Turn, number: int | None) -> None:
    """Put it in front again, once what came before it is closed."""
    if (found := await find(turn, number)) is not None:
        turn.contact.open(found)
