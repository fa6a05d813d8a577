"""Every function of the room × everybody: it asks who may itself, and refuses all others with nothing written and
nothing of another area said. Whoever adds a function says here who may.
"""

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from sqlalchemy import select

import bot.services.staff as room
from bot.domain.people.roles import Reach, Role
from bot.i18n import load_catalogues
from bot.left_out import LeftOut
from bot.services.groups.members import adding
from bot.services.groups.members.adding import How, NewMember, Told
from bot.services.roles import NotAllowed
from bot.services.staff import merging
from bot.services.staff.vouching import lost, unconfirmed
from bot.store.people import relinking, roles
from bot.store.schema import follow_up, metadata
from tests.services.conftest import START
from tests.services.staff.vouching.people_of_area import CODE, ELSEWHERE, PACK, a_group, comes, officer, works
from tests.services.town import Town, pack, town

# Nobody is asked: they are the clock's, or parts of another function that has asked.
NOBODYS = {
    "after_merge.follow_her", "merge_told.groups_of", "merge_told.merged", "merge_told.undone", "merging.compare",
    "merging.compare_with_all", "vouching.lost.give_back", "vouching.told.tell",
}  # fmt: skip
EVERYBODY = {
    "a stranger", "a member", "a leader", "a suspended leader", "an officer of the area", "an officer of another area",
    "an officer whose role has ended", "an evaluator", "a ministry", "an admin", "an officer elsewhere who leads here",
}  # fmt: skip
# Staff where it is; and staff of anywhere, who are shown what is theirs alone.
THERE = {"an officer of the area", "an admin"}
ELSEWHERE_TOO = THERE | {"an officer of another area", "an officer elsewhere who leads here"}
WHO_MAY = {
    "follow_ups.waiting": ELSEWHERE_TOO,
    "merging.different": THERE,
    "merging.done": ELSEWHERE_TOO,
    "merging.look": THERE,
    "merging.merge": THERE,
    "merging.pair_at": ELSEWHERE_TOO,
    "merging.pairs": ELSEWHERE_TOO,
    "merging.place_of": ELSEWHERE_TOO,
    "merging.recent": ELSEWHERE_TOO,
    "merging.undo": THERE,
    "vouching.lost.is_her": THERE,
    "vouching.lost.look": THERE,
    "vouching.lost.not_her": THERE,
    "vouching.lost.take_back": THERE,
    "vouching.lost.waiting": ELSEWHERE_TOO,
    "vouching.unconfirmed.lists": ELSEWHERE_TOO,
    "vouching.unconfirmed.look": THERE,
    "vouching.unconfirmed.not_known": THERE,
    "vouching.unconfirmed.page": ELSEWHERE_TOO,
    "vouching.unconfirmed.undo": THERE,
    "vouching.unconfirmed.vouch": THERE,
    # it confirms those of her own areas alone
    "vouching.unconfirmed.vouch_for_list": ELSEWHERE_TOO,
}
# What is really shown to who may, and what really writes something: else a refusal would prove nothing.
SHOWS = {
    "follow_ups.waiting", "merging.done", "merging.look", "vouching.lost.look", "vouching.lost.waiting",
    "vouching.unconfirmed.look", "vouching.unconfirmed.page",
}  # fmt: skip
WRITES = {
    "merging.different", "merging.merge", "merging.undo", "vouching.lost.is_her", "vouching.lost.not_her",
    "vouching.unconfirmed.not_known", "vouching.unconfirmed.undo", "vouching.unconfirmed.vouch",
    "vouching.unconfirmed.vouch_for_list",
}  # fmt: skip
SECRETS = ("Malita", "Malitta", "Zaphira", "Quellmist", "Kampini")


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


def test_who_may_is_said_of_each() -> None:
    unsaid = sorted(set(functions()) - NOBODYS - set(WHO_MAY))
    assert unsaid == [], f"say who may: {', '.join(unsaid)}"
    assert set(functions()) == NOBODYS | set(WHO_MAY), "what is named here is there"
    assert not any("person_id" in inspect.signature(functions()[name]).parameters for name in NOBODYS)


@dataclass
class World:
    """An area with something for each function, and everybody who might ask for it."""

    place: Town
    given: dict[str, Any] = field(default_factory=dict)
    people: dict[str, int | None] = field(default_factory=dict)

    def build(self, name: str) -> None:
        place = self.place
        leads = officer(place, "Grace")
        group = a_group(place, "Kampini")
        told = Told(place.now.date(), How.ALOUD, "Ruth")
        first, second = (
            place.run(adding.add, PACK, group, NewMember(one), told, "command line", place.now)
            for one in ("Malita Phiri", "Malitta Phiri")
        )
        one, other = (comes(place, one) for one in ("Zaphira Known", "Zaphira Unknown"))
        old, new = comes(place, "Quellmist"), comes(place, "Quellmist Too")
        place.rows_changed(
            follow_up.insert().values(producer_id=old.producer, reason="no_answer", created_at=place.now)
        )
        place.run(relinking.note_lost, old.producer, old.person, new.person, place.now)
        ((number,),) = place.rows(select(follow_up.c.id).where(follow_up.c.reason == "account_lost"))
        shown = place.run(unconfirmed.page, leads, PACK, unconfirmed.ALONE)
        assert shown is not None
        self.given = {
            "pack": PACK, "programme": PACK.programme, "catalogues": load_catalogues(), "now": place.now,
            "first": first, "second": second, "place": 0, "producer_id": one.producer, "group_id": unconfirmed.ALONE,
            "upto": shown.upto, "mark": shown.mark, "why": unconfirmed.Why.NOBODY_KNOWS, "how": lost.How.SEEN,
            "number": number, "loaded": place.loaded, "left_out": LeftOut(),
        }  # fmt: skip
        if name in ("merging.undo", "merging.done"):
            self.given["number"] = place.run(merging.merge, leads, PACK, first, second, load_catalogues(), place.now)
        if name == "vouching.unconfirmed.undo":
            done = place.run(unconfirmed.vouch, leads, PACK, other.producer, place.now)
            assert done is not None
            self.given["number"] = done.number
        self.people = self._everybody(group)

    def _everybody(self, group: int) -> dict[str, int | None]:
        place, leader = self.place, Reach(Role.LEADER, group_id=group)
        aside, ended = works(place, "Aside", leader), officer(place, "Ended")
        for held in place.run(roles.of, aside):
            place.run(roles.suspend, held.id, place.now)
        place.run(roles.end, [held.id for held in place.run(roles.of, ended)], place.now)
        return {
            "a stranger": None,
            "a member": comes(place, "Member", area=ELSEWHERE).person,
            "a leader": works(place, "Leader", leader),
            "a suspended leader": aside,
            "an officer of the area": officer(place, "Here"),
            "an officer of another area": officer(place, "Far", ELSEWHERE),
            "an officer whose role has ended": ended,
            "an evaluator": works(place, "Evaluator", Reach(Role.EVALUATOR)),
            "a ministry": works(place, "Ministry", Reach(Role.MINISTRY)),
            "an admin": works(place, "Admin", Reach(Role.ADMIN)),
            "an officer elsewhere who leads here": works(place, "Two", Reach(Role.OFFICER, ELSEWHERE), leader),
        }

    def rows(self) -> dict[str, list[str]]:
        # who may stand twice is compared at a tap, whoever taps: it says nothing of anybody
        beside = ("alike", "to_compare")
        tables = [one for one in metadata.sorted_tables if one.name not in beside]
        return {one.name: sorted(map(str, self.place.rows(select(one)))) for one in tables}


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    with town(sqlite_url, START + timedelta(hours=6), [pack(CODE)]) as made:
        yield World(made)


@pytest.mark.parametrize("name", sorted(WHO_MAY))
def test_each_asks_who_may(world: World, name: str) -> None:
    """Refused: nothing is written. Allowed: something is, or is said; to who works elsewhere nothing of this area."""
    world.build(name)
    assert world.people.keys() == EVERYBODY
    one = functions()[name]
    needed = [each.name for each in inspect.signature(one).parameters.values() if each.default is each.empty]
    unknown = [each for each in needed if each not in world.given and each not in ("connection", "person_id")]
    assert not unknown, f"say what {name} is given as {', '.join(unknown)}"
    before = world.rows()
    # who may comes last: what she does is done
    for who in sorted(EVERYBODY, key=lambda who: (who in WHO_MAY[name], who in THERE, who)):
        given = {each: world.given[each] for each in needed if each not in ("connection", "person_id")}
        given["person_id"] = world.people[who]
        if who not in WHO_MAY[name]:
            with pytest.raises(NotAllowed):
                world.place.run(one, **given)
            assert world.rows() == before, (name, who)
            continue
        said = world.place.run(one, **given)
        if who == min(THERE):
            assert any(secret in repr(said) for secret in SECRETS) or name not in SHOWS, name
            assert (world.rows() != before) is (name in WRITES), name
        if who not in THERE:
            assert not any(secret in repr(said) for secret in SECRETS), (name, who)
            assert world.rows() == before, (name, who)
