"""A village whose figures are looked at: producers who answer month by month, a leader who reports, and officers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select, update

from bot.domain.people.roles import Reach, Role
from bot.domain.staff.checking import Alike, Deed, Refused, Why
from bot.services.evaluation import usual
from bot.services.groups import making
from bot.services.groups.report.last_word import Word, say
from bot.services.staff.checking import deciding, looking
from bot.services.staff.checking.deciding import Because, Outcome
from bot.services.staff.checking.looking import Page, Shown
from bot.store.groups.members import members
from bot.store.people import roles
from bot.store.schema import follow_up, held, producer
from tests.services.conftest import START
from tests.services.groups.report.reports import Said, reported
from tests.services.town import Member, Town, pack

CODE = "malawi-ovop"
BLANTYRE, SOUTH, NORTH = "MW-BA", "MW-S", "MW-N"


@dataclass
class Village:
    """Two officers of the district, one of the region, one of another region, and an admin."""

    place: Town
    people: dict[str, Member] = field(default_factory=dict)

    def joins(self, name: str, area: str = BLANTYRE) -> Member:
        member = self.place.join(CODE, name=name, consent_version="2")
        self.place.rows_changed(update(producer).where(producer.c.id == member.producer).values(area=area))
        return member

    def staff(self, name: str, area: str | None, role: Role = Role.OFFICER) -> Member:
        who = self.place.join(CODE, name=name, consent_version="2")
        self.place.run(roles.give, who.person, Reach(role, area), START)
        return who

    def usually(self, member: Member, sales: int = 850) -> None:
        """Her first answers."""
        self.place.answer(member, sales=sales, produced=20)

    def says(self, member: Member, **answers: Any) -> int:
        """The next check-in of hers; gives the submission."""
        slot = self.place.due(member)[0]
        number = self.place.answer(member, **answers).submission_id
        form = pack(CODE).forms[slot.form]
        self.place.run(usual.mark, member.producer, number, form, pack(CODE), self.place.now)
        return number

    def far_off(self, member: Member, sales: int = 8_500) -> int:
        """A figure ten times the usual; gives the submission."""
        self.usually(member)
        self.next_month()
        return self.says(member, operating="yes", sales=sales, produced=21)

    def next_month(self) -> None:
        self.place.days(31)

    def group(self, leader: Member, *these: Member, name: str = "Kampini") -> int:
        wish = making.Wish(name, BLANTYRE, None, START.date())
        number = self.place.run(making.add, pack(CODE), wish, "command line", START.date(), START)
        self.place.run(roles.give, leader.person, Reach(Role.LEADER, group_id=number), START)
        for one in these:
            self.place.run(members.join, number, one.producer, START, confirmed=True)
        return number

    def reports(self, group: int, leader: Member, member: Member, month: date, **figures: str) -> int:
        one = Said(group, leader.person, member.producer, month, figures)
        return self.place.run(reported, pack(CODE), one, self.place.now)

    def word(self, member: Member, submission: int, word: Word) -> None:
        catalogues = self.place.loaded.catalogues
        self.place.run(say, member.person, submission, word, pack(CODE), catalogues, self.place.now)

    # what officers do

    def page(self, who: Member, number: int = 0) -> Page:
        return self.place.run(looking.listed, who.person, pack(CODE), self.place.loaded, number)

    def item(self, who: Member, number: int) -> Shown | None:
        return self.place.run(looking.one, who.person, pack(CODE), self.place.loaded, number)

    def first(self, who: Member) -> Shown:
        return self.page(who).shown[0]

    def mark(self, who: Member, number: int, how: Alike | None = None) -> int:
        return deciding.mark_of(self.place.run(deciding.meant, who.person, pack(CODE), number, how))

    def does(
        self, who: Member, deed: Deed, number: int, mark: int | None = None, how: Alike | None = None, words: str = ""
    ) -> Outcome | Refused:
        seen = self.mark(who, number, how) if mark is None else mark
        because = Because(Why.TYPED, words) if words else Because(Why.SAID_SO)
        return self.place.run(
            deciding.decide, who.person, self.place.loaded, pack(CODE), number, seen, deed, because, how, self.place.now
        )

    def undoes(self, who: Member, deed: int) -> Outcome | Refused:
        return self.place.run(deciding.undo, who.person, pack(CODE), deed, self.place.now)

    def noted(self, submission: int, reason: str = "unusual_figure") -> int:
        which = (follow_up.c.submission_id == submission, follow_up.c.reason == reason)
        return int(self.place.rows(select(follow_up.c.id).where(*which))[0][0])

    def held(self) -> Mapping[int, set[str]]:
        found: dict[int, set[str]] = {}
        for row in self.place.rows(select(held)):
            found.setdefault(row.submission_id, set()).add(row.path.rpartition("/")[2])
        return found
