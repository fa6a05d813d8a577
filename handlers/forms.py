"""Answering a form: one event, one answer, one message back; the form says what comes next."""

import html
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from bot.domain.contact import Dialogue
from bot.forms import Context, Form, Kind, Question, Refused, Session, spoken_name
from bot.i18n import N_, Ask, Read, Reading, Text, Unread, is_back, is_help, is_later, is_skip, read_yes_no
from bot.services import dialogues, media
from bot.services.ids import new_id
from handlers import aloud, answers, events, menu, questions, usual
from handlers.saying import Button
from handlers.turn import Turn

Finish = Callable[[Turn, Dialogue, Session], Awaitable[None]]

REFUSED = N_("That answer does not fit. Please try another.")
NEEDED = N_("This one is needed. Please answer it.")
NOTHING_CHANGED = N_("Nothing was changed.")

# In a dialogue's state: the message in which each answer was typed, by path; for a correction, when the form was sent
# and the dialogue that it came in front of.
TYPED, AS_OF, BEFORE = "typed", "as_of", "before"
# What was asked back and is not settled yet.
PENDING = ("candidates", usual.USUAL)


def begin(
    turn: Turn,
    kind: str,
    form: Form,
    *,
    state: dict[str, Any] | None = None,
    first: str = "",
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
    form = turn.desk.form(dialogue.form)
    state = {**dialogue.state["session"], "language": turn.language}
    return Session.resume(form, state, context(turn, dialogue.state.get(AS_OF)))


async def repeat(turn: Turn, first: str = "") -> None:
    """Ask again where she left off."""
    dialogue = turn.contact.dialogue
    if dialogue is not None:
        questions.ask(turn, dialogue, session_of(turn, dialogue), first)


async def resume(turn: Turn, dialogue: Dialogue, first: str = "") -> None:
    """Bring a form that was laid aside back to the front."""
    # another day, another sitting: what is recorded is heard again
    dialogue.state = {name: value for name, value in dialogue.state.items() if name not in (aloud.HEARD, *PENDING)}
    turn.contact.open(dialogue)
    await repeat(turn, first)


def keep(turn: Turn, dialogue: Dialogue, session: Session) -> None:
    """Write down where she is; what was asked back is settled."""
    dialogue.state = {**dialogue.state, "session": session.state()}
    for name in ("ticks", *PENDING):
        dialogue.state.pop(name, None)
    turn.contact.touch()


async def said(turn: Turn, finish: Finish) -> None:
    """Something typed or sent while a form is in front."""
    dialogue = turn.contact.dialogue
    assert dialogue is not None  # the router looked
    session = session_of(turn, dialogue)
    question = session.question
    text = turn.event.said.strip() if turn.event.kind is events.Kind.TEXT else ""
    if text and (is_back(text) or text == turn.plain(questions.BACK)):
        _go(turn, dialogue, session.back())
    elif text and (is_later(text) or text == turn.plain(questions.LATER)):
        await later(turn)
    elif text and is_help(text):
        questions.ask(turn, dialogue, session, f"{turn.text(menu.WHAT_FOR)}\n")
    elif text and (settled := _settled_doubt(turn, dialogue, text)) is not None and question is not None:
        await _settle_doubt(turn, dialogue, session, question, settled)
    elif question is None:
        await _said_at_review(turn, dialogue, session, finish)
    elif text and (is_skip(text) or text == turn.plain(questions.SKIP)) and not _is_choice(question, text):
        _skip(turn, dialogue, session, question)
    else:
        await take(turn, dialogue, session, question, answers.read(turn, question))


def _settled_doubt(turn: Turn, dialogue: Dialogue, text: str) -> bool | None:
    """Yes or no to "did you mean …?" with one candidate; None where nothing of the kind was asked or said."""
    if len(dialogue.state.get("candidates", [])) != 1:
        return None
    said = read_yes_no(text, turn.locale)
    return said.value if isinstance(said, Read) else None


async def _settle_doubt(turn: Turn, dialogue: Dialogue, session: Session, question: Question, agreed: bool) -> None:
    if agreed:
        sure = usual.USUAL in dialogue.state
        await answer(turn, dialogue, session, question, dialogue.state["candidates"][0], sure=sure)
    else:
        _go(turn, dialogue, session)


def _is_choice(question: Question, text: str) -> bool:
    return any(choice.label.casefold() == text.casefold() for choice in question.choices)


async def _said_at_review(turn: Turn, dialogue: Dialogue, session: Session, finish: Finish) -> None:
    """ "yes" or "send" sends, a line's number changes it, anything else shows the review again."""
    lines = session.review()
    options = [("send", turn.plain(questions.SEND)), *((str(n), str(n)) for n in range(1, len(lines) + 1))]
    reading = answers.read_send(turn, options)
    if reading == "send":
        await finish(turn, dialogue, session)
    elif reading is not None:
        _go(turn, dialogue, session.goto(lines[int(reading) - 1].path))
    else:
        questions.review(turn, dialogue, session, turn.text(N_("Please tap “Send”, or a number to change its answer.")))


async def take(turn: Turn, dialogue: Dialogue, session: Session, question: Question, reading: Reading[str]) -> None:
    """What was read of something typed or sent: an answer, a doubt, or a word about why it is none."""
    match reading:
        case Read(value=value):
            note_message(turn, dialogue, question)
            if question.kind in answers.FILES:
                here = turn.contact
                await turn.run(media.expect, value, here.bot, here.chat, turn.event.said, turn.now)
            await answer(turn, dialogue, session, question, value)
        case Ask(choices=candidates):
            note_message(turn, dialogue, question)
            keep(turn, dialogue, session)
            dialogue.state["candidates"] = list(candidates)
            questions.doubt(turn, dialogue, session, question, candidates)
        case Unread(reason=reason):
            keep(turn, dialogue, session)
            told = f"⚠️ {turn.text(answers.sentence(turn, question, reason))}\n"
            questions.ask(turn, dialogue, session, told, wrong=aloud.error(reason))


def note_message(turn: Turn, dialogue: Dialogue, question: Question) -> None:
    """Who changes the message in which she has answered changes the answer."""
    if turn.event.message_id is not None:
        typed = {**dialogue.state.get(TYPED, {}), question.path: turn.event.message_id}
        dialogue.state = {**dialogue.state, TYPED: typed}


async def answer(
    turn: Turn, dialogue: Dialogue, session: Session, question: Question, value: str, *, sure: bool = False
) -> None:
    """Take an answer and go on; `sure`: she was asked back already, because it is far from what she usually says."""
    try:
        after = session.answer(value)
    except Refused as refused:
        reason = html.escape(refused.message) if refused.message else turn.text(REFUSED)
        wrong = f"{spoken_name(question.path)}.constraint" if refused.message else aloud.REFUSED
        questions.ask(turn, dialogue, session, f"⚠️ {reason}\n", wrong=wrong)
        return
    far = None if sure else await usual.far_off(turn, dialogue, question, value)
    if far is None:
        _go(turn, dialogue, after, questions.echo(turn, question, value))
        return
    keep(turn, dialogue, session)
    usual.ask_back(turn, dialogue, question, value, far)


def _skip(turn: Turn, dialogue: Dialogue, session: Session, question: Question) -> None:
    if question.required:
        reason = html.escape(question.required_message) if question.required_message else turn.text(NEEDED)
        wrong = f"{spoken_name(question.path)}.required" if question.required_message else aloud.NEEDED
        questions.ask(turn, dialogue, session, f"⚠️ {reason}\n", wrong=wrong)
    else:
        _go(turn, dialogue, session.skip())


def _go(turn: Turn, dialogue: Dialogue, session: Session, first: str = "") -> None:
    keep(turn, dialogue, session)
    questions.ask(turn, dialogue, session, first)


async def later(turn: Turn) -> None:
    """Stop for now: nothing is lost, she goes on whenever she likes. A correction is dropped."""
    dialogue = turn.contact.dialogue
    if dialogue is not None and dialogue.kind == questions.CORRECTION:
        await end_correction(turn, dialogue, turn.text(NOTHING_CHANGED))
        return
    turn.contact.lay_aside()
    if turn.contact.person is None and dialogue is not None:
        button = [[Button(Text(N_("▶️ Go on")), f"open|{dialogue.id:x}")]]
        turn.show(N_("All right. Your answers are kept.\nTap below to go on."), buttons=button)
    else:
        turn.say(N_("All right. Your answers are kept.\nTap “✅ Check-in” to go on."), keys=menu.MENU)


async def end_correction(turn: Turn, dialogue: Dialogue, told: str) -> None:
    """A correction is over: `told`, ready HTML, and what was in front before goes on."""
    contact = turn.contact
    contact.close()
    number = dialogue.state.get(BEFORE)
    before = contact.touched.get(number) if number else None
    if before is None and number:
        before = await turn.run(dialogues.find, contact.bot, contact.chat, number)
    if before is not None:
        await resume(turn, before, f"{told}\n\n")
    else:
        turn.show_marked(told)


async def reopen(turn: Turn, number: str) -> None:
    """The button under "your answers are kept"."""
    dialogue = await turn.run(dialogues.find, turn.contact.bot, turn.contact.chat, int(number, 16))
    if dialogue is None:
        turn.whisper(N_("This was answered already."))
    else:
        await resume(turn, dialogue)


async def tapped(turn: Turn, rest: str, finish_of: Callable[[str], Finish]) -> None:
    """A tap on a question or a review; `rest` is the data after its prefix."""
    number, of_question, op, argument = rest.split("|", 3)
    dialogue = await _tapped_dialogue(turn, int(number, 16))
    if dialogue is None:
        turn.whisper(N_("This was answered already."))
        return
    session = session_of(turn, dialogue)
    if op == "x":
        await later(turn)
    elif op == "z" and session.question is None:
        await finish_of(dialogue.kind)(turn, dialogue, session)
    elif op == "r" and session.question is None:
        questions.review(turn, dialogue, session, page=int(argument))
    elif op == "g" and session.question is None:
        _change(turn, dialogue, session, of_question)
    elif session.question is None or questions.mark(session.question.path) != of_question:
        # a button of an earlier message
        turn.whisper(N_("You have answered that. To change it, go back, or change it at the end."))
    else:
        await _tapped_answer(turn, dialogue, session, session.question, op, argument)


async def _tapped_dialogue(turn: Turn, number: int) -> Dialogue | None:
    """The form that a button belongs to; one that was laid aside comes back to the front. None: it is done with."""
    front = turn.contact.dialogue
    if front is not None and front.id == number:
        return front
    found = await turn.run(dialogues.find, turn.contact.bot, turn.contact.chat, number)
    if found is not None:
        turn.contact.open(found)
    return found


def _change(turn: Turn, dialogue: Dialogue, session: Session, of_question: str) -> None:
    for line in session.review():
        if questions.mark(line.path) == of_question:
            _go(turn, dialogue, session.goto(line.path))
            return
    turn.whisper(N_("This was answered already."))


async def _tapped_answer(
    turn: Turn, dialogue: Dialogue, session: Session, question: Question, op: str, argument: str
) -> None:
    match op:
        case "c" if (name := questions.chosen(question, argument)) is not None:
            await answer(turn, dialogue, session, question, name)
        case "t" if (name := questions.chosen(question, argument)) is not None:
            _tick(turn, dialogue, session, question, name)
        case "d":
            await _ticked(turn, dialogue, session, question)
        case "p":
            questions.ask(turn, dialogue, session, page=int(argument))
        case "b":
            _go(turn, dialogue, session.back())
        case "s":
            _skip(turn, dialogue, session, question)
        case "y" if int(argument) < len(candidates := dialogue.state.get("candidates", [])):
            sure = usual.USUAL in dialogue.state
            await answer(turn, dialogue, session, question, candidates[int(argument)], sure=sure)
        case "n":
            _go(turn, dialogue, session)
        case "v":
            await answer(turn, dialogue, session, question, argument)
        case _:
            questions.ask(turn, dialogue, session)


def _tick(turn: Turn, dialogue: Dialogue, session: Session, question: Question, name: str) -> None:
    ticks: list[str] = list(dialogue.state.get("ticks", []))
    ticks.remove(name) if name in ticks else ticks.append(name)
    dialogue.state = {**dialogue.state, "ticks": ticks}
    turn.contact.touch()
    place = [choice.name for choice in question.choices].index(name)
    questions.ask(turn, dialogue, session, page=place // questions.PAGE)


async def _ticked(turn: Turn, dialogue: Dialogue, session: Session, question: Question) -> None:
    ticks = dialogue.state.get("ticks", [])
    ranked = question.kind is Kind.RANK
    value = " ".join(ticks if ranked else (one.name for one in question.choices if one.name in ticks))
    if value:
        await answer(turn, dialogue, session, question, value)
    else:
        _skip(turn, dialogue, session, question)
