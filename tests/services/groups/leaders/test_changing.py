"""A group is handed over, suspended, ended: one leads it, never none by it and never both, and who is to know does."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from bot.domain.people.roles import Reach, Role
from bot.domain.programme import Groups
from bot.domain.wire.contact import ChatState, Contact, Person
from bot.i18n import load_catalogues
from bot.packs import Pack
from bot.services import roles as rules
from bot.services.groups import leading
from bot.services.groups.leaders import changing, key_holding, overseeing
from bot.services.groups.members import joining
from bot.services.people import invitations, registration, working
from bot.services.people.working import LinkUsed
from bot.services.roles import NotAllowed
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.groups.members import members
from bot.store.people import roles
from bot.store.schema import audit, chat, chat_person, group_link, invitation, outbox, role
from tests.services.groups.test_leading import a_group, somebody
from tests.services.village import NOW, Villager, found, nepal, settle

CATALOGUES = load_catalogues()
LATER = NOW + timedelta(days=1)


def contact(connection: Connection, number: int | None = None, name: str = "Maya", at: int = 900) -> Contact:
    """A chat: of a person that there is, or of a stranger."""
    here = Contact(1, at, ChatState.ACTIVE, NOW, language="ne", programme="nepal-odop", is_new=True)
    if number is not None:
        here.person = Person(number, "nepal-odop", "ne", None, practice=False, confirmed=True)
    return here


def reached(connection: Connection, number: int) -> int:
    """From now on she has a chat."""
    values = {"bot": 1, "chat": number, "state": "active", "state_since": NOW, "seen_at": NOW}
    connection.execute(insert(chat).values(**values, person_id=number, language="ne", programme="nepal-odop"))
    connection.execute(insert(chat_person).values(**values, person_id=number, since=NOW))
    return number


def a_leader(connection: Connection, group: int) -> int:
    return reached(connection, somebody(connection, Reach(Role.LEADER, group_id=group)))


def an_officer(connection: Connection, area: str | None = "NP-P1") -> int:
    return reached(connection, somebody(connection, Reach(Role.OFFICER, area)))


def lead(connection: Connection, group: int) -> list[int]:
    held = roles.in_group(connection, group)
    return [one.person_id for one in held if one.reach.role is Role.LEADER and not one.suspended]


def told(connection: Connection) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for who, payload in connection.execute(select(outbox.c.person_id, outbox.c.payload).order_by(outbox.c.id)):
        found.setdefault(who, []).append(str(payload))
    return found


def take_up(connection: Connection, code: str, pack: Pack | None = None, number: int | None = None) -> int:
    """Somebody agrees; gives her number."""
    here = contact(connection, number)
    changing.take_up(connection, here, pack or nepal(), CATALOGUES, code, NOW, "Maya")
    assert here.person is not None
    return here.person.id


def test_the_new_one_leads_and_the_old_one_no_more_and_all_have_a_receipt(database_url: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        group = a_group(connection, "Own")
        old, officer, elsewhere = a_leader(connection, group), an_officer(connection), an_officer(connection, "NP-P3")
        made = changing.hand_over(connection, old, nepal(), group, NOW)
        assert lead(connection, group) == [old], "nothing has changed until somebody agrees"
        new = take_up(connection, made.code)
        assert lead(connection, group) == [new]
        with pytest.raises(NotAllowed):
            leading.look(connection, old, group, nepal().programme, NOW.date())
        with pytest.raises(LinkUsed):
            take_up(connection, made.code)
        heard = told(connection)
        assert "Maya" in heard[old][0] and "Own" in heard[old][0]
        assert "Maya" in heard[officer][0] and "Noi" in heard[officer][0]
        assert elsewhere not in heard
        deeds = connection.execute(select(audit).where(audit.c.action == "change leader")).all()
        assert [(one.detail, one.acting_for) for one in deeds] == [({"from": old, "to": new}, group)]
        assert "Maya" not in str(connection.execute(select(audit)).all())


def test_without_an_officer_the_admins_have_the_receipt(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        group = a_group(connection, "Own")
        old, admin = a_leader(connection, group), reached(connection, somebody(connection, Reach(Role.ADMIN)))
        take_up(connection, changing.hand_over(connection, old, nepal(), group, NOW).code)
        assert "Own" in told(connection)[admin][0]


def test_a_second_link_ends_the_first_and_taking_it_back_ends_both(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        group = a_group(connection, "Own")
        old = a_leader(connection, group)
        first, second = (changing.hand_over(connection, old, nepal(), group, NOW) for _ in range(2))
        assert working.offered(connection, first.code, NOW) is None
        assert changing.take_back(connection, old, group, NOW) and not changing.take_back(connection, old, group, NOW)
        for made in (first, second):
            with pytest.raises(LinkUsed):
                take_up(connection, made.code)
        assert lead(connection, group) == [old]


def test_nobody_follows_herself_and_nobody_follows_who_leads_no_more(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        group = a_group(connection, "Own")
        old = a_leader(connection, group)
        made = changing.hand_over(connection, old, nepal(), group, NOW)
        assert working.is_own(connection, made.code, old, NOW)
        with pytest.raises(LinkUsed):
            take_up(connection, made.code, number=old)
        roles.end(connection, [one.id for one in roles.of(connection, old)], NOW)
        with pytest.raises(LinkUsed):
            take_up(connection, made.code)
        assert lead(connection, group) == []


def test_who_leads_beside_stays(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        group = a_group(connection, "Own")
        old, beside = a_leader(connection, group), a_leader(connection, group)
        assert (
            take_up(connection, changing.hand_over(connection, old, nepal(), group, NOW).code, number=beside) == beside
        )
        assert lead(connection, group) == [beside]


@pytest.mark.parametrize(
    ("months", "on_link", "until"),
    [(0, None, None), (24, None, date(2028, 11, 24)), (24, date(2027, 1, 31), date(2027, 1, 31))],
)
def test_a_term_is_the_links_or_the_packs(
    sqlite_url: str, months: int, on_link: date | None, until: date | None
) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        group = a_group(connection, "Own")
        pack = with_groups(term_months=months)
        wish = invitations.Wish(Role.LEADER, group=group, until=on_link)
        take_up(connection, invitations.create(connection, pack, wish, "command line", NOW).code, pack)
        assert [one.term_until for one in roles.in_group(connection, group)] == [until]


def with_groups(**values: int) -> Pack:
    return replace(nepal(), programme=replace(nepal().programme, groups=Groups(**values)))


# What a suspended leader does: whoever adds a function for leaders adds it here.
BY_LEADERS: dict[str, Callable[[Connection, int, int], Any]] = {
    "look": lambda connection, who, group: leading.look(connection, who, group, nepal().programme, NOW.date()),
    "newcomers": leading.newcomers,
    "confirm": lambda connection, who, group: leading.confirm(connection, who, group, 1, NOW),
    "refuse": lambda connection, who, group: leading.refuse(connection, who, group, 1, NOW),
    "link": lambda connection, who, group: joining.link(connection, who, group, NOW),
    "take back": lambda connection, who, group: joining.take_back(connection, who, group, NOW),
    "hand over": lambda connection, who, group: changing.hand_over(connection, who, nepal(), group, NOW),
    "take hand-over back": lambda connection, who, group: changing.take_back(connection, who, group, NOW),
    "key holders": key_holding.choices,
    "give key": lambda connection, who, group: key_holding.turn(connection, who, group, 1, CATALOGUES, NOW, on=True),
}


@pytest.mark.parametrize("deed", sorted(BY_LEADERS))
@pytest.mark.parametrize("state", ["suspended", "ended", "handed over", "of another group", "let go on"])
def test_who_leads_it_not_now_does_nothing(database_url: str, deed: str, state: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        group, other = a_group(connection, "Own"), a_group(connection, "Other")
        officer = an_officer(connection)
        who = a_leader(connection, other if state == "of another group" else group)
        (held,) = roles.of(connection, who)
        deeds = {"suspended": overseeing.suspend, "ended": overseeing.end, "let go on": overseeing.suspend}
        if state in deeds:
            assert deeds[state](connection, officer, nepal(), group, held.id, CATALOGUES, NOW)
        if state == "handed over":
            take_up(connection, changing.hand_over(connection, who, nepal(), group, NOW).code)
        if state == "let go on":
            assert overseeing.resume(connection, officer, nepal(), group, held.id, CATALOGUES, NOW)
            BY_LEADERS[deed](connection, who, group)
            return
        with pytest.raises(NotAllowed):
            BY_LEADERS[deed](connection, who, group)


def test_who_is_suspended_loses_nothing_and_is_told(database_url: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        group, member = a_group(connection, "Own"), settle(connection, Villager("Sita"))
        members.join(connection, group, member, NOW, confirmed=True)
        officer, who = an_officer(connection), a_leader(connection, group)
        (held,) = roles.of(connection, who)
        link = joining.link(connection, who, group, NOW)
        handed = changing.hand_over(connection, who, nepal(), group, NOW)
        before = kept(connection, group)
        assert overseeing.suspend(connection, officer, nepal(), group, held.id, CATALOGUES, NOW)
        assert not overseeing.suspend(connection, officer, nepal(), group, held.id, CATALOGUES, LATER)
        assert rules.is_suspended(connection, who, {Role.LEADER}) and not rules.may(connection, who, {Role.LEADER})
        code = link.payload.removeprefix(invitations.GROUP)
        assert registration.of_group(connection, code, NOW) is None, "a link of hers opens nothing"
        for number in (None, who):
            with pytest.raises(LinkUsed):
                take_up(connection, handed.code, number=number)
        assert overseeing.resume(connection, officer, nepal(), group, held.id, CATALOGUES, LATER)
        assert not overseeing.resume(connection, officer, nepal(), group, held.id, CATALOGUES, LATER)
        assert kept(connection, group) == before and registration.of_group(connection, code, LATER) is not None
        assert working.offered(connection, handed.code, LATER) is None, "what a thief has copied stays dead"
        assert ["closed" in text or "बन्द" in text for text in told(connection)[who]] == [True, False]
        deeds = connection.execute(select(audit.c.actor, audit.c.action).where(audit.c.actor == f"person {officer}"))
        assert [action for _, action in deeds] == ["suspend leader", "resume leader"]


def kept(connection: Connection, group: int) -> list[Any]:
    asked = (members.of(connection, group), roles.in_group(connection, group))
    return [*asked, *connection.execute(select(group_link)).all()]


def test_no_link_brings_back_who_is_suspended(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        group = a_group(connection, "Own")
        officer, who = an_officer(connection), a_leader(connection, group)
        old = invitations.create(connection, nepal(), invitations.Wish(Role.LEADER, group=group), "command line", NOW)
        (held,) = roles.of(connection, who)
        overseeing.suspend(connection, officer, nepal(), group, held.id, CATALOGUES, NOW)
        with pytest.raises(LinkUsed):
            take_up(connection, old.code, number=who)
        assert lead(connection, group) == []
        following = overseeing.invite(connection, officer, nepal(), group, held.id, NOW)
        assert following is not None
        assert lead(connection, group) == [] and take_up(connection, following.code) == lead(connection, group)[0]
        assert not overseeing.resume(connection, officer, nepal(), group, held.id, CATALOGUES, NOW), "she has ended"


BY_STAFF: dict[str, Callable[[Connection, int | None, int, int], Any]] = {
    "one": lambda connection, who, group, held: overseeing.one(connection, who, nepal(), group),
    "leaders": lambda connection, who, group, held: overseeing.leaders(connection, who, nepal(), group),
    "invite": lambda connection, who, group, held: overseeing.invite(connection, who, nepal(), group, held, NOW),
    **{
        name: lambda connection, who, group, held, does=does: does(
            connection, who, nepal(), group, held, CATALOGUES, NOW
        )
        for name, does in (("suspend", overseeing.suspend), ("resume", overseeing.resume), ("end", overseeing.end))
    },
}


@pytest.mark.parametrize("deed", sorted(BY_STAFF))
def test_staff_act_in_their_own_areas_only(database_url: str, deed: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        group = a_group(connection, "Own")
        leader = a_leader(connection, group)
        (held,) = roles.of(connection, leader)
        ended = an_officer(connection)
        roles.end(connection, [one.id for one in roles.of(connection, ended)], NOW)
        others = [Reach(Role.OFFICER, "NP-P3"), Reach(Role.OFFICER, "dhankuta"), Reach(Role.EVALUATOR, "NP-P1")]
        strangers = [None, leader, ended, *(somebody(connection, one) for one in (*others, Reach(Role.MINISTRY)))]
        before = connection.execute(select(role)).all(), connection.execute(select(invitation)).all()
        for who in strangers:
            with pytest.raises(NotAllowed):
                BY_STAFF[deed](connection, who, group, held.id)
        with pytest.raises(NotAllowed):
            BY_STAFF[deed](connection, an_officer(connection), 999, held.id)
        assert connection.execute(select(invitation)).all() == before[1]
        assert {one.id: one.suspended_at for one in before[0]}.items() <= {
            one.id: one.suspended_at for one in connection.execute(select(role))
        }.items()
        for reach in (Reach(Role.OFFICER, "NP-P1"), Reach(Role.OFFICER), Reach(Role.ADMIN)):
            BY_STAFF[deed](connection, somebody(connection, reach), group, held.id)


def test_a_role_of_another_group_is_nothing_here(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        group, other = a_group(connection, "Own"), a_group(connection, "Other")
        officer = an_officer(connection)
        (held,) = roles.of(connection, a_leader(connection, other))
        for deed in ("suspend", "end", "invite"):
            assert not BY_STAFF[deed](connection, officer, group, held.id)
        assert lead(connection, other)
