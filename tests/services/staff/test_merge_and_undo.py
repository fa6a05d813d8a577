"""Merge then undo is nothing, whatever is known of the two; and what was written in between is with who wrote it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Table, func, insert, select, update

from bot.domain.people.roles import Reach, Role
from bot.domain.staff.announced import Asks, Question
from bot.services.people import erasure
from bot.services.staff import merging as service
from bot.store import Connection
from bot.store.engine.sync import sync_engine, writing
from bot.store.evaluation import corrections
from bot.store.evaluation.corrections import Change, Correction
from bot.store.groups import group_books, members, shown_months
from bot.store.groups.group_books import PaidIn, Receipt
from bot.store.groups.shown_months import Month
from bot.store.people import merging
from bot.store.people.merging import Does
from bot.store.schema import (
    announcement_question,
    audit,
    card,
    consent,
    consent_told,
    dialogue,
    entry,
    follow_up,
    invitation,
    lot,
    membership,
    merge,
    merge_cell,
    metadata,
    nickname,
    opening,
    pause,
    report,
    report_row,
    shown_month,
    slot,
    speaks_for,
    statement,
    submission,
    tip,
)
from bot.store.staff.announced import answers
from bot.store.staff.announced.answers import Answer
from tests.nightly import times
from tests.services.groups.test_leading import a_group, somebody
from tests.services.staff.announced.sent import an_announcement
from tests.services.staff.test_merging import (
    LATER,
    TEXTS,
    group_of,
    in_figures,
    line,
    month,
    reached,
    send,
    snapshot,
    speaker,
    two,
)
from tests.services.village import NOW, Villager, found, nepal, settle

T = TypeVar("T")
MERGED = NOW + timedelta(days=1)
MOVING = (Does.MOVES, Does.FITS, Does.ENDS, Does.SWAPS)


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


KINDS = sorted(name for name in vars(Life) if not name.startswith("_") and name not in ("happens", "at", "count"))
HISTORY = st.lists(st.tuples(st.sampled_from(KINDS), st.booleans(), st.integers(2, 9)), max_size=14)
History = list[tuple[str, bool, int]]


def test_each_table_that_a_merge_changes_is_lived_in(sqlite_url: str) -> None:
    """Who adds a table, or lets a merge move one more, adds to `Life` what happens there."""
    with writing(sqlite_url) as connection:
        card_, phone, officer = two(connection)
        life = Life(connection, somebody(connection))
        for of in range(2, 10):
            life.happens("month", card_, of)
        for at, what in enumerate(KINDS):
            life.happens(what, phone, 9 if what == "reported" else 2 + at % 7)
        before = snapshot(connection)
        number = service.merge(connection, officer, nepal(), card_, phone, TEXTS, MERGED)
        moving = {name for name, columns in merging.DECIDED.items() if set(columns.values()) & set(MOVING)}
        assert set(connection.scalars(select(merge_cell.c.changed))) == moving
        assert number is not None and service.undo(connection, officer, nepal(), number, TEXTS, LATER)
        assert snapshot(connection) == before


@settings(max_examples=times(25, 600), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORY, since=HISTORY, erased=st.sampled_from(["", "", "kept", "other", "leader"]))
def test_merge_and_undo_is_nothing(sqlite_url: str, history: History, since: History, erased: str) -> None:
    engine = sync_engine(sqlite_url)
    with engine.connect() as connection, connection.begin() as all_of_it:
        card_, phone, officer = two(connection)
        life = Life(connection, somebody(connection))
        for what, of_card, number in history:
            life.happens(what, card_ if of_card else phone, number)
        before, counted = snapshot(connection), in_figures(connection)
        without_leader = _in_vain(connection, lambda: (_forgotten(connection, life.leader), in_figures(connection)))
        merged = service.merge(connection, officer, nepal(), card_, phone, TEXTS, MERGED)
        assert merged is not None and in_figures(connection)[0] == counted[0] - 1
        _in_vain(connection, lambda: _lived_on(life, merged, since, erased, officer))
        if erased == "leader":
            _forgotten(connection, life.leader)
        assert service.undo(connection, officer, nepal(), merged, TEXTS, LATER)
        # what her leader said of her may go with her leader, merged or not
        expected = without_leader if erased == "leader" else (before, counted)
        assert (snapshot(connection), in_figures(connection)) == expected
        all_of_it.rollback()
    engine.dispose()


def _in_vain(connection: Connection, does: Callable[[], T]) -> T:
    with connection.begin_nested() as all_of_it:
        found = does()
        all_of_it.rollback()
    return found


def _forgotten(connection: Connection, who: int) -> dict[str, list[tuple[Any, ...]]]:
    erasure.erase_person(connection, who, LATER)
    return snapshot(connection)


def _lived_on(life: Life, number: int, since: History, erased: str, officer: int) -> None:
    """What she wrote after the merge is with her, what was said of the kept one with it, and no row is lost; who was
    erased stays erased.
    """
    connection, life.at = life.connection, MERGED + timedelta(hours=1)
    one = connection.execute(select(merge).where(merge.c.id == number)).one()
    for what, _, of in since:
        life.happens(what, one.kept_id, of)
    if erased in ("kept", "other"):
        after = _forgotten(connection, one.kept_person_id if erased == "kept" else one.other_person_id)
        assert not service.undo(connection, officer, nepal(), number, TEXTS, LATER)
        assert snapshot(connection) == after
        return
    counts = _counts(connection)
    assert service.undo(connection, officer, nepal(), number, TEXTS, LATER)
    # what is shown twice is shown once
    assert {name: one for name, one in _counts(connection).items() if one != counts[name]}.keys() <= {"shown_month"}
    _all_is_with_whom_it_is_of(connection)
    assert connection.scalar(select(func.count()).select_from(audit).where(audit.c.action == "undo merge")) == 1
    life.at = NOW


def _counts(connection: Connection) -> dict[str, int]:
    but = {"merge_cell", "audit", "outbox", "alike", "to_compare"}
    tables = [one for one in metadata.sorted_tables if one.name not in but]
    return {one.name: connection.scalar(select(func.count()).select_from(one)) or 0 for one in tables}


def _all_is_with_whom_it_is_of(connection: Connection) -> None:
    month_of = select(submission.c.producer_id, slot.c.producer_id).join_from(submission, slot)
    assert all(one == other for one, other in connection.execute(month_of)), "each where its month is"
    looked_at = select(submission.c.producer_id, follow_up.c.producer_id).join_from(submission, follow_up)
    assert all(one == other for one, other in connection.execute(looked_at))
    own = select(submission.c.producer_id, submission.c.person_id).where(submission.c.source == "self")
    lines = select(entry.c.producer_id, entry.c.person_id).where(
        entry.c.id == entry.c.first, entry.c.source != "opening", entry.c.id.not_like("dues%")
    )
    for which in (own, lines, select(dialogue.c.producer_id, dialogue.c.person_id)):
        for producer_id, person_id in connection.execute(which):
            assert speaker(connection, producer_id) == person_id
    versions = select(entry.c.first).group_by(entry.c.first).having(func.count(entry.c.producer_id.distinct()) > 1)
    assert connection.scalars(versions).all() == []


def test_what_she_wrote_on_her_phone_since_goes_with_her(database_url: str) -> None:
    with writing(database_url) as connection:
        card_, phone, officer = two(connection)
        for who in (card_, phone):
            for of in (4, 5, 6):
                month(connection, who, of)
        number = service.merge(connection, officer, nepal(), card_, phone, TEXTS, MERGED)
        assert number is not None
        # what she says as a leader is not of herself alone: it stays
        life = Life(connection, speaker(connection, card_), MERGED + timedelta(hours=1))
        life.happens("line", card_, 0)
        life.happens("answered", card_, 4)
        life.happens("answered", card_, 8)
        life.happens("reported", card_, 3)
        life.happens("shown", card_, 4)
        of_six = connection.scalars(select(slot.c.id).where(slot.c.producer_id == card_, slot.c.number == 6)).one()
        life.happens("begun", card_, 7)
        connection.execute(update(dialogue).values(slot_id=of_six))
        assert service.undo(connection, officer, nepal(), number, TEXTS, LATER)
        assert _states(connection, phone) == {4: "late", 5: "waiting", 6: "waiting"}
        assert _states(connection, card_) == {
            3: "answered", 4: "missed", 5: "waiting", 6: "waiting", 7: "waiting", 8: "missed"
        }  # fmt: skip
        assert connection.scalars(select(entry.c.producer_id)).all() == [phone]
        assert connection.scalars(select(shown_month.c.producer_id)).all() == [phone]
        sent = connection.execute(select(submission.c.producer_id, submission.c.source).order_by(submission.c.id)).all()
        assert [tuple(row) for row in sent] == [(phone, "self"), (phone, "self"), (card_, "leader")]
        begun = connection.execute(select(dialogue.c.producer_id, slot.c.producer_id, slot.c.number).join(slot)).one()
        assert tuple(begun) == (phone, phone, 6)
        _all_is_with_whom_it_is_of(connection)


def _states(connection: Connection, who: int) -> dict[int, str]:
    rows = connection.execute(select(slot.c.number, slot.c.state).where(slot.c.producer_id == who, slot.c.number > 0))
    return {row.number: row.state for row in rows}


def test_who_was_in_the_group_with_her_own_phone_keeps_what_she_wrote_since(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        hers, other = settle(connection, Villager("Sita Rai")), settle(connection, Villager("Sitaa Rai"))
        members.join(connection, a_group(connection, "Own"), hers, NOW, confirmed=True)
        reached(connection, speaker(connection, hers), 77)
        officer = somebody(connection, Reach(Role.OFFICER))
        number = service.merge(connection, officer, nepal(), hers, other, TEXTS, MERGED)
        life = Life(connection, somebody(connection), MERGED + timedelta(hours=1))
        for what in ("line", "answered", "shown", "begun"):
            life.happens(what, hers, 4)
        assert number is not None and service.undo(connection, officer, nepal(), number, TEXTS, LATER)
        for table in (entry, submission, shown_month, dialogue):
            assert connection.scalars(select(table.c.producer_id)).all() == [hers]
        assert _states(connection, hers) == {4: "answered"}


def test_what_staff_had_to_look_at_of_a_leader_who_is_forgotten_meanwhile_stays_done(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        card_, phone, officer = two(connection)
        life = Life(connection, somebody(connection))
        life.happens("reported", phone, 4)
        number = service.merge(connection, officer, nepal(), card_, phone, TEXTS, MERGED)
        _forgotten(connection, life.leader)
        assert number is not None and service.undo(connection, officer, nepal(), number, TEXTS, LATER)
        kept = connection.execute(select(follow_up.c.detail, follow_up.c.done_at.is_not(None))).one()
        assert tuple(kept) == (None, True)


def test_what_was_sent_late_goes_over_like_any_report(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        card_, phone, officer = two(connection)
        month(connection, card_, 4)
        Life(connection, somebody(connection)).happens("late", phone, 4)
        counted = in_figures(connection)
        assert service.merge(connection, officer, nepal(), card_, phone, TEXTS, MERGED)
        assert in_figures(connection)[1] == counted[1] == 1
        assert _states(connection, card_) == {4: "late"}
