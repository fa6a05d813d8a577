"""What a producer's cash book answers of a form: last month's figures, by the question that the pack names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.domain.book.ledger.check_in_answers import as_answer, told
from bot.domain.programme import Programme
from bot.forms import Form
from bot.i18n.calendars import month_before
from bot.services.book import entries as book
from bot.services.book.entries import Owner
from bot.services.work import Connection


@dataclass(frozen=True, slots=True)
class FromBook:
    """What the book says, as the form keeps it, by the question's name. `priced`: the item that the price is of, where
    several were sold.
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    priced: str = ""


def of_month(
    connection: Connection, owner: Owner, programme: Programme, form: Form, unit: str, today: date
) -> FromBook:
    """What the book says of the month before `today`; nothing where it was not kept. `unit`: what the producer counts
    in, "" where that is not known.
    """
    asked = {one.name for one in form.questions}
    if not any(name in asked for name in programme.book.values()):
        return FromBook()
    first, last = month_before(today, programme.calendar)
    kept = [one.entry for one in book.entries(connection, owner, first, last)]
    said = told(kept, book.began(connection, owner), first, unit)
    known = {name: figure for figure, name in programme.book.items() if figure in said.figures and name in asked}
    return FromBook({name: as_answer(said.figures[figure]) for name, figure in known.items()}, said.priced)
