"""Who registered alone and waits for somebody to vouch for her, by the list that brought her."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    Select,
    and_,
    case,
    exists,
    func,
    literal,
    select,
)

from bot.domain.people.roles import Role
from bot.store.groups.members.members import Left
from bot.store.people.merges import standing
from bot.store.schema import (
    chat_person,
    follow_up,
    group_about,
    invitation,
    lost_account,
    membership,
    person,
    producer,
    speaks_for,
    vouch,
)
from bot.store.staff.waiting import Reader

KIND = "vouch"
KNOWN, NOT_KNOWN = "known", "not_known"
# The list of those whom no group has brought.
ALONE = 0


@dataclass(frozen=True, slots=True)
class Newcomer:
    """She answers for a producer whom nobody has vouched for. `since`: when she registered, or asked anew. `group`: the
    one whose link she used, where it is of the reader's areas; `refused`: its leader has said that she is none of them.
    `by_link`: she came by the link of some group; `invited`: by one of the programme.
    """

    producer_id: int
    person_id: int
    name: str
    product: str | None
    area: str | None
    since: datetime
    group_id: int
    group: str | None
    refused: bool
    by_link: bool
    invited: bool


@dataclass(frozen=True, slots=True)
class OfList:
    """How many wait of one list, and since when the first of them does."""

    group_id: int
    n: int
    since: datetime


def _speaker() -> ScalarSelect[int]:
    """Who has answered for the producer for longest, of those who are somebody still."""
    hers = speaks_for.alias("speaks_for_newcomer")
    who = person.alias("newcomer")
    oldest = select(hers.c.person_id).join_from(hers, who, who.c.id == hers.c.person_id)
    oldest = oldest.where(hers.c.producer_id == producer.c.id, who.c.name.is_not(None))
    return oldest.order_by(hers.c.since, hers.c.person_id).limit(1).scalar_subquery()


def _group(reader: Reader) -> ScalarSelect[int]:
    """The group by whose link she came and that has not let her in yet, or has said that she is none of them; not one
    of an area that is not the reader's.
    """
    hers, group = membership.alias("brought"), producer.alias("bringing")
    by_link = select(hers.c.group_id).join_from(hers, group, group.c.id == hers.c.group_id)
    by_link = by_link.where(hers.c.member_id == producer.c.id, *_within(group, reader))
    newest = by_link.order_by(hers.c.until.is_(None).desc(), hers.c.id.desc())
    return func.coalesce(newest.limit(1).scalar_subquery(), ALONE)  # type: ignore[return-value]


def _within(place: Any, reader: Reader) -> list[ColumnElement[bool]]:
    here = place.c.programme == reader.programme
    return [here] if reader.areas is None else [here, place.c.area.in_(sorted(reader.areas))]


def of_reader(reader: Reader) -> ColumnElement[bool]:
    """Whether a producer is the reader's own: she answers for it, or uses the same phone as who does."""
    theirs, hers = chat_person.alias("theirs"), chat_person.alias("readers")
    same = and_(theirs.c.bot == hers.c.bot, theirs.c.chat == hers.c.chat, hers.c.person_id == reader.person_id)
    both = select(speaks_for.c.person_id).join_from(speaks_for, theirs, theirs.c.person_id == speaks_for.c.person_id)
    beside = exists(both.join(hers, same)).where(speaks_for.c.producer_id == producer.c.id)
    answers = exists(select(speaks_for.c.person_id)).where(
        speaks_for.c.producer_id == producer.c.id, speaks_for.c.person_id == reader.person_id
    )
    return answers | beside


def _asked_anew() -> ScalarSelect[datetime]:
    """When she last came by a group's link."""
    newest = select(func.max(membership.c.since)).where(membership.c.member_id == producer.c.id)
    return newest.scalar_subquery()


def _set_aside() -> ColumnElement[bool]:
    """An officer has said that nobody knows her, and she has not asked anew since."""
    since = membership.alias("since")
    anew = exists().where(since.c.member_id == producer.c.id, since.c.since > vouch.c.at)
    hers = (vouch.c.producer_id == producer.c.id, vouch.c.word == NOT_KNOWN, vouch.c.undone_at.is_(None))
    return exists().where(*hers, ~anew)


def _claims() -> ColumnElement[bool]:
    """She may be somebody known with a new phone: that is looked at first."""
    who = speaks_for.alias("claiming")
    claims = select(lost_account.c.new_id).join_from(who, lost_account, lost_account.c.new_id == who.c.person_id)
    claims = claims.join(follow_up, follow_up.c.id == lost_account.c.follow_up_id)
    return exists(claims.where(who.c.producer_id == producer.c.id, follow_up.c.done_at.is_(None)))


def _waits(reader: Reader) -> list[ColumnElement[bool]]:
    return [
        *_within(producer, reader),
        producer.c.kind == "household",
        producer.c.confirmed_at.is_(None),
        _speaker().is_not(None),
        standing(producer.c.id),
        ~of_reader(reader),
        ~_set_aside(),
        ~_claims(),
    ]


def waits(reader: Reader) -> Select[Any]:
    """What waits for a reader of this kind, by the number of the producer."""
    columns = (literal(KIND).label("kind"), producer.c.id.label("ref"), _since().label("since"))
    return select(*columns).where(*_waits(reader))


def lists(connection: Connection, reader: Reader) -> list[OfList]:
    """The lists of which somebody waits, the one that waits longest first."""
    here = select(_group(reader).label("group_id"), producer.c.created_at).where(*_waits(reader)).subquery()
    first = func.min(here.c.created_at)
    counted = select(here.c.group_id, func.count(), first).group_by(here.c.group_id).order_by(first, here.c.group_id)
    return [OfList(*row) for row in connection.execute(counted)]


def numbers(connection: Connection, reader: Reader, group_id: int) -> list[int]:
    """The producers of one list who wait, in the order in which they came."""
    here = select(producer.c.id).where(*_waits(reader), _group(reader) == group_id)
    return list(connection.scalars(here.order_by(producer.c.id)))


def find(connection: Connection, reader: Reader, producers: Sequence[int]) -> list[Newcomer]:
    """Those of these who wait, in their order."""
    invited = exists().where(invitation.c.used_by == person.c.id, invitation.c.role == Role.MEMBER)
    columns = (
        producer.c.id,
        person.c.id.label("person_id"),
        person.c.name,
        producer.c.product,
        producer.c.area,
        _since().label("since"),
        _group(reader).label("group_id"),
        case((invited, True), else_=False).label("invited"),
    )
    here = select(*columns).join_from(producer, person, person.c.id == _speaker())
    them = here.where(producer.c.id.in_(producers), *_waits(reader)).subquery()
    by_link = exists().where(membership.c.member_id == them.c.id)
    refused = by_link.where(membership.c.group_id == them.c.group_id, membership.c.why == Left.REFUSED)
    known = (them.c.id, them.c.person_id, them.c.name, them.c.product, them.c.area, them.c.since, them.c.group_id)
    statement = select(*known, group_about.c.name, refused, by_link, them.c.invited)
    statement = statement.outerjoin(group_about, group_about.c.group_id == them.c.group_id)
    return [Newcomer(*row) for row in connection.execute(statement.order_by(them.c.id))]


def _since() -> ColumnElement[datetime]:
    return case((_asked_anew() > producer.c.created_at, _asked_anew()), else_=producer.c.created_at)


def place(connection: Connection, producer_id: int) -> tuple[str, str | None] | None:
    """The programme and the area of a household; None: there is none of this number."""
    here = select(producer.c.programme, producer.c.area)
    row = connection.execute(here.where(producer.c.id == producer_id, producer.c.kind == "household")).one_or_none()
    return None if row is None else (row.programme, row.area)


def is_of_reader(connection: Connection, reader: Reader, producers: Collection[int]) -> bool:
    """Whether one of these is the reader's own."""
    own = select(producer.c.id).where(producer.c.id.in_(producers), of_reader(reader))
    return connection.scalar(own.limit(1)) is not None
