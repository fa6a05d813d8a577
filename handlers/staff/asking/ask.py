"""Asking a person: what would be sent is shown first, then it goes to the officers of her area; a complaint goes past
whoever it is about.
"""

from dataclasses import asdict, replace
from typing import Any

from bot.domain.staff.asking import About, As
from bot.domain.wire.button_data import Meaning, Shapes, hex_number, one_of
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Html, Text, is_later, is_skip, joined
from bot.packs import places
from bot.services.forms import dialogues
from bot.services.ids import new_id
from bot.services.staff.asking import asking, telling
from bot.services.staff.asking.asking import Sent
from handlers.forms import answering as forms
from handlers.forms import dialogue_stack
from handlers.staff.asking import sendable
from handlers.staff.asking.sendable import Ready
from handlers.wire import late_taps, menu, saying
from handlers.wire.turn import Turn

KIND = PREFIX = telling.ASK
COMMAND, COMPLAIN = "ask", "complain"
# What she wrote before; about whom; it is sent; left; more is written; what she says of an answer.
WORDS, ABOUT, SEND, LEAVE = "w", "a", "s", "x"
MORE, HELPED, NOT_HELPED = telling.MORE, telling.HELPED, telling.NOT_HELPED
SHAPES: Shapes = (
    (one_of(WORDS, SEND, LEAVE, MORE, HELPED, NOT_HELPED), hex_number),
    (ABOUT, one_of(*(one.value for one in About)), hex_number),
)
# In the state: about whom, what is shown and waits for her yes, to which question it belongs, and what came before it.
OF_WHOM, DRAFT, INQUIRY, BEFORE = "about", "draft", "inquiry", "before"

ASK_A_PERSON = N_("🙋 Ask a person")
WHAT = N_("🙋 What would you like to ask?\nWrite it, say it, or send a photo.")
WHAT_HAPPENED = N_("⚠️ What happened?\nWrite it, say it, or send a photo.")
WHAT_MORE = N_("✏️ Please write it, say it, or send a photo.")
ABOUT_WHOM = N_("⚠️ About whom is it?\nThat person will not see it.")
LEADER, OFFICER = N_("🤝 Who leads my group"), N_("🏢 An officer")
LENDER, OTHER = N_("🏦 Who lends money"), N_("👤 Somebody else")
CHOICES = {About.LEADER: LEADER, About.OFFICER: OFFICER, About.LENDER: LENDER, About.OTHER: OTHER}
GOES_TO = N_("This goes to programme staff, with your name: {where}.")
GOES_PAST = N_("This goes to programme staff, with your name: {where}. Whom it is about does not see it.")
LEFT_OUT = N_("Codes and lines of your book are left out.")
SEND_IT, LEAVE_IT = N_("✅ Send"), N_("✖️ Do not send it")
SENT = N_("✅ Sent. Programme staff answer you here.")
LEFT = N_("All right. Nothing was sent.")
NOBODY = N_("There is nobody here yet whom you could ask.")
NOBODY_ELSE = N_("It cannot be sent: nobody works here whom it is not about.")
THANKS = N_("👍 Thank you. It is closed.\nYou can write more at any time.")
SORRY = N_("Thank you for saying so. It is closed.\nWrite more, and staff look at it again.")
SIGNS = telling.SIGNS


async def begin(turn: Turn) -> None:
    """The command: what is her question?"""
    if not await turn.run(asking.can_ask, turn.contact.person_id, turn.pack):
        turn.say(NOBODY, keys=menu.of(turn))
        return
    dialogue = _open(turn, {OF_WHOM: About.NOBODY.value})
    turn.say(WHAT, buttons=[_leave(dialogue)])


async def complain(turn: Turn) -> None:
    """The command: about whom?"""
    dialogue = _open(turn, {OF_WHOM: None})
    turn.say(ABOUT_WHOM, buttons=_about_rows(dialogue))


def _open(turn: Turn, state: dict[str, Any]) -> Dialogue:
    """What was open goes on afterwards; an older question of the same kind is dropped."""
    front = turn.contact.dialogue
    if front is not None and front.kind == KIND:
        state = {BEFORE: front.state.get(BEFORE), **state}
        turn.contact.close()
    elif front is not None:
        state = {BEFORE: front.id if front.form else None, **state}
    dialogue = Dialogue(new_id(), KIND, state, turn.now)
    turn.contact.open(dialogue)
    return dialogue


def _leave(dialogue: Dialogue) -> list[Button]:
    return [Button(Text(LEAVE_IT), Meaning.of(PREFIX, LEAVE, dialogue.id))]


async def offered(turn: Turn, asked: str) -> Rows:
    """The button to a person, where there is one: her words are kept for it, and shown before anything is sent.
    `asked`: what they were to answer; empty: nothing.
    """
    words = turn.event.said.strip()
    if turn.contact.person is None or not words or turn.event.kind not in sendable.KINDS:
        return ()
    if not await turn.run(asking.can_ask, turn.contact.person_id, turn.pack):
        return ()
    ready = sendable.read(turn)
    if asked and isinstance(ready, Ready):
        words = "\n".join(filter(None, [f"({asked})", ready.sent.words]))
        ready = sendable.of_words(turn, replace(ready.sent, words=words))
    number = await _put_by(turn, asdict(ready.sent) if isinstance(ready, Ready) else None)
    return [[Button(Text(ASK_A_PERSON), Meaning.of(PREFIX, WORDS, number))]]


async def _put_by(turn: Turn, kept: dict[str, Any] | None) -> int:
    """Behind whatever is in front, in the place of the last that was put by."""
    known = await turn.run(dialogues.of_contact, turn.contact)
    here = [*turn.contact.touched.values(), *known]
    found = next(
        (one for one in here if one.kind == KIND and not one.front and one.id not in turn.contact.closed), None
    )
    dialogue = found or Dialogue(new_id(), KIND, {}, turn.now, front=False, person_id=turn.contact.person_id)
    dialogue.state = {OF_WHOM: About.NOBODY.value, DRAFT: kept}
    turn.contact.touched[dialogue.id] = dialogue
    return dialogue.id


# What is tapped


async def tapped(turn: Turn, what: str, which: int | str, dialogue_id: int = 0) -> None:
    """A button; of what is done with, or is none of hers, it does nothing and says so."""
    if what == ABOUT:
        await _of_whom(turn, About(str(which)), dialogue_id)
    elif isinstance(which, int) and what in (HELPED, NOT_HELPED):
        await _judge(turn, which, helped=what == HELPED)
    elif isinstance(which, int) and what == MORE:
        await _more(turn, which)
    elif isinstance(which, int):
        await _on_draft(turn, what, which)


async def _find(turn: Turn, number: int) -> Dialogue | None:
    found = await dialogue_stack.find(turn, number)
    return found if found is not None and found.kind == KIND else None


async def _of_whom(turn: Turn, about: About, number: int) -> None:
    dialogue = await _find(turn, number)
    if dialogue is None or dialogue.state.get(DRAFT) is not None or about is About.NOBODY:
        turn.whisper(late_taps.ANSWERED)
        return
    turn.contact.open(dialogue)
    if await turn.run(asking.way, turn.contact.person_id, turn.pack, about) is None:
        await _back(turn, turn.text(NOBODY_ELSE))
        return
    dialogue.state = {**dialogue.state, OF_WHOM: about.value}
    turn.contact.touch()
    turn.show(WHAT_HAPPENED, buttons=[_leave(dialogue)])


async def _on_draft(turn: Turn, what: str, number: int) -> None:
    dialogue = await _find(turn, number)
    if dialogue is None:
        turn.whisper(late_taps.ANSWERED)
        return
    front = turn.contact.dialogue
    if front is not None and front.id != dialogue.id:
        before = front.state.get(BEFORE) if front.kind == KIND else front.id if front.form else None
        dialogue.state = {**dialogue.state, BEFORE: before}
    turn.contact.open(dialogue)
    draft = dialogue.state.get(DRAFT)
    if what == LEAVE:
        await _back(turn, turn.text(LEFT))
    elif draft is None:
        turn.show(WHAT, buttons=[_leave(dialogue)])
    elif what == WORDS:
        await _show(turn, dialogue, Ready(_sent(draft)))
    else:
        await _send(turn, dialogue, _sent(draft))


def _sent(draft: dict[str, Any]) -> Sent:
    return Sent(**{**draft, "said_as": As(draft["said_as"])})


async def _send(turn: Turn, dialogue: Dialogue, sent: Sent) -> None:
    about = About(dialogue.state[OF_WHOM])
    her, catalogues = turn.contact.person_id, turn.loaded.catalogues
    number = await turn.run(asking.ask, her, turn.pack, about, sent, catalogues, turn.now)
    none = NOBODY if about is About.NOBODY else NOBODY_ELSE
    await _back(turn, turn.text(none if number is None else SENT))


async def _more(turn: Turn, number: int) -> None:
    if await turn.run(asking.own, turn.contact.person_id, number) is None:
        turn.whisper(late_taps.NO_LONGER)
        return
    dialogue = _open(turn, {INQUIRY: number})
    turn.say(WHAT_MORE, buttons=[_leave(dialogue)])


async def _judge(turn: Turn, number: int, *, helped: bool) -> None:
    if await turn.run(asking.own, turn.contact.person_id, number) is None:
        turn.whisper(late_taps.NO_LONGER)
    elif await turn.run(asking.judge, turn.contact.person_id, number, helped, turn.now):
        more = Button(Text(telling.WRITE_MORE), Meaning.of(PREFIX, MORE, number))
        turn.say(THANKS if helped else SORRY, buttons=[[more]])
    else:
        turn.whisper(late_taps.NO_LONGER)


# What is said


def is_over(turn: Turn) -> bool:
    """Whether it was asked so long ago that what she writes now is about something else."""
    dialogue = turn.contact.dialogue
    return dialogue is not None and turn.now - dialogue.began_at > dialogue_stack.LAPSES_AFTER


async def left(turn: Turn) -> None:
    """She does something else first: what she writes later is no question, and what was shown is not sent."""
    turn.contact.close()


async def said(turn: Turn) -> None:
    """Her question, or more of it, in whatever way."""
    dialogue, text = turn.contact.dialogue, turn.event.said.strip()
    if dialogue is None:
        return
    if is_later(text) or is_skip(text) or saying.pressed(text, [_leave(dialogue)], turn.label):
        await _back(turn, turn.text(LEFT))
    elif dialogue.state.get(INQUIRY) is None and dialogue.state.get(OF_WHOM) is None:
        turn.say(ABOUT_WHOM, buttons=_about_rows(dialogue))
    elif isinstance(ready := sendable.read(turn), Text):
        turn.say(ready, buttons=[_leave(dialogue)])
    elif (number := dialogue.state.get(INQUIRY)) is not None:
        her, catalogues = turn.contact.person_id, turn.loaded.catalogues
        kept = await turn.run(asking.more, her, turn.pack, number, ready.sent, catalogues, turn.now)
        await _back(turn, turn.text(SENT if kept else late_taps.NO_LONGER))
    else:
        dialogue.state = {**dialogue.state, DRAFT: asdict(ready.sent)}
        turn.contact.touch()
        await _show(turn, dialogue, ready)


def _about_rows(dialogue: Dialogue) -> Rows:
    rows = [[Button(Text(label), Meaning.of(PREFIX, ABOUT, one, dialogue.id))] for one, label in CHOICES.items()]
    return [*rows, _leave(dialogue)]


async def _show(turn: Turn, dialogue: Dialogue, ready: Ready) -> None:
    """What would be sent, and to whom, before it is."""
    about = About(dialogue.state[OF_WHOM])
    found = await turn.run(asking.way, turn.contact.person_id, turn.pack, about, ready.sent.words)
    if found is None:
        await _back(turn, turn.text(NOBODY if about is About.NOBODY else NOBODY_ELSE))
        return
    where = places.name(turn.pack, found.goes.area, turn.language)
    told = turn.text(GOES_TO if about is About.NOBODY else GOES_PAST, where=where)
    words = " ".join(filter(None, [SIGNS.get(ready.sent.said_as, ""), ready.sent.words]))
    lines = [told, Html.of("“{}”", words), *([turn.text(LEFT_OUT)] if ready.less else [])]
    send = [Button(Text(SEND_IT), Meaning.of(PREFIX, SEND, dialogue.id))]
    turn.show_marked(joined(lines), buttons=[send, _leave(dialogue)])


async def _back(turn: Turn, told: Html) -> None:
    """It is over; what it came in front of goes on."""
    dialogue = turn.contact.dialogue
    turn.contact.close()
    before = await dialogue_stack.find(turn, dialogue.state.get(BEFORE)) if dialogue is not None else None
    if before is not None:
        await forms.resume(turn, before, Html.of("{}\n", told))
    else:
        turn.show_marked(told)
