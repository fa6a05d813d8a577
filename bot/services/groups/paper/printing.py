"""That something about a whole group was printed or drawn, and who asked for it."""

from datetime import datetime

from bot.services import roles
from bot.services.work import Connection
from bot.store.people import audit
from bot.store.people.audit import Deed


def note(connection: Connection, person_id: int | None, group_id: int, what: str, now: datetime) -> None:
    """Write it down; `what`: a word of ours, such as “sheet”. Raises NotAllowed."""
    roles.require_leader(connection, person_id, group_id)
    audit.record(connection, Deed(f"person {person_id}", f"print {what}", f"group {group_id}", {}, group_id), now)
