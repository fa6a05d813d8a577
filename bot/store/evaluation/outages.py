"""Outages: when the bot was last known to be alive, when it was away, and whose open forms that touched."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Connection, Insert, and_, bindparam, exists, func, insert, or_, select, true

from bot.domain.evaluation.outage import Outage
from bot.domain.wire.contact import ChatState
from bot.store.engine.engine import insert_in
from bot.store.schema import chat, chat_person, dialogue, heartbeat, outage, person

ALIVE = "alive"


_LAST = select(heartbeat.c.at).where(heartbeat.c.name == ALIVE).with_for_update()


@cache
def _beat(dialect: str) -> Insert:
    """Made once: every tick beats."""
    statement = insert_in(dialect)(heartbeat).values(name=ALIVE, at=bindparam("now"))
    beaten: Insert = statement.on_conflict_do_update(index_elements=["name"], set_={"at": statement.excluded["at"]})
    return beaten


def last(connection: Connection) -> datetime | None:
    """When the bot last said that it was alive; None: never."""
    at: datetime | None = connection.scalar(_LAST)
    return at


def beat(connection: Connection, now: datetime) -> datetime | None:
    """Say that the bot is alive; gives the last time that it was, None at the very first start."""
    before = last(connection)
    connection.execute(_beat(connection.dialect.name), {"now": now})
    return before


def add(connection: Connection, was: Outage) -> None:
    """Keep an outage that is over."""
    connection.execute(insert(outage).values(began_at=was.start, ended_at=was.end))


def since(connection: Connection, moment: datetime) -> list[Outage]:
    """The outages that ended at this moment or later."""
    rows = connection.execute(select(outage.c.began_at, outage.c.ended_at).where(outage.c.ended_at >= moment))
    return [Outage(row.began_at, row.ended_at) for row in rows]


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A form in front of somebody who may be written to; `person_id` None: registration is not finished yet."""

    dialogue_id: int
    bot: int
    chat: int
    language: str | None
    programme: str | None
    person_id: int | None
    # others use the phone too
    shared: bool


def open_forms(connection: Connection) -> Iterator[OpenForm]:
    """Every form that somebody is in the middle of: it is in front of an active chat."""
    here = (chat.c.bot == dialogue.c.bot) & (chat.c.chat == dialogue.c.chat)
    hers = (chat_person.c.bot == dialogue.c.bot) & (chat_person.c.chat == dialogue.c.chat)
    companion = chat_person.alias("companion")
    shared = exists().where(
        companion.c.bot == dialogue.c.bot,
        companion.c.chat == dialogue.c.chat,
        companion.c.person_id != dialogue.c.person_id,
    )
    # who is not registered is asked again where she is in front
    writing = and_(dialogue.c.person_id.is_(None), chat.c.person_id.is_(None), chat.c.state == ChatState.ACTIVE)
    registered = and_(chat_person.c.state == ChatState.ACTIVE, chat.c.state != ChatState.BLOCKED)
    statement = (
        select(
            dialogue.c.id,
            dialogue.c.bot,
            dialogue.c.chat,
            func.coalesce(person.c.language, chat.c.language),
            func.coalesce(person.c.programme, chat.c.programme),
            dialogue.c.person_id,
            shared.label("shared"),
        )
        .join_from(dialogue, chat, here)
        .outerjoin(chat_person, hers & (chat_person.c.person_id == dialogue.c.person_id))
        .outerjoin(person, person.c.id == dialogue.c.person_id)
        .where(dialogue.c.front == true(), dialogue.c.form.is_not(None), or_(writing, registered))
        .order_by(dialogue.c.id)
    )
    for row in connection.execute(statement):
        yield OpenForm(*row)
