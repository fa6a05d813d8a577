"""Answers to an announcement: her own, one, the last; counted for who may see her; late ones change nothing."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, update

from bot.domain.people.roles import Reach, Role
from bot.domain.staff.announced import Announced, Asks, Counts, Question
from bot.domain.staff.announcement import Fate, State
from bot.services.people import erasure
from bot.services.roles import NotAllowed
from bot.services.staff import merging
from bot.services.staff.announced import answering, counting, opting_out
from bot.services.staff.announced.answering import Answer, Late
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.people import mydata
from bot.store.schema import announcement, announcement_answer, announcement_to, chat, producer, speaks_for, submission
from bot.store.staff.announced import answers
from tests.services.groups.test_leading import somebody
from tests.services.staff.announced.sent import an_announcement, came, contact, moment
from tests.services.staff.test_merging import TEXTS, reached, speaker, two
from tests.services.village import NOW, Villager, found, nepal, send, settle

YES_NO = Question(Asks.YES_NO)
CHOICES = Question(Asks.CHOICES, {"en": ("Mon", "Tue", "Wed"), "ne": ("सोम", "मङ्गल", "बुध")}, ends_on=date(2026, 11, 26))


def producers(connection: Connection, n: int) -> list[int]:
    """As many on phones of their own, whose chats have their numbers; gives the people."""
    people = [speaker(connection, settle(connection, Villager(f"Sita {at}"))) for at in range(n)]
    for who in people:
        reached(connection, who, who)
    return people


def said(connection: Connection, number: int, who: int, choice: int, day: int = 24) -> Announced | Late:
    return answering.answer(connection, contact(connection, who), nepal(), number, choice, moment(day))


def counts(connection: Connection, actor: int, number: int) -> Counts | None:
    found = counting.counts(connection, actor, nepal(), number)
    return found and found[1]


def test_one_answer_each_and_the_last_one_counts(database_url: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        boss, people = somebody(connection, Reach(Role.ADMIN)), producers(connection, 4)
        number = an_announcement(connection, boss, CHOICES)
        for who in people[:3]:
            came(connection, number, who, who)
        came(connection, number, people[3], people[3], Fate.WAITING)
        assert counts(connection, boss, number) == Counts(3, 0, (0, 0, 0))
        for choice in (0, 2, 1):
            assert isinstance(said(connection, number, people[0], choice), Announced)
        said(connection, number, people[1], 1)
        assert counts(connection, boss, number) == Counts(3, 2, (0, 2, 0))
        assert answering.said(connection, contact(connection, people[0]), number) == Answer(1, None)
        assert connection.scalar(select(func.count()).select_from(announcement_answer)) == 2


LATE = [
    ({"state": State.STOPPED}, 24, Late.GONE),
    ({"taken_back_at": NOW, "state": State.DONE}, 24, Late.GONE),
    ({"state": State.DONE}, 26, None),
    ({"state": State.PAUSED}, 24, None),
    ({}, 27, Late.OVER),
]


@pytest.mark.parametrize(("changed", "day", "wanted"), LATE)
def test_it_is_open_until_it_is_stopped_or_taken_back_or_its_day_is_over(
    sqlite_url: str, changed: dict[str, object], day: int, wanted: Late | None
) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        boss, (her,) = somebody(connection, Reach(Role.ADMIN)), producers(connection, 1)
        number = an_announcement(connection, boss, CHOICES)
        came(connection, number, her, her)
        said(connection, number, her, 0)
        if changed:
            connection.execute(update(announcement).values(changed))
        outcome = said(connection, number, her, 1, day)
        assert (outcome if isinstance(outcome, Late) else None) is wanted
        kept = 1 if wanted is None else 0
        assert answering.said(connection, contact(connection, her), number) == Answer(kept, None)


def test_the_last_day_ends_where_the_programme_is(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        boss, (her,) = somebody(connection, Reach(Role.ADMIN)), producers(connection, 1)
        number = an_announcement(connection, boss, CHOICES)
        came(connection, number, her, her)
        chat_of_hers = contact(connection, her)
        # Nepal is 5:45 ahead
        before, after = moment(26, 18).replace(minute=14), moment(26, 18).replace(minute=16)
        assert isinstance(answering.answer(connection, chat_of_hers, nepal(), number, 0, before), Announced)
        assert answering.answer(connection, chat_of_hers, nepal(), number, 0, after) is Late.OVER


def test_forged_taps_answer_nothing(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        boss, (her, other) = somebody(connection, Reach(Role.ADMIN)), producers(connection, 2)
        asked, plain = an_announcement(connection, boss, YES_NO), an_announcement(connection, boss)
        form = an_announcement(connection, boss, Question(Asks.FORM, form="visit"))
        elsewhere = an_announcement(connection, boss, YES_NO)
        for number in (asked, plain, form):
            came(connection, number, her, her)
        tried = [(asked, 2), (asked, -1), (plain, 0), (form, 0), (elsewhere, 0), (10**6, 0)]
        assert {said(connection, number, her, choice) for number, choice in tried} == {Late.NEVER}
        assert said(connection, asked, other, 0) is Late.NEVER
        connection.execute(update(chat).where(chat.c.chat == her).values(person_id=None))
        assert said(connection, asked, her, 0) is Late.NEVER
        assert connection.scalar(select(func.count()).select_from(announcement_answer)) == 0


def test_a_form_answers_where_she_has_sent_it_and_it_is_that_form(database_url: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        boss, (her, other) = somebody(connection, Reach(Role.ADMIN)), producers(connection, 2)
        number = an_announcement(connection, boss, Question(Asks.FORM, form="about_you"))
        choices = an_announcement(connection, boss, YES_NO)
        came(connection, number, her, her)
        came(connection, choices, her, her)
        hers, of_another, another_form = (
            sent(connection, her),
            sent(connection, other),
            sent(connection, her, "checkin"),
        )

        def counted(submission: int, about: int = number) -> bool:
            return answering.form_sent(connection, contact(connection, her), nepal(), about, submission, moment(24))

        assert not any(map(counted, (of_another, another_form, 10**6))) and not counted(hers, choices)
        assert answering.said(connection, contact(connection, her), number) is None
        assert counted(hers) and counted(hers), "twice is once"
        assert not counted(of_another)
        assert answering.said(connection, contact(connection, her), number) == Answer(None, hers)


def sent(connection: Connection, who: int, form_name: str = "about_you") -> int:
    """A form that she has sent; gives the submission."""
    hers = connection.scalars(select(speaks_for.c.producer_id).where(speaks_for.c.person_id == who)).one()
    send(connection, hers, form_name, {}, who)
    return int(connection.scalars(select(func.max(submission.c.id))).one())


def test_on_a_shared_phone_who_taps_answers_for_herself(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        boss, (her,) = somebody(connection, Reach(Role.ADMIN)), producers(connection, 1)
        daughter = speaker(connection, settle(connection, Villager("Maya")))
        number = an_announcement(connection, boss, YES_NO)
        came(connection, number, her, her)
        said(connection, number, her, 0)
        connection.execute(update(chat).values(person_id=daughter))
        said(connection, number, her, 1)
        assert counts(connection, boss, number) == Counts(2, 2, (1, 1))
        assert answering.said(connection, contact(connection, her), number) == Answer(1, None)


def test_only_those_are_counted_whom_she_may_see(database_url: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        boss, people = somebody(connection, Reach(Role.ADMIN)), producers(connection, 3)
        officer, other = (somebody(connection, Reach(Role.OFFICER, area)) for area in ("NP-D01", "NP-D02"))
        third = connection.scalar(select(func.max(producer.c.id)))
        connection.execute(update(producer).where(producer.c.id == third).values(area="NP-D02"))
        number = an_announcement(connection, officer, YES_NO)
        reached(connection, other, other)
        for who in (*people, other):
            came(connection, number, who, who)
        for who in (people[0], people[2]):
            said(connection, number, who, 1)
        assert counts(connection, boss, number) == Counts(4, 2, (0, 2))
        assert counts(connection, officer, number) == Counts(2, 1, (0, 1))
        assert counts(connection, other, number) == Counts(2, 1, (0, 1))
        elsewhere = somebody(connection, Reach(Role.OFFICER, "NP-D03"))
        assert counts(connection, elsewhere, number) is None


@pytest.mark.parametrize("held", [one for one in Role if one not in (Role.OFFICER, Role.ADMIN)])
def test_nobody_else_counts(sqlite_url: str, held: Role) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        boss, (her,) = somebody(connection, Reach(Role.ADMIN)), producers(connection, 1)
        number = an_announcement(connection, boss, YES_NO)
        who = her if held is Role.MEMBER else somebody(connection, Reach(held))
        with pytest.raises(NotAllowed):
            counting.counts(connection, who, nepal(), number)


def test_what_asks_nothing_has_no_counts(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        boss = somebody(connection, Reach(Role.ADMIN))
        assert counting.counts(connection, boss, nepal(), an_announcement(connection, boss)) is None
        assert counting.counts(connection, boss, nepal(), 77) is None


PEOPLE, PLACES = 5, 3
ACTS = st.lists(
    st.tuples(st.sampled_from(["say", *Fate, "erase"]), st.integers(0, PEOPLE - 1), st.integers(0, PLACES - 1)),
    max_size=30,
)


def as_erased(connection: Connection, who: int) -> None:
    connection.execute(delete(announcement_answer).where(announcement_answer.c.person_id == who))
    gone = {"person_id": None, "bot": None, "chat": None}
    connection.execute(update(announcement_to).where(announcement_to.c.person_id == who).values(gone))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(ACTS)
def test_the_choices_and_those_who_have_not_answered_are_all_who_were_asked(
    sqlite_url: str, acts: list[tuple[str, int, int]]
) -> None:
    """Whatever becomes of the messages and whoever taps, in any order; held against a count by hand."""
    with writing(sqlite_url) as connection:
        if not connection.scalar(select(func.count()).select_from(producer)):
            found(connection)
            somebody(connection, Reach(Role.ADMIN))
            producers(connection, PEOPLE)
        people = sorted(connection.scalars(select(chat.c.chat)))
        number = an_announcement(connection, 1, CHOICES)
        fates, answers = dict.fromkeys(people, Fate.WAITING.value), dict[int, int]()
        for who in people:
            came(connection, number, who, who, Fate.WAITING)
        for what, at, choice in acts:
            who = people[at]
            if what == "say" and isinstance(said(connection, number, who, choice), Announced):
                answers[who] = choice
            elif what == "erase":
                as_erased(connection, who)
                fates.pop(who, None), answers.pop(who, None)
            elif what != "say" and who in fates:
                here = (announcement_to.c.person_id == who, announcement_to.c.announcement_id == number)
                connection.execute(update(announcement_to).where(*here).values(state=what))
                fates[who] = what
            seen = counts(connection, 1, number)
            came_to = {one for one, fate in fates.items() if fate in (Fate.DELIVERED, Fate.UNSURE)} | answers.keys()
            assert seen is not None and sum(seen.each) + seen.not_answered == seen.asked == len(came_to)
            assert seen.each == tuple(list(answers.values()).count(place) for place in range(PLACES))


def test_of_two_who_are_one_the_later_answer_counts_and_undone_each_has_her_own(database_url: str) -> None:
    with writing(database_url) as connection:
        card, phone, officer = two(connection)
        hers, other = speaker(connection, phone), speaker(connection, card)
        early, late, alone = (an_announcement(connection, officer, CHOICES) for _ in range(3))
        for number, at in ((early, -1), (late, 1)):
            came(connection, number, hers, 77)
            answers.put(connection, number, hers, Answer(0, None), NOW)
            answers.put(connection, number, other, Answer(2, None), NOW + timedelta(hours=at))
        came(connection, alone, other, 78)
        answers.put(connection, alone, other, Answer(1, None), NOW)
        before = [counts(connection, officer, number) for number in (early, late, alone)]
        assert before == [Counts(2, 2, (1, 0, 1)), Counts(2, 2, (1, 0, 1)), Counts(1, 1, (0, 1, 0))]
        made = merging.merge(connection, officer, nepal(), phone, card, TEXTS, moment(24))
        assert made is not None
        found_now = [counts(connection, officer, number) for number in (early, late, alone)]
        assert found_now == [Counts(1, 1, (1, 0, 0)), Counts(1, 1, (0, 0, 1)), Counts(1, 1, (0, 1, 0))]
        assert merging.undo(connection, officer, nepal(), made, TEXTS, moment(25))
        assert [counts(connection, officer, number) for number in (early, late, alone)] == before


def test_who_is_erased_has_answered_nothing_and_wants_nothing_and_my_data_has_both(database_url: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        boss, people = somebody(connection, Reach(Role.ADMIN)), producers(connection, 2)
        her = people[0]
        number = an_announcement(connection, boss, YES_NO)
        for who in people:
            came(connection, number, who, who)
            said(connection, number, who, 1)
        opting_out.out(connection, her, NOW)
        kept = mydata.everything(connection, her)
        assert [row["choice"] for row in kept["answers_to_announcements"]] == [1]
        assert [row["person_id"] for row in kept["wants_no_announcements"]] == [her]
        erasure.erase(connection, contact(connection, her), NOW)
        assert counts(connection, boss, number) == Counts(1, 1, (0, 1))
        assert not opting_out.is_out(connection, her)
        assert connection.scalars(select(announcement_answer.c.person_id)).all() == [people[1]]
