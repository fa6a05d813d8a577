"""Tables of what officers say of people: that they are known, or not, and whose a lost account is."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, String, Table, text

from bot.store.engine.types import Utc
from bot.store.schema.base import Id, metadata

# What an officer has said of a producer whom nobody had vouched for. Rows never change but to be undone or settled.
vouch = Table(
    "vouch",
    metadata,
    Column("id", Id, primary_key=True),
    Column("producer_id", ForeignKey("producer.id"), nullable=False),
    # who answers for it
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("by_id", ForeignKey("person.id"), nullable=False),
    Column("at", Utc, nullable=False),
    # known, not_known
    Column("word", String(16), nullable=False),
    # why she is not known
    Column("why", String(16)),
    # of several who were vouched for with one tap: the row of the first; NULL: it is that itself
    Column("first_id", ForeignKey("vouch.id")),
    # whether the person became confirmed by it too, and not her business alone
    Column("person_too", Boolean, nullable=False),
    Column("undone_at", Utc),
    # somebody else has vouched for her since: it cannot be undone
    Column("settled_at", Utc),
    # when she heard that she is known
    Column("told_at", Utc),
    Index(
        "ix_vouch_untold",
        "at",
        sqlite_where=text("told_at IS NULL AND undone_at IS NULL AND word = 'known'"),
        postgresql_where=text("told_at IS NULL AND undone_at IS NULL AND word = 'known'"),
    ),
    Index("ix_vouch_producer", "producer_id"),
    Index("ix_vouch_first", "first_id"),
)

# What an officer has said about an account that somebody wants back. Two words that it is her, and it is given back.
lost_word = Table(
    "lost_word",
    metadata,
    Column("id", Id, primary_key=True),
    Column("follow_up_id", ForeignKey("follow_up.id"), nullable=False),
    Column("by_id", ForeignKey("person.id"), nullable=False),
    # her, not_her
    Column("word", String(16), nullable=False),
    # how the officer knows, or why not
    Column("how", String(16), nullable=False),
    Column("at", Utc, nullable=False),
    # from when on it does not count any more, and why: taken_back, over, done
    Column("ended_at", Utc),
    Column("end", String(16)),
    # each officer says it once at a time
    Index(
        "ix_lost_word_now",
        "follow_up_id",
        "by_id",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
)
