"""Staff can give an audience a name, and use it again."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0036"
down_revision: str | None = "0035"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "saved_audience",
        sa.Column("id", _ID, nullable=False),
        sa.Column("programme", sa.String(64), nullable=False),
        sa.Column("area", sa.String(64), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("by_id", _ID, nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["programme"], ["programme.code"], name="fk_saved_audience_programme"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_saved_audience_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_saved_audience"),
    )
    with op.batch_alter_table("saved_audience", schema=None) as batch_op:
        batch_op.create_index("ix_saved_audience_programme", ["programme"], unique=False)
        batch_op.create_index("ix_saved_audience_by", ["by_id"], unique=False)
