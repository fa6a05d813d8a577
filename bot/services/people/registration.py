"""Registration: from an answered form to a person, her producer, her consent and the year's slots."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from bot.domain.people.roles import Role
from bot.domain.programme import Programme
from bot.domain.wire.contact import Contact, Person
from bot.services.evaluation import calendar as evaluation
from bot.services.people import relinking
from bot.services.people.consents import CHAT
from bot.services.work import Connection
from bot.store.groups import links
from bot.store.groups.members import members
from bot.store.people import invitations, people
from bot.store.wire import chats, received_files


@dataclass(frozen=True, slots=True)
class Registered:
    """Who is new, and the baseline that is asked next."""

    person: Person
    producer_id: int
    baseline_slot: int


def invited(connection: Connection, code: str, now: datetime) -> dict[str, str] | None:
    """What a link brings along, as the chat keeps it until registration; None when the link is not good any more."""
    found = invitations.find_open(connection, code, now)
    if found is None:
        return None
    brought = {"code": code, "programme": found.programme, "role": found.role}
    if found.area is not None:
        brought["area"] = found.area
    if found.group_id is not None:
        brought["group"] = str(found.group_id)
    return brought


def of_group(connection: Connection, code: str, now: datetime) -> dict[str, str] | None:
    """What a group's link brings along; None when it is not good any more."""
    found = links.find(connection, code, now)
    if found is None:
        return None
    return {"programme": found.programme, "role": Role.MEMBER, "group": str(found.group_id)}


def join_group(connection: Connection, producer_id: int, group_id: int, now: datetime) -> None:
    """She says that she is in a group: until its leader says so too, she is in none of its figures."""
    members.join(connection, group_id, producer_id, now)


@dataclass(frozen=True, slots=True)
class Registration:
    """What was answered and agreed to. `answers` by question name; `today` where she lives. `asked_who`: the form has
    asked who she is; else that is offered once later.

    `own_phone`: her phone number comes from her account, she has not typed it.
    """

    answers: Mapping[str, str]
    consent: Mapping[str, str]
    programme: Programme
    today: date
    own_phone: bool = False
    asked_who: bool = True


def register(connection: Connection, contact: Contact, registration: Registration, now: datetime) -> Registered:
    """Write a new person with her producer, consent and calendar; or only these, where she works here already.

    She is unconfirmed until a leader or an officer vouches for her, and in no figure until then.
    """
    answers, programme = registration.answers, registration.programme
    known = contact.person
    person_id = _person(connection, contact, registration, now) if known is None else known.id
    if known is not None:
        _is_one_too(connection, known.id, registration, now)
    people.add_consent(connection, {"how": CHAT, **registration.consent, "person_id": person_id, "given_at": now})
    inception = _inception(connection, contact) or registration.today
    producer_id = _producer(connection, registration, inception, now)
    people.let_speak(connection, person_id, producer_id, now)
    slot = evaluation.begin(connection, producer_id, person_id, inception, registration.today, programme, now)
    _use_link(connection, contact, person_id, producer_id, now)
    received_files.belong_to(connection, contact.bot, contact.chat, person_id, answers.values())
    if registration.own_phone and answers.get("phone"):
        companions = [one.id for one in chats.people_in(connection, contact.bot, contact.chat)]
        relinking.note(connection, person_id, producer_id, programme.code, answers["phone"], now, companions)
    agreed = registration.consent["version"]
    if known is not None:
        return Registered(replace(known, consent_version=agreed, acting_for=producer_id), producer_id, slot)
    person = Person(
        id=person_id,
        programme=programme.code,
        language=contact.language or programme.languages[0],
        nudge_hour=None,
        practice=False,
        confirmed=False,
        text_only=contact.words_only,
        consent_version=agreed,
        acting_for=producer_id,
    )
    return Registered(person, producer_id, slot)


def _person(connection: Connection, contact: Contact, registration: Registration, now: datetime) -> int:
    """Somebody new."""
    answers, programme = registration.answers, registration.programme
    kept = {"programme": programme.code, "name": answers.get("name"), "phone": answers.get("phone") or None}
    wishes = {"text_only": contact.words_only, "practice": False, "created_at": now}
    return people.add_person(
        connection,
        kept | wishes | _of_registration(registration, now) | {"language": contact.language or programme.languages[0]},
    )


def _is_one_too(connection: Connection, person_id: int, registration: Registration, now: datetime) -> None:
    """Who only worked here makes a product too: her roles stay, and she has agreed to what producers do."""
    said = {name: registration.answers.get(name) for name in ("name", "phone")}
    values = _of_registration(registration, now) | {name: value for name, value in said.items() if value}
    people.change_person(connection, person_id, **values)


def _of_registration(registration: Registration, now: datetime) -> dict[str, Any]:
    return {
        "consent_version": registration.consent["version"],
        "last_nudge_on": evaluation.nudged_today(registration.programme, now),
        "who_asked_at": now if registration.asked_who else None,
    }


def _use_link(connection: Connection, contact: Contact, person_id: int, producer_id: int, now: datetime) -> None:
    """One for members has brought the area, or the group that she is in then; only a group's own link is for many. One
    for work waits: she agrees to that by itself.
    """
    joining = contact.joining
    if joining is None or joining["role"] != Role.MEMBER:
        return
    if "code" in joining and not invitations.use(connection, joining["code"], person_id, now):
        return
    if "group" in joining:
        join_group(connection, producer_id, int(joining["group"]), now)


def _inception(connection: Connection, contact: Contact) -> date | None:
    """Who joins by a group's link counts from the group's inception."""
    joining = contact.joining or {}
    group = joining.get("group") if joining.get("role") == Role.MEMBER else None
    return people.inception_of(connection, int(group)) if group else None


def _producer(connection: Connection, registration: Registration, inception: date, now: datetime) -> int:
    """Her household business."""
    answers, programme = registration.answers, registration.programme
    levels = [answers.get(level.name) for level in programme.levels]
    return people.add_producer(
        connection,
        {
            "programme": programme.code,
            "kind": "household",
            "area": next((area for area in reversed(levels) if area), None),
            "product": answers.get("product"),
            "inception": inception,
            "joined": registration.today,
            "created_at": now,
            "registered": _the_rest(registration),
        },
    )


def _the_rest(registration: Registration) -> dict[str, str]:
    """What was answered and has no column of its own. Her name and number are kept with the person only."""
    own_column = {"name", "phone", "product", *(level.name for level in registration.programme.levels)}
    return {name: value for name, value in registration.answers.items() if name not in own_column}


def producers_of(connection: Connection, person_id: int) -> list[int]:
    """The producers that a person answers for, oldest first."""
    return people.producers_of(connection, person_id)
