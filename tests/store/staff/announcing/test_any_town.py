"""Whatever the town and whatever is chosen: everybody who is meant gets one message or says why not, as it is worked
out row by row."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.evaluation.calendar import SlotState
from bot.domain.people.roles import Role
from bot.domain.staff.audience import Audience, Stage, Why
from bot.store import Connection
from bot.store.engine.sync import connected, sync_engine
from bot.store.staff.announcing import counting
from bot.store.staff.announcing.audiences import Wanted, after, left_out, matching, reached
from tests.nightly import times
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
    fates,
)

AREAS, PRODUCTS, LANGUAGES = ("a", "b", "c"), ("tea", "mats"), ("en", "th")
DAYS = st.integers(0, 3)
HOUSEHOLDS, GROUPS = (1, 2, 3, 4), (11, 12, 13)
PEOPLE, CHATS = (1, 2, 3, 4, 5), (1, 2, 3)


def some(values: Any, most: int = 2, least: int = 0) -> Any:
    return st.lists(st.sampled_from(values), min_size=least, max_size=most, unique=True).map(tuple)


def rarely(value: Any, other: Any) -> Any:
    return st.sampled_from((value, other, other, other))


SLOTS = st.lists(
    st.tuples(
        st.sampled_from(SlotState), st.integers(-1, 2), st.sampled_from((None, "paused", "no_answer")), st.booleans()
    ),
    max_size=3,
).map(tuple)


@st.composite
def towns(draw: Any) -> Town:
    businesses = [
        Business(
            number,
            draw(st.sampled_from((None, *AREAS))),
            draw(st.sampled_from((None, *PRODUCTS))),
            TODAY - timedelta(days=draw(DAYS)),
            number in GROUPS,
            draw(SLOTS),
            draw(st.sampled_from((None, None, None, "merged", "undone"))) if number in HOUSEHOLDS else None,
            draw(some([(days, ended) for days in (-1, 0, 1) for ended in (False, True)], 1)),
        )
        for number in (*HOUSEHOLDS, *GROUPS)
    ]
    people = [
        Somebody(
            number,
            draw(rarely(None, "Noi")),
            draw(st.sampled_from(LANGUAGES)),
            draw(rarely(ELSEWHERE, HERE)),
            # most have a business: a town in which nobody is meant says nothing
            draw(some(HOUSEHOLDS, least=1)),
            draw(rarely(True, False)),
        )
        for number in PEOPLE
    ]
    parts = draw(st.sampled_from(((), ((12, 11),), ((12, 11), (13, 11)))))
    return Town(tuple(people), tuple(businesses), parts, draw(members()), draw(held()), draw(phones()))


@st.composite
def members(draw: Any) -> tuple[Member, ...]:
    ended = st.tuples(st.integers(0, 3), st.sampled_from(("left", "moved", "died", "closed")))
    found: dict[tuple[int, int], Member] = {}
    before = []
    for member, group in draw(st.lists(st.tuples(st.sampled_from(HOUSEHOLDS), st.sampled_from(GROUPS)), max_size=6)):
        if (over := draw(st.one_of(st.none(), ended))) is None:
            found[member, group] = Member(member, group, draw(st.booleans()))
        else:
            before.append(Member(member, group, True, *over))
    return (*found.values(), *before)


@st.composite
def held(draw: Any) -> tuple[Held, ...]:
    found = []
    for who in draw(st.lists(st.sampled_from(PEOPLE), max_size=3)):
        role = draw(st.sampled_from([one for one in Role if one is not Role.MEMBER]))
        group = draw(st.sampled_from(GROUPS)) if role is Role.LEADER else None
        area = draw(st.sampled_from((None, *AREAS))) if role.in_area else None
        found.append(Held(who, role, area, group, draw(DAYS), draw(rarely(True, False)), draw(rarely(True, False))))
    return tuple(found)


@st.composite
def phones(draw: Any) -> tuple[Phone, ...]:
    found = []
    for chat in CHATS:
        users = [
            User(who, draw(rarely("stopped", "active")), draw(DAYS), draw(DAYS)) for who in draw(some(PEOPLE, 3, 1))
        ]
        front = draw(st.sampled_from((None, *(user.who for user in users))))
        state = draw(st.sampled_from(("active", "active", "stopped", "blocked")))
        found.append(Phone(chat, tuple(users), state, front, draw(DAYS), draw(st.sampled_from((1, 2)))))
    return tuple(found)


AUDIENCES = st.builds(
    Audience,
    products=some(PRODUCTS, 1).map(frozenset),
    groups=some(GROUPS).map(frozenset),
    roles=some(tuple(Role)).map(frozenset),
    stages=some(tuple(Stage)).map(frozenset),
    late=st.sampled_from((None, None, True, False)),
    languages=some(LANGUAGES, 1).map(frozenset),
    joined_since=st.one_of(st.none(), DAYS.map(lambda days: TODAY - timedelta(days=days))),
    not_spoken_since=st.one_of(st.none(), DAYS.map(lambda days: TODAY - timedelta(days=days))),
)
# One limit at a time, too: all at once leave nobody.
ONE = st.one_of(
    st.just(Audience()),
    AUDIENCES,
    *(
        AUDIENCES.map(lambda whole, name=name: Audience(**{name: getattr(whole, name)}))
        for name in Audience.__dataclass_fields__
        if name != "areas"
    ),
)
REACHES = st.one_of(st.none(), some(AREAS).map(frozenset))


@contextmanager
def forgotten(url: str) -> Iterator[Connection]:
    """A transaction that leaves nothing."""
    with connected(sync_engine(url)) as connection, connection.begin() as begun:
        yield connection
        begun.rollback()


def look(url: str, town: Town, audience: Audience, areas: frozenset[str] | None, *, emergency: bool) -> None:
    wanted = Wanted(audience, HERE, areas, TODAY, ZONE)
    expected = fates(town, audience, areas, emergency=emergency)
    with forgotten(url) as connection:
        build(connection, town)
        gets = connection.execute(reached(wanted, emergency=emergency)).all()
        rest = connection.execute(left_out(wanted, emergency=emergency)).all()
        meant = list(connection.scalars(matching(wanted)))
        counted = counting.count(connection, wanted, emergency=emergency)
        at_a_tap = counting.reaches(connection, wanted)
        phoneless = {row.person_id for row in connection.execute(counting.without_phone(wanted))}
        piece, last = [], (0, 0)
        while row := connection.execute(
            reached(wanted, emergency=emergency).where(after(*last)).limit(1)
        ).one_or_none():
            piece.append(row)
            last = row.bot, row.chat
    assert sorted(meant) == sorted(expected)
    assert {row.person_id: (row.bot, row.chat) for row in gets} | {
        row.person_id: Why(row.why) for row in rest
    } == expected
    assert len(meant) == len(gets) + len(rest) == counted.matching
    assert counted.reached == len(gets)
    assert emergency or at_a_tap == len(gets)
    assert phoneless <= {one for one, why in expected.items() if why is Why.NO_PHONE}
    assert len({(row.bot, row.chat) for row in gets}) == len(gets)
    assert piece == gets == sorted(gets, key=lambda row: (row.bot, row.chat))


# No deadline: the machine that runs the tests may be busy with others.
@settings(max_examples=times(25, 3000), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(town=towns(), audience=ONE, areas=REACHES, emergency=st.booleans())
def test_every_one_who_is_meant_gets_one_message_or_says_why_not(
    sqlite_url: str, town: Town, audience: Audience, areas: frozenset[str] | None, emergency: bool
) -> None:
    look(sqlite_url, town, audience, areas, emergency=emergency)


@settings(max_examples=times(5, 300), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(town=towns(), audience=ONE, areas=REACHES, emergency=st.booleans())
def test_on_the_other_kind_of_database_too(
    database_url: str, town: Town, audience: Audience, areas: frozenset[str] | None, emergency: bool
) -> None:
    look(database_url, town, audience, areas, emergency=emergency)
