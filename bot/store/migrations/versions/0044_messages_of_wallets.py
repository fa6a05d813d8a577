"""Which message of a wallet an entry was read from, as a digest."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0044"
down_revision: str | None = "0043"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("entry", sa.Column("mark", sa.String(32)))
    op.create_index("ix_entry_mark", "entry", ["mark"])
