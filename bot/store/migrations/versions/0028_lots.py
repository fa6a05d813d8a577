"""The lot: members whose consent another wrote down are asked by an officer whether they agreed."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0028"
down_revision: str | None = "0027"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "lot",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("group_id", _ID, sa.ForeignKey("producer.id"), nullable=False),
        sa.Column("member_id", _ID, sa.ForeignKey("producer.id"), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said", sa.String(16)),
        sa.Column("said_at", sa.DateTime(timezone=True)),
        sa.Column("person_id", _ID, sa.ForeignKey("person.id")),
    )
    op.create_index("ix_lot_member", "lot", ["member_id", "month"], unique=True)
    op.create_index("ix_lot_group", "lot", ["group_id"])
