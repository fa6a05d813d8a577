"""Consent given again is kept beside what was agreed before, and loaded with the chat."""

from dataclasses import replace

from sqlalchemy import select

from bot.services.people import registration
from bot.store.schema import consent
from bot.store.wire import chats
from tests.services.town import BOT, Town

TH = "thailand-otop"


def test_a_new_version_is_written_with_language_way_and_moment(place: Town) -> None:
    woman = place.join(TH, consent_version="1")
    programme = place.programme(TH)
    newer = replace(programme, consent=replace(programme.consent, version=2))
    contact = place.run(chats.load, BOT, [woman.chat])[woman.chat]
    assert contact.person is not None and contact.person.consent_version == "1"
    place.run(registration.agree, contact, newer, place.now)
    kept = place.rows(select(consent.c.person_id, consent.c.version, consent.c.language, consent.c.how))
    assert [tuple(row) for row in kept] == [(woman.person, "2", "en", "chat")]
    assert place.rows(select(consent.c.given_at))[0][0] == place.now
    again = place.run(chats.load, BOT, [woman.chat])[woman.chat]
    assert again.person == contact.person and contact.person.consent_version == "2"
