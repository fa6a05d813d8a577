"""What is done says for whom."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    _audit()
    _submission()


def _audit() -> None:
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("acting_for", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.create_foreign_key(batch_op.f("fk_audit_acting_for"), "producer", ["acting_for"], ["id"])


def _submission() -> None:
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.add_column(sa.Column("entry", sa.Integer(), server_default="0", nullable=False))
        batch_op.drop_constraint(batch_op.f("uq_submission_dialogue_id"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_submission_dialogue_id_producer_id_entry"), ["dialogue_id", "producer_id", "entry"]
        )
