"""A member without a phone gets one: who has said so of which card, and what her leader said."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0026"
down_revision: str | None = "0025"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "phone_request",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("code", sa.String(64), sa.ForeignKey("card.code"), nullable=False),
        sa.Column("bot", sa.BigInteger(), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True)),
        sa.Column("leader_id", _ID, sa.ForeignKey("person.id")),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.Column("outcome", sa.String(16)),
        sa.Column("consent_before", sa.String(32)),
        sa.Column("language_before", sa.String(16)),
    )
    op.create_index("ix_phone_request_code", "phone_request", ["code"])
    op.create_index(
        "ix_phone_request_now",
        "phone_request",
        ["bot", "chat"],
        unique=True,
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )
