"""Tables of book."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    _entry()
    _entry_media()
    _entry_message()


def _entry() -> None:
    op.create_table(
        "entry",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("producer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("practice", sa.Boolean(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("direction", sa.String(length=16), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("cash", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("quantity", sa.String(length=40), nullable=True),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("category", sa.String(length=32), nullable=False),
        sa.Column("counterparty", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("supersedes", sa.String(length=32), nullable=True),
        sa.Column("first", sa.String(length=32), nullable=False),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_entry_person_id")),
        sa.ForeignKeyConstraint(["producer_id"], ["producer.id"], name=op.f("fk_entry_producer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
    )
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.create_index("ix_entry_first", ["first", "producer_id", "practice"], unique=False)
        batch_op.create_index(
            "ix_entry_owed",
            ["producer_id", "practice", "currency", "counterparty", "direction", "amount", "day", "id"],
            unique=False,
            sqlite_where=sa.text("stands AND direction IN ('credit', 'paid_back', 'owed', 'repaid')"),
            postgresql_where=sa.text("stands AND direction IN ('credit', 'paid_back', 'owed', 'repaid')"),
        )
        batch_op.create_index("ix_entry_person", ["person_id"], unique=False)
        batch_op.create_index("ix_entry_producer", ["producer_id", "day"], unique=False)
        batch_op.create_index(
            "ix_entry_standing",
            ["producer_id", "practice", "currency", "day", "id", "direction", "source", "category", "amount", "cash"],
            unique=False,
            sqlite_where=sa.text("stands"),
            postgresql_where=sa.text("stands"),
        )


def _entry_media() -> None:
    op.create_table(
        "entry_media",
        sa.Column("media", sa.String(length=64), nullable=False),
        sa.Column("entry_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_entry_media_entry_id")),
        sa.PrimaryKeyConstraint("media", name=op.f("pk_entry_media")),
    )
    with op.batch_alter_table("entry_media", schema=None) as batch_op:
        batch_op.create_index("ix_entry_media_entry", ["entry_id"], unique=False)


def _entry_message() -> None:
    op.create_table(
        "entry_message",
        sa.Column("bot", sa.BigInteger(), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_entry_message_entry_id")),
        sa.PrimaryKeyConstraint("bot", "chat", "message_id", "line", name=op.f("pk_entry_message")),
    )
    with op.batch_alter_table("entry_message", schema=None) as batch_op:
        batch_op.create_index("ix_entry_message_at", ["at"], unique=False)
