"""What a merge does to each table: which rows go to the producer that is kept, which stay, and what is held apart.

Nothing is written over that is not noted, no row is added or deleted: see `Cells`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Select, exists, or_, select, update

from bot.domain.book import Source
from bot.domain.evaluation.calendar import SlotState, Why
from bot.store.evaluation.slots import UNANSWERED, SlotRow, of_producer
from bot.store.groups.members.members import Left
from bot.store.people.merges import Cells, Merge, changed
from bot.store.schema import (
    announcement_answer,
    entry,
    follow_up,
    invitation,
    membership,
    nickname,
    opening,
    paid_in,
    pause,
    report_row,
    shown_month,
    slot,
    speaks_for,
    submission,
)


class Does(StrEnum):
    """What becomes of the rows in which a column names the other one."""

    MOVES = "go to the kept one"
    FITS = "go to the kept one where it has nothing there; else they stay, and are shown beside"
    STAYS = "stay: it is what happened then"
    ENDS = "stay, and nobody is asked about them any more"
    SWAPS = "who is kept answers for what is kept"
    ANEW = "are made anew: found in the others"
    NEVER = "nobody who is in one is merged away: groups, work, phones"


_ANSWERED = (SlotState.ANSWERED, SlotState.LATE)

# Each column that names a producer or a person; who adds one decides here.
DECIDED = {
    "alike": {"first_id": Does.ANEW, "second_id": Does.ANEW},
    "announcement": {"author_id": Does.NEVER, "approved_by": Does.NEVER},
    "announcement_bar": {"person_id": Does.NEVER},
    "announcement_answer": {"person_id": Does.FITS},
    "announcement_opt_out": {"person_id": Does.STAYS},
    "announcement_to": {"person_id": Does.STAYS},
    "audit": {"acting_for": Does.STAYS},
    "audit_word": {"about_id": Does.STAYS, "by_id": Does.STAYS},
    "card": {"person_id": Does.STAYS},
    "changed_pace": {"producer_id": Does.STAYS, "by_id": Does.NEVER},
    "chat": {"person_id": Does.NEVER},
    "chat_person": {"person_id": Does.NEVER},
    "consent": {"person_id": Does.STAYS},
    "consent_told": {"person_id": Does.STAYS},
    "correction": {"person_id": Does.STAYS},
    "dialogue": {"person_id": Does.NEVER, "producer_id": Does.STAYS},
    "entry": {"producer_id": Does.FITS, "person_id": Does.FITS},
    "erasure": {"person_id": Does.STAYS},
    "figure_asked": {"person_id": Does.STAYS, "said_by": Does.STAYS},
    "figure_deed": {"person_id": Does.STAYS},
    "follow_up": {"producer_id": Does.FITS},
    "follow_up_outcome": {"by_id": Does.NEVER},
    "form_upload": {"person_id": Does.NEVER},
    "group_about": {"advisor_id": Does.NEVER, "group_id": Does.NEVER, "part_of": Does.NEVER},
    "group_book": {"group_id": Does.NEVER, "person_id": Does.STAYS},
    "group_link": {"group_id": Does.NEVER},
    "inquiry": {name: Does.STAYS for name in ("asker_id", "claimed_by", "with_id")},
    "inquiry_past": {"person_id": Does.STAYS},
    "inquiry_said": {"by_id": Does.STAYS},
    "invitation": {"group_id": Does.NEVER, "used_by": Does.STAYS, "member_id": Does.MOVES},
    "key_holder": {"group_id": Does.NEVER, "person_id": Does.NEVER},
    "leader_change": {"group_id": Does.NEVER, "person_id": Does.NEVER},
    "leader_word": {"person_id": Does.STAYS},
    "lost_account": {"old_id": Does.STAYS, "new_id": Does.STAYS},
    "lost_word": {"by_id": Does.STAYS},
    "lot": {"group_id": Does.NEVER, "member_id": Does.STAYS, "person_id": Does.STAYS},
    "media": {"person_id": Does.STAYS},
    "membership": {"group_id": Does.NEVER, "member_id": Does.FITS},
    "merge": {name: Does.STAYS for name in ("kept_id", "other_id", "kept_person_id", "other_person_id", "by_id")},
    "nickname": {"person_id": Does.NEVER, "member_id": Does.MOVES},
    "not_same": {name: Does.STAYS for name in ("first_id", "second_id", "by_id")},
    "opening": {"producer_id": Does.FITS},
    "outbox": {"person_id": Does.NEVER},
    "paid_in": {"group_id": Does.NEVER, "member_id": Does.MOVES},
    "pause": {"producer_id": Does.FITS},
    "phone_request": {"leader_id": Does.STAYS},
    "pin": {"person_id": Does.STAYS},
    "report": {"group_id": Does.NEVER},
    "report_habit": {"person_id": Does.NEVER},
    "report_message": {"person_id": Does.NEVER},
    "report_row": {"member_id": Does.FITS, "person_id": Does.STAYS},
    "role": {"person_id": Does.NEVER, "group_id": Does.NEVER},
    "saved_audience": {"by_id": Does.NEVER},
    "sheet_photo": {name: Does.NEVER for name in ("group_id", "person_id")},
    "shown_month": {"producer_id": Does.FITS, "group_id": Does.NEVER},
    "slot": {"producer_id": Does.ENDS},
    "speaks_for": {"person_id": Does.SWAPS, "producer_id": Does.SWAPS},
    "statement": {"producer_id": Does.STAYS, "person_id": Does.STAYS},
    "submission": {"producer_id": Does.FITS, "person_id": Does.FITS},
    "tip": {"person_id": Does.STAYS},
    "tip_plan": {"person_id": Does.STAYS},
    "to_compare": {"producer_id": Does.ANEW},
    "vouch": {name: Does.STAYS for name in ("producer_id", "person_id", "by_id")},
}


def carry_out(connection: Connection, one: Merge, now: datetime) -> None:
    """All that a merge does, each cell noted."""
    work = _Work(connection, Cells(connection, one.id), one, now)
    work.speakers()
    work.answers()
    work.calendar()
    work.book()
    work.groups()
    work.shown()
    work.announced()
    work.others()


def reports(connection: Connection, number: int) -> int:
    """How many forms that were sent a merge has brought to who is kept."""
    return len(changed(connection, number, submission, "producer_id"))


def later_versions(connection: Connection, one: Merge) -> None:
    """Lines of the book that go back take along what they were corrected to since."""
    firsts = select(entry.c.first).where(entry.c.id.in_(changed(connection, one.id, entry, "producer_id")))
    known = list(connection.scalars(firsts))
    hers = (entry.c.first.in_(known), entry.c.producer_id == one.kept_id)
    connection.execute(update(entry).where(*hers).values(producer_id=one.other_id))


def _answers_of(person_id: int) -> Select[Any]:
    return select(announcement_answer).where(announcement_answer.c.person_id == person_id)


def _month(row: SlotRow) -> tuple[int, int]:
    return row.due.year, row.due.month


@dataclass(frozen=True, slots=True)
class _Work:
    connection: Connection
    cells: Cells
    one: Merge
    now: datetime

    def speakers(self) -> None:
        """Who is kept answers for what is kept; where she did not, the two change places."""
        one = self.one
        answers = (speaks_for.c.person_id == one.kept_person_id, speaks_for.c.producer_id == one.kept_id)
        if self.connection.scalar(select(speaks_for.c.person_id).where(*answers)) is not None:
            return
        for producer, person in ((one.other_id, one.other_person_id), (one.kept_id, one.kept_person_id)):
            self.cells.change(speaks_for, speaks_for.c.producer_id == producer, person_id=person)

    def answers(self) -> None:
        """What was sent for the other goes to a month of the kept one's that nobody has answered; else it stays."""
        own = submission.c.producer_id == self.one.other_id
        sent = select(submission).where(own, ~submission.c.practice).order_by(submission.c.id)
        known = {row.id: row for row in of_producer(self.connection, self.one.other_id)}
        for row in self.connection.execute(sent).all():
            if self._taken(row.dialogue_id, row.entry, row.id):
                continue
            if row.slot_id is None:
                if not self._has(submission.c.form_name == row.form_name):
                    self._move(row.id)
            elif (free := self._free(known[row.slot_id])) is not None:
                self._move(row.id, slot_id=free)
                values = {name: getattr(self._slot(row.slot_id), name) for name in ("state", "why", "answered_at")}
                self.cells.change(slot, slot.c.id == free, **values, next_nudge_at=None)

    def _slot(self, number: int) -> object:
        return self.connection.execute(select(slot).where(slot.c.id == number)).one()

    def _has(self, *conditions: object) -> bool:
        hers = select(submission.c.id).where(submission.c.producer_id == self.one.kept_id, *conditions)  # type: ignore[arg-type]
        return self.connection.scalar(hers.limit(1)) is not None

    def _taken(self, dialogue: int, number: int, submission_id: int) -> bool:
        """Whether one message has spoken of both, or one report has."""
        ours, theirs = report_row.alias("ours"), report_row.alias("theirs")
        same = (ours.c.report_id == theirs.c.report_id, ours.c.member_id == self.one.kept_id)
        both = select(theirs.c.report_id).where(theirs.c.submission_id == submission_id, exists().where(*same))
        if self.connection.scalar(both.limit(1)) is not None:
            return True
        return self._has(submission.c.dialogue_id == dialogue, submission.c.entry == number)

    def _free(self, meant: SlotRow) -> int | None:
        """A slot of the kept one's of the same form and month that nobody has answered; where staff have chosen another
        day of that month, the chosen one. Not the last one that is asked: its answer would have to plan the next.
        """
        known = sorted(of_producer(self.connection, self.one.kept_id), key=lambda row: row.due)
        last = max((row.due for row in known if row.why is not Why.MOVED), default=date.min)
        same = [row for row in known if row.form == meant.form and _month(row) == _month(meant)]
        for row in [row for row in same if row.why is not Why.MOVED] or same:
            if row.due < last and row.state not in _ANSWERED and not self._has(submission.c.slot_id == row.id):
                return row.id if meant.state in _ANSWERED else None
        return None

    def _move(self, number: int, **values: int) -> None:
        self.cells.change(submission, submission.c.id == number, producer_id=self.one.kept_id, **values)
        said = (submission.c.id == number, submission.c.person_id == self.one.other_person_id)
        self.cells.change(submission, *said, person_id=self.one.kept_person_id)
        self.cells.change(report_row, report_row.c.submission_id == number, member_id=self.one.kept_id)
        self.cells.change(follow_up, follow_up.c.submission_id == number, producer_id=self.one.kept_id)

    def calendar(self) -> None:
        """Nobody is asked for the other any more; what staff had to look at there is done. What was said of a report in
        which she stands as absent stays with that line: from there it is known who may not see it.
        """
        ended = {"state": SlotState.MISSED.value, "why": Why.NOT_ASKED.value, "next_nudge_at": None}
        self.cells.change(slot, slot.c.producer_id == self.one.other_id, UNANSWERED, **ended)
        of_absence = follow_up.c.report_id.is_not(None)
        theirs = (follow_up.c.producer_id == self.one.other_id, follow_up.c.done_at.is_(None), ~of_absence)
        about = or_(follow_up.c.slot_id.is_not(None), follow_up.c.submission_id.is_not(None))
        self.cells.change(follow_up, *theirs, about, done_at=self.now)
        self.cells.change(follow_up, *theirs, producer_id=self.one.kept_id)

    def book(self) -> None:
        """The other's lines go on in the kept one's book; what that book began with stays, where there are two."""
        has = select(entry.c.id).where(entry.c.producer_id == self.one.kept_id).limit(1)
        moved = [entry.c.producer_id == self.one.other_id]
        if self.connection.scalar(has) is not None:
            began = select(entry.c.first).where(*moved, entry.c.source == Source.OPENING)
            moved.append(entry.c.first.not_in(list(self.connection.scalars(began))))
        which = list(self.connection.scalars(select(entry.c.id).where(*moved)))
        self.cells.change(entry, entry.c.id.in_(which), producer_id=self.one.kept_id)
        hers = (entry.c.id.in_(which), entry.c.person_id == self.one.other_person_id)
        self.cells.change(entry, *hers, person_id=self.one.kept_person_id)

    def groups(self) -> None:
        """In a group where the kept one is too, the other is no more; else the place, the number and the card go on."""
        here = select(membership.c.group_id, membership.c.until).where(membership.c.member_id == self.one.kept_id)
        rows = self.connection.execute(here).all()
        known, current = {row.group_id for row in rows}, {row.group_id for row in rows if row.until is None}
        theirs = membership.c.member_id == self.one.other_id
        ended = {"until": self.now, "why": Left.MERGED.value}
        is_in = membership.c.until.is_(None)
        self.cells.change(membership, theirs, is_in, membership.c.group_id.in_(current), **ended)
        self.cells.change(membership, theirs, is_in, member_id=self.one.kept_id)
        self.cells.change(membership, theirs, membership.c.group_id.not_in(known), member_id=self.one.kept_id)

    def shown(self) -> None:
        """A month that she shows is counted from her book, wherever that is: it goes on with it."""
        kept, other = self.one.kept_id, self.one.other_id
        ours, theirs = shown_month.alias(), shown_month.c
        same = (ours.c.group_id == theirs.group_id, ours.c.first == theirs.first)
        already = exists(select(ours.c.id).where(ours.c.producer_id == kept, *same))
        self.cells.change(shown_month, theirs.producer_id == other, ~already, producer_id=kept)

    def announced(self) -> None:
        """What she has answered to announcements goes along; of two to the same question the later counts."""
        mine, given = self.one.kept_person_id, announcement_answer.c
        ours = {row.announcement_id: row for row in self.connection.execute(_answers_of(mine))}
        for row in self.connection.execute(_answers_of(self.one.other_person_id)).all():
            same = ours.get(row.announcement_id)
            if same is None:
                self.cells.change(announcement_answer, given.id == row.id, person_id=mine)
            elif row.at > same.at:
                said = {name: getattr(row, name) for name in ("choice", "submission_id", "at")}
                self.cells.change(announcement_answer, given.id == same.id, **said)

    def others(self) -> None:
        """What is known of her besides: opening figures, pauses where the kept one has none, names, links, payments."""
        kept, other = self.one.kept_id, self.one.other_id
        figures = list(self.connection.scalars(select(opening.c.figure).where(opening.c.producer_id == kept)))
        self.cells.change(opening, opening.c.producer_id == other, opening.c.figure.not_in(figures), producer_id=kept)
        if self.connection.scalar(select(pause.c.id).where(pause.c.producer_id == kept).limit(1)) is None:
            self.cells.change(pause, pause.c.producer_id == other, producer_id=kept)
        self.cells.change(nickname, nickname.c.member_id == other, member_id=kept)
        self.cells.change(invitation, invitation.c.member_id == other, member_id=kept)
        self.cells.change(paid_in, paid_in.c.member_id == other, member_id=kept)
