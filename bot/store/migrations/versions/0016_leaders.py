"""Leaders: terms, hand-over, suspending, and key holders who confirm a change; who is asked for her group."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("producer", sa.Column("group_asked_at", sa.DateTime(timezone=True)))
    op.add_column("role", sa.Column("term_until", sa.Date()))
    op.add_column("role", sa.Column("suspended_at", sa.DateTime(timezone=True)))
    with op.batch_alter_table("invitation") as table:
        table.add_column(sa.Column("replaces", _ID))
        table.add_column(sa.Column("term_until", sa.Date()))
        table.create_foreign_key("fk_invitation_replaces", "role", ["replaces"], ["id"])
    op.create_table(
        "key_holder",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("group_id", _ID, sa.ForeignKey("producer.id"), nullable=False),
        sa.Column("person_id", _ID, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_key_holder_group", "key_holder", ["group_id"])
    op.create_table(
        "leader_change",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("group_id", _ID, sa.ForeignKey("producer.id"), nullable=False),
        sa.Column("person_id", _ID, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("replaces", _ID, sa.ForeignKey("role.id")),
        sa.Column("term_until", sa.Date()),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.Column("outcome", sa.String(16)),
    )
    op.create_index("ix_leader_change_group", "leader_change", ["group_id"])
    op.create_table(
        "leader_word",
        sa.Column("change_id", _ID, sa.ForeignKey("leader_change.id"), primary_key=True),
        sa.Column("person_id", _ID, sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
