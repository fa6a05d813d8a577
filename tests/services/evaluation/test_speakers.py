"""Several people for one producer, several producers for one person."""

from datetime import date, timedelta

from sqlalchemy import delete

from bot.domain.wire.contact import ChatState
from bot.left_out import LeftOut
from bot.services.evaluation import calendar as evaluation
from bot.store.schema import chat_person, speaks_for
from tests.services.slots import MW, TH, days_of, states
from tests.services.town import Town


def test_one_message_a_day_however_much_is_due(place: Town) -> None:
    leader = place.join(MW, nudge_hour=7)
    others = [place.join(MW, speaker=leader) for _ in range(29)]
    place.days(9)
    assert [nudge.text for nudge in place.nudges(leader)] == [
        "30 check-ins are due.\nPlease answer the first by 27 Feb 2026."
    ] * 3
    assert [row.nudges_sent for one in others for row in place.slots(one)[:1]] == [3] * 29


def test_chunks_do_not_split_what_is_due_of_one_person(place: Town) -> None:
    leader = place.join(MW, nudge_hour=7)
    for _ in range(9):
        place.join(MW, speaker=leader)
    friends = [place.join(MW, nudge_hour=7) for _ in range(5)]
    place.now += timedelta(hours=30)
    ticked = []
    while not ticked or ticked[-1].left:
        ticked.append(place.run(evaluation.tick, place.loaded, LeftOut(), place.now, 3))
    assert sum(one.nudged for one in ticked) == 6 and len(ticked) > 2
    assert [len(place.nudges(one)) for one in (leader, *friends)] == [1] * 6


def test_another_speaker_is_asked_when_the_first_falls_silent(place: Town) -> None:
    mother, son = place.join(TH), place.join(TH)
    place.answer(son, sales=1)
    place.rows_changed(
        speaks_for.insert().values(
            person_id=son.person, producer_id=mother.producer, since=place.now + timedelta(hours=1)
        )
    )
    place.at(TH, date(2026, 2, 2))
    assert (len(place.nudges(mother)), len(place.nudges(son))) == (1, 0)
    place.become(mother, ChatState.STOPPED)
    place.at(TH, date(2026, 2, 9))
    assert (len(place.nudges(mother)), days_of(place, son)) == (1, [date(2026, 2, 4), date(2026, 2, 8)])


def test_who_has_no_chat_is_not_asked(place: Town) -> None:
    woman = place.join(TH)
    place.rows_changed(delete(chat_person).where(chat_person.c.chat == woman.chat))
    place.at(TH, date(2026, 3, 1))
    assert place.nudges() == [] and states(place, woman)[0] == (0, "missed", "not_asked")


def test_a_producer_for_whom_nobody_speaks_is_left_alone(place: Town) -> None:
    woman = place.join(TH)
    place.rows_changed(delete(speaks_for))
    place.at(TH, date(2026, 3, 1))
    assert place.nudges() == [] and states(place, woman)[0] == (0, "missed", "not_asked")
