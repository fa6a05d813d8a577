"""Phones that say of a card that it is theirs: what was asked, and what became of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, insert, or_, select, update

from bot.store.schema import card, entry, membership, phone_request, submission


class Outcome(StrEnum):
    """How it ended: she agreed and has the phone; a leader said no; she said no; the phone asked about another card;
    the card or her time in the group is over, or another phone was first; a leader took it back.
    """

    LINKED = "linked"
    REFUSED = "refused"
    DECLINED = "declined"
    REPLACED = "replaced"
    OVER = "over"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class Request:
    """A phone says that a card is hers; `in_group`: whose card it is is in that group still, in the very same time."""

    id: int
    code: str
    bot: int
    chat: int
    language: str
    asked_at: datetime
    confirmed_at: datetime | None
    settled_at: datetime | None
    outcome: Outcome | None
    consent_before: str | None
    language_before: str | None
    group_id: int
    member_id: int
    in_group: bool


_FOUND = (
    select(
        phone_request.c.id,
        phone_request.c.code,
        phone_request.c.bot,
        phone_request.c.chat,
        phone_request.c.language,
        phone_request.c.asked_at,
        phone_request.c.confirmed_at,
        phone_request.c.settled_at,
        phone_request.c.outcome,
        phone_request.c.consent_before,
        phone_request.c.language_before,
        membership.c.group_id,
        membership.c.member_id,
        membership.c.until.is_(None).label("in_group"),
    )
    .join_from(phone_request, card, card.c.code == phone_request.c.code)
    .join(membership, membership.c.id == card.c.membership_id)
)


def add(connection: Connection, code: str, where: tuple[int, int], language: str, now: datetime) -> int:
    """A chat (bot, number) says that a card is hers; gives the number of that."""
    values = {"code": code, "bot": where[0], "chat": where[1], "language": language, "asked_at": now}
    return int(connection.execute(insert(phone_request).values(values).returning(phone_request.c.id)).scalar_one())


def find(connection: Connection, number: int) -> Request | None:
    """One of them, and nobody else changes it meanwhile; None: there is none, or none any more."""
    locked = _FOUND.where(phone_request.c.id == number).with_for_update(of=phone_request)
    row = connection.execute(locked).one_or_none()
    if row is None:
        return None
    return Request(**{**row._mapping, "outcome": Outcome(row.outcome) if row.outcome else None})


def open_in(connection: Connection, where: tuple[int, int]) -> int | None:
    """The one of a chat that is not settled."""
    return connection.scalar(select(phone_request.c.id).where(_in(where), phone_request.c.settled_at.is_(None)))


def was_asked(connection: Connection, code: str, since: datetime) -> bool:
    """Whether a leader was asked about a card since a moment."""
    asked = (phone_request.c.code == code, phone_request.c.asked_at > since)
    return connection.scalar(select(phone_request.c.id).where(*asked).limit(1)) is not None


def confirm(connection: Connection, number: int, leader_id: int | None, now: datetime) -> bool:
    """A leader has said yes; False: one had answered before."""
    waiting = (
        phone_request.c.id == number,
        phone_request.c.confirmed_at.is_(None),
        phone_request.c.settled_at.is_(None),
    )
    said = update(phone_request).where(*waiting).values(confirmed_at=now, leader_id=leader_id)
    return connection.execute(said).rowcount == 1


def settle(connection: Connection, number: int, outcome: Outcome, now: datetime, **values: object) -> None:
    """It has come to an end, or another one than it had."""
    ended = update(phone_request).where(phone_request.c.id == number)
    connection.execute(ended.values(outcome=outcome, settled_at=now, **values))


def end_others(connection: Connection, member_id: int, number: int, now: datetime) -> None:
    """She has a phone: what others have said of her cards is over."""
    others = (phone_request.c.code.in_(_cards_of([member_id])), phone_request.c.id != number)
    waiting = update(phone_request).where(*others, phone_request.c.settled_at.is_(None))
    connection.execute(waiting.values(outcome=Outcome.OVER, settled_at=now))


def drop_of(connection: Connection, producers: Collection[int]) -> None:
    """Nothing is kept of who has said that a card of these is hers. Before the cards go."""
    connection.execute(delete(phone_request).where(phone_request.c.code.in_(_cards_of(producers))))


def drop_in(connection: Connection, where: tuple[int, int]) -> None:
    """Nothing is kept of what was asked from a chat, but where she was linked: that is told of her."""
    linked = phone_request.c.outcome.is_not_distinct_from(Outcome.LINKED)
    connection.execute(delete(phone_request).where(_in(where), ~linked))


def forget(connection: Connection, before: datetime) -> int:
    """Erase what was asked before a moment and has linked nobody; gives how many."""
    nobody = or_(phone_request.c.outcome.is_(None), phone_request.c.outcome != Outcome.LINKED)
    return connection.execute(delete(phone_request).where(phone_request.c.asked_at < before, nobody)).rowcount


def make_practice(connection: Connection, person_id: int, since: datetime) -> None:
    """What was sent and written down in somebody's name since a moment was not hers, and counts nowhere."""
    for table, moment in ((submission, submission.c.sent_at), (entry, entry.c.recorded_at)):
        hers = update(table).where(table.c.person_id == person_id, moment >= since)
        connection.execute(hers.values(practice=True))


def _in(where: tuple[int, int]) -> ColumnElement[bool]:
    return and_(phone_request.c.bot == where[0], phone_request.c.chat == where[1])


def _cards_of(producers: Collection[int]) -> Select[tuple[str]]:
    hers = select(membership.c.id).where(membership.c.member_id.in_(sorted(producers)))
    return select(card.c.code).where(card.c.membership_id.in_(hers))
