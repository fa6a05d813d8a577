"""What is in the queue of figures, for who reads it: never what is of her own, whoever said it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    Select,
    String,
    exists,
    false,
    func,
    literal_column,
    or_,
    select,
    update,
)

from bot.domain.people.roles import Role
from bot.domain.staff.checking import Alike
from bot.store.evaluation.follow_ups import OF_FIGURES, UNUSUAL, WANTED, Point, about_absence, points_of, words_of
from bot.store.schema import (
    answer,
    figure_asked,
    figure_deed,
    follow_up,
    group_about,
    held,
    membership,
    person,
    producer,
    report,
    report_row,
    role,
    speaks_for,
    submission,
)
from bot.store.staff.waiting import Reader

KIND = "figure"


@dataclass(frozen=True, slots=True)
class Held:
    """An answer that is held for an item: by whom, since when, and whether it is far from the usual."""

    path: str
    deed_id: int
    person_id: int
    since: datetime
    is_far: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A value that was proposed for an answer, and what was said to it; None: nothing yet."""

    id: int
    path: str
    old: str
    new: str
    person_id: int
    at: datetime
    said: str | None


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in the queue. `name`: of who answers for the producer, or the group's own; None: erased. `form_hash`
    None: it is about an absence, and there is no figure. `said_by`: who has sent it. `group_id`: hers, or that of the
    report. `answers`: as they stand now.
    """

    id: int
    reason: str
    since: datetime
    done: bool
    producer_id: int
    programme: str
    area: str | None
    name: str | None
    group_id: int | None
    report_id: int | None
    submission_id: int | None
    form_hash: str | None
    form_name: str | None
    source: str | None
    sent_at: datetime | None
    said_by: int | None
    points: Sequence[Point]
    why: str | None
    words: str
    answers: Mapping[str, str]
    held: Sequence[Held] = ()
    asked: Asked | None = None

    @property
    def is_wish(self) -> bool:
        """Whether she wants an answer to be another one."""
        return self.reason == WANTED

    @property
    def mark(self) -> int:
        """Another one as soon as anything is different: a figure, a hold, what was asked, whether it is done."""
        told = repr(
            (
                self.id,
                self.done,
                sorted(self.answers.items()),
                [(one.path, one.value, one.beside) for one in self.points],
                sorted((one.path, one.deed_id) for one in self.held),
                self.asked and (self.asked.id, self.asked.said),
                self.words,
            )
        )
        return int.from_bytes(blake2b(told.encode(), digest_size=4).digest())


def of_speaker(column: ColumnElement[Any]) -> ScalarSelect[Any]:
    """What is known of who has answered for the producer for longest."""
    statement = (
        select(column)
        .join_from(person, speaks_for, speaks_for.c.person_id == person.c.id)
        .where(speaks_for.c.producer_id == producer.c.id)
        .order_by(speaks_for.c.since, person.c.id)
        .limit(1)
    )
    return statement.correlate(producer).scalar_subquery()


_IN_GROUP = (
    select(func.min(membership.c.group_id))
    .where(
        membership.c.member_id == producer.c.id, membership.c.until.is_(None), membership.c.confirmed_at.is_not(None)
    )
    .correlate(producer)
    .scalar_subquery()
)
_WHERE = follow_up.join(producer, producer.c.id == follow_up.c.producer_id).outerjoin(
    submission, submission.c.id == follow_up.c.submission_id
)
_ITEM = (
    select(
        follow_up.c.id,
        follow_up.c.reason,
        follow_up.c.created_at.label("since"),
        follow_up.c.done_at,
        follow_up.c.detail,
        follow_up.c.report_id,
        producer.c.id.label("producer_id"),
        producer.c.programme,
        producer.c.area,
        func.coalesce(of_speaker(person.c.name), group_about.c.name).label("name"),
        func.coalesce(_IN_GROUP, report.c.group_id).label("group_id"),
        submission.c.id.label("submission_id"),
        submission.c.form.label("form_hash"),
        submission.c.form_name,
        submission.c.source,
        submission.c.sent_at,
        submission.c.person_id.label("said_by"),
    )
    .select_from(
        _WHERE.outerjoin(group_about, group_about.c.group_id == producer.c.id).outerjoin(
            report, report.c.id == follow_up.c.report_id
        )
    )
    .where(follow_up.c.reason.in_(OF_FIGURES))
)


def _led_by(person_id: int) -> Select[Any]:
    """The groups that she leads, also while she is suspended."""
    hers = (role.c.person_id == person_id, role.c.role == Role.LEADER, role.c.until.is_(None))
    return select(role.c.group_id).where(*hers, role.c.group_id.is_not(None))


def of_her_own(person_id: int) -> ColumnElement[bool]:
    """She answers for the producer, has said or reported it, or leads the group: others of the staff look at it."""
    led = _led_by(person_id)
    speaks = exists().where(speaks_for.c.producer_id == producer.c.id, speaks_for.c.person_id == person_id)
    leads = exists().where(
        membership.c.member_id == producer.c.id, membership.c.until.is_(None), membership.c.group_id.in_(led)
    )
    reported = (
        exists()
        .select_from(report_row.join(report, report.c.id == report_row.c.report_id))
        .where(or_(report_row.c.submission_id == follow_up.c.submission_id, about_absence()))
        .where(or_(report_row.c.person_id == person_id, report.c.group_id.in_(led)))
    )
    said = func.coalesce(submission.c.person_id == person_id, false())
    return or_(speaks, leads, producer.c.id.in_(led), reported, said)


def _here(reader: Reader) -> list[ColumnElement[bool]]:
    here = [
        follow_up.c.reason.in_(OF_FIGURES),
        follow_up.c.done_at.is_(None),
        producer.c.programme == reader.programme,
        ~of_her_own(reader.person_id),
    ]
    return here if reader.areas is None else [*here, producer.c.area.in_(sorted(reader.areas))]


def waits(reader: Reader) -> Select[Any]:
    """What waits for who reads the list of all that waits: not what she holds herself, nor what somebody was asked."""
    mine = exists().where(
        held.c.follow_up_id == follow_up.c.id,
        figure_deed.c.id == held.c.deed_id,
        figure_deed.c.person_id == reader.person_id,
    )
    pending = exists().where(
        figure_asked.c.follow_up_id == follow_up.c.id, figure_asked.c.said.is_(None), figure_asked.c.ended_at.is_(None)
    )
    columns = (literal_column(f"'{KIND}'", String).label("kind"), follow_up.c.id.label("ref"))
    return (
        select(*columns, follow_up.c.created_at.label("since"))
        .select_from(_WHERE)
        .where(*_here(reader), ~mine, ~pending)
    )


def count(connection: Connection, reader: Reader) -> int:
    """How many are in her queue."""
    return int(connection.scalar(select(func.count()).select_from(_WHERE).where(*_here(reader))) or 0)


def numbers(connection: Connection, reader: Reader, first: int, size: int) -> list[int]:
    """Some of them, the oldest first."""
    statement = select(follow_up.c.id).select_from(_WHERE).where(*_here(reader))
    return list(
        connection.scalars(statement.order_by(follow_up.c.created_at, follow_up.c.id).offset(first).limit(size))
    )


def of_reader(connection: Connection, reader: Reader, wanted: Collection[int]) -> list[int]:
    """Those of these that are in her queue now."""
    statement = select(follow_up.c.id).select_from(_WHERE).where(*_here(reader), follow_up.c.id.in_(wanted))
    return list(connection.scalars(statement.order_by(follow_up.c.created_at, follow_up.c.id)))


def lock(connection: Connection, wanted: Collection[int]) -> None:
    """Nobody else does anything about these until this is done; in one order, so that nobody waits for ever."""
    which = select(follow_up.c.id).where(follow_up.c.id.in_(wanted)).order_by(follow_up.c.id)
    connection.execute(which.with_for_update()).all()


def alike(connection: Connection, reader: Reader, one: Item, how: Alike, most: int) -> list[int]:
    """Those in her queue that are like one of them: of the same reason, and held or not as it is."""
    is_held = exists().where(held.c.follow_up_id == follow_up.c.id)
    same = [follow_up.c.reason == one.reason, is_held if one.held else ~is_held]
    if how is Alike.GROUP:
        same.append(_IN_GROUP.in_([one.group_id]))
    else:
        same.append(submission.c.form_name == one.form_name)
    statement = select(follow_up.c.id).select_from(_WHERE).where(*_here(reader), *same)
    return list(connection.scalars(statement.order_by(follow_up.c.created_at, follow_up.c.id).limit(most)))


def load(connection: Connection, wanted: Sequence[int]) -> list[Item]:
    """These items as they stand now, done or not, in this order."""
    rows = {row.id: row for row in connection.execute(_ITEM.where(follow_up.c.id.in_(wanted)))}
    given = _answers(connection, [row.submission_id for row in rows.values() if row.submission_id is not None])
    kept, asked = held_of(connection, wanted), _asked(connection, wanted)
    return [_item(rows[number], given, kept.get(number, ()), asked.get(number)) for number in wanted if number in rows]


def _item(row: Any, given: Mapping[int, Mapping[str, str]], kept: Sequence[Held], asked: Asked | None) -> Item:
    values = dict(row._mapping)
    detail, done = values.pop("detail"), values.pop("done_at") is not None
    return Item(
        **values,
        done=done,
        points=points_of(detail),
        why=(detail or {}).get("why"),
        words=words_of(detail),
        answers=given.get(row.submission_id, {}),
        held=kept,
        asked=asked,
    )


def _answers(connection: Connection, submissions: Sequence[int]) -> dict[int, dict[str, str]]:
    """As they were given, held ones too: staff look at them."""
    rows = connection.execute(
        select(answer.c.submission_id, answer.c.path, answer.c.value)
        .where(answer.c.submission_id.in_(submissions))
        .order_by(answer.c.submission_id, answer.c.path)
    )
    found: dict[int, dict[str, str]] = {}
    for number, path, value in rows:
        found.setdefault(number, {})[path] = value
    return found


def held_of(connection: Connection, wanted: Collection[int]) -> dict[int, list[Held]]:
    """What is held for each of these."""
    columns = (held.c.path, held.c.deed_id, figure_deed.c.person_id, figure_deed.c.at, held.c.is_far)
    rows = connection.execute(
        select(held.c.follow_up_id, *columns)
        .join_from(held, figure_deed)
        .where(held.c.follow_up_id.in_(wanted))
        .order_by(held.c.follow_up_id, held.c.path)
    )
    found: dict[int, list[Held]] = {}
    for number, *one in rows:
        found.setdefault(number, []).append(Held(*one))
    return found


def _asked(connection: Connection, wanted: Collection[int]) -> dict[int, Asked]:
    """The newest value that was proposed for each."""
    columns = [figure_asked.c[name] for name in ("id", "path", "old", "new", "person_id", "at", "said")]
    newest = (
        select(figure_asked.c.follow_up_id, *columns)
        .where(figure_asked.c.follow_up_id.in_(wanted), figure_asked.c.ended_at.is_(None))
        .order_by(figure_asked.c.id)
    )
    return {number: Asked(*one) for number, *one in connection.execute(newest)}


def finish(connection: Connection, wanted: Collection[int], now: datetime | None) -> None:
    """They are in the queue no longer; None: they are again."""
    connection.execute(update(follow_up).where(follow_up.c.id.in_(wanted)).values(done_at=now))


def far_paths(connection: Connection, submissions: Collection[int]) -> set[tuple[int, str]]:
    """What was ever found far from the usual in these submissions, whatever staff have said of it."""
    rows = connection.execute(
        select(follow_up.c.submission_id, follow_up.c.detail).where(
            follow_up.c.submission_id.in_(submissions), follow_up.c.reason == UNUSUAL
        )
    )
    return {(number, one.path) for number, detail in rows for one in points_of(detail)}
