"""A leader's report, sent: each row once, whoever sent the others; a change is a correction."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from bot.domain.groups.report import Said, State
from bot.domain.people.roles import Reach, Role
from bot.domain.programme import Purpose
from bot.services.groups import making
from bot.services.groups.making import Wish
from bot.services.groups.members import adding
from bot.services.groups.members.adding import NewMember
from bot.services.groups.report import reporting, sending
from bot.services.groups.report.reporting import Book, Typed
from bot.services.groups.report.sending import Outcome, Report
from bot.services.people import erasure
from bot.services.roles import NotAllowed
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.groups.members import members
from bot.store.groups.members.members import Left
from bot.store.people import people, roles
from bot.store.schema import (
    answer,
    correction,
    follow_up,
    membership,
    report,
    report_message,
    report_row,
    slot,
    submission,
)
from tests.domain.groups.report_cases import LOCALES
from tests.nightly import times
from tests.services.groups.members.test_adding import TOLD, a_group
from tests.services.groups.test_leading import somebody
from tests.services.village import NOW, nepal
from tests.system.databases import Templates

LOCALE = LOCALES["en"]
# Mangsir 2083 begins on 17 November 2026, so on the 24th the group talks about Kartik (18 October to 16 November).
DAY, KARTIK = date(2026, 11, 24), date(2026, 10, 18)


def cooperative(connection: Connection, *names: str) -> tuple[int, int]:
    """A group of half a year with members without phones, and who leads it."""
    group = a_group(connection)
    leader = somebody(connection, Reach(Role.LEADER, group_id=group))
    told = replace(TOLD, on=date(2026, 5, 1))
    for name in names:
        adding.add(connection, nepal(), group, NewMember(name), told, "person 9", NOW - timedelta(days=200))
    return group, leader


def begin(connection: Connection, group: int, leader: int | None, month: date | None = None) -> Book:
    return reporting.begin(connection, nepal(), leader, group, LOCALE, DAY, month)


def send(
    connection: Connection, group: int, leader: int | None, text: str, dialogue: int = 1, now: datetime = NOW
) -> Outcome:
    rows = begin(connection, group, leader).read(text).rows
    sure = [row for row in rows if row.state is State.CLEAR]
    one = Report(group, KARTIK, sure, dialogue, now, "en", [Typed(1, 2, dialogue)])
    return sending.send(connection, nepal(), leader, one, LOCALE, now)


def kept(connection: Connection, group: int, leader: int) -> dict[str, tuple[Said, list[Decimal | None]]]:
    book = begin(connection, group, leader, KARTIK)
    return {book.called(member): (said, list(figures)) for member, (said, figures) in book.kept.items()}


def test_a_report_is_a_submission_a_member_with_the_leader_as_who_says_it(database_url: str) -> None:
    with writing(database_url) as connection:
        group, leader = cooperative(connection, "Malee Rai", "Lek Rai", "Gita Rai")
        book = begin(connection, group, leader)
        assert (book.name, [one.key for one in book.sheet.columns], book.sheet.currency) == (
            "Sunrise",
            ["sales"],
            "NPR",
        )
        assert [one.card for one in book.roster] == [3, 2, 1]
        assert send(connection, group, leader, "Malee 1200, Lek nothing, Gita not come") == Outcome(3, 0, 0, 0)
        assert kept(connection, group, leader) == {
            "Malee Rai": (Said.FIGURES, [Decimal(1200)]),
            "Lek Rai": (Said.NOTHING, [Decimal(0)]),
            "Gita Rai": (Said.ABSENT, []),
        }
        sent = connection.execute(select(submission)).all()
        assert {(one.person_id, one.source, one.form_name) for one in sent} == {(leader, "leader", Purpose.CHECK_IN)}
        assert len(sent) == 2, "nothing is known of who was not there"
        answered = connection.scalars(select(slot.c.state).where(slot.c.id.in_([one.slot_id for one in sent]))).all()
        assert set(answered) <= {"answered", "late"} and len(answered) == 2


def test_the_same_again_is_nothing_and_another_figure_is_a_correction(database_url: str) -> None:
    with writing(database_url) as connection:
        group, leader = cooperative(connection, "Malee Rai", "Lek Rai")
        send(connection, group, leader, "Malee 1200, Lek 800")
        again = send(connection, group, leader, "Malee 1200, Lek 800", dialogue=2)
        assert again == Outcome(0, 0, 2, 0)
        changed = send(connection, group, leader, "Lek 850", dialogue=3)
        assert changed == Outcome(0, 1, 0, 0)
        assert kept(connection, group, leader)["Lek Rai"] == (Said.FIGURES, [Decimal(850)])
        assert connection.scalar(select(func.count()).select_from(submission)) == 2
        (was,) = connection.execute(select(correction.c.old, correction.c.new, correction.c.person_id)).all()
        assert tuple(was) == ("800", "850", leader)
        assert connection.scalar(select(func.count()).select_from(report)) == 1


def test_who_is_not_confirmed_is_in_no_report(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = cooperative(connection, "Malee Rai", "Lek Rai")
        (lek,) = [one.member_id for one in members.of(connection, group) if one.name == "Lek Rai"]
        hers = membership.c.member_id == lek
        connection.execute(update(membership).where(hers).values(confirmed_at=None))
        assert [one.given for one in begin(connection, group, leader).roster] == ["Malee"]
        assert send(connection, group, leader, "Malee 1200, Lek 800") == Outcome(1, 0, 0, 0)
        assert kept(connection, group, leader).keys() == {"Malee Rai"}


def test_of_two_leaders_the_second_sees_what_the_first_has_sent(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = cooperative(connection, "Malee Rai", "Lek Rai")
        other = somebody(connection, Reach(Role.LEADER, group_id=group))
        send(connection, group, leader, "Malee 1200")
        assert kept(connection, group, other) == {"Malee Rai": (Said.FIGURES, [Decimal(1200)])}
        assert send(connection, group, other, "Malee 1200, Lek 800", dialogue=2) == Outcome(1, 0, 1, 0)
        assert set(connection.scalars(select(report_row.c.person_id))) == {leader, other}


def test_who_was_absent_after_all_and_who_was_there_after_all(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = cooperative(connection, "Malee Rai", "Lek Rai")
        send(connection, group, leader, "Malee 1200, Lek not come")
        send(connection, group, leader, "Malee not come, Lek 500", dialogue=2)
        assert kept(connection, group, leader) == {
            "Malee Rai": (Said.ABSENT, []),
            "Lek Rai": (Said.FIGURES, [Decimal(500)]),
        }
        assert [one.old for one in connection.execute(select(correction)).all()] == ["1200"]
        send(connection, group, leader, "Malee 1300", dialogue=3)
        assert kept(connection, group, leader)["Malee Rai"] == (Said.FIGURES, [Decimal(1300)])


def test_a_change_that_comes_late_is_looked_at_by_staff_and_changes_nothing(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = cooperative(connection, "Malee Rai")
        send(connection, group, leader, "Malee 1200")
        late = NOW + timedelta(days=nepal().programme.correct_within_days + 1)
        assert send(connection, group, leader, "Malee 1500", 2, late) == Outcome(0, 0, 0, 1)
        assert kept(connection, group, leader)["Malee Rai"] == (Said.FIGURES, [Decimal(1200)])
        assert connection.scalars(select(follow_up.c.reason)).all() == ["correction_wanted"]


def test_a_row_that_says_something_new_is_told_and_judged_anew(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = cooperative(connection, "Malee Rai", "Lek Rai")
        send(connection, group, leader, "Malee 1200, Lek 800")
        told = {"told_at": NOW, "word": "right", "word_at": NOW}
        connection.execute(report_row.update().values(told))
        send(connection, group, leader, "Malee 1200, Lek 850", dialogue=2)
        left = connection.execute(
            select(report_row.c.word, report_row.c.told_at).order_by(report_row.c.member_id)
        ).all()
        assert [tuple(one) for one in left] == [("right", NOW), (None, None)]


def test_a_figure_far_from_the_usual_that_was_said_to_be_right_is_shown_to_staff(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = cooperative(connection, "Malee Rai", "Lek Rai")
        send(connection, group, leader, "Malee 1200, Lek 800")
        later = date(2026, 11, 17)
        table = begin(connection, group, leader, later).read("Malee 12000, Lek 900")
        rows = [replace(row, state=State.CLEAR) for row in table.rows]
        assert [row.state for row in table.rows] == [State.FAR, State.CLEAR]
        one = Report(group, later, rows, 2, NOW + timedelta(days=20), "en")
        sending.send(connection, nepal(), leader, one, LOCALE, NOW + timedelta(days=20))
        (noted,) = connection.execute(select(follow_up)).all()
        assert (noted.reason, noted.producer_id) == ("unusual_figure", table.rows[0].members[0])


def test_what_a_member_says_herself_is_no_hint_for_her_leader(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = cooperative(connection, "Malee Rai")
        send(connection, group, leader, "Malee 1200")
        connection.execute(submission.update().values(source="self"))
        (one,) = begin(connection, group, leader, date(2026, 11, 17)).roster
        assert one.usual == (None,)
        connection.execute(submission.update().values(source="leader"))
        (one,) = begin(connection, group, leader, date(2026, 11, 17)).roster
        assert one.usual == (Decimal(1200),)


def test_a_leader_who_is_a_member_too_speaks_for_herself(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = cooperative(connection, "Malee Rai", "Lek Rai")
        lek = next(one.id for one in begin(connection, group, leader).roster if one.given == "Lek")
        people.let_speak(connection, leader, lek, NOW)
        send(connection, group, leader, "Malee 1200, Lek 800")
        sources = connection.execute(select(submission.c.producer_id, submission.c.source)).all()
        assert {one.source for one in sources if one.producer_id == lek} == {"self"}
        assert {one.source for one in sources if one.producer_id != lek} == {"leader"}


def test_late_is_late_by_the_day_of_the_message(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = cooperative(connection, "Malee Rai")
        connection.execute(slot.update().values(due=date(2026, 10, 20), closes_at=NOW + timedelta(days=9)))
        send(connection, group, leader, "Malee 1200", now=datetime(2026, 10, 21, 5, tzinfo=UTC))
        assert "answered" in connection.scalars(select(slot.c.state)).all()
    with writing(sqlite_url) as connection:
        assert connection.scalar(select(submission.c.sent_at)) == datetime(2026, 10, 21, 5, tzinfo=UTC)


def test_what_is_sent_days_later_is_dated_by_its_message(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = cooperative(connection, "Malee Rai")
        connection.execute(slot.update().values(due=date(2026, 10, 20), closes_at=NOW + timedelta(days=9)))
        rows = begin(connection, group, leader).read("Malee 1200").rows
        said_at = datetime(2026, 10, 21, 5, tzinfo=UTC)
        sending.send(connection, nepal(), leader, Report(group, KARTIK, rows, 1, said_at, "en"), LOCALE, NOW)
        assert connection.scalar(select(submission.c.sent_at)) == said_at
        assert "answered" in connection.scalars(select(slot.c.state)).all()
        assert connection.scalar(select(report_row.c.at)) == said_at


def test_what_is_corrected_now_is_not_what_is_usual(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = cooperative(connection, "Malee Rai")
        send(connection, group, leader, "Malee 12000")
        assert send(connection, group, leader, "Malee 1200", dialogue=2) == Outcome(0, 1, 0, 0)


@pytest.mark.parametrize(
    ("month", "may"),
    [(KARTIK, True), (date(2026, 11, 17), True), (date(2026, 12, 16), False), (date(2025, 11, 17), True),
     (date(2025, 9, 17), False), (date(2020, 3, 14), False)],
)  # fmt: skip
def test_a_report_is_of_one_of_the_last_twelve_months(month: date, may: bool) -> None:
    assert reporting.is_reportable(month, DAY, nepal()) is may


def test_her_own_answer_stands_and_the_report_is_beside_it(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = cooperative(connection, "Malee Rai")
        (member,) = [one.id for one in begin(connection, group, leader).roster]
        connection.execute(slot.update().where(slot.c.producer_id == member).values(state="answered", answered_at=NOW))
        send(connection, group, leader, "Malee 1200")
        assert connection.scalars(select(slot.c.state)).all().count("answered") >= 1
        assert connection.scalar(select(submission.c.source)) == "leader"


@pytest.mark.parametrize("who", ["nobody", "other group", "ended", "officer"])
def test_only_who_leads_this_very_group_may(sqlite_url: str, who: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = cooperative(connection, "Malee Rai")
        row = begin(connection, group, leader).read("Malee 1200").rows
        send(connection, group, leader, "Malee 1200")
        if who == "ended":
            roles.end(connection, [one.id for one in roles.of(connection, leader)], NOW)
        reach = Reach(Role.OFFICER) if who == "officer" else Reach(Role.LEADER, group_id=begin_other(connection))
        someone = {"nobody": None, "ended": leader}.get(who, somebody(connection, reach))
        (member,) = row[0].members
        one = Report(group, KARTIK, row, 9, NOW, "en")
        with pytest.raises(NotAllowed):
            begin(connection, group, someone)
        with pytest.raises(NotAllowed):
            sending.send(connection, nepal(), someone, one, LOCALE, NOW)
        with pytest.raises(NotAllowed):
            reporting.learn(connection, someone, group, "Mal", member)
        with pytest.raises(NotAllowed):
            reporting.mean(connection, someone, group, Said.ABSENT)
        assert reporting.typed_in(connection, someone, Typed(1, 2, 1)) is None
        assert connection.scalar(select(func.count()).select_from(submission)) == 1


def begin_other(connection: Connection) -> int:
    return making.add(connection, nepal(), Wish("Other", None, None, DAY), "command line", DAY, NOW)


def test_who_left_meanwhile_is_not_reported_any_more(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = cooperative(connection, "Malee Rai", "Lek Rai")
        rows = begin(connection, group, leader).read("Malee 1200, Lek 800").rows
        gone = next(one.id for one in begin(connection, group, leader).roster if one.given == "Lek")
        members.leave(connection, group, gone, Left.LEFT, NOW)
        one = Report(group, KARTIK, rows, 1, NOW, "en")
        assert sending.send(connection, nepal(), leader, one, LOCALE, NOW) == Outcome(1, 0, 0, 0)


def test_names_and_the_dash_are_learnt_once(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = cooperative(connection, "Malee Rai", "Lek Rai")
        malee = next(one for one in begin(connection, group, leader).roster if one.given == "Malee")
        reporting.learn(connection, leader, group, "auntie", malee.id)
        reporting.learn(connection, leader, group, "stranger", group)
        reporting.mean(connection, leader, group, Said.ABSENT)
        reporting.mean(connection, leader, group, Said.NOTHING)
        book = begin(connection, group, leader)
        assert [one.nicknames for one in book.roster if one.id == malee.id] == [("auntie",)]
        assert book.sheet.dash is Said.NOTHING
        assert send(connection, group, leader, "Auntie 900") == Outcome(1, 0, 0, 0)


def test_the_message_is_known_as_long_as_it_can_be_changed(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = cooperative(connection, "Malee Rai")
        send(connection, group, leader, "Malee 1200", dialogue=5)
        assert reporting.typed_in(connection, leader, Typed(1, 2, 5)) == (group, KARTIK)
        assert reporting.typed_in(connection, leader, Typed(1, 2, 6)) is None


def test_whoever_is_forgotten_leaves_figures_and_no_words(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = cooperative(connection, "Malee Rai", "Lek Rai")
        send(connection, group, leader, "Malee 1200, Lek 800")
        malee = next(one for one in members.of(connection, group) if one.name == "Malee Rai")
        reporting.learn(connection, leader, group, "auntie", malee.member_id)
        assert malee.person_id is not None
        erasure.erase_person(connection, malee.person_id, NOW)
        assert [one.given for one in begin(connection, group, leader).roster] == ["Lek"]
        assert "1200" in connection.scalars(select(answer.c.value)).all()
        erasure.erase_person(connection, leader, NOW)
        assert "800" in connection.scalars(select(answer.c.value)).all()
        assert connection.scalar(select(func.count()).select_from(report_row)) == 2
        assert connection.scalar(select(func.count()).select_from(report_message)) == 1, "goes with the chat"


NAMES = ("Malee", "Lek", "Gita")
SAID = st.sampled_from(["900", "1100", "nothing", "not come"])


@settings(max_examples=times(15, 200), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.dictionaries(st.sampled_from(NAMES), SAID, min_size=1), min_size=1, max_size=5))
def test_whatever_is_reported_in_whatever_order_the_last_word_counts(
    templates: Templates, tmp_path_factory: pytest.TempPathFactory, said: list[dict[str, str]]
) -> None:
    with writing(templates.copy("sqlite", tmp_path_factory.mktemp("reports"))) as connection:
        group, leader = cooperative(connection, *NAMES)
        last: dict[str, str] = {}
        for number, one in enumerate(said):
            send(connection, group, leader, ", ".join(f"{name} {what}" for name, what in one.items()), number + 1)
            last |= one
        meant = {"900": Decimal(900), "1100": Decimal(1100), "nothing": Decimal(0)}
        wanted = {name: [meant[what]] if what in meant else [] for name, what in last.items()}
        assert {name: figures for name, (_, figures) in kept(connection, group, leader).items()} == wanted
        assert (connection.scalar(select(func.count()).select_from(submission)) or 0) <= len(last)
