"""Announcements reach people, each with what became of it; who wants none is written down."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0035"
down_revision: str | None = "0034"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _announcement()
    _announcement_opt_out()
    _announcement_text()
    _announcement_to()
    _outbox()


def _announcement() -> None:
    op.create_table(
        "announcement",
        sa.Column("id", _ID, nullable=False),
        sa.Column("programme", sa.String(length=64), nullable=False),
        sa.Column("author_id", _ID, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("areas", sa.Text(), nullable=True),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("fallback", sa.String(length=16), nullable=False),
        sa.Column("emergency", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("composed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("composed_count", sa.Integer(), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_count", sa.Integer(), nullable=True),
        sa.Column("gathered_bot", sa.BigInteger(), nullable=True),
        sa.Column("gathered_chat", sa.BigInteger(), nullable=True),
        sa.Column("gathered_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("approved_by", _ID, nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changing", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["approved_by"], ["person.id"], name=op.f("fk_announcement_approved_by")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_announcement_author_id")),
        sa.ForeignKeyConstraint(["programme"], ["programme.code"], name=op.f("fk_announcement_programme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
    )
    with op.batch_alter_table("announcement", schema=None) as batch_op:
        batch_op.create_index(
            "ix_announcement_open",
            ["id"],
            unique=False,
            sqlite_where=sa.text("state IN ('gathering', 'planned', 'under_way') OR changing"),
            postgresql_where=sa.text("state IN ('gathering', 'planned', 'under_way') OR changing"),
        )
        batch_op.create_index("ix_announcement_programme", ["programme", "id"], unique=False)


def _announcement_opt_out() -> None:
    op.create_table(
        "announcement_opt_out",
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_announcement_opt_out_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_announcement_opt_out")),
    )


def _announcement_text() -> None:
    op.create_table(
        "announcement_text",
        sa.Column("announcement_id", _ID, nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=True),
        sa.Column("edition", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcement.id"], name=op.f("fk_announcement_text_announcement_id")
        ),
        sa.PrimaryKeyConstraint("announcement_id", "language", name=op.f("pk_announcement_text")),
    )


def _announcement_to() -> None:
    op.create_table(
        "announcement_to",
        sa.Column("id", _ID, nullable=False),
        sa.Column("announcement_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=True),
        sa.Column("bot", sa.BigInteger(), nullable=True),
        sa.Column("chat", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=16), nullable=True),
        sa.Column("outbox_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("edition", sa.Integer(), server_default="0", nullable=False),
        sa.Column("changed", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcement.id"], name=op.f("fk_announcement_to_announcement_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_announcement_to_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement_to")),
        sa.UniqueConstraint("announcement_id", "bot", "chat", name=op.f("uq_announcement_to_announcement_id_bot_chat")),
        sa.UniqueConstraint("announcement_id", "person_id", name=op.f("uq_announcement_to_announcement_id_person_id")),
    )
    with op.batch_alter_table("announcement_to", schema=None) as batch_op:
        batch_op.create_index("ix_announcement_to_chat", ["bot", "chat"], unique=False)
        batch_op.create_index(
            "ix_announcement_to_outbox",
            ["outbox_id"],
            unique=False,
            sqlite_where=sa.text("outbox_id IS NOT NULL"),
            postgresql_where=sa.text("outbox_id IS NOT NULL"),
        )
        batch_op.create_index("ix_announcement_to_person", ["person_id"], unique=False)
        batch_op.create_index("ix_announcement_to_state", ["announcement_id", "state", "id"], unique=False)


def _outbox() -> None:
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("message_id", sa.BigInteger(), nullable=True))
