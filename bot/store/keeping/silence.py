"""Long silence: of whom nothing was heard for years, who of them was told, and whom an operator agreed to forget."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import TypeAlias

from sqlalchemy import ColumnElement, Connection, and_, bindparam, exists, func, or_, select, update

from bot.domain.wire.outgoing import OutState
from bot.store.people import consents
from bot.store.people.merges import standing_person
from bot.store.schema import chat_person, consent, outbox, person, role, speaks_for, submission
from bot.store.wire.broadcasts import remove

# Telegram's are from that day on.
FIRST_BOTS = datetime(2015, 6, 24, tzinfo=UTC)
# How the dedupe key of what she was told begins; her number and the moment follow.
TOLD = "silence:"
_TELL = update(person).where(person.c.id == bindparam("who")).values(silence_told_at=bindparam("at"))
_HERS = chat_person.c.person_id == person.c.id
# Who agreed aloud and has no phone is heard of by what is reported of her.
_WITHOUT_A_PHONE = and_(
    ~exists().where(_HERS), exists().where(consent.c.person_id == person.c.id, consent.c.how == consents.TOLD)
)
_REPORTED = select(submission.c.id).join_from(
    submission, speaks_for, speaks_for.c.producer_id == submission.c.producer_id
)
Since: TypeAlias = datetime | ColumnElement[datetime]


def _heard(since: Since) -> ColumnElement[bool]:
    """Whether something was heard of her since a moment: from a chat of hers, or, without a phone, by a report, or by a
    consent of hers that was written down.
    """
    reported = exists(_REPORTED.where(speaks_for.c.person_id == person.c.id, submission.c.sent_at >= since))
    agreed = exists().where(consent.c.person_id == person.c.id, consent.c.given_at >= since)
    by_chat = exists().where(_HERS, chat_person.c.seen_at >= since)
    return or_(by_chat, and_(_WITHOUT_A_PHONE, or_(reported, agreed)))


_NOT_SINCE = or_(person.c.silence_told_at.is_(None), _heard(person.c.silence_told_at))
_IS_WORD = outbox.c.dedupe.startswith(TOLD, autoescape=True)
_ON_ITS_WAY = exists().where(
    outbox.c.person_id == person.c.id, _IS_WORD, outbox.c.state.in_((OutState.WAITING, OutState.SENDING))
)
_AGREED = and_(person.c.silence_confirmed_at.is_not(None), person.c.silence_confirmed_at >= person.c.silence_told_at)


def _silent(programme: str, before: datetime) -> ColumnElement[bool]:
    """People of a programme of whom nothing was heard since a moment, in any chat of theirs or by a report.

    Not who works for the programme, nor who has lost her chat: she could not be heard of. Nor who was heard of before
    there were bots: a clock that was decades behind has written that.
    """
    works = exists().where(role.c.person_id == person.c.id, role.c.until.is_(None))
    return and_(
        person.c.programme == programme, ~_heard(before), ~works, _heard(FIRST_BOTS), standing_person(person.c.id)
    )


def untold(connection: Connection, programme: str, before: datetime, limit: int) -> list[int]:
    """Up to `limit` of the silent who were not told since they were last heard of."""
    found = select(person.c.id).where(_silent(programme, before), _NOT_SINCE).order_by(person.c.id).limit(limit)
    return list(connection.scalars(found))


def tell(connection: Connection, moments: Mapping[int, datetime]) -> None:
    """Write down when each of these people is told."""
    if moments:
        connection.execute(_TELL, [{"who": who, "at": at} for who, at in moments.items()])


def tell_again(connection: Connection) -> None:
    """Who was to be told by a message that was given up was not told. What Telegram refuses it refuses at once: whoever
    that is for can be told by nobody.
    """
    given_up = (_IS_WORD, outbox.c.state == OutState.FAILED, outbox.c.attempts > 1)
    lost = select(outbox.c.person_id).where(*given_up)
    connection.execute(update(person).where(person.c.id.in_(lost)).values(silence_told_at=None))
    remove(connection, *given_up)


def due(connection: Connection, programme: str, before: datetime, told_before: datetime) -> dict[int, bool]:
    """The silent who were told before that moment, and not heard of since; whether an operator has agreed, by id."""
    which = (_silent(programme, before), ~_NOT_SINCE, person.c.silence_told_at <= told_before, ~_ON_ITS_WAY)
    found = select(person.c.id, _AGREED.label("agreed")).where(*which).order_by(person.c.id)
    return {row.id: bool(row.agreed) for row in connection.execute(found)}


def agree(connection: Connection, people: Collection[int], now: datetime) -> None:
    """An operator agrees that these people are forgotten."""
    connection.execute(update(person).where(person.c.id.in_(people)).values(silence_confirmed_at=now))


def known(connection: Connection) -> int:
    """How many people there are whose names are known."""
    return int(connection.scalar(select(func.count()).where(person.c.name.is_not(None))) or 0)
