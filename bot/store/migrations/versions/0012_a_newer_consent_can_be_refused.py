"""A newer consent is offered, and can be refused."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    _consent()
    _person()


def _consent() -> None:
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.add_column(sa.Column("agreed", sa.Boolean(), server_default=sa.true(), nullable=False))


def _person() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("consent_asked", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("consent_ask_again", sa.DateTime(timezone=True), nullable=True))
