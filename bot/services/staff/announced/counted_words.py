"""What people have answered to an announcement, in words: those whom the reader may see, as it is now."""

from bot.domain.staff.announced import Announced, Counts
from bot.i18n import N_, Catalogues, Html, Text
from bot.packs import Pack
from bot.services.staff.announced import around, counting
from bot.services.work import Connection

ASKED = N_("❓ Asked: {asked}. Answered: {answered}. Not yet: {left}.")
EACH = N_("▫️ {choice}: {n}")


def lines(
    connection: Connection, catalogues: Catalogues, pack: Pack, reader: int | None, number: int, language: str
) -> list[Html]:
    """The lines of a report; none where it asks nothing, or nobody has it yet. Raises NotAllowed."""
    found = counting.counts(connection, reader, pack, number)
    return (
        []
        if found is None or not found[1].asked
        else [catalogues.html(line, language) for line in _lines(*found, language)]
    )


def _lines(one: Announced, counts: Counts, language: str) -> list[Text]:
    told = Text(ASKED, {"asked": counts.asked, "answered": counts.answered, "left": counts.not_answered})
    each = zip(around.labels(one, language), counts.each, strict=False)
    return [told, *(Text(EACH, {"choice": label, "n": n}) for label, n in each)]
