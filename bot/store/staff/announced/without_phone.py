"""Members without a phone whom an announcement is for: how many each leader has to read it to."""

from typing import Any

from sqlalchemy import Connection, Select, func, select

from bot.domain.people.roles import Role
from bot.domain.staff.audience import Why
from bot.store.people.roles import now_in
from bot.store.schema import membership, role, speaks_for


def by_leader(connection: Connection, left_out: Select[Any]) -> dict[int, int]:
    """How many members without a phone are in the groups that each leads herself, of those who get nothing
    (`left_out`: person_id, why).
    """
    nobody = left_out.subquery()
    hers = (membership.c.until.is_(None), membership.c.confirmed_at.is_not(None))
    leads = (role.c.role == Role.LEADER, now_in())
    counted = (
        select(role.c.person_id, func.count(membership.c.member_id.distinct()))
        .join_from(nobody, speaks_for, speaks_for.c.person_id == nobody.c.person_id)
        .join(membership, membership.c.member_id == speaks_for.c.producer_id)
        .join(role, role.c.group_id == membership.c.group_id)
        .where(nobody.c.why == Why.NO_PHONE, *hers, *leads)
        .group_by(role.c.person_id)
    )
    return {person_id: n for person_id, n in connection.execute(counted)}
