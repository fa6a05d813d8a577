"""Taking an answer: what was read of it becomes an answer of the form, a doubt, or a word about why it is none."""

from collections.abc import Mapping
from typing import Any

from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Rows
from bot.forms import Kind, Question, Refused, Session, spoken_name
from bot.i18n import BLANK, N_, Ask, Html, Read, Reading, Unread, escaped, read_yes_no
from bot.services.wire import received_files
from handlers.forms import aloud, dialogue_stack, prefilled, questions, said_at, usual
from handlers.forms import readings as answers
from handlers.forms.button_data import chosen
from handlers.wire.turn import Turn

REFUSED = N_("That answer does not fit. Please try another.")
NEEDED = N_("This one is needed. Please answer it.")

# In a dialogue's state: the message in which each answer was typed, by path.
TYPED = "typed"
# Which question was answered last with what nobody could read.
UNREAD = "unread"
# The phone number that came by the button: Telegram vouches for it.
OWN_PHONE = "own_phone"
# What was asked back and is not settled yet.
PENDING = ("candidates", usual.USUAL)


def keep(turn: Turn, dialogue: Dialogue, session: Session) -> None:
    """Write down where she is; what was asked back is settled."""
    dialogue.state = {**dialogue.state, "session": session.state()}
    dialogue.state.pop("ticks", None)
    dialogue.state.pop(UNREAD, None)
    dialogue.state.pop(dialogue_stack.OFFERED, None)
    said_at.note(turn, dialogue)
    _settled(turn, dialogue)


def _settled(turn: Turn, dialogue: Dialogue) -> None:
    dialogue.state = {name: value for name, value in dialogue.state.items() if name not in PENDING}
    turn.contact.touch()


def settled_doubt(turn: Turn, dialogue: Dialogue, text: str) -> bool | None:
    """Yes or no to "did you mean …?" with one candidate; None where nothing of the kind was asked or said."""
    if len(dialogue.state.get("candidates", [])) != 1:
        return None
    said = read_yes_no(text, turn.locale)
    return said.value if isinstance(said, Read) else None


async def settle_doubt(turn: Turn, dialogue: Dialogue, session: Session, question: Question, agreed: bool) -> None:
    """She has said whether the one candidate is meant."""
    if agreed:
        sure = usual.USUAL in dialogue.state
        await answer(turn, dialogue, session, question, dialogue.state["candidates"][0], sure=sure)
    else:
        go(turn, dialogue, session)


async def take(turn: Turn, dialogue: Dialogue, session: Session, question: Question, reading: Reading[str]) -> None:
    """What was read of something typed or sent: an answer, a doubt, or a word about why it is none."""
    match reading:
        case Read(value=value):
            note_message(turn, dialogue, question)
            if turn.event.own_phone:
                dialogue.state = {**dialogue.state, OWN_PHONE: value}
            if question.kind in answers.FILES:
                here = turn.contact
                await turn.run(
                    received_files.expect, value, here.bot, here.chat, turn.event.said, turn.now, person=here.person_id
                )
            await answer(turn, dialogue, session, question, value)
        case Ask(choices=candidates):
            note_message(turn, dialogue, question)
            keep(turn, dialogue, session)
            dialogue.state["candidates"] = list(candidates)
            questions.doubt(turn, dialogue, session, question, candidates)
        case Unread(reason=reason):
            _settled(turn, dialogue)
            told = Html.of("⚠️ {}\n", turn.text(answers.sentence(turn, question, reason)))
            person = await _person_to_ask(turn, dialogue, question)
            questions.ask(turn, dialogue, session, told, wrong=aloud.error(reason), more=person)


async def _person_to_ask(turn: Turn, dialogue: Dialogue, question: Question) -> Rows:
    """Whom she can ask, where the same question was answered twice in a row with what nobody could read."""
    before = dialogue.state.get(UNREAD)
    dialogue.state = {**dialogue.state, UNREAD: question.path}
    turn.contact.touch()
    return await turn.offer_person(turn, question.label) if before == question.path else ()


def typed_in(dialogue: Dialogue) -> Mapping[str, int]:
    """The messages in which the questions of a form were answered, by path; what is no form has no such messages."""
    found: Mapping[str, int] = dialogue.state.get(TYPED, {}) if dialogue.form is not None else {}
    return found


def note_message(turn: Turn, dialogue: Dialogue, question: Question) -> None:
    """Who changes the message in which she has answered changes the answer."""
    if turn.event.message_id is not None:
        typed = {**typed_in(dialogue), question.path: turn.event.message_id}
        dialogue.state = {**dialogue.state, TYPED: typed}


async def answer(
    turn: Turn, dialogue: Dialogue, session: Session, question: Question, value: str, *, sure: bool = False
) -> None:
    """Take an answer and go on; `sure`: she was asked back already, because it is far from what she usually says."""
    try:
        after = session.answer(value)
    except Refused as refused:
        reason = escaped(refused.message) if refused.message else turn.text(REFUSED)
        wrong = f"{spoken_name(question.path)}.constraint" if refused.message else aloud.REFUSED
        questions.ask(turn, dialogue, session, Html.of("⚠️ {}\n", reason), wrong=wrong)
        return
    far = None if sure else await usual.far_off(turn, dialogue, question, value)
    if far is None:
        go(turn, dialogue, after, questions.echo(turn, question, value))
        return
    keep(turn, dialogue, session)
    usual.ask_back(turn, dialogue, question, value, far)


def skip(turn: Turn, dialogue: Dialogue, session: Session, question: Question) -> None:
    """Leave a question out, where that is allowed."""
    if question.required:
        reason = escaped(question.required_message) if question.required_message else turn.text(NEEDED)
        wrong = f"{spoken_name(question.path)}.required" if question.required_message else aloud.NEEDED
        questions.ask(turn, dialogue, session, Html.of("⚠️ {}\n", reason), wrong=wrong)
    else:
        go(turn, dialogue, session.skip())


def go(turn: Turn, dialogue: Dialogue, session: Session, first: Html = BLANK) -> None:
    """Write down where she is and ask what comes there."""
    keep(turn, dialogue, session)
    questions.ask(turn, dialogue, session, first)


async def tapped(turn: Turn, dialogue: Dialogue, session: Session, question: Question, op: str, argument: Any) -> None:
    """A tap on the question in front: `op` and `argument` are of its data."""
    match op:
        case "c" if (name := chosen(question, argument)) is not None:
            await answer(turn, dialogue, session, question, name)
        case "t" if (name := chosen(question, argument)) is not None:
            _tick(turn, dialogue, session, question, name)
        case "d":
            await _ticked(turn, dialogue, session, question)
        case "p":
            questions.ask(turn, dialogue, session, page=argument)
        case "b":
            go(turn, dialogue, session.back())
        case "s":
            skip(turn, dialogue, session, question)
        case "y" if argument < len(candidates := dialogue.state.get("candidates", [])):
            sure = usual.USUAL in dialogue.state
            await answer(turn, dialogue, session, question, candidates[argument], sure=sure)
        case "n":
            go(turn, dialogue, session)
        case "v" if argument in questions.values(turn, dialogue, question):
            sure = prefilled.is_said(dialogue, question, argument)
            await answer(turn, dialogue, session, question, argument, sure=sure)
        case prefilled.ALL if prefilled.is_offered(turn, dialogue, session):
            told, after = prefilled.taken(turn, dialogue, session)
            go(turn, dialogue, after, told)
        case prefilled.SINGLY:
            prefilled.ask_singly(dialogue)
            go(turn, dialogue, session)
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
        skip(turn, dialogue, session, question)
