"""What becomes of a member, on her leader's phone: left, died, back, a wrong name; each with one tap more."""

from datetime import date

from bot.domain.evaluation.calendar import add_months
from bot.domain.wire.button_data import Meaning, Shapes, hex_number, one_of
from bot.domain.wire.button_data import day as day_number
from bot.domain.wire.button_data import page as page_number
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Html, Text, format_number, joined
from bot.services.groups import leading, telling
from bot.services.groups.members import forgetting, membership
from bot.services.groups.members.membership import CannotRename, Left, Page, Reason
from bot.services.ids import new_id
from handlers.forms.questions import BACK
from handlers.people import forget, guardian
from handlers.wire import late_taps
from handlers.wire.turn import Turn

KIND = PREFIX = "gc"
LIST, SHOW, ASK, DO, ERASE, UNTIL, PAUSE = "l", "m", "q", "y", "e", "u", "p"
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
# In the state of the dialogue that waits for a name.
GROUP, MEMBER, TYPED = "group", "member", "typed"

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
REASONS = {
    Reason.SICK: N_("is ill"),
    Reason.BIRTH: N_("has a child"),
    Reason.AWAY: N_("is away"),
    Reason.SEASON: N_("has no work at this time"),
    Reason.OTHER: N_("another reason"),
}
WHY_PAUSE = N_("Why does {name} pause?")
UNTIL_WHEN = N_("Until when? Nothing is asked of {name} before that day.")
TO_DAY = N_("Until {day}")
PAUSED = N_("⏸ {name} pauses until {day}. Nothing is asked, and nothing counts as missed.")
PAUSING = N_("⏸ pauses until {day}: {why}")
MONTHS = (1, 3, 6)
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
    """A button about a member; who leads the group no more is told so."""
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
        _until(turn, group, found, str(more[0]))
    elif what == PAUSE and isinstance(more[1], date):
        await _pause(turn, group, found, Reason(str(more[0])), more[1])
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
        rows: Rows = [
            [Button(Text(label), Meaning.of(PREFIX, UNTIL, group, known.member_id, why))]
            for why, label in REASONS.items()
        ]
        turn.show(WHY_PAUSE, buttons=[*rows, _to_page(group, found)], name=known.name)
        return
    if what == NAME:
        state = {GROUP: group, MEMBER: known.member_id}
        turn.contact.open(Dialogue(new_id(), KIND, state, turn.now))
        turn.show(RIGHT_NAME, name=known.name)
        return
    done: tuple[str | int, ...] = (DO, group, known.member_id, what)
    if what == FORGET:
        done = (ERASE, group, known.member_id, int(turn.now.timestamp()))
    yes = [Button(Text(YES), Meaning.of(PREFIX, *done))]
    back = [Button(Text(BACK), Meaning.of(PREFIX, SHOW, group, known.member_id))]
    # where nothing undoes it, a second tap in the same place does nothing
    turn.show(SURE[what], buttons=[back, yes] if what == FORGET else [yes, back], name=known.name)


def _to_page(group: int, found: Page) -> list[Button]:
    return [Button(Text(BACK), Meaning.of(PREFIX, SHOW, group, found.known.member_id))]


def _until(turn: Turn, group: int, found: Page, why: str) -> None:
    """How long she pauses: her answer to why is in the buttons."""
    member = found.known.member_id
    days = [add_months(turn.today, months) for months in MONTHS]
    rows: Rows = [
        [Button(Text(TO_DAY, {"day": one}), Meaning.of(PREFIX, PAUSE, group, member, why, one.toordinal()))]
        for one in days
    ]
    turn.show(UNTIL_WHEN, buttons=[*rows, _to_page(group, found)], name=found.known.name)


async def _pause(turn: Turn, group: int, found: Page, why: Reason, until: date) -> None:
    who, member = turn.contact.person_id, found.known.member_id
    if await turn.run(membership.pause, who, group, member, why, until, turn.now):
        turn.show(PAUSED, name=found.known.name, day=until)
    else:
        turn.whisper(late_taps.ANSWERED)


async def said(turn: Turn) -> None:
    """The right name; it is read back."""
    dialogue = turn.contact.dialogue
    if dialogue is None:
        return
    group, member = dialogue.state[GROUP], dialogue.state[MEMBER]
    found = await turn.run(membership.page, turn.contact.person_id, group, member)
    if found is None:
        turn.contact.close()
        turn.say(late_taps.NO_LONGER)
        return
    name = guardian.name_said(turn)
    if name is None:
        turn.say(RIGHT_NAME, name=found.known.name)
        return
    dialogue.state = {**dialogue.state, TYPED: name}
    turn.contact.touch()
    yes = [Button(Text(YES), Meaning.of(PREFIX, DO, group, member, NAME))]
    back = [Button(Text(BACK), Meaning.of(PREFIX, SHOW, group, member))]
    turn.say(IS_THAT, buttons=[yes, back], name=found.known.name, typed=name)


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
    dialogue = turn.contact.dialogue
    state = dialogue.state if dialogue is not None and dialogue.kind == KIND else {}
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
