"""Who she is: asked at registration, and offered once to who registered before it was."""

from datetime import datetime

from bot.services.work import Connection
from bot.store.people import people

# The form that asks it at any time.
FORM = "about_you"


def asked(connection: Connection, person_id: int, now: datetime) -> None:
    """She was asked, or has come to it herself: it is not offered again."""
    people.change_person(connection, person_id, who_asked_at=now)


def offered(connection: Connection, person_id: int, now: datetime) -> bool:
    """Whether it is offered to her now, which is the only time."""
    if people.was_asked(connection, person_id, FORM):
        return False
    asked(connection, person_id, now)
    return True
