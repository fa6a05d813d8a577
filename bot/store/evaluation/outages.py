"""Outages: when the bot was last known to be alive, when it was away, and whose open forms that touched."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Connection, Insert, and_, bindparam, exists, func, insert, or_, select, true

from bot.domain.evaluation.outage import Outage
from bot.domain.wire.contact import ChatState
from bot.left_out import LeftOut
from bot.store.engine.engine import insert_in
from bot.store.engine.trouble import is_of_one, trouble_of
from bot.store.schema import chat, chat_person, dialogue, heartbeat, outage, person

log = logging.getLogger(__name__)

ALIVE = "alive"


# What they are numbers of, for who is left out.
OUTAGES, FORMS = "Outages: outage", "Asking again after an outage: dialogue"

_LAST = select(heartbeat.c.at).where(heartbeat.c.name == ALIVE).with_for_update()


@cache
def _beat(dialect: str) -> Insert:
    """Made once: every tick beats."""
    statement = insert_in(dialect)(heartbeat).values(name=ALIVE, at=bindparam("now"))
    beaten: Insert = statement.on_conflict_do_update(index_elements=["name"], set_={"at": statement.excluded["at"]})
    return beaten


def last(connection: Connection) -> datetime | None:
    """When the bot last said that it was alive; None: never, or what stands there cannot be read: it says so anew."""
    at: datetime | None
    try:
        with connection.begin_nested():
            at = connection.scalar(_LAST)
    except Exception as error:
        if not is_of_one(error):
            raise
        log.error("the last sign of life cannot be read, and is begun anew: %s", trouble_of(error))
        return None
    return at


def beat(connection: Connection, now: datetime) -> datetime | None:
    """Say that the bot is alive; gives the last time that it was, None at the very first start."""
    before = last(connection)
    connection.execute(_beat(connection.dialect.name), {"now": now})
    return before


def add(connection: Connection, was: Outage) -> None:
    """Keep an outage that is over."""
    connection.execute(insert(outage).values(began_at=was.start, ended_at=was.end))


def since(connection: Connection, left_out: LeftOut, moment: datetime) -> list[Outage]:
    """The outages that ended at this moment or later."""
    numbers = connection.scalars(select(outage.c.id).where(outage.c.ended_at >= moment).order_by(outage.c.id)).all()
    return [one for part in left_out.each(connection, OUTAGES, numbers, _load) for one in part]


def _load(connection: Connection, numbers: Sequence[int]) -> list[Outage]:
    rows = connection.execute(select(outage.c.began_at, outage.c.ended_at).where(outage.c.id.in_(numbers)))
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


def in_front(connection: Connection) -> list[int]:
    """The numbers of all forms that are in front of somebody."""
    which = (dialogue.c.front == true(), dialogue.c.form.is_not(None))
    return list(connection.scalars(select(dialogue.c.id).where(*which).order_by(dialogue.c.id)))


def open_forms(connection: Connection, numbers: Sequence[int]) -> list[OpenForm]:
    """Those of these forms that somebody is in the middle of: in front of an active chat."""
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
        .where(dialogue.c.id.in_(numbers), or_(writing, registered))
        .order_by(dialogue.c.id)
    )
    return [OpenForm(*row) for row in connection.execute(statement)]
