"""Tables of what announcements ask, what people answer, and who wants no announcements."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from bot.store.engine.types import Day, Json, Utc
from bot.store.schema.base import Id, metadata

# What an announcement asks; what asks nothing has no row.
announcement_question = Table(
    "announcement_question",
    metadata,
    Column("announcement_id", ForeignKey("announcement.id"), primary_key=True),
    # yes_no, choices, form
    Column("asks", String(16), nullable=False),
    # what is written on the buttons: by language, a list; NULL: these are no choices of the sender's
    Column("choices", Json),
    # the name of a form of the pack
    Column("form", String(64)),
    # the last day on which it is answered, where the programme is; NULL: until it is stopped or taken back
    Column("ends_on", Day),
)

# One answer a person: another tap writes over it as long as the question is open.
announcement_answer = Table(
    "announcement_answer",
    metadata,
    Column("id", Id, primary_key=True),
    Column("announcement_id", ForeignKey("announcement.id"), nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    # the place of a choice, from 0; NULL: a form was sent
    Column("choice", Integer),
    Column("submission_id", ForeignKey("submission.id")),
    Column("at", Utc, nullable=False),
    Index("ix_announcement_answer_one", "announcement_id", "person_id", unique=True),
    Index("ix_announcement_answer_person", "person_id"),
    Index("ix_announcement_answer_submission", "submission_id"),
)
