"""Opening figures, and for which member of a group a leader's link was made."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "opening",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("producer_id", _ID, sa.ForeignKey("producer.id"), nullable=False),
        sa.Column("figure", sa.String(32), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("source", sa.String(16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("producer_id", "figure"),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("member_id", _ID, nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_invitation_member_id"), "producer", ["member_id"], ["id"])
        batch_op.create_index("ix_invitation_group", ["group_id"])
