"""Answers that are held: staff look at them, and until they are let go they are in no figure. Here it is decided.

Whoever adds up answers asks `counts()`, or leaves out what `of_submissions` names, and says how many that are.
"""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Connection, exists, select

from bot.store.schema import answer, held


def is_held() -> ColumnElement[bool]:
    """Whether an answer is held, as a part of a statement about answers."""
    here = (held.c.submission_id == answer.c.submission_id, held.c.path == answer.c.path)
    return exists(select(held.c.path).where(*here).correlate(answer))


def counts() -> ColumnElement[bool]:
    """Whether an answer is in the figures."""
    return ~is_held()


def of_submissions(connection: Connection, numbers: Collection[int]) -> dict[int, frozenset[str]]:
    """The paths that are held of each of these submissions; those of which nothing is are left out."""
    if not numbers:
        return {}
    rows = connection.execute(select(held.c.submission_id, held.c.path).where(held.c.submission_id.in_(numbers)))
    found: dict[int, set[str]] = {}
    for number, path in rows:
        found.setdefault(number, set()).add(path)
    return {number: frozenset(paths) for number, paths in found.items()}
