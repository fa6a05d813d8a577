"""What comes of a follow-up: staff were there, call again, or close it and say why."""

from datetime import timedelta
from enum import StrEnum


class What(StrEnum):
    """One step that staff have taken; a note and an undoing are steps too, so that nothing is overwritten."""

    VISITED = "visited"
    CALL_AGAIN = "call_again"
    CLOSED = "closed"
    NOTED = "noted"
    UNDONE = "undone"

    @property
    def ends(self) -> bool:
        """Whether nobody is to look at it any more."""
        return self in (What.VISITED, What.CLOSED)


class Closed(StrEnum):
    """Why there is nothing more to do; of another reason the words are kept."""

    MOVED = "moved"
    ILL = "ill"
    CEASED = "ceased"
    NOT_WANTED = "not_wanted"
    DIED = "died"
    WRONG_NUMBER = "wrong_number"
    OTHER = "other"


# What is done by a slip of the finger is undone by one tap.
CAN_BE_UNDONE = timedelta(minutes=10)
LONGEST_WAIT = timedelta(days=366)
LONGEST_WORDS = 500
