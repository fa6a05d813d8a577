"""A member shows her leader what came in in a month of her book: which month, to which group."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0024"
down_revision: str | None = "0019"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "shown_month",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("producer_id", _ID, sa.ForeignKey("producer.id"), nullable=False),
        sa.Column("group_id", _ID, sa.ForeignKey("producer.id"), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_shown_month", "shown_month", ["producer_id", "group_id", "first"], unique=True)
