"""An officer at work whose bot is killed again and again, while somebody looks at the rows."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine

from bot.clock import wall_clock
from simulator.server import Simulator
from simulator.world.phones import Phone
from tests.crash.doubled import Listening
from tests.crash.groups.test_hand_over import agree
from tests.crash.test_crash import TOKEN, Victim

# What she does until all kills are over, and once at least; gives how often.
Works = Callable[[Phone, asyncio.Event], Awaitable[int]]


async def through_kills(
    url: str, link: str, works: Works, looks: Coroutine[None, None, None], *, kills: int, seed: int
) -> int:
    """How often she did it all. `looks` goes on for ever; what it finds wrong ends the story at once."""
    simulator = Simulator([TOKEN], now=wall_clock)
    simulator.lift_limits()
    victim = Victim(await simulator.start(), url)
    officer = Listening(simulator.phone(699, "Grace", "en"), url)
    chance, killed = random.Random(seed), asyncio.Event()
    try:
        victim.live(0)
        await agree(officer, link, "Grace Banda")
        async with asyncio.TaskGroup() as group:
            looking = group.create_task(looks)
            working = group.create_task(_counted(works, officer, killed))
            for _ in range(kills):
                await asyncio.sleep(chance.uniform(0.05, 0.5))
                await asyncio.to_thread(victim.die)
                victim.live(0)
            killed.set()
            rounds = await working
            await officer.all_heard()
            looking.cancel()
        return rounds
    finally:
        await asyncio.to_thread(victim.die)
        await asyncio.to_thread(victim.end)
        await simulator.stop()


async def _counted(works: Works, officer: Phone, killed: asyncio.Event) -> int:
    return await works(officer, killed)
