"""Tables of what is asked and answered: dialogues, slots, submissions."""

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
    text,
)

from bot.store.engine.types import Day, Json, Utc
from bot.store.schema.base import Id, metadata

dialogue = Table(
    "dialogue",
    metadata,
    Column("id", Id, primary_key=True),
    Column("bot", BigInteger, nullable=False),
    Column("chat", BigInteger, nullable=False),
    # whose it is, on a phone that is shared; NULL: somebody not registered
    Column("person_id", ForeignKey("person.id")),
    Column("kind", String(32), nullable=False),
    Column("front", Boolean, nullable=False),
    Column("form", String(64), ForeignKey("form_version.hash")),
    Column("producer_id", ForeignKey("producer.id")),
    Column("slot_id", ForeignKey("slot.id")),
    Column("state", Json, nullable=False),
    Column("began_at", Utc, nullable=False),
    Column("touched_at", Utc, nullable=False),
    Index("ix_dialogue_chat", "bot", "chat"),
    # each person has one in front at most, and who is not registered one
    Index(
        "ix_dialogue_front",
        "bot",
        "chat",
        "person_id",
        unique=True,
        sqlite_where=text("front"),
        postgresql_where=text("front"),
    ),
    Index(
        "ix_dialogue_front_of_nobody",
        "bot",
        "chat",
        unique=True,
        sqlite_where=text("front AND person_id IS NULL"),
        postgresql_where=text("front AND person_id IS NULL"),
    ),
)

slot = Table(
    "slot",
    metadata,
    Column("id", Id, primary_key=True),
    Column("producer_id", ForeignKey("producer.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("month", Integer, nullable=False),
    Column("due", Day, nullable=False),
    Column("form", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("why", String(32)),
    # after the first year: why this slot is when it is, and the words of staff who chose otherwise
    Column("interval_reason", String(32)),
    Column("interval_note", Text),
    # local midnights, where the producer lives
    Column("opens_at", Utc, nullable=False),
    Column("closes_at", Utc, nullable=False),
    Column("answered_at", Utc),
    Column("nudges_sent", Integer, nullable=False, server_default="0"),
    Column("last_nudge_at", Utc),
    Column("next_nudge_at", Utc),
    # when the officer was told that nobody answered
    Column("told_at", Utc),
    UniqueConstraint("producer_id", "number"),
    # the tick claims from these alone; done slots are in no index that it reads
    Index(
        "ix_slot_next_nudge",
        "next_nudge_at",
        sqlite_where=text("next_nudge_at IS NOT NULL"),
        postgresql_where=text("next_nudge_at IS NOT NULL"),
    ),
    Index(
        "ix_slot_opens",
        "opens_at",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
    Index(
        "ix_slot_closes",
        "closes_at",
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
)

submission = Table(
    "submission",
    metadata,
    Column("id", Id, primary_key=True),
    Column("dialogue_id", BigInteger, nullable=False),
    # for whom, and who has said it
    Column("producer_id", ForeignKey("producer.id"), nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("slot_id", ForeignKey("slot.id")),
    Column("form", ForeignKey("form_version.hash"), nullable=False),
    Column("form_name", String(64), nullable=False),
    Column("source", String(16), nullable=False),
    Column("language", String(16), nullable=False),
    Column("practice", Boolean, nullable=False),
    Column("began_at", Utc, nullable=False),
    Column("sent_at", Utc, nullable=False),
    # which one, where a dialogue says more than one thing of a producer
    Column("entry", Integer, nullable=False, server_default="0"),
    # a dialogue may speak of many producers; what it says of one is never kept twice
    UniqueConstraint("dialogue_id", "producer_id", "entry"),
    Index("ix_submission_producer", "producer_id", "sent_at"),
    Index("ix_submission_slot", "slot_id"),
)

answer = Table(
    "answer",
    metadata,
    Column("submission_id", ForeignKey("submission.id"), primary_key=True),
    Column("path", String(255), primary_key=True),
    Column("value", Text, nullable=False),
    # what the cash book said when it was asked: the same, and the answer is the book's; another, and both are kept
    Column("book", Text),
)

# What somebody has changed of what was sent; `answer` has the newest value, the first row of a path the first one.
correction = Table(
    "correction",
    metadata,
    Column("id", Id, primary_key=True),
    Column("submission_id", ForeignKey("submission.id"), nullable=False),
    Column("path", String(255), nullable=False),
    # NULL: left out
    Column("old", Text),
    Column("new", Text),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("reason", String(16), nullable=False),
    Column("at", Utc, nullable=False),
    Index("ix_correction_submission", "submission_id", "path"),
)

# The message in which an answer was typed, as long as it can be corrected: who changes the message changes the answer.
typed = Table(
    "typed",
    metadata,
    Column("bot", BigInteger, primary_key=True),
    Column("chat", BigInteger, primary_key=True),
    Column("message_id", BigInteger, primary_key=True),
    Column("submission_id", ForeignKey("submission.id"), nullable=False),
    Column("path", String(255), nullable=False),
    Column("until", Utc, nullable=False),
    Index("ix_typed_until", "until"),
)

# What staff are to look at: a slot nobody answered, an account to relink, a figure far from the usual.
follow_up = Table(
    "follow_up",
    metadata,
    Column("id", Id, primary_key=True),
    Column("producer_id", ForeignKey("producer.id"), nullable=False),
    # a matter of a slot or of a submission: each is kept once a reason
    Column("slot_id", ForeignKey("slot.id")),
    Column("submission_id", ForeignKey("submission.id")),
    Column("reason", String(32), nullable=False),
    # the answers that it is about, see bot/store/evaluation/follow_ups.py
    Column("detail", Json),
    Column("created_at", Utc, nullable=False),
    Column("done_at", Utc),
    # or of a member who stands as absent in a report
    Column("report_id", ForeignKey("report.id")),
    # not on the list before then, since she is to be called again; NULL: nobody said so
    Column("again_at", Utc),
    UniqueConstraint("slot_id", "reason"),
    UniqueConstraint("submission_id", "reason"),
    Index("ix_follow_up_report", "report_id", "producer_id", "reason", unique=True),
)
