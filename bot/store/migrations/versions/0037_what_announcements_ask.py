"""What announcements ask, and what people answer."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0037"
down_revision: str | None = "0036"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "announcement_question",
        sa.Column("announcement_id", _ID, sa.ForeignKey("announcement.id"), primary_key=True),
        sa.Column("asks", sa.String(16), nullable=False),
        sa.Column("choices", sa.Text()),
        sa.Column("form", sa.String(64)),
        sa.Column("ends_on", sa.Date()),
    )
    op.create_table(
        "announcement_answer",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("announcement_id", _ID, sa.ForeignKey("announcement.id"), nullable=False),
        sa.Column("person_id", _ID, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("choice", sa.Integer()),
        sa.Column("submission_id", _ID, sa.ForeignKey("submission.id")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    one = ["announcement_id", "person_id"]
    op.create_index("ix_announcement_answer_one", "announcement_answer", one, unique=True)
    op.create_index("ix_announcement_answer_person", "announcement_answer", ["person_id"])
    op.create_index("ix_announcement_answer_submission", "announcement_answer", ["submission_id"])
