"""Tables of the cash book: entries, the messages in which they were typed, and the files that belong to them."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, text

from bot.store.engine.types import Day, Utc
from bot.store.schema.base import metadata

_STANDS = text("stands")
_OWED = text(
    "stands AND direction IN ('credit', 'paid_back', 'owed', 'repaid', 'loan_got', 'loan_paid', 'lent', 'lent_back')"
)
_ELSEWHERE = text(
    "stands AND (place <> 'box' OR direction IN"
    " ('to_bank', 'from_bank', 'to_wallet', 'from_wallet', 'bank_to_wallet', 'wallet_to_bank'))"
)

# Rows are added and never changed, but for what follows from all of them (`first`, `stands`) and what is erased.
entry = Table(
    "entry",
    metadata,
    # UUIDv7 in hex: a later one is greater
    Column("id", String(32), primary_key=True),
    Column("producer_id", ForeignKey("producer.id"), nullable=False),
    # who wrote it down
    Column("person_id", ForeignKey("person.id")),
    Column("practice", Boolean, nullable=False),
    Column("day", Day, nullable=False),
    Column("direction", String(16), nullable=False),
    # minor units, above zero but for an opening or a count that agrees;
    # `cash`: the same with its sign, 0 where it does nothing to the box
    Column("amount", BigInteger, nullable=False),
    Column("cash", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("item", Text, nullable=False),
    # as it was read: SQLite would make a binary fraction of it
    Column("quantity", String(40)),
    Column("unit", String(32), nullable=False),
    Column("category", String(32), nullable=False),
    Column("counterparty", Text, nullable=False),
    Column("source", String(16), nullable=False),
    # no reference: what it corrects or takes back may arrive later
    Column("supersedes", String(32)),
    # the first version, as far as it has arrived: all of a line's versions share it
    Column("first", String(32), nullable=False),
    # whether it counts: bot.domain.book.in_force, written down
    Column("stands", Boolean, nullable=False),
    Column("recorded_at", Utc, nullable=False),
    # where its money came to or from: box, bank, wallet
    Column("place", String(16), nullable=False, server_default="box"),
    # the day of a loan's next payment
    Column("due", Day),
    # a digest of the wallet's message that it was read from: the same message once more is none
    Column("mark", String(32)),
    Index("ix_entry_mark", "mark"),
    Index("ix_entry_first", "first", "producer_id", "practice"),
    Index("ix_entry_producer", "producer_id", "day"),
    Index("ix_entry_person", "person_id"),
    # sums are read from this alone, the table is not touched
    Index(
        "ix_entry_standing",
        "producer_id",
        "practice",
        "currency",
        "day",
        "id",
        "direction",
        "source",
        "category",
        "amount",
        "cash",
        sqlite_where=_STANDS,
        postgresql_where=_STANDS,
    ),
    # so are debts
    Index(
        "ix_entry_owed",
        "producer_id",
        "practice",
        "currency",
        "counterparty",
        "direction",
        "amount",
        "day",
        "id",
        "due",
        sqlite_where=_OWED,
        postgresql_where=_OWED,
    ),
    # and what lies in the bank and the wallet
    Index(
        "ix_entry_elsewhere",
        "producer_id",
        "practice",
        "currency",
        "day",
        "direction",
        "source",
        "place",
        "amount",
        sqlite_where=_ELSEWHERE,
        postgresql_where=_ELSEWHERE,
    ),
)

# In which message and line an entry was typed, as long as a message can be changed: its first version, or a later one.
entry_message = Table(
    "entry_message",
    metadata,
    Column("bot", BigInteger, primary_key=True),
    Column("chat", BigInteger, primary_key=True),
    Column("message_id", BigInteger, primary_key=True),
    Column("line", Integer, primary_key=True),
    Column("entry_id", ForeignKey("entry.id"), nullable=False),
    Column("at", Utc, nullable=False),
    Index("ix_entry_message_at", "at"),
)

# A photo of a receipt or a voice note that was sent with an entry.
entry_media = Table(
    "entry_media",
    metadata,
    # its name in `media` and in the folder media/
    Column("media", String(64), primary_key=True),
    Column("entry_id", ForeignKey("entry.id"), nullable=False),
    Column("at", Utc, nullable=False),
    Index("ix_entry_media_entry", "entry_id"),
)
