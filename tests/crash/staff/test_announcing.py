"""kill -9 and pauses while an announcement leaves: at every instant each of its people is in one place, and nobody
hears it twice; whom it may have missed was in flight at a kill, and is counted as unsure.
"""

import asyncio
import random
from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from bot.clock import wall_clock
from bot.domain.people.roles import Reach, Role
from bot.domain.staff.announcement import Counts, State, Words
from bot.domain.wire.contact import ChatState, Contact
from bot.services.people import registration
from bot.services.people.registration import Registration
from bot.services.staff.announcing import composing, steering
from bot.store import Connection
from bot.store.engine.sync import sync_engine, writing
from bot.store.people import roles
from bot.store.staff.announcing import addressees, announcements
from bot.store.wire import chats
from simulator.server import Simulator
from simulator.world.phones import Phone
from tests.crash.doubled import InFlight
from tests.crash.test_crash import CODE, TOKEN, harass, prepared
from tests.house import pack
from tests.nightly import times

__all__ = ["prepared"]

PEOPLE = times(400, 3000)
KILLS = times(5, 50)
INSTANTS = times(150, 1000)
RATE = 120
WORDS = "The market begins at eight."
# It passes the night: the test is played at any hour.
EMERGENCY = True


def test_the_law_holds_at_any_instant_of_an_announcement_that_is_killed_and_paused(
    prepared: str, tmp_path: Path
) -> None:
    story = Story(prepared)
    asyncio.run(story.play())
    tenth = PEOPLE // 10
    first, last = story.seen[0], story.seen[-1]
    assert len(story.seen) >= INSTANTS
    assert all(counts.is_lawful for counts in story.seen)
    assert first.audience <= PEOPLE and {one.audience for one in story.seen if one.delivered} == {PEOPLE}
    gone = [(one.delivered, one.unsure, one.blocked) for one in story.seen]
    # what has become of somebody's is never undone
    assert all(all(a <= b for a, b in zip(x, y, strict=True)) for x, y in pairwise(gone))
    assert (last.waiting, last.withdrawn) == (0, 0)
    assert last.blocked + last.failed + last.unsure >= 2 * tenth
    # nobody twice, and who was left out is unsure
    heard = [sum(WORDS in one.text for one in phone.screen) for phone in story.phones]
    assert max(heard) == 1
    assert last.delivered <= sum(heard) <= last.delivered + last.unsure
    assert last.unsure <= story.in_flight, (last, story.in_flight)
    # a tenth failed twice, and was counted once
    assert last.failed >= tenth - last.unsure and last.failed <= tenth
    assert story.pauses > 0


class Story:
    """An admin announces to all, pauses and goes on, and somebody counts all the while."""

    def __init__(self, url: str) -> None:
        self.url, self.engine = url, sync_engine(url)
        self.chance = random.Random(20261129)
        self.seen: list[Counts] = []
        self.phones: Sequence[Phone] = ()
        self.in_flight = self.pauses = self.author = self.number = 0
        self.sent_again = False

    async def play(self) -> None:
        simulator = Simulator([TOKEN], now=wall_clock)
        simulator.lift_limits()
        victim = InFlight(await simulator.start(), self.url, str(RATE))
        everybody = [simulator.phone(1000 + number, f"Noi {number}") for number in range(PEOPLE)]
        for place, phone in enumerate(everybody):
            # one in ten is not known to Telegram any more, another has blocked the bot
            phone.chat.started = place % 10 != 1
            phone.chat.blocked = place % 10 == 2
        self.phones = [phone for place, phone in enumerate(everybody) if place % 10 not in (1, 2)]
        with writing(self.url) as connection:
            self._gather(connection, everybody)
            self.number = self._compose(connection)
        stories = [self._count(), self._pause(), self._again()]
        await harass(simulator, victim, 0, stories, KILLS, lambda _kills: self.chance.uniform(0.4, 1.2), 1)
        await asyncio.to_thread(victim.end)
        self.in_flight = victim.in_flight
        self.seen.append(self._look()[1])
        self.engine.dispose()
        await simulator.stop()

    def _gather(self, connection: Connection, everybody: Sequence[Phone]) -> None:
        here, now = pack(CODE), wall_clock() - timedelta(days=1)
        consent = {"version": str(here.programme.consent.version), "language": "en"}
        for phone in everybody:
            contact = Contact(phone.bot.id, phone.id, ChatState.ACTIVE, now, "en", CODE, is_new=True)
            new = Registration({"name": phone.owner.name}, consent, here.programme, now.date())
            contact.person = registration.register(connection, contact, new, now).person
            chats.save(connection, [contact], now)
            self.author = self.author or contact.person.id
        roles.give(connection, self.author, Reach(Role.ADMIN), now)

    def _compose(self, connection: Connection) -> int:
        here, now = pack(CODE), wall_clock()
        number = composing.begin(connection, self.author, here, "en", now).id
        composing.write(connection, self.author, here, number, "en", Words(WORDS))
        composing.leave(connection, self.author, here, number, now, emergency=EMERGENCY)
        return number

    def _look(self) -> tuple[State, Counts]:
        with self.engine.connect() as connection:
            one = announcements.load(connection, self.number)
            return one.state, addressees.tally(connection, self.number).counts

    async def _count(self) -> None:
        """Until it is done for the second time."""
        while True:
            state, counts = await asyncio.to_thread(self._look)
            self.seen.append(counts)
            if self.sent_again and state is State.DONE and len(self.seen) >= INSTANTS:
                return
            await asyncio.sleep(self.chance.uniform(0, 0.03))

    async def _again(self) -> None:
        """When it is done, it is sent again to those with whom it failed."""
        while (await asyncio.to_thread(self._look))[0] is not State.DONE:
            await asyncio.sleep(0.1)
        await asyncio.to_thread(self._do, steering.again)
        self.sent_again = True

    async def _pause(self) -> None:
        """It is held up for a moment, again and again."""
        while (await asyncio.to_thread(self._look))[0] is not State.DONE:
            await asyncio.sleep(self.chance.uniform(0.1, 0.6))
            if await asyncio.to_thread(self._do, steering.pause) is not None:
                self.pauses += 1
                await asyncio.sleep(self.chance.uniform(0, 0.2))
                await asyncio.to_thread(self._do, steering.go_on)

    def _do(self, what: object) -> object:
        with writing(self.url) as connection:
            return what(connection, self.author, pack(CODE), self.number, wall_clock())  # type: ignore[operator]
