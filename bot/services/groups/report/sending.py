"""A leader's report is sent: one submission a member, with the leader as who says it, so that it is exported, corrected
and erased as any other. What was reported before is corrected, and never reported twice.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.evaluation.calendar import SlotState
from bot.domain.evaluation.nudges import local_day
from bot.domain.evaluation.progress import Source
from bot.domain.groups.report import Row, Said, State
from bot.domain.groups.report.read import is_far
from bot.domain.groups.report.table import Figures
from bot.domain.programme import Purpose
from bot.i18n.calendars import month_of
from bot.i18n.locale import Locale
from bot.packs import Pack
from bot.services.evaluation import corrections, submissions, usual
from bot.services.evaluation.corrections import Own, Result, Why, Wish
from bot.services.evaluation.submissions import Sent
from bot.services.groups.report.reporting import Book, Effect, Typed, begin, paths
from bot.services.work import Connection
from bot.store.evaluation import slots
from bot.store.evaluation.slots import SlotRow
from bot.store.groups import reports
from bot.store.groups.reports import Kept, Put
from bot.store.people import audit, people
from bot.store.people.audit import Deed

__all__ = ["Outcome", "Report", "Typed", "send"]


@dataclass(frozen=True, slots=True)
class Report:
    """What she sends: rows that are sure, of the month whose first day is `month`; `dialogue_id` and `said_at`: of the
    message that it was typed in; `where`: all messages that it was typed in.
    """

    group_id: int
    month: date
    rows: Sequence[Row]
    dialogue_id: int
    said_at: datetime
    language: str
    where: Sequence[Typed] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many rows were new, how many changed what was reported, how many said the same; `late`: changes that come
    after the time in which something can be corrected, which staff look at.
    """

    new: int
    changed: int
    same: int
    late: int


def send(
    connection: Connection, pack: Pack, person_id: int | None, one: Report, locale: Locale, now: datetime
) -> Outcome:
    """Keep the rows of a report, each exactly once, whoever of the leaders has sent the others. Raises NotAllowed."""
    day = local_day(one.said_at, ZoneInfo(pack.programme.timezone))
    book = begin(connection, pack, person_id, one.group_id, locale, day, one.month)
    if person_id is None:
        raise LookupError("nobody has sent this")
    here = {member.id for member in book.roster}
    rows = [row for row in one.rows if row.state is State.CLEAR and row.members[0] in here]
    number = reports.begin(connection, one.group_id, one.month, one.said_at)
    own = people.producers_of(connection, person_id)
    sending = _Sending(connection, pack, person_id, one, book, reports.rows(connection, number), own, now)
    done = [(book.effect(row), row) for row in rows]
    different = [row for effect, row in done if effect is not Effect.SAME]
    put = [kept for row in different if (kept := sending.keep(row)) is not None]
    reports.put(connection, number, put)
    reports.remember(connection, one.where, number, person_id, one.said_at)
    counted = Counter(effect for effect, _ in done)
    late = len(different) - len(put)
    outcome = Outcome(counted[Effect.NEW], counted[Effect.CHANGED] - late, counted[Effect.SAME], late)
    if different:
        told = {"month": one.month.isoformat(), "new": outcome.new, "changed": outcome.changed, "late": late}
        audit.record(connection, Deed(f"person {person_id}", "report", f"report {number}", told, one.group_id), now)
    return outcome


@dataclass(frozen=True, slots=True)
class _Sending:
    connection: Connection
    pack: Pack
    person_id: int
    report: Report
    book: Book
    before: Mapping[int, Kept]
    own: Collection[int]
    now: datetime

    def keep(self, row: Row) -> Put | None:
        """One row: a submission, or a correction of the one that is there; None: it comes too late, and staff look."""
        member = row.members[0]
        said, figures = self.book.said(row)
        known = self.before.get(member)
        number = known.sent.id if known and known.sent else None
        if known is not None and known.sent is not None:
            if self._correct(known.sent, known, said, figures) is Result.WANTED:
                return None
        elif said is not Said.ABSENT:
            number = self._submit(member, figures)
        return Put(member, said, self.person_id, self.report.said_at, number)

    def _answers(self, figures: Figures) -> dict[str, str]:
        named = zip(paths(self.pack), figures, strict=True)
        return {path: format(figure, "f") for path, figure in named if figure is not None}

    def _submit(self, member: int, figures: Figures) -> int:
        form = self.pack.form_for(Purpose.CHECK_IN)
        sent = Sent(
            dialogue_id=self.report.dialogue_id,
            producer_id=member,
            person_id=self.person_id,
            slot_id=_slot(self.connection, member, self.report, self.pack),
            form_hash=form.hash,
            form_name=Purpose.CHECK_IN,
            # who leads and is a member too speaks for herself
            source=Source.SELF if member in self.own else Source.LEADER,
            language=self.report.language,
            practice=False,
            began_at=self.report.said_at,
            answers=self._answers(figures),
        )
        number = submissions.submit(self.connection, sent, self.pack, self.report.said_at).submission_id
        # the rule of the table is that of the marks: of all others there is nothing to say, and a group has hundreds
        if is_far(figures, next(one for one in self.book.roster if one.id == member)):
            usual.mark(self.connection, member, number, form, self.pack, self.report.said_at)
        return number

    def _correct(self, own: Own, known: Kept, said: Said, figures: Figures) -> Result:
        """What is left open now stays as it was; of who was absent after all nothing is known."""
        wanted = {} if said is Said.ABSENT else dict(known.answers) | self._answers(figures)
        form = self.pack.form_for(Purpose.CHECK_IN)
        wish = Wish(own, self.person_id, wanted, Why.CHANGED)
        return corrections.send(self.connection, wish, form, self.pack, self.now)


def _slot(connection: Connection, member: int, report: Report, pack: Pack) -> int | None:
    """The check-in that the report answers: one due in its month, else the one that is open when it is said."""
    first, last = month_of(report.month, pack.programme.calendar)
    asked = [one for one in slots.of_producer(connection, member) if one.form != Purpose.BASELINE]
    within = [one for one in asked if first <= one.due <= last and one.state is not SlotState.BEFORE_JOINING]
    open_ones = [one for one in asked if _is_open(one, report.said_at)]
    found: Sequence[SlotRow] = [one for one in within if not one.state.ended] or open_ones or within
    return min(found, key=lambda one: one.due).id if found else None


def _is_open(one: SlotRow, moment: datetime) -> bool:
    return not one.state.ended and one.opens_at <= moment < one.closes_at
