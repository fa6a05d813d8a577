"""The messages that keep themselves up to date: which one shows how an announcement stands, on whose screen."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table

from bot.store.engine.types import Utc
from bot.store.schema.base import metadata

announcement_bar = Table(
    "announcement_bar",
    metadata,
    Column("announcement_id", ForeignKey("announcement.id"), primary_key=True),
    Column("bot", BigInteger, primary_key=True, autoincrement=False),
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("message_id", BigInteger, nullable=False),
    # a mark of what it shows: as long as that is the same nothing is written
    Column("shows", String(32), nullable=False),
    # when it changed last, and when the clock was the one that changed it
    Column("at", Utc, nullable=False),
    Column("changed_at", Utc),
    Index("ix_announcement_bar_person", "person_id"),
)
