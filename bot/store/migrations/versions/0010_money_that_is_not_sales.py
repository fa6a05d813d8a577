"""Money that is not sales: where it lies, when a loan's next payment is due, and loans among the debts."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_OWED = sa.text("stands AND direction IN ('credit', 'paid_back', 'owed', 'repaid', 'loan_got', 'loan_paid')")
_ELSEWHERE = sa.text(
    "stands AND (place <> 'box' OR direction IN"
    " ('to_bank', 'from_bank', 'to_wallet', 'from_wallet', 'bank_to_wallet', 'wallet_to_bank'))"
)


def upgrade() -> None:
    op.add_column("entry", sa.Column("place", sa.String(length=16), server_default="box", nullable=False))
    op.add_column("entry", sa.Column("due", sa.Date(), nullable=True))
    op.drop_index("ix_entry_owed", table_name="entry")
    owed = ["producer_id", "practice", "currency", "counterparty", "direction", "amount", "day", "id", "due"]
    op.create_index("ix_entry_owed", "entry", owed, sqlite_where=_OWED, postgresql_where=_OWED)
    elsewhere = ["producer_id", "practice", "currency", "day", "direction", "source", "place", "amount"]
    op.create_index("ix_entry_elsewhere", "entry", elsewhere, sqlite_where=_ELSEWHERE, postgresql_where=_ELSEWHERE)
