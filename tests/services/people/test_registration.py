"""What registering writes down besides answers."""

from datetime import timedelta

from sqlalchemy import select

from bot.domain.wire.contact import ChatState, Contact
from bot.services.people import who_she_is
from bot.services.people.registration import Registration, register
from bot.store.schema import person, producer, slot
from tests.services.household import CODE
from tests.services.town import BOT, Town


def test_who_she_is_is_kept_with_the_rest_and_not_offered_again(place: Town) -> None:
    """Where a form has not asked it, it is offered later."""
    programme, today = place.programme(CODE), place.now.date()
    consent = {"version": str(programme.consent.version), "language": "ne"}
    answers = {"name": "Sunita", "works": "alone", "gender": "female", "age_band": "over_50"}
    offered = []
    for chat, asked in ((77, True), (78, False)):
        contact = Contact(BOT, chat, ChatState.ACTIVE, place.now, "ne", CODE, is_new=True)
        new = place.run(register, contact, Registration(answers, consent, programme, today, False, asked), place.now)
        offered.append(place.run(who_she_is.offered, new.person.id, place.now))
        (kept,) = place.rows(select(producer.c.registered).where(producer.c.id == new.producer_id))
        assert kept.registered == {"works": "alone", "gender": "female", "age_band": "over_50"}
    assert offered == [False, True]


def test_the_day_counts_as_one_with_a_message(place: Town) -> None:
    """The baseline is asked at once: whoever registers in the morning is not reminded of it the same day."""
    programme = place.programme(CODE)
    today = place.now.date()
    consent = {"version": str(programme.consent.version), "language": "ne"}
    contact = Contact(BOT, 77, ChatState.ACTIVE, place.now, "ne", CODE, is_new=True)
    new = place.run(register, contact, Registration({"name": "Sunita"}, consent, programme, today), place.now)
    (her,) = place.rows(select(person).where(person.c.id == new.person.id))
    assert her.last_nudge_on == today
    moments = [row.next_nudge_at for row in place.rows(select(slot).where(slot.c.producer_id == new.producer_id))]
    planned = [at for at in moments if at is not None]
    assert planned
    assert min(planned) > place.now + timedelta(hours=12)
