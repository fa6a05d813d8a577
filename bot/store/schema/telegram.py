"""Tables of what comes and goes: updates, messages, files, and whether we are there."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table, Text, text

from bot.store.engine.types import Json, Utc
from bot.store.schema.base import Id, metadata

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
    # to whom, on a phone that is shared; no reference: looking it up would cost with each message
    Column("person_id", BigInteger),
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
    # of a row that is being sent: the number of the process that sends it
    Column("holder", BigInteger),
    # of a broadcast that has arrived: Telegram's number of it in the chat
    Column("message_id", BigInteger),
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

# The process that holds a bot: it alone takes the bot's updates and sends for it. Each new one has a higher number.
holder = Table(
    "holder",
    metadata,
    Column("bot", BigInteger, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),
    Column("since", Utc, nullable=False),
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
    # who has sent it; NULL: somebody not registered
    Column("person_id", ForeignKey("person.id")),
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
