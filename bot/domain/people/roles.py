"""What a person may be in a programme."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """A member answers for a business; the others work for the programme or lead a group."""

    MEMBER = "member"
    LEADER = "leader"
    OFFICER = "officer"
    EVALUATOR = "evaluator"
    MINISTRY = "ministry"
    ADMIN = "admin"
    # Officers with a duty alone: what officers may is closed to them, unless it is said to be open.
    TRAINER = "trainer"
    LENDER = "lender"
    JUDGE = "judge"

    @property
    def in_group(self) -> bool:
        """Whether the role is held in a group."""
        return self in (Role.MEMBER, Role.LEADER)

    @property
    def in_area(self) -> bool:
        """Whether the role reaches as far as an area and all below it; without one, as far as the programme."""
        return self in (Role.OFFICER, Role.EVALUATOR, Role.MINISTRY, *ON_DUTY)


@dataclass(frozen=True, slots=True)
class Reach:
    """A role and how far it reaches: in an area and all below it, in one group, or (both None) in the programme."""

    role: Role
    area: str | None = None
    group_id: int | None = None
    # the name of the duty that an officer was given with her link
    duty: str | None = None

    @property
    def office(self) -> Role:
        """What she is called: who has a duty alone is an officer."""
        return Role.OFFICER if self.role in ON_DUTY else self.role


# What an officer can be given to do, by its name: which role that is. A pack may name fewer.
DUTIES: Mapping[str, Role] = {
    "trainer": Role.TRAINER,
    "lender": Role.LENDER,
    "judge": Role.JUDGE,
    "secretariat": Role.OFFICER,
}
ON_DUTY = frozenset(DUTIES.values()) - {Role.OFFICER}
# What somebody is invited as; a duty is said beside it.
OFFICES = tuple(role for role in Role if role not in ON_DUTY)


def held_as(offices: Collection[Role]) -> frozenset[Role]:
    """The roles by which somebody is one of these: who has a duty alone is an officer too."""
    return frozenset(role for role in Role if role in offices or (role in ON_DUTY and Role.OFFICER in offices))


# Whoever has one of these may change what people are asked, and record for everybody.
STAFF = frozenset({Role.OFFICER, Role.ADMIN})
# Whoever sets groups up.
SET_UP = STAFF | {Role.TRAINER}
# Who leads a group; in which, services ask.
LEADERS = frozenset({Role.LEADER})
# Whoever answers for a business. That is no row of a role: she speaks for a producer.
PRODUCERS = frozenset({Role.MEMBER})
# Whoever has a role that is a row: works for the programme or leads a group.
WORKERS = frozenset(Role) - PRODUCERS
