"""Who stands twice, on an officer's phone: she sees and does what is of her areas, and old buttons do nothing more."""

from collections.abc import AsyncIterator, Callable
from typing import Any, TypeVar

import pytest
from sqlalchemy import func, insert, select, update

from bot.domain.people.roles import Reach, Role
from bot.services.groups import making
from bot.services.groups.members import adding
from bot.services.groups.members.adding import How, NewMember, Told
from bot.services.staff import merging
from bot.store import Connection
from bot.store.people import merges, people, roles, to_compare
from bot.store.schema import (
    chat_person,
    entry,
    merge,
    merge_cell,
    metadata,
    not_same,
    person,
    producer,
    role,
    speaks_for,
)
from simulator.world.phones import Phone
from tests.actor import Actor
from tests.house import Stage, pack, stage

CODE, AREA = "malawi-ovop", "MW-BA"
NAMES = ("Malita Phiri", "Malitta Phiri", "Esther Gama", "Esther Gamma")
STAFF_ONLY = "Only programme staff can do this. Thank you for wanting to help!"
T = TypeVar("T")


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=(CODE,)) as found:
        yield found


async def work(running: Stage, does: Callable[[Connection], T]) -> T:
    async with running.house.store.transaction() as tx:
        return await tx.run(does)


async def pairs(running: Stage) -> list[int]:
    """Two pairs of members of a group, none of whom has a phone; gives their numbers."""
    now = running.clock.now()

    def add(connection: Connection) -> list[int]:
        wish = making.Wish("Kampini", AREA, None, now.date())
        group = making.add(connection, pack(CODE), wish, "command line", now.date(), now)
        told = Told(now.date(), How.ALOUD, "Ruth")
        return [adding.add(connection, pack(CODE), group, NewMember(name), told, "command line", now) for name in NAMES]

    return await work(running, add)


async def somebody(running: Stage, number: int, held: Reach | None) -> Phone:
    """She is registered, and has this role."""
    phone = running.simulator.phone(number, "Grace", "en")
    await Actor(phone, 2).meet()
    await running.settle()
    if held is not None:
        await work(running, lambda connection: _give(running, connection, held))
    return phone


def _give(running: Stage, connection: Connection, held: Reach) -> None:
    number = connection.scalars(select(func.max(person.c.id))).one()
    roles.give(connection, number, held, running.clock.now())


async def tap(running: Stage, phone: Phone, data: str) -> str:
    """A tap on a button of any old message, also one that is on no screen any more: what is said, and offered."""
    tap.number += 1  # type: ignore[attr-defined]
    user = {"id": phone.id, "is_bot": False, "first_name": "Grace", "language_code": "en"}
    message = {"message_id": 1, "date": 1, "chat": {"id": phone.id, "type": "private"}, "text": "…"}
    number = tap.number  # type: ignore[attr-defined]
    query: dict[str, Any] = {"id": str(number), "from": user, "message": message, "chat_instance": "1", "data": data}
    phone.mark()
    await running.house.lines[0].driver.handle([{"update_id": 10**6 + number, "callback_query": query}])
    await running.settle()
    on_buttons = [button.text for one in phone.heard for row in one.buttons for button in row]
    return "\n".join([*(one.text for one in phone.heard), *on_buttons])


tap.number = 0  # type: ignore[attr-defined]


async def say(running: Stage, phone: Phone, text: str) -> str:
    phone.mark()
    await phone.say(text)
    await running.settle()
    return "\n".join(one.text for one in phone.heard)


async def kept(running: Stage) -> dict[str, list[str]]:
    """All rows that a merge could touch; that somebody was refused is no such row."""
    beside = {"seen_update", "outbox", "heartbeat", "chat", "chat_person", "uploaded", "dialogue"}
    beside |= {"alike", "to_compare"}

    def read(connection: Connection) -> dict[str, list[str]]:
        tables = (one for one in metadata.sorted_tables if one.name not in beside)
        found = {one.name: sorted(map(str, connection.execute(select(one)).all())) for one in tables}
        found["audit"] = [line for line in found["audit"] if "'refused'" not in line]
        return found

    return await work(running, read)


# Each button, of the first pair, which is one already where it is told so.
BUTTONS = {
    "y": "dup|y|{0:x}|{1:x}",
    "n": "dup|n|{0:x}|{1:x}",
    "l": "dup|l|{0:x}|{1:x}",
    "f": "dup|f|0",
    "d": "dup|d|0",
    "u": "dup|u|1",
}
MAY: dict[str, Reach | None] = {
    "an admin": Reach(Role.ADMIN),
    "an officer of the area": Reach(Role.OFFICER, AREA),
    "an officer of what is above": Reach(Role.OFFICER, "MW-S"),
}
MAY_NOT: dict[str, Reach | None] = {
    "an officer of another area": Reach(Role.OFFICER, "MW-C"),
    "an evaluator": Reach(Role.EVALUATOR),
    "nobody": None,
}


@pytest.mark.parametrize("who", [*MAY, *MAY_NOT])
async def test_who_may_see_and_do_what(running: Stage, who: str) -> None:
    numbers = await pairs(running)
    officer = await somebody(running, 7001, Reach(Role.ADMIN))
    phone = await somebody(running, 7002, (MAY | MAY_NOT)[who])
    for deed, data in BUTTONS.items():
        if deed in ("d", "u"):
            # somebody has made them one
            await tap(running, officer, BUTTONS["y"].format(*numbers))
        before = await kept(running)
        told = await tap(running, phone, data.format(*numbers))
        if who in MAY:
            assert any(name in told for name in NAMES), (deed, told)
            assert (await kept(running) != before) is (deed in ("y", "n", "u")), deed
        else:
            assert not any(name in told for name in NAMES), (deed, told)
            assert await kept(running) == before, (deed, told)
        if deed in ("y", "n"):
            await work(running, lambda connection: _as_before(running, connection))
    told = await say(running, phone, "/duplicates")
    assert any(name in told for name in NAMES) is (who in MAY)


def _as_before(running: Stage, connection: Connection) -> None:
    """Nobody is one, nobody has said anything."""
    for one in connection.scalars(select(merge.c.id).where(merge.c.undone_at.is_(None))).all():
        merges.put_back(connection, one)
        merges.undone(connection, one, running.clock.now())
    for table in (merge_cell, not_same, merge):
        connection.execute(table.delete())
    to_compare.mark(connection, connection.scalars(select(producer.c.id)))


async def test_the_buttons_of_an_officer_whose_role_has_ended_do_nothing(running: Stage) -> None:
    numbers = await pairs(running)
    phone = await somebody(running, 7001, Reach(Role.OFFICER, AREA))
    assert NAMES[0] in await say(running, phone, "/duplicates")
    await work(running, lambda connection: connection.execute(update(role).values(until=running.clock.now())))
    before = await kept(running)
    for data in BUTTONS.values():
        assert await tap(running, phone, data.format(*numbers)) == STAFF_ONLY
    assert await kept(running) == before


async def test_old_buttons_of_who_is_one_already_or_is_not_do_nothing(running: Stage) -> None:
    one, other, third, fourth = await pairs(running)
    phone = await somebody(running, 7001, Reach(Role.OFFICER, AREA))
    await tap(running, phone, f"dup|y|{one:x}|{other:x}")
    await tap(running, phone, f"dup|n|{third:x}|{fourth:x}")
    before = await kept(running)
    strangers = [(one, third), (one, one), (other, one), (one, 999999), (999999, 999998), (third, fourth)]
    for first, second in [(one, other), *strangers]:
        told = await tap(running, phone, f"dup|y|{first:x}|{second:x}")
        assert not any(name in told for name in NAMES), told
    for first, second in ((one, other), (one, 999999)):
        await tap(running, phone, f"dup|n|{first:x}|{second:x}")
    for data in ("dup|u|63", "dup|f|9999", "dup|d|9999"):
        await tap(running, phone, data)
    assert await kept(running) == before
    assert NAMES[0] in await tap(running, phone, "dup|u|1")
    before = await kept(running)
    assert not await tap(running, phone, "dup|u|1") and await kept(running) == before


async def test_no_figure_and_no_number_of_a_phone_is_shown(running: Stage) -> None:
    numbers = await pairs(running)
    phone = await somebody(running, 7001, Reach(Role.OFFICER, AREA))

    def fill(connection: Connection) -> None:
        connection.execute(update(person).where(person.c.name.in_(NAMES)).values(phone="+265888123456"))
        who = connection.scalars(select(person.c.id).where(person.c.name == NAMES[0])).one()
        now = running.clock.now()
        values = {
            "id": "x", "producer_id": numbers[0], "person_id": who, "practice": False, "day": now.date(),
            "direction": "in", "amount": 424242, "cash": 424242, "currency": "MWK", "item": "secret soap", "unit": "",
            "category": "sales", "counterparty": "", "source": "typed", "first": "x", "stands": True,
            "recorded_at": now,
        }  # fmt: skip
        connection.execute(insert(entry).values(values))

    await work(running, fill)
    told = [await say(running, phone, "/duplicates")]
    told += [await tap(running, phone, data.format(*numbers)) for data in ("dup|y|{0:x}|{1:x}", "dup|d|0", "dup|u|1")]
    assert NAMES[0] in told[0]
    for text in told:
        assert not any(secret in text for secret in ("8881", "888 1", "4242", "4,242", "secret")), text


async def test_who_was_left_for_later_comes_again_and_pages_of_what_was_done(running: Stage) -> None:
    one, other, *_ = await pairs(running)
    phone = await somebody(running, 7001, Reach(Role.OFFICER, AREA))
    first = await say(running, phone, "/duplicates")
    second = await tap(running, phone, f"dup|l|{one:x}|{other:x}")
    assert NAMES[0] in first and NAMES[2] in second and NAMES[0] not in second
    assert await say(running, phone, "/duplicates") == first

    def many(connection: Connection) -> None:
        admin = connection.scalars(select(func.max(person.c.id))).one()
        for number in range(9):
            two = [_made(running, connection, f"Mercy {number}") for _ in range(2)]
            assert merging.merge(
                connection, admin, pack(CODE), *two, running.house.loaded.catalogues, running.clock.now()
            )

    await work(running, many)
    assert "Made one" in await tap(running, phone, "dup|d|0")
    shown = [button.text for row in phone.last.buttons for button in row]
    assert [text for text in shown if "Mercy" in text] == [f"↩️ Mercy {n}, until 31 Mar 2026" for n in range(8, 0, -1)]
    await phone.tap("▶️")
    await running.settle()
    assert any("Mercy 0" in button.text for row in phone.screen[-1].buttons for button in row)


def _made(running: Stage, connection: Connection, name: str) -> int:
    now = running.clock.now()
    kept = {"programme": CODE, "created_at": now, "confirmed_at": now}
    who = people.add_person(connection, kept | {"name": name, "language": "en"})
    what = {"kind": "household", "area": AREA, "product": "soya_oil", "inception": now.date(), "joined": now.date()}
    number = people.add_producer(connection, kept | what)
    people.let_speak(connection, who, number, now)
    return number


async def test_she_and_her_leader_are_told(running: Stage) -> None:
    one, other, *_ = await pairs(running)
    her = await somebody(running, 7003, None)
    leader = await somebody(running, 7004, None)
    running.clock.turn(hours=6)

    def change(connection: Connection) -> None:
        group = connection.scalars(select(producer.c.id).where(producer.c.kind == "group")).one()
        leads, chatting = (connection.scalars(select(func.max(person.c.id) - back)).one() for back in (0, 1))
        roles.give(connection, leads, Reach(Role.LEADER, group_id=group), running.clock.now())
        connection.execute(update(person).where(person.c.id == chatting).values(name=NAMES[1]))
        hers = people.producers_of(connection, chatting)[0]
        connection.execute(update(producer).where(producer.c.id == other).values(area="MW-C"))
        connection.execute(update(producer).where(producer.c.id == hers).values(area=AREA, product="soya_oil"))
        where = producer.c.id == one
        connection.execute(update(producer).where(where).values(product="soya_oil"))

    await work(running, change)
    admin = await somebody(running, 7005, Reach(Role.ADMIN))
    hers = await work(running, lambda connection: _producer_of(connection, 7003))
    her.mark()
    leader.mark()
    assert "once now" in await tap(running, admin, f"dup|y|{one:x}|{hers:x}")
    (told,) = [text.text for text in her.heard]
    assert told == "You stood twice in our list. Now it is one.\nNothing of yours is lost."
    (told,) = [text.text for text in leader.heard]
    assert told == f"{NAMES[1]} stood twice in our list. Now it is one.\nIn your group nothing is lost: /group"


def _producer_of(connection: Connection, chat: int) -> int:
    who = select(chat_person.c.person_id).where(chat_person.c.chat == chat)
    return connection.scalars(select(speaks_for.c.producer_id).where(speaks_for.c.person_id.in_(who))).one()
