"""Who was told that she is forgotten unless she writes, and whom an operator agreed to forget."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("person", sa.Column("silence_told_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("person", sa.Column("silence_confirmed_at", sa.DateTime(timezone=True), nullable=True))
