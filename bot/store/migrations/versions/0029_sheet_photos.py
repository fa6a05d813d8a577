"""A photo of the paper sheet is kept with the report of a month."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0029"
down_revision: str | None = "0028"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "sheet_photo",
        sa.Column("media", sa.String(64), primary_key=True),
        sa.Column("group_id", _ID, sa.ForeignKey("producer.id"), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("person_id", _ID, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_sheet_photo_group", "sheet_photo", ["group_id", "month"])
    op.create_index("ix_sheet_photo_person", "sheet_photo", ["person_id"])
