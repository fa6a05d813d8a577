"""What happens to questions to a person in a chat: who works there, asks and answers, on phones of their own."""

from collections.abc import Awaitable, Callable, Mapping

from sqlalchemy import select, update

from bot.domain.people.roles import Reach, Role
from bot.store import Connection
from bot.store.groups.members import members
from bot.store.people import roles
from bot.store.schema import group_about, producer, speaks_for
from bot.store.wire import chats
from simulator.world.phones import Phone
from tests.enrol import enrol
from tests.house import Stage


def other(stage: Stage, phone: Phone, name: str, *, foreign: bool = False) -> Phone:
    """The phone of somebody else, by her name."""
    programme = next(iter(stage.house.loaded.packs.values())).programme
    language = "en" if foreign else programme.languages[0]
    return stage.simulator.phone(phone.id + 10_000 + sum(map(ord, name)), name, language)


async def _change(stage: Stage, phone: Phone, change: Callable[[Connection, int], None]) -> None:
    def changes(connection: Connection) -> None:
        (found,) = chats.load(connection, phone.bot.id, [phone.id]).values()
        assert found.person is not None
        change(connection, found.person.id)

    async with stage.house.store.transaction() as tx:
        await tx.run(changes)


def _live(area: str) -> Callable[[Connection, int], None]:
    def live(connection: Connection, person: int) -> None:
        hers = select(speaks_for.c.producer_id).where(speaks_for.c.person_id == person)
        connection.execute(update(producer).where(producer.c.id.in_(hers)).values(area=area))

    return live


async def lives_in(stage: Stage, phone: Phone, area: str) -> None:
    """She has a business there."""
    await _change(stage, phone, _live(area))


async def works(stage: Stage, phone: Phone, name: str, role: str, area: str | None) -> Phone:
    """Somebody else is registered, and works here."""
    who = other(stage, phone, name)
    await enrol(stage, who)
    await who.say("/menu")
    await stage.settle()

    def give(connection: Connection, person: int) -> None:
        roles.give(connection, person, Reach(Role(role), area), stage.clock.now())

    await _change(stage, who, give)
    return who


async def ends(stage: Stage, who: Phone) -> None:
    """All her roles end."""

    def end(connection: Connection, person: int) -> None:
        roles.end(connection, [one.id for one in roles.kept(connection, person)], stage.clock.now())

    await _change(stage, who, end)


async def _works(stage: Stage, phone: Phone, name: str, role: str, area: str | None = None) -> None:
    await works(stage, phone, name, role, area)


async def _asks(stage: Stage, phone: Phone, name: str, area: str, words: str) -> None:
    """Somebody else has a question."""
    who = other(stage, phone, name)
    await enrol(stage, who)
    await _change(stage, who, _live(area))
    await says(stage, who, "/ask", words)
    await who.tap(_label(who, "✅"))
    await stage.settle()


async def says(stage: Stage, who: Phone, *said: str) -> None:
    """One after the other."""
    for words in said:
        await who.say(words)
        await stage.settle()


def _label(who: Phone, sign: str) -> str:
    shown = (button.text for message in reversed(who.screen) for row in message.buttons for button in row)
    return next(text for text in shown if text.startswith(sign))


async def taps(stage: Stage, who: Phone, sign: str) -> None:
    """The newest button that begins so."""
    await who.tap(_label(who, sign))
    await stage.settle()


async def _begins(stage: Stage, phone: Phone, name: str) -> None:
    await taps(stage, other(stage, phone, name), "✍️")


async def _answers(stage: Stage, phone: Phone, name: str, words: str) -> None:
    await _begins(stage, phone, name)
    await says(stage, other(stage, phone, name), words)


async def _changes(stage: Stage, phone: Phone, name: str, words: str) -> None:
    who = other(stage, phone, name)
    for sign in ("👀", "✏️"):
        await taps(stage, who, sign)
    await says(stage, who, words)


async def _taps(stage: Stage, phone: Phone, name: str, sign: str) -> None:
    await taps(stage, other(stage, phone, name), sign)


async def _writes_more(stage: Stage, phone: Phone, name: str, words: str) -> None:
    await taps(stage, other(stage, phone, name), "✏️")
    await says(stage, other(stage, phone, name), words)


async def _replies(stage: Stage, phone: Phone, to: str, words: str) -> None:
    """To the newest answer that came, or the newest message that brought a question."""
    sign = {"answer": "ask|y", "question": "asked|a"}[to]
    found = [one for one in phone.screen for row in one.buttons for each in row if (each.data or "").startswith(sign)]
    await phone.say(words, reply_to=found[-1].id)
    await stage.settle()


async def _leads_her_group(stage: Stage, phone: Phone, name: str) -> None:
    """The phone's person is in the only group, and somebody who works here leads it."""
    async with stage.house.store.transaction() as tx:
        found = select(group_about.c.group_id)
        group = await tx.run(lambda connection: connection.scalars(found).one())

    def join(connection: Connection, person: int) -> None:
        hers = select(speaks_for.c.producer_id).where(speaks_for.c.person_id == person)
        members.join(connection, group, connection.scalars(hers).one(), stage.clock.now(), confirmed=True)

    def lead(connection: Connection, person: int) -> None:
        roles.give(connection, person, Reach(Role.LEADER, group_id=group), stage.clock.now())

    await _change(stage, phone, join)
    await _change(stage, other(stage, phone, name), lead)


ACTS: Mapping[str, Callable[..., Awaitable[None]]] = {
    r"lives in (\S+)": lives_in,
    r"(\w+) works as (\w+)(?: of (\S+))?": _works,
    r"(\w+) of (\S+) asks: (.+)": _asks,
    r"(\w+) begins to answer": _begins,
    r"(\w+) answers: (.+)": _answers,
    r"(\w+) changes the answer: (.+)": _changes,
    r"(\w+) taps (\S+)": _taps,
    r"(\w+) writes more: (.+)": _writes_more,
    r"replies to the (answer|question): (.+)": _replies,
    r"(\w+) leads her group": _leads_her_group,
}
