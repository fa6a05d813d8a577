"""An index of the audit log by who did it: each refusal looks whether it was noted today."""

from collections.abc import Sequence

from alembic import op

revision: str = "0043"
down_revision: str | None = "0042"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_index("ix_audit_actor", "audit", ["actor", "at"])
