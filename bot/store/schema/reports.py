"""Tables of what a leader reports for her group in one message: a report a month, a row a member."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table, Text, UniqueConstraint, text

from bot.store.engine.types import Day, Utc
from bot.store.schema.base import Id, metadata

# One a group and month, whoever of its leaders has sent it: what is sent later corrects it or adds to it.
report = Table(
    "report",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", ForeignKey("producer.id"), nullable=False),
    # the first day of the month that it is about
    Column("month", Day, nullable=False),
    Column("began_at", Utc, nullable=False),
    UniqueConstraint("group_id", "month"),
)

# What was said of a member. Figures are in her submission: there they can be corrected, exported, erased.
report_row = Table(
    "report_row",
    metadata,
    Column("report_id", ForeignKey("report.id"), primary_key=True),
    Column("member_id", ForeignKey("producer.id"), primary_key=True),
    # figures, nothing, absent
    Column("said", String(16), nullable=False),
    # who said it, and when she wrote the message
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("at", Utc, nullable=False),
    # NULL: she was absent, and nothing is known
    Column("submission_id", ForeignKey("submission.id")),
    # when she was told of it, who can be told by message; NULL: not yet
    Column("told_at", Utc),
    # what she says of it herself: right, wrong, private; NULL: nothing, which means nothing
    Column("word", String(16)),
    Column("word_at", Utc),
    Index("ix_report_row_member", "member_id"),
    # the tick looks for these alone
    Index(
        "ix_report_row_untold",
        "at",
        sqlite_where=text("told_at IS NULL"),
        postgresql_where=text("told_at IS NULL"),
    ),
    Index("ix_report_row_submission", "submission_id"),
    # who was told and has said nothing of it
    Index(
        "ix_report_row_silent",
        "told_at",
        sqlite_where=text("told_at IS NOT NULL AND word IS NULL"),
        postgresql_where=text("told_at IS NOT NULL AND word IS NULL"),
    ),
)

# In which message a report was typed, as long as a message can be changed.
report_message = Table(
    "report_message",
    metadata,
    Column("bot", BigInteger, primary_key=True),
    Column("chat", BigInteger, primary_key=True),
    Column("message_id", BigInteger, primary_key=True),
    Column("report_id", ForeignKey("report.id"), nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("at", Utc, nullable=False),
    Index("ix_report_message_at", "at"),
)

# What a leader calls a member, learnt once.
nickname = Table(
    "nickname",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("word", Text, primary_key=True),
    Column("member_id", ForeignKey("producer.id"), nullable=False),
    Index("ix_nickname_member", "member_id"),
)

# What "-" means where she writes it: absent, or nothing sold; asked once.
report_habit = Table(
    "report_habit",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("dash", String(16), nullable=False),
)

# A photo of the paper sheet of a month: what it shows of whom nobody can tell, so it goes as a whole.
sheet_photo = Table(
    "sheet_photo",
    metadata,
    # the file's name in the folder media/
    Column("media", String(64), primary_key=True),
    Column("group_id", ForeignKey("producer.id"), nullable=False),
    # the first day of the month that it is about
    Column("month", Day, nullable=False),
    # the leader who has sent it, and when
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("sent_at", Utc, nullable=False),
    # how it was sent: photo, or document
    Column("kind", String(16), nullable=False),
    # it was erased, by a leader: nobody sees it any more, and the file goes at the next tick
    Column("erased_at", Utc),
    Index("ix_sheet_photo_group", "group_id", "month"),
    Index("ix_sheet_photo_person", "person_id"),
)
