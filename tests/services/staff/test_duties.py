"""What an officer with one duty may: a trainer sets groups up and sees nothing afterwards; the others nothing yet."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.people.roles import DUTIES, ON_DUTY, Reach, Role
from bot.domain.staff.outcomes import Closed
from bot.services import roles as rules
from bot.services.groups import making
from bot.services.groups.leaders import advising, area_keys, overseeing
from bot.services.groups.making import Wish
from bot.services.groups.members import agreed_aloud, placing
from bot.services.people import invitations, working
from bot.services.people.invitations import CannotInvite
from bot.services.people.working import Ending
from bot.services.roles import Act, NotAllowed
from bot.services.staff import merging, outcomes, work
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.people import roles
from tests.services.staff.test_follow_ups import staff, two_districts
from tests.services.staff.test_merge_and_undo import TEXTS
from tests.services.staff.test_outcomes import silent
from tests.services.village import NOW, found, nepal

Does = Callable[[Connection, int, int, int], object]
LATER = NOW + timedelta(hours=1)


def wish(area: str, name: str = "Tea of the hills") -> Wish:
    return Wish(name, area, None, NOW.date())


def deeds(area: str) -> Mapping[str, tuple[Act, Does]]:
    """What staff do: who, a group that somebody has led, a follow-up. Whoever adds a service of staff adds it here."""
    here, texts = nepal(), TEXTS
    made = iter(range(1000))

    def new(connection: Connection, who: int, _group: int, _number: int) -> object:
        return making.by_staff(connection, who, here, wish(area, f"New {next(made)}x"), NOW.date(), LATER)

    def first_link(connection: Connection, who: int, _group: int, _number: int) -> object:
        fresh = making.add(connection, here, wish(area, f"Fresh {next(made)}x"), "command line", NOW.date(), LATER)
        return overseeing.invite(connection, who, here, fresh, None, LATER)

    def all_of(does: Callable[..., object], *told: Any) -> tuple[Act, Does]:
        return Act.ALL, lambda connection, who, _group, _number: does(connection, who, here, *told)

    def of_group(does: Callable[..., object], *told: Any) -> tuple[Act, Does]:
        return Act.ALL, lambda connection, who, group, _number: does(connection, who, here, group, *told)

    def of_follow_up(does: Callable[..., object], *told: Any) -> tuple[Act, Does]:
        return Act.ALL, lambda connection, who, _group, number: does(connection, who, here, number, *told)

    return {
        "make a group": (Act.SET_UP, new),
        "link of the first leader": (Act.SET_UP, first_link),
        "groups to set up": (Act.SET_UP, lambda connection, who, _g, _n: overseeing.to_set_up(connection, who, here)),
        "groups": all_of(overseeing.listed),
        "a group": of_group(overseeing.one),
        "a group that was set up": of_group(overseeing.one_to_set_up),
        "its leaders": of_group(overseeing.leaders),
        "link of another leader": of_group(overseeing.invite, None, LATER),
        "suspend": of_group(overseeing.suspend, 1, texts, LATER),
        "end": of_group(overseeing.end, 1, texts, LATER),
        "advisor": of_group(advising.name),
        "keys": of_group(area_keys.choices),
        "unplaced": all_of(placing.listed),
        "lot": all_of(agreed_aloud.listed, LATER),
        "duplicates": all_of(merging.pairs),
        "merges": all_of(merging.recent, LATER),
        "what waits": all_of(work.look, LATER),
        "a follow-up": of_follow_up(outcomes.look),
        "visited": of_follow_up(outcomes.visited, LATER),
        "call again": of_follow_up(outcomes.call_again, LATER.date() + timedelta(days=3), LATER),
        "close": of_follow_up(outcomes.close, Closed.MOVED, LATER),
        "note": of_follow_up(outcomes.note, "words", LATER),
        "undo": of_follow_up(outcomes.undo, LATER),
    }


@pytest.mark.parametrize("duty", [*DUTIES, None])
def test_each_duty_may_what_the_table_says(sqlite_url: str, duty: str | None) -> None:
    _, inside, outside = two_districts()
    with writing(sqlite_url) as connection:
        found(connection)
        _, number = silent(connection, area=inside)
        role = DUTIES[duty] if duty else Role.OFFICER
        who = staff(connection, Reach(role, inside, duty=duty))
        elsewhere = staff(connection, Reach(role, outside, duty=duty))
        group = making.add(connection, nepal(), wish(inside), "command line", NOW.date(), NOW)
        roles.give(connection, staff(connection), Reach(Role.LEADER, group_id=group), NOW)
        for name, (act, does) in deeds(inside).items():
            if role in rules.MAY[act]:
                does(connection, who, group, number)
            else:
                with pytest.raises(NotAllowed):
                    does(connection, who, group, number)
                    pytest.fail(name)
            if name not in ("groups to set up", "groups", "unplaced", "lot", "duplicates", "merges", "what waits"):
                with pytest.raises(NotAllowed):
                    does(connection, elsewhere, group, number)
                    pytest.fail(name)


def test_a_trainer_sees_her_groups_until_somebody_leads_them(sqlite_url: str) -> None:
    _, inside, outside = two_districts()
    with writing(sqlite_url) as connection:
        found(connection)
        trainer = staff(connection, Reach(Role.TRAINER, inside, duty="trainer"))
        making.by_staff(connection, trainer, nepal(), wish(inside), NOW.date(), NOW)
        making.add(connection, nepal(), wish(outside, "Elsewhere"), "command line", NOW.date(), NOW)
        (group,) = overseeing.to_set_up(connection, trainer, nepal())
        assert overseeing.one_to_set_up(connection, trainer, nepal(), group.id) == group
        leader = staff(connection)
        roles.give(connection, leader, Reach(Role.LEADER, group_id=group.id), NOW)
        assert overseeing.to_set_up(connection, trainer, nepal()) == []
        # nor does she see it again when that leader's time is over
        working.end(connection, Ending(leader, Role.LEADER, "command line"), TEXTS, LATER)
        assert overseeing.to_set_up(connection, trainer, nepal()) == []
        with pytest.raises(NotAllowed):
            overseeing.invite(connection, trainer, nepal(), group.id, None, LATER)


def test_a_duty_is_the_packs_and_an_officers(sqlite_url: str) -> None:
    _, inside, _ = two_districts()
    with writing(sqlite_url) as connection:
        found(connection)
        made = invitations.create(
            connection, nepal(), invitations.Wish(Role.OFFICER, inside, duty="trainer"), "command line", NOW
        )
        assert (made.role, made.duty) == (Role.TRAINER, "trainer")
        assert working.offered(connection, made.code, NOW) == Reach(Role.TRAINER, inside, duty="trainer")
        for wrong in (
            invitations.Wish(Role.ADMIN, duty="trainer"),
            invitations.Wish(Role.OFFICER, duty="gardener"),
        ):
            with pytest.raises(CannotInvite):
                invitations.create(connection, nepal(), wrong, "command line", NOW)


@pytest.mark.parametrize("duty", list(DUTIES))
def test_the_role_of_an_officer_ends_with_her_duty(sqlite_url: str, duty: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        who = staff(connection, Reach(DUTIES[duty], "NP-D01", duty=duty))
        (ended,) = working.end(connection, Ending(who, Role.OFFICER, "command line"), TEXTS, LATER)
        assert ended.reach.office is Role.OFFICER and roles.of(connection, who) == []


def test_a_duty_is_closed_unless_it_is_said_to_be_open() -> None:
    assert {role for act, may in rules.MAY.items() if act is not Act.SET_UP for role in may} & ON_DUTY == set()
