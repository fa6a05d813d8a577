"""What who is kept wrote after a merge, and takes with her when it is undone and she answers for the other again."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, exists, select, true, update

from bot.domain.book import Source
from bot.domain.evaluation.calendar import SlotState, Why
from bot.domain.evaluation.progress import Source as Teller
from bot.store.people.merges import Merge
from bot.store.schema import dialogue, entry, follow_up, shown_month, slot, speaks_for, submission


def goes_back(connection: Connection, one: Merge) -> bool:
    """Whether who is kept answers for the other again, now that it is undone: what she wrote since is hers, and the
    kept one is somebody else.
    """
    hers = (speaks_for.c.person_id == one.kept_person_id, speaks_for.c.producer_id.in_((one.kept_id, one.other_id)))
    return list(connection.scalars(select(speaks_for.c.producer_id).where(*hers))) == [one.other_id]


def lines_go_back(connection: Connection, one: Merge) -> None:
    """Lines that she has begun, with what they were corrected to. What a book began with stays, where hers has that."""
    book, began = entry.c.producer_id, entry.c.source == Source.OPENING
    firsts = select(entry.c.first).where(
        book == one.kept_id, entry.c.person_id == one.kept_person_id, entry.c.id == entry.c.first
    )
    if connection.scalar(select(entry.c.id).where(book == one.other_id, began).limit(1)) is not None:
        firsts = firsts.where(~began)
    known = list(connection.scalars(firsts))
    connection.execute(
        update(entry).where(book == one.kept_id, entry.c.first.in_(known)).values(producer_id=one.other_id)
    )


def shown_go_back(connection: Connection, one: Merge) -> None:
    """What she has shown since was counted from her lines: of the kept one's book nothing is shown by it any more."""
    since = (shown_month.c.producer_id == one.kept_id, shown_month.c.since > one.at)
    known = shown_month.alias()
    same = (known.c.group_id == shown_month.c.group_id, known.c.first == shown_month.c.first)
    twice = exists(select(known.c.id).where(known.c.producer_id == one.other_id, *same))
    connection.execute(delete(shown_month).where(*since, twice))
    connection.execute(update(shown_month).where(*since).values(producer_id=one.other_id))


@dataclass(frozen=True, slots=True)
class Hers:
    """A form that she has sent (or begun: `sent_at` None) for the kept one, and the month that it answers there."""

    id: int
    slot_id: int | None
    sent_at: datetime | None


def sent_since(connection: Connection, one: Merge) -> list[Hers]:
    """What she has sent for the kept one, the oldest first; not what she said as a leader."""
    hers = (submission.c.producer_id == one.kept_id, submission.c.person_id == one.kept_person_id)
    columns = (submission.c.id, submission.c.slot_id, submission.c.sent_at)
    own = select(*columns).where(*hers, submission.c.source != Teller.LEADER).order_by(submission.c.id)
    return [Hers(*row) for row in connection.execute(own)]


def begun_since(connection: Connection, one: Merge) -> list[Hers]:
    """What she has begun to answer for the kept one."""
    hers = (dialogue.c.producer_id == one.kept_id, dialogue.c.person_id == one.kept_person_id)
    return [Hers(*row, None) for row in connection.execute(select(dialogue.c.id, dialogue.c.slot_id).where(*hers))]


def sent_goes_back(connection: Connection, one: Merge, sent: Hers, slot_id: int | None, now: datetime) -> None:
    """It is of the other, with what staff are to look at in it; the kept one's month is nobody's answer any more."""
    to = {"producer_id": one.other_id}
    connection.execute(update(submission).where(submission.c.id == sent.id).values(to | {"slot_id": slot_id}))
    connection.execute(update(follow_up).where(follow_up.c.submission_id == sent.id).values(to))
    still = exists(select(submission.c.id).where(submission.c.slot_id == slot.c.id))
    free = (slot.c.id == sent.slot_id, slot.c.state.in_((SlotState.ANSWERED, SlotState.LATE)), ~still)
    over, to_come = slot.c.closes_at <= now, slot.c.opens_at > now
    ended = {"state": SlotState.MISSED, "why": Why.NOT_ASKED, "answered_at": None}
    # the tick decides anew whether somebody is reminded
    again = {"answered_at": None, "next_nudge_at": now}
    states = (
        (over, ended),
        (to_come, again | {"state": SlotState.WAITING}),
        (true(), again | {"state": SlotState.OPEN}),
    )
    for when, values in states:
        connection.execute(update(slot).where(*free, when).values(values))


def begun_goes_back(connection: Connection, one: Merge, begun: Hers, slot_id: int | None) -> None:
    """It goes on for the other."""
    to = {"producer_id": one.other_id, "slot_id": slot_id}
    connection.execute(update(dialogue).where(dialogue.c.id == begun.id).values(to))
