"""What leaders have reported: a report a group and month, a row a member, her figures in a submission of hers."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import Connection, and_, delete, func, insert, or_, select, union

from bot.domain.evaluation.progress import Source
from bot.store.engine.engine import insert_for
from bot.store.evaluation import held
from bot.store.evaluation.corrections import Own
from bot.store.schema import (
    answer,
    membership,
    nickname,
    report,
    report_habit,
    report_message,
    report_row,
    slot,
    submission,
)

# Telegram lets a message be changed for two days.
CHANGEABLE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Kept:
    """What was reported of a member: `said`; the submission that has her figures, None where she was absent; `answers`:
    figures by path, as they stand now; `person_id`: who has reported it; `held`: paths that staff look at, which are
    in no figure of the group.
    """

    said: str
    sent: Own | None
    answers: Mapping[str, str]
    person_id: int
    held: frozenset[str] = frozenset()

    @property
    def counted(self) -> Mapping[str, str]:
        """The figures that count."""
        return {path: value for path, value in self.answers.items() if path not in self.held}


@dataclass(frozen=True, slots=True)
class Put:
    """A row to be written: it says something new, so she has not been told of it and has said nothing of it."""

    member_id: int
    said: str
    person_id: int
    at: datetime
    submission_id: int | None


@dataclass(frozen=True, slots=True)
class Typed:
    """A message in which a report was typed."""

    bot: int
    chat: int
    message_id: int


def find(connection: Connection, group_id: int, month: date) -> int | None:
    """The number of a group's report of a month; None: nothing was reported of it."""
    return connection.scalar(select(report.c.id).where(report.c.group_id == group_id, report.c.month == month))


def named(connection: Connection, group_id: int, month: date) -> set[int]:
    """The members that a group's report of a month says something of, a figure or that they were not there."""
    here = (report.c.group_id == group_id, report.c.month == month)
    hers = select(report_row.c.member_id).join_from(report_row, report, report.c.id == report_row.c.report_id)
    return set(connection.scalars(hers.where(*here)))


def months(connection: Connection, group_id: int) -> list[date]:
    """The months of which something was reported, the earliest first (their first days)."""
    return list(
        connection.scalars(select(report.c.month).where(report.c.group_id == group_id).order_by(report.c.month))
    )


def members_at(connection: Connection, group_id: int, month: date, end: datetime) -> int:
    """How many were confirmed members when a month had ended (the moment `end`), or when its report was begun later,
    with all whom the report is about.
    """
    number = find(connection, group_id, month)
    began = connection.scalar(select(report.c.began_at).where(report.c.id == number))
    then = max(end, began) if began is not None else end
    hers, named = membership.c, select(report_row.c.member_id).where(report_row.c.report_id == number)
    here = (hers.group_id == group_id, hers.confirmed_at <= then, or_(hers.until.is_(None), hers.until > then))
    return int(
        connection.scalar(
            select(func.count()).select_from(union(select(hers.member_id).where(*here), named).subquery())
        )
        or 0
    )


def begin(connection: Connection, group_id: int, month: date, now: datetime) -> int:
    """The report of a month, whoever has begun it; gives its number."""
    new = insert_for(connection.dialect)(report).values(group_id=group_id, month=month, began_at=now)
    connection.execute(new.on_conflict_do_nothing(index_elements=["group_id", "month"]))
    here = (report.c.group_id == group_id, report.c.month == month)
    return int(connection.execute(select(report.c.id).where(*here)).scalar_one())


def rows(connection: Connection, report_id: int) -> dict[int, Kept]:
    """What was reported, by member."""
    kept, sent = report_row.c, submission.c
    columns = (sent.id, sent.producer_id, sent.form, sent.form_name, sent.sent_at)
    statement = (
        select(kept.member_id, kept.said, kept.person_id, *columns)
        .outerjoin_from(report_row, submission, sent.id == kept.submission_id)
        .where(kept.report_id == report_id)
    )
    given: dict[int, dict[str, str]] = {}
    answers = (
        select(answer.c.submission_id, answer.c.path, answer.c.value)
        .join_from(report_row, answer, answer.c.submission_id == kept.submission_id)
        .where(kept.report_id == report_id)
    )
    for number, path, value in connection.execute(answers):
        given.setdefault(number, {})[path] = value
    kept_back = held.of_submissions(connection, given.keys())
    return {
        row.member_id: Kept(
            row.said, _own(row), given.get(row.id, {}), row.person_id, kept_back.get(row.id, frozenset())
        )
        for row in connection.execute(statement)
    }


def _own(row: Any) -> Own | None:
    return Own(row.id, row.producer_id, row.form, row.form_name, row.sent_at, None) if row.id is not None else None


def put(connection: Connection, report_id: int, new: Sequence[Put]) -> None:
    """Write rows, in the place of those that were there."""
    if not new:
        return
    statement = insert_for(connection.dialect)(report_row)
    changed = {name: statement.excluded[name] for name in ("said", "person_id", "at", "submission_id")}
    changed |= {"told_at": None, "word": None, "word_at": None}
    connection.execute(
        statement.on_conflict_do_update(index_elements=["report_id", "member_id"], set_=changed),
        [
            {
                "report_id": report_id, "member_id": one.member_id, "said": one.said, "person_id": one.person_id,
                "at": one.at, "submission_id": one.submission_id,
            }
            for one in new
        ],
    )  # fmt: skip


def answered_by_leaders(connection: Connection, group_id: int, month: tuple[date, date]) -> dict[tuple[int, int], int]:
    """The slots due in a month (first and last day) that leaders have answered, and nobody else: by member and number
    of the slot, who has.
    """
    here = select(membership.c.member_id).where(membership.c.group_id == group_id, membership.c.until.is_(None))
    statement = (
        select(slot.c.producer_id, slot.c.number, submission.c.source, submission.c.person_id)
        .join_from(submission, slot, slot.c.id == submission.c.slot_id)
        .where(slot.c.producer_id.in_(here), slot.c.due.between(*month), submission.c.practice.is_(False))
        .order_by(submission.c.sent_at, submission.c.id)
    )
    rows = connection.execute(statement).all()
    herself = {(row.producer_id, row.number) for row in rows if row.source != Source.LEADER}
    found = {(row.producer_id, row.number): row.person_id for row in rows}
    return {which: who for which, who in found.items() if which not in herself}


def remember(connection: Connection, where: Iterable[Typed], report_id: int, person_id: int, at: datetime) -> None:
    """Keep in which messages a report was typed, as long as they can be changed."""
    about = {"report_id": report_id, "person_id": person_id, "at": at}
    rows = [{"bot": one.bot, "chat": one.chat, "message_id": one.message_id, **about} for one in where]
    if rows:
        connection.execute(insert_for(connection.dialect)(report_message).on_conflict_do_nothing(), rows)


def typed_in(connection: Connection, where: Typed, person_id: int) -> tuple[int, date] | None:
    """The group and the month of the report that she typed in a message; None: none, or it is too long ago."""
    kept = report_message.c
    here = (kept.bot == where.bot, kept.chat == where.chat, kept.message_id == where.message_id)
    statement = (
        select(report.c.group_id, report.c.month)
        .join_from(report_message, report, report.c.id == kept.report_id)
        .where(*here, kept.person_id == person_id)
    )
    row = connection.execute(statement).one_or_none()
    return None if row is None else (row.group_id, row.month)


def said_in(connection: Connection, where: Typed, person_id: int) -> list[int]:
    """The members whose figures she has typed in a message; none, where the report came in several messages."""
    this, same = report_message.c, report_message.alias("same")
    here = (this.bot == where.bot, this.chat == where.chat, this.message_id == where.message_id)
    of_one_report = (same.c.report_id == this.report_id, same.c.person_id == this.person_id, same.c.at == this.at)
    alone = select(func.count()).select_from(same).where(*of_one_report).scalar_subquery() == 1
    rows = report_row.c
    hers = (rows.report_id == this.report_id, rows.person_id == this.person_id, rows.at == this.at)
    figures = (rows.said == "figures", this.person_id == person_id)
    found = select(rows.member_id).join_from(report_message, report_row, and_(*hers)).where(*here, *figures, alone)
    return list(connection.scalars(found.order_by(rows.member_id)))


def forget_messages(connection: Connection, now: datetime) -> int:
    """Forget messages that cannot be changed any more; gives how many."""
    return connection.execute(delete(report_message).where(report_message.c.at <= now - CHANGEABLE)).rowcount


def usual(connection: Connection, members: Collection[int], path: str, but: int | None) -> dict[int, list[Decimal]]:
    """What leaders have said for each of these to a question of the check-in, the oldest first, without what is in the
    report `but`, which may be corrected just now, nor what is held. What a member said herself is no matter of her
    leader's.
    """
    this = select(report_row.c.submission_id).where(
        report_row.c.report_id == (but or 0), report_row.c.submission_id.is_not(None)
    )
    statement = (
        select(submission.c.producer_id, answer.c.value)
        .join_from(submission, answer)
        .where(submission.c.producer_id.in_(members), submission.c.source == Source.LEADER, answer.c.path == path)
        .where(submission.c.id.not_in(this), held.counts())
        .order_by(submission.c.sent_at, submission.c.id)
    )
    found: dict[int, list[Decimal]] = {}
    for number, value in connection.execute(statement):
        read = figure(value)
        if read is not None:
            found.setdefault(number, []).append(read)
    return found


def figure(value: str | None) -> Decimal | None:
    """A kept answer as a number; None: it was left out, or nobody can have written it."""
    try:
        return None if value is None else Decimal(value)
    except InvalidOperation:
        return None


def nicknames(connection: Connection, person_id: int, members: Collection[int]) -> dict[int, tuple[str, ...]]:
    """What a leader calls these members."""
    wanted = (nickname.c.person_id == person_id, nickname.c.member_id.in_(members))
    found: dict[int, tuple[str, ...]] = {}
    statement = select(nickname.c.member_id, nickname.c.word).where(*wanted).order_by(nickname.c.word)
    for row in connection.execute(statement):
        found[row.member_id] = (*found.get(row.member_id, ()), row.word)
    return found


def teach(connection: Connection, person_id: int, word: str, member_id: int) -> None:
    """From now on a leader means this member by a word."""
    new = insert_for(connection.dialect)(nickname).values(person_id=person_id, word=word, member_id=member_id)
    meant = {"member_id": new.excluded.member_id}
    connection.execute(new.on_conflict_do_update(index_elements=["person_id", "word"], set_=meant))


def unteach(connection: Connection, person_id: int, member_id: int) -> bool:
    """What a leader calls this member is forgotten. False: it was nothing."""
    hers = (nickname.c.person_id == person_id, nickname.c.member_id == member_id)
    return connection.execute(delete(nickname).where(*hers)).rowcount > 0


def dash(connection: Connection, person_id: int) -> str | None:
    """What "-" means where she writes it; None: nobody has asked her."""
    return connection.scalar(select(report_habit.c.dash).where(report_habit.c.person_id == person_id))


def set_dash(connection: Connection, person_id: int, meaning: str) -> None:
    """She has said what "-" means."""
    unset_dash(connection, person_id)
    connection.execute(insert(report_habit).values(person_id=person_id, dash=meaning))


def unset_dash(connection: Connection, person_id: int) -> bool:
    """What "-" means is not known any more. False: it was not."""
    return connection.execute(delete(report_habit).where(report_habit.c.person_id == person_id)).rowcount > 0
