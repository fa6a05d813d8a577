"""A member pauses: why, and until which day, tapped or typed by her leader; a typed day is shown before it counts."""

from collections.abc import Iterable
from datetime import date, timedelta

from bot.domain.evaluation.calendar import add_months
from bot.domain.wire.button_data import Meaning
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Read, Text, Unread, read_date
from bot.i18n import Reason as Unreadable
from bot.services.groups.members import membership
from bot.services.groups.members.membership import Page, Reason
from handlers.forms import readings
from handlers.groups.members import waiting
from handlers.wire import late_taps
from handlers.wire.events import Kind
from handlers.wire.turn import Turn

PREFIX = waiting.PREFIX
UNTIL, PAUSE = "u", "p"
# In the state of what is awaited.
WHY = "why"
MONTHS = (1, 3, 6)

REASONS = {
    Reason.SICK: N_("is ill"),
    Reason.BIRTH: N_("has a child"),
    Reason.AWAY: N_("is away"),
    Reason.SEASON: N_("has no work at this time"),
    Reason.OTHER: N_("another reason"),
}
WHY_PAUSE = N_("Why does {name} pause?")
UNTIL_WHEN = N_("Until when? Tap, or write the day.\nNothing is asked of {name} before it.")
THAT_DAY = N_("Please tap the day.\nNothing is asked of {name} before it.")
NOT_AHEAD = N_("I need a day after today. For example: {day}")
TOO_FAR = N_("That is too far off. The last day that I can take is {day}.")
TO_DAY = N_("Until {day}")
PAUSED = N_("⏸ {name} pauses until {day}. Nothing is asked, and nothing counts as missed.")


def ask_why(turn: Turn, group: int, found: Page) -> None:
    """The reason first: it stands in the buttons of what is asked next."""
    member = found.known.member_id
    rows: Rows = [
        [Button(Text(label), Meaning.of(PREFIX, UNTIL, group, member, why))] for why, label in REASONS.items()
    ]
    turn.show(WHY_PAUSE, buttons=[*rows, waiting.back(group, member)], name=found.known.name)


def ask_until(turn: Turn, group: int, found: Page, why: Reason) -> None:
    """How long she pauses; from now on a day can be typed."""
    member = found.known.member_id
    waiting.begin(turn, group, member, **{WHY: why})
    days = [add_months(turn.today, months) for months in MONTHS]
    turn.show(UNTIL_WHEN, buttons=_buttons(group, member, why, days), name=found.known.name)


def _buttons(group: int, member: int, why: Reason, days: Iterable[date]) -> Rows:
    rows = [
        [Button(Text(TO_DAY, {"day": one}), Meaning.of(PREFIX, PAUSE, group, member, why, one.toordinal()))]
        for one in days
    ]
    return [*rows, waiting.back(group, member)]


def said(turn: Turn, group: int, found: Page, why: Reason) -> None:
    """A day in words: what was read is a button, and counts once it is tapped."""
    member, last = found.known.member_id, turn.now.date() + membership.LONGEST_PAUSE
    text = turn.event.said if turn.event.kind is Kind.TEXT else ""
    read = read_date(text, turn.locale, turn.day_sent, earliest=turn.today + timedelta(days=1), latest=last)
    if isinstance(read, Unread):
        example = add_months(turn.today, MONTHS[0])
        sentences = {Unreadable.TOO_EARLY: NOT_AHEAD, Unreadable.TOO_LATE: TOO_FAR}
        no_day = Unreadable.NOT_A_DATE if read.reason is Unreadable.EMPTY else read.reason
        sentence = sentences.get(read.reason, readings.SENTENCES[no_day])
        turn.say(sentence, day=last if sentence is TOO_FAR else example, buttons=[waiting.back(group, member)])
        return
    days = [read.value] if isinstance(read, Read) else read.choices
    turn.say(THAT_DAY, buttons=_buttons(group, member, why, days), name=found.known.name)


async def pause(turn: Turn, group: int, found: Page, why: Reason, until: date) -> None:
    """She pauses from now on."""
    who, member = turn.contact.person_id, found.known.member_id
    if await turn.run(membership.pause, who, group, member, why, until, turn.now):
        turn.show(PAUSED, name=found.known.name, day=until)
    else:
        turn.whisper(late_taps.ANSWERED)
