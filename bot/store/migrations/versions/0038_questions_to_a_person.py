"""Questions to a person, and what was answered."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from bot.store.engine.types import Utc

revision: str = "0038"
down_revision: str | None = "0037"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_WAITS = sa.text("waits_since IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "inquiry",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("programme", sa.String(64), sa.ForeignKey("programme.code"), nullable=False),
        sa.Column("asker_id", _ID, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("about", sa.String(16), nullable=False),
        sa.Column("area", sa.String(64)),
        sa.Column("level", sa.String(64)),
        sa.Column("begun_at", Utc(), nullable=False),
        sa.Column("waits_since", Utc()),
        sa.Column("raises", sa.Integer(), server_default="0", nullable=False),
        sa.Column("claimed_by", _ID, sa.ForeignKey("person.id")),
        sa.Column("claimed_at", Utc()),
        sa.Column("with_id", _ID, sa.ForeignKey("person.id")),
        sa.Column("closed_at", Utc()),
        sa.Column("helped", sa.Boolean()),
        sa.Column("touched_at", Utc(), nullable=False),
    )
    op.create_index(
        "ix_inquiry_waits",
        "inquiry",
        ["programme", "waits_since"],
        sqlite_where=_WAITS,
        postgresql_where=_WAITS,
    )
    op.create_index("ix_inquiry_asker", "inquiry", ["asker_id"])
    op.create_table(
        "inquiry_past",
        sa.Column("inquiry_id", _ID, sa.ForeignKey("inquiry.id"), primary_key=True),
        sa.Column("person_id", _ID, sa.ForeignKey("person.id"), primary_key=True),
    )
    op.create_index("ix_inquiry_past_person", "inquiry_past", ["person_id"])
    op.create_table(
        "inquiry_said",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("inquiry_id", _ID, sa.ForeignKey("inquiry.id"), nullable=False),
        sa.Column("by_id", _ID, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("by_staff", sa.Boolean(), nullable=False),
        sa.Column("said_as", sa.String(16), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("media", sa.String(64)),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("replaced_by", _ID, sa.ForeignKey("inquiry_said.id")),
    )
    op.create_index("ix_inquiry_said_inquiry", "inquiry_said", ["inquiry_id"])
    op.create_index("ix_inquiry_said_by", "inquiry_said", ["by_id"])
    op.create_index("ix_inquiry_said_media", "inquiry_said", ["media"])
    op.create_table(
        "lesson_draft",
        sa.Column("inquiry_id", _ID, sa.ForeignKey("inquiry.id"), primary_key=True, autoincrement=False),
        sa.Column("at", Utc(), nullable=False),
    )
