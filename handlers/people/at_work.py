"""Who comes by a link to work for the programme or to lead a group: she agrees as what she is, says her name, and is
told what she is from then on. She is no producer by it: no baseline, no calendar, in no figure.
"""

from bot.domain.people.roles import Reach, Role
from bot.domain.wire.button_data import Meaning, Shapes, one_of
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Html, Read, Text, joined, read_consent
from bot.packs import places
from bot.services.groups.leaders import changing
from bot.services.ids import new_id
from bot.services.people import invitations, working
from handlers.people import brought, consent, consent_screens, guardian, pin, shared_phone
from handlers.wire import late_taps, menu, saying
from handlers.wire.turn import Turn

KIND = PREFIX = "work"
YES, NO, ELSE = "yes", "no", "else"
SHAPES: Shapes = ((one_of(YES, NO, ELSE),),)
# In the state: the step, and the code of the link.
STEP, CODE = "step", "code"
CONSENT, NAME = "consent", "name"

INVITED = {
    Role.LEADER: N_("You are invited to lead the group {where}."),
    Role.OFFICER: N_("You are invited to work as an officer: {where}."),
    Role.EVALUATOR: N_("You are invited to work as an evaluator: {where}."),
    Role.MINISTRY: N_("You are invited to look at figures: {where}."),
    Role.ADMIN: N_("You are invited to work as an admin: {where}."),
}
# The same for an officer who has one duty alone.
INVITED_TO = N_("You are invited to work as an officer: {where}.\nYour duty: {duty}.")
BECOMES_FOR = N_("{name}, from now on you are an officer: {where}.\nYour duty: {duty}.")
CALLED = {
    "trainer": N_("sets groups up"),
    "lender": N_("lends"),
    "judge": N_("judges"),
    "secretariat": N_("secretariat"),
}
ASK_NAME = N_("✏️ What is your name?\nFirst name and family name.")
BECOMES = {
    Role.LEADER: N_("{name}, from now on you lead the group {where}."),
    Role.OFFICER: N_("{name}, from now on you are an officer: {where}."),
    Role.EVALUATOR: N_("{name}, from now on you are an evaluator: {where}."),
    Role.MINISTRY: N_("{name}, from now on you can look at figures: {where}."),
    Role.ADMIN: N_("{name}, from now on you are an admin: {where}."),
}
WAITS = {
    Role.LEADER: N_("Thank you. The key holders of {where} are asked first. I write to you when they have answered.")
}
OWN_LINK = N_("This link is for who leads the group after you. Please send it to her.")
DONE_BY_OTHER = N_("This link is used up or too old. Please ask for a new one.")
NOT_HERE = N_("This link is of another programme. Please ask for one of yours.")
NOTHING_KEPT = N_("Thank you. Nothing has changed.\nIf you change your mind, open the link again.")


async def meet(turn: Turn) -> bool:
    """A link that somebody not registered has brought: whether it is one for work, which goes on here then."""
    joining = turn.contact.joining
    if joining is None or joining["role"] == Role.MEMBER:
        return False
    await _offer(turn, joining["code"])
    return True


async def offered(turn: Turn, code: str) -> bool:
    """A link that somebody registered has opened: whether it is one for work, which is offered to her then."""
    found = await turn.run(invitations.find, code, turn.now)
    if found is not None and found.role == Role.MEMBER:
        return False
    if found is None:
        await brought.no_good(turn, DONE_BY_OTHER)
    elif found.programme != turn.programme.code:
        await brought.no_good(turn, NOT_HERE)
    else:
        await _offer(turn, code)
    return True


async def _offer(turn: Turn, code: str) -> None:
    what = await turn.run(working.offered, code, turn.now)
    if await turn.run(working.is_own, code, turn.contact.person_id, turn.now):
        await brought.no_good(turn, OWN_LINK)
        return
    if what is None:
        turn.contact.joining, turn.contact.changed = None, True
        await brought.no_good(turn, DONE_BY_OTHER)
        return
    _open(turn, CONSENT, code)
    lines = [await _named(turn, INVITED, INVITED_TO, what), turn.text(consent_screens.TERMS_AT_WORK)]
    turn.show_marked(joined(lines), buttons=_choices(turn))


def _open(turn: Turn, step: str, code: str) -> None:
    """What was open stays open behind it, but for the meeting that led here."""
    if turn.contact.person is None:
        turn.contact.close()
    turn.contact.open(Dialogue(new_id(), KIND, {STEP: step, CODE: code}, turn.now))


async def _named(turn: Turn, messages: dict[Role, str], on_duty: str, what: Reach, **values: str) -> Html:
    """A sentence about a role, with the group or the place that it is for, and the duty."""
    if what.group_id is not None:
        where = await turn.run(working.group_name, what.group_id)
    else:
        where = places.name(turn.pack, what.area, turn.language)
    if what.duty is not None:
        return turn.text(on_duty, where=where, duty=turn.plain(CALLED.get(what.duty, what.duty)), **values)
    return turn.text(messages[what.office], where=where, **values)


def _choices(turn: Turn) -> Rows:
    rows = consent.buttons(PREFIX)
    if turn.contact.person is None:
        return rows
    return [*rows, [Button(Text(shared_phone.SOMEBODY_ELSE), Meaning.of(PREFIX, ELSE))]]


async def tapped(turn: Turn, answer: str) -> None:
    """Yes, no, or that the link is for somebody else who uses this phone."""
    dialogue = turn.contact.dialogue
    if dialogue is None or dialogue.kind != KIND or dialogue.state[STEP] != CONSENT:
        turn.whisper(late_taps.ANSWERED)
    elif answer == YES:
        await _agreed(turn, dialogue.state[CODE])
    elif answer == ELSE and turn.contact.person is not None:
        turn.contact.close()
        turn.say(shared_phone.ONCE_MORE)
        await shared_phone.ask(turn)
    else:
        turn.contact.close()
        turn.contact.joining, turn.contact.changed = None, True
        turn.show(NOTHING_KEPT)


async def _agreed(turn: Turn, code: str) -> None:
    if turn.contact.person is not None:
        await _take_up(turn, code, await turn.run(working.name_of, turn.contact.person.id))
        return
    _open(turn, NAME, code)
    turn.show(ASK_NAME)


async def said(turn: Turn) -> None:
    """Words where a button would do, or her name."""
    dialogue = turn.contact.dialogue
    if dialogue is None:
        return
    if dialogue.state[STEP] == CONSENT:
        pressed = saying.pressed(turn.event.said, _choices(turn), turn.label)
        agreed = read_consent(turn.event.said)
        if pressed is not None:
            await tapped(turn, *pressed.meaning.values)
        elif isinstance(agreed, Read):
            await tapped(turn, YES if agreed.value else NO)
        else:
            turn.say(consent_screens.PLEASE, buttons=_choices(turn))
        return
    name = guardian.name_said(turn)
    if name is None:
        turn.say(ASK_NAME)
    else:
        await _take_up(turn, dialogue.state[CODE], name)


async def _take_up(turn: Turn, code: str, name: str) -> None:
    """She is what the link says from now on, unless somebody was faster."""
    turn.contact.close()
    turn.contact.joining, turn.contact.changed = None, True
    try:
        taken = await turn.run(changing.take_up, turn.contact, turn.pack, turn.loaded.catalogues, code, turn.now, name)
    except working.LinkUsed:
        await brought.no_good(turn, DONE_BY_OTHER)
        return
    what = taken.reach
    if taken.waits:
        turn.send_marked(await _named(turn, WAITS, BECOMES_FOR, what), keys=menu.of(turn))
        return
    # three lines; help has the rest
    lines = [await _named(turn, BECOMES, BECOMES_FOR, what, name=name), turn.text(menu.HELP_AT_WORK[what.role])]
    turn.send_marked(joined(lines), keys=menu.of(turn))
    if what.role is Role.LEADER and await pin.is_missing(turn):
        await pin.manage(turn)
