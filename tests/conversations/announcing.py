"""What happens around an announcement: others who get it, the clock, and what the programme asks of who sends it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from simulator.world.phones import Phone
from tests.enrol import enrol
from tests.house import Stage, pack

# The first of the phones of those who get it.
PHONES = 7600


async def _read(stage: Stage, _phone: Phone, names: str, area: str, language: str) -> None:
    """They are registered there, each on a phone of her own in a language."""
    here = pack(next(iter(stage.house.loaded.packs)))
    level = here.areas.where("name", area)[0]["level"]
    first = PHONES + sum(one.id >= PHONES and one.id < PHONES + 1000 for one in stage.simulator.phones)
    for number, name in enumerate(names.split(", "), first):
        other = stage.simulator.phone(number, name, language)
        await enrol(stage, other, {level: area})
        # a bot can write to whom has written to it
        await other.say("/menu")
        await stage.settle()


async def _tick(stage: Stage, _phone: Phone) -> None:
    """A minute passes: what is to leave leaves, and what shows how it stands is brought up to date."""
    for does in (stage.house.tick, stage.house.announcing.round, stage.house.announcing.round, stage.house.tick):
        stage.clock.turn(seconds=20)
        await does()
        stage.house.lines[0].delivery.wake()
        await stage.settle()


async def _asks_second(stage: Stage, _phone: Phone, most: str) -> None:
    """As if the pack said so."""
    for code, known in stage.house.loaded.packs.items():
        announced = replace(known.programme.announcements, approve_above=int(most))
        programme = replace(known.programme, announcements=announced)
        stage.house.loaded.packs[code] = replace(known, programme=programme)


async def _blocks(stage: Stage, _phone: Phone, name: str) -> None:
    await next(one for one in stage.simulator.phones if one.owner.name == name).block()
    await stage.settle()


ACTS: Mapping[str, Callable[..., Awaitable[None]]] = {
    r"(.+) of (\S+) reads? (\w+)": _read,
    r"the clock ticks": _tick,
    r"for more than (\d+) people a second yes is asked": _asks_second,
    r"(\w+) blocks the bot": _blocks,
}
