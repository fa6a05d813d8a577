"""Tables of people who were written down twice: who is alike, who was merged and what that changed, who is not."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, text

from bot.store.engine.types import Utc
from bot.store.schema.base import Id, metadata

# Two producers are one: rows are never changed but to be undone or closed.
merge = Table(
    "merge",
    metadata,
    Column("id", Id, primary_key=True),
    # which producer goes on, and which stands in no figure
    Column("kept_id", ForeignKey("producer.id"), nullable=False),
    Column("other_id", ForeignKey("producer.id"), nullable=False),
    # who answers for the kept one, and who for the other
    Column("kept_person_id", ForeignKey("person.id"), nullable=False),
    Column("other_person_id", ForeignKey("person.id"), nullable=False),
    # who said that they are one
    Column("by_id", ForeignKey("person.id"), nullable=False),
    Column("at", Utc, nullable=False),
    Column("undone_at", Utc),
    # from then on it cannot be undone: its days are over, or one of them was erased
    Column("closed_at", Utc),
    Index("ix_merge_kept", "kept_id"),
    # nobody is merged away twice at a time
    Index(
        "ix_merge_other",
        "other_id",
        unique=True,
        sqlite_where=text("undone_at IS NULL"),
        postgresql_where=text("undone_at IS NULL"),
    ),
)

# What a merge has changed, a cell a row, in order: numbers, moments and states, never words. As JSON.
merge_cell = Table(
    "merge_cell",
    metadata,
    Column("merge_id", ForeignKey("merge.id"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("changed", String(64), nullable=False),
    # the key of the row, as it is afterwards
    Column("key", Text, nullable=False),
    Column("name", String(64), nullable=False),
    Column("old", Text, nullable=False),
    Column("new", Text, nullable=False),
)

# Two who are alike and not the same, as an officer has said: they are not shown again.
not_same = Table(
    "not_same",
    metadata,
    Column("first_id", ForeignKey("producer.id"), primary_key=True),
    Column("second_id", ForeignKey("producer.id"), primary_key=True),
    Column("by_id", ForeignKey("person.id"), nullable=False),
    Column("at", Utc, nullable=False),
)

# Who may be one person, as the rules find it in the other tables: derived from them, and made anew for who has changed.
alike = Table(
    "alike",
    metadata,
    Column("first_id", ForeignKey("producer.id"), primary_key=True),
    Column("second_id", ForeignKey("producer.id"), primary_key=True),
    Column("programme", ForeignKey("programme.code"), nullable=False),
    # 0: the most likely
    Column("rank", Integer, nullable=False),
    # where each of the two is: staff see those alone of whom both are in their areas
    Column("first_area", String(64)),
    Column("second_area", String(64)),
    Index("ix_alike_second", "second_id"),
    Index("ix_alike_order", "programme", "rank", "first_id", "second_id", "first_area", "second_area"),
)

# Who has changed in what people are compared by, and was not compared since.
to_compare = Table("to_compare", metadata, Column("producer_id", ForeignKey("producer.id"), primary_key=True))
