"""My data: what is kept about a person, in short for the chat and whole as JSON."""

import json

from bot.services.work import Connection
from bot.store.people.mydata import About, Business, about, everything

__all__ = ["About", "Business", "about", "as_json"]


def as_json(connection: Connection, person_id: int) -> bytes:
    """All that is kept about her, as it is kept: moments are UTC, dates Gregorian, codes those of the programme."""
    return json.dumps(everything(connection, person_id), ensure_ascii=False, indent=2, default=str).encode()
