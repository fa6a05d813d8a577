"""A member has the last word on what her leader has reported for her: it is right, it is not, or she asks."""

from bot.domain.evaluation.progress import Source
from bot.domain.wire.button_data import Meaning, Shapes, hex_number, one_of
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button, Rows
from bot.forms import Line, Session
from bot.forms.xform.model import UNASKED
from bot.i18n import N_, Html, MonthOf, Text, is_later, is_skip, joined
from bot.services.evaluation.submissions import Sent
from bot.services.forms import dialogues
from bot.services.groups.report import last_word
from bot.services.groups.report.last_word import Reported, Word
from bot.services.ids import new_id
from handlers.forms import answering as forms
from handlers.forms import dialogue_stack, usual
from handlers.forms import readings as answers
from handlers.groups.report import absence
from handlers.groups.report.word_texts import IS_IT_RIGHT, LABELS, SAID, THANKS, TOLD_STAFF
from handlers.wire import events, late_taps, saying
from handlers.wire.turn import Turn

PREFIX, SEE = last_word.PREFIX, last_word.SEE
# Her own figures are asked; her question to staff is awaited.
OWN, KIND = "own_figures", "ask_staff"
ASK, ENOUGH = "q", "x"
# Each word goes with the mark of the figures that she has seen.
SHAPES: Shapes = (
    (one_of(SEE, ASK, ENOUGH), hex_number),
    (one_of(*Word), hex_number, hex_number),
)
# In the state of a dialogue: which report it is about, and the dialogue that it came in front of.
ABOUT, BEFORE = "about", "before"

ASK_THEM, ENOUGH_SAID = N_("❓ Ask"), N_("✖️ No words")
CHANGED = N_("This has changed meanwhile. Please look again.")
TOLD_BOTH = N_("Your leader and programme staff are told that it is not right. Both figures are kept.")
YOURS, YOURS_OF = N_("Now please tell me yours."), N_("Now please tell me yours, for {month}.")
YOURS_ARE_THERE = N_("Your own answers are there, and they count.")
WHAT_IS_IT = N_("Programme staff see that you have a question.\nWrite it here, if you like. Only they read it.")
ASKED = N_("✅ Programme staff will read it, and write to you or call you.")
KEPT = N_("✅ Thank you. Your own figures count from now on.")
NOTHING_KEPT = N_("You gave no figure. What was reported stays, and staff know that it is not right.")


async def tapped(turn: Turn, what: str, submission: int, mark: int | None = None) -> None:
    """A button about one report; whose it is not, or no more, hears so."""
    one = await turn.run(last_word.find, turn.contact.person_id, submission)
    if one is None:
        turn.whisper(late_taps.NO_LONGER)
    elif what == ASK:
        await _ask(turn, one)
    elif what == ENOUGH:
        await _enough(turn)
    elif one.is_absent:
        await absence.tapped(turn, absence.SEE, one.report_id, one.member_id)
    elif what == SEE:
        _show(turn, one)
    elif mark != one.mark:
        _show(turn, one, turn.text(CHANGED))
    else:
        await _say(turn, one, Word(what))


def _show(turn: Turn, one: Reported, first: Html | None = None) -> None:
    """The figures as they are now, and what she has said of them."""
    session = _as_reported(turn, one)
    lines = [_line(turn, session, place) for place in session.review() if place.value]
    now = turn.text(SAID[one.word] if one.word else IS_IT_RIGHT)
    head = Html.of("<b>{}</b>", turn.text(last_word.headline(one)))
    turn.show_marked(joined([*filter(None, [first]), head, *lines, now]), buttons=_buttons(one))


def _as_reported(turn: Turn, one: Reported) -> Session:
    form = turn.loaded.form(one.form_hash)
    only = form.only(last_word.figures(one, form))
    return Session.start(only, forms.context(turn), turn.language, one.answers)


def _line(turn: Turn, session: Session, line: Line) -> Html:
    value = turn.plain("{value}", value=answers.shown_line(turn, session, line))
    return Html.of("{}\n    <b>{}</b>", line.label, value)


def _buttons(one: Reported) -> Rows:
    rows = [
        [Button(Text(label), Meaning.of(PREFIX, word, one.submission_id, one.mark))] for word, label in LABELS.items()
    ]
    return [*rows, [Button(Text(ASK_THEM), Meaning.of(PREFIX, ASK, one.submission_id))]]


def _again(one: Reported) -> Rows:
    """The way back to what was reported: she may change her mind."""
    return [[Button(Text(last_word.SEE_IT), Meaning.of(PREFIX, SEE, one.submission_id))]]


async def _say(turn: Turn, one: Reported, word: Word) -> None:
    hers = turn.contact.person_id, one.submission_id
    await turn.run(last_word.say, *hers, word, turn.pack, turn.loaded.catalogues, turn.now)
    if word is Word.RIGHT:
        turn.show(THANKS, buttons=_again(one))
    elif word is Word.PRIVATE:
        turn.show(TOLD_STAFF, buttons=_again(one))
    else:
        await _ask_hers(turn, one)


async def _ask_hers(turn: Turn, one: Reported) -> None:
    """Her own figures, those that the leader gave and she has not."""
    form = turn.loaded.form(one.form_hash)
    wanted = await turn.run(last_word.unanswered, one, form)
    told = turn.text(TOLD_BOTH)
    if not wanted:
        turn.show_marked(joined([told, turn.text(YOURS_ARE_THERE)]), buttons=_again(one))
        return
    begun = await _begun(turn, one)
    if begun is not None:
        await forms.resume(turn, begun, Html.of("{}\n", told))
        return
    yours = turn.text(YOURS) if one.is_first else turn.text(YOURS_OF, month=MonthOf(one.month))
    carried = {path: value for path, value in one.answers.items() if path not in last_word.figures(one, form)}
    forms.begin(
        turn,
        OWN,
        form.only(wanted),
        state={forms.ONLY: wanted, ABOUT: one.submission_id, usual.SUBMISSION: one.submission_id},
        first=Html.of("{}\n", joined([told, yours])),
        producer=one.member_id,
        slot=one.slot_id,
        known=carried,
    )


async def _begun(turn: Turn, one: Reported) -> Dialogue | None:
    """The same questions, begun and not sent: in front or laid aside."""
    front = turn.contact.dialogue
    known = [*([front] if front else []), *await turn.run(dialogues.of_contact, turn.contact)]
    return next((each for each in known if each.kind == OWN and each.state[ABOUT] == one.submission_id), None)


async def finish(turn: Turn, dialogue: Dialogue, session: Session) -> None:
    """Her own figures are sent: kept beside the leader's."""
    person, number = turn.contact.person, dialogue.state[ABOUT]
    one = None if person is None else await turn.run(last_word.find, person.id, number)
    turn.contact.close()
    if person is None or one is None or dialogue.form is None:
        turn.show(late_taps.NO_LONGER)
        return
    asked = set(dialogue.state[forms.ONLY])
    fields = session.form.fields
    given = {path: value for path, value in session.result().items() if path in asked or fields[path].kind in UNASKED}
    if not asked & given.keys():
        turn.show(NOTHING_KEPT, buttons=_again(one))
        return
    sent = Sent(
        dialogue_id=dialogue.id,
        producer_id=one.member_id,
        person_id=person.id,
        slot_id=one.slot_id,
        form_hash=dialogue.form,
        form_name=one.form_name,
        source=Source.SELF,
        language=turn.language,
        practice=False,
        began_at=dialogue.began_at,
        answers=given,
    )
    await turn.run(last_word.keep_own, number, sent, turn.pack, turn.now)
    turn.show(KEPT, buttons=_again(one))


# A question to staff


async def _ask(turn: Turn, one: Reported) -> None:
    await turn.run(last_word.ask, turn.contact.person_id, one.submission_id, "", turn.now)
    before = turn.contact.dialogue
    state = {ABOUT: one.submission_id, BEFORE: before.id if before and before.form else None}
    turn.contact.open(Dialogue(new_id(), KIND, state, turn.now))
    turn.say(WHAT_IS_IT, buttons=_enough_button(one.submission_id))


def _enough_button(submission: int) -> Rows:
    return [[Button(Text(ENOUGH_SAID), Meaning.of(PREFIX, ENOUGH, submission))]]


def is_over(turn: Turn) -> bool:
    """Whether it was asked so long ago that what she writes now is about something else."""
    dialogue = turn.contact.dialogue
    return dialogue is not None and turn.now - dialogue.began_at > dialogue_stack.LAPSES_AFTER


async def said(turn: Turn) -> None:
    """Her question, in her words."""
    dialogue, text = turn.contact.dialogue, turn.event.said.strip()
    if dialogue is None:
        return
    number = dialogue.state[ABOUT]
    if turn.event.kind is not events.Kind.TEXT or not text:
        turn.say(WHAT_IS_IT, buttons=_enough_button(number))
    elif is_later(text) or is_skip(text) or saying.pressed(text, _enough_button(number), turn.label):
        await _enough(turn)
    elif await turn.run(last_word.find, turn.contact.person_id, number) is None:
        await _back(turn, turn.text(late_taps.NO_LONGER))
    else:
        await turn.run(last_word.ask, turn.contact.person_id, number, text, turn.now)
        await _back(turn, turn.text(ASKED))


async def _enough(turn: Turn) -> None:
    dialogue = turn.contact.dialogue
    if dialogue is None or dialogue.kind != KIND:
        turn.whisper(late_taps.ANSWERED)
    else:
        await _back(turn, turn.text(ASKED))


async def _back(turn: Turn, told: Html) -> None:
    """It is over; what it came in front of goes on."""
    dialogue = turn.contact.dialogue
    turn.contact.close()
    before = await dialogue_stack.find(turn, dialogue.state[BEFORE]) if dialogue is not None else None
    if before is not None:
        await forms.resume(turn, before, Html.of("{}\n\n", told))
    else:
        turn.show_marked(told)
