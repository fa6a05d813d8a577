"""The statement of a group's book for its meeting: in, out and the box by months, and nobody's name."""

from datetime import date
from zoneinfo import ZoneInfo

from bot.domain.book.statement import Figures, Span, period
from bot.domain.programme import Programme
from bot.i18n import Calendar
from bot.services.book import statements
from bot.services.book.statement_whose import About
from bot.services.groups.cash_book import keeping
from bot.services.work import Connection


def statement(
    connection: Connection,
    person_id: int | None,
    group_id: int,
    programme: Programme,
    today: date,
    calendar: Calendar,
) -> tuple[About, Figures] | None:
    """Of the last twelve months, as the book says now; None: nothing is written in it. Raises NotAllowed."""
    owner = keeping.owner(connection, person_id, group_id, programme.currency)
    group = keeping.look(connection, person_id, group_id).group
    if statements.began(connection, owner) is None:
        return None
    about = About(group.name, group.area, group.product, works="group", people=group.members - group.unconfirmed)
    days = period(Span.TWELVE, today, calendar)
    return about, statements.draft(connection, owner, days, calendar, ZoneInfo(programme.timezone))
