"""What leaders have reported of members who can be told of it, and what each says of it herself.

A row goes by the number of its submission. Who was absent has no figures, and stands in absences.py beside this.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, Integer, Select, and_, bindparam, case, exists, func, literal_column, select, update

from bot.domain.evaluation.progress import Source, Word
from bot.domain.programme import Purpose
from bot.store.schema import (
    answer,
    chat,
    chat_person,
    follow_up,
    person,
    producer,
    report,
    report_row,
    speaks_for,
    submission,
)


@dataclass(frozen=True, slots=True)
class Reported:
    """What a leader (`leader_id`, her `leader`'s name; empty: erased) has said of a member. `month`: its first day;
    `is_first`: they are the first questions, which are of no month. `is_absent`: the figures were taken back since.
    `mark`: another one once a figure has changed.
    """

    submission_id: int
    member_id: int
    group_id: int
    programme: str
    month: date
    is_first: bool
    leader_id: int
    leader: str
    slot_id: int | None
    form_hash: str
    form_name: str
    said: str | None
    report_id: int
    is_absent: bool
    answers: Mapping[str, str]

    @property
    def word(self) -> Word | None:
        """What she has said of it; None: nothing."""
        return Word(self.said) if self.said else None

    @property
    def mark(self) -> int:
        """Tells these figures from those that were there before a change."""
        told = "\n".join(f"{path} {value}" for path, value in sorted(self.answers.items()))
        return int.from_bytes(blake2b(told.encode(), digest_size=4).digest())


_HERE = (chat.c.bot == chat_person.c.bot) & (chat.c.chat == chat_person.c.chat)
_SPEAKS = speaks_for.c.producer_id == report_row.c.member_id
_HERS = speaks_for.join(person, person.c.id == speaks_for.c.person_id)
_REACHED = (
    exists()
    .select_from(speaks_for.join(chat_person, chat_person.c.person_id == speaks_for.c.person_id).join(chat, _HERE))
    .where(_SPEAKS, chat_person.c.state == literal_column("'active'"), chat.c.state != literal_column("'blocked'"))
)
# One who has agreed to no text that names the leader, or tries the bot out.
_NOT_NOW = (
    exists()
    .select_from(_HERS)
    .where(
        _SPEAKS,
        person.c.practice | func.coalesce(person.c.consent_version, "").not_in(bindparam("versions", expanding=True)),
    )
)
# Who reports for herself knows it.
_HER_OWN = exists().where(_SPEAKS, speaks_for.c.person_id == report_row.c.person_id)
# No join: that would have the database walk through all producers of the programme.
_PROGRAMME = select(producer.c.programme).where(producer.c.id == report_row.c.member_id).scalar_subquery()
# Rows of a programme, of a time, that were not told to their members, who can be told now.
WAITING = (
    # as a literal, because a condition with a parameter in it is not seen to be the condition of a partial index
    report_row.c.told_at.is_(None),
    report_row.c.at > bindparam("since"),
    bindparam("code") == _PROGRAMME,
    _REACHED,
    ~_NOT_NOW,
    ~_HER_OWN,
)
_UNTOLD = (
    report_row.c.told_at.is_(None),
    report_row.c.submission_id.is_not(None),
    # whose figures were taken back since, because she was absent, has none to look at (`absences`)
    report_row.c.said != "absent",
)
_TO_TELL = (
    select(report_row.c.submission_id)
    .where(*_UNTOLD, *WAITING)
    .order_by(report_row.c.at, report_row.c.submission_id)
    .limit(bindparam("most", type_=Integer))
)
_IS_FIRST = case((submission.c.form_name == Purpose.BASELINE, True), else_=False)
_IS_ABSENT = case((report_row.c.said == "absent", True), else_=False)
_REPORTED: Select[Any] = (
    select(
        submission.c.id.label("submission_id"),
        report_row.c.member_id,
        report.c.group_id,
        producer.c.programme,
        report.c.month,
        _IS_FIRST.label("is_first"),
        report_row.c.person_id.label("leader_id"),
        func.coalesce(person.c.name, "").label("leader"),
        submission.c.slot_id,
        submission.c.form.label("form_hash"),
        submission.c.form_name,
        report_row.c.word.label("said"),
        report_row.c.report_id,
        _IS_ABSENT.label("is_absent"),
    )
    .join_from(report_row, report, report.c.id == report_row.c.report_id)
    .join(submission, submission.c.id == report_row.c.submission_id)
    .join(producer, producer.c.id == report_row.c.member_id)
    .join(person, person.c.id == report_row.c.person_id)
    .where(submission.c.id.in_(bindparam("numbers", expanding=True)))
    .order_by(report_row.c.at, submission.c.id)
)


def to_tell(connection: Connection, programme: str, versions: Collection[str], since: datetime, most: int) -> list[int]:
    """The reports of a programme, since a moment, whose members can be told now and were not; the oldest first.
    `versions`: of the consent, that say what a leader sees.
    """
    wanted = {"code": programme, "versions": sorted(versions), "since": since, "most": most}
    return list(connection.scalars(_TO_TELL, wanted))


def silent(
    connection: Connection, programme: str, since: datetime, until: datetime, reason: str, most: int
) -> list[int]:
    """The reports of a programme whose members were told between two moments and have said nothing since, and of which
    staff have not been told by this reason; the oldest first.
    """
    known = exists().where(
        follow_up.c.submission_id == report_row.c.submission_id,
        follow_up.c.reason == reason,
        follow_up.c.created_at >= report_row.c.told_at,
    )
    said_nothing = (
        report_row.c.word.is_(None),
        report_row.c.told_at.between(since, until),
        report_row.c.said != "absent",
    )
    statement = (
        select(report_row.c.submission_id)
        .join(producer, producer.c.id == report_row.c.member_id)
        .where(*said_nothing, report_row.c.submission_id.is_not(None), producer.c.programme == programme, ~known)
    )
    return list(connection.scalars(statement.order_by(report_row.c.told_at, report_row.c.submission_id).limit(most)))


def claim(connection: Connection, numbers: Collection[int]) -> list[Reported]:
    """Those of them that nobody was told of meanwhile, locked."""
    waiting = (*_UNTOLD, report_row.c.submission_id.in_(numbers))
    mine = connection.scalars(select(report_row.c.submission_id).where(*waiting).with_for_update(skip_locked=True))
    return load(connection, mine.all())


def load(connection: Connection, numbers: Collection[int]) -> list[Reported]:
    """What was reported, by the numbers of the submissions, with the answers as they stand."""
    rows = connection.execute(_REPORTED, {"numbers": list(numbers)}).mappings().all()
    given: dict[int, dict[str, str]] = {}
    asked = select(answer.c.submission_id, answer.c.path, answer.c.value).where(answer.c.submission_id.in_(numbers))
    for number, path, value in connection.execute(asked.order_by(answer.c.submission_id, answer.c.path)):
        given.setdefault(number, {})[path] = value
    return [Reported(**row, answers=given.get(row["submission_id"], {})) for row in rows]


def find(connection: Connection, person_id: int, submission_id: int) -> Reported | None:
    """One of them, if it is about a producer that she answers for."""
    found = next(iter(load(connection, [submission_id])), None)
    if found is None:
        return None
    hers = (speaks_for.c.producer_id == found.member_id, speaks_for.c.person_id == person_id)
    return found if connection.scalar(select(speaks_for.c.person_id).where(*hers)) is not None else None


def told(connection: Connection, numbers: Sequence[int], now: datetime) -> None:
    """Their members were told."""
    connection.execute(update(report_row).where(report_row.c.submission_id.in_(numbers)).values(told_at=now))


def tell_anew(connection: Connection, submission_id: int) -> None:
    """A figure was changed for her leader by staff: she is told of it once more, and what she said was of another."""
    hers = report_row.c.submission_id == submission_id
    connection.execute(update(report_row).where(hers).values(told_at=None, word=None, word_at=None))


def say(connection: Connection, submission_id: int, word: Word, now: datetime) -> None:
    """What she says of it; the last word counts."""
    hers = report_row.c.submission_id == submission_id
    connection.execute(update(report_row).where(hers).values(word=word, word_at=now))


def answered_herself(connection: Connection, one: Reported) -> set[str]:
    """The paths that she (or whoever but a leader) has answered for the same slot; where it is none, since then."""
    about = submission.alias("about")
    since = select(about.c.sent_at).where(about.c.id == one.submission_id).scalar_subquery()
    same = submission.c.slot_id == one.slot_id
    if one.slot_id is None:
        same = and_(submission.c.slot_id.is_(None), submission.c.sent_at >= since)
    hers = (submission.c.producer_id == one.member_id, submission.c.form_name == one.form_name, same)
    meant = (submission.c.source != Source.LEADER, submission.c.practice.is_(False))
    return set(connection.scalars(select(answer.c.path).join_from(submission, answer).where(*hers, *meant)))
