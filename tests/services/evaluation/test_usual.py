"""What of a submission staff are to look at: a figure far from the usual, and the same answers again and again."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select, update

from bot.services.evaluation import usual
from bot.store.schema import follow_up, submission
from tests.services.town import Member, Town, pack

TH = "thailand-otop"


def say(place: Town, member: Member, **answers: Any) -> int:
    """She answers what is due; gives the submission."""
    slot = place.due(member)[0]
    number = place.answer(member, **answers).submission_id
    form = pack(TH).forms[slot.form]
    place.run(usual.mark, member.producer, number, form, pack(TH), place.now)
    return number


def noted(place: Town) -> list[tuple[int, str, Any]]:
    rows = place.rows(select(follow_up).where(follow_up.c.submission_id.is_not(None), follow_up.c.done_at.is_(None)))
    return [(row.submission_id, row.reason, row.detail) for row in rows]


def far_off(place: Town, member: Member, name: str, value: str, but: int | None = None) -> Decimal | None:
    return place.run(usual.far_off, member.producer, name, value, pack(TH), practice=False, but=but)


def test_a_figure_far_from_the_usual_is_marked_with_what_is_usual(place: Town) -> None:
    woman, other = place.join(TH), place.join(TH)
    say(place, other, sales=1_000_000)
    assert far_off(place, woman, "sales", "120000") is None
    say(place, woman, sales=1_200, produced=80)
    assert noted(place) == []
    assert far_off(place, woman, "sales", "120000") == 1_200
    assert far_off(place, woman, "sales", "many") is None
    assert far_off(place, woman, "ales", "120000") is None
    place.at(TH, date(2026, 3, 1))
    number = say(place, woman, operating="yes", sales=120_000, produced=75)
    path = f"{pack(TH).forms['checkin'].root}/sales"
    assert noted(place) == [
        (number, "unusual_figure", {"answers": [{"path": path, "value": "120000", "beside": "1200"}]})
    ]
    assert far_off(place, woman, "sales", "1300", but=number) is None
    form = pack(TH).forms["checkin"]
    place.run(usual.mark, woman.producer, number, form, pack(TH), place.now)
    assert len(noted(place)) == 1


def test_the_same_answers_in_three_check_ins_are_marked(place: Town) -> None:
    woman = place.join(TH)
    say(place, woman, sales=500, produced=10)
    for month in (3, 4):
        place.at(TH, date(2026, month, 1))
        say(place, woman, operating="yes", sales=500, produced=10)
    assert noted(place) == []
    place.at(TH, date(2026, 5, 1))
    number = say(place, woman, operating="yes", sales=500, produced=10)
    assert noted(place) == [(number, "same_answers", {"answers": []})]


def test_practice_is_nothing_to_look_at_and_never_the_usual(place: Town) -> None:
    woman = place.join(TH)
    say(place, woman, sales=500)
    place.at(TH, date(2026, 3, 1))
    number = place.answer(woman, operating="yes", sales=50_000).submission_id
    place.rows_changed(update(submission).where(submission.c.id == number).values(practice=True))
    place.run(usual.mark, woman.producer, number, pack(TH).forms["checkin"], pack(TH), place.now)
    assert noted(place) == []
    place.rows_changed(update(submission).values(practice=True))
    assert far_off(place, woman, "sales", "500000") is None
