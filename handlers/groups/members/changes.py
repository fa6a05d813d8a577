"""What becomes of a member, on her leader's phone: left, died, back, a wrong name; each with one tap more."""

from datetime import date

from bot.domain.wire.button_data import Meaning, Shapes, hex_number, one_of
from bot.domain.wire.button_data import day as day_number
from bot.domain.wire.button_data import page as page_number
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Html, Text, format_number, joined
from bot.services.groups import leading, telling
from bot.services.groups.members import forgetting, membership
from bot.services.groups.members.membership import CannotRename, Left, Page, Reason
from handlers.forms.questions import BACK
from handlers.groups.members import pausing, waiting
from handlers.groups.members.pausing import PAUSE, REASONS, UNTIL
from handlers.groups.members.waiting import GROUP, MEMBER, SHOW
from handlers.people import forget, guardian, pin
from handlers.wire import late_taps
from handlers.wire.turn import Conversation, Turn

KIND = PREFIX = waiting.PREFIX
LIST, ASK, DO, ERASE = "l", "q", "y", "e"
LEFT, DIED, RETURNS, NAME, FORGET = "left", "died", "back", "name", "forget"
PAUSES, GOES_ON = "pause", "on"
WHATS = (LEFT, DIED, RETURNS, NAME, FORGET, PAUSES, GOES_ON)
SHAPES: Shapes = (
    (LIST, hex_number, page_number),
    (SHOW, hex_number, hex_number),
    (ASK, hex_number, hex_number, one_of(*WHATS)),
    (DO, hex_number, hex_number, one_of(LEFT, DIED, RETURNS, NAME, GOES_ON)),
    (UNTIL, hex_number, hex_number, one_of(*Reason)),
    (PAUSE, hex_number, hex_number, one_of(*Reason), day_number),
    # since when it is asked
    (ERASE, hex_number, hex_number, hex_number),
)
PAGE_SIZE = 8
# In the state of what is awaited: the name that was typed last.
TYPED = "typed"

CHANGE = N_("✏️ Something has changed")
GONE = N_("↩️ Were in the group: {n}")
WHO_WAS = N_("These were in your group. Is somebody back?")
NOBODY = N_("Nobody has left your group.")
NUMBER = N_("Number {number}")
IS_GONE = {
    Left.LEFT: N_("left on {day}"),
    Left.MOVED: N_("went to another group on {day}"),
    Left.DIED: N_("has died; said on {day}"),
    Left.CLOSED: N_("has stopped working; said on {day}"),
}
LABELS = {
    LEFT: N_("🚪 Left the group"),
    DIED: N_("🕊 Has died"),
    RETURNS: N_("↩️ Is back in the group"),
    PAUSES: N_("⏸ Pauses for a time"),
    GOES_ON: N_("▶️ Goes on"),
    NAME: N_("✏️ The name is wrong"),
    FORGET: N_("🗑 Wants to be forgotten"),
}
PAUSING = N_("⏸ pauses until {day}: {why}")
SURE = {
    GOES_ON: N_("Does {name} go on from now on?"),
    LEFT: N_("Has {name} left your group?"),
    DIED: N_("Has {name} died? Then nobody is asked about her work any more."),
    RETURNS: N_("Is {name} back in your group? The number stays the same."),
    FORGET: N_(
        "Does {name} want to be forgotten? The name and all words are erased at once. It cannot be undone.\n"
        "Figures and choices stay, without a name."
    ),
}
YES = N_("✅ Yes")
RIGHT_NAME = N_("What is the right name of {name}?\nFirst name and family name.")
IS_THAT = N_("From now on {typed} instead of {name}. Is that right?")
DONE = {
    GOES_ON: N_("✅ {name} goes on."),
    LEFT: N_("{name} is no longer in your group. If that changes, tap here."),
    DIED: N_("I am sorry. {name} is no longer in your group."),
    RETURNS: N_("✅ {name} is in your group again."),
    NAME: N_("✅ The name is {name} now."),
    FORGET: N_("{name} is forgotten. Programme staff are told that it was done, without the name."),
}


async def tapped(turn: Turn, what: str, group: int, number: int | str, *more: str | int | date) -> None:
    """A button about a member; who leads the group no more is told so. No other one waits for what is typed."""
    if what != DO:
        waiting.end(turn)
    if all(one.id != group for one in await turn.run(leading.mine, turn.contact.person_id)):
        turn.whisper(late_taps.NO_LONGER)
        return
    if what == LIST:
        await _list(turn, group, int(number))
        return
    member = int(number)
    found = await turn.run(membership.page, turn.contact.person_id, group, member, turn.today)
    if found is None:
        turn.whisper(late_taps.NO_LONGER)
    elif what == SHOW:
        _page(turn, group, found)
    elif what in (UNTIL, PAUSE) and PAUSES not in _offered(found):
        turn.whisper(late_taps.ANSWERED)
    elif what == UNTIL:
        pausing.ask_until(turn, group, found, Reason(str(more[0])))
    elif what == PAUSE and isinstance(more[1], date):
        await pausing.pause(turn, group, found, Reason(str(more[0])), more[1])
    elif (FORGET if what == ERASE else more[0]) not in _offered(found):
        turn.whisper(late_taps.ANSWERED)
    elif what == ASK or (what == ERASE and not _is_fresh(turn, int(str(more[0])))):
        _ask(turn, group, found, FORGET if what == ERASE else str(more[0]))
    else:
        await _do(turn, group, found, FORGET if what == ERASE else str(more[0]))


def _is_fresh(turn: Turn, asked_at: int) -> bool:
    """Nobody is erased by a slip in an old chat."""
    return 0 <= int(turn.now.timestamp()) - asked_at <= forget.GOOD_FOR.total_seconds()


async def _list(turn: Turn, group: int, page: int) -> None:
    """Who was in the group, and is not."""
    gone = await turn.run(membership.gone, turn.contact.person_id, group)
    page = max(0, min(page, (len(gone) - 1) // PAGE_SIZE))
    shown = gone[page * PAGE_SIZE :][:PAGE_SIZE]
    rows: Rows = [[Button(one.name, Meaning.of(PREFIX, SHOW, group, one.member_id))] for one in shown]
    back = [Button("◀️", Meaning.of(PREFIX, LIST, group, str(page - 1)))] if page else []
    on = [Button("▶️", Meaning.of(PREFIX, LIST, group, str(page + 1)))] if gone[(page + 1) * PAGE_SIZE :] else []
    turn.show(WHO_WAS if gone else NOBODY, buttons=[*rows, *([back + on] if back or on else []), _to_group(group)])


def _to_group(group: int) -> list[Button]:
    return [Button(Text(BACK), Meaning.of(telling.PREFIX, telling.LIST, group, "0"))]


def button(group: int, gone: int) -> Rows:
    """The way to who was in the group; none where nobody was."""
    return [[Button(Text(GONE, {"n": gone}), Meaning.of(PREFIX, LIST, group, "0"))]] if gone else []


def _offered(found: Page) -> tuple[str, ...]:
    """What can be said of her."""
    own = () if found.has_chat else (FORGET,)
    if found.known.gone is not None:
        return (RETURNS, *own)
    rest = (GOES_ON if found.pause else PAUSES, LEFT, DIED)
    return (*rest, *([] if found.has_chat else [NAME]), *own)


def _page(turn: Turn, group: int, found: Page) -> None:
    known = found.known
    lines = [Html.of("<b>{}</b>", known.name)]
    if known.number:
        lines.append(turn.text(NUMBER, number=format_number(known.number, turn.locale)))
    if found.pause is not None:
        why = turn.plain(REASONS[found.pause.why])
        lines.append(turn.text(PAUSING, day=found.pause.until, why=why))
    if known.gone is not None and known.until is not None:
        lines.append(turn.text(IS_GONE[known.gone], day=known.until.astimezone(turn.zone).date()))
    rows: Rows = [
        [Button(Text(LABELS[what]), Meaning.of(PREFIX, ASK, group, known.member_id, what))] for what in _offered(found)
    ]
    turn.show_marked(joined(lines), buttons=[*rows, _to_group(group)])


def _ask(turn: Turn, group: int, found: Page, what: str) -> None:
    """One more tap, or the name."""
    known = found.known
    if what == PAUSES:
        pausing.ask_why(turn, group, found)
        return
    if what == NAME:
        waiting.begin(turn, group, known.member_id)
        turn.show(RIGHT_NAME, name=known.name)
        return
    done: tuple[str | int, ...] = (DO, group, known.member_id, what)
    if what == FORGET:
        done = (ERASE, group, known.member_id, int(turn.now.timestamp()))
    yes = [Button(Text(YES), Meaning.of(PREFIX, *done))]
    back = waiting.back(group, known.member_id)
    # where nothing undoes it, a second tap in the same place does nothing
    turn.show(SURE[what], buttons=[back, yes] if what == FORGET else [yes, back], name=known.name)


async def said(turn: Turn, otherwise: Conversation) -> None:
    """What is awaited of a member, in words; what she writes much later is about something else."""
    dialogue = waiting.now(turn)
    if dialogue is None or waiting.is_over(turn):
        waiting.end(turn)
        await otherwise(turn)
        return
    group, member, why = dialogue.state[GROUP], dialogue.state[MEMBER], dialogue.state.get(pausing.WHY)
    if await pin.is_shut(turn):
        await pin.ask(turn, Meaning.of(PREFIX, SHOW, group, member))
        return
    found = await turn.run(membership.page, turn.contact.person_id, group, member, turn.today)
    if found is None or (PAUSES if why else NAME) not in _offered(found):
        turn.contact.close()
        turn.say(late_taps.NO_LONGER)
    elif why:
        pausing.said(turn, group, found, Reason(why))
    else:
        _read_back(turn, dialogue, found)


def _read_back(turn: Turn, dialogue: Dialogue, found: Page) -> None:
    """The right name; it is kept once she says so."""
    group, member, name = dialogue.state[GROUP], found.known.member_id, guardian.name_said(turn)
    if name is None:
        turn.say(RIGHT_NAME, name=found.known.name)
        return
    dialogue.state = {**dialogue.state, TYPED: name}
    turn.contact.touch()
    yes = [Button(Text(YES), Meaning.of(PREFIX, DO, group, member, NAME))]
    turn.say(IS_THAT, buttons=[yes, waiting.back(group, member)], name=found.known.name, typed=name)


async def _do(turn: Turn, group: int, found: Page, what: str) -> None:
    who, member, name = turn.contact.person_id, found.known.member_id, found.known.name
    if what == NAME:
        await _rename(turn, group, member)
        return
    if what == FORGET:
        done = await turn.run(forgetting.forget, turn.loaded, who, group, member, turn.now)
    elif what == GOES_ON:
        done = await turn.run(membership.go_on, who, group, member, turn.now)
    elif what == RETURNS:
        done = await turn.run(membership.back, who, group, member, turn.now)
    else:
        why = Left.LEFT if what == LEFT else Left.DIED
        done = await turn.run(membership.leave, who, group, member, why, turn.now)
    if not done:
        turn.whisper(late_taps.ANSWERED)
        return
    undo = [Button(Text(LABELS[RETURNS]), Meaning.of(PREFIX, ASK, group, member, RETURNS))]
    turn.show(DONE[what], buttons=[undo] if what == LEFT else (), name=name)


async def _rename(turn: Turn, group: int, member: int) -> None:
    """The name that was typed last, if it was for her."""
    dialogue = waiting.now(turn)
    state = dialogue.state if dialogue is not None else {}
    typed = state.get(TYPED)
    if typed is None or (state[GROUP], state[MEMBER]) != (group, member):
        turn.whisper(late_taps.ANSWERED)
        return
    turn.contact.close()
    try:
        done = await turn.run(membership.rename, turn.contact.person_id, group, member, typed, turn.now)
    except CannotRename:
        done = False
    if done:
        turn.show(DONE[NAME], name=typed)
    else:
        turn.whisper(late_taps.ANSWERED)
