"""The picture of a book: months in and out, drawn only when somebody asks for it (data is costly)."""

from datetime import date

from bot.domain.book import Direction, Month, Sums
from bot.domain.book.ledger.labels import DIRECTIONS
from bot.domain.book.stretch import Reach, before, stretch
from bot.domain.wire.message import File, FileKind
from bot.i18n import N_, Money, MonthOf, Text
from bot.i18n.calendars import to_calendar
from bot.render.book import BookPicture, MonthBars, to_json
from bot.services.book import entries as book
from bot.services.book.entries import Owner
from handlers.book.screen_words import Days
from handlers.forms import questions
from handlers.wire.turn import Turn

KIND = "book"
MOST_MONTHS = 12
TITLE = N_("My book")
SPAN = N_("{first} – {last}")
OUT_AND_HOME = N_("Money out, and taken for home")
IN_THE_BOX = N_("In the box now: {money}")


async def picture(turn: Turn, owner: Owner, _days: Days) -> None:
    """The last twelve months with what came in and went out; before the first entry there are none."""
    firsts = await _months(turn, owner)
    calendar = turn.locale.calendar
    found = await turn.run(book.months, owner, calendar, firsts[0], turn.today)
    held = Money(await turn.run(book.balance, owner, turn.today), owner.currency)
    drawn = BookPicture(
        title=turn.plain(TITLE),
        subtitle=turn.plain(questions.COUNTS_FOR_NOTHING) if owner.practice else _span(turn, firsts),
        came=turn.plain(DIRECTIONS[Direction.IN]),
        went=turn.plain(OUT_AND_HOME if any(one.home for one in found.values()) else DIRECTIONS[Direction.OUT]),
        months=tuple(_bars(turn, owner, first, found) for first in firsts),
        footer=turn.plain(IN_THE_BOX, money=held),
        language=turn.language,
        rtl=turn.locale.direction == "rtl",
    )
    turn.send_file(File(FileKind.PICTURE, {"kind": KIND, "picture": to_json(drawn)}))


async def _months(turn: Turn, owner: Owner) -> list[date]:
    """The first days of the months to show, the oldest first."""
    began = await turn.run(book.began, owner) or turn.today
    here = stretch(Reach.MONTH, turn.today, turn.locale.calendar)
    firsts = [here.first]
    while len(firsts) < MOST_MONTHS and began < here.first:
        here = before(here, turn.locale.calendar)
        firsts.insert(0, here.first)
    return firsts


def _span(turn: Turn, firsts: list[date]) -> str:
    if len(firsts) == 1:
        return turn.plain("{month}", month=MonthOf(firsts[0]))
    return turn.plain(SPAN, first=MonthOf(firsts[0]), last=MonthOf(firsts[-1]))


def _bars(turn: Turn, owner: Owner, first: date, found: dict[Month, Sums]) -> MonthBars:
    hers = to_calendar(first, turn.locale.calendar)
    sums = found.get(Month(hers.calendar, hers.year, hers.month), Sums())
    came, went = sum(sums.came.values()), sum(sums.went.values()) + sums.home
    texts = (turn.plain(Text("{money}", {"money": Money(amount, owner.currency)})) for amount in (came, went))
    return MonthBars(turn.plain("{month}", month=MonthOf(first)), came, went, *texts)
