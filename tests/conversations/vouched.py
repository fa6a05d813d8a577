"""What happens around an officer who vouches: others register, by themselves or by the link of a group."""

from collections.abc import Awaitable, Callable, Mapping

from sqlalchemy import select

from bot.domain.people.roles import Reach, Role
from bot.services.groups import making
from bot.store import Connection
from bot.store.groups import members
from bot.store.people import roles
from bot.store.schema import group_about
from bot.store.wire import chats
from simulator.world.phones import Phone
from tests.enrol import enrol
from tests.house import Stage, pack

# Phones of those who come: of an officer's chat.
FIRST = 30_000


async def comes(stage: Stage, phone: Phone, name: str, area: str, group: str | None = None) -> Phone:
    """She registers in an area, and has put off the first questions; by the link of a group, or by herself."""
    others = [one for one in stage.simulator.phones if one.id >= phone.id + FIRST]
    other = stage.simulator.phone(phone.id + FIRST + len(others), name, phone.owner.language)
    here = pack(next(iter(stage.house.loaded.packs)))
    row = here.areas.where("name", area)[0]
    product = here.products.rows[0]["name"]
    await enrol(stage, other, {row["level"]: area, "product": product})

    def join(connection: Connection) -> None:
        (found,) = chats.load(connection, other.bot.id, [other.id]).values()
        number = connection.scalars(select(group_about.c.group_id).where(group_about.c.name == group)).one()
        assert found.acting_for is not None
        members.join(connection, number, found.acting_for, stage.clock.now())

    if group is not None:
        async with stage.house.store.transaction() as tx:
            await tx.run(join)
    # a bot can write to whom has written to it
    await other.say("/menu")
    await stage.settle()
    return other


async def _come(stage: Stage, phone: Phone, names: str, area: str, group: str | None = None) -> None:
    for name in names.split(", "):
        await comes(stage, phone, name, area, group)


async def _leads(stage: Stage, phone: Phone, leader: str, group: str, area: str) -> None:
    """Somebody on a phone of her own leads a new group of this name."""
    other = await comes(stage, phone, leader, area)
    here, now = pack(next(iter(stage.house.loaded.packs))), stage.clock.now()

    def make(connection: Connection) -> None:
        (found,) = chats.load(connection, other.bot.id, [other.id]).values()
        assert found.person is not None
        wish = making.Wish(group, area, None, now.date())
        number = making.add(connection, here, wish, "command line", now.date(), now)
        roles.give(connection, found.person.id, Reach(Role.LEADER, group_id=number), now)

    async with stage.house.store.transaction() as tx:
        await tx.run(make)


ACTS: Mapping[str, Callable[..., Awaitable[None]]] = {
    r"(.+) of (\S+) (?:register|registers) alone": _come,
    r"(.+) of (\S+) (?:come|comes) by the link of (.+)": _come,
    r"(.+) leads (.+) in (\S+)": _leads,
}
