"""What happens when a member without a phone gets one: her card, her leader on another phone, and her own word."""

from collections.abc import Awaitable, Callable, Mapping

from sqlalchemy import select

from bot.domain.people.roles import Reach, Role
from bot.services.groups import making
from bot.services.groups.members import adding
from bot.services.groups.members.adding import How, NewMember, Told
from bot.services.groups.paper import cards
from bot.store import Connection
from bot.store.people import roles
from bot.store.schema import card
from bot.store.wire import chats
from simulator.world.phones import Phone
from tests.enrol import enrol
from tests.house import Stage, pack

# Beside the phone of who speaks in the chat.
LEADER, MEMBER = 5_000, 6_000
SAYS = {"yes": "y", "no": "n", "that it was not her": "b"}


async def _has_card(stage: Stage, phone: Phone, leader: str, group: str, member: str) -> None:
    """A leader on a phone of her own, and a member without one, who has a card."""
    other, now = stage.simulator.phone(phone.id + LEADER, leader, phone.owner.language), stage.clock.now()
    here = pack(next(iter(stage.house.loaded.packs)))
    await enrol(stage, other)
    # a bot can write to whom has written to it
    await other.say("/menu")
    await stage.settle()

    def make(connection: Connection) -> None:
        (found,) = chats.load(connection, other.bot.id, [other.id]).values()
        assert found.person is not None
        number = making.add(
            connection, here, making.Wish(group, None, None, now.date()), "command line", now.date(), now
        )
        roles.give(connection, found.person.id, Reach(Role.LEADER, group_id=number), now)
        one = NewMember(member, language=phone.owner.language)
        adding.add(connection, here, number, one, Told(now.date(), How.ALOUD, leader), "command line", now)
        cards.make(connection, found.person.id, number, cards.Which.ALL, now)

    async with stage.house.store.transaction() as tx:
        await tx.run(make)


async def _leader_says(stage: Stage, phone: Phone, said: str) -> None:
    """The newest button of the kind on the leader's phone."""
    other = next(one for one in stage.simulator.phones if one.id == phone.id + LEADER)
    about = f"phone|{SAYS[said]}|"
    found = [(one, key) for one in other.screen for row in one.buttons for key in row if about in (key.data or "")]
    shown, key = found[-1]
    await other.tap(key.text, shown.id)
    await stage.settle()


async def _is_hers(stage: Stage, phone: Phone, name: str) -> None:
    """Somebody with a phone of her own scans the card that was made last, and says that it is hers."""
    async with stage.house.store.transaction() as tx:
        newest = select(card.c.code).where(card.c.until.is_(None)).order_by(card.c.since.desc())
        code = await tx.run(lambda connection: connection.scalars(newest).first())
    other = stage.simulator.phone(phone.id + MEMBER, name, phone.owner.language)
    await other.say(f"/start m_{code}")
    await stage.settle()
    await other.tap(other.screen[-1].buttons[0][0].text)
    await stage.settle()


async def _agrees(stage: Stage, phone: Phone, _name: str) -> None:
    """She reads the consent to its end, and says yes."""
    other = next(one for one in stage.simulator.phones if one.id == phone.id + MEMBER)
    for at in (0, -1, -1, 0):
        shown = next(one for one in reversed(other.screen) if one.buttons)
        await other.tap(shown.buttons[0][at].text)
        await stage.settle()


ACTS: Mapping[str, Callable[..., Awaitable[None]]] = {
    r"(.+) leads (\w+), and (.+) has a card": _has_card,
    r"her leader says (yes|no|that it was not her)": _leader_says,
    r"(\w+) says that the newest card is hers": _is_hers,
    r"(\w+) agrees on her phone": _agrees,
}
