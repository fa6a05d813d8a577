"""The PIN: set, changed, removed, and asked before what it guards; typed digits do not stay on the screen."""

from bot.domain.people.pin import LENGTHS, Guard, digits_in
from bot.domain.people.roles import Role
from bot.domain.wire.button_data import Meaning, Shapes, one_of
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Text, is_later, plural
from bot.services.forms import dialogues
from bot.services.ids import new_id
from bot.services.people import pins
from handlers.forms import dialogue_stack
from handlers.wire import events, late_taps
from handlers.wire.turn import Conversation, Turn

KIND = PREFIX = COMMAND = "pin"
# The steps: it is asked, a new one is typed, and typed again.
OPEN, NEW, AGAIN = "open", "new", "again"
CHANGE, REMOVE, NOT_NOW = "change", "remove", "x"
SHAPES: Shapes = ((one_of(CHANGE, REMOVE, NOT_NOW),),)
# In the state: what was wanted, the hash of what was typed first, and the dialogue that this came in front of.
THEN, FIRST, BEFORE = "then", "first", "before"

ASK = N_("🔒 Please type your PIN.")
WRONG = N_("That is not your PIN. Please try once more.")
DIGITS = N_("A PIN has 4 to 6 digits. Please type it, or tap “Not now”.")
CHOOSE = N_(
    "🔒 Choose a PIN of 4 to 6 digits for this phone.\n"
    "It guards your book, your progress, your data and your answers.\n"
    "Do not take the PIN of your bank or mobile money."
)
CHOOSE_TO_LEAD = N_(
    "🔒 Choose a PIN of 4 to 6 digits for this phone.\n"
    "It guards what you see of your group.\n"
    "Do not take the PIN of your bank or mobile money."
)
ONCE_MORE = N_("Please type the same PIN once more.")
NOT_THE_SAME = N_("The two were not the same.\nPlease choose a PIN of 4 to 6 digits.")
IS_SET = N_("🔒 Your PIN is set. What you type of it, I take off the screen.\nIf you forget it, ask programme staff.")
IS_ON = N_("🔒 Your PIN is on. What would you like to do?")
REMOVED = N_("Your PIN is removed.")
LEFT = N_("All right. Nothing was opened or changed.")


async def is_shut(turn: Turn) -> bool:
    """Whether a PIN has to be typed before this person sees what it guards."""
    person = turn.contact.person
    if person is None:
        return False
    return await turn.run(pins.guard, person.id, turn.now) in (Guard.SHUT, Guard.PAUSED)


async def is_missing(turn: Turn) -> bool:
    """Whether she has none."""
    person = turn.contact.person
    return person is not None and await turn.run(pins.guard, person.id, turn.now) is Guard.NONE


def is_asked(turn: Turn) -> bool:
    """Whether a PIN is what she was asked for last."""
    return turn.contact.dialogue is not None and turn.contact.dialogue.kind == KIND


async def ask(turn: Turn, then: str | Meaning) -> None:
    """Before what is guarded; `then`: a command's name or what a button means, to be done when it is right."""
    person = turn.contact.person
    if person is None:
        return
    wait = await turn.run(pins.minutes_left, person.id, turn.now)
    # in a pause too: digits that are typed all the same are no line of the book, and do not stay on the screen
    await _open(turn, OPEN, **{THEN: str(then)})
    turn.say(_paused(wait) if wait else ASK, buttons=_not_now())


async def manage(turn: Turn) -> None:
    """/pin"""
    person = turn.contact.person
    if person is None:
        return
    match await turn.run(pins.guard, person.id, turn.now):
        case Guard.NONE:
            await _choose(turn)
        case Guard.OPEN:
            change, remove = Text(N_("✏️ Change it")), Text(N_("🗑 Remove it"))
            turn.say(
                IS_ON,
                buttons=[[Button(change, Meaning.of(PREFIX, CHANGE))], [Button(remove, Meaning.of(PREFIX, REMOVE))]],
            )
        case _:
            await ask(turn, COMMAND)


async def _choose(turn: Turn) -> None:
    await _open(turn, NEW)
    person = turn.contact.person
    leads = person is not None and Role.LEADER in person.roles and turn.acting_for is None
    turn.say(CHOOSE_TO_LEAD if leads else CHOOSE, buttons=_not_now())


async def tapped(turn: Turn, deed: str) -> None:
    """A button of /pin; those that change something work only while it is open."""
    person = turn.contact.person
    guard = Guard.NONE if person is None else await turn.run(pins.guard, person.id, turn.now)
    if deed == NOT_NOW and is_asked(turn):
        await leave(turn)
        turn.show(LEFT)
    elif person is None or deed == NOT_NOW or guard is Guard.NONE:
        turn.whisper(late_taps.NO_LONGER)
    elif guard is not Guard.OPEN:
        await ask(turn, COMMAND)
    elif deed == CHANGE:
        await _choose(turn)
    else:
        await turn.run(pins.remove, person.id)
        turn.show(REMOVED)


async def said(turn: Turn, then: Conversation) -> None:
    """Something typed while a PIN is asked; `then` does what was wanted, once it is right."""
    dialogue, person = turn.contact.dialogue, turn.contact.person
    if dialogue is None or person is None:
        raise LookupError("a PIN is asked of nobody")
    digits = digits_in(turn.event.said) if turn.event.kind in (events.Kind.TEXT, events.Kind.EDITED) else None
    if digits is not None:
        turn.take_off_screen()
    if turn.event.kind is events.Kind.TEXT and is_later(turn.event.said):
        await leave(turn)
        turn.say(LEFT)
    elif digits is None or len(digits) not in LENGTHS:
        turn.say(DIGITS, buttons=_not_now())
    elif dialogue.state["step"] == OPEN:
        await _tried(turn, dialogue, person.id, digits, then)
    elif dialogue.state["step"] == NEW:
        await _open(turn, AGAIN, **{FIRST: pins.hashed(digits)})
        turn.say(ONCE_MORE, buttons=_not_now())
    elif pins.matches(digits, dialogue.state[FIRST]):
        await turn.run(pins.put, person.id, dialogue.state[FIRST], turn.now)
        await leave(turn)
        turn.say(IS_SET)
    else:
        await _open(turn, NEW)
        turn.say(NOT_THE_SAME, buttons=_not_now())


async def _tried(turn: Turn, dialogue: Dialogue, person_id: int, digits: str, then: Conversation) -> None:
    match await turn.run(pins.attempt, person_id, digits, turn.now):
        case Guard.SHUT:
            turn.say(WRONG, buttons=_not_now())
        case Guard.PAUSED:
            turn.say(_paused(await turn.run(pins.minutes_left, person_id, turn.now)), buttons=_not_now())
        case _:
            await leave(turn)
            turn.stand_for(dialogue.state[THEN])
            await then(turn)


def _paused(minutes: int) -> Text:
    return plural(
        "Too many wrong tries. Please try again in one minute.\nForgot your PIN? Ask programme staff.",
        "Too many wrong tries. Please try again in {n} minutes.\nForgot your PIN? Ask programme staff.",
        minutes,
    )


def _not_now() -> Rows:
    return [[Button(Text(N_("✖️ Not now")), Meaning.of(PREFIX, NOT_NOW))]]


async def _open(turn: Turn, step: str, **more: str) -> None:
    """A step, in front of what was there; one that was left open is dropped."""
    contact = turn.contact
    front = contact.dialogue
    before = front.id if front else None
    if front is not None and front.kind == KIND:
        before = front.state[BEFORE]
        contact.close()
    for one in await turn.run(dialogues.of_contact, contact):
        if one.kind == KIND and one.id not in contact.closed:
            contact.touched.pop(one.id, None)
            contact.closed.append(one.id)
    contact.open(Dialogue(new_id(), KIND, {"step": step, BEFORE: before, **more}, turn.now))


async def aside(turn: Turn) -> None:
    """She wants something else than what the PIN was asked for."""
    if is_asked(turn):
        await leave(turn)


async def leave(turn: Turn) -> None:
    """Done, or somebody else has the phone: what was in front before is there again."""
    contact = turn.contact
    number = contact.dialogue.state[BEFORE] if contact.dialogue else None
    contact.close()
    await dialogue_stack.bring_back(turn, number)
