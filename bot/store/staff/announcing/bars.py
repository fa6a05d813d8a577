"""Messages on the screens of staff that show how an announcement stands: where they are, and what they show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from bot.domain.wire.outgoing import OutState
from bot.store.engine.engine import insert_for
from bot.store.schema import announcement_bar, outbox, person

_KEY = (announcement_bar.c.announcement_id, announcement_bar.c.bot, announcement_bar.c.chat)


@dataclass(frozen=True, slots=True)
class Bar:
    """One of them. `shows`: a mark of its words and buttons; `changed_at`: when the clock has changed it last."""

    announcement_id: int
    bot: int
    chat: int
    person_id: int
    message_id: int
    shows: str
    changed_at: datetime | None = None
    programme: str = ""
    language: str = ""

    @property
    def change(self) -> str | None:
        """What the clock's last change of it is called in the outbox."""
        if self.changed_at is None:
            return None
        return f"bar:{self.announcement_id}:{self.bot}:{self.chat}:{self.changed_at.timestamp():.6f}"


def put(connection: Connection, bar: Bar, now: datetime) -> None:
    """From now on this is the message; an earlier one in the chat stays as it is."""
    values = {
        "announcement_id": bar.announcement_id,
        "bot": bar.bot,
        "chat": bar.chat,
        "person_id": bar.person_id,
        "message_id": bar.message_id,
        "shows": bar.shows,
        "at": now,
    }
    clock = {} if bar.changed_at is None else {"changed_at": bar.changed_at}
    statement = insert_for(connection.dialect)(announcement_bar).values(values | clock)
    changing = {name: values[name] for name in ("person_id", "message_id", "shows", "at")} | clock
    connection.execute(statement.on_conflict_do_update(index_elements=[one.name for one in _KEY], set_=changing))


def due(connection: Connection, before: datetime) -> Sequence[Bar]:
    """Those that were not changed since then, the one that waits longest first."""
    columns = (*_KEY, announcement_bar.c.person_id, announcement_bar.c.message_id, announcement_bar.c.shows)
    asked = select(*columns, announcement_bar.c.changed_at, person.c.programme, person.c.language)
    joined = asked.join_from(announcement_bar, person).where(announcement_bar.c.at <= before)
    rows = connection.execute(joined.order_by(announcement_bar.c.at, announcement_bar.c.announcement_id))
    return [Bar(*row) for row in rows]


def drop(connection: Connection, bar: Bar) -> None:
    """It is a message like any other."""
    connection.execute(delete(announcement_bar).where(*_is(bar)))


def _is(bar: Bar) -> Sequence[Any]:
    return [column == value for column, value in zip(_KEY, (bar.announcement_id, bar.bot, bar.chat), strict=True)]


def last_change(connection: Connection, bar: Bar) -> OutState | None:
    """Where its newest change is; None: there was none yet, or it is long ago."""
    if bar.change is None:
        return None
    found = connection.scalar(select(outbox.c.state).where(outbox.c.dedupe == bar.change))
    return None if found is None else OutState(found)
