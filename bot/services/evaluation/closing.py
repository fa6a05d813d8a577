"""Closing: slots that nobody answered end, each with a reason."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.domain.evaluation import calendar
from bot.domain.evaluation.calendar import Facts
from bot.domain.evaluation.outage import Outage
from bot.domain.wire.contact import ChatState
from bot.left_out import LeftOut
from bot.services.evaluation.planning import plan_next
from bot.services.evaluation.progress import NOT_THEIRS
from bot.services.loaded_packs import LoadedPacks
from bot.store import Connection
from bot.store.evaluation import due_slots, outages, recipients, slots
from bot.store.evaluation.recipients import Address
from bot.store.evaluation.slots import Ended, NewSlot, SlotRow
from bot.store.groups.members import pauses

CLOSING = "Closing check-ins: slot"


def close_past(
    connection: Connection, loaded: LoadedPacks, left_out: LeftOut, now: datetime, limit: int
) -> tuple[int, bool]:
    """End up to `limit` open slots whose time is over; gives how many, and whether there is more to do at once."""
    over = left_out.others(CLOSING, due_slots.past(connection, now, limit + len(left_out)), limit)
    ended = left_out.each(connection, CLOSING, over, partial(_close, loaded=loaded, left_out=left_out))
    planned = [slot for part in ended for slot in part]
    return len(over), len(over) == limit or any(slot.opens_at <= now for slot in planned)


def _close(connection: Connection, over: Sequence[int], *, loaded: LoadedPacks, left_out: LeftOut) -> list[NewSlot]:
    """Gives the slots that come after them."""
    rows = due_slots.load(connection, over)
    facts = _facts(connection, left_out, rows)
    ended = [Ended(row.id, *calendar.close(facts[row.id])) for row in rows]
    slots.end(connection, ended)
    quiet = {one.slot_id for one in ended if one.why not in NOT_THEIRS}
    planned: list[NewSlot] = []
    for code, group in _by_programme(rows).items():
        planned += plan_next(connection, group, loaded.pack(code), quiet)
    return planned


def _by_programme(rows: Sequence[SlotRow]) -> Mapping[str, list[SlotRow]]:
    groups: dict[str, list[SlotRow]] = defaultdict(list)
    for row in rows:
        groups[row.programme].append(row)
    return groups


def _facts(connection: Connection, left_out: LeftOut, rows: Sequence[SlotRow]) -> dict[int, Facts]:
    speakers = recipients.speakers(connection, {row.producer_id for row in rows})
    people = set(speakers.values())
    where = recipients.addresses(connection, people)
    begun = recipients.begun(connection, people, [row.id for row in rows])
    away = outages.since(connection, left_out, min(row.opens_at for row in rows))
    paused = pauses.of(connection, speakers)
    return {
        row.id: replace(
            _fact(row, where.get(speakers.get(row.producer_id, 0)), row.id in begun, away),
            paused=any(one.falls_into(row.due, row.closes_at) for one in paused.get(row.producer_id, ())),
        )
        for row in rows
    }


def _fact(row: SlotRow, address: Address | None, begun: bool, away: Sequence[Outage]) -> Facts:
    state = None if address is None else address.state
    return Facts(
        stopped=state is ChatState.STOPPED,
        blocked=state is ChatState.BLOCKED,
        outage=any(one.start < row.closes_at and row.opens_at <= one.end for one in away),
        begun=begun,
        nudges=row.nudges_sent,
    )
