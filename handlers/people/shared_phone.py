"""A phone that several people use: who they are, whose button was tapped, and one tap from one to the other."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.domain.wire import button_owner
from bot.domain.wire.button_data import Meaning, Shapes, hex_number, rest
from bot.domain.wire.button_data import page as page_number
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import LONGEST_DATA, Button
from bot.i18n import N_, Text
from bot.services.evaluation import reminders
from bot.services.groups.members import phone_messages
from bot.services.lessons import tip_words
from bot.services.people import shared_phone
from bot.services.people.shared_phone import Somebody
from bot.services.staff.announced import around
from handlers.people import pin
from handlers.wire import late_taps, menu
from handlers.wire.turn import Turn

PREFIX = COMMAND = "who"
# What a button does: she has the phone; so she has, and what she tapped is done; a newcomer; one who had begun; a page.
SWITCH, THEN, NEW, BEGUN, PAGE = "s", "t", "n", "d", "l"
SHAPES: Shapes = (
    *((op, hex_number) for op in (SWITCH, BEGUN)),
    (THEN, hex_number, rest),
    (NEW,),
    (PAGE, page_number),
)
PAGE_SIZE = 8
# Buttons under reminders: they say whom they are for, so a tap is hers.
GO_ON = reminders.OPEN
AT_ONCE = (reminders.CHECK_IN_NOW, GO_ON, tip_words.PREFIX)
# Buttons under what is for everybody on the phone: a tap is of who has it.
OF_WHO_TAPS = (around.PREFIX,)
# What is done only by a tap of her own, when she has the phone already.
NEVER_AT_ONCE = ("forget",)

FOR_HER = N_("This is for {name}. Are you {name}?")
WRITTEN_BY = N_("{name} wrote this. Are you {name}?")
I_AM = N_("👤 I am {name}")
SOMEBODY_ELSE = N_("➕ Somebody else")
NOT_FINISHED, NAMELESS = N_("▶️ {name}, not finished yet"), N_("▶️ Somebody who has not finished yet")
ONCE_MORE = N_("Is this link for somebody else?\nThen tap “➕ Somebody else”, and open the link once more.")
HELLO = N_("Hello {name}! What I say from now on is for you.")


async def settle(turn: Turn, read: Callable[[str], Meaning | None]) -> bool:
    """Whether a tap can go on, as her tap who is in front then. Nobody acts by a button of somebody else's.

    `read`: what a button's data means.
    """
    event, contact, meaning = turn.event, turn.contact, turn.meaning
    if meaning is None:
        return True
    if meaning.about == PREFIX:
        return meaning.values[0] != THEN or await _then(turn, read, *meaning.values[1:])
    if event.whose in (None, contact.person_id or button_owner.NOBODY) or meaning.about in OF_WHO_TAPS:
        return True
    if event.whose == button_owner.NOBODY and (await _registering(turn, meaning) or not contact.shared):
        return True
    meant = await find(turn, event.whose)
    if meant is None:
        turn.whisper(late_taps.NO_LONGER)
    elif meaning.about in AT_ONCE:
        await _at_once(turn, meant)
        return True
    else:
        offer(turn, meant, FOR_HER, then="" if meaning.about in NEVER_AT_ONCE else event.said)
    return False


async def _registering(turn: Turn, meaning: Meaning) -> bool:
    """Whether a button of somebody not registered goes on with what she has begun; she has the phone then."""
    if meaning.about == phone_messages.HERS:
        # that conversation knows who has asked
        return True
    if meaning.about != GO_ON:
        return False
    await give_away(turn)
    return await turn.run(shared_phone.go_on, turn.contact, meaning.values[0], turn.now) is not None


async def _then(turn: Turn, read: Callable[[str], Meaning | None], number: int, wanted: str) -> bool:
    """One tap: she has the phone, and what she had tapped before is done as if she had it then."""
    meant, meaning = await find(turn, number), read(wanted)
    if meant is None or meaning is None or meaning.about in (PREFIX, *NEVER_AT_ONCE):
        turn.whisper(late_taps.NO_LONGER)
        return False
    await _at_once(turn, meant)
    turn.event, turn.meaning = replace(turn.event, said=wanted), meaning
    return True


async def _at_once(turn: Turn, meant: Somebody) -> None:
    """It is said so that it stays on the screen: what is typed next is hers. And the menu is in her language."""
    await turn_to(turn, meant.id)
    turn.say(HELLO, keys=menu.of(turn), name=meant.called)


async def turn_to(turn: Turn, person_id: int) -> bool:
    """She has the phone; False: she does not use it."""
    await give_away(turn)
    return await turn.run(shared_phone.turn_to, turn.contact, person_id, turn.now)


async def give_away(turn: Turn) -> None:
    """Somebody else gets the phone: a PIN that was asked for is not asked any more."""
    if pin.is_asked(turn):
        await pin.leave(turn)


async def find(turn: Turn, person_id: int | None) -> Somebody | None:
    """One of those who use this phone."""
    return next((one for one in await turn.run(shared_phone.people, turn.contact) if one.id == person_id), None)


def offer(turn: Turn, meant: Somebody, message: str, then: str = "") -> None:
    """Say whom something is for, and let her have the phone by one tap; `then`: the button's data that she wants."""
    name = meant.called
    hers = Meaning.of(PREFIX, THEN, meant.id, then)
    if not then or len(button_owner.marked(str(hers), turn.contact.person_id).encode()) > LONGEST_DATA:
        hers = Meaning.of(PREFIX, SWITCH, meant.id)
    turn.say(message, buttons=[[Button(Text(I_AM, {"name": name}), hers)]], name=name)
    _is_nobodys(turn)


async def name(turn: Turn) -> str:
    """What she is called who is in front, where others use the phone too; else nothing."""
    hers = await find(turn, turn.contact.person_id) if turn.contact.shared else None
    return hers.called if hers else ""


def _is_nobodys(turn: Turn) -> None:
    """What was said last names others: it is erased with any of them."""
    turn.said[-1] = replace(turn.said[-1], person=None)


async def with_others(turn: Turn, message: Text | str, *, in_place: bool = False, **values: Any) -> None:
    """A message, with a button for each of the others where others use this phone too."""
    tell = turn.show if in_place else turn.say
    if not turn.contact.shared:
        tell(message, **values)
        return
    here = await turn.run(shared_phone.people, turn.contact)
    tell(message, buttons=[[_button(one)] for one in here if one.id != turn.contact.person_id][:PAGE_SIZE], **values)
    _is_nobodys(turn)


def _button(one: Somebody, sign: str = "👤") -> Button:
    return Button(f"{sign} {one.name}", Meaning.of(PREFIX, SWITCH, one.id))


async def ask(turn: Turn, page: int = 0) -> None:
    """Who is writing? Everybody by name, and somebody else."""
    here = await turn.run(shared_phone.people, turn.contact)
    if not here:
        turn.say(N_("Let us get to know each other first: /start"))
        return
    shown = here[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    rows = [[_button(one, "✔️" if one.id == turn.contact.person_id else "👤")] for one in shown]
    turns = [Button("◀️", Meaning.of(PREFIX, PAGE, str(page - 1)))] if page else []
    turns += [Button("▶️", Meaning.of(PREFIX, PAGE, str(page + 1)))] if len(here) > (page + 1) * PAGE_SIZE else []
    begun = await turn.run(shared_phone.begun, turn.contact)
    rows += [turns] if turns else []
    rows += [[_unfinished(one)] for one in begun[:PAGE_SIZE]]
    turn.show(menu.WHO, buttons=[*rows, [Button(Text(SOMEBODY_ELSE), Meaning.of(PREFIX, NEW))]])
    _is_nobodys(turn)


def _unfinished(one: Dialogue) -> Button:
    answers = one.state["session"]["answers"].items()
    name = next((value for path, value in answers if path.endswith("/name")), "")
    label = Text(NOT_FINISHED, {"name": button_owner.first_name(name)}) if name else Text(NAMELESS)
    return Button(label, Meaning.of(PREFIX, BEGUN, one.id))
