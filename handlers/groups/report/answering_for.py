"""A leader answers a member's check-in on her own phone: for whom, the form with that name above it, and its end."""

from datetime import timedelta
from functools import partial

from bot.domain.evaluation.progress import Source
from bot.domain.wire.button_data import Meaning, Shapes, hex_number
from bot.domain.wire.button_data import page as page_number
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button, Rows
from bot.forms import Session
from bot.i18n import N_, Text, joined
from bot.services.forms import dialogues
from bot.services.forms.carried_over import handed_on
from bot.services.groups import leading
from bot.services.groups.report import answering_for
from bot.services.groups.report.answering_for import Sent, Waiting
from bot.services.roles import NotAllowed
from handlers.forms import answering as forms
from handlers.forms import readers, said_at
from handlers.groups import turning
from handlers.wire import late_taps
from handlers.wire.turn import Turn

PREFIX, KIND = "af", "answer_for"
LIST, ONE = "l", "o"
SHAPES: Shapes = ((LIST, hex_number, page_number), (ONE, hex_number, hex_number))
# In the state: the group.
GROUP = "group"

ANSWER_FOR, ANSWER_FOR_HER = N_("✍️ Answer for a member"), N_("✍️ Answer for her")
FOR_WHOM = N_("✍️ For whom do you answer? The longest overdue come first.")
NOBODY = N_("Nobody has anything that you could answer now.")
DUE = N_("{name} ({day})")
BEGIN = N_("Ask her each question. Please answer until {day}.")
GO_ON = N_("You have begun this. Let us go on.")
SENT = N_("✅ Sent for {name}. She is told of it, and has the last word.")
NOT_KEPT = N_("You lead this group no longer, or {name} is not in it. Nothing was kept.")


def button(group: int) -> Rows:
    """Below the group."""
    return [[Button(Text(ANSWER_FOR), Meaning.of(PREFIX, LIST, group, "0"))]]


async def for_her(turn: Turn, group: int, member: int) -> Rows:
    """Below one member, where something is open for her and she may be answered for."""
    if await turn.run(answering_for.find, turn.contact.person_id, group, member, turn.programme, turn.now) is None:
        return []
    return [[Button(Text(ANSWER_FOR_HER), Meaning.of(PREFIX, ONE, group, member))]]


async def tapped(turn: Turn, what: str, group: int, number: int) -> None:
    """A button about one group; who leads it no more is told so."""
    if all(one.id != group for one in await turn.run(leading.mine, turn.contact.person_id)):
        turn.whisper(late_taps.NO_LONGER)
    elif what == LIST:
        await _list(turn, group, number)
    else:
        await begin(turn, group, number)


async def _list(turn: Turn, group: int, page: int) -> None:
    found = await turn.run(answering_for.waiting, turn.contact.person_id, group, turn.programme, turn.now)
    if not found:
        turn.show(NOBODY)
        return
    page, size = turning.held(page, len(found)), turning.PAGE_SIZE
    rows = [[_member(group, one)] for one in found[page * size :][:size]]
    rows += turning.row(page, len(found), partial(Meaning.of, PREFIX, LIST, group))
    turn.show_marked(joined([turn.text(FOR_WHOM), *turning.where(turn, page, len(found))]), buttons=rows)


def _member(group: int, one: Waiting) -> Button:
    told = Text(DUE, {"name": one.name or "–", "day": one.slot.due})
    return Button(told, Meaning.of(PREFIX, ONE, group, one.member_id))


async def begin(turn: Turn, group: int, member: int) -> None:
    """The form of one member, begun or gone on with; whoever opens it leads this very group."""
    one = await turn.run(answering_for.find, turn.contact.person_id, group, member, turn.programme, turn.now)
    if one is None:
        turn.whisper(NOBODY)
        return
    begun = await _begun(turn, one)
    if begun is not None:
        await forms.resume(turn, begun, turn.text(GO_ON) + "\n")
        return
    form = turn.pack.forms[one.slot.form]
    until = one.slot.closes_at.astimezone(turn.zone).date() - timedelta(days=1)
    forms.begin(
        turn,
        KIND,
        form,
        # neither her book nor what she said before is shown on a leader's phone
        state={readers.LEADER_SEES: True, readers.FOR_WHOM: one.name or "–", GROUP: group},
        first=turn.text(BEGIN, day=until) + "\n",
        producer=member,
        slot=one.slot.id,
        known=await turn.run(handed_on, member, form),
    )


async def _begun(turn: Turn, one: Waiting) -> Dialogue | None:
    front = turn.contact.dialogue
    known = [*([front] if front else []), *await turn.run(dialogues.of_contact, turn.contact)]
    return next((each for each in known if each.kind == KIND and each.slot_id == one.slot.id), None)


async def finish(turn: Turn, dialogue: Dialogue, session: Session) -> None:
    """Sent: kept, if she leads the group still and the member is in it."""
    person, group = turn.contact.person, dialogue.state[GROUP]
    if person is None or dialogue.producer_id is None or dialogue.form is None:
        raise LookupError(f"dialogue {dialogue.id} is a form of nobody")
    sent = Sent(
        dialogue_id=dialogue.id,
        producer_id=dialogue.producer_id,
        person_id=person.id,
        slot_id=dialogue.slot_id,
        form_hash=dialogue.form,
        form_name=await turn.run(answering_for.form_name, dialogue.slot_id),
        source=Source.LEADER,
        language=turn.language,
        practice=False,
        began_at=dialogue.began_at,
        answers=session.result(),
    )
    said = said_at.of(turn, dialogue)
    turn.contact.close()
    name = dialogue.state[readers.FOR_WHOM]
    try:
        await turn.run(answering_for.keep, group, sent, session.form, turn.pack, turn.now, said)
    except NotAllowed:
        turn.show(NOT_KEPT, name=name)
        return
    turn.show(SENT, buttons=button(group), name=name)
