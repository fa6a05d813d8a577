"""Members without a phone, their numbers, and what a leader reports for her group."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Who is in a group gets the numbers in which they came.
_NUMBERS = """
UPDATE membership SET number = (
  SELECT count(*) FROM membership AS earlier
  WHERE earlier.group_id = membership.group_id AND earlier.id <= membership.id AND earlier.confirmed_at IS NOT NULL
) WHERE confirmed_at IS NOT NULL
"""


def upgrade() -> None:
    op.add_column("membership", sa.Column("number", sa.Integer()))
    op.execute(_NUMBERS)
    op.create_index("ix_membership_number", "membership", ["group_id", "number"], unique=True)
    op.create_table(
        "consent_told",
        sa.Column("consent_id", _ID, sa.ForeignKey("consent.id"), primary_key=True),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("how", sa.String(16), nullable=False),
        sa.Column("before", sa.Text()),
        sa.Column("person_id", _ID, sa.ForeignKey("person.id")),
    )
    _reports()
    op.create_table(
        "nickname",
        sa.Column("person_id", _ID, sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("word", sa.Text(), primary_key=True),
        sa.Column("member_id", _ID, sa.ForeignKey("producer.id"), nullable=False),
    )
    op.create_index("ix_nickname_member", "nickname", ["member_id"])
    op.create_table(
        "report_habit",
        sa.Column("person_id", _ID, sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("dash", sa.String(16), nullable=False),
    )


def _reports() -> None:
    op.create_table(
        "report",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("group_id", _ID, sa.ForeignKey("producer.id"), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("group_id", "month"),
    )
    op.create_table(
        "report_row",
        sa.Column("report_id", _ID, sa.ForeignKey("report.id"), primary_key=True),
        sa.Column("member_id", _ID, sa.ForeignKey("producer.id"), primary_key=True),
        sa.Column("said", sa.String(16), nullable=False),
        sa.Column("person_id", _ID, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submission_id", _ID, sa.ForeignKey("submission.id")),
        sa.Column("told_at", sa.DateTime(timezone=True)),
        sa.Column("word", sa.String(16)),
        sa.Column("word_at", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_report_row_member", "report_row", ["member_id"])
    op.create_index(
        "ix_report_row_untold",
        "report_row",
        ["at"],
        sqlite_where=sa.text("told_at IS NULL"),
        postgresql_where=sa.text("told_at IS NULL"),
    )
    op.create_index("ix_report_row_submission", "report_row", ["submission_id"])
    op.create_table(
        "report_message",
        sa.Column("bot", sa.BigInteger(), primary_key=True),
        sa.Column("chat", sa.BigInteger(), primary_key=True),
        sa.Column("message_id", sa.BigInteger(), primary_key=True),
        sa.Column("report_id", _ID, sa.ForeignKey("report.id"), nullable=False),
        sa.Column("person_id", _ID, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_report_message_at", "report_message", ["at"])
