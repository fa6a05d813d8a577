"""Tables of questions to a person: who asks, whom it goes past, what was said, and what becomes a lesson."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, text

from bot.store.engine.types import Utc
from bot.store.schema.base import Id, metadata

inquiry = Table(
    "inquiry",
    metadata,
    Column("id", Id, primary_key=True),
    Column("programme", ForeignKey("programme.code"), nullable=False),
    Column("asker_id", ForeignKey("person.id"), nullable=False),
    # nobody: a question; else about whom she complains
    Column("about", String(16), nullable=False),
    # who works here may see it; NULL: who works for the whole programme alone
    Column("area", String(64)),
    # whose officers were told last, the same area or one above it; NULL: those of the whole programme
    Column("level", String(64)),
    Column("begun_at", Utc, nullable=False),
    # her last message that nobody has answered yet; NULL: it is answered
    Column("waits_since", Utc),
    # how often it has gone one level up since then
    Column("raises", Integer, nullable=False, server_default="0"),
    # who is answering, and since when
    Column("claimed_by", ForeignKey("person.id")),
    Column("claimed_at", Utc),
    # who has answered last, or to whom it was handed over
    Column("with_id", ForeignKey("person.id")),
    Column("closed_at", Utc),
    # what she says of the answer
    Column("helped", Boolean),
    Column("touched_at", Utc, nullable=False),
    Index(
        "ix_inquiry_waits",
        "programme",
        "waits_since",
        sqlite_where=text("waits_since IS NOT NULL"),
        postgresql_where=text("waits_since IS NOT NULL"),
    ),
    Index("ix_inquiry_asker", "asker_id"),
)

# Who never sees it: the one it may be about, whatever she is besides.
inquiry_past = Table(
    "inquiry_past",
    metadata,
    Column("inquiry_id", ForeignKey("inquiry.id"), primary_key=True),
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Index("ix_inquiry_past_person", "person_id"),
)

inquiry_said = Table(
    "inquiry_said",
    metadata,
    Column("id", Id, primary_key=True),
    Column("inquiry_id", ForeignKey("inquiry.id"), nullable=False),
    Column("by_id", ForeignKey("person.id"), nullable=False),
    Column("by_staff", Boolean, nullable=False),
    # text, voice or photo, and the name of its file in the media folder; NULL: there is none any more
    Column("said_as", String(16), nullable=False),
    Column("words", Text, nullable=False),
    Column("media", String(64)),
    Column("at", Utc, nullable=False),
    # it was said anew, and this one is kept beside it
    Column("replaced_by", ForeignKey("inquiry_said.id")),
    Index("ix_inquiry_said_inquiry", "inquiry_id"),
    Index("ix_inquiry_said_by", "by_id"),
    Index("ix_inquiry_said_media", "media"),
)

# An answer that has helped, for who writes lessons.
lesson_draft = Table(
    "lesson_draft",
    metadata,
    Column("inquiry_id", ForeignKey("inquiry.id"), primary_key=True, autoincrement=False),
    Column("at", Utc, nullable=False),
)
