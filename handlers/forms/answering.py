"""Answering a form: one event, one answer, one message back; the form says what comes next."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from bot.domain.wire.button_data import Meaning
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button
from bot.forms import Context, Form, Question, Session
from bot.i18n import BLANK, N_, Html, Read, Text, is_back, is_help, is_later, is_skip
from bot.services.evaluation import reminders
from bot.services.ids import new_id
from handlers.forms import aloud, answer_taken, dialogue_stack, questions, readers
from handlers.forms import readings as answers
from handlers.wire import events, late_taps, menu
from handlers.wire.turn import Turn

Finish = Callable[[Turn, Dialogue, Session], Awaitable[None]]
Beside = Callable[[Turn], Awaitable[bool]]

NOTHING_CHANGED = N_("Nothing was changed.")

OPEN = reminders.OPEN
# In the state of a correction: when the form was sent, and the dialogue that it came in front of.
AS_OF, BEFORE = "as_of", "before"
# In the state of a dialogue that asks some of a form's questions alone: their paths.
ONLY = "only"
# In the state of those that “Check-in” does not bring back.
BY_BUTTON = {ONLY, readers.LEADER_SEES, readers.OF_GROUP}


def begin(
    turn: Turn,
    kind: str,
    form: Form,
    *,
    state: dict[str, Any] | None = None,
    first: Html = BLANK,
    producer: int | None = None,
    slot: int | None = None,
    known: Mapping[str, str] | None = None,
) -> None:
    """Open a form and ask its first question; `first` is a line of ready HTML above it, `known` is not asked again."""
    session = Session.start(form, context(turn), turn.language, known)
    dialogue = Dialogue(
        new_id(), kind, {**(state or {}), "session": session.state()}, turn.now, form.hash, producer, slot
    )
    turn.contact.open(dialogue)
    questions.ask(turn, dialogue, session, first)


def context(turn: Turn, as_of: str | None = None) -> Context:
    """What a session takes from outside; `as_of`: another moment than now, in ISO."""
    local = (datetime.fromisoformat(as_of) if as_of else turn.now).astimezone(turn.zone)
    return Context(today=local.date(), now=local, fallbacks=tuple(turn.programme.languages))


def session_of(turn: Turn, dialogue: Dialogue) -> Session:
    """The session as it was left, on the version of the form that it began with, in her language of today."""
    form = turn.loaded.form(dialogue.form)
    if ONLY in dialogue.state:
        form = form.only(dialogue.state[ONLY])
    state = {**dialogue.state["session"], "language": turn.language}
    return Session.resume(form, state, context(turn, dialogue.state.get(AS_OF)))


async def repeat(turn: Turn, first: Html = BLANK) -> None:
    """Ask again where she left off."""
    dialogue = turn.contact.dialogue
    if dialogue is not None:
        await turn.refresh(turn, dialogue, anew=True)
        questions.ask(turn, dialogue, session_of(turn, dialogue), first)


async def resume(turn: Turn, dialogue: Dialogue, first: Html = BLANK) -> None:
    """Bring a form that was laid aside back to the front."""
    # another day, another sitting: what is recorded is heard again
    dropped = (aloud.HEARD, dialogue_stack.OFFERED, *answer_taken.PENDING)
    dialogue.state = {name: value for name, value in dialogue.state.items() if name not in dropped}
    turn.contact.open(dialogue)
    await repeat(turn, first)


async def said(turn: Turn, finish: Finish, beside: Beside) -> None:
    """Something typed or sent while a form is in front; what it cannot read may be about something else: `beside`."""
    dialogue = turn.contact.dialogue
    assert dialogue is not None  # the router looked
    await turn.refresh(turn, dialogue)
    session = session_of(turn, dialogue)
    question = session.question
    text = turn.event.said.strip() if turn.event.kind is events.Kind.TEXT else ""
    if text and (is_back(text) or text == turn.plain(questions.BACK)):
        answer_taken.go(turn, dialogue, session.back())
    elif text and (is_later(text) or text == turn.plain(questions.LATER)):
        await later(turn)
    elif text and is_help(text):
        questions.ask(turn, dialogue, session, turn.text(menu.WHAT_FOR) + "\n")
    elif text and (settled := answer_taken.settled_doubt(turn, dialogue, text)) is not None and question is not None:
        await answer_taken.settle_doubt(turn, dialogue, session, question, settled)
    elif question is None:
        await _said_at_review(turn, dialogue, session, finish, beside)
    elif text and (is_skip(text) or text == turn.plain(questions.SKIP)) and not _is_choice(question, text):
        answer_taken.skip(turn, dialogue, session, question)
    else:
        reading = answers.read(turn, question)
        if isinstance(reading, Read) or not await beside(turn):
            await answer_taken.take(turn, dialogue, session, question, reading)


def _is_choice(question: Question, text: str) -> bool:
    return any(choice.label.casefold() == text.casefold() for choice in question.choices)


async def _said_at_review(turn: Turn, dialogue: Dialogue, session: Session, finish: Finish, beside: Beside) -> None:
    """ "yes" or "send" sends, a line's number changes it, anything else shows the review again."""
    lines = session.review()
    options = [("send", turn.plain(questions.SEND)), *((str(n), str(n)) for n in range(1, len(lines) + 1))]
    reading = answers.read_send(turn, options)
    if reading == "send":
        await finish(turn, dialogue, session)
    elif reading is not None:
        answer_taken.go(turn, dialogue, session.goto(lines[int(reading) - 1].path))
    elif not await beside(turn):
        questions.review(turn, dialogue, session, turn.text(N_("Please tap “Send”, or a number to change its answer.")))


async def later(turn: Turn) -> None:
    """Stop for now: nothing is lost, she goes on whenever she likes. A correction is dropped."""
    dialogue = turn.contact.dialogue
    if dialogue is not None and dialogue.kind == questions.CORRECTION:
        await end_correction(turn, dialogue, turn.text(NOTHING_CHANGED))
        return
    turn.contact.lay_aside()
    if dialogue is not None and (turn.acting_for is None or BY_BUTTON & dialogue.state.keys()):
        button = [[Button(Text(N_("▶️ Go on")), Meaning.of(OPEN, dialogue.id))]]
        turn.show(N_("All right. Your answers are kept.\nTap below to go on."), buttons=button)
    else:
        turn.say(N_("All right. Your answers are kept.\nTap “✅ Check-in” to go on."), keys=menu.of(turn))


async def end_correction(turn: Turn, dialogue: Dialogue, told: Html) -> None:
    """A correction is over: `told`, ready HTML, and what was in front before goes on."""
    turn.contact.close()
    before = await dialogue_stack.find(turn, dialogue.state.get(BEFORE))
    if before is not None:
        await resume(turn, before, Html.of("{}\n\n", told))
    else:
        turn.show_marked(told)


async def reopen(turn: Turn, number: int) -> None:
    """The button under "your answers are kept"."""
    dialogue = await dialogue_stack.find(turn, number)
    if dialogue is None or dialogue.form is None:
        turn.whisper(late_taps.ANSWERED)
    else:
        await resume(turn, dialogue)


async def tapped(
    turn: Turn, finish_of: Callable[[str], Finish], number: int, of_question: str, op: str, argument: Any
) -> None:
    """A tap on a question or a review."""
    dialogue = await _tapped_dialogue(turn, number)
    if dialogue is None:
        turn.whisper(late_taps.ANSWERED)
        return
    await turn.refresh(turn, dialogue)
    session = session_of(turn, dialogue)
    if op == "x":
        await later(turn)
    elif op == "z" and session.question is None:
        await finish_of(dialogue.kind)(turn, dialogue, session)
    elif op == "r" and session.question is None:
        questions.review(turn, dialogue, session, page=argument)
    elif op == "g" and session.question is None:
        _change(turn, dialogue, session, of_question)
    elif session.question is None or questions.mark(session.question.path) != of_question:
        # a button of an earlier message
        turn.whisper(N_("You have answered that. To change it, go back, or change it at the end."))
    else:
        await answer_taken.tapped(turn, dialogue, session, session.question, op, argument)


async def _tapped_dialogue(turn: Turn, number: int) -> Dialogue | None:
    """The form that a button belongs to; one that was laid aside comes back to the front. None: it is done with, or
    what has that number is no form.
    """
    found = await dialogue_stack.find(turn, number)
    if found is None or found.form is None:
        return None
    turn.contact.open(found)
    return found


def _change(turn: Turn, dialogue: Dialogue, session: Session, of_question: str) -> None:
    for line in session.review():
        if questions.mark(line.path) == of_question:
            answer_taken.go(turn, dialogue, session.goto(line.path))
            return
    turn.whisper(late_taps.ANSWERED)
