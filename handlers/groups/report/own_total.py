"""A member shows her leader what came in in a month of her book, and takes that back."""

from bot.domain.book.stretch import Reach, Stretch, before, stretch
from bot.domain.wire.button_data import Meaning, Shapes, hex_number, one_of
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Html, Money, MonthOf, Text, joined
from bot.services.groups.report import own_total
from bot.services.groups.report.own_total import Month, Offer, Total
from handlers.book import screen_words
from handlers.people.book_owner import owner_of
from handlers.wire import late_taps
from handlers.wire.turn import Turn

COMMAND = PREFIX = "showtotal"
SHOW, BACK = "s", "b"
SHAPES: Shapes = ((one_of(SHOW, BACK), hex_number, screen_words.days),)
# This month and the two before it.
OFFERED = 3

NO_GROUP = N_("You are in no group. Nobody but you sees your book.")
PRACTISING = N_("You are trying it out. What you practise is shown to nobody.")
WHAT = N_(
    "👁 If you wish, {leaders} of {group} can see what came in in a month.\n"
    "Nothing else of your book. You can take it back."
)
NOBODY = N_("nobody yet")
SHOWN, HIDDEN = N_("👁 {month}: {money}, shown"), N_("🔒 {month}: {money}, only you")
SHOW_IT, TAKE_BACK = N_("👁 Show {month}"), N_("🔒 Take {month} back")
DAYS = N_("{first} – {last}")
FOR_LEADER = N_("📒 {month}: {money} came in. She shows you this from her own book.")


async def show(turn: Turn) -> None:
    """/showtotal: what each month says, and whether it is shown."""
    owner = owner_of(turn)
    found = [] if owner is None else await turn.run(own_total.offers, owner, _months(turn))
    if owner is None or not found:
        turn.say(PRACTISING if owner is not None and owner.practice else NO_GROUP)
        return
    for one in found:
        turn.show_marked(_told(turn, one, owner.currency), buttons=_buttons(turn, one))


async def tapped(turn: Turn, what: str, group: int, days: screen_words.Days) -> None:
    """She shows a month or takes it back; then the page says how it stands."""
    owner, month = owner_of(turn), _month(stretch(*days, turn.locale.calendar))
    if owner is None:
        turn.whisper(late_taps.NO_LONGER)
        return
    if what == SHOW:
        await turn.run(own_total.show, owner, group, month, turn.now)
    else:
        await turn.run(own_total.take_back, owner, group, month.first, turn.now)
    await show(turn)


async def for_leader(turn: Turn, group: int, member: int) -> list[Html]:
    """What a member shows, as lines of her page."""
    currency = turn.programme.currency
    found = await turn.run(own_total.seen, turn.contact.person_id, group, member, currency)
    return [_line(turn, FOR_LEADER, one, currency) for one in found]


def _months(turn: Turn) -> list[Month]:
    calendar, found = turn.locale.calendar, [stretch(Reach.MONTH, turn.today, turn.locale.calendar)]
    while len(found) < OFFERED:
        found.append(before(found[-1], calendar))
    return [_month(one) for one in found]


def _month(of: Stretch) -> Month:
    return Month(of.first, of.last)


def _named(turn: Turn, month: Month) -> Text | MonthOf:
    """A month by its name; by its days where the reader counts months otherwise."""
    hers = stretch(Reach.MONTH, month.first, turn.locale.calendar)
    return MonthOf(month.first) if _month(hers) == month else Text(DAYS, {"first": month.first, "last": month.last})


def _line(turn: Turn, message: str, one: Total, currency: str) -> Html:
    return turn.text(message, month=_named(turn, one.month), money=Money(one.minor, currency))


def _told(turn: Turn, one: Offer, currency: str) -> Html:
    leaders = ", ".join(name for name in one.leaders if name) or Text(NOBODY)
    lines = [_line(turn, SHOWN if total.shown else HIDDEN, total, currency) for total in one.totals]
    return joined([turn.text(WHAT, leaders=leaders, group=one.name), *lines])


def _buttons(turn: Turn, one: Offer) -> Rows:
    return [[_button(turn, one.group_id, total)] for total in one.totals if total.shown or total.minor]


def _button(turn: Turn, group: int, total: Total) -> Button:
    month = Stretch(Reach.MONTH, total.month.first, total.month.last)
    label, deed = (TAKE_BACK, BACK) if total.shown else (SHOW_IT, SHOW)
    days = f"{month.reach}{month.first:%Y%m%d}"
    return Button(Text(label, {"month": _named(turn, total.month)}), Meaning.of(PREFIX, deed, group, days))
