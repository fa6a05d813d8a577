"""Consent after registration: given again, put off, refused; and which version holds for a producer."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from bot.domain.programme import Programme
from bot.domain.wire.contact import Contact, Person
from bot.services.people.working import TERMS
from bot.services.work import Connection
from bot.store.people import consents, people

# How consent was given: by herself in the chat, or by a guardian there.
CHAT, GUARDIAN = "chat", "guardian"
# A newer version that was put off, or not looked at, is shown once more after so long.
ONCE_MORE = timedelta(days=7)


def agreed_by_guardian(connection: Connection, person_id: int) -> bool:
    """Whether it was somebody else who agreed for her last, since she was too young."""
    return people.guardian_of(connection, person_id) is not None


def agree(
    connection: Connection, contact: Contact, programme: Programme, now: datetime, *, guardian: bool = False
) -> None:
    """She, or her `guardian` again, has agreed to the text as it is now, in the language in which it was read."""
    if contact.person is None:
        return
    # who answers for no producer is here to work, and has read what is kept of that
    version = str(programme.consent.version) if contact.acting_for is not None else TERMS
    _write(connection, contact, contact.person, version, now, guardian=guardian)
    people.change_person(connection, contact.person.id, consent_version=version)
    contact.person.consent_version = version


def refuse(connection: Connection, contact: Contact, programme: Programme, now: datetime) -> None:
    """She has said no to the text as it is now: the version that she has agreed to holds, and she is asked no more."""
    if contact.person is not None:
        _write(connection, contact, contact.person, str(programme.consent.version), now, agreed=False)
        _ask_again(connection, contact.person, str(programme.consent.version), None)


def offered(connection: Connection, contact: Contact, programme: Programme, now: datetime) -> bool:
    """A newer version is shown to her now; gives whether it may be put off: it is shown once more, and no oftener."""
    person, version = contact.person, str(programme.consent.version)
    if person is None:
        return False
    first = person.consent_asked != version
    _ask_again(connection, person, version, now + ONCE_MORE if first else None)
    return first


def _ask_again(connection: Connection, person: Person, version: str, at: datetime | None) -> None:
    people.change_person(connection, person.id, consent_asked=version, consent_ask_again=at)
    person.consent_asked, person.consent_ask_again = version, at


def _write(
    connection: Connection,
    contact: Contact,
    person: Person,
    version: str,
    now: datetime,
    *,
    guardian: bool = False,
    agreed: bool = True,
) -> None:
    name = people.guardian_of(connection, person.id) if guardian else None
    given = {
        "person_id": person.id,
        "version": version,
        "language": contact.language or person.language,
        "how": GUARDIAN if name else CHAT,
        "guardian": name,
        "given_at": now,
        "agreed": agreed,
    }
    people.add_consent(connection, given)


def newest_of(connection: Connection, person_id: int) -> str | None:
    """The newest version that somebody has agreed to, in whatever way."""
    return consents.newest_of(connection, person_id)


def agreed_versions(connection: Connection, producers: Collection[int]) -> Mapping[int, int]:
    """The version of the consent that holds for each producer: the lowest that who answers for her has agreed to.

    0: nobody has agreed, or who had was erased.
    """
    return consents.of_producers(connection, producers)


def agreed_version(connection: Connection, producer_id: int) -> int:
    """The same, of one producer."""
    return agreed_versions(connection, [producer_id])[producer_id]


def may_leader_see(connection: Connection, producer_id: int, programme: Programme) -> bool:
    """Whether all who answer for a producer have agreed to a text that says what the leader of a group sees."""
    return programme.consent.names_leader(agreed_version(connection, producer_id))
