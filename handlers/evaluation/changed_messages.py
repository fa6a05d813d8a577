"""A message that she has changed: the answer typed in it changes too, or she is asked whether it should."""

from dataclasses import replace

from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button
from bot.forms import Question, Refused, Session
from bot.i18n import N_, Ask, Html, Read, Text, Unread, Value, escaped
from bot.services.book import entries as book
from bot.services.evaluation import corrections
from bot.services.evaluation.corrections import Message, Own, Why
from bot.services.forms import dialogues
from bot.services.people.shared_phone import Somebody
from handlers.book.entering import changed_lines, open_questions
from handlers.evaluation.corrections import WHY, begin
from handlers.forms import answer_taken, questions
from handlers.forms import answering as forms
from handlers.forms import readings as answers
from handlers.people import pin, shared_phone
from handlers.wire import events
from handlers.wire.turn import Turn

EDITED = N_("I saw that you changed a message. To change an answer, tap “Back”, or change it at the end.")
EDITED_LATER = N_("I saw that you changed a message. What you have sent stays as it was.\nTo change it: /answers")
ONCE_MORE = N_("I saw that you changed a message. Nothing has changed by that.\nPlease write it once more.")
SENT_ALREADY = N_("That is what you have sent already.")
SHALL_I = N_("{label}\nChange {old} to {new}?")
YES = N_("✅ Yes, change it")


async def edited(turn: Turn) -> bool:
    """Find the answer that was typed in the message, in what is open or in what was sent; False: it is none."""
    if turn.contact.shared and (writer := await _another(turn)) is not None:
        shared_phone.offer(turn, writer, shared_phone.WRITTEN_BY)
        return True
    turn.event = replace(turn.event, kind=events.Kind.TEXT)
    if (found := await _open_one(turn)) is not None:
        await _change(turn, *found)
        return True
    if await changed_lines.edited(turn):
        return True
    person, number = turn.contact.person, turn.event.message_id
    here = Message(turn.contact.bot, turn.contact.chat, number or 0)
    typed = await turn.run(corrections.typed_in, here, turn.now)
    own = await turn.run(corrections.find, person.id, typed[0]) if typed and person else None
    if own is not None and await pin.is_shut(turn):
        # who makes nothing has no answers of her own to look at
        await pin.ask(turn, "answers" if turn.acting_for is not None else "group")
    elif typed is not None and own is not None:
        await _offer(turn, own, typed[1])
    else:
        return False
    return True


def nothing(turn: Turn) -> None:
    """Nothing was said in the message that could be changed; who only works here has no answers to look at."""
    dialogue = turn.contact.dialogue
    if turn.acting_for is None and (dialogue is None or dialogue.form is None):
        turn.say(ONCE_MORE)
    else:
        turn.say(EDITED if dialogue is not None else EDITED_LATER)


async def _another(turn: Turn) -> Somebody | None:
    """Who else of this phone wrote the message: what she answered or wrote down in it is not changed by others."""
    contact, number = turn.contact, turn.event.message_id
    here = Message(contact.bot, contact.chat, number or 0)
    writers = {await turn.run(corrections.writer_of, here)}
    writers |= {one.person_id for one in await turn.run(book.in_message, here.bot, here.chat, here.number)}
    for one in await turn.run(dialogues.of_others, contact):
        asked = one.kind == open_questions.KIND and open_questions.origin_of(one).message == number
        if asked or number in answer_taken.typed_in(one).values():
            writers.add(one.person_id)
    if contact.person_id in writers:
        return None
    found = [await shared_phone.find(turn, one) for one in writers]
    return next((one for one in found if one is not None), None)


async def _open_one(turn: Turn) -> tuple[Dialogue, str] | None:
    """The open dialogue in which the message is the newest answer to a question, and that question's path."""
    front = turn.contact.dialogue
    behind = await turn.run(dialogues.of_contact, turn.contact)
    others = (turn.contact.touched.get(one.id, one) for one in behind if one.id not in turn.contact.closed)
    for dialogue in (*((front,) if front else ()), *others):
        for path, number in answer_taken.typed_in(dialogue).items():
            if number == turn.event.message_id:
                return dialogue, path
    return None


async def _change(turn: Turn, dialogue: Dialogue, path: str) -> None:
    """In place; then she is asked what she was asked before."""
    turn.contact.open(dialogue)
    session = forms.session_of(turn, dialogue)
    there = _at(session, path)
    if there is None or there.question is None or there.question.kind in answers.FILES:
        turn.say(EDITED)
        return
    reading = answers.read(turn, there.question)
    if isinstance(reading, Unread):
        questions.ask(turn, dialogue, session, _why(turn, there.question, reading))
    else:
        await answer_taken.take(turn, dialogue, there, there.question, reading)


def _at(session: Session, path: str) -> Session | None:
    """The session at a question; None when it is not asked any more."""
    return session.goto(path) if any(line.path == path for line in session.review()) else None


def _why(turn: Turn, question: Question, unread: Unread) -> Html:
    return Html.of("⚠️ {}\n", turn.text(answers.sentence(turn, question, unread.reason)))


async def _offer(turn: Turn, own: Own, path: str) -> None:
    """What was sent is changed only when she says so."""
    dialogue, session = await begin(turn, own)
    there = _at(session, path)
    question = there.question if there else None
    if there is None or question is None or question.kind in answers.FILES:
        await forms.end_correction(turn, dialogue, turn.text(EDITED_LATER))
        return
    match answers.read(turn, question):
        case Unread() as unread:
            await forms.end_correction(turn, dialogue, _why(turn, question, unread) + turn.text(EDITED_LATER))
        case Ask() as doubt:
            dialogue.state[WHY] = Why.EDITED
            await answer_taken.take(turn, dialogue, there, question, doubt)
        case Read(value=value) if value == question.value:
            await forms.end_correction(turn, dialogue, turn.text(SENT_ALREADY))
        case Read(value=value):
            await _ask(turn, dialogue, there, question, value)


async def _ask(turn: Turn, dialogue: Dialogue, there: Session, question: Question, value: str) -> None:
    try:
        after = there.answer(value)
    except Refused as refused:
        reason = escaped(refused.message) if refused.message else turn.text(answer_taken.REFUSED)
        await forms.end_correction(turn, dialogue, Html.of("⚠️ {}\n{}", reason, turn.text(EDITED_LATER)))
        return
    answer_taken.note_message(turn, dialogue, question)
    dialogue.state[WHY] = Why.EDITED
    answer_taken.keep(turn, dialogue, after)
    if after.question is not None:
        # more is asked now than before: the review at the end is where she sends it
        questions.ask(turn, dialogue, after, questions.echo(turn, question, value))
        return
    old: Value = answers.shown(turn, question, question.value) if question.value else "–"
    new = answers.shown(turn, question, value)
    deeds = ((YES, "z"), (questions.LEAVE, "x"))
    rows = [[Button(Text(told), questions.data(dialogue, None, op)) for told, op in deeds]]
    turn.say(SHALL_I, buttons=rows, label=question.label, old=old, new=new)
