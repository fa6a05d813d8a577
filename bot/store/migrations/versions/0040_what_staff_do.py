"""What came of follow-ups, duties of officers, and calendars that staff have changed."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0040"
down_revision: str | None = "0039"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "follow_up_outcome",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("follow_up_id", _ID, sa.ForeignKey("follow_up.id"), nullable=False),
        sa.Column("by_id", _ID, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(32)),
        sa.Column("again_on", sa.Date()),
        sa.Column("words", sa.Text()),
    )
    op.create_index("ix_follow_up_outcome_follow_up", "follow_up_outcome", ["follow_up_id"])
    op.create_table(
        "changed_pace",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("producer_id", _ID, sa.ForeignKey("producer.id"), nullable=False),
        sa.Column("by_id", _ID, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("months", sa.Integer()),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("words", sa.Text()),
        sa.Column("slot_id", _ID, sa.ForeignKey("slot.id")),
        sa.Column("replaced", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_changed_pace_producer", "changed_pace", ["producer_id"])
    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.add_column(sa.Column("again_at", sa.DateTime(timezone=True), nullable=True))
    for table in ("invitation", "role"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("duty", sa.String(32), nullable=True))
