"""A square for tests: people who hear announcements, the clock that steps, a Telegram that answers as it is told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select

from bot.domain.people.roles import Reach, Role
from bot.domain.staff.announcement import Announcement, Counts, State, Words
from bot.domain.wire.outgoing import Claimed, Lane, OutState, Settled
from bot.services.staff.announcing import composing, report, sending
from bot.services.staff.announcing.composing import Leaving
from bot.services.wire import outbox as wire
from bot.services.wire.outbox import Blocked, Offer, Order
from bot.store.people import roles
from bot.store.schema import announcement_to, outbox
from bot.store.staff.announcing import announcements
from tests.services.town import BOT, Member, Town

CODE = "thailand-otop"
TEXT = Words("The market begins at eight.")


@dataclass
class Square:
    """A town, who announces in it, and who holds the bot."""

    place: Town
    author: Member
    holder: int = 0
    # what Telegram has taken: the row of the outbox, and to which chat
    arrived: list[tuple[int, str]] = field(default_factory=list)
    _messages: int = 100

    @property
    def pack(self) -> Any:
        return self.place.loaded.pack(CODE)

    def join(self, name: str = "Nok", **more: Any) -> Member:
        return self.place.join(CODE, name=name, **more)

    def crowd(self, many: int) -> list[Member]:
        return [self.join(f"Person {number}") for number in range(many)]

    def staff(self, role: Role = Role.OFFICER, area: str | None = None) -> Member:
        """One of the staff, who is not in the audience: nobody is called by no name."""
        one = self.place.join(CODE)
        self.place.run(roles.give, one.person, Reach(role, area), self.place.now)
        return one

    def do(self, work: Callable[..., Any], *args: Any, by: Member | None = None, **more: Any) -> Any:
        """A service that somebody calls now; the author, if nobody is named."""
        person = (by or self.author).person
        return self.place.run(work, person, self.pack, *args, now=self.place.now, **more)

    def draft(self, text: Words = TEXT, **versions: str) -> int:
        """What the author has begun: in English, and in more languages."""
        number = self.do(composing.begin, "en").id
        for language, words in {"en": text, **{one: Words(said) for one, said in versions.items()}}.items():
            self.place.run(composing.write, self.author.person, self.pack, number, language, words)
        return int(number)

    def compose(self, text: Words = TEXT, *, at: datetime | None = None, emergency: bool = False, **more: str) -> int:
        number = self.draft(text, **more)
        assert self.do(composing.leave, number, at=at, emergency=emergency) is Leaving.GATHERING
        return number

    # the clock

    def step(self) -> sending.Stepped:
        return self.place.run(sending.step, self.place.loaded, self.place.left_out, self.place.now)

    def steps(self) -> None:
        """All that can be done now."""
        while self.step().more:
            pass
        self.step()

    # Telegram

    def start(self) -> None:
        """A new process holds the bot: what was in flight is taken up."""
        self.holder = self.place.run(wire.take_over, BOT, self.place.now).number

    def claim(self, most: int = 1000) -> Sequence[Claimed]:
        order = Order(most, most, most)
        claimed = self.place.run(wire.exchange, Offer(BOT, self.holder), order, self.place.now).claimed
        # what is said besides arrives: it holds nothing up
        self._settle([row for row in claimed if row.lane is not Lane.BROADCAST], OutState.SENT, None)
        return [row for row in claimed if row.lane is Lane.BROADCAST]

    def answer(self, rows: Sequence[Claimed], state: OutState = OutState.SENT, reason: str | None = None) -> None:
        """What becomes of messages that are in flight."""
        self._settle(rows, state, reason)
        if state is OutState.SENT:
            self.arrived += [(row.chat, row.method) for row in rows]

    def _settle(self, rows: Sequence[Claimed], state: OutState, reason: str | None) -> None:
        settled = []
        for row in rows:
            self._messages += 1
            number = self._messages if state is OutState.SENT and row.method != "deleteMessage" else None
            now = self.place.now
            settled.append(Settled(row.id, state, row.attempts + 1, now, now, reason, number))
        blocked = [Blocked(row.chat) for row in rows if reason == "blocked"]
        self.place.run(wire.exchange, Offer(BOT, self.holder, settled, blocked), None, self.place.now)

    def deliver(self, rounds: int = 20) -> None:
        """The clock steps and all arrives, until nothing waits."""
        for _ in range(rounds):
            self.steps()
            if rows := self.claim():
                self.answer(rows)
        self.steps()

    # what can be seen

    def counts(self, number: int) -> Counts:
        return self.look(number).counts

    def look(self, number: int) -> report.Report:
        found = self.do(report.look, number)
        assert found is not None
        return found

    def one(self, number: int) -> Announcement:
        found = self.place.run(announcements.find, CODE, number)
        assert found is not None
        return found

    def state(self, number: int) -> State:
        return self.one(number).state

    def in_outbox(self) -> int:
        here = (outbox.c.lane == int(Lane.BROADCAST), outbox.c.state == OutState.WAITING)
        return int(self.place.rows(select(func.count()).select_from(outbox).where(*here))[0][0])

    def links(self) -> int:
        return int(self.place.rows(select(func.count()).where(announcement_to.c.outbox_id.is_not(None)))[0][0])

    def wait(self, **by: float) -> None:
        self.place.now += timedelta(**by)


def square(place: Town, hour: int = 10) -> Square:
    """A square in which an admin announces, at an hour of the day."""
    local = place.now.astimezone(place.zone(CODE)).replace(hour=hour, minute=0)
    place.now = local.astimezone(place.now.tzinfo)
    made = Square(place, Member(0, 0, 0, CODE))
    made.author = made.staff(Role.ADMIN)
    made.start()
    return made


def enter_opt_out(place: Town, member: Member) -> None:
    from bot.store.staff.announcing import opt_outs

    place.run(opt_outs.opt_out, member.person, place.now)


__all__ = ["CODE", "TEXT", "Square", "enter_opt_out", "insert", "square"]
