"""What happens to people whom an officer is to look at: they do not answer, or nobody has vouched for them."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from sqlalchemy import insert, select, update

from bot.services.evaluation import calendar
from bot.services.groups import making
from bot.services.groups.making import Wish
from bot.store import Connection
from bot.store.people import people
from bot.store.schema import follow_up, person, slot, speaks_for
from simulator.world.phones import Phone
from tests.house import Stage, pack

PHONE = "+265888123456"


async def _does_not_answer(stage: Stage, _phone: Phone, name: str, area: str) -> None:
    """She began two months ago, and her first check-in is open and not answered."""
    await _somebody(stage, name, area, confirmed=True)
    now = stage.clock.now()

    def silent(connection: Connection) -> None:
        hers = select(speaks_for.c.producer_id).join(person).where(person.c.name == name)
        number = connection.scalars(hers).one()
        first = select(slot.c.id).where(slot.c.producer_id == number, slot.c.number == 1)
        values = {"producer_id": number, "slot_id": connection.scalars(first).one()}
        connection.execute(insert(follow_up).values(values | {"reason": "no_answer", "created_at": now}))

    async with stage.house.store.transaction() as tx:
        await tx.run(silent)


async def _registers(stage: Stage, _phone: Phone, name: str, area: str) -> None:
    """Nobody has vouched for her yet."""
    await _somebody(stage, name, area, confirmed=False)


async def _somebody(stage: Stage, name: str, area: str, *, confirmed: bool) -> None:
    known, now = pack(next(iter(stage.house.loaded.packs))), stage.clock.now()
    began = now.date() - timedelta(days=40)

    def begin(connection: Connection) -> None:
        here = {"programme": known.programme.code, "created_at": now, "confirmed_at": now if confirmed else None}
        language = known.programme.languages[0]
        who = people.add_person(connection, {**here, "name": name, "phone": PHONE, "language": language})
        what = {"kind": "household", "area": area, "product": known.products.rows[0]["name"], "registered": None}
        number = people.add_producer(connection, {**here, **what, "inception": began, "joined": began})
        people.let_speak(connection, who, number, now)
        calendar.begin(connection, number, who, began, began, known.programme, now)
        connection.execute(update(slot).where(slot.c.producer_id == number).values(next_nudge_at=None))

    async with stage.house.store.transaction() as tx:
        await tx.run(begin)


async def _has_no_leader(stage: Stage, _phone: Phone, name: str, area: str) -> None:
    known, now = pack(next(iter(stage.house.loaded.packs))), stage.clock.now()
    async with stage.house.store.transaction() as tx:
        await tx.run(making.add, known, Wish(name, area, None, now.date()), "command line", now.date(), now)


ACTS: Mapping[str, Callable[..., Awaitable[None]]] = {
    r"(.+) of (\S+) does not answer": _does_not_answer,
    r"(.+) of (\S+) registers": _registers,
    r"nobody leads (.+) of (\S+)": _has_no_leader,
}
