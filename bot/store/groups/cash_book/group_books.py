"""A group's cash book beside its lines: since when it is kept, who paid in what, in which message a line was typed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, select, update

from bot.store.engine.engine import insert_for
from bot.store.evaluation.corrections import Message
from bot.store.schema import entry, entry_message, group_book, paid_in


class Receipt(StrEnum):
    """How who paid in is told of it. Values are stored."""

    CHAT = "chat"
    ALOUD = "aloud"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class PaidIn:
    """Who paid in a line; `member_id` None: nobody of the group, or somebody who was forgotten. `number`: of her
    receipt on paper, None: none was printed.
    """

    group_id: int
    member_id: int | None
    receipt: Receipt
    number: int | None = None


def begin(connection: Connection, group_id: int, person_id: int, now: datetime) -> bool:
    """The book is kept from now on; False: it is already."""
    row = {"group_id": group_id, "since": now, "person_id": person_id}
    statement = insert_for(connection.dialect)(group_book).values(row).on_conflict_do_nothing()
    return connection.scalar(statement.returning(group_book.c.group_id)) is not None


def since(connection: Connection, group_id: int) -> datetime | None:
    """Since when it is kept; None: it is not."""
    return connection.scalar(select(group_book.c.since).where(group_book.c.group_id == group_id))


def typed_in(connection: Connection, message: Message) -> tuple[int, str] | None:
    """The group in whose book a line stands that was typed in a message, and that line; None: there is none."""
    here = (
        entry_message.c.bot == message.bot,
        entry_message.c.chat == message.chat,
        entry_message.c.message_id == message.number,
    )
    found = (
        select(entry.c.producer_id, entry.c.first)
        .join_from(entry_message, entry, entry.c.id == entry_message.c.entry_id)
        .join(group_book, group_book.c.group_id == entry.c.producer_id)
    )
    row = connection.execute(found.where(*here).limit(1)).one_or_none()
    return None if row is None else (row.producer_id, row.first)


# Who paid in


def put(connection: Connection, entry_id: str, who: PaidIn, now: datetime) -> bool:
    """Keep who paid in a line, by the id of its first version; False: that was said before."""
    row = {"entry_id": entry_id, "group_id": who.group_id, "member_id": who.member_id, "receipt": who.receipt}
    statement = insert_for(connection.dialect)(paid_in).values(row | {"at": now}).on_conflict_do_nothing()
    return connection.scalar(statement.returning(paid_in.c.entry_id)) is not None


def who_paid(connection: Connection, group_id: int, entry_id: str) -> PaidIn | None:
    """Who paid in a line, by the id of its first version; None: nobody has said."""
    columns = (paid_in.c.group_id, paid_in.c.member_id, paid_in.c.receipt, paid_in.c.number)
    here = (paid_in.c.entry_id == entry_id, paid_in.c.group_id == group_id)
    row = connection.execute(select(*columns).where(*here)).one_or_none()
    return None if row is None else PaidIn(row.group_id, row.member_id, Receipt(row.receipt), row.number)


def drop_payers(connection: Connection, producers: Collection[int]) -> None:
    """Nobody stands where these paid in; the words of those lines, which may name them, go."""
    theirs = paid_in.c.member_id.in_(sorted(producers))
    lines = entry.c.first.in_(select(paid_in.c.entry_id).where(theirs))
    connection.execute(update(entry).where(lines).values(item="", counterparty=""))
    connection.execute(update(paid_in).where(theirs).values(member_id=None))
