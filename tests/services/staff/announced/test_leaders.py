"""Members without a phone: each leader is asked once to read it to hers, by their number, and is in no count for it."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.people.roles import Reach, Role
from bot.domain.staff.announcement import State
from bot.domain.staff.audience import Audience
from bot.domain.wire.contact import ChatState
from bot.domain.wire.outgoing import Lane
from bot.i18n import load_catalogues
from bot.left_out import LeftOut
from bot.services.loaded_packs import LoadedPacks
from bot.services.staff.announced import leaders
from bot.services.staff.announcing import audiences, sending
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.groups import parts
from bot.store.groups.members import members
from bot.store.schema import announcement_to, chat_person, outbox, role
from bot.store.staff.announcing import announcements
from tests.services.groups.test_leading import a_group, somebody
from tests.services.staff.announced.sent import an_announcement, moment
from tests.services.staff.test_merging import reached, speaker
from tests.services.village import NOW, Villager, found, nepal, settle

LOADED = LoadedPacks({"nepal-odop": nepal()}, load_catalogues())


def member(connection: Connection, group: int, name: str, *, confirmed: bool = True) -> int:
    """Somebody without a phone who is in a group."""
    number = settle(connection, Villager(name))
    members.join(connection, group, number, NOW, confirmed=confirmed)
    return number


def leader(connection: Connection, *of: int) -> int:
    """Who leads these groups, on a phone."""
    number = somebody(connection, *(Reach(Role.LEADER, group_id=group) for group in of))
    reached(connection, number, number)
    return number


def tell(connection: Connection, number: int, author: int, audience: Audience | None = None, hour: int = 6) -> int:
    now = moment(24, hour)
    wanted = audiences.wanted(connection, author, nepal(), audience or Audience(), now)
    return leaders.tell(connection, LOADED, announcements.load(connection, number), wanted, now)


def told(connection: Connection) -> dict[int, str]:
    """What each was told, by her number."""
    rows = connection.execute(select(outbox.c.person_id, outbox.c.payload)).all()
    assert len({row.person_id for row in rows}) == len(rows), "once"
    return {row.person_id: row.payload["text"] for row in rows}


def test_each_leader_hears_of_her_own_members_once(database_url: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        boss = somebody(connection, Reach(Role.ADMIN))
        whole, part, other = (a_group(connection, name) for name in ("Whole", "Part", "Other"))
        parts.put(connection, part, whole)
        for group, name in ((whole, "Asha"), (whole, "Bina"), (part, "Chaya"), (other, "Devi")):
            member(connection, group, name)
        member(connection, whole, "New", confirmed=False)
        with_phone = member(connection, whole, "Esha")
        reached(connection, speaker(connection, with_phone), 900)
        of_whole, of_two, of_none = leader(connection, whole), leader(connection, part, other), leader(connection)
        number = an_announcement(connection, boss)
        assert tell(connection, number, boss) == 2
        assert tell(connection, number, boss) == 2
        texts = told(connection)
        assert texts.keys() == {of_whole, of_two} and of_none not in texts
        assert texts[of_whole] == (
            "📵 तपाईंका २ सदस्यसँग फोन छैन। कृपया यो पढेर सुनाउनुहोस्।\n\n"
            "📣 एक जिल्ला एक उत्पादन (ODOP) को कार्यालयबाट:\n\nबजार शुक्रबार लाग्छ।"
        )
        assert "२ सदस्य" in texts[of_two]
        assert connection.execute(select(announcement_to)).all() == []


def test_only_members_in_the_audience_count(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        boss = somebody(connection, Reach(Role.ADMIN))
        near, far = a_group(connection, "Near"), a_group(connection, "Far")
        for group, name in ((near, "Asha"), (near, "Bina"), (far, "Chaya")):
            member(connection, group, name)
        hers, _ = leader(connection, near), leader(connection, far)
        number = an_announcement(connection, boss)
        assert tell(connection, number, boss, Audience(groups=frozenset({near}))) == 1
        assert told(connection).keys() == {hers}


def test_who_cannot_be_told_is_not(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        boss, group = somebody(connection, Reach(Role.ADMIN)), a_group(connection, "Own")
        member(connection, group, "Asha")
        stopped, suspended = leader(connection, group), leader(connection, group)
        somebody(connection, Reach(Role.LEADER, group_id=group))
        stop = {"state": ChatState.STOPPED, "state_since": NOW}
        connection.execute(update(chat_person).where(chat_person.c.person_id == stopped).values(stop))
        connection.execute(update(role).where(role.c.person_id == suspended).values(suspended_at=NOW))
        assert tell(connection, an_announcement(connection, boss), boss) == 0
        assert told(connection) == {}


@pytest.mark.parametrize(("emergency", "waits"), [(False, True), (True, False)])
def test_at_night_she_is_asked_in_the_morning_unless_it_is_urgent(
    sqlite_url: str, emergency: bool, waits: bool
) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        boss, group = somebody(connection, Reach(Role.ADMIN)), a_group(connection, "Own")
        member(connection, group, "Asha")
        leader(connection, group)
        tell(connection, an_announcement(connection, boss, emergency=emergency), boss, hour=20)
        when = connection.scalars(select(outbox.c.next_attempt)).one()
        assert (when > moment(24, 20) + timedelta(hours=3)) is waits


def test_she_is_asked_as_it_begins_to_leave_and_no_earlier(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        boss, group = somebody(connection, Reach(Role.ADMIN)), a_group(connection, "Own")
        member(connection, group, "Asha")
        hers = leader(connection, group)
        number = an_announcement(connection, boss, state=State.GATHERING, composed_at=NOW)
        wanted = [(State.PLANNED, False), (State.GATHERING, False), (State.UNDER_WAY, True), (State.UNDER_WAY, True)]
        for state, is_told in wanted:
            sending.step(connection, LOADED, LeftOut(), moment(24))
            assert (announcements.load(connection, number).state, hers in nudged(connection)) == (state, is_told)


def test_who_gets_it_herself_reads_the_words_once(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        boss, group = somebody(connection, Reach(Role.ADMIN)), a_group(connection, "Own")
        member(connection, group, "Asha")
        hers = leader(connection, group)
        number = an_announcement(connection, boss, state=State.GATHERING, composed_at=NOW)
        for _ in range(5):
            sending.step(connection, LOADED, LeftOut(), moment(24))
        texts = connection.execute(
            select(outbox.c.lane, outbox.c.payload).where(outbox.c.person_id == hers).order_by(outbox.c.id)
        ).all()
        assert [lane for lane, _ in texts] == [Lane.NUDGE, Lane.BROADCAST]
        assert ["बजार" in payload["text"] for _, payload in texts] == [False, True]
        assert "१ सदस्य" in texts[0].payload["text"]
        assert number


def nudged(connection: Connection) -> set[int]:
    return set(connection.scalars(select(outbox.c.person_id).where(outbox.c.lane == Lane.NUDGE)))
