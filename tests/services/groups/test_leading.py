"""A leader acts in her own groups only, whatever door is used; each function asks, and a role that ended is none."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import case, insert, select, update

from bot.domain.groups.month import Standing, month_shown
from bot.domain.people.roles import Reach, Role
from bot.i18n import load_catalogues
from bot.packs import places
from bot.services.groups import leading, making, reminding
from bot.services.groups.making import Wish
from bot.services.groups.members import finding, joining
from bot.services.groups.paper import cards, printing, sheet, slips
from bot.services.people import erasure
from bot.services.roles import NotAllowed
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.evaluation import submissions
from bot.store.evaluation.submissions import Sent
from bot.store.groups.members import members
from bot.store.groups.report import reports
from bot.store.people import roles
from bot.store.schema import audit, card, group_link, membership, person, producer, slot, speaks_for
from tests.services.village import MAYA, NOW, SITA, Villager, found, nepal, settle

# Whoever adds a function for leaders adds it here; that none is forgotten: test_every_function.py.
DEEDS: dict[str, Callable[[Connection, int | None, int, int], Any]] = {
    "look": lambda connection, who, group, member: leading.look(connection, who, group, nepal().programme, NOW.date()),
    "find": lambda connection, who, group, member: finding.find(
        connection, nepal().programme, who, group, NOW.date(), "noi"
    ),
    "remind": lambda connection, who, group, member: reminding.remind(
        connection, nepal().programme, load_catalogues(), who, group, NOW
    ),
    "newcomers": lambda connection, who, group, member: leading.newcomers(connection, who, group),
    "confirm": lambda connection, who, group, member: leading.confirm(connection, who, group, member, NOW),
    "refuse": lambda connection, who, group, member: leading.refuse(connection, who, group, member, NOW),
    "link": lambda connection, who, group, member: joining.link(connection, who, group, NOW),
    "take_back": lambda connection, who, group, member: joining.take_back(connection, who, group, NOW),
    "chosen": lambda connection, who, group, member: cards.chosen(connection, who, group, cards.Which.ALL),
    "make cards": lambda connection, who, group, member: cards.make(connection, who, group, cards.Which.ALL, NOW),
    "renew card": lambda connection, who, group, member: cards.renew(connection, who, group, member, NOW),
    "ask slips": lambda connection, who, group, member: slips.ask(connection, who, group, cards.Which.ALL, NOW),
    "draw slips": lambda connection, who, group, member: slips.drawn(
        connection, who, group, [member], nepal().programme
    ),
    "known link": lambda connection, who, group, member: joining.known(connection, who, group, NOW),
    "note": lambda connection, who, group, member: printing.note(connection, who, group, "sheet", NOW),
    "sheet": lambda connection, who, group, member: sheet.read(
        connection, who, group, nepal(), NOW.date(), sheet.nothing_reported
    ),
    "printed": lambda connection, who, group, member: cards.printed(connection, who, group, [member]),
}


def somebody(connection: Connection, *held: Reach) -> int:
    values = {"programme": "nepal-odop", "name": "Noi", "language": "ne", "created_at": NOW}
    number = int(connection.execute(insert(person).values(values).returning(person.c.id)).scalar_one())
    for one in held:
        roles.give(connection, number, one, NOW)
    return number


def a_group(connection: Connection, name: str) -> int:
    return making.add(connection, nepal(), Wish(name, "bhojpur", None, NOW.date()), "command line", NOW.date(), NOW)


@pytest.mark.parametrize("deed", sorted(DEEDS))
def test_only_who_leads_this_very_group_may(database_url: str, deed: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        own, other = a_group(connection, "Own"), a_group(connection, "Other")
        member = settle(connection, SITA)
        members.join(connection, own, member, NOW)
        tables = (membership, group_link, card, audit)
        before = [connection.execute(select(table)).all() for table in tables]
        others = [Reach(Role.LEADER, group_id=other), *(Reach(one) for one in Role if one is not Role.LEADER)]
        ended = somebody(connection, Reach(Role.LEADER, group_id=own))
        roles.end(connection, [one.id for one in roles.of(connection, ended)], NOW)
        for who in (None, ended, *(somebody(connection, one) for one in others)):
            with pytest.raises(NotAllowed):
                DEEDS[deed](connection, who, own, member)
        assert [connection.execute(select(table)).all() for table in tables] == before
        DEEDS[deed](connection, somebody(connection, Reach(Role.LEADER, group_id=own)), own, member)


def test_who_is_confirmed_is_vouched_for_once(database_url: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        group, member = a_group(connection, "Own"), settle(connection, MAYA)
        members.join(connection, group, member, NOW)
        members.join(connection, group, member, NOW)
        leader = somebody(connection, Reach(Role.LEADER, group_id=group))
        assert [one.member_id for one in leading.newcomers(connection, leader, group)] == [member]
        assert [leading.confirm(connection, leader, group, member, NOW) for _ in range(2)] == [True, False]
        assert not leading.refuse(connection, leader, group, member, NOW), "that was settled"
        assert connection.scalar(select(producer.c.confirmed_at).where(producer.c.id == member)) is not None
        assert leading.newcomers(connection, leader, group) == []


def test_somebody_of_no_group_is_not_confirmed(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        group, stranger = a_group(connection, "Own"), settle(connection, MAYA)
        leader = somebody(connection, Reach(Role.LEADER, group_id=group))
        assert not leading.confirm(connection, leader, group, stranger, NOW)
        assert not leading.refuse(connection, leader, group, stranger, NOW)
        assert connection.scalar(select(producer.c.confirmed_at).where(producer.c.id == stranger)) is None


@pytest.mark.parametrize(("version", "seen"), [("1", False), ("2", True), (None, False)])
def test_only_who_agreed_to_it_shows_how_she_stands(sqlite_url: str, version: str | None, seen: bool) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        group, member = a_group(connection, "Own"), settle(connection, SITA)
        members.join(connection, group, member, NOW, confirmed=True)
        hers = select(speaks_for.c.person_id).where(speaks_for.c.producer_id == member)
        connection.execute(update(person).where(person.c.id.in_(hers)).values(consent_version=version))
        leader = somebody(connection, Reach(Role.LEADER, group_id=group))
        (place,) = leading.look(connection, leader, group, nepal().programme, NOW.date()).places
        assert (place.standing is not None) is seen


def test_who_is_not_confirmed_is_in_no_figure(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        group = a_group(connection, "Own")
        leader = somebody(connection, Reach(Role.LEADER, group_id=group))
        member, newcomer = settle(connection, SITA), settle(connection, Villager("Newcomer"))
        members.join(connection, group, member, NOW, confirmed=True)
        members.join(connection, group, newcomer, NOW)

        def listed() -> list[int]:
            seen = leading.look(connection, leader, group, nepal().programme, NOW.date())
            return sorted(one.member.member_id for one in seen.places)

        assert listed() == [member]
        assert [one.member_id for one in leading.newcomers(connection, leader, group)] == [newcomer]
        assert leading.confirm(connection, leader, group, newcomer, NOW)
        assert listed() == [member, newcomer] and leading.newcomers(connection, leader, group) == []


def test_who_is_erased_is_in_no_group_any_more(database_url: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        group, member = a_group(connection, "Own"), settle(connection, SITA)
        members.join(connection, group, member, NOW, confirmed=True)
        who = connection.scalars(select(speaks_for.c.person_id).where(speaks_for.c.producer_id == member)).one()
        erasure.erase_person(connection, who, NOW)
        leader = somebody(connection, Reach(Role.LEADER, group_id=group))
        assert leading.look(connection, leader, group, nepal().programme, NOW.date()).places == []
        assert SITA.name not in str(connection.execute(select(membership)).all())


def test_the_most_urgent_come_first_and_who_has_not_agreed_last(sqlite_url: str) -> None:
    due, states = (
        NOW.date().replace(day=1),
        {"Late": "open", "Missed": "missed", "Answered": "answered", "Hidden": "open"},
    )
    with writing(sqlite_url) as connection:
        found(connection)
        group = a_group(connection, "Own")
        for name, state in reversed(states.items()):
            member = settle(connection, Villager(name))
            members.join(connection, group, member, NOW, confirmed=True)
            connection.execute(update(slot).where(slot.c.producer_id == member).values(due=due, state=state))
        version = case((person.c.name == "Hidden", "1"), else_="2")
        connection.execute(update(person).values(consent_version=version))
        leader = somebody(connection, Reach(Role.LEADER, group_id=group))
        seen = leading.look(connection, leader, group, nepal().programme, NOW.date())
    assert [one.member.name for one in seen.places] == list(states)


def test_what_leaders_have_answered_is_counted_apart(database_url: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        group = a_group(connection, "Own")
        ours = [settle(connection, Villager(name)) for name in ("Self", "Mine", "Hers", "Both")]
        leader, other = (somebody(connection, Reach(Role.LEADER, group_id=group)) for _ in range(2))
        for member in ours:
            members.join(connection, group, member, NOW, confirmed=True)
            connection.execute(update(slot).where(slot.c.producer_id == member).values(state="answered"))
        connection.execute(update(person).values(consent_version="2"))
        form = nepal().forms["baseline"]
        said = [("Self", "self", leader), ("Mine", "leader", leader), ("Hers", "leader", other)]
        said += [("Both", "leader", leader), ("Both", "self", other)]
        for number, (name, source, who) in enumerate(said):
            member = ours[["Self", "Mine", "Hers", "Both"].index(name)]
            which = connection.scalars(select(slot.c.id).where(slot.c.producer_id == member)).one()
            sent = Sent(number, member, who, which, form.hash, "baseline", source, "ne", False, NOW, {})
            submissions.add(connection, sent, NOW)
        day = NOW.date() + timedelta(days=10)
        seen = leading.look(connection, leader, group, nepal().programme, day)
        assert (seen.count(Standing.ANSWERED), seen.reported(), seen.reported(leader)) == (4, 2, 1)


def test_who_is_in_the_report_of_the_month_is_counted_whatever_was_due(database_url: str) -> None:
    """The report of another month does not count, nor who was reported and is gone."""
    day = NOW.date() + timedelta(days=20)
    month = month_shown(day, nepal().programme.calendar)[0]
    before = month_shown(day - timedelta(days=60), nepal().programme.calendar)[0]
    with writing(database_url) as connection:
        found(connection)
        group = a_group(connection, "Own")
        one, two, three, gone = (settle(connection, Villager(name)) for name in ("One", "Two", "Three", "Gone"))
        for member in (one, two, three, gone):
            members.join(connection, group, member, NOW, confirmed=True)
        leader = somebody(connection, Reach(Role.LEADER, group_id=group))
        for which, named in ((month, (one, gone)), (before, (two,))):
            number = reports.begin(connection, group, which, NOW)
            reports.put(connection, number, [reports.Put(it, "absent", leader, NOW, None) for it in named])
        members.leave(connection, group, gone, members.Left.LEFT, NOW)
        seen = leading.look(connection, leader, group, nepal().programme, day)
        assert (seen.in_report, len(seen.places)) == (1, 3)


def test_a_code_that_the_pack_has_no_more_is_its_own_name() -> None:
    assert places.name(nepal(), "gone", "ne") == "gone"
