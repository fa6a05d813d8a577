"""What becomes of a table: one more message comes before what was said, and a doubtful row is settled by an answer.

Each step gives a new table; nothing is asked twice.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum

from bot.domain.groups.report.read import is_far
from bot.domain.groups.report.roster import Member
from bot.domain.groups.report.table import ORDER, Figures, Head, Row, Said, State, Table

# Rows of one member for certain, with something said; and those of whom it is not sure whose they are.
SURE = frozenset({State.CLEAR, State.FAR, State.DASH})
OF_NOBODY = frozenset({State.UNKNOWN, State.WHICH})
# What waits for an answer. Who is not mentioned waits too, after all others.
DOUBTFUL = frozenset(State) - {State.CLEAR, State.MISSING}


class Settled(StrEnum):
    """What a tap says of a doubtful row: it is right as it stands, it is one of what it may be, or it is left out."""

    RIGHT = "right"
    CHOICE = "choice"
    OUT = "out"


def with_more(table: Table, more: Table, roster: Sequence[Member]) -> Table:
    """The table after one more message. What is sure there comes before what was said of her, and settles a
    doubtful row that says the same.
    """
    rows = [row for row in table.rows if row.state is not State.MISSING]
    for row in more.rows:
        if row.state is not State.MISSING:
            rows = list(_with(rows, row))
    head = Head(more.head.month or table.head.month, more.head.column or table.head.column)
    return _ordered(rows, roster, head, more.others or table.others, more.words)


def is_one(table: Table, row: Row, member: Member, roster: Sequence[Member]) -> Table:
    """A doubtful row is this member's. Where another figure of hers is sure, which of the two is asked."""
    mine = _judged(replace(row, members=(member.id,), name="", typed=()), member)
    rows = [one for one in table.rows if one is not row and one.state is not State.MISSING]
    old = next((one for one in rows if _is_of(one, member.id)), None)
    if old is not None and old.figures and mine.figures and old.figures != mine.figures:
        both = (old.figures, mine.figures)
        mine = Row(State.TWICE, mine.members, None, (), both, typed=row.typed)
    rows = [one for one in rows if one is not old]
    return again(table, [*rows, mine], roster)


def settled(table: Table, row: Row, how: Settled, roster: Sequence[Member], choice: int = 0) -> Table:
    """A doubtful row of one member is settled, or a row of anybody is left out. Raises IndexError: no such choice."""
    rows = [one for one in table.rows if one is not row and one.state is not State.MISSING]
    if how is Settled.RIGHT:
        rows.append(replace(row, state=State.CLEAR, typed=()))
    elif how is Settled.CHOICE:
        rows.append(Row(State.CLEAR, row.members, Said.FIGURES, row.choices[choice]))
    return again(table, rows, roster)


def all_said(table: Table, said: Said, members: Sequence[int], roster: Sequence[Member]) -> Table:
    """The same is said of all these, who were not mentioned or had a "-"."""
    wanted = set(members)
    rows = [one for one in table.rows if one.state is not State.MISSING and not _is_of_any(one, wanted)]
    rows += [Row(State.CLEAR, (number,), said) for number in members]
    return replace(again(table, rows, roster), others=None)


def dashes(table: Table, meaning: Said, roster: Sequence[Member]) -> Table:
    """What "-" means is known now, wherever it was written."""
    members = [row.members[0] for row in table.rows if row.state is State.DASH]
    others = meaning if table.others is Said.DASH else table.others
    return replace(all_said(table, meaning, members, roster), others=others)


def _with(rows: Sequence[Row], new: Row) -> Iterator[Row]:
    """The rows with a new one in its place."""
    if new.state in OF_NOBODY:
        yield from (one for one in rows if (one.state, one.typed) != (new.state, new.typed))
        yield new
        return
    (member,) = new.members
    old = next((one for one in rows if _is_of(one, member)), None)
    # the same far figure once more is a yes
    sure = new.state is State.FAR and old is not None and old.figures == new.figures
    yield replace(new, state=State.CLEAR) if sure else new
    # what was said before has settled what it could
    settles = new.state in SURE and (old is None or _content(old) != _content(new))
    said_twice = False
    for one in rows:
        if one is old:
            continue
        if not (settles and one.state in OF_NOBODY and member in one.members):
            yield one
        elif said_twice or _content(one) != _content(new):
            yield _without(one, member)
        else:
            # the same with a name that is clear now; another row that says it is of somebody else
            said_twice = True


def _without(row: Row, member: int) -> Row:
    members = tuple(one for one in row.members if one != member)
    return replace(row, members=members, state=row.state if members else State.UNKNOWN)


def _is_of(row: Row, member: int) -> bool:
    return row.state not in OF_NOBODY and row.members == (member,)


def _is_of_any(row: Row, members: set[int]) -> bool:
    return row.state not in OF_NOBODY and row.members[0] in members


def _content(row: Row) -> tuple[Said | None, Figures]:
    return row.said, row.figures


def _judged(row: Row, member: Member) -> Row:
    """How sure the row of a member is."""
    if row.said is None:
        return replace(row, state=State.UNREADABLE)
    if row.said is Said.DASH:
        return replace(row, state=State.DASH)
    return replace(row, state=State.FAR if is_far(row.figures, member) else State.CLEAR)


def again(table: Table, rows: Sequence[Row], roster: Sequence[Member]) -> Table:
    """The table with these rows in the place of its own."""
    return _ordered(rows, roster, table.head, table.others, table.words)


def _ordered(
    rows: Sequence[Row], roster: Sequence[Member], head: Head, others: Said | None, words: tuple[str, ...]
) -> Table:
    """With those who are mentioned nowhere, the most doubtful first, in the order of the roster."""
    places = {member.id: place for place, member in enumerate(roster)}
    named = {member for row in rows if row.state is not State.UNKNOWN for member in row.members}
    missing = [Row(State.MISSING, (member.id,)) for member in roster if member.id not in named]
    every = sorted([*rows, *missing], key=lambda row: (ORDER[row.state], [places[one] for one in row.members[:1]]))
    return Table(tuple(every), head, others, words)


def zeros(row: Row, columns: int) -> Figures:
    """The figures of a row that is sure: nothing sold is nought in every column."""
    return (Decimal(0),) * columns if row.said is Said.NOTHING else row.figures
