"""What is awaited in words about a member: her right name, or the day until which she pauses."""

from datetime import timedelta
from typing import Any

from bot.domain.wire.button_data import Meaning
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button
from bot.i18n import Text
from bot.services.ids import new_id
from handlers.forms.questions import BACK
from handlers.wire.turn import Turn

KIND = PREFIX = "gc"
SHOW = "m"
GROUP, MEMBER = "group", "member"
# What was asked so long ago she has left.
LEFT = timedelta(hours=12)


def begin(turn: Turn, group: int, member: int, **state: Any) -> None:
    """From now on what she types is about this member; what was awaited before is not any more."""
    end(turn)
    turn.contact.open(Dialogue(new_id(), KIND, {GROUP: group, MEMBER: member, **state}, turn.now))


def now(turn: Turn) -> Dialogue | None:
    """What is awaited."""
    dialogue = turn.contact.dialogue
    return dialogue if dialogue is not None and dialogue.kind == KIND else None


def end(turn: Turn) -> None:
    """Nothing of it is awaited any more."""
    if now(turn) is not None:
        turn.contact.close()


def is_over(turn: Turn) -> bool:
    """Whether it was asked so long ago that what she writes now is about something else."""
    dialogue = now(turn)
    return dialogue is not None and turn.now - dialogue.began_at >= LEFT


def back(group: int, member: int) -> list[Button]:
    """The way back to the member."""
    return [Button(Text(BACK), Meaning.of(PREFIX, SHOW, group, member))]
