"""People and the producers they answer for."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, exists, insert, or_, select, update

from bot.store.people import to_compare
from bot.store.schema import consent, form_version, person, producer, speaks_for, submission

# Made once: making a statement anew at every call costs more than running it.
_ADD_PERSON = insert(person).returning(person.c.id)
_ADD_PRODUCER = insert(producer).returning(producer.c.id)
_LET_SPEAK = insert(speaks_for)
_ADD_CONSENT = insert(consent).returning(consent.c.id)
# What people are compared by, of what can change.
_COMPARED = {"name", "phone", "practice"}
_INCEPTION = select(producer.c.inception).where(producer.c.id == bindparam("producer_id"))


def add_person(connection: Connection, values: Mapping[str, Any]) -> int:
    """A new person; gives the id."""
    return int(connection.execute(_ADD_PERSON, dict(values)).scalar_one())


def add_producer(connection: Connection, values: Mapping[str, Any]) -> int:
    """A new household business or group; gives the id."""
    return int(connection.execute(_ADD_PRODUCER, dict(values)).scalar_one())


def let_speak(connection: Connection, person_id: int, producer_id: int, now: datetime) -> None:
    """From now on this person answers for this producer."""
    connection.execute(_LET_SPEAK, {"person_id": person_id, "producer_id": producer_id, "since": now})
    to_compare.mark(connection, [producer_id])


def add_consent(connection: Connection, values: Mapping[str, Any]) -> int:
    """What she agreed to, or has said no to: version, language, how and when; gives the id."""
    return int(connection.execute(_ADD_CONSENT, {"agreed": True, **values}).scalar_one())


def guardian_of(connection: Connection, person_id: int) -> str | None:
    """Who agreed for her when consent was given last; None: she herself."""
    hers = select(consent.c.guardian).where(consent.c.person_id == person_id, consent.c.agreed)
    return connection.scalar(hers.order_by(consent.c.given_at.desc(), consent.c.id.desc()).limit(1))


def change_person(connection: Connection, person_id: int, **values: Any) -> None:
    """A new language, hour …"""
    connection.execute(update(person).where(person.c.id == person_id).values(**values))
    if _COMPARED & values.keys():
        to_compare.mark(connection, producers_of(connection, person_id))


def name_of(connection: Connection, person_id: int) -> str:
    """Her name as she wrote it; empty when it was erased."""
    return str(connection.scalar(select(person.c.name).where(person.c.id == person_id)) or "")


def was_asked(connection: Connection, person_id: int, form: str) -> bool:
    """Whether she was asked who she is, or has sent the form that asks it."""
    sent = (submission.c.form == form_version.c.hash, submission.c.person_id == person_id, form_version.c.name == form)
    asked = select(person.c.id).where(
        person.c.id == person_id, or_(person.c.who_asked_at.is_not(None), exists().where(*sent))
    )
    return connection.scalar(asked) is not None


def producers_of(connection: Connection, person_id: int) -> list[int]:
    """The producers she answers for, oldest first."""
    return list(
        connection.scalars(
            select(speaks_for.c.producer_id)
            .where(speaks_for.c.person_id == person_id)
            .order_by(speaks_for.c.since, speaks_for.c.producer_id)
        )
    )


def inception_of(connection: Connection, producer_id: int) -> date | None:
    """The day that a producer's calendar counts from."""
    return connection.scalar(_INCEPTION, {"producer_id": producer_id})
