"""Officers vouch for people in the chat, and two of them give a lost account back."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from bot.store.engine.types import Utc

revision: str = "0041"
down_revision: str | None = "0040"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "vouch",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("producer_id", _ID, sa.ForeignKey("producer.id"), nullable=False),
        sa.Column("person_id", _ID, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("by_id", _ID, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("word", sa.String(16), nullable=False),
        sa.Column("why", sa.String(16)),
        sa.Column("first_id", _ID, sa.ForeignKey("vouch.id")),
        sa.Column("person_too", sa.Boolean(), nullable=False),
        sa.Column("undone_at", Utc()),
        sa.Column("settled_at", Utc()),
        sa.Column("told_at", Utc()),
    )
    untold = sa.text("told_at IS NULL AND undone_at IS NULL AND word = 'known'")
    op.create_index("ix_vouch_untold", "vouch", ["at"], sqlite_where=untold, postgresql_where=untold)
    op.create_index("ix_vouch_producer", "vouch", ["producer_id"])
    op.create_index("ix_vouch_first", "vouch", ["first_id"])
    op.create_table(
        "lost_word",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("follow_up_id", _ID, sa.ForeignKey("follow_up.id"), nullable=False),
        sa.Column("by_id", _ID, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("word", sa.String(16), nullable=False),
        sa.Column("how", sa.String(16), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("ended_at", Utc()),
        sa.Column("end", sa.String(16)),
    )
    now = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_lost_word_now",
        "lost_word",
        ["follow_up_id", "by_id"],
        unique=True,
        sqlite_where=now,
        postgresql_where=now,
    )
