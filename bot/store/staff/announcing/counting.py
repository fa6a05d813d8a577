"""An audience in figures: how many it reaches, how many it does not and why, some of them by name."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Select, exists, func, select

from bot.domain.staff.audience import Why
from bot.store.people.roles import now_in
from bot.store.schema import chat_person, group_about, membership, person, producer, role, speaks_for
from bot.store.staff.announcing.audiences import Wanted, matching, reached, standing_of


@dataclass(frozen=True, slots=True)
class Counted:
    """How many there are: who gets it, each in a chat of her own, and who does not, by the reason."""

    reached: int
    left_out: Mapping[Why, int]

    @property
    def matching(self) -> int:
        """Everybody in the audience."""
        return self.reached + sum(self.left_out.values())


def count(connection: Connection, wanted: Wanted, *, emergency: bool = False) -> Counted:
    """An audience in figures, in one statement."""
    fates = standing_of(wanted, emergency=emergency).subquery()
    rows = connection.execute(select(fates.c.why, func.count()).group_by(fates.c.why))
    found: dict[str | None, int] = {row[0]: row[1] for row in rows}
    return Counted(found.get(None, 0), {why: found[why] for why in Why if why in found})


def reaches(connection: Connection, wanted: Wanted) -> int:
    """How many it reaches, which is all that is asked at each tap. Where something limits it, those whom it is for come
    first, and the chats of these alone are looked up.
    """
    if not wanted.audience.is_everybody or wanted.areas is not None:
        fates = standing_of(wanted).subquery()
        return connection.scalar(select(func.count()).where(fates.c.why.is_(None))) or 0
    return connection.scalar(select(func.count()).select_from(reached(wanted).order_by(None).subquery())) or 0


def some(connection: Connection, wanted: Wanted, most: int) -> list[str]:
    """The names of some of those who get it."""
    few = reached(wanted).limit(most).subquery()
    names = select(person.c.name).join_from(few, person, person.c.id == few.c.person_id)
    return list(connection.scalars(names.order_by(func.lower(person.c.name), person.c.id)))


def without_phone(wanted: Wanted) -> Select[tuple[int, int]]:
    """Who of the audience has no phone, and in which groups she is now: `group_id`, `person_id`. The leaders of these
    are told; who is in none stands in no row.
    """
    fates = matching(wanted).where(~exists().where(chat_person.c.person_id == person.c.id)).subquery()
    return (
        select(membership.c.group_id, fates.c.person_id)
        .join_from(fates, speaks_for, speaks_for.c.person_id == fates.c.person_id)
        .join(membership, membership.c.member_id == speaks_for.c.producer_id)
        .where(membership.c.until.is_(None), membership.c.confirmed_at.is_not(None))
        .distinct()
        .order_by(membership.c.group_id, fates.c.person_id)
    )


def told_of(connection: Connection, wanted: Wanted) -> tuple[int, int]:
    """How many leaders are told of members without a phone, and of how many members."""
    theirs = without_phone(wanted).order_by(None).subquery()
    leading = role.alias()
    leads = (leading.c.group_id == theirs.c.group_id, leading.c.role == "leader", now_in(leading))
    told = select(func.count(leading.c.person_id.distinct()), func.count(theirs.c.person_id.distinct()))
    leaders, members = connection.execute(told.join_from(theirs, leading, leads[0] & leads[1] & leads[2])).one()
    return int(leaders), int(members)


def groups(connection: Connection, programme: str, areas: frozenset[str] | None) -> list[tuple[int, str]]:
    """The groups of these areas (None: of the whole programme) by number and name, in the order of names."""
    here = producer.c.programme == programme
    found = select(group_about.c.group_id, group_about.c.name).join(producer, producer.c.id == group_about.c.group_id)
    found = found.where(here if areas is None else here & producer.c.area.in_(sorted(areas)))
    rows = connection.execute(found.order_by(func.lower(group_about.c.name), group_about.c.group_id))
    return [(row[0], row[1]) for row in rows]
