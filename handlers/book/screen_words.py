"""What the screens of the book have in common: a button's data, the heading, the way back."""

from datetime import date

from bot.domain.book.stretch import Reach, Stretch
from bot.domain.wire.message import Button
from bot.i18n import N_, Html, MonthOf, Text
from handlers.wire.turn import Turn

PREFIX = "book"
BACK = N_("⬅️ My book")
MONTH, WEEK, DAY, TODAY = N_("📒 {month}"), N_("📒 {first} – {last}"), N_("📒 {day}"), N_("📒 Today, {day}")


def data(op: str, shown: Stretch | None = None, *more: str) -> str:
    """A button's data: what to show, of which days."""
    days = [f"{shown.reach}{shown.first:%Y%m%d}"] if shown else []
    return "|".join((PREFIX, op, *days, *more))


def days_of(told: str) -> tuple[Reach, date]:
    """What `data` wrote of a stretch: its reach and a day in it."""
    return Reach(told[:1]), date(int(told[1:5]), int(told[5:7]), int(told[7:9]))


def back(shown: Stretch) -> list[Button]:
    return [Button(Text(BACK), data("o", shown))]


def name(turn: Turn, shown: Stretch) -> Text:
    """The heading of these days."""
    match shown.reach:
        case Reach.MONTH:
            return Text(MONTH, {"month": MonthOf(shown.first)})
        case Reach.WEEK:
            return Text(WEEK, {"first": shown.first, "last": shown.last})
        case Reach.DAY:
            return Text(TODAY if shown.first == turn.today else DAY, {"day": shown.first})


def title(turn: Turn, shown: Stretch) -> Html:
    """The same, as HTML."""
    return Html.of("<b>{}</b>", turn.text(name(turn, shown)))
