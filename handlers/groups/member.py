"""A member whom her leader has opened by the card: who she is, how she stands. Whoever else scans it reads no name."""

from collections.abc import Callable

from bot.domain.groups.month import Standing
from bot.domain.wire.message import Rows
from bot.i18n import N_, MonthOf, Text
from bot.services.groups import cards, leading
from handlers.wire import late_taps
from handlers.wire.turn import Turn

# What can be done with a member of a group, as buttons; handed in by who knows all conversations.
Offers = Callable[[Turn, int, int], Rows]

ONLY_HERS = N_("This card opens only on the phone of the group's leader.\nPlease give it back to whom it belongs.")
ENDED = N_("This card opens nothing any more.\nYou find new ones below 🤝 and 📇.")
ABOUT = N_("🤝 <b>{name}</b>, number {number}\n{group}, {month}\n{standing}")
STANDS = {
    Standing.ANSWERED: N_("✅ answered"),
    Standing.DUE: N_("⏳ still to answer"),
    Standing.LATE: N_("⌛ late"),
    Standing.MISSED: N_("✖️ not answered"),
    Standing.NOTHING_DUE: N_("▫️ nothing due"),
}
HIDDEN = N_("🔒 not asked yet whether you may see more")


async def behind(turn: Turn, code: str) -> tuple[int, int] | None:
    """The group and the member that a card opens; None: nothing for whoever has scanned it, who is told so."""
    found = await turn.run(cards.opened, turn.contact.person_id, code)
    if found is None:
        turn.say(ONLY_HERS)
        if turn.contact.person is None and turn.contact.dialogue is None:
            # who has found a card is nobody of the programme's
            turn.contact.is_new = False
        return None
    if not found.good:
        turn.say(ENDED)
        return None
    return found.group_id, found.member_id


async def show(turn: Turn, offers: Offers, group: int, member_id: int) -> None:
    """Who she is, and how she stands in the month that the group talks about."""
    seen = await turn.run(leading.look, turn.contact.person_id, group, turn.programme, turn.today)
    place = next((one for one in seen.places if one.member.member_id == member_id), None)
    if place is None:
        turn.whisper(late_taps.NO_LONGER)
        return
    her, standing = place.member, STANDS[place.standing] if place.standing else HIDDEN
    about = Text.of(
        ABOUT,
        name=her.name or "–",
        number="–" if her.number is None else her.number,
        group=seen.group.name,
        month=MonthOf(seen.month[0]),
        standing=Text(standing),
    )
    turn.say(about, buttons=offers(turn, group, member_id))
