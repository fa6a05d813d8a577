"""Submissions: forms that were sent, each once, with their answers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, insert, select

from bot.store.engine.engine import insert_for
from bot.store.evaluation import held
from bot.store.people import to_compare
from bot.store.schema import answer, report_row, slot, submission

_ByForm = dict[int, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that somebody has sent: `person_id` has said it, for `producer_id`. `answers`: path → value as ODK writes
    it; `source`: who says so; `book`: what her cash book said to some of them, by path; `entry`: which one, where a
    dialogue says more than one thing of a producer.
    """

    dialogue_id: int
    producer_id: int
    person_id: int
    slot_id: int | None
    form_hash: str
    form_name: str
    source: str
    language: str
    practice: bool
    began_at: datetime
    answers: Mapping[str, str]
    book: Mapping[str, str] = field(default_factory=dict)
    entry: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """A submission as it is kept. `month` and `due` are those of its slot, None when it answers none; `word`: what she
    says of it, where a leader has reported it; `book`: what the cash book said to some of the questions, by path;
    `held`: answers that staff look at, which are in no figure, and so not among `answers`.
    """

    id: int
    form_hash: str
    form_name: str
    source: str
    practice: bool
    sent_at: datetime
    month: int | None
    due: date | None
    slot_id: int | None
    word: str | None
    answers: Mapping[str, str]
    book: Mapping[str, str]
    held: Mapping[str, str] = field(default_factory=dict)


def add(connection: Connection, sent: Sent, now: datetime) -> int | None:
    """Keep a submission; gives its id, or None when this was sent before: the same entry of a dialogue, for the same
    producer.
    """
    statement = (
        insert_for(connection.dialect)(submission)
        .values(
            dialogue_id=sent.dialogue_id,
            producer_id=sent.producer_id,
            person_id=sent.person_id,
            slot_id=sent.slot_id,
            form=sent.form_hash,
            form_name=sent.form_name,
            source=sent.source,
            language=sent.language,
            practice=sent.practice,
            began_at=sent.began_at,
            sent_at=now,
            entry=sent.entry,
        )
        .on_conflict_do_nothing(index_elements=["dialogue_id", "producer_id", "entry"])
        .returning(submission.c.id)
    )
    number: int | None = connection.scalar(statement)
    if number is not None and sent.answers:
        to_compare.mark_by_answers(connection, [sent.producer_id], sent.answers)
        connection.execute(
            insert(answer),
            [
                {"submission_id": number, "path": path, "value": value, "book": sent.book.get(path)}
                for path, value in sent.answers.items()
            ],
        )
    return number


def same(connection: Connection, sent: Sent) -> tuple[int, int | None]:
    """The submission that this was kept as before, and the slot that it answers."""
    known = submission.c
    which = (
        known.dialogue_id == sent.dialogue_id,
        known.producer_id == sent.producer_id,
        known.entry == sent.entry,
    )
    row = connection.execute(select(known.id, known.slot_id).where(*which)).one()
    return row.id, row.slot_id


def is_from(connection: Connection, number: int, person_id: int, form_name: str) -> bool:
    """Whether a submission is of this form, and she has sent it."""
    which = (submission.c.id == number, submission.c.person_id == person_id, submission.c.form_name == form_name)
    return connection.scalar(select(submission.c.id).where(*which)) is not None


def of_producer(connection: Connection, producer_id: int) -> list[Kept]:
    """All that was sent for a producer, with the answers, the oldest first."""
    columns = (
        submission.c.id,
        submission.c.form.label("form_hash"),
        submission.c.form_name,
        submission.c.source,
        submission.c.practice,
        submission.c.sent_at,
        slot.c.month,
        slot.c.due,
        submission.c.slot_id,
        report_row.c.word,
    )
    rows = connection.execute(
        select(*columns)
        .outerjoin_from(submission, slot)
        .outerjoin(report_row, report_row.c.submission_id == submission.c.id)
        .where(submission.c.producer_id == producer_id)
        .order_by(submission.c.sent_at, submission.c.id)
    )
    given, kept_back, book = _answers(connection, producer_id)
    return [
        Kept(
            **row,
            answers=given.get(row["id"], {}),
            book=book.get(row["id"], {}),
            held=kept_back.get(row["id"], {}),
        )
        for row in rows.mappings().all()
    ]


# Made once: it is asked at every number that is typed, and making a statement costs more than running it.
_SAID_TO = (
    select(answer.c.path, answer.c.value)
    .join_from(submission, answer)
    .where(
        submission.c.producer_id == bindparam("producer"),
        submission.c.practice == bindparam("in_practice"),
        submission.c.id != bindparam("but"),
        answer.c.path.like(bindparam("ending"), escape="/"),
        held.counts(),
    )
    .order_by(submission.c.sent_at, submission.c.id)
)


_SAID_TO_BY = _SAID_TO.where(submission.c.source == bindparam("source"))


def said_to(
    connection: Connection,
    producer_id: int,
    name: str,
    *,
    practice: bool,
    but: int | None,
    source: str | None = None,
) -> list[str]:
    """All answers for a producer to the question of a name, in whatever form, the oldest first, without those that are
    held; `but`: not of this submission; `source`: of it alone.
    """
    ending = f"/{name}"
    pattern = "%" + re.sub("([/%_])", r"/\1", ending)
    wanted = {"producer": producer_id, "in_practice": practice, "but": but or 0, "ending": pattern}
    # to SQLite small and capital letters are the same; in a list of entries nothing is usual
    if source is None:
        found = connection.execute(_SAID_TO, wanted)
    else:
        found = connection.execute(_SAID_TO_BY, wanted | {"source": source})
    return [value for path, value in found if path.endswith(ending) and "[" not in path]


def _answers(connection: Connection, producer_id: int) -> tuple[_ByForm, _ByForm, _ByForm]:
    """What was answered and counts, what of it is held, and what the book said, by submission and path."""
    rows = connection.execute(
        select(answer.c.submission_id, answer.c.path, answer.c.value, answer.c.book, held.is_held().label("held"))
        .join_from(submission, answer)
        .where(submission.c.producer_id == producer_id)
    )
    given: _ByForm = {}
    kept_back: _ByForm = {}
    book: _ByForm = {}
    for number, path, value, said, is_held in rows:
        (kept_back if is_held else given).setdefault(number, {})[path] = value
        if said is not None:
            book.setdefault(number, {})[path] = said
    return given, kept_back, book
