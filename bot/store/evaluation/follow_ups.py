"""Follow-ups about what was sent: a figure far from the usual, the same answers again, a correction that came late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, insert, select, update

from bot.store.schema import follow_up, held, report_row

UNUSUAL, SAME_ANSWERS, WANTED = "unusual_figure", "same_answers", "correction_wanted"
# What staff are to look at of a leader's report: she disputes it, she does so for their ears alone, she has a question.
DISPUTED, PRIVATE, QUESTION = "report_disputed", "report_private", "report_question"
# Whoever reported it, and who leads that group, reads neither, also where she is staff herself.
FOR_STAFF_ALONE = (PRIVATE, QUESTION)
# A leader has reported it, the member was told, and has said nothing of it for as long as it could be changed.
UNCONFIRMED = "not_confirmed"
# What is about figures that were sent has a list of its own: the queue of figures.
OF_FIGURES = (UNUSUAL, SAME_ANSWERS, WANTED, DISPUTED, PRIVATE, QUESTION, UNCONFIRMED)


@dataclass(frozen=True, slots=True)
class Point:
    """One answer that staff are to look at. `beside` is what it is held against: the usual figure, or the answer that
    stands; None for an answer that was left out.
    """

    path: str
    value: str | None
    beside: str | None


@dataclass(frozen=True, slots=True)
class Note:
    """What staff are to look at about a submission, or about who stands as absent in a report (`report_id`); the same
    reason is kept once. `why`: a code of her reason; `words`: what she has written of it.
    """

    submission_id: int | None
    producer_id: int
    reason: str
    points: Sequence[Point] = ()
    why: str | None = None
    words: str | None = None
    report_id: int | None = None

    @property
    def detail(self) -> dict[str, Any]:
        """As it is kept in JSON."""
        answers = [{"path": one.path, "value": one.value, "beside": one.beside} for one in self.points]
        more = {"why": self.why, "words": self.words}
        return {"answers": answers} | {name: said for name, said in more.items() if said}


def words_of(detail: dict[str, Any] | None) -> str:
    """What she has written, of a kept detail; empty: nothing."""
    return str((detail or {}).get("words", ""))


def points_of(detail: dict[str, Any] | None) -> list[Point]:
    """The answers of a kept detail."""
    return [Point(one["path"], one["value"], one["beside"]) for one in (detail or {}).get("answers", [])]


def about_absence() -> ColumnElement[bool]:
    """Joins a row of a report to what is kept of the absence that it says."""
    return (follow_up.c.report_id == report_row.c.report_id) & (follow_up.c.producer_id == report_row.c.member_id)


def _about(one: Note) -> tuple[ColumnElement[bool], ...]:
    """Where it is kept."""
    if one.report_id is None:
        return (follow_up.c.submission_id == one.submission_id, follow_up.c.reason == one.reason)
    hers = (follow_up.c.report_id == one.report_id, follow_up.c.producer_id == one.producer_id)
    return (*hers, follow_up.c.reason == one.reason)


def note(connection: Connection, one: Note, now: datetime, *, anew: bool = False) -> None:
    """Keep what staff are to look at, or look at again when there is something new; `anew`: also when there is not."""
    known = connection.execute(select(follow_up.c.id, follow_up.c.detail).where(*_about(one))).one_or_none()
    new = {"detail": one.detail, "created_at": now, "done_at": None, "again_at": None}
    if known is None:
        whose = {"producer_id": one.producer_id, "submission_id": one.submission_id, "report_id": one.report_id}
        connection.execute(insert(follow_up).values(whose | {"reason": one.reason} | new))
    elif anew or known.detail != one.detail:
        connection.execute(update(follow_up).where(follow_up.c.id == known.id).values(new))


def waiting(connection: Connection, submission_id: int, reason: str) -> list[Point]:
    """The answers of a follow-up that staff have not looked at yet."""
    statement = select(follow_up.c.detail).where(
        follow_up.c.submission_id == submission_id, follow_up.c.reason == reason, follow_up.c.done_at.is_(None)
    )
    return points_of(connection.scalar(statement))


def words(connection: Connection, submission_id: int, reason: str) -> str:
    """What she has written in a follow-up that staff have not looked at yet."""
    waits = (follow_up.c.submission_id == submission_id, follow_up.c.reason == reason, follow_up.c.done_at.is_(None))
    return words_of(connection.scalar(select(follow_up.c.detail).where(*waits)))


def settle(connection: Connection, one: Note, now: datetime) -> None:
    """What staff were to look at has settled itself; not what they hold, which they alone let go."""
    is_held = exists().where(held.c.follow_up_id == follow_up.c.id)
    waits = (*_about(one), follow_up.c.done_at.is_(None), ~is_held)
    connection.execute(update(follow_up).where(*waits).values(done_at=now))
