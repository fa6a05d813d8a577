"""Every function of the room asks who may, or is named here with whose it is: a new one cannot be forgotten."""

import inspect
import pkgutil
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest

import bot.services.groups as room
from bot.domain.book import Direction, Entry
from bot.domain.people.roles import Reach, Role
from bot.i18n import Money, load_catalogues
from bot.services.groups import parts
from bot.services.groups.making import Wish
from bot.services.groups.members import membership
from bot.services.groups.paper import cards
from bot.services.groups.report.sending import Report
from bot.services.roles import NotAllowed
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.evaluation.submissions import Sent
from bot.store.groups.members import members
from bot.store.people import roles
from bot.store.schema import metadata
from tests.services.groups.test_leading import a_group, somebody
from tests.services.village import NOW, SITA, found, nepal, settle

# Of these no leader is asked whether she leads: they are the command line's and the clock's, or parts of another
# function that has asked.
NO_LEADERS = {
    "importing.carrying_out.carry_out", "importing.moving.carry_out", "importing.moving.plan",
    "importing.plan.plan", "leaders.changing.link",
    "leaders.advising.can", "leaders.key_holding.are_enough", "leaders.key_holding.ask",
    "leaders.key_holding.candidates",
    "leaders.key_holding.change", "leaders.succession.staff_of",
    "leaders.succession.succeed", "leaders.terms.end_over", "leading.reach", "leading.stand", "making.add",
    "making.is_taken", "making.known_before", "making.listed", "meeting.look", "meeting.note_silent",
    "members.adding.add", "members.lot.draw_all", "members.lot.draw_for", "own_calendar.begin_all",
    "own_reminding.remind",
    "members.own_phone.could_be", "members.phone_messages.reachable",
    "members.phone_messages.to_leaders", "members.phone_messages.to_phone",
    "parts.everybody", "parts.put", "parts.whole_of", "with_parts.counted",
    "paper.cards.languages", "paper.group_picture.nothing_sold",
    "paper.sheet.nothing_reported", "paper.slips.nothing_reported",
    "report.absence.tell", "report.answering_for.form_name",
    "report.last_word.note_word", "report.last_word.tell", "report.reported.figures", "telling.disputed",
    "telling.let_in", "telling.newcomer", "telling.send",
}  # fmt: skip
# These ask something else than who leads: whose link, key, card, report or month it is. Each has its own tests.
OF_WHOM_IT_IS = {
    "cash_book.keeping.typed_in",
    "leaders.changing.take_up", "leaders.key_holding.say", "leading.mine", "members.own_phone.agree",
    "members.own_phone.ask", "members.own_phone.decline", "members.own_phone.find", "members.own_phone.of_another",
    "members.own_phone.open_in", "members.own_phone.whose", "members.placing.join", "paper.cards.opened",
    "report.absence.find", "report.absence.say", "report.last_word.ask", "report.last_word.find",
    "report.last_word.keep_own", "report.last_word.say", "report.last_word.unanswered", "report.own_total.offers",
    "report.own_total.show", "report.own_total.take_back", "report.reporting.typed_in",
    "report.sheet_photos.may_type",
}  # fmt: skip


def functions() -> dict[str, Callable[..., Any]]:
    """The public functions of the room that are given a connection, by module and name."""
    found: dict[str, Callable[..., Any]] = {}
    for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
        loaded = import_module(module.name)
        for name, one in inspect.getmembers(loaded, inspect.isfunction):
            own = one.__module__ == module.name and not name.startswith("_")
            if own and "connection" in inspect.signature(one).parameters:
                found[f"{module.name.removeprefix(room.__name__ + '.')}.{name}"] = one
    return found


ASKS = sorted(set(functions()) - NO_LEADERS - OF_WHOM_IT_IS)


def test_what_is_named_here_is_there() -> None:
    assert set(functions()) >= NO_LEADERS | OF_WHOM_IT_IS


def given(one: Callable[..., Any], who: int | None, group: int, member: int, role: int) -> dict[str, Any]:
    """What a function needs, by the names of its parameters; what comes after who may is nothing."""
    known = {
        "person_id": who, "leader": who, "group_id": group, "member_id": member, "member": member, "role_id": role,
        "producer_id": member, "pack": nepal(), "programme": nepal().programme, "catalogues": load_catalogues(),
        "now": NOW, "on": True, "today": NOW.date(), "wanted": cards.Which.ALL, "why": membership.Left.LEFT,
        "wish": Wish("Another", "bhojpur", None, NOW.date()), "one": Report(group, NOW.date(), (), 1, NOW, "ne"),
        "held": Money(0, "NPR"), "entry": Entry("1", NOW.date(), Direction.IN, 1, "NPR"),
        "sent": Sent(1, member, who or 0, None, "", "checkin", "leader", "ne", False, NOW, {}),
    }  # fmt: skip
    needed = [each.name for each in inspect.signature(one).parameters.values() if each.default is each.empty]
    return {name: known.get(name) for name in needed if name != "connection"}


def refused(connection: Connection, name: str, who: int | None, group: int, member: int, role: int) -> None:
    one = functions()[name]
    with pytest.raises(NotAllowed):
        one(connection, **given(one, who, group, member, role))


@pytest.mark.parametrize("name", ASKS)
def test_a_suspended_leader_and_whoever_leads_another_group_may_nothing(sqlite_url: str, name: str) -> None:
    """Nor who leads what it is part of, nor the leader of a part in the whole."""
    with writing(sqlite_url) as connection:
        found(connection)
        own, other, whole = (a_group(connection, name) for name in ("Own", "Other", "Whole"))
        parts.put(connection, nepal(), own, whole, "command line", NOW)
        member = settle(connection, SITA)
        members.join(connection, own, member, NOW, confirmed=True)
        members.join(connection, whole, member, NOW, confirmed=True)
        leader = somebody(connection, Reach(Role.LEADER, group_id=own))
        (held,) = roles.of(connection, leader)
        roles.suspend(connection, held.id, NOW)
        ended = somebody(connection, Reach(Role.LEADER, group_id=own))
        roles.end(connection, [one.id for one in roles.of(connection, ended)], NOW)
        of_another = somebody(connection, Reach(Role.LEADER, group_id=other))
        of_the_whole = somebody(connection, Reach(Role.LEADER, group_id=whole))
        of_the_part = somebody(connection, Reach(Role.LEADER, group_id=own))
        before = {table.name: connection.execute(table.select()).all() for table in metadata.sorted_tables}
        for who in (None, leader, ended, of_another, of_the_whole):
            refused(connection, name, who, own, member, held.id)
        refused(connection, name, of_the_part, whole, member, held.id)
        assert {table.name: connection.execute(table.select()).all() for table in metadata.sorted_tables} == before
