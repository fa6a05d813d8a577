"""Figures that staff look at: what can be done about one, with which reasons, and until when it is undone."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

PAGE_SIZE = 10
CAN_BE_UNDONE = timedelta(minutes=10)
# So many alike are done with one tap at most.
MOST_ALIKE = 200
# A held figure that nobody else in the area may let in goes one level up after so many days, where a pack says nothing.
UP_AFTER_DAYS = 7
# A value that is proposed waits so many days for her answer, where a pack says nothing.
ANSWER_WITHIN_DAYS = 14


class Deed(StrEnum):
    """What staff do about figures. Accept: they count, and a wish is granted. Hold: until then they are in no figure.
    Leave: a wish is not granted. Correct: another value is proposed, which only a yes of the person's makes the answer.
    """

    ACCEPT = "accept"
    HOLD = "hold"
    LEAVE = "leave"
    CORRECT = "correct"


class Why(StrEnum):
    """Why: one of those that are ready, or typed."""

    SAID_SO = "said_so"
    SEEN = "seen"
    BIG_MONTH = "big_month"
    HELPED = "helped"
    TOO_FAR = "too_far"
    ASK_FIRST = "ask_first"
    NOT_HERS = "not_hers"
    ZEROS = "zeros"
    TOO_LATE = "too_late"
    TYPED = "typed"


READY: Mapping[Deed, tuple[Why, ...]] = MappingProxyType(
    {
        Deed.ACCEPT: (Why.SAID_SO, Why.SEEN, Why.BIG_MONTH, Why.HELPED),
        Deed.HOLD: (Why.TOO_FAR, Why.ASK_FIRST, Why.NOT_HERS),
        Deed.LEAVE: (Why.SAID_SO, Why.TOO_LATE),
        Deed.CORRECT: (Why.ZEROS, Why.SAID_SO, Why.SEEN),
    }
)


class Alike(StrEnum):
    """Which others are like one: of the same reason, in the same group, or in the same form."""

    GROUP = "g"
    FORM = "f"


class Refused(StrEnum):
    """Why nothing was done."""

    GONE = "gone"
    CHANGED = "changed"
    NEEDS_ANOTHER = "needs_another"
    NO_FIGURE = "no_figure"
    NOBODY_TO_ASK = "nobody_to_ask"


class How(StrEnum):
    """How somebody without a phone has agreed, as her leader says."""

    ALOUD = "aloud"
    SIGNED = "signed"


class Said(StrEnum):
    """What she says to a value that staff propose; nothing, for as long as the pack waits."""

    YES = "yes"
    NO = "no"
    NOTHING = "nothing"
