"""Tables of the cash books of groups: that one was begun, and who paid in what stands there."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from bot.store.engine.types import Utc
from bot.store.schema.base import metadata

# Its lines are those of any book, of the group as a producer.
group_book = Table(
    "group_book",
    metadata,
    Column("group_id", ForeignKey("producer.id"), primary_key=True),
    Column("since", Utc, nullable=False),
    # the leader who began it, and was told who writes in it and who reads it
    Column("person_id", ForeignKey("person.id"), nullable=False),
)

# Asked once for each line of money that came in.
paid_in = Table(
    "paid_in",
    metadata,
    # the first version of the line
    Column("entry_id", ForeignKey("entry.id"), primary_key=True),
    Column("group_id", ForeignKey("producer.id"), nullable=False),
    # NULL: nobody of the group, or somebody who was forgotten
    Column("member_id", ForeignKey("producer.id")),
    # how she was told: chat, aloud; none: there was nobody to tell
    Column("receipt", String(16), nullable=False),
    Column("at", Utc, nullable=False),
    # of her receipt on paper, from the first time that it is printed on, and in which asking that was
    Column("number", Integer),
    Column("printed_in", String(32)),
    Index("ix_paid_in_group", "group_id"),
    Index("ix_paid_in_number", "group_id", "number", unique=True),
    Index("ix_paid_in_member", "member_id"),
)
