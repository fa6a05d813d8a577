"""What is sent is kept exactly once, and answers the slot that it belongs to."""

from dataclasses import replace
from datetime import date

from sqlalchemy import func, select

from bot.domain.evaluation.calendar import SlotState
from bot.services.evaluation import submissions
from bot.store.schema import answer, slot, submission
from tests.services.town import Member, Town, pack

TH = "thailand-otop"


def send(place: Town, sent: submissions.Sent) -> submissions.Outcome:
    return place.run(submissions.submit, sent, pack(TH), place.now)


def kept(place: Town) -> tuple[int, int]:
    counts = place.rows(select(select(func.count(submission.c.id)).scalar_subquery(), func.count(answer.c.path)))
    return counts[0][0], counts[0][1]


def test_sent_once_kept_once(place: Town) -> None:
    woman = place.join(TH)
    sent = place.sent(woman, place.due(woman)[0], sales=3750, produced=100)
    first, second = send(place, sent), send(place, replace(sent, answers={"/data/sales": "1"}))
    assert (first.was_new, first.state) == (True, SlotState.ANSWERED)
    assert second == replace(first, was_new=False)
    assert kept(place) == (1, 2)
    row = place.rows(select(submission))[0]
    assert (row.form_name, row.source, row.language, row.practice) == ("baseline", "self", "en", False)
    assert (row.slot_id, row.sent_at) == (place.slots(woman)[0].id, place.now)


def test_a_form_for_no_slot_is_kept(place: Town) -> None:
    woman = place.join(TH)
    sent = replace(place.sent(woman, place.due(woman)[0], sales=3), slot_id=None)
    assert send(place, sent).state is None
    assert [row.state for row in place.slots(woman)][:2] == ["open", "waiting"]


def test_a_form_without_an_answer_is_kept(place: Town) -> None:
    woman = place.join(TH)
    assert place.answer(woman).was_new and kept(place) == (1, 0)


def begun_in_march(place: Town) -> tuple[Member, submissions.Sent]:
    """A check-in of February that she has begun, and not sent by the end of March."""
    woman = place.join(TH)
    place.answer(woman, sales=100)
    place.at(TH, date(2026, 3, 1))
    sent = place.sent(woman, place.due(woman)[0], operating="yes", sales=100)
    place.at(TH, date(2026, 4, 2))
    return woman, sent


def test_a_form_that_comes_too_late_answers_what_is_open_now(place: Town) -> None:
    woman, sent = begun_in_march(place)
    assert send(place, sent).state is SlotState.ANSWERED
    assert [(row.month, row.state) for row in place.slots(woman)][:3] == [
        (0, "answered"),
        (1, "missed"),
        (2, "answered"),
    ]


def test_a_form_that_comes_too_late_is_kept_though_nothing_is_open(place: Town) -> None:
    woman, sent = begun_in_march(place)
    place.answer(woman, operating="yes", sales=100)
    assert send(place, sent).state is SlotState.MISSED
    assert place.rows(select(slot.c.month).join(submission).order_by(submission.c.id))[-1][0] == 1


def test_a_late_baseline_does_not_answer_a_check_in(place: Town) -> None:
    woman = place.join(TH)
    sent = place.sent(woman, place.due(woman)[0], sales=100)
    place.at(TH, date(2026, 3, 10))
    assert send(place, sent).state is SlotState.MISSED
    assert [row.state for row in place.slots(woman)][:2] == ["missed", "open"]


def test_the_last_answers_are_carried_on(place: Town) -> None:
    woman = place.join(TH)
    place.answer(woman, unit="kg", sales=100)
    place.at(TH, date(2026, 3, 1))
    place.answer(woman, operating="yes", sales=150)
    found = place.run(submissions.last_answers, woman.producer)
    assert found == {"unit": "kg", "sales": "150", "operating": "yes"}


def test_two_producers_of_one_person_are_kept_apart(here: Town) -> None:
    woman = here.join(TH)
    other = here.join(TH, speaker=woman)
    here.answer(woman, sales=1)
    here.answer(woman, sales=2)
    assert [here.slots(one)[0].state for one in (woman, other)] == ["answered", "answered"]
    assert here.run(submissions.last_answers, other.producer) == {"sales": "2"}


def test_one_dialogue_may_speak_of_several_producers_and_counts_once_for_each(place: Town) -> None:
    leader = place.join(TH)
    members = [leader, *(place.join(TH, speaker=leader) for _ in range(2))]
    first = place.sent(leader, place.due(leader)[0], sales=1)
    whole = [replace(first, producer_id=one.producer, slot_id=place.slots(one)[0].id) for one in members]
    # the second of two things that it says of one producer
    whole.append(replace(first, slot_id=None, entry=1, answers={"/data/sales": "2"}))
    outcomes = [send(place, sent) for sent in whole]
    assert [one.was_new for one in outcomes] == [True] * 4
    assert len({one.submission_id for one in outcomes}) == 4
    assert [send(place, sent) for sent in whole] == [replace(one, was_new=False) for one in outcomes]
    assert kept(place) == (4, 4)
    rows = place.rows(select(submission.c.producer_id, submission.c.person_id, submission.c.entry))
    assert sorted(rows) == sorted((sent.producer_id, leader.person, sent.entry) for sent in whole)
