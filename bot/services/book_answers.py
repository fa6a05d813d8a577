"""What a producer's cash book answers of a form: last month's figures, by the question that the pack names."""

from collections.abc import Mapping
from datetime import date

from bot.domain.cashbook.answers import as_answer, figures, month_before
from bot.domain.programme import Programme
from bot.forms import Form
from bot.services import book
from bot.services.book import Owner
from bot.services.work import Connection


def of_month(
    connection: Connection, owner: Owner, programme: Programme, form: Form, unit: str, today: date
) -> Mapping[str, str]:
    """What the book says of the month before `today`, as the form keeps it, by the question's name; empty where it was
    not kept. `unit`: what the producer counts in, "" where that is not known.
    """
    asked = {one.name for one in form.questions}
    if not any(name in asked for name in programme.book.values()):
        return {}
    first, last = month_before(today, programme.calendar)
    kept = [one.entry for one in book.entries(connection, owner, first, last)]
    told = figures(kept, book.began(connection, owner), first, unit)
    return {
        name: as_answer(told[figure]) for figure, name in programme.book.items() if figure in told and name in asked
    }
