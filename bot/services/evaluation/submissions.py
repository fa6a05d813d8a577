"""Submissions: what somebody has sent is kept, exactly once, and its slot is answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.evaluation.calendar import SlotState
from bot.domain.programme import OfGroup, Purpose
from bot.packs import Pack
from bot.services.evaluation import calendar as evaluation
from bot.store import Connection
from bot.store.evaluation import slots
from bot.store.evaluation import submissions as rows
from bot.store.evaluation.slots import SlotRow
from bot.store.evaluation.submissions import Sent
from bot.store.people import merges

__all__ = ["Outcome", "Sent", "last_answers", "submit", "submit_all"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a sent form. `state` is how its slot stands now; None when it answers no slot."""

    submission_id: int
    was_new: bool
    state: SlotState | None


def submit(connection: Connection, sent: Sent, pack: Pack, now: datetime) -> Outcome:
    """Keep a form that was sent. What a dialogue says of a producer counts once, however often it is sent.

    A form that was begun for a slot which has closed meanwhile answers the oldest one of its kind that is open today;
    where there is none it is kept all the same, and the slot stays missed. Practice answers no slot.
    """
    sent = _for_kept(connection, sent, now)
    known = slots.of_producer(connection, sent.producer_id) if _has_slot(sent) else []
    slot_id = _slot_for(known, sent, now)
    number = rows.add(connection, replace(sent, slot_id=slot_id), now)
    if number is None:
        return _again(connection, sent)
    state = None if slot_id is None else evaluation.answered(connection, slot_id, now, pack)
    return Outcome(number, was_new=True, state=state)


def submit_all(connection: Connection, forms: Sequence[Sent], pack: Pack, now: datetime) -> dict[int, int]:
    """The same of several at once, one a producer; gives the number of each submission, by producer."""
    known = slots.of_producers(connection, [one.producer_id for one in forms])
    numbers: dict[int, int] = {}
    answered: list[SlotRow] = []
    for sent in forms:
        hers = known[sent.producer_id]
        slot_id = _slot_for(hers, sent, now)
        number = rows.add(connection, replace(sent, slot_id=slot_id), now)
        numbers[sent.producer_id] = rows.same(connection, sent)[0] if number is None else number
        if number is not None:
            answered += [slot for slot in hers if slot.id == slot_id]
    evaluation.answered_all(connection, answered, now, pack)
    return numbers


def last_answers(connection: Connection, producer_id: int) -> Mapping[str, str]:
    """The newest answer for a producer to every question, by its name: what a form's hidden questions carry on.

    What was practised is carried on to nothing.
    """
    found: dict[str, str] = {}
    for kept in rows.of_producer(connection, producer_id):
        if not kept.practice:
            found |= {path.rpartition("/")[2]: value for path, value in kept.answers.items() if value}
    return found


def _again(connection: Connection, sent: Sent) -> Outcome:
    number, slot_id = rows.same(connection, sent)
    slot = None if slot_id is None else slots.find(connection, slot_id)
    return Outcome(number, was_new=False, state=None if slot is None else slot.state)


def _for_kept(connection: Connection, sent: Sent, now: datetime) -> Sent:
    """A form that was begun for who was merged into another since is of the one that goes on."""
    kept = merges.kept(connection, sent.producer_id)
    if kept is None:
        return sent
    meant = slots.find(connection, sent.slot_id) if sent.slot_id is not None else None
    here = [one for one in slots.of_producer(connection, kept) if meant and _open(one, now)]
    fitting = [one for one in here if meant and _baseline(one) is _baseline(meant)]
    slot_id = min(fitting, key=lambda one: one.due).id if fitting else None
    return replace(sent, producer_id=kept, slot_id=slot_id)


def _has_slot(sent: Sent) -> bool:
    return sent.slot_id is not None and not sent.practice


def _slot_for(known: Sequence[SlotRow], sent: Sent, now: datetime) -> int | None:
    """Which of the producer's slots it answers."""
    if not _has_slot(sent):
        return None
    meant = next(slot for slot in known if slot.id == sent.slot_id)
    if meant.hears(now) or (meant.state is not SlotState.MISSED and now < meant.closes_at):
        return meant.id
    others = [slot for slot in known if _open(slot, now) and _baseline(slot) is _baseline(meant)]
    return min(others, key=lambda slot: slot.due).id if others else meant.id


def _open(slot: SlotRow, now: datetime) -> bool:
    return slot.opens_at <= now and slot.hears(now)


def _baseline(slot: SlotRow) -> bool:
    return slot.form in (Purpose.BASELINE, OfGroup.BASELINE)
