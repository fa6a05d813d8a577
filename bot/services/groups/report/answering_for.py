"""A leader answers a member's own check-in on her phone: whom she may answer for, and what is kept of it.

What she sends is one submission with the leader as who says it, and a row of the group's report, so that the member is
told of it and has the last word (`last_word.py`).
"""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.groups.report import Said
from bot.domain.programme import Programme, Purpose
from bot.forms import Form
from bot.i18n.calendars import month_before, month_of
from bot.packs import Pack
from bot.services import roles
from bot.services.evaluation import submissions, usual
from bot.services.evaluation.submissions import Sent
from bot.services.people import consents
from bot.services.work import Connection
from bot.store.evaluation import slots
from bot.store.evaluation.slots import SlotRow
from bot.store.groups.members import members
from bot.store.groups.report import reports
from bot.store.groups.report.reports import Put
from bot.store.people import audit, people
from bot.store.people.audit import Deed

__all__ = ["Sent", "Waiting", "find", "form_name", "keep", "waiting"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A member for whom something can be answered now: the oldest of it."""

    member_id: int
    name: str
    slot: SlotRow


def waiting(
    connection: Connection, person_id: int | None, group_id: int, programme: Programme, now: datetime
) -> list[Waiting]:
    """Her members with something open, most overdue first: confirmed, agreed to a text that names the leader, and not
    those that she answers for anyway. Raises NotAllowed.
    """
    roles.require_leader(connection, person_id, group_id)
    own = people.producers_of(connection, person_id) if person_id is not None else []
    here = [one for one in members.of(connection, group_id) if one.confirmed and one.member_id not in own]
    agreed = consents.agreed_versions(connection, [one.member_id for one in here])
    may = {one.member_id: one for one in here if programme.consent.names_leader(agreed[one.member_id])}
    oldest: dict[int, SlotRow] = {}
    for row in slots.open_now(connection, list(may), now):
        oldest.setdefault(row.producer_id, row)
    return [Waiting(number, may[number].name, row) for number, row in oldest.items()]


def find(
    connection: Connection, person_id: int | None, group_id: int, member_id: int, programme: Programme, now: datetime
) -> Waiting | None:
    """One of them; None: nothing is open for her, or she may not be answered for. Raises NotAllowed."""
    found = waiting(connection, person_id, group_id, programme, now)
    return next((one for one in found if one.member_id == member_id), None)


def form_name(connection: Connection, slot_id: int | None) -> str:
    """What the form of a slot is called."""
    row = slots.find(connection, slot_id) if slot_id is not None else None
    if row is None:
        raise LookupError(f"there is no slot {slot_id}")
    return row.form


def keep(
    connection: Connection,
    group_id: int,
    sent: Sent,
    form: Form,
    pack: Pack,
    now: datetime,
    said_at: datetime | None = None,
) -> int | None:
    """What a leader sends for a member; gives its number, or None where it was kept before. `said_at`: when she wrote
    it, where it came in later. Raises NotAllowed, also where the member has left the group, or agrees to it no more.
    """
    said = said_at or now
    roles.require_leader(connection, sent.person_id, group_id)
    in_group = any(one.confirmed and one.member_id == sent.producer_id for one in members.of(connection, group_id))
    if not in_group or not consents.may_leader_see(connection, sent.producer_id, pack.programme):
        raise roles.NotAllowed(f"person {sent.person_id} does not answer for producer {sent.producer_id}")
    slot = slots.find(connection, sent.slot_id) if sent.slot_id is not None else None
    outcome = submissions.submit(connection, sent, pack, said)
    if not outcome.was_new:
        return None
    usual.mark(connection, sent.producer_id, outcome.submission_id, form, pack, said)
    if slot is not None:
        _report(connection, group_id, sent, slot, outcome.submission_id, pack.programme, said)
    about, whom = f"submission {outcome.submission_id}", sent.producer_id
    audit.record(connection, Deed(f"person {sent.person_id}", "answer for", about, {"group": group_id}, whom), now)
    return outcome.submission_id


def _report(
    connection: Connection, group_id: int, sent: Sent, slot: SlotRow, number: int, programme: Programme, now: datetime
) -> None:
    """The member is told of it as of any report. The first questions are of no month: they stand with the one before
    all others.
    """
    month_with = month_before if slot.form == Purpose.BASELINE else month_of
    report = reports.begin(connection, group_id, month_with(slot.due, programme.calendar)[0], now)
    known = reports.rows(connection, report).get(sent.producer_id)
    if known is None or known.sent is None:
        reports.put(connection, report, [Put(sent.producer_id, Said.FIGURES, sent.person_id, now, number)])
