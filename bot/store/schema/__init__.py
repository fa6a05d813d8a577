"""The tables, by what they are about; docs/glossary.md says what the words mean."""

from bot.store.schema.answers import answer, correction, dialogue, follow_up, slot, submission, typed
from bot.store.schema.base import metadata
from bot.store.schema.book import entry, entry_media, entry_message
from bot.store.schema.groups import group_about, group_link, membership
from bot.store.schema.people import (
    audit,
    chat,
    chat_person,
    consent,
    erasure,
    form_in_use,
    form_version,
    invitation,
    person,
    pin,
    producer,
    programme,
    role,
    speaks_for,
)
from bot.store.schema.statements import statement
from bot.store.schema.telegram import (
    dead_update,
    form_upload,
    heartbeat,
    holder,
    media,
    outage,
    outbox,
    seen_update,
    uploaded,
)
from bot.store.schema.tips import tip, tip_plan

__all__ = [
    "answer",
    "audit",
    "chat",
    "chat_person",
    "consent",
    "correction",
    "dead_update",
    "dialogue",
    "entry",
    "entry_media",
    "entry_message",
    "erasure",
    "follow_up",
    "form_in_use",
    "form_upload",
    "form_version",
    "group_about",
    "group_link",
    "heartbeat",
    "holder",
    "invitation",
    "media",
    "membership",
    "metadata",
    "outage",
    "outbox",
    "person",
    "pin",
    "producer",
    "programme",
    "role",
    "seen_update",
    "slot",
    "speaks_for",
    "statement",
    "submission",
    "tip",
    "tip_plan",
    "typed",
    "uploaded",
]
