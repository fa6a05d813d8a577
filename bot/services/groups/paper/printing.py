"""That something about a whole group was printed or drawn, and who asked for it."""

from datetime import datetime

from bot.render.fonts import missing
from bot.services import roles
from bot.services.work import Connection
from bot.store.groups.members import members
from bot.store.people import audit
from bot.store.people.audit import Deed


def note(connection: Connection, person_id: int | None, group_id: int, what: str, now: datetime) -> None:
    """Write it down; `what`: a word of ours, such as “sheet”. Raises NotAllowed."""
    roles.require_leader(connection, person_id, group_id)
    audit.record(connection, Deed(f"person {person_id}", f"print {what}", f"group {group_id}", {}, group_id), now)


def unprintable(connection: Connection, person_id: int | None, group_id: int) -> str:
    """The letters of its members' names that no paper can show. Raises NotAllowed."""
    roles.require_leader(connection, person_id, group_id)
    return missing("".join(one.name or "" for one in members.of(connection, group_id)))
