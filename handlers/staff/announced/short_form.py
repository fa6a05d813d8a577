"""The short form that an announcement asks for: opened by its button, and counted once it is sent."""

from bot.domain.wire.contact import Dialogue
from bot.forms import Session
from bot.i18n import N_
from bot.services.staff.announced import answering
from handlers.evaluation import corrections, open_by_name
from handlers.wire.turn import Turn

# In a dialogue's state: the announcement that has asked for it.
ASKED_BY = "announcement"

SENT_ALREADY = N_("You have answered this already. You can change it here.")
FOR_PRODUCERS = N_("These questions are for people who make a product.")


async def open_it(turn: Turn, number: int, name: str) -> None:
    """Open it, or go on with it where she stopped; who has sent it gets it to change."""
    said = await turn.run(answering.said, turn.contact, number)
    if said is not None and said.submission_id is not None:
        turn.say(SENT_ALREADY, buttons=[[corrections.button(said.submission_id)]])
    elif turn.acting_for is None:
        turn.whisper(FOR_PRODUCERS)
    else:
        await open_by_name.start(turn, name, {ASKED_BY: number})


async def finish(turn: Turn, dialogue: Dialogue, session: Session) -> None:
    """Keep the answers, exactly once, and count them where an announcement has asked for them."""
    outcome = await open_by_name.finish(turn, dialogue, session)
    number = dialogue.state.get(ASKED_BY)
    if outcome is not None and number is not None:
        kept = outcome.submission_id
        await turn.run(answering.form_sent, turn.contact, turn.pack, number, kept, turn.now)
