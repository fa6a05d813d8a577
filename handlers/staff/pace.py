"""An officer changes when a producer or a group is asked: every so many months, or next on a day, and says why."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from bot.domain.wire.button_data import Meaning, Shapes, hex_number, matching, one_of
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Html, Read, Text, Unread, is_back, is_later, joined, plural, read_date
from bot.services.ids import new_id
from bot.services.roles import NotAllowed
from bot.services.staff import pacing
from bot.services.staff.pacing import EVERY, Change, Known, Reason
from handlers.staff import to_work
from handlers.staff.reasons import NOBODYS_NAME
from handlers.wire import late_taps, menu
from handlers.wire.events import Kind
from handlers.wire.turn import Turn

PREFIX = KIND = pacing.PREFIX
# Her calendar; the day is asked; why, of what was chosen; it is so; it is taken off.
OPEN, DAY, WHY, DONE, OFF = pacing.OPEN, "d", "w", "y", "x"
# "m3": every three months; else a day.
CHOSEN = matching("m[1236]|[1-9a-f][0-9a-f]{0,6}")
SHAPES: Shapes = (
    (one_of(OPEN, DAY, OFF), hex_number),
    (WHY, hex_number, CHOSEN),
    (DONE, hex_number, CHOSEN, one_of(*Reason)),
)
# In the state: whose calendar, and what was chosen; without it a day is awaited.
WHOSE, WHAT = "whose", "what"
IN_WEEKS = (2, 4, 8)

TITLE = N_("📅 When <b>{name}</b> is asked")
NEXT, NOTHING = N_("Next time: {day}"), N_("Nothing is planned now.")
BY_STAFF = N_("Chosen by {name} on {day}: {why}")
ONCE = N_("On another day, once")
HOW = N_("Change it? What is asked already stays as it is. She is told your reason.")
ON_A_DAY, TAKE_OFF = N_("📅 Next on a day …"), N_("↩️ As it was before")
WHICH_DAY = N_("📅 On which day is she asked next?\nTap, or write the day.")
THAT_DAY, ON_DAY = N_("Please tap the day."), N_("📅 On {day}")
NOT_THAT = N_("I need a day after today, within a year. For example: {day}")
WHY_SO = N_("Why? She reads it when she is told the day.")
IN_WORDS = N_("✏️ Please write why in a few words.\nShe reads it when she is told the day.")
CANNOT = N_("That day cannot be: something is to be answered until then, or nothing is asked any more.")
SOMEBODY = N_("somebody")


def _every(months: int) -> Text:
    return plural("🔁 Every month", "🔁 Every {n} months", months)


async def tapped(turn: Turn, what: str, producer: int, chosen: str = "", why: Reason | None = None) -> None:
    """A button; where she does not work any more it does nothing."""
    _leave(turn)
    try:
        known = await turn.run(pacing.look, turn.contact.person_id, turn.pack, producer, turn.now)
        if what == OPEN:
            _show(turn, known)
        elif what == DAY:
            _await(turn, producer)
            turn.show(WHICH_DAY, buttons=_days(producer, (turn.today + timedelta(weeks=n) for n in IN_WEEKS)))
        elif what == WHY:
            turn.show(WHY_SO, buttons=_reasons(producer, chosen))
        elif what == OFF:
            await _off(turn, producer)
        elif why is Reason.OTHER:
            _await(turn, producer, chosen)
            turn.show(IN_WORDS, buttons=[_back(producer)])
        elif why is not None:
            await _change(turn, producer, chosen, why)
    except NotAllowed:
        turn.whisper(late_taps.NO_LONGER)


def _show(turn: Turn, known: Known) -> None:
    one = known.change
    lines = [turn.text(TITLE, name=known.name or turn.plain(NOBODYS_NAME))]
    lines.append(turn.text(NEXT, day=known.next_due) if known.next_due else turn.text(NOTHING))
    if one is not None:
        lines.append(turn.text(_every(one.months)) if one.months else turn.text(ONCE))
        told = {"name": one.name or turn.plain(SOMEBODY), "day": one.at.astimezone(turn.zone).date()}
        lines.append(turn.text(BY_STAFF, why=_why(turn, one), **told))
    turn.show_marked(joined([*lines, Html.of(""), turn.text(HOW)]), buttons=_choices(known))


def _why(turn: Turn, one: Change) -> str:
    known = [why for why in LABELS if why == one.reason and why is not Reason.OTHER]
    return turn.plain(LABELS[known[0]]) if known else one.words or "–"


def _choices(known: Known) -> Rows:
    ways = [Button(_every(months), Meaning.of(PREFIX, WHY, known.producer_id, f"m{months}")) for months in EVERY]
    day = Button(Text(ON_A_DAY), Meaning.of(PREFIX, DAY, known.producer_id))
    off = [[Button(Text(TAKE_OFF), Meaning.of(PREFIX, OFF, known.producer_id))]] if known.change is not None else []
    back = to_work.button()
    return [ways[:2], ways[2:], [day], *off, [back]]


def _days(producer: int, days: Iterable[date]) -> Rows:
    rows = [
        [Button(Text(ON_DAY, {"day": one}), Meaning.of(PREFIX, WHY, producer, format(one.toordinal(), "x")))]
        for one in days
    ]
    return [*rows, _back(producer)]


def _reasons(producer: int, chosen: str) -> Rows:
    rows = [[Button(Text(label), Meaning.of(PREFIX, DONE, producer, chosen, why))] for why, label in LABELS.items()]
    return [*rows, _back(producer)]


LABELS: Mapping[Reason, str] = {
    Reason.ASKED_FOR: N_("she asked for it"),
    Reason.SEASON: N_("it fits the season of the work"),
    Reason.CLOSER: N_("to hear from each other more often"),
    Reason.RARER: N_("it goes well, so less often is enough"),
    Reason.OTHER: N_("another reason"),
}


def _back(producer: int) -> list[Button]:
    return [Button("◀️", Meaning.of(PREFIX, OPEN, producer))]


async def _change(turn: Turn, producer: int, chosen: str, why: Reason, words: str = "") -> None:
    """It is so from now on, and one tap undoes it."""
    her, pack = turn.contact.person_id, turn.pack
    if chosen.startswith("m"):
        done = await turn.run(pacing.every, her, pack, producer, int(chosen[1:]), why, turn.now, words)
    else:
        day = date.fromordinal(min(int(chosen, 16), date.max.toordinal()))
        done = await turn.run(pacing.once, her, pack, producer, day, why, turn.now, words)
    if done is None:
        turn.show(CANNOT, buttons=[_back(producer)])
        return
    _show(turn, await turn.run(pacing.look, her, pack, producer, turn.now))


async def _off(turn: Turn, producer: int) -> None:
    her, pack = turn.contact.person_id, turn.pack
    if await turn.run(pacing.take_off, her, pack, producer, turn.now):
        _show(turn, await turn.run(pacing.look, her, pack, producer, turn.now))
    else:
        turn.whisper(late_taps.ANSWERED)


def _await(turn: Turn, producer: int, chosen: str = "") -> None:
    turn.contact.open(Dialogue(new_id(), KIND, {WHOSE: producer, WHAT: chosen}, turn.now))


def _leave(turn: Turn) -> None:
    if turn.contact.dialogue is not None and turn.contact.dialogue.kind == KIND:
        turn.contact.close()


async def left(turn: Turn) -> None:
    """She does something else first: nothing is typed of it any more."""
    _leave(turn)


async def said(turn: Turn) -> None:
    """A day, or the reason in words."""
    dialogue = turn.contact.dialogue
    if dialogue is None:
        return
    producer, chosen = dialogue.state[WHOSE], dialogue.state[WHAT]
    text = turn.event.said.strip() if turn.event.kind is Kind.TEXT else ""
    try:
        if is_back(text) or is_later(text):
            await tapped(turn, OPEN, producer)
        elif not chosen:
            _day_said(turn, producer, text)
        elif not text:
            turn.say(IN_WORDS, buttons=[_back(producer)])
        else:
            _leave(turn)
            await _change(turn, producer, chosen, Reason.OTHER, text)
    except NotAllowed:
        _leave(turn)
        turn.say(late_taps.NO_LONGER, keys=menu.of(turn))


def _day_said(turn: Turn, producer: int, text: str) -> None:
    """What was read is a button, and counts once it is tapped."""
    first = turn.today + timedelta(days=1)
    read = read_date(text, turn.locale, turn.day_sent, earliest=first, latest=turn.today + timedelta(days=366))
    if isinstance(read, Unread):
        turn.say(NOT_THAT, day=first, buttons=[_back(producer)])
        return
    days = [read.value] if isinstance(read, Read) else read.choices
    turn.say(THAT_DAY, buttons=_days(producer, days))
