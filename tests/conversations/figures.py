"""Figures that staff look at, in a chat: who says one that is far from her usual, who holds it, who asks about it."""

from collections.abc import Awaitable, Callable, Mapping
from itertools import count

from sqlalchemy import select

from bot.domain.people.roles import Reach, Role
from bot.domain.staff.checking import Deed, Why
from bot.services.evaluation import usual
from bot.services.groups import making
from bot.services.staff.checking import asking, deciding
from bot.services.staff.checking.deciding import Because
from bot.store import Connection
from bot.store.evaluation import submissions
from bot.store.evaluation.submissions import Sent
from bot.store.people import people, roles
from bot.store.schema import follow_up, person
from bot.store.wire import chats
from simulator.world.phones import Phone
from tests.enrol import enrol
from tests.house import Stage, pack

# The first of the phones that are given to producers and officers here.
PHONES = count(7600)
_DIALOGUES = count(800_000)


async def _say(stage: Stage, phone: Phone, names: str, figure: str, usually: str) -> None:
    for name in names.split(", "):
        other = stage.simulator.phone(next(PHONES), name, phone.owner.language)
        await enrol(stage, other)
        # a bot can write to whom has written to it
        await other.say("/menu")
        await stage.settle()
        await _says(stage, other, figure, usually)


async def _says(stage: Stage, phone: Phone, figure: str, usually: str) -> None:
    async with stage.house.store.transaction() as tx:
        await tx.run(_told, stage, phone.bot.id, phone.id, usually, figure)


def _told(connection: Connection, stage: Stage, bot: int, chat: int, *figures: str) -> int:
    """She has sent check-ins with these sales, one after the other; gives the last."""
    (found,) = chats.load(connection, bot, [chat]).values()
    assert found.person is not None and found.acting_for is not None
    return _sent(connection, stage, found.acting_for, found.person.id, "self", *figures)


def _sent(connection: Connection, stage: Stage, producer: int, who: int, source: str, *figures: str) -> int:
    here, now, number = pack(next(iter(stage.house.loaded.packs))), stage.clock.now(), 0
    form = here.forms["checkin"]
    for sales in figures:
        answers = {f"{form.root}/sales": sales}
        sent = Sent(next(_DIALOGUES), producer, who, None, form.hash, "checkin", source, "en", False, now, answers)
        number = submissions.add(connection, sent, now) or 0
        usual.mark(connection, producer, number, form, here, now)
    return number


def _officer(connection: Connection, stage: Stage) -> int:
    """Nok, who works for the whole programme."""
    known = connection.scalar(select(person.c.id).where(person.c.name == "Nok"))
    if known is not None:
        return int(known)
    here = pack(next(iter(stage.house.loaded.packs))).programme
    values = {"programme": here.code, "name": "Nok", "language": "en", "created_at": stage.clock.now()}
    number = int(connection.execute(person.insert().values(values).returning(person.c.id)).scalar_one())
    roles.give(connection, number, Reach(Role.OFFICER), stage.clock.now())
    return number


async def _asks(stage: Stage, phone: Phone, new: str, old: str) -> None:
    """About a figure of who writes here."""

    def ask(connection: Connection) -> None:
        _told(connection, stage, phone.bot.id, phone.id, new, old)
        _propose(connection, stage, new)

    async with stage.house.store.transaction() as tx:
        await tx.run(ask)
    await stage.settle()


async def _asks_for(stage: Stage, phone: Phone, new: str, old: str, name: str) -> None:
    """About one of a member without a phone, whose leader writes here."""

    def ask(connection: Connection) -> None:
        (found,) = chats.load(connection, phone.bot.id, [phone.id]).values()
        assert found.person is not None
        who = connection.execute(select(person.c.id).where(person.c.name.startswith(name))).scalar_one()
        (hers,) = people.producers_of(connection, who)
        _sent(connection, stage, hers, found.person.id, "leader", new, old)
        _propose(connection, stage, new)

    async with stage.house.store.transaction() as tx:
        await tx.run(ask)
    await stage.settle()


def _propose(connection: Connection, stage: Stage, value: str) -> None:
    here, loaded, nok = pack(next(iter(stage.house.loaded.packs))), stage.house.loaded, _officer(connection, stage)
    number = connection.execute(select(follow_up.c.id).where(follow_up.c.done_at.is_(None))).scalars().all()[-1]
    mark = deciding.mark_of(deciding.meant(connection, nok, here, number, None))
    path = f"{here.forms['checkin'].root}/sales"
    why = Because(Why.ZEROS)
    now = stage.clock.now()
    assert asking.propose(connection, nok, loaded, here, number, mark, path, value, why, now) is None


async def _holds(stage: Stage, _phone: Phone) -> None:
    """What was said last by anybody."""

    def hold(connection: Connection) -> None:
        here, loaded, nok = pack(next(iter(stage.house.loaded.packs))), stage.house.loaded, _officer(connection, stage)
        number = connection.execute(select(follow_up.c.id).where(follow_up.c.done_at.is_(None))).scalars().all()[-1]
        mark = deciding.mark_of(deciding.meant(connection, nok, here, number, None))
        why, now = Because(Why.TOO_FAR), stage.clock.now()
        done = deciding.decide(connection, nok, loaded, here, number, mark, Deed.HOLD, why, None, now)
        assert isinstance(done, deciding.Outcome), done

    async with stage.house.store.transaction() as tx:
        await tx.run(hold)


async def _leads(stage: Stage, phone: Phone, name: str) -> None:
    """Without a word in the chat."""
    now = stage.clock.now()

    def lead(connection: Connection) -> None:
        wish = making.Wish(name, None, None, now.date())
        here = pack(next(iter(stage.house.loaded.packs)))
        group = making.add(connection, here, wish, "command line", now.date(), now)
        (found,) = chats.load(connection, phone.bot.id, [phone.id]).values()
        assert found.person is not None
        roles.give(connection, found.person.id, Reach(Role.LEADER, group_id=group), now)

    async with stage.house.store.transaction() as tx:
        await tx.run(lead)


ACTS: Mapping[str, Callable[..., Awaitable[None]]] = {
    r"(.+) say (\d+), and usually (\d+)": _say,
    r"she has said (\d+), and usually (\d+)": _says,
    r"Nok asks (\d+), not (\d+)": _asks,
    r"Nok asks (\d+), not (\d+), for (\w+)": _asks_for,
    r"Nok holds it": _holds,
    r"becomes leader of (\w+)": _leads,
}
