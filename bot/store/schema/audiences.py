"""Tables of whom staff write to: audiences that were given a name."""

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text

from bot.store.engine.types import Json, Utc
from bot.store.schema.base import Id, metadata

saved_audience = Table(
    "saved_audience",
    metadata,
    Column("id", Id, primary_key=True),
    Column("programme", ForeignKey("programme.code"), nullable=False),
    # who works there sees it; NULL: who works in the whole programme
    Column("area", String(64)),
    Column("name", Text, nullable=False),
    # what limits it, see bot/domain/staff/audience.py
    Column("audience", Json, nullable=False),
    # who saved it; NULL: somebody who was erased
    Column("by_id", ForeignKey("person.id")),
    Column("since", Utc, nullable=False),
    Index("ix_saved_audience_programme", "programme"),
    Index("ix_saved_audience_by", "by_id"),
)
