"""What a person may be in a programme."""

from enum import StrEnum


class Role(StrEnum):
    """A member answers for a business; the others work for the programme or lead a group."""

    MEMBER = "member"
    LEADER = "leader"
    OFFICER = "officer"
    EVALUATOR = "evaluator"
    ADMIN = "admin"

    @property
    def in_group(self) -> bool:
        """Whether the role is held in a group."""
        return self in (Role.MEMBER, Role.LEADER)


# Whoever has one of these may change what people are asked, and record for everybody.
STAFF = frozenset({Role.OFFICER, Role.ADMIN})
