"""A group of a town whose leader reports for a member with a phone, to be told of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.people.roles import Reach, Role
from bot.left_out import LeftOut
from bot.services.groups import making
from bot.services.groups.report import last_word
from bot.services.groups.report.last_word import Word
from bot.store.groups.members import members
from bot.store.people import roles
from bot.store.schema import (
    follow_up,
    outbox,
)  # fmt: skip
from tests.services.conftest import START
from tests.services.groups.report.reports import Said, reported
from tests.services.town import Member, Town, pack, town

CODE = "malawi-ovop"
OCTOBER = date(2026, 10, 1)
ROOT = pack(CODE).forms["checkin"].root


@dataclass
class Group:
    """A group with a leader and a member who has a phone, on a day of November."""

    place: Town
    number: int
    leader: Member
    member: Member
    left_out: LeftOut

    def report(self, member: Member | None = None, leader: Member | None = None, **figures: str) -> int:
        said = Said(self.number, (leader or self.leader).person, (member or self.member).producer, OCTOBER,
                    figures or {"sales": "1200"})  # fmt: skip
        return self.place.run(reported, pack(CODE), said, self.place.now)

    def tell(self, limit: int = 100) -> last_word.Round:
        return self.place.run(last_word.tell, self.place.loaded, self.left_out, self.place.now, limit)

    def heard(self, member: Member | None = None) -> list[str]:
        statement = select(outbox.c.payload).where(outbox.c.chat == (member or self.member).chat).order_by(outbox.c.id)
        texts = [row.payload["text"] for row in self.place.rows(statement)]
        return [text for text in texts if "report" in text or "for you" in text or "not right" in text]

    def say(self, number: int, word: Word, who: int | None = None) -> None:
        person_id = self.member.person if who is None else who
        catalogues = self.place.loaded.catalogues
        self.place.run(last_word.say, person_id, number, word, pack(CODE), catalogues, self.place.now)

    def joins(self, name: str, **more: Any) -> Member:
        member = self.place.join(CODE, name=name, **{"consent_version": "2", **more})
        self.place.run(members.join, self.number, member.producer, self.place.now, confirmed=True)
        return member

    def waiting(self) -> dict[str, Any]:
        rows = self.place.rows(select(follow_up).where(follow_up.c.done_at.is_(None)))
        return {row.reason: row.detail for row in rows if row.reason.startswith("report")}


def a_group(place: Town, name: str = "Kampini") -> Group:
    wish = making.Wish(name, None, None, START.date())
    number = place.run(making.add, pack(CODE), wish, "command line", START.date(), START)
    leader = place.join(CODE, name="Noi Banda", consent_version="2")
    place.run(roles.give, leader.person, Reach(Role.LEADER, group_id=number), START)
    found = Group(place, number, leader, leader, LeftOut())
    found.member = found.joins("Malee")
    place.now += timedelta(hours=5)
    return found


@pytest.fixture
def group(database_url: str) -> Iterator[Group]:
    with town(database_url, START, [pack(CODE)]) as place:
        yield a_group(place)


@pytest.fixture
def here(sqlite_url: str) -> Iterator[Group]:
    with town(sqlite_url, START, [pack(CODE)]) as place:
        yield a_group(place)
