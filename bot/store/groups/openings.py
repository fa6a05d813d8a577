"""Opening figures: what was known of a producer before the programme."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, insert, select

from bot.store.schema import opening

IMPORT = "import"
# SQLite and PostgreSQL take so many values in one statement.
AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Opening:
    """A figure of a producer as it was on a day."""

    producer_id: int
    figure: str
    value: str
    day: date


def add(connection: Connection, found: Iterable[Opening], source: str, now: datetime) -> None:
    """Keep figures that are not there yet."""
    rows = [{"producer_id": one.producer_id, "figure": one.figure, "value": one.value, "day": one.day} for one in found]
    if rows:
        connection.execute(insert(opening), [{**row, "source": source, "at": now} for row in rows])


def of(connection: Connection, producers: Collection[int]) -> dict[tuple[int, str], Opening]:
    """The figures of some producers, by producer and name."""
    columns = (opening.c.producer_id, opening.c.figure, opening.c.value, opening.c.day)
    found: dict[tuple[int, str], Opening] = {}
    numbers = sorted(producers)
    for at in range(0, len(numbers), AT_ONCE):
        some = numbers[at : at + AT_ONCE]
        for row in connection.execute(select(*columns).where(opening.c.producer_id.in_(some)).order_by(opening.c.id)):
            found[row.producer_id, row.figure] = Opening(*row)
    return found
