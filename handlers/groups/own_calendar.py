"""The group itself on its leader's phone: when it is asked, its questions with its name above each, and their end."""

from datetime import timedelta

from bot.domain.evaluation.progress import Source
from bot.domain.wire.button_data import Meaning, Shapes, hex_number, one_of
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button, Rows
from bot.forms import Session
from bot.i18n import N_, Html, Text, joined
from bot.services.forms import dialogues
from bot.services.forms.carried_over import handed_on
from bot.services.groups import leading, own_calendar, own_reminding
from bot.services.groups.own_calendar import Own, Sent
from bot.services.roles import NotAllowed
from handlers.forms import answering as forms
from handlers.forms import readers
from handlers.groups.cash_book import pages
from handlers.wire import late_taps
from handlers.wire.turn import Turn

PREFIX, KIND = own_reminding.PREFIX, "group_form"
LOOK, ANSWER = "l", own_reminding.ANSWER
SHAPES: Shapes = ((one_of(LOOK, ANSWER), hex_number),)
# In the state of the form: what it is called.
NAME = "group_form_name"

ITSELF = N_("🏠 The group itself")
TITLE = N_("🏠 <b>{group}</b>\nHere you answer for the whole group. Your own answers stay apart.")
OPEN_NOW = N_("📝 Questions about the group wait. Please answer until {day}.")
NEXT = N_("The group is asked next on {day}.")
NOTHING = N_("Nothing is asked about the group now.")
GO_ON = N_("You have begun this. Let us go on.")
SENT = N_("✅ Sent for {group}.")
NOT_KEPT = N_("You lead this group no longer. Nothing was kept.")


def button(turn: Turn, group: int) -> Rows:
    """Below the group, where the programme asks groups themselves."""
    return [[Button(Text(ITSELF), Meaning.of(PREFIX, LOOK, group))]] if turn.pack.asks_groups else []


async def tapped(turn: Turn, what: str, group: int) -> None:
    """A button about one group; who leads it no more is told so."""
    if all(one.id != group for one in await turn.run(leading.mine, turn.contact.person_id)):
        turn.whisper(late_taps.NO_LONGER)
        return
    own = await turn.run(own_calendar.look, turn.contact.person_id, group, turn.pack, turn.now)
    if own is None:
        turn.whisper(late_taps.NO_LONGER)
    elif what == ANSWER and own.open is not None:
        await _ask(turn, own)
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
    if own.next_due is not None:
        told.append(turn.text(NEXT, day=own.next_due))
    turn.show_marked(joined(told), buttons=[*rows, *pages.button(own.group.id)])


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
        state={readers.BY_BUTTON: True, readers.FOR_WHOM: own.group.name, NAME: own.open.form},
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
    turn.contact.close()
    try:
        await turn.run(own_calendar.keep, sent, turn.pack, turn.now)
    except NotAllowed:
        turn.show(NOT_KEPT)
        return
    following = await turn.run(own_calendar.next_after, person.id, dialogue.producer_id, turn.now)
    told: list[Html] = [turn.text(SENT, group=dialogue.state[readers.FOR_WHOM])]
    turn.show_marked(joined(told + ([turn.text(NEXT, day=following)] if following else [])))
