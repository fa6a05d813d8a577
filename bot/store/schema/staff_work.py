"""Tables of what staff do: what came of each follow-up, and when a calendar is changed by hand."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from bot.store.engine.types import Day, Json, Utc
from bot.store.schema.base import Id, metadata

# What became of a follow-up, a step a row; rows are only added. Words go with whom they are about, and who wrote them.
follow_up_outcome = Table(
    "follow_up_outcome",
    metadata,
    Column("id", Id, primary_key=True),
    Column("follow_up_id", ForeignKey("follow_up.id"), nullable=False),
    # who did it
    Column("by_id", ForeignKey("person.id"), nullable=False),
    Column("at", Utc, nullable=False),
    # visited, call_again, closed, noted, undone: see bot/domain/staff/outcomes.py
    Column("what", String(16), nullable=False),
    # why it was closed, as a code
    Column("reason", String(32)),
    # the first day on which it is on the list again
    Column("again_on", Day),
    Column("words", Text),
    Index("ix_follow_up_outcome_follow_up", "follow_up_id"),
)

# Staff have changed when somebody is asked: every so many months until it is taken off, or once on a day.
changed_pace = Table(
    "changed_pace",
    metadata,
    Column("id", Id, primary_key=True),
    Column("producer_id", ForeignKey("producer.id"), nullable=False),
    # who did it
    Column("by_id", ForeignKey("person.id"), nullable=False),
    Column("at", Utc, nullable=False),
    # NULL: once, on the day of its slot
    Column("months", Integer),
    # why, as a code, and in words where that is another one
    Column("reason", String(32), nullable=False),
    Column("words", Text),
    # the slot that it has planned, and those that are not asked since
    Column("slot_id", ForeignKey("slot.id")),
    Column("replaced", Json, nullable=False),
    Column("ended_at", Utc),
    Index("ix_changed_pace_producer", "producer_id"),
)
