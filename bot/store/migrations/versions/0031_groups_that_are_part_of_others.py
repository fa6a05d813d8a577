"""A group can be part of another."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0031"
down_revision: str | None = "0030"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("group_about", schema=None) as batch_op:
        whole = sa.ForeignKey("producer.id", name="fk_group_about_part_of")
        batch_op.add_column(sa.Column("part_of", _ID, whole, nullable=True))
        batch_op.create_index("ix_group_about_part_of", ["part_of"])
