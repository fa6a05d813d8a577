"""A figure far from what she usually says is asked back, before it is taken: most are a zero too many."""

from decimal import Decimal

from bot.domain.evaluation.progress import Source
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button
from bot.forms import Question
from bot.i18n import N_, Text
from bot.services.evaluation import usual
from handlers.forms import questions, readers
from handlers.forms import readings as answers
from handlers.wire.turn import Turn

# In a dialogue's state: what she usually says, while she is asked whether the figure in "candidates" is right.
USUAL = "usual"
# In the state of a correction: the submission that it is about.
SUBMISSION = "submission"

ASKED_BACK = N_("{value}? You usually say {usual}.")
RIGHT, CHANGE = N_("✅ Yes, it is right"), N_("✏️ Change it")


async def far_off(turn: Turn, dialogue: Dialogue, question: Question, value: str) -> Decimal | None:
    """What she usually says, when this is far from it; on a leader's phone, what leaders have said."""
    producer_id = dialogue.producer_id
    if turn.contact.person is None or producer_id is None or question.kind not in usual.NUMBERS or "[" in question.path:
        return None
    return await turn.run(
        usual.far_off,
        producer_id,
        question.name,
        value,
        turn.pack,
        practice=questions.is_practice(dialogue),
        but=dialogue.state.get(SUBMISSION),
        source=Source.LEADER if dialogue.state.get(readers.LEADER_SEES) else None,
    )


def ask_back(turn: Turn, dialogue: Dialogue, question: Question, value: str, usually: Decimal) -> None:
    """Is it right? Yes keeps it; until then the question is not answered."""
    known = format(usually, "f")
    dialogue.state |= {"candidates": [value], USUAL: known}
    told = {"value": answers.shown(turn, question, value), "usual": answers.shown(turn, question, known)}
    rows = [
        [Button(Text(RIGHT), questions.data(dialogue, question, "y", "0"))],
        [Button(Text(CHANGE), questions.data(dialogue, question, "n"))],
    ]
    turn.show_marked(turn.text(ASKED_BACK, **told), buttons=rows)
