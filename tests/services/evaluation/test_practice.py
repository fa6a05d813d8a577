"""Practice is in no figure: it answers no slot, is compared with nothing, carried on to nothing, and in no list."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.wire.contact import ChatState, Contact
from bot.services.evaluation import corrections, progress, submissions
from bot.services.people import preferences
from bot.store.wire import chats
from tests.services.town import BOT, Member, Town, pack

TH = "thailand-otop"


def practise(place: Town, woman: Member, **answers: object) -> submissions.Outcome:
    """A practice form, sent while something is due."""
    sent = replace(place.sent(woman, place.due(woman)[0], **answers), practice=True)
    return place.run(submissions.submit, sent, pack(TH), place.now)


def standing(place: Town, woman: Member) -> tuple[object, ...]:
    """All that practice could change."""
    record = place.run(progress.of_producer, woman.producer, pack(TH))
    return (
        record,
        [(row.state, row.answered_at, row.next_nudge_at) for row in place.slots(woman)],
        place.run(submissions.last_answers, woman.producer),
        place.run(corrections.of_person, woman.person, 10),
    )


@pytest.mark.parametrize("before", [{}, {"sales": 100}, {"sales": 100, "unit": "kg"}])
@pytest.mark.parametrize("tried", [{}, {"sales": 9_000_000}, {"operating": "no", "stopped": "season", "unit": "litre"}])
def test_practice_changes_nothing(place: Town, before: dict[str, object], tried: dict[str, object]) -> None:
    woman = place.join(TH)
    if before:
        place.answer(woman, **before)
        place.at(TH, date(2026, 3, 1))
    expected = standing(place, woman)
    outcome = practise(place, woman, **tried)
    assert (outcome.was_new, outcome.state) == (True, None)
    assert standing(place, woman) == expected


def test_what_is_meant_counts_after_practice(place: Town) -> None:
    woman = place.join(TH)
    practise(place, woman, sales=1)
    assert place.answer(woman, sales=100).state == "answered"
    tracks = place.run(progress.of_producer, woman.producer, pack(TH)).tracks
    assert [figure.value for track in tracks for figure in track.figures] == [100]


def test_practice_is_sent_once_too(place: Town) -> None:
    woman = place.join(TH)
    sent = replace(place.sent(woman, place.due(woman)[0], sales=1), practice=True)
    outcomes = [place.run(submissions.submit, sent, pack(TH), place.now) for _ in range(2)]
    assert [(one.was_new, one.state) for one in outcomes] == [(True, None), (False, None)]


def loaded(place: Town, woman: Member) -> Contact:
    return place.run(chats.load, BOT, [woman.chat])[woman.chat]


def test_the_mode_stays_until_it_is_ended(place: Town) -> None:
    woman = place.join(TH)
    for wanted in (True, False):
        contact = loaded(place, woman)
        place.run(preferences.practise, contact, wanted)
        assert contact.person is not None and contact.person.practice is wanted
        again = loaded(place, woman)
        assert again.person is not None and again.person.practice is wanted


def test_who_is_not_registered_has_no_mode(place: Town) -> None:
    stranger = Contact(BOT, 99, ChatState.ACTIVE, place.now)
    place.run(preferences.practise, stranger, True)
    assert stranger.person is None
