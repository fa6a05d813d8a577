"""The table of statements: what was issued of a cash book, by its code."""

from sqlalchemy import Column, ForeignKey, Index, String, Table, UniqueConstraint

from bot.store.engine.types import Day, Json, Utc
from bot.store.schema.base import Id, metadata

statement = Table(
    "statement",
    metadata,
    Column("id", Id, primary_key=True),
    Column("code", String(16), nullable=False, unique=True),
    # the question that it answers: tapped twice, it is issued once
    Column("asked", String(32), nullable=False),
    Column("producer_id", ForeignKey("producer.id"), nullable=False),
    # whose book it is, and who asked for it
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("programme", ForeignKey("programme.code"), nullable=False),
    # codes of the languages on the page, hers first, with a space between
    Column("languages", String(32), nullable=False),
    Column("first", Day, nullable=False),
    Column("last", Day, nullable=False),
    Column("issued_on", Day, nullable=False),
    Column("issued_at", Utc, nullable=False),
    # name, product, place as they were; and the figures, with a digest by which a change would be seen
    Column("about", Json, nullable=False),
    Column("figures", Json, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("revoked_at", Utc),
    UniqueConstraint("person_id", "asked"),
    Index("ix_statement_producer", "producer_id"),
    Index("ix_statement_issued", "programme", "issued_at"),
)
