"""Whose book a turn is about."""

from bot.services.book.entries import Owner
from handlers.wire.turn import Turn


def owner_of(turn: Turn) -> Owner | None:
    """The producer for whom she acts, and she who does it; None before she is registered."""
    person = turn.contact.person
    if person is None or turn.acting_for is None:
        return None
    return Owner(turn.acting_for, person.id, person.practice, turn.programme.currency)
