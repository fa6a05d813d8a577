"""Phones on the demo's page get their past, one after the other; those of a scene that is opened come first."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from bot.app import House
from bot.clock import TurnableClock
from bot.demo import at_work, year
from bot.demo.cooperative import Cooperative, Step
from bot.demo.officer import Officer
from bot.demo.year import Somebody
from bot.services.work import Connection
from simulator.scenes import Scene
from simulator.world.phones import Owner, Phone

# Who has a year behind her.
A_YEAR = "producer, a year of entries"
LEADER, OFFICER = "leader", "officer"

T = TypeVar("T")


class Arriving:
    """Who comes to the page. `delivered` waits until all that was said has come to the phones."""

    def __init__(
        self, house: House, clock: TurnableClock, scenes: Sequence[Scene], delivered: Callable[[], Awaitable[None]]
    ) -> None:
        self._house, self._clock, self._delivered = house, clock, delivered
        self._scenes = {owner.id: scene.code for scene in scenes for owner in scene.phones}
        self._members = {
            owner.name: owner.id for scene in scenes for owner in scene.phones if owner.role == at_work.MEMBER
        }
        self._wanted = ""

    def opened(self, scene: str) -> None:
        """Somebody looks at this scene: its phones are next."""
        self._wanted = scene

    async def everybody(self, phones: Sequence[Phone]) -> None:
        """In the order of the scenes, but for the one that is looked at."""
        waiting = list(phones)
        while waiting:
            phone = min(waiting, key=lambda one: self._scenes.get(one.id) != self._wanted)
            if phone.owner.role == OFFICER:
                # what she announces goes to the group, which is there before
                phone = next((one for one in waiting if one.owner.role == LEADER), phone)
            waiting.remove(phone)
            await self.arrived(phone)

    async def arrived(self, phone: Phone) -> None:
        """Somebody new: what she has behind her by her role, and what she types first."""
        loaded, now = self._house.loaded, self._clock.now()
        language, role = loaded.guess_language(phone.owner.language), phone.owner.role
        her = Somebody(phone.bot.id, phone.id, loaded.pack(loaded.programmes_in(language)[0]), language)
        commands: list[str] = []
        if role == A_YEAR:
            # who is of a scene has the name of its story
            named = her if phone.id in self._scenes else replace(her, name=phone.owner.name)
            await self._run(partial(year.make, her=named, now=now))
            commands = ["/menu", "/book"]
        elif role == at_work.MEMBER:
            await self._run(partial(at_work.joins, her=replace(her, name=phone.owner.name), loaded=loaded, now=now))
            commands = ["/menu"]
        elif role == LEADER and await self._leads(phone, replace(her, name=phone.owner.name)):
            commands = ["/menu"]
        elif role == OFFICER:
            await self._works(phone, replace(her, name=phone.owner.name))
            commands = ["/menu", "/work"]
        elif role in at_work.ROLES:
            commands = await self._run(partial(at_work.opens, phone=phone, pack=her.pack, loaded=loaded, now=now))
        for command in commands:
            await phone.say(command)
            await phone.until(1, timeout=30)

    async def _leads(self, phone: Phone, her: Somebody) -> bool:
        """The group of her programme with half a year behind it, made where there is none; False: another leads it."""
        one = Cooperative(self._house.loaded, her, self._members, self._clock.now())
        steps = await self._run(lambda connection: list(one.steps(connection)))
        if not steps and not await self._run(one.is_led_by_her):
            return False
        await self._past(phone, (her, *one.members.values()), steps)
        return True

    async def _works(self, phone: Phone, her: Somebody) -> None:
        """An officer with a morning's work before her."""
        one = Officer(self._house.loaded, her, self._clock.now())
        await self._past(phone, (her, *one.newcomers), await self._run(lambda connection: list(one.steps(connection))))

    async def _past(self, phone: Phone, people: Sequence[Somebody], steps: Sequence[Step]) -> None:
        """These people get their past, step by step, and what was said in it has come to their phones."""
        for one in people:
            # who registered has written first, so the bot may write to her
            Phone(phone.bot, Owner(one.chat, one.name or "", one.language)).chat.started = True
        for step in steps:
            await self._run(step)
        if steps:
            await self._delivered()

    async def _run(self, work: Callable[[Connection], T]) -> T:
        async with self._house.store.transaction() as tx:
            return await tx.run(work)
