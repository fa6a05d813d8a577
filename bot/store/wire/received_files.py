"""Media: files that people sent as answers, until they lie in the media folder."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, literal_column, select, update

from bot.left_out import LeftOut
from bot.store.engine.types import number_of, str_of
from bot.store.schema import media

WAITING, KEPT, LOST = "waiting", "kept", "lost"
FETCHING = "Fetching files: row of media"
# Written out, so that the partial index is found whatever is bound.
_IS_WAITING = media.c.state == literal_column("'waiting'")


@dataclass(frozen=True, slots=True)
class Awaited:
    """A file to fetch: its name here, its id at Telegram, how often it was tried, from where and by whom it was sent.

    `place`: of a recording, where it goes in the media folder instead of under its name.
    """

    name: str
    file_id: str
    attempts: int
    chat: int
    place: str | None
    person_id: int | None = None


def expect(
    connection: Connection,
    name: str,
    bot: int,
    chat: int,
    file_id: str,
    now: datetime,
    place: str | None = None,
    person: int | None = None,
) -> None:
    """A file was sent as an answer, or as the recording for a place, where it replaces another; it is fetched later.

    `person`: who has sent it, of those who use the phone; a file of nobody known is erased with any of them.
    """
    if place is not None:
        connection.execute(delete(media).where(media.c.place == place))
    sent = {"name": name, "place": place, "bot": bot, "chat": chat, "person_id": person, "file_id": file_id}
    connection.execute(media.insert().values(sent | {"state": WAITING, "next_attempt": now, "sent_at": now}))


def is_known(connection: Connection, name: str) -> bool:
    """Whether a file of this name was sent."""
    return connection.scalar(select(media.c.name).where(media.c.name == name)) is not None


def belong_to(connection: Connection, bot: int, chat: int, person_id: int, names: Collection[str]) -> None:
    """Files among these names that somebody not registered has sent are hers: she is registered now."""
    connection.execute(_BELONG, {"here": bot, "there": chat, "who": person_id, "names": list(names)})


# Made once: making a statement anew at every call costs more than running it.
_BELONG = (
    update(media)
    .where(media.c.bot == bindparam("here"), media.c.chat == bindparam("there"), media.c.person_id.is_(None))
    .where(media.c.name.in_(bindparam("names", expanding=True)))
    .values(person_id=bindparam("who"))
)


def coming(connection: Connection, prefix: str) -> set[str]:
    """The places below a prefix whose recordings are still to be fetched."""
    rows = connection.scalars(select(media.c.place).where(_IS_WAITING, media.c.place.startswith(prefix)))
    return {place for place in rows if place is not None}


def take_for(connection: Connection, bot: int, place: str) -> str | None:
    """The id of the recording that is still to be fetched for a place, where this bot has heard it."""
    where = (_IS_WAITING, media.c.bot == bot, media.c.place == place)
    return connection.scalar(select(media.c.file_id).where(*where))


def awaited(connection: Connection, left_out: LeftOut, bot: int, now: datetime, limit: int) -> Sequence[Awaited]:
    """Files that are to be fetched now, the oldest first."""
    rows = (
        select(number_of(media, connection.dialect))
        .where(media.c.bot == bot, _IS_WAITING, media.c.next_attempt <= now)
        .order_by(media.c.next_attempt)
    )
    found = left_out.others(FETCHING, connection.scalars(rows.limit(limit + len(left_out))).all(), limit)
    return [one for part in left_out.each(connection, FETCHING, found, _load) for one in part]


def _load(connection: Connection, numbers: Sequence[Any]) -> list[Awaited]:
    rows = connection.execute(
        select(media.c.name, media.c.file_id, media.c.attempts, media.c.chat, media.c.place, media.c.person_id)
        .where(number_of(media, connection.dialect).in_(numbers))
        .order_by(media.c.next_attempt)
    )
    return [Awaited(str_of(row[0]), str_of(row[1]), *row[2:]) for row in rows]


def keep(connection: Connection, name: str) -> bool:
    """The file lies in the media folder; False when nobody waits for it any more: whoever sent it was erased."""
    return connection.execute(update(media).where(media.c.name == name).values(state=KEPT, reason=None)).rowcount == 1


def put_off(connection: Connection, name: str, reason: str, again: datetime) -> None:
    """It could not be fetched now."""
    connection.execute(
        update(media)
        .where(media.c.name == name)
        .values(attempts=media.c.attempts + 1, reason=reason, next_attempt=again)
    )


def lose(connection: Connection, name: str, reason: str) -> None:
    """It cannot be had: too large for a bot, or gone."""
    connection.execute(update(media).where(media.c.name == name).values(state=LOST, reason=reason))


def hasten(connection: Connection, beyond: datetime, now: datetime) -> None:
    """What waits for a moment beyond that one is due now."""
    connection.execute(update(media).where(_IS_WAITING, media.c.next_attempt > beyond).values(next_attempt=now))
