"""A scanned card opens a member on her leader's phone; whoever else scans it reads one sentence, without a name."""

from bot.i18n import N_
from bot.services.groups.paper import cards
from handlers.groups.members import own_phone
from handlers.wire.turn import Turn

ONLY_HERS = N_("This card opens only on the phone of the group's leader.\nPlease give it back to whom it belongs.")
ENDED = N_("This card opens nothing any more.\nYou find new ones below 🤝 and 📇.")


async def behind(turn: Turn, code: str) -> tuple[int, int] | None:
    """The group and the member that a card opens; None: nothing for whoever has scanned it, who is told so."""
    found = await turn.run(cards.opened, turn.contact.person_id, code)
    if found is None and turn.contact.person is not None:
        await own_phone.registered(turn, ONLY_HERS, code)
        return None
    if found is None:
        # what is no code of ours can be nobody's card, and stands on no button
        own_phone.scanned(turn, ONLY_HERS, code) if own_phone.is_code(code) else turn.say(ONLY_HERS)
        if turn.contact.dialogue is None:
            # who has found a card is nobody of the programme's
            turn.contact.is_new = False
        return None
    if not found.good:
        turn.say(ENDED)
        return None
    return found.group_id, found.member_id
