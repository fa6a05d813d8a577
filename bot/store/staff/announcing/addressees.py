"""Whom an announcement reaches, a row a chat: gathered, counted, and what became of each."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    case,
    func,
    select,
    text,
    true,
    tuple_,
    update,
)

from bot.domain.staff.announcement import Counts, Fate, fate
from bot.domain.wire.outgoing import OutState
from bot.store.engine.engine import insert_for
from bot.store.schema import announcement_to, outbox, person
from bot.store.staff.announcing import audiences
from bot.store.staff.announcing.matching import Wanted
from bot.store.wire.broadcasts import ON_ITS_WAY, remove
from bot.store.wire.outbox import PENDING

Chat = tuple[int, int]

_ITS = announcement_to.c.announcement_id == bindparam("number")
_WAITS = announcement_to.c.state == Fate.WAITING
_IS_FREE = announcement_to.c.outbox_id.is_(None)
ERASED = "erased"


def hers(person_id: int) -> ColumnElement[bool]:
    """The rows that are for one person."""
    return announcement_to.c.person_id == person_id


def of(number: int) -> ColumnElement[bool]:
    """The rows of one announcement."""
    return announcement_to.c.announcement_id == number


# Gathering


def gather(
    connection: Connection, number: int, wanted: Wanted, after: Chat | None, most: int, *, emergency: bool
) -> list[Chat]:
    """Write down the next of those whom it reaches, in the order of their chats, and give these; who is there already
    stays as she is.
    """
    found = audiences.reached(wanted, emergency=emergency).limit(most)
    if after is not None:
        found = found.where(audiences.after(*after))
    rows = connection.execute(found).all()
    if rows:
        values = {"announcement_id": number, "state": Fate.WAITING}
        new = insert_for(connection.dialect)(announcement_to).on_conflict_do_nothing()
        people = [{**values, "person_id": row.person_id, "bot": row.bot, "chat": row.chat} for row in rows]
        connection.execute(new, people)
    return [(row.bot, row.chat) for row in rows]


def would_reach(connection: Connection, wanted: Wanted, *, emergency: bool) -> int:
    """How many it would be for now."""
    found = audiences.reached(wanted, emergency=emergency).order_by(None).subquery()
    return connection.scalar(select(func.count()).select_from(found)) or 0


# Counting

_everybody = announcement_to.alias("everybody")
_SIZE = select(func.count()).where(_everybody.c.announcement_id == bindparam("number")).scalar_subquery()
_COUNT = (
    select(
        announcement_to.c.state,
        case((announcement_to.c.outbox_id.is_not(None), 1)).label("outbox_id"),
        outbox.c.state.label("said"),
        func.coalesce(outbox.c.reason, announcement_to.c.reason).label("reason"),
        func.count().label("many"),
        _SIZE.label("size"),
    )
    .select_from(announcement_to.outerjoin(outbox, outbox.c.id == announcement_to.c.outbox_id))
    .where(_ITS)
    .group_by(text("1, 2, 3, 4"))
)


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts of an announcement, and for which reasons it failed and was withdrawn with how many."""

    counts: Counts
    failed: Mapping[str, int]
    withdrawn: Mapping[str, int]


def tally(connection: Connection, number: int) -> Tally:
    """How it stands with each of the audience, in one look."""
    many: dict[Fate, int] = {}
    size = 0
    why: dict[Fate, dict[str, int]] = {Fate.FAILED: {}, Fate.WITHDRAWN: {}}
    for row in connection.execute(_COUNT, {"number": number}):
        became = fate_of(row)
        size = row.size
        many[became] = many.get(became, 0) + row.many
        if became in why:
            reason = row.reason or ""
            why[became][reason] = why[became].get(reason, 0) + row.many
    counts = Counts(size, **{one.value: count for one, count in many.items()})
    return Tally(counts, why[Fate.FAILED], why[Fate.WITHDRAWN])


def size(connection: Connection, number: int) -> int:
    """How many it is for, whatever became of theirs."""
    return connection.scalar(select(func.count()).where(of(number))) or 0


def each(connection: Connection, number: int) -> Iterator[Row[Any]]:
    """All of them by their numbers, with what the outbox says of theirs; a few are read at a time."""
    columns = ("person_id", "state", "language", "at", "tries", "changed", "outbox_id")
    said = (outbox.c.state.label("said"), func.coalesce(outbox.c.reason, announcement_to.c.reason).label("reason"))
    found: Select[Any] = select(*(announcement_to.c[name] for name in columns), *said).where(of(number))
    found = found.select_from(announcement_to.outerjoin(outbox, outbox.c.id == announcement_to.c.outbox_id))
    yield from connection.execute(found.order_by(announcement_to.c.id).execution_options(yield_per=500))


def fate_of(row: Row[Any]) -> Fate:
    """What became of hers, of a row that says what the outbox says of it."""
    return fate(row.said, row.reason) if row.state == Fate.WAITING and row.outbox_id is not None else Fate(row.state)


# Sending


@dataclass(frozen=True, slots=True)
class Next:
    """One whose message leaves next; `person_id` None: she was erased."""

    id: int
    person_id: int | None
    bot: int | None
    chat: int | None
    tries: int


def on_their_way(connection: Connection) -> int:
    """How many messages of announcements are in the outbox and not done."""
    not_done = outbox.c.id.in_(select(announcement_to.c.outbox_id).where(ON_ITS_WAY))
    return connection.scalar(select(func.count()).where(not_done, outbox.c.state.in_(PENDING))) or 0


def next_ones(connection: Connection, number: int, most: int) -> list[Next]:
    """The next of those who wait, of whom nothing is on its way; nobody else sends to them meanwhile."""
    columns = (announcement_to.c[name] for name in ("id", "person_id", "bot", "chat", "tries"))
    found = select(*columns).where(of(number), _WAITS, _IS_FREE).order_by(announcement_to.c.id).limit(most)
    return [Next(*row) for row in connection.execute(found.with_for_update(skip_locked=True))]


def taken(connection: Connection, number: int, chats: Collection[Chat]) -> set[Chat]:
    """Those of these chats that another row of the announcement stands for."""
    here = tuple_(announcement_to.c.bot, announcement_to.c.chat)
    found = select(announcement_to.c.bot, announcement_to.c.chat).where(of(number), here.in_(chats))
    return {(row.bot, row.chat) for row in connection.execute(found)} if chats else set()


@dataclass(frozen=True, slots=True)
class Leaves:
    """What leaves for one of them: the row of the outbox by its dedupe key, where to, and what is frozen by it."""

    id: int
    key: str
    chat: Chat
    language: str
    edition: int


def leave(connection: Connection, rows: Sequence[Leaves]) -> None:
    """Theirs are on their way, as rows of the outbox that are there already."""
    known = links(connection, [row.key for row in rows])
    values = [
        {
            "which": row.id,
            "link": known[row.key],
            "to_bot": row.chat[0],
            "to_chat": row.chat[1],
            "said_in": row.language,
            "its": row.edition,
        }
        for row in rows
    ]
    if values:
        connection.execute(_LEAVE, values)


_LEAVE = (
    update(announcement_to)
    .where(announcement_to.c.id == bindparam("which"))
    .values(
        outbox_id=bindparam("link"),
        bot=bindparam("to_bot"),
        chat=bindparam("to_chat"),
        language=bindparam("said_in"),
        edition=bindparam("its"),
        tries=announcement_to.c.tries + 1,
        reason=None,
    )
)


def links(connection: Connection, keys: Collection[str]) -> dict[str, int]:
    """The rows of the outbox that have these dedupe keys."""
    found = select(outbox.c.dedupe, outbox.c.id).where(outbox.c.dedupe.in_(keys))
    return {row.dedupe: row.id for row in connection.execute(found)} if keys else {}


def words_only(connection: Connection, people: Collection[int]) -> frozenset[int]:
    """Who of these wants neither pictures nor voices."""
    wanted = select(person.c.id).where(person.c.id.in_(people), person.c.text_only == true())
    return frozenset(connection.scalars(wanted)) if people else frozenset()


def settle(connection: Connection, fates: Mapping[int, tuple[Fate, str | None]], now: datetime) -> None:
    """These get none, and why: blocked, or withdrawn."""
    values = [{"which": number, "became": became, "why": why, "then": now} for number, (became, why) in fates.items()]
    if values:
        connection.execute(_SETTLE, values)


_SETTLE = (
    update(announcement_to)
    .where(announcement_to.c.id == bindparam("which"))
    .values(state=bindparam("became"), reason=bindparam("why"), at=bindparam("then"))
)


def put_back(connection: Connection, *which: ColumnElement[bool]) -> int:
    """What has not left yet of theirs leaves later; gives how many. All of every announcement, where none is named."""
    theirs = select(announcement_to.c.outbox_id).where(ON_ITS_WAY, _WAITS, *which)
    return remove(connection, outbox.c.state == OutState.WAITING, outbox.c.id.in_(theirs))


def waits(connection: Connection, number: int) -> bool:
    """Whether anybody waits for hers, be it on its way or not."""
    return connection.scalar(select(announcement_to.c.id).where(of(number), _WAITS).limit(1)) is not None


def again(connection: Connection, number: int) -> int:
    """Those with whom it failed wait anew; gives how many."""
    failed = (of(number), announcement_to.c.state == Fate.FAILED)
    return connection.execute(update(announcement_to).where(*failed).values(state=Fate.WAITING, reason=None)).rowcount


# Who goes


def forget(connection: Connection, person_id: int, now: datetime) -> None:
    """She is nobody any more: what waits for her is withdrawn, what became of hers stays in the count."""
    theirs = select(announcement_to.c.outbox_id).where(ON_ITS_WAY, hers(person_id))
    remove(connection, outbox.c.state != OutState.SENDING, outbox.c.id.in_(theirs))
    _empty(connection, hers(person_id), now)


def forget_chat(connection: Connection, where: Chat) -> None:
    """A chat is nobody's any more: its number stands nowhere."""
    nowhere = {"bot": None, "chat": None, "message_id": None}
    here = and_(announcement_to.c.bot == where[0], announcement_to.c.chat == where[1])
    connection.execute(update(announcement_to).where(here).values(nowhere))


def _empty(connection: Connection, which: ColumnElement[bool], now: datetime) -> None:
    withdrawn = {"state": Fate.WITHDRAWN, "reason": ERASED, "at": now}
    connection.execute(update(announcement_to).where(which, _WAITS, _IS_FREE).values(withdrawn))
    nobody = {"person_id": None, "bot": None, "chat": None, "message_id": None, "language": None}
    connection.execute(update(announcement_to).where(which).values(nobody))
