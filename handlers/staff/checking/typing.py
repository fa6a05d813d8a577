"""What an officer writes about a figure: why, or the value that it may have to be; asked and read here."""

from dataclasses import dataclass
from typing import Any

from bot.domain.staff.checking import READY, Deed, Refused
from bot.domain.wire.button_data import Meaning
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button, Rows
from bot.forms import Refused as NotTaken
from bot.forms import Session
from bot.i18n import N_, Ask, Read, Text, escaped, is_back, is_later
from bot.services.ids import new_id
from bot.services.staff.checking import asking
from bot.services.staff.checking.deciding import Because
from bot.services.staff.checking.looking import Shown
from handlers.forms import answer_taken
from handlers.forms import answering as forms
from handlers.forms import readings as answers
from handlers.staff.checking import words
from handlers.wire import events, late_taps
from handlers.wire.turn import Turn

PREFIX = KIND = "figures"
CORRECT, OF, VALUE_WHY, LEAVE_IT = "c", "p", "r", "x"
# In the state: about which item, as it was seen; what is done about which of them; which answer, and its value.
NUMBER, MARK, DEED, SCOPE, PATH, FORM, VALUE = "number", "mark", "deed", "scope", "path", "form", "value"
LONGEST = 300

TYPE_WHY, WHICH = N_("Please write why, in a few words."), N_("Which figure?")
WHAT_INSTEAD = N_("{label}: {now}\nWhat may it have to be? I ask her, and only her yes changes it.")
NOT_NOW = N_("✖️ Not now")
BECAUSE = N_("Why? Tap, or write it in a few words.")
LEFT = N_("All right. Nothing was changed.")
IS_ASKED = N_("❓ It is asked, by day. Until then nothing changes.")
PLAIN_NUMBER = N_("Please write the number alone.")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is to be done, in words."""

    deed: str
    scope: str
    number: int
    mark: int
    words: str


@dataclass(frozen=True, slots=True)
class ValueReason:
    """Why the value that was written is right, in words."""

    words: str


def close(turn: Turn) -> None:
    """Nothing is written any more."""
    if turn.contact.dialogue is not None and turn.contact.dialogue.kind == KIND:
        turn.contact.close()


def _open(turn: Turn, **state: Any) -> None:
    close(turn)
    turn.contact.open(Dialogue(new_id(), KIND, state, turn.now))


def _leave() -> list[Button]:
    return [Button(Text(NOT_NOW), Meaning.of(PREFIX, LEAVE_IT, ""))]


def ask_why(turn: Turn, deed: str, scope: str, number: int, mark: int) -> None:
    """From now on what she writes is a reason."""
    _open(turn, **{DEED: str(deed), SCOPE: str(scope), NUMBER: number, MARK: mark})
    turn.show(TYPE_WHY, buttons=[_leave()])


async def correct(turn: Turn, shown: Shown, mark: int, which: int | None) -> None:
    """Which of its figures, where there are several; then what she writes is the value."""
    known = [one for one in shown.figures if one.value is not None]
    if which is None and len(known) > 1:
        rows = [
            [Button(words.label(turn, shown, one), Meaning.of(PREFIX, OF, shown.item.id, mark, at))]
            for at, one in enumerate(known)
        ]
        turn.show(WHICH, buttons=[*rows, _leave()])
        return
    if not 0 <= (which or 0) < len(known):
        turn.whisper(late_taps.NO_LONGER)
        return
    figure = known[which or 0]
    _open(turn, **{NUMBER: shown.item.id, MARK: mark, PATH: figure.path, FORM: shown.item.form_hash})
    now = words.value(turn, figure, figure.value)
    turn.show(WHAT_INSTEAD, buttons=[_leave()], label=words.label(turn, shown, figure), now=now)


async def said(turn: Turn) -> Reason | ValueReason | None:
    """What she has written, if it is a reason; else she is asked what comes next."""
    dialogue = turn.contact.dialogue
    text = turn.event.said.strip() if turn.event.kind is events.Kind.TEXT else ""
    if dialogue is None:
        return None
    state = dialogue.state
    if text and (is_later(text) or is_back(text)):
        close(turn)
        turn.say(LEFT)
    elif PATH in state and VALUE not in state:
        _value(turn, dialogue)
    elif not text:
        turn.say(TYPE_WHY, buttons=[_leave()])
    elif PATH in state:
        return ValueReason(text[:LONGEST])
    else:
        return Reason(state[DEED], state[SCOPE], state[NUMBER], state[MARK], text[:LONGEST])
    return None


def _value(turn: Turn, dialogue: Dialogue) -> None:
    form = turn.loaded.form(dialogue.state[FORM])
    session = Session.start(form.only([dialogue.state[PATH]]), forms.context(turn), turn.language)
    question = session.question
    if question is None:
        close(turn)
        turn.say(late_taps.NO_LONGER)
        return
    match answers.read(turn, question):
        case Read(value=value):
            try:
                session.answer(value)
            except NotTaken as refused:
                reason = escaped(refused.message) if refused.message else turn.text(answer_taken.REFUSED)
                turn.send_marked(reason, buttons=[_leave()])
                return
            _why(turn, dialogue, value)
        case Ask():
            turn.say(PLAIN_NUMBER, buttons=[_leave()])
        case unread:
            turn.say(answers.sentence(turn, question, unread.reason), buttons=[_leave()])


def _why(turn: Turn, dialogue: Dialogue, value: str) -> None:
    dialogue.state = {**dialogue.state, VALUE: value}
    turn.contact.touch()
    rows: Rows = [[Button(Text(words.WHYS[why]), Meaning.of(PREFIX, VALUE_WHY, why))] for why in READY[Deed.CORRECT]]
    turn.say(BECAUSE, buttons=[*rows, _leave()])


async def propose(turn: Turn, dialogue: Dialogue, because: Because) -> Refused | None:
    """Have it asked."""
    state = dialogue.state
    wanted = (state[NUMBER], state[MARK], state[PATH], state[VALUE], because)
    return await turn.run(asking.propose, turn.contact.person_id, turn.loaded, turn.pack, *wanted, turn.now)
