"""Baseline and check-in: what is due and until when, the questions, and one line back about progress."""

from datetime import timedelta

from bot.domain.wire.button_data import Meaning
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button
from bot.forms import Session
from bot.i18n import N_, Html, Text, joined, plural
from bot.services.evaluation import calendar as evaluation
from bot.services.evaluation import submissions, usual
from bot.services.evaluation.corrections import remember
from bot.services.forms.carried_over import handed_on
from handlers.evaluation import chosen_day, corrections, from_book, practice, progress
from handlers.forms import answering as forms
from handlers.forms import dialogue_stack, prefilled, questions
from handlers.people import who_she_is
from handlers.wire import late_taps, menu
from handlers.wire.turn import Turn

SOURCE = "self"
GO_ON = N_("Let us go on where you stopped.")
SENT = N_("Sent. Thank you!")


async def due(turn: Turn, slot: int | None = None) -> None:
    """Start, or go on with, what is due; `slot` is the one that a button named."""
    person = turn.contact.person
    if person is None:
        turn.say(N_("Let us get to know each other first: /start"))
        return
    if person.practice:
        await practice.begin(turn)
        return
    open_slots = await turn.run(evaluation.due, person.id, turn.programme, turn.now)
    wanted = [one for one in open_slots if one.slot_id == slot] or open_slots
    if not wanted:
        await _nothing_due(turn, person.id, tapped=slot is not None)
        return
    await _begin(turn, wanted[0])


async def _begin(turn: Turn, slot: evaluation.DueSlot) -> None:
    front = turn.contact.dialogue
    if front is not None and front.slot_id == slot.slot_id:
        await forms.repeat(turn)
        return
    if slot.dialogue_id is not None:
        begun = await dialogue_stack.find(turn, slot.dialogue_id)
        if begun is not None:
            await forms.resume(turn, begun, turn.text(GO_ON) + "\n")
            return
    form = turn.pack.forms[slot.form]
    known = await turn.run(handed_on, slot.producer_id, form)
    forms.begin(
        turn,
        slot.form,
        form,
        state=await from_book.known(turn, slot.producer_id, form, known),
        first=_intro(turn, slot),
        producer=slot.producer_id,
        slot=slot.slot_id,
        known=known,
    )


def _intro(turn: Turn, slot: evaluation.DueSlot) -> Html:
    until = slot.closes - timedelta(days=1)
    if slot.number == 0:
        return turn.text(N_("📋 How things are today. Please answer until {day}."), day=until) + "\n"
    after = plural(
        "📋 Check-in after one month. Please answer until {day}.",
        "📋 Check-in after {n} months. Please answer until {day}.",
        slot.month,
        day=until,
    )
    return turn.text(after) + "\n"


async def _nothing_due(turn: Turn, person: int, tapped: bool) -> None:
    following = await turn.run(evaluation.next_due, person, turn.programme, turn.now)
    chosen = await chosen_day.of_person(turn, following)
    if tapped:
        turn.whisper(late_taps.ANSWERED)
    elif chosen is not None:
        turn.send_marked(joined([turn.text(N_("Nothing is due now.")), chosen]), keys=menu.of(turn))
    elif following is None:
        turn.say(N_("Nothing is due now. I will write when something is."), keys=menu.of(turn))
    else:
        turn.say(N_("Nothing is due now. The next check-in is on {day}."), keys=menu.of(turn), day=following)


async def keep(turn: Turn, dialogue: Dialogue, session: Session, form_name: str) -> submissions.Outcome | None:
    """Keep what was sent, exactly once, and close the form; None when it was practice, which is said."""
    person = turn.contact.person
    if person is None or dialogue.producer_id is None or dialogue.form is None:
        raise LookupError(f"dialogue {dialogue.id} is a form of nobody")
    sent = submissions.Sent(
        dialogue_id=dialogue.id,
        producer_id=dialogue.producer_id,
        person_id=person.id,
        slot_id=dialogue.slot_id,
        form_hash=dialogue.form,
        form_name=form_name,
        source=SOURCE,
        language=turn.language,
        practice=questions.is_practice(dialogue),
        began_at=dialogue.began_at,
        answers=(given := session.result()),
        book=prefilled.said(dialogue, given),
    )
    outcome = await turn.run(submissions.submit, sent, turn.pack, turn.now)
    turn.contact.close()
    if sent.practice:
        practice.sent(turn)
        return None
    if outcome.was_new:
        typed = corrections.messages(turn, dialogue)
        await turn.run(remember, outcome.submission_id, typed, turn.now, turn.pack)
    return outcome


async def finish(turn: Turn, dialogue: Dialogue, session: Session) -> None:
    """A baseline or a check-in was sent: one line back, and when the next is due."""
    outcome = await keep(turn, dialogue, session, dialogue.kind)
    if outcome is None or dialogue.producer_id is None or turn.contact.person is None:
        return
    if outcome.was_new:
        what = (dialogue.producer_id, outcome.submission_id, session.form, turn.pack)
        await turn.run(usual.mark, *what, turn.now)
    line = await progress.line(turn, dialogue.producer_id)
    following = await turn.run(evaluation.next_due, turn.contact.person.id, turn.programme, turn.now)
    told = [Html.of("✅ {}", turn.text(SENT)), *line]
    if (chosen := await chosen_day.of_person(turn, following)) is not None:
        told.append(chosen)
    elif following:
        told.append(turn.text(N_("The next check-in is on {day}."), day=following))
    rows = [[corrections.button(outcome.submission_id)]]
    if line:
        rows.insert(0, [Button(Text(N_("📈 Show the picture")), Meaning.of(progress.PICTURE, dialogue.producer_id))])
    turn.show_marked(joined(told), buttons=rows)
    await who_she_is.offer(turn)


async def later(turn: Turn) -> None:
    """Not now: she knows where to find it, and is reminded tomorrow."""
    turn.show(N_("All right. Whenever you like: tap “✅ Check-in” in the menu."))
