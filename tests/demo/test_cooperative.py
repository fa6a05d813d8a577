"""The demo's cooperative has half a year behind it, made by the house's services in a real database of either kind."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.demo import members, year
from bot.demo.cooperative import PIN, Cooperative
from bot.domain.evaluation.nudges import Reach, local_day
from bot.domain.evaluation.progress import Word
from bot.domain.groups.month import Standing
from bot.domain.people.pin import Guard
from bot.i18n import load_catalogues
from bot.i18n.calendars import month_of
from bot.services import programmes
from bot.services.groups import leading
from bot.services.groups.leading import Seen
from bot.services.groups.paper.group_picture import why_not
from bot.services.groups.report import four_facts
from bot.services.groups.report.four_facts import Facts
from bot.services.loaded_packs import LoadedPacks
from bot.services.people import pins
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.evaluation import slots
from bot.store.evaluation.follow_ups import DISPUTED, UNUSUAL
from bot.store.groups import groups
from bot.store.groups.members import members as rows
from bot.store.groups.report import last_word as words
from bot.store.groups.report import reports
from bot.store.schema import follow_up
from bot.store.wire import chats
from tests.house import COUNTRIES, pack

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
# Early in a month its leader still talks about the one before, and some months are short.
DAYS = [NOW, datetime(2026, 12, 3, 5, 0, tzinfo=UTC), datetime(2027, 3, 31, 20, 0, tzinfo=UTC)]
BOT, LEADER, SHOWN = 77, 1003, (1006, 1007)


def cooperative(code: str, now: datetime = NOW, chat: int = LEADER) -> Cooperative:
    there = pack(code)
    loaded = LoadedPacks({code: there}, load_catalogues())
    leader = year.Somebody(BOT, chat, there, there.programme.languages[0], "Grace Banda")
    with_phones = dict(zip((members.names(code)[0], members.names(code)[5]), SHOWN, strict=True))
    return Cooperative(loaded, leader, with_phones, now)


def made(connection: Connection, one: Cooperative, *, steps: int | None = None) -> int:
    """How many steps were to be done; as many of them as `steps` says are."""
    left = list(one.steps(connection))
    for step in left[:steps]:
        step(connection)
    return len(left)


def led_by(connection: Connection) -> int:
    person = chats.load(connection, BOT, [LEADER])[LEADER].person
    assert person is not None
    return person.id


def looked(connection: Connection, one: Cooperative) -> tuple[Seen, Facts]:
    group, today = members.find(connection, one.pack), local_day(one.now, one.leader.zone)
    assert group is not None
    about = (connection, led_by(connection), group.id, one.pack.programme, today)
    return leading.look(*about), four_facts.look(*about)


@pytest.mark.parametrize("now", DAYS, ids=["late", "early", "short"])
@pytest.mark.parametrize("code", COUNTRIES)
def test_its_leader_sees_half_a_year(sqlite_url: str, code: str, now: datetime) -> None:
    one = cooperative(code, now)
    with writing(sqlite_url) as connection:
        programmes.record(connection, one.pack, now)
        made(connection, one)
        seen, facts = looked(connection, one)
        assert len(seen.places) == 24
        assert sum(place.reach is None for place in seen.places) == 3
        assert {place.reach for place in seen.places} == {None, Reach.ACTIVE}
        assert all(place.standing is not None for place in seen.places)
        # what there is to report, and who has answered herself
        assert seen.count(Standing.ANSWERED) >= 6
        assert seen.count(Standing.DUE, Standing.LATE) >= 12
        assert seen.reported() == 0
        assert facts.beginning is not None and facts.beginning.members == 21
        assert facts.beginning.day == seen.group.inception
        assert facts.loan is not None and facts.loan.minor and facts.loan.known is None
        assert why_not(facts.sales) == ""
        assert facts.sales is not None and facts.sales.base is not None
        assert (facts.sales.now.members, facts.sales.base.members) == (24, 21)
        assert (facts.sales.now.answered, facts.sales.base.answered) == (22, 20)
        assert facts.sales.now.minor > facts.sales.base.minor > 0
        assert seen.month[0] > facts.sales.now.month > facts.sales.base.month


def test_each_month_was_reported_in_its_time_by_its_leader(database_url: str) -> None:
    one = cooperative("malawi-ovop")
    with writing(database_url) as connection:
        programmes.record(connection, one.pack, NOW)
        made(connection, one)
        group = members.find(connection, one.pack)
        assert group is not None
        months = reports.months(connection, group.id)
        assert [month.month for month in months] == [6, 7, 8, 9, 10]
        known = {member.member_id: member for member in rows.of(connection, group.id)}
        by_name = {member.name: number for number, member in known.items()}
        absent = [members.names("malawi-ovop")[place] for place in members.told()["absent"][0]]
        for month in months:
            number = reports.find(connection, group.id, month)
            assert number is not None
            found = reports.rows(connection, number)
            assert all(kept.sent is not None and kept.sent.sent_at < NOW for kept in found.values())
            assert all(
                kept.sent and month <= kept.sent.sent_at.date() <= month_of(month, "gregorian")[1] + timedelta(days=3)
                for kept in found.values()
            )
            if month == months[0]:
                assert not {by_name[name] for name in absent} & found.keys()
        # since when she is in it, and who came three months later
        days = [local_day(member.since, one.leader.zone) for member in known.values()]
        assert [days.count(day) for day in sorted(set(days))] == [21, 3]
        assert min(days) == group.inception
        assert all(member.confirmed and member.number for member in known.values())


def test_members_with_a_phone_have_answered_and_have_had_the_last_word(sqlite_url: str) -> None:
    one = cooperative("malawi-ovop")
    with writing(sqlite_url) as connection:
        programmes.record(connection, one.pack, NOW)
        made(connection, one)
        group = members.find(connection, one.pack)
        assert group is not None
        number = reports.find(connection, group.id, reports.months(connection, group.id)[-1])
        assert number is not None
        sent = [kept.sent.id for kept in reports.rows(connection, number).values() if kept.sent]
        said = [reported.word for reported in words.load(connection, sent)]
        # nobody without a phone, and two more, have said anything
        assert (said.count(Word.RIGHT), said.count(Word.WRONG), said.count(None)) == (len(sent) - 5, 1, 4)
        own = [name for name in (members.names("malawi-ovop")[place] for place in (3, 9))]
        for member in rows.of(connection, group.id):
            ended = [slot.state.ended for slot in slots.of_producer(connection, member.member_id)]
            assert ended.count(True) >= 3
            if member.name in own:
                assert all(ended[:7])
        waiting = connection.scalars(select(follow_up.c.reason).where(follow_up.c.done_at.is_(None)))
        assert sorted(waiting) == [DISPUTED, UNUSUAL], "the officer has figures to look at"
        assert words.to_tell(connection, "malawi-ovop", ["2"], NOW - timedelta(days=30), 100) == []


def test_her_pin_is_asked_and_she_has_it(sqlite_url: str) -> None:
    one = cooperative("malawi-ovop")
    with writing(sqlite_url) as connection:
        programmes.record(connection, one.pack, NOW)
        made(connection, one)
        assert pins.guard(connection, led_by(connection), NOW) is Guard.SHUT
        assert pins.attempt(connection, led_by(connection), PIN, NOW) is Guard.OPEN


@pytest.mark.parametrize("after", [1, 2, 3, 20, 25, 27])
def test_what_was_cut_off_goes_on_and_nothing_is_made_twice(sqlite_url: str, after: int) -> None:
    one = cooperative("malawi-ovop")
    with writing(sqlite_url) as connection:
        programmes.record(connection, one.pack, NOW)
        made(connection, one, steps=after)
    later = cooperative("malawi-ovop", NOW + timedelta(hours=1))
    with writing(sqlite_url) as connection:
        assert made(connection, later) > 0
        _, facts = looked(connection, later)
        assert facts.sales is not None and (facts.sales.now.answered, facts.sales.now.members) == (22, 24)
        assert made(connection, later) == 0
        assert made(connection, cooperative("malawi-ovop", NOW + timedelta(days=60))) == 0


def test_somebody_elses_group_is_let_be(sqlite_url: str) -> None:
    one = cooperative("malawi-ovop")
    with writing(sqlite_url) as connection:
        programmes.record(connection, one.pack, NOW)
        made(connection, one, steps=2)
        assert made(connection, cooperative("malawi-ovop", chat=1009)) == 0
        group = members.find(connection, one.pack)
        assert group is not None and len(groups.leaders(connection, group.id)) == 1
