"""The process that holds a bot, and which of them is sending a message."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    _holder()
    _outbox()


def _holder() -> None:
    op.create_table(
        "holder",
        sa.Column("bot", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("bot", name=op.f("pk_holder")),
    )


def _outbox() -> None:
    op.add_column("outbox", sa.Column("holder", sa.BigInteger(), nullable=True))
