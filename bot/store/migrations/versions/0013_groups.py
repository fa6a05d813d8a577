"""Groups: what is known of each, who is in it, and the links by which people join."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "group_about",
        sa.Column("group_id", _ID, sa.ForeignKey("producer.id"), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("meeting_day", sa.Integer()),
        sa.Column("lender", sa.Text()),
    )
    op.create_table(
        "membership",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("group_id", _ID, sa.ForeignKey("producer.id"), nullable=False),
        sa.Column("member_id", _ID, sa.ForeignKey("producer.id"), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True)),
        sa.Column("until", sa.DateTime(timezone=True)),
        sa.Column("why", sa.String(16)),
    )
    op.create_index("ix_membership_group", "membership", ["group_id"])
    op.create_index(
        "ix_membership_now",
        "membership",
        ["group_id", "member_id"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "group_link",
        sa.Column("code", sa.String(64), primary_key=True),
        sa.Column("group_id", _ID, sa.ForeignKey("producer.id"), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_group_link_group", "group_link", ["group_id"])
