"""Somebody of the staff can advise a group."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0034"
down_revision: str | None = "0033"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("group_about", schema=None) as batch_op:
        person = sa.ForeignKey("person.id", name="fk_group_about_advisor_id")
        batch_op.add_column(sa.Column("advisor_id", _ID, person, nullable=True))
