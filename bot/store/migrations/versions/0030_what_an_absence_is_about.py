"""A matter for staff can be about a member who stands as absent in a report, where there is no submission."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0030"
down_revision: str | None = "0029"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        reports = sa.ForeignKey("report.id", name="fk_follow_up_report_id")
        batch_op.add_column(sa.Column("report_id", _ID, reports, nullable=True))
        batch_op.create_index("ix_follow_up_report", ["report_id", "producer_id", "reason"], unique=True)
