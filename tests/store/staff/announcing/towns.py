"""Towns of plain rows for audiences: people, phones, groups, calendars; and who is meant, worked out in Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from bot.domain.evaluation.calendar import SlotState
from bot.domain.people.roles import ON_DUTY, Role
from bot.domain.staff.audience import Audience, Stage, Why
from bot.store import Connection
from bot.store.schema import (
    announcement_opt_out,
    chat,
    chat_person,
    group_about,
    membership,
    merge,
    pause,
    person,
    producer,
    programme,
    role,
    slot,
    speaks_for,
)

ZONE = ZoneInfo("Asia/Bangkok")
TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
HERE, ELSEWHERE = "here", "elsewhere"


def ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


@dataclass(frozen=True)
class Business:
    """A producer; `slots`: state, days since it was due, why, and whether a reason says why it is then."""

    id: int
    area: str | None
    product: str | None = None
    joined: date = TODAY
    group: bool = False
    slots: tuple[tuple[SlotState, int, str | None, bool], ...] = ()
    merged: str | None = None
    pauses: tuple[tuple[int, bool], ...] = ()


@dataclass(frozen=True)
class Member:
    member: int
    group: int
    confirmed: bool = True
    ended: int | None = None
    why: str | None = None


@dataclass(frozen=True)
class Held:
    who: int
    role: Role
    area: str | None = None
    group: int | None = None
    since: int = 1
    ended: bool = False
    suspended: bool = False


@dataclass(frozen=True)
class User:
    """Who uses a phone: since so many days, heard of so many days ago."""

    who: int
    state: str = "active"
    since: int = 1
    heard: int = 1


@dataclass(frozen=True)
class Phone:
    chat: int
    users: tuple[User, ...]
    state: str = "active"
    front: int | None = None
    seen: int = 1
    bot: int = 1


@dataclass(frozen=True)
class Somebody:
    """A person; without a name she was erased."""

    id: int
    name: str | None = "Noi"
    language: str = "en"
    programme: str = HERE
    speaks: tuple[int, ...] = ()
    opted_out: bool = False


@dataclass(frozen=True)
class Town:
    people: tuple[Somebody, ...] = ()
    businesses: tuple[Business, ...] = ()
    # group: the one that it is part of
    parts: tuple[tuple[int, int], ...] = ()
    members: tuple[Member, ...] = ()
    roles: tuple[Held, ...] = ()
    phones: tuple[Phone, ...] = ()

    def business(self, number: int | None) -> Business | None:
        return next((one for one in self.businesses if one.id == number), None)


def build(connection: Connection, town: Town) -> None:
    """Its rows."""

    def put(table: Any, rows: list[Mapping[str, Any]]) -> None:
        if rows:
            connection.execute(insert(table), rows)

    put(programme, [{"code": one, "folder": one, "added_at": NOW} for one in (HERE, ELSEWHERE)])
    put(
        person,
        [
            {"id": one.id, "programme": one.programme, "name": one.name, "language": one.language, "created_at": NOW}
            for one in town.people
        ],
    )
    put(
        producer,
        [
            {"id": one.id, "programme": HERE, "kind": "group" if one.group else "household", "area": one.area,
             "product": one.product, "inception": one.joined, "joined": one.joined, "created_at": NOW}
            for one in town.businesses
        ],
    )  # fmt: skip
    wholes = dict(town.parts)
    named = [one.id for one in town.businesses if one.group]
    put(group_about, [{"group_id": one, "name": f"g{one}", "part_of": wholes.get(one)} for one in named])
    put(
        speaks_for,
        [{"person_id": one.id, "producer_id": other, "since": NOW} for one in town.people for other in one.speaks],
    )
    put(announcement_opt_out, [{"person_id": one.id, "since": NOW} for one in town.people if one.opted_out])
    for one in town.businesses:
        _calendar(put, one)
    put(
        membership,
        [
            {"group_id": one.group, "member_id": one.member, "since": ago(400), "why": one.why,
             "confirmed_at": NOW if one.confirmed else None, "until": None if one.ended is None else ago(one.ended)}
            for one in town.members
        ],
    )  # fmt: skip
    put(
        role,
        [
            {"person_id": one.who, "role": one.role, "area": one.area, "group_id": one.group, "since": ago(one.since),
             "until": NOW if one.ended else None, "suspended_at": NOW if one.suspended else None}
            for one in town.roles
        ],
    )  # fmt: skip
    for phone in town.phones:
        _phone(put, phone)


def _calendar(put: Any, one: Business) -> None:
    put(
        slot,
        [
            {"producer_id": one.id, "number": number, "month": number, "due": TODAY - timedelta(days=due),
             "form": "checkin", "state": state, "why": why, "interval_reason": "on_track" if chosen else None,
             "opens_at": NOW, "closes_at": NOW}
            for number, (state, due, why, chosen) in enumerate(one.slots)
        ],
    )  # fmt: skip
    put(
        pause,
        [
            {"producer_id": one.id, "why": "sick", "since": ago(30), "until": TODAY + timedelta(days=until),
             "ended_at": NOW if ended else None}
            for until, ended in one.pauses
        ],
    )  # fmt: skip
    if one.merged:
        values = {"kept_id": one.id, "other_id": one.id, "kept_person_id": 1, "other_person_id": 1, "by_id": 1}
        put(merge, [{**values, "at": NOW, "undone_at": NOW if one.merged == "undone" else None}])


def _phone(put: Any, phone: Phone) -> None:
    here = {"bot": phone.bot, "chat": phone.chat, "state_since": NOW}
    put(chat, [{**here, "state": phone.state, "person_id": phone.front, "seen_at": ago(phone.seen)}])
    put(
        chat_person,
        [
            {**here, "person_id": one.who, "state": one.state, "since": ago(one.since), "seen_at": ago(one.heard)}
            for one in phone.users
        ],
    )


# Who is meant, worked out from these rows one by one.


def midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), tzinfo=ZONE)


def is_meant(town: Town, audience: Audience, areas: frozenset[str] | None, who: Somebody) -> bool:
    """Whether somebody is in an audience."""
    if who.programme != HERE or who.name is None or (audience.languages and who.language not in audience.languages):
        return False
    heard = [ago(user.heard) for phone in town.phones for user in phone.users if user.who == who.id]
    if audience.not_spoken_since and any(one >= midnight(audience.not_spoken_since) for one in heard):
        return False
    return any(_speaks(town, audience, areas, number) for number in who.speaks) or any(
        _works(town, audience, areas, held) for held in town.roles if held.who == who.id
    )


def _speaks(town: Town, audience: Audience, areas: frozenset[str] | None, number: int) -> bool:
    one = town.business(number)
    assert one is not None
    theirs = [member for member in town.members if member.member == number]
    lasting = [member for member in theirs if member.ended is None]
    # of several that ended at one moment any may be the newest
    newest = min((member.ended for member in theirs if member.ended is not None), default=None)
    gone = not lasting and any(member.ended == newest and member.why in ("died", "closed") for member in theirs)
    if (audience.roles and Role.MEMBER not in audience.roles) or one.merged == "merged" or gone:
        return False
    if audience.joined_since and one.joined < audience.joined_since:
        return False
    groups = {member.group for member in lasting if member.confirmed}
    return _in_groups(town, audience, groups) and _fits(audience, areas, one, one.area)


def _office(role: Role) -> Role:
    return Role.OFFICER if role in ON_DUTY else role


def _works(town: Town, audience: Audience, areas: frozenset[str] | None, held: Held) -> bool:
    if held.ended or held.suspended or (audience.roles and not {held.role, _office(held.role)} & audience.roles):
        return False
    if audience.joined_since and ago(held.since) < midnight(audience.joined_since):
        return False
    one = town.business(held.group)
    groups = {held.group} if held.group else set()
    return _in_groups(town, audience, groups) and _fits(audience, areas, one, held.area or (one.area if one else None))


def _in_groups(town: Town, audience: Audience, groups: set[int]) -> bool:
    wholes = {whole for part, whole in town.parts if part in groups}
    return not audience.groups or bool((groups | wholes) & audience.groups)


def _fits(audience: Audience, areas: frozenset[str] | None, one: Business | None, area: str | None) -> bool:
    if areas is not None and area not in areas:
        return False
    if audience.products and (one is None or one.product not in audience.products):
        return False
    if audience.stages and (one is None or _stage(one) not in audience.stages):
        return False
    return audience.late is None or (one is not None and bool(one.slots) and _is_late(one) is audience.late)


def _stage(one: Business) -> Stage | None:
    if not one.slots:
        return None
    if one.slots[0][0] not in (SlotState.ANSWERED, SlotState.LATE):
        return Stage.NO_BASELINE
    return Stage.AFTER if any(chosen for *_, chosen in one.slots) else Stage.FIRST_YEAR


def _is_late(one: Business) -> bool:
    if any(until > 0 and not ended for until, ended in one.pauses):
        return False
    past = [it for it in one.slots if it[1] > 0 and it[0] is not SlotState.BEFORE_JOINING]
    return bool(past) and past[-1][0] not in (SlotState.ANSWERED, SlotState.LATE) and past[-1][2] != "paused"


def fates(
    town: Town, audience: Audience, areas: frozenset[str] | None, *, emergency: bool = False
) -> dict[int, Why | tuple[int, int]]:
    """Everybody who is meant: the chat in which she gets it, or why she gets nothing."""
    meant = [who for who in town.people if is_meant(town, audience, areas, who)]
    found: dict[int, Why | tuple[int, int]] = {}
    goes: dict[int, Phone] = {}
    for who in meant:
        used = [(phone, user) for phone in town.phones for user in phone.users if user.who == who.id]
        free = [phone for phone, user in used if phone.state != "blocked" and user.state == "active"]
        if not used:
            found[who.id] = Why.NO_PHONE
        elif not free:
            found[who.id] = Why.BLOCKED if all(phone.state == "blocked" for phone, _ in used) else Why.STOPPED
        elif who.opted_out and not emergency:
            found[who.id] = Why.OPTED_OUT
        else:
            goes[who.id] = max(free, key=lambda phone: (-phone.seen, phone.bot, phone.chat))
    for phone in town.phones:
        users = {user.who: user for user in phone.users}
        of_it = [who for who, where in goes.items() if where is phone]
        if of_it:
            first = min(of_it, key=lambda who: (who != phone.front, -users[who].since, who))
            found |= dict.fromkeys(of_it, Why.SHARES_THE_CHAT) | {first: (phone.bot, phone.chat)}
    return found
