"""Receipts of who paid in to a group are printed: each has a number from then on."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0032"
down_revision: str | None = "0031"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("paid_in", schema=None) as batch_op:
        batch_op.add_column(sa.Column("number", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("printed_in", sa.String(32), nullable=True))
        batch_op.create_index("ix_paid_in_number", ["group_id", "number"], unique=True)
