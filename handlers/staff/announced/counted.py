"""What people have answered to an announcement, for its report: those whom the reader may see, as it is now."""

from bot.domain.staff.announced import Announced, Counts
from bot.i18n import N_, Html
from bot.services.staff.announced import around, counting
from handlers.wire.turn import Turn

ASKED = N_("❓ Asked: {asked}. Answered: {answered}. Not yet: {left}.")
EACH = N_("▫️ {choice}: {n}")


async def lines(turn: Turn, number: int) -> list[Html]:
    """The lines of a report; none where it asks nothing. Raises NotAllowed."""
    found = await turn.run(counting.counts, turn.contact.person_id, turn.pack, number)
    return [] if found is None else _lines(turn, *found)


def _lines(turn: Turn, one: Announced, counts: Counts) -> list[Html]:
    told = [turn.text(ASKED, asked=counts.asked, answered=counts.answered, left=counts.not_answered)]
    each = zip(around.labels(one, turn.language), counts.each, strict=False)
    return told + [turn.text(EACH, choice=label, n=n) for label, n in each]
