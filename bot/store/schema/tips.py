"""Tables of tips: whom to send one next, and which lessons a person has had, with what she thought of them."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, text

from bot.store.engine.types import Day, Utc
from bot.store.schema.base import Id, metadata

# A row for everybody who registers.
tip_plan = Table(
    "tip_plan",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    # she has switched them off; what she asks for herself she gets all the same
    Column("off", Boolean, nullable=False),
    # NULL: none until she can be written to again, or wants them again
    Column("next_at", Utc),
    # the tick claims from this alone
    Index(
        "ix_tip_plan_next",
        "next_at",
        sqlite_where=text("next_at IS NOT NULL"),
        postgresql_where=text("next_at IS NOT NULL"),
    ),
)

tip = Table(
    "tip",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("slug", String(32), nullable=False),
    # a signal (bot.domain.lessons), `course` or `asked`
    Column("reason", String(32), nullable=False),
    # what the signal is about: the first day of a month of her calendar, or an item in her words
    Column("month", Day),
    Column("item", Text),
    # whether it came by itself, in its week
    Column("pushed", Boolean, nullable=False),
    Column("at", Utc, nullable=False),
    # her first answer, as its place in the file, and whether it was right
    Column("answer", Integer),
    Column("is_right", Boolean),
    Column("answered_at", Utc),
    # helped or not
    Column("verdict", String(16)),
    Column("verdict_at", Utc),
    # when she asked for more under it: once each
    Column("more_at", Utc),
    Index("ix_tip_person", "person_id"),
)
