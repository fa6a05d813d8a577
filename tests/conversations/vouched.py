"""What happens around an officer who vouches: others register, by themselves or by the link of a group."""

from collections.abc import Awaitable, Callable, Mapping

from sqlalchemy import func, select, update

from bot.domain.people.roles import Reach, Role
from bot.services.groups import making
from bot.services.people import relinking
from bot.services.staff.vouching import lost
from bot.store import Connection
from bot.store.groups.members import members
from bot.store.people import roles
from bot.store.schema import group_about, lost_account, person, producer
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


async def _loses(stage: Stage, phone: Phone, name: str, area: str) -> None:
    """She is known, and comes with a new account that has her number."""
    old = await comes(stage, phone, name, area)
    stage.clock.turn(minutes=1)
    new = await comes(stage, phone, name, area)
    number = f"+{new.owner.number}"

    def note(connection: Connection) -> None:
        found = chats.load(connection, phone.bot.id, [old.id, new.id])
        her, again = found[old.id], found[new.id]
        assert her.person is not None and again.person is not None and again.acting_for is not None
        connection.execute(update(person).where(person.c.id.in_((her.person.id, again.person.id))).values(phone=number))
        connection.execute(update(person).where(person.c.id == her.person.id).values(confirmed_at=stage.clock.now()))
        mine = producer.c.id == her.acting_for
        connection.execute(update(producer).where(mine).values(confirmed_at=stage.clock.now()))
        relinking.note(connection, again.person.id, again.acting_for, again.person.programme, number, stage.clock.now())

    async with stage.house.store.transaction() as tx:
        await tx.run(note)


async def _says_her(stage: Stage, phone: Phone, name: str, area: str) -> None:
    """Another officer of the area, on a phone of her own, says of the newest lost account that it is hers."""
    other = await comes(stage, phone, name, area)

    def say(connection: Connection) -> None:
        (found,) = chats.load(connection, phone.bot.id, [other.id]).values()
        assert found.person is not None
        roles.give(connection, found.person.id, Reach(Role.OFFICER, area), stage.clock.now())
        number = connection.scalars(select(func.max(lost_account.c.follow_up_id))).one()
        here = pack(next(iter(stage.house.loaded.packs)))
        lost.is_her(connection, found.person.id, here, number, lost.How.LEADER, stage.clock.now())

    async with stage.house.store.transaction() as tx:
        await tx.run(say)


ACTS: Mapping[str, Callable[..., Awaitable[None]]] = {
    r"(.+) of (\S+) (?:register|registers) alone": _come,
    r"(.+) of (\S+) (?:come|comes) by the link of (.+)": _come,
    r"(.+) leads (.+) in (\S+)": _leads,
    r"(.+) of (\S+) wants a lost account back": _loses,
    r"(.+) of (\S+) says that it is her": _says_her,
}
