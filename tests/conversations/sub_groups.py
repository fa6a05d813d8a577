"""What happens to groups that are part of others."""

from collections.abc import Awaitable, Callable, Mapping

from bot.services.groups import making, parts
from bot.services.groups.making import Wish
from bot.store import Connection
from simulator.world.phones import Phone
from tests.house import Stage, pack


async def _is_part(stage: Stage, _phone: Phone, name: str, whole: str) -> None:
    """Both are made where they are not there yet."""
    here, now = pack(next(iter(stage.house.loaded.packs))), stage.clock.now()

    def number(connection: Connection, called: str) -> int:
        there = [one.id for one in making.listed(connection, here.programme.code) if one.name == called]
        wish = Wish(called, None, None, now.date())
        return there[0] if there else making.add(connection, here, wish, "command line", now.date(), now)

    def put(connection: Connection) -> None:
        part = number(connection, name)
        of = None if whole == "none" else number(connection, whole)
        parts.put(connection, here, part, of, "command line", now)

    async with stage.house.store.transaction() as tx:
        await tx.run(put)


ACTS: Mapping[str, Callable[..., Awaitable[None]]] = {r"(.+) is part of (.+)": _is_part}
