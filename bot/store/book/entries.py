"""The cash book's rows: entries are added (bot/store/book/adding.py), never changed; what stands of them is read here.

Sums are in bot/store/book/sums.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
)

from bot.domain.book import Direction, Entry, Place, Source
from bot.store.engine.engine import insert_for
from bot.store.evaluation.corrections import Message
from bot.store.schema import entry, entry_media, entry_message

# Telegram lets people change what they wrote for two days.
CHANGEABLE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose book it is, and who is at it. Practice has a book of its own. `currency`: that of the programme."""

    producer_id: int
    person_id: int
    practice: bool
    currency: str

    @property
    def key(self) -> dict[str, Any]:
        """What her rows have in common, as the statements name it."""
        return {"whose": self.producer_id, "practised": self.practice, "money": self.currency}


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry as it is in the book. `at`: when it was recorded; `first`: the id of the first version; `versions`: how
    many there are, corrections and undos with it.
    """

    entry: Entry
    at: datetime
    person_id: int | None
    first: str
    versions: int


# Written out, so that the partial indexes are found whatever is bound.
STANDS: ColumnElement[Any] = literal_column("entry.stands")
HERS = (entry.c.producer_id == bindparam("whose"), entry.c.practice == bindparam("practised"))
OWNED = (*HERS, entry.c.currency == bindparam("money"))
BETWEEN = (entry.c.day >= bindparam("since"), entry.c.day <= bindparam("until"))

ENTRY = (
    entry.c.id,
    entry.c.day,
    entry.c.direction,
    entry.c.amount,
    entry.c.currency,
    entry.c.item,
    entry.c.quantity,
    entry.c.unit,
    entry.c.category,
    entry.c.counterparty,
    entry.c.source,
    entry.c.supersedes,
    entry.c.place,
    entry.c.due,
)
_version = entry.alias("version")
_VERSIONS = (
    select(func.count())
    .select_from(_version)
    .where(
        _version.c.first == entry.c.first,
        _version.c.producer_id == entry.c.producer_id,
        _version.c.practice == entry.c.practice,
    )
    .scalar_subquery()
)
KEPT: Select[Any] = select(*ENTRY, entry.c.recorded_at, entry.c.person_id, entry.c.first, _VERSIONS.label("versions"))


def entry_of(row: Row[Any] | Sequence[Any]) -> Entry:
    """An entry of the columns of `ENTRY`, which are a row's first."""
    id, day, direction, amount, currency, item, quantity, unit, category, who, source, *rest = row[: len(ENTRY)]
    supersedes, place, due = rest
    number = None if quantity is None else Decimal(quantity)
    what = (Direction(direction), amount, currency, item, number, unit, category, who, Source(source))
    return Entry(id, day, *what, supersedes, Place(place), due)


def kept_of(row: Row[Any]) -> Kept:
    return Kept(entry_of(row), *row[len(ENTRY) :])


# Messages and files


def remember(connection: Connection, message: Message, ids: Sequence[str], line: int, now: datetime) -> None:
    """Keep that these entries were typed in a message, from a line on."""
    rows = [
        {"bot": message.bot, "chat": message.chat, "message_id": message.number, "line": line + at, "entry_id": id,
         "at": now}
        for at, id in enumerate(ids)
    ]  # fmt: skip
    statement = insert_for(connection.dialect)(entry_message)
    keys = ["bot", "chat", "message_id", "line"]
    connection.execute(
        statement.on_conflict_do_update(index_elements=keys, set_={"entry_id": statement.excluded.entry_id}), rows
    )


def forget_messages(connection: Connection, now: datetime) -> int:
    """Forget in which messages entries were typed, where those cannot be changed any more; gives how many."""
    return connection.execute(delete(entry_message).where(entry_message.c.at <= now - CHANGEABLE)).rowcount


def attach(connection: Connection, owner: Owner, id: str, media: str, now: datetime) -> None:
    """A file belongs to an entry of hers."""
    hers = select(entry.c.id).where(*HERS, entry.c.id == id)
    if connection.execute(hers, owner.key).first() is not None:
        connection.execute(insert(entry_media).values(media=media, entry_id=id, at=now))


# Reading


_asked = entry.alias("asked")
FIRST = (
    select(_asked.c.first)
    .where(
        _asked.c.producer_id == bindparam("whose"),
        _asked.c.practice == bindparam("practised"),
        _asked.c.id == bindparam("one"),
    )
    .scalar_subquery()
)
_FIND: Select[Any] = KEPT.where(*HERS, STANDS, entry.c.first == FIRST)
_ATTACHED = (
    select(entry_media.c.media)
    .join(entry, entry.c.id == entry_media.c.entry_id)
    .where(*HERS, entry.c.first == FIRST)
    .order_by(entry_media.c.at, entry_media.c.media)
)


def find(connection: Connection, owner: Owner, id: str) -> Kept | None:
    """The version that stands now of an entry of hers, by any version's id; None when it was taken back."""
    row = connection.execute(_FIND, owner.key | {"one": id}).one_or_none()
    return None if row is None else kept_of(row)


def attached(connection: Connection, owner: Owner, id: str) -> list[str]:
    """The files that belong to an entry of hers, whichever version they came with."""
    return list(connection.scalars(_ATTACHED, owner.key | {"one": id}))


_typed = entry.alias("typed")
_IN_MESSAGE = (
    KEPT.join_from(entry_message, _typed, _typed.c.id == entry_message.c.entry_id)
    .join(
        entry,
        (entry.c.first == _typed.c.first)
        & (entry.c.producer_id == _typed.c.producer_id)
        & (entry.c.practice == _typed.c.practice),
    )
    .where(
        STANDS,
        entry_message.c.bot == bindparam("bot"),
        entry_message.c.chat == bindparam("chat"),
        entry_message.c.message_id == bindparam("message"),
    )
    .order_by(entry_message.c.line)
)


def in_message(connection: Connection, message: Message) -> list[Kept]:
    """The entries typed in a message, as they stand now, in the order of its lines."""
    where = {"bot": message.bot, "chat": message.chat, "message": message.number}
    return [kept_of(row) for row in connection.execute(_IN_MESSAGE, where)]


_NEWEST = (entry.c.day.desc(), entry.c.id.desc())
# The ids come from an index alone; versions are counted of those only that are wanted.
_IDS = select(entry.c.id).where(*OWNED, STANDS, *BETWEEN).order_by(*_NEWEST)
_ALL = KEPT.where(*OWNED, *BETWEEN).order_by(entry.c.day, entry.c.id)


def standing(connection: Connection, owner: Owner, since: date, until: date, limit: int | None) -> list[Kept]:
    """What stands, the newest first."""
    return _read(connection, KEPT.where(entry.c.id.in_(_IDS.limit(limit))).order_by(*_NEWEST), owner, since, until)


def versions(connection: Connection, owner: Owner, since: date, until: date) -> list[Kept]:
    """All that was written down, the oldest day first; also what was corrected or taken back, and the undos."""
    return _read(connection, _ALL, owner, since, until)


def _read(connection: Connection, what: Select[Any], owner: Owner, since: date, until: date) -> list[Kept]:
    return [kept_of(row) for row in connection.execute(what, owner.key | {"since": since, "until": until})]


_SAME = KEPT.where(
    *OWNED,
    STANDS,
    entry.c.day == bindparam("day"),
    entry.c.direction == bindparam("direction"),
    entry.c.amount == bindparam("amount"),
    entry.c.recorded_at >= bindparam("recorded"),
    entry.c.id != bindparam("itself"),
).order_by(entry.c.id.desc())


def same_amount(connection: Connection, owner: Owner, one: Entry, since: datetime) -> list[Kept]:
    """Others of that day, direction and amount recorded since, the newest first."""
    about = {"day": one.day, "direction": one.direction, "amount": one.amount, "recorded": since, "itself": one.id}
    return [kept_of(row) for row in connection.execute(_SAME, owner.key | about)]


_THERE = (entry.c.source == Source.OPENING, entry.c.place == bindparam("there"))
_OPENING = KEPT.where(*OWNED, STANDS, *_THERE).order_by(entry.c.id.desc()).limit(1)


def opening_of(connection: Connection, owner: Owner, place: Place = Place.BOX) -> Kept | None:
    """What the book begins with, in the box or elsewhere; the newest, where she said it on two phones."""
    row = connection.execute(_OPENING, owner.key | {"there": place}).one_or_none()
    return None if row is None else kept_of(row)
