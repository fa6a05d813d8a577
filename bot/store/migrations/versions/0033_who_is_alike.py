"""Who may be one person is kept, and is looked for when somebody has changed: at first, everybody."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0033"
down_revision: str | None = "0032"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "alike",
        sa.Column("first_id", _ID, sa.ForeignKey("producer.id"), primary_key=True),
        sa.Column("second_id", _ID, sa.ForeignKey("producer.id"), primary_key=True),
        sa.Column("programme", sa.String(64), sa.ForeignKey("programme.code"), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("first_area", sa.String(64)),
        sa.Column("second_area", sa.String(64)),
    )
    op.create_index("ix_alike_second", "alike", ["second_id"])
    order = ["programme", "rank", "first_id", "second_id", "first_area", "second_area"]
    op.create_index("ix_alike_order", "alike", order)
    op.create_table("to_compare", sa.Column("producer_id", _ID, sa.ForeignKey("producer.id"), primary_key=True))
    op.create_index("ix_membership_member", "membership", ["member_id"])
    op.execute("INSERT INTO to_compare (producer_id) SELECT id FROM producer WHERE kind = 'household'")
