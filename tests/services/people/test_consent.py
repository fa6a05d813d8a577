"""Consent given again, offered, refused; which version holds for a producer, and what a leader may see by it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.programme import Programme
from bot.domain.wire.contact import Contact
from bot.services.people import consents, erasure
from bot.store.schema import consent, speaks_for
from bot.store.wire import chats
from tests.services.town import BOT, Member, Town

TH = "thailand-otop"


def contact_of(place: Town, woman: Member) -> Contact:
    return place.run(chats.load, BOT, [woman.chat])[woman.chat]


def test_a_new_version_is_written_with_language_way_and_moment(place: Town) -> None:
    woman = place.join(TH, consent_version="1")
    contact = contact_of(place, woman)
    assert contact.person is not None and contact.person.consent_version == "1"
    place.run(consents.agree, contact, place.programme(TH), place.now)
    kept = place.rows(select(consent.c.person_id, consent.c.version, consent.c.language, consent.c.how))
    assert [tuple(row) for row in kept] == [(woman.person, "3", "en", "chat")]
    assert place.rows(select(consent.c.given_at))[0][0] == place.now
    again = contact_of(place, woman)
    assert again.person == contact.person and contact.person.consent_version == "3"


def test_a_no_is_written_too_and_what_was_agreed_before_holds(place: Town) -> None:
    woman = place.join(TH, consent_version="1")
    contact, programme = contact_of(place, woman), place.programme(TH)
    place.run(consents.refuse, contact, programme, place.now)
    kept = place.rows(select(consent.c.version, consent.c.agreed, consent.c.given_at))
    assert [tuple(row) for row in kept] == [("3", False, place.now)]
    again = contact_of(place, woman).person
    assert again == contact.person and again is not None
    assert (again.consent_version, again.consent_asked, again.consent_ask_again) == ("1", "3", None)
    assert place.run(consents.agreed_version, woman.producer) == 1
    assert not place.run(consents.may_leader_see, woman.producer, programme)
    place.run(consents.agree, contact, programme, place.now)
    assert place.run(consents.may_leader_see, woman.producer, programme)


def test_a_no_after_a_guardians_yes_leaves_it_hers(place: Town) -> None:
    woman = place.join(TH, consent_version="1")
    contact, programme = contact_of(place, woman), place.programme(TH)
    place.run(consents.agree, contact, programme, place.now)
    with place.connection.begin():
        place.connection.execute(consent.update().values(guardian="Suda Jones"))
    place.run(consents.refuse, contact, programme, place.now)
    assert place.run(consents.agreed_by_guardian, woman.person)


def test_a_newer_version_is_shown_once_more_and_no_oftener(place: Town) -> None:
    woman = place.join(TH, consent_version="1")
    contact, programme = contact_of(place, woman), place.programme(TH)
    assert place.run(consents.offered, contact, programme, place.now)
    asked = contact_of(place, woman).person
    assert asked is not None and asked.consent_ask_again == place.now + timedelta(days=7)
    assert not place.run(consents.offered, contact, programme, place.now)
    asked = contact_of(place, woman).person
    assert asked is not None and (asked.consent_asked, asked.consent_ask_again) == ("3", None)
    newer = replace(programme, consent=replace(programme.consent, version=4))
    assert place.run(consents.offered, contact, newer, place.now)


@pytest.mark.parametrize(
    ("agreed", "version", "sees"),
    [
        (None, 0, False),
        ("", 0, False),
        ("x", 0, False),
        ("0", 0, False),
        ("1", 1, False),
        ("2", 2, True),
        ("12", 12, True),
    ],
)
def test_a_leader_sees_who_has_agreed_to_be_seen(place: Town, agreed: str | None, version: int, sees: bool) -> None:
    woman = place.join(TH, consent_version=agreed)
    assert place.run(consents.agreed_version, woman.producer) == version
    assert place.run(consents.may_leader_see, woman.producer, place.programme(TH)) is sees


def test_where_no_version_names_a_leader_none_sees_anything(place: Town) -> None:
    woman = place.join(TH, consent_version="2")
    programme: Programme = place.programme(TH)
    unnamed = replace(programme, consent=replace(programme.consent, leader_from=None))
    assert not place.run(consents.may_leader_see, woman.producer, unnamed)


def test_where_several_answer_all_have_to_have_agreed(place: Town) -> None:
    one, other = place.join(TH, consent_version="2"), place.join(TH, consent_version="1")
    with place.connection.begin():
        also = {"person_id": other.person, "producer_id": one.producer, "since": place.now}
        place.connection.execute(speaks_for.insert().values(**also))
    versions = place.run(consents.agreed_versions, [one.producer, other.producer])
    assert versions == {one.producer: 1, other.producer: 1}


def test_of_nobody_and_of_whom_was_erased_a_leader_sees_nothing(place: Town) -> None:
    woman = place.join(TH, consent_version="2")
    assert place.run(consents.agreed_versions, [woman.producer, 4711]) == {woman.producer: 2, 4711: 0}
    place.run(erasure.erase_person, woman.person, place.now)
    assert place.run(consents.agreed_version, woman.producer) == 0
