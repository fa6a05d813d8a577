"""What somebody was refused: a line of the audit log, once a day for each person and act, however often she tries."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.services.work import Connection
from bot.store.people import audit
from bot.store.people.audit import Deed

ACTION = "refused"
# Who is registered nowhere: all that they try is one person's, so that nobody fills the log.
STRANGER = "a stranger"
ONCE_IN = timedelta(days=1)


def note(connection: Connection, person_id: int | None, what: str, now: datetime, numbers: Sequence[int] = ()) -> None:
    """She was refused this. `what`: our own name of it; `numbers`: what it was about, as the first try had them."""
    actor = f"person {person_id}" if person_id is not None else STRANGER
    if not audit.is_noted(connection, actor, ACTION, what, now - ONCE_IN):
        audit.record(connection, Deed(actor, ACTION, what, {"numbers": list(numbers)} if numbers else {}), now)
