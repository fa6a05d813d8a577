"""Tables of programmes, people, producers and their roles."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, false, true

from bot.store.engine.types import Day, Json, Utc
from bot.store.schema.base import Id, metadata

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
    Column("last_nudge_on", Day),
    # no voice notes and no pictures: they cost data
    Column("text_only", Boolean, nullable=False, server_default=false()),
    # whether what she begins now is practice
    Column("practice", Boolean, nullable=False, server_default=false()),
    # the newest version that she has agreed to; `consent` has all of them
    Column("consent_version", String(32)),
    Column("created_at", Utc, nullable=False),
    Column("confirmed_at", Utc),
    # after a long silence: when she was told that she is forgotten unless she writes, and when an operator agreed
    Column("silence_told_at", Utc),
    Column("silence_confirmed_at", Utc),
    # a newer version of the consent that was shown to her when it fitted, and when it is shown once more; NULL: never
    Column("consent_asked", String(32)),
    Column("consent_ask_again", Utc),
    # when she was asked who she is, at registration or once afterwards; NULL: not yet
    Column("who_asked_at", Utc),
    Index("ix_person_phone", "phone"),
)

chat = Table(
    "chat",
    metadata,
    Column("bot", BigInteger, primary_key=True),
    Column("chat", BigInteger, primary_key=True),
    # who is in front: of those in `chat_person`, the one who is writing now; NULL: somebody not registered
    Column("person_id", ForeignKey("person.id")),
    Column("programme", ForeignKey("programme.code")),
    Column("language", String(16)),
    # the wish of who is not registered yet; afterwards the person's counts
    Column("text_only", Boolean, nullable=False, server_default=false()),
    # active or stopped, as who is in front wants it, or blocked (Telegram told us), and since when
    Column("state", String(16), nullable=False),
    Column("state_since", Utc, nullable=False),
    # what an invitation or a deep link brought, until registration has used it
    Column("joining", Json),
    Column("seen_at", Utc, nullable=False),
    Index("ix_chat_person", "person_id"),
)

# Everybody who is registered in a chat: on a phone that is shared, several. Blocked is the chat's.
chat_person = Table(
    "chat_person",
    metadata,
    Column("bot", BigInteger, primary_key=True),
    Column("chat", BigInteger, primary_key=True),
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("since", Utc, nullable=False),
    # when she was last heard of, to the month
    Column("seen_at", Utc, nullable=False),
    # her own wish: active or stopped, and since when
    Column("state", String(16), nullable=False),
    Column("state_since", Utc, nullable=False),
    Index("ix_chat_person_person", "person_id"),
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
    # false: she has said no to this version, and the one before holds
    Column("agreed", Boolean, nullable=False, server_default=true()),
    Index("ix_consent_person", "person_id"),
)

# A consent that was given aloud and written down by another: when, how, before whom; words that go with her.
consent_told = Table(
    "consent_told",
    metadata,
    Column("consent_id", ForeignKey("consent.id"), primary_key=True),
    Column("told_on", Day, nullable=False),
    # aloud, thumb, signed
    Column("how", String(16), nullable=False),
    # the name of who was there
    Column("before", Text),
    # who wrote it down; NULL: an operator
    Column("person_id", ForeignKey("person.id")),
)

producer = Table(
    "producer",
    metadata,
    Column("id", Id, primary_key=True),
    Column("programme", ForeignKey("programme.code"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("area", String(64)),
    Column("product", String(64)),
    Column("inception", Day, nullable=False),
    Column("joined", Day, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("confirmed_at", Utc),
    # what else was answered at registration: alone or in a group, how many people …
    Column("registered", Json),
    # who said that she works in a group and is in none: when she was asked, once, which group that is
    Column("group_asked_at", Utc),
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

# A PIN before progress, data and answers, on a phone that is shared. `hashed`: salted, see bot/services/people/pins.py.
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
    # the member for whom a leader's link was made, known before she has a phone; NULL: for nobody in particular
    Column("member_id", ForeignKey("producer.id")),
    # whose role ends when this one is taken up: a group is handed over
    Column("replaces", ForeignKey("role.id")),
    # the last day of the term that it gives
    Column("term_until", Day),
    # what alone an officer is to do, by a name of the pack's; NULL: all that officers do
    Column("duty", String(32)),
    Index("ix_invitation_group", "group_id"),
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
    # the last day of her term; NULL: it has none
    Column("term_until", Day),
    # her phone is lost: until this is NULL again she may nothing of it
    Column("suspended_at", Utc),
    # what alone an officer does; NULL: all that officers do
    Column("duty", String(32)),
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
    # for whom it was done, where that is one producer (or group): who did it is the actor
    Column("acting_for", ForeignKey("producer.id")),
    # what somebody was refused is noted once a day
    Index("ix_audit_actor", "actor", "at"),
)

# Words that staff wrote to a line of the audit log: they go with whom they are about, or who wrote them.
audit_word = Table(
    "audit_word",
    metadata,
    Column("audit_id", ForeignKey("audit.id"), primary_key=True),
    Column("words", Text, nullable=False),
    Column("about_id", ForeignKey("person.id")),
    # NULL: an operator
    Column("by_id", ForeignKey("person.id")),
    Index("ix_audit_word_about", "about_id"),
    Index("ix_audit_word_by", "by_id"),
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
