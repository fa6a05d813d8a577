"""Figures that staff look at."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0039"
down_revision: str | None = "0038"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _figure_deed()
    _figure_asked()
    _figure_deed_item()
    _held()
    _silent()


def _figure_deed() -> None:
    op.create_table(
        "figure_deed",
        sa.Column("id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("deed", sa.String(length=16), nullable=False),
        sa.Column("why", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_figure_deed_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_deed")),
    )


def _figure_asked() -> None:
    op.create_table(
        "figure_asked",
        sa.Column("id", _ID, nullable=False),
        sa.Column("follow_up_id", _ID, nullable=False),
        sa.Column("submission_id", _ID, nullable=False),
        sa.Column("path", sa.String(length=255), nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said", sa.String(length=8), nullable=True),
        sa.Column("how", sa.String(length=16), nullable=True),
        sa.Column("said_by", _ID, nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["follow_up_id"], ["follow_up.id"], name=op.f("fk_figure_asked_follow_up_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_figure_asked_person_id")),
        sa.ForeignKeyConstraint(["said_by"], ["person.id"], name=op.f("fk_figure_asked_said_by")),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_figure_asked_submission_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_asked")),
    )
    with op.batch_alter_table("figure_asked", schema=None) as batch_op:
        batch_op.create_index("ix_figure_asked_follow_up", ["follow_up_id"], unique=False)
        batch_op.create_index("ix_figure_asked_submission", ["submission_id"], unique=False)


def _figure_deed_item() -> None:
    op.create_table(
        "figure_deed_item",
        sa.Column("deed_id", _ID, nullable=False),
        sa.Column("follow_up_id", _ID, nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("audit_id", _ID, nullable=True),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_figure_deed_item_audit_id")),
        sa.ForeignKeyConstraint(["deed_id"], ["figure_deed.id"], name=op.f("fk_figure_deed_item_deed_id")),
        sa.ForeignKeyConstraint(["follow_up_id"], ["follow_up.id"], name=op.f("fk_figure_deed_item_follow_up_id")),
        sa.PrimaryKeyConstraint("deed_id", "follow_up_id", name=op.f("pk_figure_deed_item")),
    )
    with op.batch_alter_table("figure_deed_item", schema=None) as batch_op:
        batch_op.create_index("ix_figure_deed_item_follow_up", ["follow_up_id"], unique=False)


def _held() -> None:
    op.create_table(
        "held",
        sa.Column("follow_up_id", _ID, nullable=False),
        sa.Column("path", sa.String(length=255), nullable=False),
        sa.Column("submission_id", _ID, nullable=False),
        sa.Column("deed_id", _ID, nullable=False),
        sa.Column("is_far", sa.Boolean(), nullable=False),
        sa.Column("up_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["deed_id"], ["figure_deed.id"], name=op.f("fk_held_deed_id")),
        sa.ForeignKeyConstraint(["follow_up_id"], ["follow_up.id"], name=op.f("fk_held_follow_up_id")),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_held_submission_id")),
        sa.PrimaryKeyConstraint("follow_up_id", "path", name=op.f("pk_held")),
    )
    with op.batch_alter_table("held", schema=None) as batch_op:
        batch_op.create_index("ix_held_submission", ["submission_id", "path"], unique=False)


def _silent() -> None:
    """Members who were told of a report and have said nothing of it."""
    said_nothing = sa.text("told_at IS NOT NULL AND word IS NULL")
    with op.batch_alter_table("report_row", schema=None) as batch_op:
        batch_op.create_index(
            "ix_report_row_silent",
            ["told_at"],
            unique=False,
            sqlite_where=said_nothing,
            postgresql_where=said_nothing,
        )
