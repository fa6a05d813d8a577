"""Merge then undo is nothing, whatever is known of the two; and what was written in between is with who wrote it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, TypeVar

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from bot.domain.people.roles import Reach, Role
from bot.services.people import erasure
from bot.services.staff import merging as service
from bot.store import Connection
from bot.store.engine.sync import sync_engine, writing
from bot.store.groups.members import members
from bot.store.people import merging
from bot.store.people.merging import Does
from bot.store.schema import (
    audit,
    changed_pace,
    dialogue,
    entry,
    figure_asked,
    follow_up,
    held,
    merge,
    merge_cell,
    metadata,
    shown_month,
    slot,
    submission,
)
from tests.nightly import times
from tests.services.groups.test_leading import a_group, somebody
from tests.services.staff.life import KINDS, Life
from tests.services.staff.test_merging import (
    LATER,
    TEXTS,
    in_figures,
    month,
    reached,
    snapshot,
    speaker,
    two,
)
from tests.services.village import NOW, Villager, found, nepal, settle

T = TypeVar("T")
MERGED = NOW + timedelta(days=1)
MOVING = (Does.MOVES, Does.FITS, Does.ENDS, Does.SWAPS)

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
        _begun_in_january(connection)
        life = Life(connection, somebody(connection))
        for what, of_card, number in history:
            life.happens(what, card_ if of_card else phone, number)
        before, counted, asked = snapshot(connection), in_figures(connection), _asked(connection, card_)
        without_leader = _in_vain(connection, lambda: (_forgotten(connection, life.leader), in_figures(connection)))
        merged = service.merge(connection, officer, nepal(), card_, phone, TEXTS, MERGED)
        assert merged is not None and in_figures(connection)[0] == counted[0] - 1
        _each_is_where_it_belongs(connection)
        assert _asked(connection, card_) >= asked, "who was still to be asked is asked still"
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


def _asked(connection: Connection, who: int) -> bool:
    to_come = (slot.c.producer_id == who, slot.c.number > 0, slot.c.state == "waiting")
    return connection.scalar(select(slot.c.id).where(*to_come).limit(1)) is not None


def _begun_in_january(connection: Connection) -> None:
    """The months of a `Life` come after the baseline, as they do for everybody."""
    connection.execute(update(slot).where(slot.c.number == 0).values(due=date(2026, 1, 10)))


def _each_is_where_it_belongs(connection: Connection) -> None:
    """What staff have held and proposed is about what was sent by whom they look at; a day that they chose is hers."""
    for table in (held, figure_asked):
        about = select(submission.c.producer_id, follow_up.c.producer_id).select_from(
            table.join(submission, submission.c.id == table.c.submission_id).join(
                follow_up, follow_up.c.id == table.c.follow_up_id
            )
        )
        assert all(one == other for one, other in connection.execute(about))
    chosen = select(changed_pace.c.producer_id, slot.c.producer_id).join_from(changed_pace, slot)
    assert all(one == other for one, other in connection.execute(chosen))


def _all_is_with_whom_it_is_of(connection: Connection) -> None:
    _each_is_where_it_belongs(connection)
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


def test_what_the_other_has_answered_never_ends_the_calendar_of_the_kept_one(sqlite_url: str) -> None:
    """Also where staff have chosen a day before the one on which she would have been asked."""
    with writing(sqlite_url) as connection:
        card_, phone, officer = two(connection)
        _begun_in_january(connection)
        life = Life(connection, somebody(connection))
        for of in (3, 6):
            life.happens("month", card_, of)
        life.happens("late", card_, 3)
        life.happens("changed_pace", card_, 4)
        life.happens("late", phone, 4)
        assert _asked(connection, card_)
        assert service.merge(connection, officer, nepal(), card_, phone, TEXTS, MERGED)
        assert _asked(connection, card_)


def test_what_goes_back_with_her_answers_the_day_that_staff_have_chosen(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        card_, phone, officer = two(connection)
        _begun_in_january(connection)
        life = Life(connection, somebody(connection))
        life.happens("month", phone, 4)
        life.happens("changed_pace", phone, 4)
        number = service.merge(connection, officer, nepal(), card_, phone, TEXTS, MERGED)
        life.happens("answered", card_, 4)
        assert number is not None and service.undo(connection, officer, nepal(), number, TEXTS, LATER)
        where = select(slot.c.number > 100).join_from(submission, slot)
        assert connection.scalars(where).all() == [True]
