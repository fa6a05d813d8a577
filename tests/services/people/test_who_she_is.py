"""Who she is: offered once, and not to whom it was asked or who has said it."""

from sqlalchemy import select, update

from bot.forms.xform.anonymous_answers import WHO_SHE_IS
from bot.packs.needed_questions import people_codes
from bot.services.people import who_she_is
from bot.store.schema import form_version, submission
from tests.services.town import Town

CODE = "malawi-ovop"


def test_once(place: Town) -> None:
    her, other = place.join(CODE), place.join(CODE)
    assert [place.run(who_she_is.offered, her.person, place.now) for _ in range(3)] == [True, False, False]
    assert place.run(who_she_is.offered, other.person, place.now)


def test_not_to_whom_it_was_asked_or_who_has_come_to_it_herself(place: Town) -> None:
    her = place.join(CODE)
    place.run(who_she_is.asked, her.person, place.now)
    assert not place.run(who_she_is.offered, her.person, place.now)


def test_not_to_who_has_said_it_before_that_was_noted(place: Town) -> None:
    her, other = place.join(CODE), place.join(CODE)
    place.answer(her)
    place.answer(other)
    form = place.rows(select(form_version.c.hash).where(form_version.c.name == who_she_is.FORM))[0][0]
    place.rows_changed(update(submission).where(submission.c.person_id == her.person).values(form=form))
    assert not place.run(who_she_is.offered, her.person, place.now)
    assert place.run(who_she_is.offered, other.person, place.now)


def test_what_an_erasure_takes_is_what_packs_ask() -> None:
    assert people_codes().keys() == WHO_SHE_IS
