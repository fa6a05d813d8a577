"""People who were written down twice are merged, and a merge can be undone."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0025"
down_revision: str | None = "0024"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "merge",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("kept_id", _ID, sa.ForeignKey("producer.id"), nullable=False),
        sa.Column("other_id", _ID, sa.ForeignKey("producer.id"), nullable=False),
        sa.Column("kept_person_id", _ID, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("other_person_id", _ID, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("by_id", _ID, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True)),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_merge_kept", "merge", ["kept_id"])
    stands = sa.text("undone_at IS NULL")
    op.create_index("ix_merge_other", "merge", ["other_id"], unique=True, sqlite_where=stands, postgresql_where=stands)
    op.create_table(
        "merge_cell",
        sa.Column("merge_id", _ID, sa.ForeignKey("merge.id"), primary_key=True),
        sa.Column("place", sa.Integer(), primary_key=True),
        sa.Column("changed", sa.String(64), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
    )
    op.create_table(
        "not_same",
        sa.Column("first_id", _ID, sa.ForeignKey("producer.id"), primary_key=True),
        sa.Column("second_id", _ID, sa.ForeignKey("producer.id"), primary_key=True),
        sa.Column("by_id", _ID, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
