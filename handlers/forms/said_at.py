"""When a form was said: what came in long after it was written is of the day on which it was written."""

from datetime import datetime, timedelta

from bot.domain.wire.contact import Dialogue
from handlers.wire.turn import Turn

# In a dialogue's state: when its last answer was written and when it came in, where that was long after.
WRITTEN = "written"
# A network that is away for less makes no difference.
AWAY = timedelta(hours=1)
# A form that lay for longer is of the day on which it is sent.
LAY = timedelta(hours=20)


def note(turn: Turn, dialogue: Dialogue) -> None:
    """An answer is taken."""
    rest = {name: value for name, value in dialogue.state.items() if name != WRITTEN}
    late = {WRITTEN: [turn.sent.isoformat(), turn.now.isoformat()]} if turn.now - turn.sent > AWAY else {}
    dialogue.state = rest | late


def of(turn: Turn, dialogue: Dialogue) -> datetime:
    """When she said what is sent now. A tap has no day of its own: it is of what came in just before it."""
    wrote, came = map(datetime.fromisoformat, dialogue.state.get(WRITTEN, [turn.sent.isoformat()] * 2))
    return wrote if turn.event.sent_at is None and turn.now - came < LAY else turn.sent
