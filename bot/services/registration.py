"""Registration: from an answered form to a person, her producer, her consent and the year's slots."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.contact import Contact, Person
from bot.domain.programme import Programme
from bot.services import evaluation
from bot.services.work import Connection
from bot.store import people

ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Registered:
    """Who is new, and the baseline that is asked next."""

    person: Person
    producer_id: int
    baseline_slot: int


@dataclass(frozen=True, slots=True)
class Invited:
    """What a link said: where she belongs, and whether it is still good."""

    code: str
    programme: str
    role: str
    area: str | None
    group_id: int | None


def invited(connection: Connection, code: str, now: datetime) -> Invited | None:
    """The invitation behind a link; None when it was used, is too old, or never was."""
    row = people.open_invitation(connection, code, now)
    if row is None:
        return None
    return Invited(code, row["programme"], row["role"], row["area"], row["group_id"])


@dataclass(frozen=True, slots=True)
class Registration:
    """What was answered and agreed to. `answers` by question name; `today` where she lives."""

    answers: Mapping[str, str]
    consent: Mapping[str, str]
    programme: Programme
    today: date


def register(connection: Connection, contact: Contact, registration: Registration, now: datetime) -> Registered:
    """Write a new person with her producer, consent and calendar.

    She is unconfirmed until a leader or an officer vouches for her, and in no figure until then.
    """
    answers, programme = registration.answers, registration.programme
    language = contact.language or programme.languages[0]
    person_id = people.add_person(
        connection,
        {
            "programme": programme.code,
            "name": answers.get("name"),
            "phone": answers.get("phone") or None,
            "language": language,
            "practice": False,
            "created_at": now,
        },
    )
    people.add_consent(connection, {**registration.consent, "person_id": person_id, "how": "chat", "given_at": now})
    producer_id = _producer(connection, contact, registration, now)
    people.let_speak(connection, person_id, producer_id, now)
    inception = people.inception_of(connection, producer_id) or registration.today
    slot = evaluation.begin(connection, producer_id, person_id, inception, registration.today, programme, now)
    if contact.joining:
        people.use_invitation(connection, contact.joining["code"], person_id, now)
    person = Person(person_id, programme.code, language, None, practice=False, confirmed=False)
    return Registered(person, producer_id, slot)


def _producer(connection: Connection, contact: Contact, registration: Registration, now: datetime) -> int:
    """Her household business. One that joins by a group's link counts from the group's inception."""
    answers, programme = registration.answers, registration.programme
    levels = [answers.get(level.name) for level in programme.levels]
    group = (contact.joining or {}).get("group")
    inception = people.inception_of(connection, int(group)) if group else None
    return people.add_producer(
        connection,
        {
            "programme": programme.code,
            "kind": "household",
            "area": next((area for area in reversed(levels) if area), None),
            "product": answers.get("product"),
            "inception": inception or registration.today,
            "joined": registration.today,
            "created_at": now,
        },
    )


def producers_of(connection: Connection, person_id: int) -> list[int]:
    """The producers that a person answers for, oldest first."""
    return people.producers_of(connection, person_id)
