"""Groups keep cash books: that one was begun, and who paid in what stands there."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0027"
down_revision: str | None = "0026"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "group_book",
        sa.Column("group_id", _ID, sa.ForeignKey("producer.id"), primary_key=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", _ID, sa.ForeignKey("person.id"), nullable=False),
    )
    op.create_table(
        "paid_in",
        sa.Column("entry_id", sa.String(32), sa.ForeignKey("entry.id"), primary_key=True),
        sa.Column("group_id", _ID, sa.ForeignKey("producer.id"), nullable=False),
        sa.Column("member_id", _ID, sa.ForeignKey("producer.id")),
        sa.Column("receipt", sa.String(16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_paid_in_group", "paid_in", ["group_id"])
    op.create_index("ix_paid_in_member", "paid_in", ["member_id"])
