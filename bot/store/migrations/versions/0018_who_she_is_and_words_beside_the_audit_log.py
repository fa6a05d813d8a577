"""Who she is, asked once; words of staff beside the audit log; what leaders are told on the meeting day."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("who_asked_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("group_about", schema=None) as batch_op:
        batch_op.add_column(sa.Column("told_on", sa.Date(), nullable=True))
    op.create_table(
        "audit_word",
        sa.Column("audit_id", _ID, sa.ForeignKey("audit.id"), primary_key=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("about_id", _ID, sa.ForeignKey("person.id")),
        sa.Column("by_id", _ID, sa.ForeignKey("person.id")),
    )
    op.create_index("ix_audit_word_about", "audit_word", ["about_id"])
    op.create_index("ix_audit_word_by", "audit_word", ["by_id"])
