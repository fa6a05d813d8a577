"""Whose book a turn is about."""

from bot.services.book.entries import Owner
from bot.services.people import registration
from handlers.wire.turn import Turn


async def owner_of(turn: Turn) -> Owner | None:
    """The first producer that she answers for; None before she is registered."""
    person = turn.contact.person
    if person is None:
        return None
    hers = await turn.run(registration.producers_of, person.id)
    return Owner(hers[0], person.id, person.practice, turn.programme.currency) if hers else None
