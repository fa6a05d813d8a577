"""An area with something for each function of the room, and everybody who might ask for it."""

import inspect
import re
from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, event, select

from bot.domain.people.roles import Reach, Role
from bot.domain.wire.contact import ChatState, Contact
from bot.i18n import load_catalogues
from bot.left_out import LeftOut
from bot.services.roles import NotAllowed
from bot.store.people import roles
from bot.store.schema import chat_person, metadata
from bot.store.wire import chats
from tests.services.staff.vouching.people_of_area import AREA, ELSEWHERE, PACK, a_group, comes, officer, works
from tests.services.town import BOT, Town

HERE, ADMIN = "an officer of the area", "an admin"
EVERYBODY = {
    "a stranger", "a member", "a leader", "a suspended leader", HERE, "an officer of another area",
    "an officer whose role has ended", "an evaluator", "a ministry", ADMIN, "an officer elsewhere who leads here",
    "a trainer",
}  # fmt: skip
# One of each kind, where time is short.
FEW = {"a member", HERE, "an officer of another area", "an officer whose role has ended", "a trainer"}
# Staff where it is; and staff of anywhere.
THERE = frozenset({HERE, ADMIN})
FAR = frozenset({"an officer of another area", "an officer elsewhere who leads here"})
# What is said of people of the area, or by them, and to nobody who works elsewhere.
SECRETS = ("Malita", "Malitta", "Zaphira", "Quellmist", "Kampini", "Orlindra", "8471", "Vellumina", "Brindlewick")
# Written at a tap from other rows, whoever taps: who may stand twice. It says nothing of anybody.
BESIDE = ("alike", "to_compare")
NO_ROOM_FOR_A_PHONE = 99_999
# A statement that writes, whatever the database; it may stand within another.
WRITES = re.compile(r"\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+(\w+)")


class Refused:
    """What a function says to who may not."""

    def __repr__(self) -> str:
        return "NotAllowed"


REFUSED = Refused()


@dataclass(frozen=True)
class Case:
    """What a function is given; `before`: what has happened just then, for who asks, and what it is given of that."""

    given: Mapping[str, Any] = field(default_factory=dict)
    before: Callable[[Connection, int | None], Mapping[str, Any]] | None = None


Cases = Mapping[str, Case]


@dataclass
class World:
    """The area: a group in it, an officer who has begun all that is under way, and everybody."""

    place: Town
    group: int = 0
    leads: int = 0
    people: dict[str, int | None] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)

    @property
    def here(self) -> int:
        found = self.people[HERE]
        assert found is not None
        return found

    @property
    def tried(self) -> list[str]:
        """Who tries everything: all, and on a server, where each question takes longer, some."""
        return sorted(EVERYBODY if self.place.connection.dialect.name == "sqlite" else FEW)

    @property
    def common(self) -> dict[str, Any]:
        place, catalogues = self.place, load_catalogues()
        known = {"pack": PACK, "programme": PACK.programme, "catalogues": catalogues, "loaded": place.loaded}
        return known | {"now": place.now, "left_out": LeftOut()}

    def gather(self) -> None:
        """Everybody comes."""
        place = self.place
        self.group = a_group(place, "Kampini")
        self.leads = officer(place, "Grace")
        leader = Reach(Role.LEADER, group_id=self.group)
        aside, ended = works(place, "Aside", leader), officer(place, "Ended")
        for held in place.run(roles.of, aside):
            place.run(roles.suspend, held.id, place.now)
        place.run(roles.end, [held.id for held in place.run(roles.of, ended)], place.now)
        self.people = {
            "a stranger": None,
            "a member": comes(place, "Member", area=ELSEWHERE).person,
            "a leader": works(place, "Leader", leader),
            "a suspended leader": aside,
            HERE: officer(place, "Here"),
            "an officer of another area": officer(place, "Far", ELSEWHERE),
            "an officer whose role has ended": ended,
            "an evaluator": works(place, "Evaluator", Reach(Role.EVALUATOR)),
            "a ministry": works(place, "Ministry", Reach(Role.MINISTRY)),
            ADMIN: works(place, "Admin", Reach(Role.ADMIN)),
            "an officer elsewhere who leads here": works(place, "Two", Reach(Role.OFFICER, ELSEWHERE), leader),
            "a trainer": works(place, "Trainer", Reach(Role.TRAINER, AREA, duty="trainer")),
        }
        assert self.people.keys() == EVERYBODY

    def tries(
        self, one: Callable[..., Any], case: Case, who: int | None, known: Mapping[str, Any]
    ) -> tuple[Any, dict[str, tuple[list[str], list[str]]]]:
        """Somebody calls it: what she is told, and what is in which table before and after; then it did not happen."""
        connection = self.place.connection
        needed = [each.name for each in inspect.signature(one).parameters.values() if each.default is each.empty]
        with connection.begin() as whole:
            known = {**known, **(case.before(connection, who) if case.before is not None else {})}
            given = {each: known[each] for each in needed if each != "connection"}
            began = connection.begin_nested()
            with _written(connection) as tables:
                try:
                    said = one(connection, **given)
                    said = list(said) if isinstance(said, Iterator) else said
                except NotAllowed:
                    said = REFUSED
            changed: dict[str, tuple[list[str], list[str]]] = {}
            if tables:
                after = rows(connection, tables)
                began.rollback()
                before = rows(connection, tables)
                changed = {name: (before[name], after[name]) for name in after if before[name] != after[name]}
            whole.rollback()
        return said, changed

    def contact(self, connection: Connection, person_id: int | None) -> Contact:
        """Her phone; a stranger's, where she is nobody."""
        number = select(chat_person.c.chat).where(chat_person.c.person_id == person_id)
        chat = connection.scalar(number) if person_id is not None else NO_ROOM_FOR_A_PHONE
        assert chat is not None
        return chats.load(connection, BOT, [chat]).get(chat) or Contact(BOT, chat, ChatState.ACTIVE, self.place.now)


@contextmanager
def _written(connection: Connection) -> Iterator[set[str]]:
    """Which tables are written to meanwhile; nothing else writes, the schema has neither triggers nor cascades."""
    tables: set[str] = set()

    def seen(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        tables.update(WRITES.findall(statement))

    event.listen(connection, "before_cursor_execute", seen)
    try:
        yield tables
    finally:
        event.remove(connection, "before_cursor_execute", seen)


def rows(connection: Connection, names: Set[str]) -> dict[str, list[str]]:
    """All that is in these tables."""
    tables = [one for one in metadata.sorted_tables if one.name in names and one.name not in BESIDE]
    return {one.name: sorted(map(str, connection.execute(select(one)).all())) for one in tables}
