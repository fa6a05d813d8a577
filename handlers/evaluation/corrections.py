"""My answers: what she has sent, the newest first; any of it can be looked at and changed."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC
from typing import Any

from bot.domain.programme import Purpose
from bot.domain.wire.button_data import Meaning, Shapes, hex_number, one_of
from bot.domain.wire.button_data import page as page_number
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button
from bot.forms import Session
from bot.i18n import N_, Text, joined, plural
from bot.services.evaluation import corrections
from bot.services.evaluation.corrections import Message, Own, Result, Why, Wish
from bot.services.forms import dialogues
from bot.services.ids import new_id
from handlers.evaluation import progress
from handlers.forms import answer_taken, dialogue_stack, questions, usual
from handlers.forms import answering as forms
from handlers.wire import late_taps, menu
from handlers.wire.turn import Turn

PREFIX = "fix"
PAGE = 8
WHY = "why"
# In the state of a correction: whose button the reason is, where it is not the list's.
ASKED_BY = "asked_by"
SHAPES: Shapes = (("l", page_number), ("o", hex_number), ("w", hex_number, one_of(*Why)))

CHANGE = N_("✏️ Change an answer")
WHICH = N_("Which answers do you want to see?")
NOT_KEPT = N_("You lead this group no longer. Nothing was kept.")
NOTHING_SENT = N_("You have sent nothing yet. Tap “✅ Check-in” to begin.")
FIRST, OTHER = N_("{day}: how things were"), N_("{day}: {form}")
SENT_ON = N_("📝 What you sent on {day}.")
TOO_LATE = N_("It is too late to change it here. What you change now goes to the programme's staff.")
WHY_NOW = N_("Why do you change it?")
WHYS = {Why.MISTYPED: N_("I wrote it wrong"), Why.CHANGED: N_("It has changed"), Why.OTHER: N_("Something else")}
TOLD = {
    Result.KEPT: N_("✅ Changed. What you sent first is kept too."),
    Result.WANTED: N_("Staff will see what you want to change. Until then your answers stay as they were."),
    Result.NOTHING: forms.NOTHING_CHANGED,
}


def button(submission_id: int) -> Button:
    """Under what was sent just now."""
    return Button(Text(CHANGE), Meaning.of(PREFIX, "o", submission_id))


async def show(turn: Turn, page: int = 0) -> None:
    """The list of what she has sent."""
    person = turn.contact.person
    if person is None:
        turn.say(N_("Let us get to know each other first: /start"))
        return
    found = await turn.run(corrections.of_person, person.id, PAGE + 1, page * PAGE)
    if not found and not page:
        turn.say(NOTHING_SENT, keys=menu.of(turn))
        return
    rows = [[Button(_name(turn, own), Meaning.of(PREFIX, "o", own.id))] for own in found[:PAGE]]
    turns = [Button("◀️", Meaning.of(PREFIX, "l", str(page - 1)))] if page else []
    turns += [Button("▶️", Meaning.of(PREFIX, "l", str(page + 1)))] if len(found) > PAGE else []
    turn.show(WHICH, buttons=[*rows, turns] if turns else rows)


def _name(turn: Turn, own: Own) -> Text:
    day = own.sent_at.astimezone(turn.zone).date()
    if own.form_name == Purpose.BASELINE:
        return Text(FIRST, {"day": day})
    if own.month is None:
        return Text(OTHER, {"day": day, "form": turn.loaded.form(own.form_hash).title})
    return plural("{day}: check-in after one month", "{day}: check-in after {n} months", own.month, day=day)


async def tapped(turn: Turn, op: str, *arguments: Any) -> None:
    """A button of the list, or the reason for a correction."""
    await TAPS[op](turn, *arguments)


async def _look_at(turn: Turn, submission_id: int) -> None:
    own = await _own(turn, submission_id)
    if own is None:
        turn.whisper(late_taps.NO_LONGER)
        return
    dialogue, session = await begin(turn, own)
    day = own.sent_at.astimezone(turn.zone).date()
    first = turn.text(SENT_ON, day=day) + "\n"
    if not corrections.can_change(own, turn.pack, turn.now):
        first += turn.text(TOO_LATE) + "\n"
    questions.ask(turn, dialogue, session, first)


async def _own(turn: Turn, submission_id: int) -> Own | None:
    person = turn.contact.person
    return None if person is None else await turn.run(corrections.find, person.id, submission_id)


async def begin(turn: Turn, own: Own, more: Mapping[str, Any] | None = None) -> tuple[Dialogue, Session]:
    """Put a correction in front: the form as she sent it, on its own version. One that was left open is dropped.
    `more`: what else is kept in its state.
    """
    before = turn.contact.dialogue
    behind = before.id if before and before.form else None
    if before is not None and _is_one(before):
        behind = before.state.get(forms.BEFORE)
    await _drop_others(turn)
    given = await turn.run(corrections.answers, own.id)
    as_of = own.sent_at.astimezone(UTC).isoformat()
    form = turn.loaded.form(own.form_hash)
    session = corrections.as_sent(form, given, forms.context(turn, as_of), turn.language)
    state = {"session": session.state(), forms.AS_OF: as_of, forms.BEFORE: behind, usual.SUBMISSION: own.id}
    state |= more or {}
    dialogue = Dialogue(new_id(), questions.CORRECTION, state, turn.now, form.hash, own.producer_id)
    turn.contact.open(dialogue)
    return dialogue, session


def _is_one(dialogue: Dialogue) -> bool:
    return dialogue.kind == questions.CORRECTION


async def _drop_others(turn: Turn) -> None:
    contact = turn.contact
    if contact.dialogue is not None and _is_one(contact.dialogue):
        contact.close()
    for one in await turn.run(dialogues.of_contact, contact):
        if _is_one(one):
            contact.touched.pop(one.id, None)
            contact.closed.append(one.id)


async def finish(turn: Turn, dialogue: Dialogue, session: Session) -> None:
    """Send: first she says why, then it is kept."""
    if WHY in dialogue.state:
        await _keep(turn, dialogue, session, Why(dialogue.state[WHY]))
        return
    before = await turn.run(corrections.answers, dialogue.state[usual.SUBMISSION])
    if not corrections.changes(session.form, before, session.result()):
        await forms.end_correction(turn, dialogue, turn.text(forms.NOTHING_CHANGED))
        return
    prefix = dialogue.state.get(ASKED_BY, PREFIX)
    rows = [[Button(Text(told), Meaning.of(prefix, "w", dialogue.id, why))] for why, told in WHYS.items()]
    turn.show(WHY_NOW, buttons=rows)


async def reason(turn: Turn, number: int, why: Why) -> None:
    """A button that says why."""
    dialogue = await dialogue_stack.find(turn, number)
    if dialogue is None or not _is_one(dialogue):
        turn.whisper(late_taps.ANSWERED)
        return
    turn.contact.open(dialogue)
    session = forms.session_of(turn, dialogue)
    if session.question is None:
        await _keep(turn, dialogue, session, why)
    else:
        questions.ask(turn, dialogue, session)


async def _keep(turn: Turn, dialogue: Dialogue, session: Session, why: Why) -> None:
    own = await _own(turn, dialogue.state[usual.SUBMISSION])
    if own is None or turn.contact.person is None:
        # it is a group's, whom somebody else leads by now
        await forms.end_correction(turn, dialogue, turn.text(NOT_KEPT))
        return
    wish = Wish(own, turn.contact.person.id, session.result(), why)
    result = await turn.run(corrections.send, wish, session.form, turn.pack, turn.now)
    told = [turn.text(TOLD[result])]
    if result is Result.KEPT:
        await turn.run(corrections.remember, own.id, messages(turn, dialogue), own.sent_at, turn.pack)
        told += await progress.line(turn, own.producer_id)
    await forms.end_correction(turn, dialogue, joined(told))


TAPS: dict[str, Callable[..., Awaitable[None]]] = {"l": show, "o": _look_at, "w": reason}


def messages(turn: Turn, dialogue: Dialogue) -> Mapping[Message, str]:
    """In which message of hers each answer of a dialogue was typed."""
    typed = answer_taken.typed_in(dialogue)
    return {Message(turn.contact.bot, turn.contact.chat, number): path for path, number in typed.items()}
