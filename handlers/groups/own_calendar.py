"""The group itself on its leader's phone: when it is asked, its questions with its name above each, and their end."""

from datetime import timedelta

from bot.domain.evaluation.progress import Source
from bot.domain.wire.button_data import Meaning, Shapes, hex_number, one_of
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button, Rows
from bot.forms import Session
from bot.i18n import N_, Html, Text, joined
from bot.services.evaluation import corrections as correcting
from bot.services.evaluation.corrections import Why
from bot.services.forms import dialogues
from bot.services.forms.carried_over import handed_on
from bot.services.groups import leading, own_calendar, own_reminding
from bot.services.groups.own_calendar import Kept, Own, Sent
from bot.services.roles import NotAllowed
from handlers.evaluation import chosen_day, corrections
from handlers.forms import answering as forms
from handlers.forms import questions, readers, said_at
from handlers.groups.cash_book import pages
from handlers.wire import late_taps
from handlers.wire.turn import Turn

PREFIX, KIND = own_reminding.PREFIX, "group_form"
LOOK, ANSWER, LAST, WHY = "l", own_reminding.ANSWER, "s", "w"
SHAPES: Shapes = ((one_of(LOOK, ANSWER, LAST), hex_number), (WHY, hex_number, one_of(*Why)))
# In the state of the form: what it is called.
NAME = "group_form_name"

ITSELF = N_("🏠 The group itself")
TITLE = N_("🏠 <b>{group}</b>\nHere you answer for the whole group. Your own answers stay apart.")
OPEN_NOW = N_("📝 Questions about the group wait. Please answer until {day}.")
NEXT = N_("The group is asked next on {day}.")
NOTHING = N_("Nothing is asked about the group now.")
GO_ON = N_("You have begun this. Let us go on.")
SENT = N_("✅ Sent for {group}.")
SENT_LAST = N_("✏️ What was sent on {day}")
AS_SENT = N_("📝 What was sent for {group} on {day}.")


def button(turn: Turn, group: int) -> Rows:
    """Below the group, where the programme asks groups themselves."""
    return [[Button(Text(ITSELF), Meaning.of(PREFIX, LOOK, group))]] if turn.pack.asks_groups else []


async def tapped(turn: Turn, what: str, group: int, *why: Why) -> None:
    """A button about one group, or the reason of a correction; who leads it no more is told so."""
    if what == WHY:
        await corrections.reason(turn, group, *why)
        return
    if all(one.id != group for one in await turn.run(leading.mine, turn.contact.person_id)):
        turn.whisper(late_taps.NO_LONGER)
        return
    own = await turn.run(own_calendar.look, turn.contact.person_id, group, turn.pack, turn.now)
    if own is None:
        turn.whisper(late_taps.NO_LONGER)
    elif what == ANSWER and own.open is not None:
        await _ask(turn, own)
    elif what == LAST and own.last is not None:
        await _look_at(turn, own, own.last)
    else:
        _show(turn, own)


def _show(turn: Turn, own: Own) -> None:
    told = [turn.text(TITLE, group=own.group.name)]
    rows: Rows = []
    if own.open is not None:
        until = own.open.closes_at.astimezone(turn.zone).date() - timedelta(days=1)
        told.append(turn.text(OPEN_NOW, day=until))
        rows = [[Button(Text(own_reminding.ANSWER_NOW), Meaning.of(PREFIX, ANSWER, own.group.id))]]
    elif own.next_due is None:
        told.append(turn.text(NOTHING))
    if own.chosen is not None:
        told.append(chosen_day.sentence(turn, own.chosen, of_group=True))
    elif own.next_due is not None:
        told.append(turn.text(NEXT, day=own.next_due))
    if own.last is not None:
        label = Text(SENT_LAST, {"day": own.last.sent_at.astimezone(turn.zone).date()})
        rows = [*rows, [Button(label, Meaning.of(PREFIX, LAST, own.group.id))]]
    turn.show_marked(joined(told), buttons=[*rows, *pages.button(own.group.id)])


async def _look_at(turn: Turn, own: Own, last: Kept) -> None:
    """What was sent last, by whoever led it then; whoever leads it now can correct it."""
    more = {readers.OF_GROUP: True, readers.FOR_WHOM: own.group.name, corrections.ASKED_BY: PREFIX}
    dialogue, session = await corrections.begin(turn, last, more)
    first = turn.text(AS_SENT, group=own.group.name, day=last.sent_at.astimezone(turn.zone).date()) + "\n"
    if not correcting.can_change(last, turn.pack, turn.now):
        first += turn.text(corrections.TOO_LATE) + "\n"
    questions.ask(turn, dialogue, session, first)


async def _ask(turn: Turn, own: Own) -> None:
    """The form of what is open, begun or gone on with."""
    assert own.open is not None  # the caller looked
    front = turn.contact.dialogue
    known = [*([front] if front else []), *await turn.run(dialogues.of_contact, turn.contact)]
    begun = next((one for one in known if one.kind == KIND and one.slot_id == own.open.id), None)
    if begun is not None:
        await forms.resume(turn, begun, turn.text(GO_ON) + "\n")
        return
    form = turn.pack.forms[own.open.form]
    forms.begin(
        turn,
        KIND,
        form,
        state={readers.OF_GROUP: True, readers.FOR_WHOM: own.group.name, NAME: own.open.form},
        producer=own.group.id,
        slot=own.open.id,
        known=await turn.run(handed_on, own.group.id, form),
    )


async def finish(turn: Turn, dialogue: Dialogue, session: Session) -> None:
    """Sent: kept, if she leads the group still."""
    person = turn.contact.person
    if person is None or dialogue.producer_id is None or dialogue.form is None:
        raise LookupError(f"dialogue {dialogue.id} is a form of nobody")
    sent = Sent(
        dialogue_id=dialogue.id,
        producer_id=dialogue.producer_id,
        person_id=person.id,
        slot_id=dialogue.slot_id,
        form_hash=dialogue.form,
        form_name=dialogue.state[NAME],
        # the group speaks for itself by whoever leads it: it is none of the figures that a leader gives of a member
        source=Source.SELF,
        language=turn.language,
        practice=False,
        began_at=dialogue.began_at,
        answers=session.result(),
    )
    said = said_at.of(turn, dialogue)
    turn.contact.close()
    try:
        number = await turn.run(own_calendar.keep, sent, turn.pack, turn.now, said)
    except NotAllowed:
        turn.show(corrections.NOT_KEPT)
        return
    if number is not None:
        await turn.run(correcting.remember, number, corrections.messages(turn, dialogue), turn.now, turn.pack)
    following = await turn.run(own_calendar.next_after, person.id, dialogue.producer_id, turn.now)
    told: list[Html] = [turn.text(SENT, group=dialogue.state[readers.FOR_WHOM])]
    told += [turn.text(NEXT, day=following)] if following else []
    change = Button(Text(corrections.CHANGE), Meaning.of(PREFIX, LAST, dialogue.producer_id))
    turn.show_marked(joined(told), buttons=[[change]])
