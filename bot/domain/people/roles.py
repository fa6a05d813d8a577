"""What a person may be in a programme."""

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

    @property
    def in_group(self) -> bool:
        """Whether the role is held in a group."""
        return self in (Role.MEMBER, Role.LEADER)

    @property
    def in_area(self) -> bool:
        """Whether the role reaches as far as an area and all below it; without one, as far as the programme."""
        return self in (Role.OFFICER, Role.EVALUATOR, Role.MINISTRY)


@dataclass(frozen=True, slots=True)
class Reach:
    """A role and how far it reaches: in an area and all below it, in one group, or (both None) in the programme."""

    role: Role
    area: str | None = None
    group_id: int | None = None


# Whoever has one of these may change what people are asked, and record for everybody.
STAFF = frozenset({Role.OFFICER, Role.ADMIN})
# Who leads a group; in which, services ask.
LEADERS = frozenset({Role.LEADER})
# Whoever answers for a business. That is no row of a role: she speaks for a producer.
PRODUCERS = frozenset({Role.MEMBER})
# Whoever has a role that is a row: works for the programme or leads a group.
WORKERS = frozenset(Role) - PRODUCERS
