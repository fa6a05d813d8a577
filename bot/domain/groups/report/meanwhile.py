"""What becomes of a table when something around it changes: who is in the group, or a message that it was typed in."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from bot.domain.groups.report.changing import OF_NOBODY, again
from bot.domain.groups.report.roster import Member
from bot.domain.groups.report.table import Row, Said, State, Table


def still_here(table: Table, roster: Sequence[Member]) -> Table:
    """The table for those who are in the group now: who has left it meanwhile is in none of its rows."""
    here = {member.id for member in roster}
    return again(table, list(_of(table.rows, here)), roster)


def _of(rows: Sequence[Row], here: Collection[int]) -> Iterator[Row]:
    for row in rows:
        members = tuple(one for one in row.members if one in here)
        if row.state in OF_NOBODY:
            yield replace(row, members=members, state=row.state if members else State.UNKNOWN)
        elif members and row.state is not State.MISSING:
            yield row


def difference(old: Table, new: Table) -> tuple[list[Row], Table]:
    """What a message that was changed said before and says no more; and what it says now and did not before, with its
    head and its words. What it says as before was settled already, if it was doubtful, and is not asked again.
    """
    gone = [row for row in old.rows if row.state is not State.MISSING and row not in new.rows]
    come = tuple(row for row in new.rows if row.state is State.MISSING or row not in old.rows)
    return gone, replace(new, rows=come)


def without(table: Table, gone: Sequence[Row], stays: Sequence[Row], roster: Sequence[Member]) -> Table:
    """A table without these rows, however they were settled; what another message has said since stays, and so does
    what is said in one of those that stay.
    """
    said = [one for one in stays if one.state is not State.MISSING]

    def goes(row: Row) -> bool:
        return any(_came_of(row, one) for one in gone) and not any(_says_the_same(row, one) for one in said)

    return again(table, [row for row in table.rows if row.state is not State.MISSING and not goes(row)], roster)


def _says_the_same(row: Row, one: Row) -> bool:
    return (row.members, _content(row), row.typed) == (one.members, _content(one), one.typed)


def _came_of(row: Row, one: Row) -> bool:
    """Whether a row of the table is this one, or what an answer has made of it."""
    if row.state in OF_NOBODY:
        return one.state in OF_NOBODY and (row.name, row.typed) == (one.name, one.typed)
    meant = one.said is Said.DASH and row.said in (Said.NOTHING, Said.ABSENT)
    same = meant or _content(row) == _content(one) or row.figures in one.choices
    return same and row.members[0] in one.members


def _content(row: Row) -> tuple[object, object]:
    return row.said, row.figures
