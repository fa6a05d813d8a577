"""Tables of figures that staff look at: what was done about them, what is held meanwhile, what somebody was asked."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, String, Table, Text

from bot.store.engine.types import Json, Utc
from bot.store.schema.base import Id, metadata

# What a member of staff did with one tap: accept, hold, leave as it is; about one follow-up, or about many alike.
figure_deed = Table(
    "figure_deed",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("deed", String(16), nullable=False),
    # a code; typed words stand in `audit_word`
    Column("why", String(16), nullable=False),
    Column("at", Utc, nullable=False),
    Column("undone_at", Utc),
)

# Each follow-up that it was about.
figure_deed_item = Table(
    "figure_deed_item",
    metadata,
    Column("deed_id", ForeignKey("figure_deed.id"), primary_key=True),
    Column("follow_up_id", ForeignKey("follow_up.id"), primary_key=True),
    # what was held by it before, as numbers: undone, it is so again
    Column("before", Json, nullable=False),
    Column("audit_id", ForeignKey("audit.id")),
    Index("ix_figure_deed_item_follow_up", "follow_up_id"),
)

# Answers that are in no figure, each by the follow-up for which it is held.
held = Table(
    "held",
    metadata,
    Column("follow_up_id", ForeignKey("follow_up.id"), primary_key=True),
    Column("path", String(255), primary_key=True),
    Column("submission_id", ForeignKey("submission.id"), nullable=False),
    Column("deed_id", ForeignKey("figure_deed.id"), nullable=False),
    # far from the usual: only somebody else lets it go
    Column("is_far", Boolean, nullable=False),
    # when those were told who work one level up, because there was nobody else
    Column("up_at", Utc),
    Index("ix_held_submission", "submission_id", "path"),
)

# A value that staff propose, and what the person says to it, or her leader for her: only a yes changes the figure.
figure_asked = Table(
    "figure_asked",
    metadata,
    Column("id", Id, primary_key=True),
    Column("follow_up_id", ForeignKey("follow_up.id"), nullable=False),
    Column("submission_id", ForeignKey("submission.id"), nullable=False),
    Column("path", String(255), nullable=False),
    # the answer as it stood, and the one that is proposed
    Column("old", Text, nullable=False),
    Column("new", Text, nullable=False),
    # who proposes it
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("at", Utc, nullable=False),
    # yes, no; NULL: nothing yet
    Column("said", String(8)),
    # where a leader says it for her: how she agreed
    Column("how", String(16)),
    Column("said_by", ForeignKey("person.id")),
    Column("said_at", Utc),
    # another was asked in its place, or it was settled otherwise
    Column("ended_at", Utc),
    Index("ix_figure_asked_follow_up", "follow_up_id"),
    Index("ix_figure_asked_submission", "submission_id"),
)
