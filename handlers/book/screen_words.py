"""What the screens of the book have in common: a button's data, the heading, the way back."""

import re
from datetime import date

from bot.domain.book.stretch import Reach, Stretch
from bot.domain.wire.button_data import Meaning
from bot.domain.wire.message import Button
from bot.i18n import N_, Html, MonthOf, Text
from handlers.wire.turn import Turn

PREFIX = "book"
Days = tuple[Reach, date]
DAYS = re.compile("[a-z](?:19|20)[0-9]{6}")
BACK = N_("⬅️ My book")
MONTH, WEEK, DAY, TODAY = N_("📒 {month}"), N_("📒 {first} – {last}"), N_("📒 {day}"), N_("📒 Today, {day}")


def data(op: str, shown: Stretch | None = None, *more: str) -> Meaning:
    """What a button means: what to show, of which days."""
    days = [f"{shown.reach}{shown.first:%Y%m%d}"] if shown else []
    return Meaning.of(PREFIX, op, *days, *more)


def days(piece: str) -> Days | None:
    """What `data` wrote of a stretch: its reach and a day in it."""
    if not DAYS.fullmatch(piece):
        return None
    try:
        return Reach(piece[0]), date(int(piece[1:5]), int(piece[5:7]), int(piece[7:]))
    except ValueError:
        return None


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
