"""Questions to a person in both kinds of database: whom they reach, who claims them, how long they wait."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.domain.people.roles import Reach, Role
from bot.domain.staff.asking import About
from bot.domain.wire.contact import ChatState
from bot.services.groups import making
from bot.services.roles import NotAllowed
from bot.services.staff.asking import answering, asking, lesson_drafts, waiting
from bot.services.staff.asking.answering import Fate
from bot.store.engine.sync import sync_engine
from bot.store.groups.members import members
from bot.store.schema import inquiry, inquiry_said, lesson_draft
from bot.store.staff.asking import waits
from bot.store.staff.waiting import Reader
from tests.services.staff.asking import office
from tests.services.staff.asking.office import CODE, DISTRICT, OTHER, REGION, ask, asker, said, told, worker
from tests.services.town import Member, Town, pack

# A Monday at noon in Malawi.
MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.fixture
def here(place: Town) -> Town:
    place.now = MONDAY
    return place


def a_group(place: Town, *in_it: Member) -> int:
    wish = making.Wish("Kampini", DISTRICT, None, place.now.date())
    number = place.run(making.add, pack(CODE), wish, "command line", place.now.date(), place.now)
    for one in in_it:
        place.run(members.join, number, one.producer, place.now, confirmed=True)
    return number


def test_the_nearest_officers_are_told_once_and_answer_her(here: Town) -> None:
    mary, grace, noah = asker(here), worker(here, DISTRICT), worker(here, DISTRICT, name="Noah")
    region, other = worker(here, REGION), worker(here, OTHER)
    number = ask(here, mary)
    assert number is not None
    assert told(here, grace) == told(here, noah) == ["❓ Mary Banda, Balaka:\n“Where can I buy labels?”"]
    assert told(here, region) == told(here, other) == []
    assert [office.waiting(here, one) for one in (grace, noah, region, other)] == [[number]] * 3 + [[]]
    assert office.answer(here, grace, number) is Fate.SENT
    assert told(here, mary) == ["💬 Programme staff answer you:\nAt the fair."]
    assert [office.waiting(here, one) for one in (grace, noah, region)] == [[]] * 3
    assert [deed[1] for deed in office.deeds(here)] == ["ask", "answer question"]


def test_without_an_area_the_whole_programme_is_asked_and_without_staff_nobody(here: Town) -> None:
    mary = asker(here, None)
    assert ask(here, mary) is None and not here.rows(select(inquiry.c.id))
    grace = worker(here, DISTRICT)
    assert ask(here, mary) is None
    admin = worker(here, None, Role.ADMIN)
    number = ask(here, mary)
    assert office.waiting(here, admin) == [number] and office.waiting(here, grace) == []
    for role in (Role.EVALUATOR, Role.MINISTRY):
        with pytest.raises(NotAllowed):
            office.waiting(here, worker(here, None, role))


def test_the_area_of_her_group_where_her_business_has_none(here: Town) -> None:
    mary, grace = asker(here, None), worker(here, DISTRICT)
    a_group(here, mary)
    assert [ask(here, mary)] == office.waiting(here, grace)


def test_two_never_answer_at_once_and_a_claim_ends(here: Town) -> None:
    mary, grace, noah = asker(here), worker(here, DISTRICT), worker(here, DISTRICT, name="Noah Moyo")
    number = ask(here, mary)
    assert number is not None
    assert here.run(answering.claim, noah.person, pack(CODE), number, here.now)
    assert here.run(answering.look, grace.person, pack(CODE), number, here.now).busy == "Noah"
    assert here.run(answering.look, noah.person, pack(CODE), number, here.now).busy is None
    here.now += timedelta(minutes=29, seconds=59)
    assert not here.run(answering.claim, grace.person, pack(CODE), number, here.now)
    assert office.answer(here, grace, number) is Fate.TAKEN and told(here, mary) == []
    here.now += timedelta(seconds=1)
    assert here.run(answering.look, grace.person, pack(CODE), number, here.now).busy is None
    assert here.run(answering.claim, grace.person, pack(CODE), number, here.now)
    assert office.answer(here, noah, number) is Fate.TAKEN
    seen = here.run(answering.look, noah.person, pack(CODE), number, here.now).inquiry.waits_since
    assert office.answer(here, grace, number) is Fate.SENT
    late = here.run(answering.answer, noah.person, pack(CODE), number, said(), seen, here.loaded.catalogues, here.now)
    assert late is Fate.MEANWHILE and len(told(here, mary)) == 1


def test_of_two_taps_at_the_same_time_one_claims(database_url: str, here: Town) -> None:
    mary, grace, noah = asker(here), worker(here, DISTRICT), worker(here, DISTRICT, name="Noah")
    number = ask(here, mary)
    assert number is not None
    barrier, got = threading.Barrier(2), {}

    def tap(who: Member) -> None:
        engine = sync_engine(database_url)
        with engine.connect() as connection:
            barrier.wait()
            with connection.begin():
                got[who.person] = answering.claim(connection, who.person, pack(CODE), number, here.now)
        engine.dispose()

    for _ in range(5):
        got.clear()
        both = [threading.Thread(target=tap, args=(one,)) for one in (grace, noah)]
        for one in both:
            one.start()
        for one in both:
            one.join()
        assert sorted(got.values()) == [False, True]
        winner = next(who for who, claimed in got.items() if claimed)
        here.run(answering.let_go, winner, pack(CODE), number, here.now)


@pytest.mark.parametrize("also", [Role.OFFICER, Role.ADMIN])
def test_a_complaint_about_her_leader_goes_past_whoever_leads_though_she_works_here(here: Town, also: Role) -> None:
    mary, grace, noah = asker(here), worker(here, DISTRICT), worker(here, DISTRICT, name="Noah")
    group = a_group(here, mary)
    office.give(here, grace, Reach(Role.LEADER, group_id=group))
    office.give(here, grace, Reach(also, None))
    number = ask(here, mary, About.LEADER, "She keeps the box.")
    assert number is not None
    assert told(here, grace) == [] and told(here, noah)[0].startswith("⚠️ A complaint")
    assert office.waiting(here, grace) == [] and office.waiting(here, noah) == [number]
    reader = Reader(grace.person, CODE, None)
    assert here.rows(waits.waits(reader)) == []
    assert [row.ref for row in here.rows(waits.waits(Reader(noah.person, CODE, frozenset({DISTRICT}))))] == [number]
    for work in (answering.look, answering.claim):
        with pytest.raises(NotAllowed):
            here.run(work, grace.person, pack(CODE), number, here.now)
    with pytest.raises(NotAllowed):
        here.run(answering.colleagues, grace.person, pack(CODE), number)
    assert grace.person not in [
        one.person_id for one in here.run(answering.colleagues, noah.person, pack(CODE), number)
    ]
    # not even when it goes up to the whole programme, where she works too
    for _ in range(20):
        here.now += timedelta(days=1)
        here.run(waiting.raise_late, here.loaded, here.left_out, here.now)
    assert told(here, grace) == [] and office.waiting(here, grace) == []
    assert all(str(grace.person) not in str(deed) for deed in office.deeds(here) if deed[1] == "complain")


def test_who_has_led_before_does_not_see_it_either(here: Town) -> None:
    mary, grace = asker(here), worker(here, DISTRICT)
    group = a_group(here, mary)
    office.give(here, grace, Reach(Role.LEADER, group_id=group))
    here.rows_changed(office.role.update().where(office.role.c.group_id == group).values(until=here.now))
    assert ask(here, mary, About.LEADER, "She kept the box.") is None


def test_a_complaint_about_an_officer_goes_to_another_area_else_to_an_admin(here: Town) -> None:
    mary, grace, region = asker(here), worker(here, DISTRICT), worker(here, REGION)
    whole = worker(here, None)
    assert ask(here, mary, About.OFFICER, "Money was asked for.") is None
    admin, far = worker(here, None, Role.ADMIN), worker(here, "MW-N")
    first = ask(here, mary, About.OFFICER, "Money was asked for.")
    assert office.waiting(here, admin) == [first] and office.waiting(here, far) == []
    other = worker(here, OTHER)
    second = ask(here, mary, About.OFFICER, "Money was asked for.")
    assert office.waiting(here, other) == [second] and office.waiting(here, admin) == [first, second]
    assert all(office.waiting(here, one) == [] and told(here, one) == [] for one in (grace, region, whole))
    office.give(here, grace, Reach(Role.ADMIN))
    assert office.waiting(here, grace) == []


def test_a_complaint_about_a_lender_goes_past_whoever_lends_though_she_is_an_officer(here: Town) -> None:
    mary, grace = asker(here), worker(here, DISTRICT)
    lender = worker(here, DISTRICT, Role.LENDER)
    both = worker(here, DISTRICT)
    office.give(here, both, Reach(Role.LENDER, OTHER))
    number = ask(here, mary, About.LENDER, "The instalment was written down wrong.")
    assert office.waiting(here, grace) == [number] and office.waiting(here, both) == []
    assert told(here, lender) == told(here, both) == []


def test_who_is_named_in_a_complaint_does_not_see_it(here: Town) -> None:
    mary, ruth, noah = asker(here), worker(here, DISTRICT, name="Ruth Phiri"), worker(here, DISTRICT, name="Noah")
    number = ask(here, mary, About.OTHER, "Ruth was rude to me.")
    assert office.waiting(here, ruth) == [] and office.waiting(here, noah) == [number]
    assert office.waiting(here, ruth) == [] and ask(here, mary, words="Is Ruth there?") in office.waiting(here, ruth)


def test_her_own_question_is_never_hers_to_answer(here: Town) -> None:
    grace, noah = worker(here, DISTRICT), worker(here, DISTRICT, name="Noah")
    here.rows_changed(office.producer.update().where(office.producer.c.id == grace.producer).values(area=DISTRICT))
    number = ask(here, grace)
    assert number is not None and told(here, grace) == [] and office.waiting(here, grace) == []
    assert office.waiting(here, noah) == [number]


def test_it_goes_one_level_up_after_two_working_days_and_is_told_once(here: Town) -> None:
    mary, grace, region = asker(here), worker(here, DISTRICT), worker(here, REGION)
    admin = worker(here, None, Role.ADMIN)
    number = ask(here, mary)
    # from Monday noon to Wednesday noon
    here.now = MONDAY + timedelta(days=2) - timedelta(seconds=1)
    assert here.run(waiting.raise_late, here.loaded, here.left_out, here.now) == 0
    here.now += timedelta(seconds=1)
    assert here.run(waiting.raise_late, here.loaded, here.left_out, here.now) == 1
    assert told(here, region)[0].startswith("⏫ Nobody has answered") and told(here, admin) == []
    assert here.run(waiting.raise_late, here.loaded, here.left_out, here.now) == 0
    here.now = MONDAY + timedelta(days=4)
    assert here.run(waiting.raise_late, here.loaded, here.left_out, here.now) == 1
    assert len(told(here, admin)) == 1 and len(told(here, region)) == 1
    here.now = MONDAY + timedelta(days=40)
    assert here.run(waiting.raise_late, here.loaded, here.left_out, here.now) == 0
    assert office.waiting(here, grace) == [number]


def test_what_she_writes_starts_the_clock_anew_and_any_answer_stops_it(here: Town) -> None:
    mary, grace, region = asker(here), worker(here, DISTRICT), worker(here, REGION)
    number = ask(here, mary)
    assert number is not None
    here.now = MONDAY + timedelta(days=1)
    assert here.run(asking.more, mary.person, pack(CODE), number, said("?"), here.loaded.catalogues, here.now)
    here.now = MONDAY + timedelta(days=2)
    assert here.run(waiting.raise_late, here.loaded, here.left_out, here.now) == 0
    fate = here.run(answering.answered_otherwise, grace.person, pack(CODE), number, here.loaded.catalogues, here.now)
    assert fate is Fate.SENT and "answered you, by phone" in told(here, mary)[-1]
    here.now = MONDAY + timedelta(days=30)
    assert here.run(waiting.raise_late, here.loaded, here.left_out, here.now) == 0 and told(here, region) == []


def test_it_is_closed_by_her_word_opens_again_and_a_good_answer_is_a_draft(here: Town) -> None:
    mary, grace, noah = asker(here), worker(here, DISTRICT), worker(here, DISTRICT, name="Noah")
    number = ask(here, mary)
    assert number is not None
    assert not here.run(asking.judge, mary.person, number, True, here.now), "nothing is answered yet"
    office.answer(here, grace, number)
    assert not here.run(asking.judge, noah.person, number, True, here.now), "none of hers"
    for _ in range(2):
        assert here.run(asking.judge, mary.person, number, True, here.now)
    assert here.run(lesson_drafts.listed, noah.person, pack(CODE)) == [number]
    text = here.run(lesson_drafts.text, noah.person, pack(CODE), number)
    assert text == "## en\n\ntitle: Where can I buy labels?\nidea: At the fair."
    before = len(told(here, noah))
    assert here.run(
        asking.more, mary.person, pack(CODE), number, said("And how much?"), here.loaded.catalogues, here.now
    )
    assert office.waiting(here, grace) == [number] and here.rows(select(lesson_draft)) == []
    assert len(told(here, grace)) == 2 and len(told(here, noah)) == before, "who has answered hears it"
    office.answer(here, grace, number)
    assert here.run(asking.judge, mary.person, number, False, here.now) and here.rows(select(lesson_draft)) == []
    complaint = ask(here, mary, About.OTHER, "It is dark there.")
    assert complaint is not None
    office.answer(here, grace, complaint)
    assert here.run(asking.judge, mary.person, complaint, True, here.now) and here.rows(select(lesson_draft)) == []


def test_an_answer_is_changed_by_who_gave_it_and_the_old_one_is_kept(here: Town) -> None:
    mary, grace, noah = asker(here), worker(here, DISTRICT), worker(here, DISTRICT, name="Noah")
    number = ask(here, mary)
    assert number is not None
    office.answer(here, grace, number, "For 40.")
    which = here.rows(select(inquiry_said.c.id).where(inquiry_said.c.by_staff))[0].id
    to = here.loaded.catalogues
    assert here.run(answering.change, noah.person, pack(CODE), which, said("For 1."), to, here.now) is None
    assert here.run(answering.change, grace.person, pack(CODE), which, said("For 45."), to, here.now) is Fate.SENT
    assert here.run(answering.change, grace.person, pack(CODE), which, said("For 50."), to, here.now) is None
    assert told(here, mary)[-1] == "✏️ Programme staff have changed their answer:\nFor 45."
    assert [one.words for one in here.run(answering.look, noah.person, pack(CODE), number, here.now).said] == [
        "Where can I buy labels?",
        "For 45.",
    ]
    assert "For 40." in [row.words for row in here.rows(select(inquiry_said.c.words))]
    office.role_ends(here, grace)
    newest = max(row.id for row in here.rows(select(inquiry_said.c.id)))
    with pytest.raises(NotAllowed):
        here.run(answering.change, grace.person, pack(CODE), newest, said("For 60."), to, here.now)


def test_it_is_handed_to_who_may_see_it_alone(here: Town) -> None:
    mary, grace, noah = asker(here), worker(here, DISTRICT), worker(here, DISTRICT, name="Noah")
    region, other = worker(here, REGION, name="Ruth"), worker(here, OTHER)
    number = ask(here, mary)
    assert number is not None
    to = here.loaded.catalogues
    able = here.run(answering.colleagues, grace.person, pack(CODE), number)
    assert [(one.name, one.area) for one in able] == [("Noah", DISTRICT), ("Ruth", REGION)]
    for stranger in (other, mary, grace):
        assert here.run(answering.hand_over, grace.person, pack(CODE), number, stranger.person, to, here.now) is None
    assert here.run(answering.hand_over, grace.person, pack(CODE), number, noah.person, to, here.now) is not None
    assert told(here, noah)[-1].startswith("↪️ This question was handed over to you.")
    here.run(answering.claim, noah.person, pack(CODE), number, here.now)
    assert here.run(answering.hand_over, grace.person, pack(CODE), number, noah.person, to, here.now) is None
    assert not here.run(answering.hand_up, grace.person, pack(CODE), number, to, here.now), "Noah is answering"
    assert here.run(answering.hand_up, noah.person, pack(CODE), number, to, here.now)
    assert told(here, region)[-1].startswith("↪️")
    assert not here.run(answering.hand_up, noah.person, pack(CODE), number, to, here.now), "there is no admin"
    for work in (answering.look, answering.claim, answering.let_go):
        with pytest.raises(NotAllowed):
            here.run(work, other.person, pack(CODE), number, here.now)


def test_who_wants_no_messages_is_not_written_to_and_the_officer_knows(here: Town) -> None:
    mary, grace = asker(here), worker(here, DISTRICT)
    number = ask(here, mary)
    assert number is not None
    here.become(mary, ChatState.STOPPED)
    assert office.answer(here, grace, number) is Fate.NOT_REACHED and told(here, mary) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("gnr"), st.sampled_from("claaotxu"), st.integers(0, 40)), max_size=12))
def test_whatever_they_do_one_at_most_is_answering_and_every_message_of_hers_is_answered_once(
    place: Town, deeds: list[tuple[str, str, int]]
) -> None:
    place.now = MONDAY
    mary = asker(place)
    staff = {"g": worker(place, DISTRICT), "n": worker(place, DISTRICT), "r": worker(place, REGION)}
    number = ask(place, mary)
    assert number is not None
    holder: tuple[str, datetime] | None = None
    answers = 0
    for who, what, minutes in deeds:
        place.now += timedelta(minutes=minutes)
        one, to = staff[who], place.loaded.catalogues
        busy = holder is not None and holder[0] != who and place.now - holder[1] < timedelta(minutes=30)
        if what == "c":
            assert place.run(answering.claim, one.person, pack(CODE), number, place.now) is not busy
            holder = holder if busy else (who, place.now)
        elif what == "a":
            fate = office.answer(place, one, number)
            assert (fate is Fate.TAKEN) is busy
            answers, holder = (answers, holder) if busy else (answers + 1, None)
        elif what == "x":
            released = place.run(answering.let_go, one.person, pack(CODE), number, place.now)
            assert released is (holder is not None and holder[0] == who)
            holder = None if released else holder
        elif what == "l":
            seen = place.run(answering.look, one.person, pack(CODE), number, place.now)
            assert (seen.busy is not None) is busy
        elif what == "o":
            place.run(asking.more, mary.person, pack(CODE), number, said("more"), to, place.now)
    kept = place.rows(select(inquiry_said.c.id).where(inquiry_said.c.by_staff, inquiry_said.c.inquiry_id == number))
    assert len(kept) == answers == len(told(place, mary))
