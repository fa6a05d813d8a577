"""Somebody without a phone comes into a group: a person without a chat, who has agreed aloud, and whose leader answers.

All else is as with anybody: a producer, a calendar, a consent with its version, a number on her card.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.evaluation.nudges import local_day
from bot.packs import Pack
from bot.problems import AskedWrongly
from bot.services import roles
from bot.services.evaluation import calendar as evaluation
from bot.services.work import Connection
from bot.store.groups import groups
from bot.store.groups.groups import Group
from bot.store.groups.members import members
from bot.store.people import audit, consents, people
from bot.store.people.audit import Deed

LONGEST_NAME = 100
HIGHEST_NUMBER = 9_999


class How(StrEnum):
    """How she said yes: aloud, by her thumb on the slip, or by her name on it."""

    ALOUD = "aloud"
    THUMB = "thumb"
    SIGNED = "signed"


class CannotAdd(AskedWrongly):
    """She cannot be taken in as asked for; the message is one sentence with what to do."""


@dataclass(frozen=True, slots=True)
class NewMember:
    """Who is new. `gender` and `age_band` are codes of people_codes.toml, `product` one of the pack's; None: not said,
    or the group's product. `number`: the one that her card has already; None: the next. `language`: None: the
    programme's first. `guardian`: who agreed for somebody too young.
    """

    name: str
    gender: str | None = None
    age_band: str | None = None
    product: str | None = None
    number: int | None = None
    phone: str | None = None
    language: str | None = None
    guardian: str | None = None

    @property
    def about(self) -> Mapping[str, str]:
        """Who she is, as a registration would have it."""
        said = {"gender": self.gender, "age_band": self.age_band}
        return {name: value for name, value in said.items() if value}


@dataclass(frozen=True, slots=True)
class Told:
    """A consent that was given aloud: on which day, how, and before whom (a name)."""

    on: date
    how: How
    before: str


def add_by_leader(
    connection: Connection, pack: Pack, person_id: int | None, group_id: int, one: NewMember, told: Told, now: datetime
) -> int:
    """The same, by who leads this very group. Raises NotAllowed."""
    roles.require_leader(connection, person_id, group_id)
    return add(connection, pack, group_id, one, told, f"person {person_id}", now, by=person_id)


def add(
    connection: Connection,
    pack: Pack,
    group_id: int,
    one: NewMember,
    told: Told,
    actor: str,
    now: datetime,
    *,
    by: int | None = None,
) -> int:
    """A new member without a phone; gives the number of her producer. `by`: the person who wrote her consent down, None
    for an operator. Who may is asked by the caller. Raises CannotAdd.
    """
    group = groups.find(connection, group_id)
    if group is None:
        raise CannotAdd(f"There is no group with the number {group_id}; see: ovop group list")
    name = " ".join(one.name.split())
    today = local_day(now, ZoneInfo(pack.programme.timezone))
    _check(connection, pack, group, one, told, name, today)
    person_id = _person(connection, pack, one, name, now)
    _agreed(connection, pack, person_id, one, told, by, now)
    producer_id = _producer(connection, pack, group, one, today, now)
    people.let_speak(connection, person_id, producer_id, now)
    evaluation.begin(connection, producer_id, person_id, group.inception, today, pack.programme, now)
    members.join(connection, group_id, producer_id, now, confirmed=True, number=one.number)
    audit.record(connection, Deed(actor, "add member", f"producer {producer_id}", {"how": told.how}, group_id), now)
    return producer_id


def _check(
    connection: Connection, pack: Pack, group: Group, one: NewMember, told: Told, name: str, today: date
) -> None:
    if not any(letter.isalpha() for letter in name) or len(name) > LONGEST_NAME:
        raise CannotAdd(f"A member needs a name, of {LONGEST_NAME} letters at the most.")
    if one.product is not None and not pack.products.where("name", one.product):
        code = pack.programme.code
        raise CannotAdd(f"{code} has no product “{one.product}”; look it up in the column name of its products.csv.")
    if told.on > today:
        raise CannotAdd(f"{name} cannot have agreed on {told.on:%d %B %Y}: that day is still to come.")
    if not told.before.strip():
        raise CannotAdd(f"Say before whom {name} has agreed: a name.")
    if one.number is None:
        return
    if not 1 <= one.number <= HIGHEST_NUMBER:
        raise CannotAdd(f"A number of a member is between 1 and {HIGHEST_NUMBER:,}, not {one.number}.")
    if one.number in members.numbers(connection, group.id):
        raise CannotAdd(f"The number {one.number} is somebody else's in {group.name}; choose another.")


def _person(connection: Connection, pack: Pack, one: NewMember, name: str, now: datetime) -> int:
    """Whom her leader vouches for."""
    programme = pack.programme
    kept = {"programme": programme.code, "name": name, "phone": one.phone, "text_only": False, "practice": False}
    language = one.language or programme.languages[0]
    moments = {"created_at": now, "confirmed_at": now, "last_nudge_on": None}
    version = str(programme.consent.version)
    return people.add_person(connection, kept | moments | {"language": language, "consent_version": version})


def _agreed(
    connection: Connection, pack: Pack, person_id: int, one: NewMember, told: Told, by: int | None, now: datetime
) -> None:
    language, version = one.language or pack.programme.languages[0], str(pack.programme.consent.version)
    given = {"person_id": person_id, "version": version, "language": language, "how": consents.TOLD, "given_at": now}
    number = people.add_consent(connection, given | ({"guardian": one.guardian} if one.guardian else {}))
    consents.add_told(connection, number, consents.Told(told.on, told.how, told.before.strip(), by))


def _producer(connection: Connection, pack: Pack, group: Group, one: NewMember, today: date, now: datetime) -> int:
    """Her household business, where the group is."""
    where = {"programme": pack.programme.code, "kind": "household", "area": group.area}
    what = {"product": one.product or group.product, "registered": dict(one.about) or None}
    days = {"inception": group.inception, "joined": today, "created_at": now, "confirmed_at": now}
    return people.add_producer(connection, {**where, **what, **days})
