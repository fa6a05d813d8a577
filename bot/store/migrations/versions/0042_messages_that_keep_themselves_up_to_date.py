"""The message on a screen of staff that shows how an announcement stands, and keeps itself up to date."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0042"
down_revision: str | None = "0041"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "announcement_bar",
        sa.Column("announcement_id", _ID, sa.ForeignKey("announcement.id"), primary_key=True),
        sa.Column("bot", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("chat", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("person_id", _ID, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("shows", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_announcement_bar_person", "announcement_bar", ["person_id"])
