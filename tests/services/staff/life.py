"""What may happen to a producer, for tests of what becomes of it later: each happening by its name."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Table, func, insert, select, update

from bot.domain.staff.announced import Asks, Question
from bot.store import Connection
from bot.store.evaluation import corrections
from bot.store.evaluation.corrections import Change, Correction
from bot.store.groups.cash_book import group_books
from bot.store.groups.cash_book.group_books import PaidIn, Receipt
from bot.store.groups.members import members
from bot.store.groups.report import shown_months
from bot.store.groups.report.shown_months import Month
from bot.store.schema import (
    announcement_question,
    card,
    changed_pace,
    consent,
    consent_told,
    dialogue,
    entry,
    figure_asked,
    figure_deed,
    figure_deed_item,
    follow_up,
    follow_up_outcome,
    held,
    inquiry,
    inquiry_past,
    inquiry_said,
    invitation,
    lot,
    membership,
    nickname,
    opening,
    pause,
    report,
    report_row,
    slot,
    speaks_for,
    statement,
    submission,
    tip,
)
from bot.store.staff.announced import answers
from bot.store.staff.announced.answers import Answer
from tests.services.groups.test_leading import a_group
from tests.services.staff.announced.sent import an_announcement
from tests.services.staff.test_merging import LATER, group_of, line, month, send, speaker
from tests.services.village import NOW


@dataclass
class Life:
    """What may happen to a producer, each by its name; `number`: of a month. Dialogues and words are counted on."""

    connection: Connection
    leader: int
    at: datetime = NOW
    count: int = field(default=0)

    def happens(self, what: str, who: int, number: int) -> None:
        self.count += 1
        getattr(self, what)(who, number)

    def _add(self, table: Table, **values: Any) -> Any:
        return self.connection.execute(insert(table).values(values).returning(*table.primary_key.columns)).one()[0]

    def _has(self, *conditions: Any) -> bool:
        return self.connection.scalar(select(func.count()).where(*conditions)) != 0

    def _new_month(self, who: int, number: int) -> int | None:
        taken = self._has(slot.c.producer_id == who, slot.c.number == number)
        return None if taken else month(self.connection, who, number)

    def _newest(self, who: int) -> int | None:
        return self.connection.scalar(select(func.max(submission.c.id)).where(submission.c.producer_id == who))

    def month(self, who: int, number: int) -> None:
        self._new_month(who, number)

    def answered(self, who: int, number: int, state: str = "answered") -> None:
        """The month that she is asked about, or one more; twice, where she has."""
        known = select(slot.c.id).where(slot.c.producer_id == who, slot.c.number == number)
        where = self._new_month(who, number) or self.connection.scalars(known).one()
        send(self.connection, who, where, self.count)
        self.connection.execute(update(slot).where(slot.c.id == where).values(state=state))

    def late(self, who: int, number: int) -> None:
        self.answered(who, number, "late")

    def _report(self, who: int, number: int) -> int | None:
        """The report of a month, where it says nothing of her yet."""
        first, group = date(2026, number, 1), group_of(self.connection)
        here = (report.c.group_id == group, report.c.month == first)
        found = self.connection.scalar(select(report.c.id).where(*here))
        found = found or self._add(report, group_id=group, month=first, began_at=NOW)
        said = self._has(report_row.c.report_id == found, report_row.c.member_id == who)
        return None if said else found

    def reported(self, who: int, number: int) -> None:
        """By her leader, as one figure of many of a message; she says that it is wrong."""
        where, about = self._new_month(who, number), self._report(who, number)
        if where is None or about is None:
            return
        send(self.connection, who, where, self.count, "leader")
        newest = self._newest(who)
        said = update(submission).where(submission.c.id == newest)
        self.connection.execute(said.values(person_id=self.leader))
        word = {"word": "wrong", "word_at": NOW, "submission_id": newest, "told_at": NOW}
        self._add(report_row, report_id=about, member_id=who, said="figures", person_id=self.leader, at=NOW, **word)
        disputed = {"reason": "report_disputed", "detail": {"answers": [], "words": "five"}, "created_at": NOW}
        self._add(follow_up, producer_id=who, submission_id=newest, **disputed)

    def absent(self, who: int, number: int) -> None:
        about = self._report(who, number)
        if about is not None:
            self._add(report_row, report_id=about, member_id=who, said="absent", person_id=self.leader, at=NOW)
            asked = {"reason": "report_private", "created_at": NOW}
            self._add(follow_up, producer_id=who, report_id=about, **asked)

    def loose(self, who: int, _: int) -> None:
        send(self.connection, who, None, self.count)

    def practised(self, who: int, _: int) -> None:
        send(self.connection, who, None, self.count)
        self.connection.execute(update(submission).where(submission.c.id == self._newest(who)).values(practice=True))

    def corrected(self, who: int, number: int) -> None:
        newest = self._newest(who)
        if newest is not None:
            change = Change("/data/sales", "5", str(number))
            corrections.write(self.connection, Correction(newest, speaker(self.connection, who), "typo", [change]), NOW)

    def odd_figure(self, who: int, _: int) -> None:
        newest = self._newest(who)
        if newest is not None and not self._has(follow_up.c.submission_id == newest, follow_up.c.reason == "unusual"):
            self._add(follow_up, producer_id=who, submission_id=newest, reason="unusual", created_at=NOW)

    def silent(self, who: int, number: int) -> None:
        where = self._new_month(who, number)
        if where is not None:
            self._add(follow_up, producer_id=who, slot_id=where, reason="no_answer", created_at=NOW)

    def note(self, who: int, _: int) -> None:
        self._add(follow_up, producer_id=who, reason="account_lost", created_at=NOW)

    def begun(self, who: int, number: int) -> None:
        where = self._new_month(who, number)
        whose = {"person_id": speaker(self.connection, who), "producer_id": who, "slot_id": where}
        when = {"began_at": NOW, "touched_at": NOW}
        self._add(dialogue, bot=1, chat=77, kind="form", front=False, state={}, **whose, **when)

    def line(self, who: int, _: int) -> None:
        line(self.connection, who, f"line {self.count}")

    def opening_line(self, who: int, _: int) -> None:
        if not self._has(entry.c.producer_id == who, entry.c.source == "opening"):
            line(self.connection, who, f"line {self.count}", "opening")

    def owed(self, who: int, _: int) -> None:
        line(self.connection, who, f"line {self.count}")
        credit = {"direction": "credit", "cash": 0, "counterparty": "Ram"}
        self.connection.execute(update(entry).where(entry.c.id == f"line {self.count}").values(credit))

    def changed_line(self, who: int, _: int) -> None:
        standing = select(entry).where(entry.c.producer_id == who, entry.c.stands).order_by(entry.c.id).limit(1)
        old = self.connection.execute(standing).mappings().one_or_none()
        if old is not None:
            new = {"id": f"line {self.count}", "supersedes": old["id"], "amount": 7, "source": "correction"}
            self.connection.execute(insert(entry).values(dict(old) | new))
            self.connection.execute(update(entry).where(entry.c.id == old["id"]).values(stands=False))

    def paid(self, who: int, _: int) -> None:
        group = group_of(self.connection)
        line(self.connection, who, f"dues {self.count}")
        values = {"producer_id": group, "person_id": self.leader}
        self.connection.execute(update(entry).where(entry.c.id == f"dues {self.count}").values(values))
        assert group_books.put(self.connection, f"dues {self.count}", PaidIn(group, who, Receipt.CHAT), NOW)

    def statement(self, who: int, _: int) -> None:
        days = {"first": NOW.date(), "last": NOW.date(), "issued_on": NOW.date(), "issued_at": NOW}
        whose = {"producer_id": who, "person_id": speaker(self.connection, who), "programme": "nepal-odop"}
        said = {"code": f"code {self.count}", "asked": f"{self.count}", "languages": "ne", "digest": "d"}
        self._add(statement, about={}, figures={}, **days, **whose, **said)

    def shown(self, who: int, number: int) -> None:
        first = date(2026, number, 1)
        days = Month(first, first + timedelta(days=27))
        shown_months.put(self.connection, who, group_of(self.connection), days, self.at)

    def pause(self, who: int, _: int) -> None:
        self._add(pause, producer_id=who, why="sick", since=NOW, until=LATER.date())

    def figure(self, who: int, number: int) -> None:
        if not self._has(opening.c.producer_id == who, opening.c.figure == f"sales {number}"):
            values = {"figure": f"sales {number}", "value": "5", "day": NOW.date(), "source": "import", "at": NOW}
            self._add(opening, producer_id=who, **values)

    def name(self, who: int, _: int) -> None:
        self._add(nickname, person_id=self.leader, word=f"aunt {self.count}", member_id=who)

    def link(self, who: int, _: int) -> None:
        when = {"created_at": NOW, "expires_at": LATER}
        self._add(invitation, code=f"link {self.count}", programme="nepal-odop", role="leader", member_id=who, **when)

    def second_group(self, who: int, _: int) -> None:
        members.join(self.connection, a_group(self.connection, f"Group {self.count}"), who, NOW, confirmed=True)

    def left(self, who: int, _: int) -> None:
        members.leave_all(self.connection, [who], NOW)

    def card(self, who: int, _: int) -> None:
        newest = self.connection.scalar(select(func.max(membership.c.id)).where(membership.c.member_id == who))
        if newest is not None and not self._has(card.c.membership_id == newest):
            self._add(card, code=f"card {self.count}", membership_id=newest, person_id=self.leader, since=NOW)

    def lot(self, who: int, number: int) -> None:
        if not self._has(lot.c.member_id == who, lot.c.month == date(2026, number, 1)):
            drawn = {"month": date(2026, number, 1), "drawn_at": NOW, "said": "agreed", "said_at": NOW}
            whose = {"group_id": group_of(self.connection), "member_id": who, "person_id": self.leader}
            self._add(lot, **whose, **drawn)

    def agreed(self, who: int, _: int) -> None:
        version = {"version": "2", "language": "ne", "how": "told", "given_at": NOW}
        agreed = self._add(consent, person_id=speaker(self.connection, who), **version)
        told = {"told_on": NOW.date(), "how": "aloud", "before": "Ruth", "person_id": self.leader}
        self._add(consent_told, consent_id=agreed, **told)

    def heard(self, who: int, number: int) -> None:
        self._answers(speaker(self.connection, who), number)

    def heard_by_both(self, _: int, number: int) -> None:
        """The one without a phone had one before, and has answered last."""
        everybody = select(speaks_for.c.person_id).order_by(speaks_for.c.person_id.desc())
        for person_id in self.connection.scalars(everybody).all():
            self._answers(person_id, number)

    def _answers(self, person_id: int, number: int) -> None:
        """What was asked in a month, once; the choice is another each time."""
        self.count += 1
        known = select(announcement_question.c.announcement_id).where(announcement_question.c.form == f"{number}")
        asked = self.connection.scalar(known)
        if asked is None:
            asked = an_announcement(self.connection, self.leader, Question(Asks.FORM, form=f"{number}"))
        at = NOW + timedelta(minutes=self.count)
        answers.put(self.connection, asked, person_id, Answer(self.count, None), at)

    def tip(self, who: int, _: int) -> None:
        lesson = {"slug": "prices", "reason": "course", "pushed": True, "at": NOW}
        self._add(tip, person_id=speaker(self.connection, who), **lesson)

    def _open_follow_up(self, who: int) -> int | None:
        here = (follow_up.c.producer_id == who, follow_up.c.done_at.is_(None))
        return self.connection.scalar(select(func.max(follow_up.c.id)).where(*here))

    def _unusual(self, who: int) -> tuple[int, int] | None:
        """A figure that is far from the usual and waits: its follow-up, and what was sent."""
        self.odd_figure(who, 0)
        odd = (follow_up.c.producer_id == who, follow_up.c.reason == "unusual", follow_up.c.done_at.is_(None))
        found = select(follow_up.c.id, follow_up.c.submission_id).where(*odd).order_by(follow_up.c.id.desc())
        row = self.connection.execute(found.limit(1)).one_or_none()
        return None if row is None else tuple(row)

    def held_figure(self, who: int, number: int) -> None:
        about = self._unusual(who)
        if about is None or self._has(held.c.follow_up_id == about[0]):
            return
        deed = self._add(figure_deed, person_id=self.leader, deed="hold", why="asked", at=NOW)
        self._add(figure_deed_item, deed_id=deed, follow_up_id=about[0], before=[])
        far = {"submission_id": about[1], "path": "/data/sales", "is_far": number % 2 == 0}
        self._add(held, follow_up_id=about[0], deed_id=deed, **far)

    def proposed_figure(self, who: int, number: int) -> None:
        """She, or her leader for her, has said yes or no to it, or nothing yet."""
        about = self._unusual(who)
        if about is None:
            return
        words = {"path": "/data/sales", "old": "5", "new": str(number), "person_id": self.leader, "at": NOW}
        said = [{}, {"said": "yes", "said_by": speaker(self.connection, who), "said_at": NOW}]
        said.append({"said": "no", "how": "seen", "said_by": self.leader, "said_at": NOW, "ended_at": NOW})
        self._add(figure_asked, follow_up_id=about[0], submission_id=about[1], **words, **said[number % 3])

    def visited(self, who: int, number: int) -> None:
        """Staff were there, or call again."""
        about = self._open_follow_up(who)
        if about is None:
            return
        is_over = number % 2 == 0
        what = {"what": "visited"} if is_over else {"what": "call_again", "again_on": LATER.date(), "words": "ill"}
        self._add(follow_up_outcome, follow_up_id=about, by_id=self.leader, at=NOW, **what)
        if is_over:
            self.connection.execute(update(follow_up).where(follow_up.c.id == about).values(done_at=NOW))

    def changed_pace(self, who: int, number: int) -> None:
        """Staff have chosen a day for what comes next; it was to come on another."""
        to_come = (slot.c.producer_id == who, slot.c.state == "waiting")
        first = self.connection.scalar(select(slot.c.id).where(*to_come).order_by(slot.c.due).limit(1))
        if first is None:
            return
        moved = {"state": "missed", "why": "moved", "next_nudge_at": None}
        self.connection.execute(update(slot).where(slot.c.id == first).values(moved))
        where = month(self.connection, who, number, 100 + self.count)
        mine = (changed_pace.c.producer_id == who, changed_pace.c.ended_at.is_(None))
        self.connection.execute(update(changed_pace).where(*mine).values(ended_at=NOW))
        chosen = {"by_id": self.leader, "at": NOW, "reason": "season", "slot_id": where, "replaced": [first]}
        self._add(changed_pace, producer_id=who, **chosen)

    def question(self, who: int, _: int) -> None:
        """She asks, goes past her leader, and has an answer; it is open still."""
        asker = speaker(self.connection, who)
        when = {"begun_at": NOW, "waits_since": NOW, "touched_at": NOW}
        asked = self._add(inquiry, programme="nepal-odop", asker_id=asker, about="nobody", with_id=self.leader, **when)
        self._add(inquiry_past, inquiry_id=asked, person_id=self.leader)
        for by, by_staff in ((asker, False), (self.leader, True)):
            words = {"by_staff": by_staff, "said_as": "text", "words": "when?", "at": NOW}
            self._add(inquiry_said, inquiry_id=asked, by_id=by, **words)


KINDS = sorted(name for name in vars(Life) if not name.startswith("_") and name not in ("happens", "at", "count"))
