"""A reply, as Telegram has it, to a message about a question: hers to an answer goes on with the question, an officer's
to the message that brought it answers. Its number stands on the buttons of that message; who may is asked anew.
"""

from bot.domain.wire.button_data import Meaning, by_deed, read
from bot.domain.wire.message import Button
from bot.i18n import Text, joined
from bot.services.roles import NotAllowed
from bot.services.staff.asking import answering, asking, telling
from handlers.staff.asking import answer, ask, one_question, sendable
from handlers.wire import late_taps
from handlers.wire.turn import Turn

# What stands under each answer that came to her, and under each message that brings a question to an officer.
ANSWERED, BROUGHT = (ask.PREFIX, ask.MORE), (answer.PREFIX, answer.CLAIM)
KNOWN = by_deed({ask.PREFIX: ask.SHAPES, answer.PREFIX: answer.SHAPES})


async def heard(turn: Turn) -> bool:
    """Whether it was such a reply. What is awaited hears it first: a form, say, or the book; so does what was begun
    about this very question.
    """
    front, meant = turn.contact.dialogue, _meant(turn)
    if meant is None or turn.contact.person is None or turn.event.kind not in sendable.KINDS:
        return False
    about, number = meant.about, int(meant.values[1])
    if front is not None and (
        front.kind not in (ask.KIND, answer.KIND) or (front.kind, front.state.get(ask.INQUIRY)) == (about, number)
    ):
        return False
    return await (_more if about == ask.PREFIX else _answer)(turn, number)


def _meant(turn: Turn) -> Meaning | None:
    """What the one button means that names a question; None: there is none, or it is a list of several."""
    known = [found for data in turn.event.replied if (found := read(data, KNOWN)) is not None]
    asked = {found for found in known if (found.about, found.values[0]) in (ANSWERED, BROUGHT)}
    return asked.pop() if len(asked) == 1 else None


async def _more(turn: Turn, number: int) -> bool:
    """She goes on with it: it is open again. What is nothing but a code or a line of her book is something else."""
    her, ready = turn.contact.person_id, sendable.read(turn)
    if ready == Text(sendable.NOTHING_LEFT) or await turn.run(asking.own, her, number) is None:
        return False
    if isinstance(ready, Text):
        more = Button(Text(telling.WRITE_MORE), Meaning.of(ask.PREFIX, ask.MORE, number))
        turn.say(ready, buttons=[[more]])
        return True
    await turn.run(asking.more, her, turn.pack, number, ready.sent, turn.loaded.catalogues, turn.now)
    turn.send_marked(joined([turn.text(ask.SENT), *([turn.text(ask.LEFT_OUT)] if ready.less else [])]))
    return True


async def _answer(turn: Turn, number: int) -> bool:
    """She claims it and answers, in one; not where somebody else is answering, or has."""
    her, ready = turn.contact.person_id, sendable.read(turn, by_staff=True)
    try:
        await turn.run(answering.look, her, turn.pack, number, turn.now)
        if isinstance(ready, Text):
            turn.say(ready, buttons=[[one_question.button(telling.ANSWER_IT, answer.CLAIM, number)]])
            return True
        # what she replies to was waiting when it came
        given = (number, ready.sent, turn.now, turn.loaded.catalogues, turn.now)
        await answer.became(turn, number, await turn.run(answering.answer, her, turn.pack, *given))
    except NotAllowed:
        turn.say(late_taps.NO_LONGER)
    return True
