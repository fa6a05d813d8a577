"""Rule by rule: who is in an audience, and why somebody of it gets nothing; towns of a few rows, by hand."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.evaluation.calendar import SlotState
from bot.domain.people.roles import Role
from bot.domain.staff.audience import Audience, Stage
from bot.store.engine.sync import writing
from bot.store.staff.announcing.audiences import Wanted, standing_of
from tests.store.staff.announcing.towns import (
    ELSEWHERE,
    HERE,
    TODAY,
    ZONE,
    Business,
    Held,
    Member,
    Phone,
    Somebody,
    Town,
    User,
    build,
)  # fmt: skip

Slots = tuple[tuple[SlotState, int, str | None, bool], ...]
OPEN, ANSWERED, MISSED = SlotState.OPEN, SlotState.ANSWERED, SlotState.MISSED
NOI, NOK = Somebody(1, speaks=(1,)), Somebody(2, speaks=(2,))
HERS, BESIDE = Business(1, "a", "tea"), Business(2, "b", "mats")
GROUP, PART = Business(11, "a", "tea", group=True), Business(12, "b", "mats", group=True)
DAY = TODAY - timedelta(days=1)
SHE = Town((NOI,), (HERS,), phones=(Phone(1, (User(1),), front=1),))
TWO = Town((NOI, NOK), (HERS, BESIDE), phones=(Phone(1, (User(1, since=9), User(2, since=5))),))
EVERYBODY = Audience()
GETS, STOPPED, BLOCKED, SHARES = "gets it", "stopped", "blocked", "shares_the_chat"


def calendar(*slots: tuple[SlotState, int], why: str | None = None, chosen: bool = False) -> Town:
    kept: Slots = tuple((state, days, why, chosen) for state, days in slots)
    return replace(SHE, businesses=(replace(HERS, slots=kept),))


def member(*rows: Member) -> Town:
    return replace(SHE, businesses=(HERS, GROUP, PART), parts=((12, 11),), members=rows)


def works(*rows: Held) -> Town:
    return replace(SHE, people=(replace(NOI, speaks=()),), businesses=(GROUP,), roles=rows)


def heard(days: int) -> Town:
    return replace(SHE, phones=(Phone(1, (User(1, heard=days),)),))


def shared(*users: User, front: int | None = None, state: str = "active") -> Town:
    return replace(TWO, phones=(Phone(1, users, state, front),))


PAUSES = replace(
    calendar((MISSED, 3)), businesses=(replace(HERS, slots=((MISSED, 3, None, False),), pauses=((1, False),)),)
)
PAUSED = replace(
    calendar((MISSED, 3)), businesses=(replace(HERS, slots=((MISSED, 3, None, False),), pauses=((0, False),)),)
)
LATE, IN_TIME = Audience(late=True), Audience(late=False)
IN_GROUP, IN_PART = Audience(groups=frozenset({11})), Audience(groups=frozenset({12}))
LEADERS = Audience(roles=frozenset({Role.LEADER}))
OFFICERS, ADMINS = (Audience(roles=frozenset({one})) for one in (Role.OFFICER, Role.ADMIN))
CASES: dict[str, tuple[Town, Audience, dict[int, str]]] = {
    "everybody": (SHE, EVERYBODY, {1: GETS}),
    "erased": (replace(SHE, people=(replace(NOI, name=None),)), EVERYBODY, {}),
    "another programme": (replace(SHE, people=(replace(NOI, programme=ELSEWHERE),)), EVERYBODY, {}),
    "speaks for nothing": (replace(SHE, people=(replace(NOI, speaks=()),)), EVERYBODY, {}),
    "merged away": (replace(SHE, businesses=(replace(HERS, merged="merged"),)), EVERYBODY, {}),
    "two again": (replace(SHE, businesses=(replace(HERS, merged="undone"),)), EVERYBODY, {1: GETS}),
    "died": (member(Member(1, 11, ended=3, why="died")), EVERYBODY, {}),
    "closed": (member(Member(1, 11, ended=3, why="closed")), EVERYBODY, {}),
    "moved": (member(Member(1, 11, ended=3, why="moved")), EVERYBODY, {1: GETS}),
    "left": (member(Member(1, 11, ended=3, why="left")), EVERYBODY, {1: GETS}),
    "back": (member(Member(1, 11, ended=3, why="died"), Member(1, 11)), EVERYBODY, {1: GETS}),
    "back, and left": (member(Member(1, 11, ended=3, why="died"), Member(1, 11, ended=1, why="left")), EVERYBODY,
                       {1: GETS}),
    "left, and died": (member(Member(1, 11, ended=3, why="left"), Member(1, 11, ended=1, why="died")), EVERYBODY, {}),
    "in the group": (member(Member(1, 11)), IN_GROUP, {1: GETS}),
    "in its part": (member(Member(1, 12)), IN_GROUP, {1: GETS}),
    "not in the part": (member(Member(1, 11)), IN_PART, {}),
    "a newcomer": (member(Member(1, 11, confirmed=False)), IN_GROUP, {}),
    "was in the group": (member(Member(1, 11, ended=3, why="left")), IN_GROUP, {}),
    "leads": (works(Held(1, Role.LEADER, group=11)), LEADERS, {1: GETS}),
    "leads it": (works(Held(1, Role.LEADER, group=11)), IN_GROUP, {1: GETS}),
    "leads no longer": (works(Held(1, Role.LEADER, group=11, ended=True)), LEADERS, {}),
    "is suspended": (works(Held(1, Role.LEADER, group=11, suspended=True)), EVERYBODY, {}),
    "an officer with one duty is one": (works(Held(1, Role.TRAINER, area="a")), OFFICERS, {1: GETS}),
    "a trainer alone is no admin": (works(Held(1, Role.TRAINER, area="a")), ADMINS, {}),
    "an officer is no leader": (works(Held(1, Role.OFFICER, area="a")), LEADERS, {}),
    "an officer makes nothing": (works(Held(1, Role.OFFICER, area="a")), Audience(products=frozenset({"tea"})), {}),
    "an officer has no calendar": (works(Held(1, Role.OFFICER, area="a")), IN_TIME, {}),
    "makes a product": (SHE, Audience(roles=frozenset({Role.MEMBER})), {1: GETS}),
    "makes it": (SHE, Audience(products=frozenset({"tea"})), {1: GETS}),
    "makes something else": (SHE, Audience(products=frozenset({"mats"})), {}),
    "reads it": (SHE, Audience(languages=frozenset({"en"})), {1: GETS}),
    "reads another": (SHE, Audience(languages=frozenset({"th"})), {}),
    "no baseline": (calendar((MISSED, 30)), Audience(stages=frozenset({Stage.NO_BASELINE})), {1: GETS}),
    "a baseline": (calendar((ANSWERED, 30)), Audience(stages=frozenset({Stage.NO_BASELINE})), {}),
    "first year": (calendar((ANSWERED, 30)), Audience(stages=frozenset({Stage.FIRST_YEAR})), {1: GETS}),
    "after it": (calendar((ANSWERED, 30), chosen=True), Audience(stages=frozenset({Stage.AFTER})), {1: GETS}),
    "not after it": (calendar((ANSWERED, 30)), Audience(stages=frozenset({Stage.AFTER})), {}),
    "no calendar": (SHE, Audience(stages=frozenset(Stage)), {}),
    "late": (calendar((ANSWERED, 30), (OPEN, 1)), LATE, {1: GETS}),
    "missed": (calendar((ANSWERED, 30), (MISSED, 1)), LATE, {1: GETS}),
    "on the day itself": (calendar((ANSWERED, 30), (OPEN, 0)), LATE, {}),
    "in time": (calendar((MISSED, 30), (ANSWERED, 1)), IN_TIME, {1: GETS}),
    "answered since": (calendar((MISSED, 30), (ANSWERED, 1)), LATE, {}),
    "no calendar, no time": (SHE, IN_TIME, {}),
    "was paused then": (calendar((MISSED, 3), why="paused"), LATE, {}),
    "pauses": (PAUSES, LATE, {}),
    "her pause is over": (PAUSED, LATE, {1: GETS}),
    "joined on the day": (replace(SHE, businesses=(replace(HERS, joined=DAY),)), Audience(joined_since=DAY), {1: GETS}),
    "joined before": (replace(SHE, businesses=(replace(HERS, joined=DAY),)), Audience(joined_since=TODAY), {}),
    "heard of before": (heard(2), Audience(not_spoken_since=DAY), {1: GETS}),
    "heard of since": (heard(1), Audience(not_spoken_since=DAY), {}),
    "no phone": (replace(SHE, phones=()), EVERYBODY, {1: "no_phone"}),
    "stopped": (shared(User(1, "stopped")), Audience(products=frozenset({"tea"})), {1: STOPPED}),
    "blocked": (shared(User(1), state="blocked"), Audience(products=frozenset({"tea"})), {1: BLOCKED}),
    "blocked, who stopped": (shared(User(1, "stopped"), state="blocked"), Audience(products=frozenset({"tea"})),
                             {1: BLOCKED}),
    "the first": (shared(User(1, since=9), User(2, since=5)), EVERYBODY, {1: GETS, 2: SHARES}),
    "in front": (shared(User(1, since=9), User(2, since=5), front=2), EVERYBODY, {1: SHARES, 2: GETS}),
    "in front, and stopped": (shared(User(1), User(2, "stopped"), front=2), EVERYBODY, {1: GETS, 2: STOPPED}),
    "in front, not meant": (shared(User(1), User(2), front=2), Audience(products=frozenset({"tea"})), {1: GETS}),
    "seen there last": (replace(SHE, phones=(Phone(1, (User(1),), seen=5), Phone(2, (User(1),), seen=2))), EVERYBODY,
                        {1: GETS}),
    "opted out": (replace(SHE, people=(replace(NOI, opted_out=True),)), EVERYBODY, {1: "opted_out"}),
}  # fmt: skip


@pytest.fixture(scope="module")
def wanted() -> Wanted:
    return Wanted(EVERYBODY, HERE, None, TODAY, ZONE)


@pytest.mark.parametrize("case", CASES)
def test_written_case(sqlite_url: str, wanted: Wanted, case: str) -> None:
    town, audience, expected = CASES[case]
    with writing(sqlite_url) as connection:
        build(connection, town)
        rows = connection.execute(standing_of(replace(wanted, audience=audience)))
        assert {row.person_id: row.why or GETS for row in rows} == expected
