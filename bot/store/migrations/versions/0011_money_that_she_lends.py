"""Money that she lends: it stands among the debts."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_OWED = sa.text(
    "stands AND direction IN ('credit', 'paid_back', 'owed', 'repaid', 'loan_got', 'loan_paid', 'lent', 'lent_back')"
)


def upgrade() -> None:
    op.drop_index("ix_entry_owed", table_name="entry")
    owed = ["producer_id", "practice", "currency", "counterparty", "direction", "amount", "day", "id", "due"]
    op.create_index("ix_entry_owed", "entry", owed, sqlite_where=_OWED, postgresql_where=_OWED)
