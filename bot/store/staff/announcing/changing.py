"""Messages of an announcement that have arrived and change: other words, or off the screen, while Telegram lets us."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, func, or_, select, update

from bot.domain.staff.announcement import Change, Fate
from bot.store.schema import announcement_text, announcement_to
from bot.store.staff.announcing.addressees import links, of

_TAKING = (Change.TAKEN_BACK, Change.NOT_TAKEN_BACK)


@dataclass(frozen=True, slots=True)
class Had:
    """One who has it: her number, her chat, Telegram's number of it there, and in which language it is."""

    id: int
    person_id: int
    bot: int
    chat: int
    message_id: int
    language: str


@dataclass(frozen=True, slots=True)
class Changes:
    """A change that leaves for one of them: the row of the outbox by its dedupe key, and which edition it is."""

    id: int
    key: str
    change: Change
    edition: int


def to_edit(connection: Connection, number: int, since: datetime, most: int) -> list[Had]:
    """Those who have it since then, and not in its newest words."""
    return _had(connection, _older(_those(number, since)), most)


def to_take_back(connection: Connection, number: int, since: datetime, most: int) -> list[Had]:
    """Those who have it since then, and from whose screens it was not taken yet."""
    return _had(connection, _those(number, since), most)


def count_older(connection: Connection, number: int, since: datetime) -> int:
    """How many have it since then in older words."""
    return _count(connection, _older(_those(number, since)))


def count_had(connection: Connection, number: int, since: datetime) -> int:
    """How many have it since then on their screens."""
    return _count(connection, _those(number, since))


def _those(number: int, since: datetime) -> Select[tuple[int]]:
    to = announcement_to.c
    kept = or_(to.changed.is_(None), to.changed.not_in(_TAKING), to.outbox_id.is_not(None))
    has = (to.state == Fate.DELIVERED, to.message_id.is_not(None), to.person_id.is_not(None), to.at > since)
    return select(to.id).where(of(number), *has, kept)


def _older(those: Select[tuple[int]]) -> Select[tuple[int]]:
    its, to = announcement_text.c, announcement_to.c
    newest = and_(its.announcement_id == to.announcement_id, its.language == to.language)
    return those.join(announcement_text, newest).where(its.edition != to.edition)


def _had(connection: Connection, those: Select[tuple[int]], most: int) -> list[Had]:
    names = ("id", "person_id", "bot", "chat", "message_id", "language")
    free = those.where(announcement_to.c.outbox_id.is_(None)).with_only_columns(*(announcement_to.c[n] for n in names))
    found = free.order_by(announcement_to.c.id).limit(most).with_for_update(of=announcement_to, skip_locked=True)
    return [Had(*row) for row in connection.execute(found)]


def _count(connection: Connection, those: Select[tuple[int]]) -> int:
    return connection.scalar(select(func.count()).select_from(those.subquery())) or 0


def leave(connection: Connection, rows: Sequence[Changes]) -> None:
    """Changes are on their way, as rows of the outbox that are there already."""
    known = links(connection, [row.key for row in rows])
    values = [{"which": row.id, "link": known[row.key], "what": row.change, "its": row.edition} for row in rows]
    if values:
        connection.execute(_LEAVE, values)


_LEAVE = (
    update(announcement_to)
    .where(announcement_to.c.id == bindparam("which"))
    .values(outbox_id=bindparam("link"), changed=bindparam("what"), edition=bindparam("its"))
)


def give_up(connection: Connection, rows: Sequence[Changes]) -> None:
    """Who wants to hear nothing, or is elsewhere, keeps what she has."""
    values = [{"which": row.id, "what": row.change.failed, "its": row.edition} for row in rows]
    if values:
        connection.execute(_GIVE_UP, values)


_GIVE_UP = (
    update(announcement_to)
    .where(announcement_to.c.id == bindparam("which"))
    .values(changed=bindparam("what"), edition=bindparam("its"))
)


def on_their_way(connection: Connection, number: int) -> bool:
    """Whether a message of it is on its way, or a change of one."""
    here = (of(number), announcement_to.c.outbox_id.is_not(None))
    return connection.scalar(select(announcement_to.c.id).where(*here).limit(1)) is not None


def became(connection: Connection, number: int) -> dict[Change, int]:
    """What became of changes, with how many."""
    changed = announcement_to.c.changed
    free: ColumnElement[bool] = announcement_to.c.outbox_id.is_(None)
    counted = select(changed, func.count()).where(of(number), changed.is_not(None), free).group_by(changed)
    return {Change(row[0]): row[1] for row in connection.execute(counted)}
