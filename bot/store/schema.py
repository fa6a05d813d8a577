"""The tables, one place for all; docs/glossary.md says what the words mean."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from bot.store.types import Json, Utc

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite gives out ids only for INTEGER keys; PostgreSQL gets 64 bits.
Id = BigInteger().with_variant(Integer, "sqlite")

programme = Table(
    "programme",
    metadata,
    Column("code", String(64), primary_key=True),
    Column("folder", Text, nullable=False),
    Column("added_at", Utc, nullable=False),
)

form_version = Table(
    "form_version",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("programme", ForeignKey("programme.code"), nullable=False),
    Column("name", String(64), nullable=False),
    Column("xml", Text, nullable=False),
    Column("added_at", Utc, nullable=False),
)

# The version of a form that new answers are asked with, where staff chose another one than the pack's.
form_in_use = Table(
    "form_in_use",
    metadata,
    Column("programme", ForeignKey("programme.code"), primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("hash", ForeignKey("form_version.hash"), nullable=False),
    Column("since", Utc, nullable=False),
    Column("by", String(64), nullable=False),
)

person = Table(
    "person",
    metadata,
    Column("id", Id, primary_key=True),
    Column("programme", ForeignKey("programme.code"), nullable=False),
    Column("name", Text),
    Column("phone", String(32)),
    Column("language", String(16), nullable=False),
    Column("nudge_hour", Integer),
    # the local day of the last nudge about anything: one a day, however much is due
    Column("last_nudge_on", Date),
    # no voice notes and no pictures: they cost data
    Column("text_only", Boolean, nullable=False, server_default=false()),
    # whether what she begins now is practice
    Column("practice", Boolean, nullable=False, server_default=false()),
    # the newest version that she has agreed to; `consent` has all of them
    Column("consent_version", String(32)),
    Column("created_at", Utc, nullable=False),
    Column("confirmed_at", Utc),
    Index("ix_person_phone", "phone"),
)

chat = Table(
    "chat",
    metadata,
    Column("bot", BigInteger, primary_key=True),
    Column("chat", BigInteger, primary_key=True),
    Column("person_id", ForeignKey("person.id")),
    Column("programme", ForeignKey("programme.code")),
    Column("language", String(16)),
    # the wish of who is not registered yet; afterwards the person's counts
    Column("text_only", Boolean, nullable=False, server_default=false()),
    # active, stopped (she said stop) or blocked (Telegram told us), and since when
    Column("state", String(16), nullable=False),
    Column("state_since", Utc, nullable=False),
    # what an invitation or a deep link brought, until registration has used it
    Column("joining", Json),
    Column("seen_at", Utc, nullable=False),
    Index("ix_chat_person", "person_id"),
)

consent = Table(
    "consent",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("version", String(32), nullable=False),
    Column("language", String(16), nullable=False),
    Column("how", String(32), nullable=False),
    # who agreed for somebody too young
    Column("guardian", Text),
    Column("given_at", Utc, nullable=False),
    Index("ix_consent_person", "person_id"),
)

producer = Table(
    "producer",
    metadata,
    Column("id", Id, primary_key=True),
    Column("programme", ForeignKey("programme.code"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("area", String(64)),
    Column("product", String(64)),
    Column("inception", Date, nullable=False),
    Column("joined", Date, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("confirmed_at", Utc),
    Index("ix_producer_area", "programme", "area"),
)

# A person can answer for several producers, and a producer can have several people.
speaks_for = Table(
    "speaks_for",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("producer_id", ForeignKey("producer.id"), primary_key=True),
    Column("since", Utc, nullable=False),
    Index("ix_speaks_for_producer", "producer_id"),
)

dialogue = Table(
    "dialogue",
    metadata,
    Column("id", Id, primary_key=True),
    Column("bot", BigInteger, nullable=False),
    Column("chat", BigInteger, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("front", Boolean, nullable=False),
    Column("form", String(64), ForeignKey("form_version.hash")),
    Column("producer_id", ForeignKey("producer.id")),
    Column("slot_id", ForeignKey("slot.id")),
    Column("state", Json, nullable=False),
    Column("began_at", Utc, nullable=False),
    Column("touched_at", Utc, nullable=False),
    Index("ix_dialogue_chat", "bot", "chat"),
    # one in front at most
    Index("ix_dialogue_front", "bot", "chat", unique=True, sqlite_where=text("front"), postgresql_where=text("front")),
)

slot = Table(
    "slot",
    metadata,
    Column("id", Id, primary_key=True),
    Column("producer_id", ForeignKey("producer.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("month", Integer, nullable=False),
    Column("due", Date, nullable=False),
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
    # the same dialogue is never sent twice
    Column("dialogue_id", BigInteger, nullable=False, unique=True),
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
    Index("ix_submission_producer", "producer_id", "sent_at"),
    Index("ix_submission_slot", "slot_id"),
)

answer = Table(
    "answer",
    metadata,
    Column("submission_id", ForeignKey("submission.id"), primary_key=True),
    Column("path", String(255), primary_key=True),
    Column("value", Text, nullable=False),
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
    # the answers that it is about, see bot/store/follow_ups.py
    Column("detail", Json),
    Column("created_at", Utc, nullable=False),
    Column("done_at", Utc),
    UniqueConstraint("slot_id", "reason"),
    UniqueConstraint("submission_id", "reason"),
)

seen_update = Table(
    "seen_update",
    metadata,
    Column("bot", BigInteger, primary_key=True),
    Column("update_id", BigInteger, primary_key=True),
    Column("seen_at", Utc, nullable=False),
    Index("ix_seen_update_at", "seen_at"),
)

dead_update = Table(
    "dead_update",
    metadata,
    Column("id", Id, primary_key=True),
    Column("bot", BigInteger, nullable=False),
    Column("update_id", BigInteger),
    Column("chat", BigInteger),
    Column("raw", Text, nullable=False),
    Column("traceback", Text, nullable=False),
    Column("died_at", Utc, nullable=False),
    Index("ix_dead_update_chat", "bot", "chat"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("bot", BigInteger, nullable=False),
    Column("chat", BigInteger, nullable=False),
    # 0 reply, 1 nudge, 2 broadcast: the order in which they leave
    Column("lane", Integer, nullable=False),
    Column("method", String(32), nullable=False),
    Column("payload", Json, nullable=False),
    Column("dedupe", String(128), unique=True),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_attempt", Utc, nullable=False),
    Column("reason", Text),
    Column("created_at", Utc, nullable=False),
    Column("sent_at", Utc),
    Index(
        "ix_outbox_waiting",
        "bot",
        "lane",
        "id",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
    Index(
        "ix_outbox_pending_chat",
        "bot",
        "chat",
        "lane",
        "id",
        sqlite_where=text("state IN ('waiting', 'sending', 'unsure')"),
        postgresql_where=text("state IN ('waiting', 'sending', 'unsure')"),
    ),
    Index("ix_outbox_created", "created_at"),
)

# When each bot was last known to be alive: after a longer silence slots say "outage".
heartbeat = Table(
    "heartbeat",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("at", Utc, nullable=False),
)

outage = Table(
    "outage",
    metadata,
    Column("id", Id, primary_key=True),
    Column("began_at", Utc, nullable=False),
    Column("ended_at", Utc, nullable=False),
)

invitation = Table(
    "invitation",
    metadata,
    Column("code", String(64), primary_key=True),
    Column("programme", ForeignKey("programme.code"), nullable=False),
    Column("role", String(16), nullable=False),
    Column("area", String(64)),
    Column("group_id", ForeignKey("producer.id")),
    Column("created_at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False),
    Column("used_at", Utc),
    Column("used_by", ForeignKey("person.id")),
)

role = Table(
    "role",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("role", String(16), nullable=False),
    Column("area", String(64)),
    Column("group_id", ForeignKey("producer.id")),
    Column("since", Utc, nullable=False),
    Column("until", Utc),
    Index("ix_role_person", "person_id"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", Utc, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("action", String(64), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("detail", Json),
)

# Photos, voice notes and files that were sent as answers, and recordings that staff have made: fetched from Telegram
# after the answer is on disk.
media = Table(
    "media",
    metadata,
    # the answer's value; also the file's name in the folder media/
    Column("name", String(64), primary_key=True),
    # of a recording: where it goes in that folder, instead of under its name
    Column("place", String(255), unique=True),
    Column("bot", BigInteger, nullable=False),
    Column("chat", BigInteger, nullable=False),
    # good for this bot only, and not for ever
    Column("file_id", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", Text),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_attempt", Utc, nullable=False),
    Column("sent_at", Utc, nullable=False),
    Index(
        "ix_media_waiting",
        "bot",
        "next_attempt",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
    Index("ix_media_chat", "bot", "chat"),
)

# A form that staff have sent to the bot as a file: checked once the file is there, used when they say so.
form_upload = Table(
    "form_upload",
    metadata,
    # the file's name in the folder media/
    Column("media", String(64), primary_key=True),
    Column("bot", BigInteger, nullable=False),
    Column("chat", BigInteger, nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("programme", ForeignKey("programme.code"), nullable=False),
    # what the form is to be called
    Column("name", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    # of one that is ready: XForm XML, which becomes a version of the form when it is used
    Column("xml", Text),
    Column("sent_at", Utc, nullable=False),
    Index("ix_form_upload_chat", "bot", "chat"),
    Index(
        "ix_form_upload_waiting",
        "sent_at",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
)

# A PIN before progress, data and answers, on a phone that is shared. `hashed`: salted, see bot/services/pins.py.
pin = Table(
    "pin",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("hashed", String(255), nullable=False),
    Column("wrong", Integer, nullable=False),
    Column("paused_until", Utc),
    Column("open_until", Utc),
    Column("set_at", Utc, nullable=False),
)

# What Telegram has of our own files: sent again by its id, which is good for one bot. `kind`: voice, photo.
uploaded = Table(
    "uploaded",
    metadata,
    Column("bot", BigInteger, primary_key=True),
    # SHA-256 of the content, in hex
    Column("digest", String(64), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("file_id", Text, nullable=False),
    Column("at", Utc, nullable=False),
)

# Who asked to be forgotten, by number alone: replayed after a restore, and what is left to clear in the files.
erasure = Table(
    "erasure",
    metadata,
    Column("id", Id, primary_key=True),
    # no reference: the person may not be in a database that was restored
    Column("person_id", BigInteger),
    Column("at", Utc, nullable=False),
    Column("state", String(16), nullable=False),
    # what is still to be cleared: names in the media folder, and messages that were in flight
    Column("files", Json, nullable=False),
    Column("messages", Json, nullable=False),
)
