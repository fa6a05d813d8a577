"""Who stands as absent in a leader's report and can be told of it, and what each says of it herself.

Such a row has no figures, so it goes by the report and the member.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

from sqlalchemy import Connection, Integer, Select, bindparam, func, select, tuple_, update

from bot.domain.evaluation.progress import Word
from bot.domain.groups.report import Said
from bot.store.groups.report.last_word import WAITING
from bot.store.schema import person, report, report_row, speaks_for

# The numbers of a report and of a member.
Key: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Absence:
    """A leader (`leader_id`, her `leader`'s name; empty: erased) has said that a member was absent when a month (its
    first day) was reported. `said`: what she says of it herself, None: nothing.
    """

    report_id: int
    member_id: int
    group_id: int
    month: date
    leader_id: int
    leader: str
    said: str | None
    is_first: bool = False

    @property
    def key(self) -> Key:
        """Which row it is."""
        return self.report_id, self.member_id

    @property
    def word(self) -> Word | None:
        """What she has said of it; None: nothing."""
        return Word(self.said) if self.said else None


_KEY = tuple_(report_row.c.report_id, report_row.c.member_id)
_ABSENT = report_row.c.said == Said.ABSENT
_TO_TELL = (
    select(report_row.c.report_id, report_row.c.member_id)
    .where(_ABSENT, *WAITING)
    .order_by(report_row.c.at, report_row.c.report_id, report_row.c.member_id)
    .limit(bindparam("most", type_=Integer))
)
_ABSENCES: Select[Any] = (
    select(
        report_row.c.report_id,
        report_row.c.member_id,
        report.c.group_id,
        report.c.month,
        report_row.c.person_id.label("leader_id"),
        func.coalesce(person.c.name, "").label("leader"),
        report_row.c.word.label("said"),
    )
    .join_from(report_row, report, report.c.id == report_row.c.report_id)
    .join(person, person.c.id == report_row.c.person_id)
    .where(_ABSENT)
    .order_by(report_row.c.at, report_row.c.report_id, report_row.c.member_id)
)


def to_tell(connection: Connection, programme: str, versions: Collection[str], since: datetime, most: int) -> list[Key]:
    """The absences of a programme, since a moment, whose members can be told now and were not; the oldest first.
    `versions`: of the consent, that say what a leader sees.
    """
    wanted = {"code": programme, "versions": sorted(versions), "since": since, "most": most}
    return [(row.report_id, row.member_id) for row in connection.execute(_TO_TELL, wanted)]


def claim(connection: Connection, keys: Collection[Key]) -> list[Absence]:
    """Those of them that nobody was told of meanwhile, locked."""
    waiting = (_ABSENT, report_row.c.told_at.is_(None), _KEY.in_(keys))
    locked = select(report_row.c.report_id, report_row.c.member_id).where(*waiting).with_for_update(skip_locked=True)
    mine = [(row.report_id, row.member_id) for row in connection.execute(locked)]
    return _load(connection, mine)


def _load(connection: Connection, keys: Collection[Key]) -> list[Absence]:
    return [Absence(**row) for row in connection.execute(_ABSENCES.where(_KEY.in_(keys))).mappings()]


def find(connection: Connection, person_id: int, key: Key) -> Absence | None:
    """One of them, if it is about a producer that she answers for; None: it is not, or she is not absent any more."""
    hers = (speaks_for.c.producer_id == key[1], speaks_for.c.person_id == person_id)
    if connection.scalar(select(speaks_for.c.person_id).where(*hers)) is None:
        return None
    return next(iter(_load(connection, [key])), None)


def told(connection: Connection, keys: Sequence[Key], now: datetime) -> None:
    """Their members were told."""
    connection.execute(update(report_row).where(_KEY.in_(keys)).values(told_at=now))


def say(connection: Connection, key: Key, word: Word, now: datetime) -> None:
    """What she says of it; the last word counts."""
    connection.execute(update(report_row).where(_KEY.in_([key])).values(word=word, word_at=now))
