"""What acts on announcements share: who does it, which one it is, whether it goes where she works, the audit log."""

from datetime import datetime

from bot.domain.people.roles import STAFF
from bot.domain.staff.announcement import Announcement, State
from bot.packs import Pack, places
from bot.services import roles
from bot.services.roles import NotAllowed
from bot.services.work import Connection
from bot.store.people import audit
from bot.store.people.audit import Deed
from bot.store.staff.announcing import announcements as rows


def somebody(person_id: int | None) -> int:
    """Her number, after her role was asked for. Raises NotAllowed."""
    if person_id is None:
        raise NotAllowed("nobody does it")
    return person_id


def there(found: Announcement | None) -> Announcement:
    """One that was written down a moment ago."""
    if found is None:
        raise LookupError("an announcement is gone")
    return found


def hers(connection: Connection, person_id: int | None, pack: Pack, number: int) -> Announcement | None:
    """One that she has composed, or that goes nowhere but where she works; others' drafts are theirs alone. None: there
    is none such. Raises NotAllowed.
    """
    roles.require(connection, person_id, STAFF)
    found = rows.find(connection, pack.programme.code, number)
    if found is None or found.author == person_id:
        return found
    return found if found.state is not State.DRAFT and covers(connection, person_id, pack, found) else None


def covers(connection: Connection, person_id: int | None, pack: Pack, one: Announcement) -> bool:
    """Whether all places where it goes are in areas in which she works. Raises NotAllowed."""
    within = roles.reach(connection, person_id, pack)
    if within is None:
        return True
    chosen = one.audience.areas
    if one.areas is not None:
        author = {code for area in one.areas for code in places.within(pack, area)}
        # no further than where its author works
        chosen = chosen if chosen and chosen <= author else frozenset(one.areas)
    return bool(chosen) and chosen <= within


def note(
    connection: Connection, person_id: int | None, action: str, number: int, now: datetime, **detail: object
) -> None:
    """A line of the audit log."""
    audit.record(connection, Deed(f"person {person_id}", action, f"announcement {number}", detail), now)
