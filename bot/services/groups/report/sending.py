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
from bot.store.groups.report import reports
from bot.store.groups.report.reports import Kept, Put
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
    put = sending.keep(different)
    reports.put(connection, number, put)
    reports.remember(connection, one.where, number, person_id, one.said_at)
    counted = Counter(effect for effect, _ in done)
    late = len(different) - len(put)
    outcome = Outcome(counted[Effect.NEW], counted[Effect.CHANGED] - late, counted[Effect.SAME], late)
    if different:
        told = {"month": one.month.isoformat(), "new": outcome.new, "changed": outcome.changed, "late": late}
        did = "type sheet" if book.typed else "report"
        audit.record(connection, Deed(f"person {person_id}", did, f"report {number}", told, one.group_id), now)
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

    def keep(self, rows: Sequence[Row]) -> list[Put]:
        """Each row: a submission, or a correction of the one that is there. What comes too late is left out: staff
        look at it.
        """
        new = self._submit([row for row in rows if self._is_new(row)])
        return [kept for row in rows if (kept := self._keep(row, new)) is not None]

    def _is_new(self, row: Row) -> bool:
        known = self.before.get(row.members[0])
        return row.said is not Said.ABSENT and (known is None or known.sent is None)

    def _keep(self, row: Row, new: Mapping[int, int]) -> Put | None:
        member = row.members[0]
        said, figures = self.book.said(row)
        known = self.before.get(member)
        number = known.sent.id if known and known.sent else new.get(member)
        if known and known.sent and self._correct(known.sent, known, said, figures) is Result.WANTED:
            return None
        return Put(member, said, self.person_id, self.report.said_at, number)

    def _answers(self, figures: Figures) -> dict[str, str]:
        named = zip(paths(self.pack), figures, strict=True)
        return {path: format(figure, "f") for path, figure in named if figure is not None}

    def _submit(self, rows: Sequence[Row]) -> dict[int, int]:
        """All at once: a group has hundreds."""
        said_at, form = self.report.said_at, self.pack.form_for(Purpose.CHECK_IN)
        figures = {row.members[0]: self.book.said(row)[1] for row in rows}
        asked = slots.of_producers(self.connection, figures.keys())
        sent = [self._sent(member, _slot(asked[member], self.report, self.pack), figures[member]) for member in figures]
        numbers = submissions.submit_all(self.connection, sent, self.pack, said_at)
        # the rule of the table is that of the marks: of all others there is nothing to say
        for one in self.book.roster:
            if one.id in figures and is_far(figures[one.id], one):
                usual.mark(self.connection, one.id, numbers[one.id], form, self.pack, said_at)
        return numbers

    def _sent(self, member: int, slot_id: int | None, figures: Figures) -> Sent:
        form = self.pack.form_for(Purpose.CHECK_IN)
        return Sent(
            dialogue_id=self.report.dialogue_id,
            producer_id=member,
            person_id=self.person_id,
            slot_id=slot_id,
            form_hash=form.hash,
            form_name=Purpose.CHECK_IN,
            # who leads and is a member too speaks for herself
            # what staff type is what the leader wrote on paper; who has typed it stands beside it
            source=Source.SELF if member in self.own and not self.book.typed else Source.LEADER,
            language=self.report.language,
            practice=False,
            began_at=self.report.said_at,
            answers=self._answers(figures),
        )

    def _correct(self, own: Own, known: Kept, said: Said, figures: Figures) -> Result:
        """What is left open now stays as it was; of who was absent after all nothing is known."""
        wanted = {} if said is Said.ABSENT else dict(known.answers) | self._answers(figures)
        form = self.pack.form_for(Purpose.CHECK_IN)
        wish = Wish(own, self.person_id, wanted, Why.CHANGED)
        return corrections.send(self.connection, wish, form, self.pack, self.now)


def _slot(hers: Sequence[SlotRow], report: Report, pack: Pack) -> int | None:
    """The check-in of a member that it answers: one due in its month, else the one that is open when it is said."""
    first, last = month_of(report.month, pack.programme.calendar)
    asked = [one for one in hers if one.form != Purpose.BASELINE]
    within = [one for one in asked if first <= one.due <= last and one.state is not SlotState.BEFORE_JOINING]
    open_ones = [one for one in asked if _is_open(one, report.said_at)]
    waiting = [one for one in within if not one.state.ended or one.hears(report.said_at)]
    found: Sequence[SlotRow] = waiting or open_ones or within
    return min(found, key=lambda one: one.due).id if found else None


def _is_open(one: SlotRow, moment: datetime) -> bool:
    return one.opens_at <= moment and one.hears(moment)
