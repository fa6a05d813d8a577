"""Members with phones of their own, in a group that a leader sees: they have joined, without a word in her chat."""

import re

from sqlalchemy import update

from bot.services.groups import making
from bot.store import Connection
from bot.store.groups.members import members
from bot.store.schema import group_about
from bot.store.wire import chats
from simulator.world.phones import Phone
from tests.conversations.at_work import happens as at_work
from tests.enrol import enrol
from tests.house import Stage, pack

# The first of the phones that are given to members.
PHONES = 7400


async def happens(stage: Stage, phone: Phone, act: str) -> bool:
    """What happens to members or to who works here; False: it is something else."""
    if there := re.fullmatch(r"\((.+) (?:is|are) in (\w+), with phones\)", act):
        for number, name in enumerate(there[1].split(", "), PHONES):
            await _joins(stage, stage.simulator.phone(number, name, phone.owner.language), there[2])
        return True
    if meets := re.fullmatch(r"\((.+) meets on the (\d+)\.\)", act):
        async with stage.house.store.transaction() as tx:
            day = update(group_about).where(group_about.c.name == meets[1]).values(meeting_day=int(meets[2]))
            await tx.run(lambda connection: connection.execute(day))
        return True
    if stops := re.fullmatch(r"\((.+) says stop\)", act):
        other = next(one for one in stage.simulator.phones if one.owner.name == stops[1])
        await other.say("/stop")
        return True
    return await at_work(stage, phone, act)


async def _joins(stage: Stage, phone: Phone, group: str) -> None:
    await enrol(stage, phone)

    def join(connection: Connection) -> None:
        (found,) = chats.load(connection, phone.bot.id, [phone.id]).values()
        code = pack(next(iter(stage.house.loaded.packs))).programme.code
        here = next(one for one in making.listed(connection, code) if one.name == group)
        assert found.acting_for is not None
        members.join(connection, here.id, found.acting_for, stage.clock.now(), confirmed=True)

    async with stage.house.store.transaction() as tx:
        await tx.run(join)
    # a bot can write to whom has written to it
    await phone.say("/menu")
    await stage.settle()
