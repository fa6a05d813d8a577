"""Tables of announcements: each with its texts by language, whom it reaches, and who wants none."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from bot.store.engine.types import Json, Utc
from bot.store.schema.base import Id, metadata

announcement = Table(
    "announcement",
    metadata,
    Column("id", Id, primary_key=True),
    Column("programme", ForeignKey("programme.code"), nullable=False),
    # who has composed it
    Column("author_id", ForeignKey("person.id"), nullable=False),
    Column("state", String(16), nullable=False),
    # the codes of the areas in which its author works; NULL: the whole programme
    Column("areas", Json),
    # whom it is for: bot/domain/staff/audience.py
    Column("audience", Json, nullable=False),
    # the language of who has none of its versions
    Column("fallback", String(16), nullable=False),
    # passes quiet hours, blackout dates and the opt-out
    Column("emergency", Boolean, nullable=False, server_default=false()),
    # NULL: as soon as it may
    Column("not_before", Utc),
    Column("created_at", Utc, nullable=False),
    # when its people were counted for the first time, and for the second, and how many they were
    Column("composed_at", Utc),
    Column("composed_count", Integer),
    Column("left_at", Utc),
    Column("left_count", Integer),
    # the last chat that was gathered, in a gathering that is under way, and how many were found so far
    Column("gathered_bot", BigInteger),
    Column("gathered_chat", BigInteger),
    Column("gathered_count", Integer, nullable=False, server_default="0"),
    # who of the staff has approved it, where so many need a second one
    Column("approved_by", ForeignKey("person.id")),
    Column("taken_back_at", Utc),
    Column("ended_at", Utc),
    # a change of its words, or that it was taken back, is on its way to those who have it
    Column("changing", Boolean, nullable=False, server_default=false()),
    Index("ix_announcement_programme", "programme", "id"),
    Index(
        "ix_announcement_open",
        "id",
        sqlite_where=text("state IN ('gathering', 'planned', 'under_way') OR changing"),
        postgresql_where=text("state IN ('gathering', 'planned', 'under_way') OR changing"),
    ),
)

# What it says, as it was typed, a row a language; `file`: kind, bot, Telegram's id and the name in the media folder.
announcement_text = Table(
    "announcement_text",
    metadata,
    Column("announcement_id", ForeignKey("announcement.id"), primary_key=True),
    Column("language", String(16), primary_key=True),
    Column("text", Text, nullable=False),
    Column("file", Json),
    # how often it has changed since the announcement left
    Column("edition", Integer, nullable=False, server_default="0"),
)

# Whom it reaches: a row a chat and a row a person, whose message it is. Its state is one of the six of the law; as long
# as `outbox_id` is there, the row of the outbox says what became of it, and nobody else.
announcement_to = Table(
    "announcement_to",
    metadata,
    Column("id", Id, primary_key=True),
    Column("announcement_id", ForeignKey("announcement.id"), nullable=False),
    # all three NULL: she was erased, and is a number in the count
    Column("person_id", ForeignKey("person.id")),
    Column("bot", BigInteger),
    Column("chat", BigInteger),
    Column("state", String(16), nullable=False),
    # why it failed or was withdrawn
    Column("reason", Text),
    # of the version that she has got: frozen when hers left
    Column("language", String(16)),
    # the message that is on its way, or the change of one that has arrived; no reference: see `outbox.person_id`
    Column("outbox_id", BigInteger),
    # Telegram's number of it in her chat, by which it is edited and taken back
    Column("message_id", BigInteger),
    # when that became of it
    Column("at", Utc),
    # how often it was sent
    Column("tries", Integer, nullable=False, server_default="0"),
    # the edition of it that she has, or was to get last
    Column("edition", Integer, nullable=False, server_default="0"),
    # the last change of it: edited, taken back, or not; while `outbox_id` is there, the one that is on its way
    Column("changed", String(16)),
    UniqueConstraint("announcement_id", "bot", "chat"),
    UniqueConstraint("announcement_id", "person_id"),
    Index("ix_announcement_to_state", "announcement_id", "state", "id"),
    Index("ix_announcement_to_person", "person_id"),
    Index("ix_announcement_to_chat", "bot", "chat"),
    Index(
        "ix_announcement_to_outbox",
        "outbox_id",
        sqlite_where=text("outbox_id IS NOT NULL"),
        postgresql_where=text("outbox_id IS NOT NULL"),
    ),
)

# Who wants no announcements, whatever else she hears.
announcement_opt_out = Table(
    "announcement_opt_out",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("since", Utc, nullable=False),
)
