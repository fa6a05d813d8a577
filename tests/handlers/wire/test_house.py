"""The Telegram door as a whole, over real HTTP: each update once, the culprit set aside, everybody else goes on."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import uvicorn
from sqlalchemy import func, select

from bot.domain.people.roles import Role
from bot.services.people import invitations
from bot.services.people.invitations import Wish
from bot.store import Connection
from bot.store.schema import chat, dead_update, person, producer, role, seen_update
from handlers.wire import menu
from simulator.world.phones import Phone
from tests.actor import Actor
from tests.house import TOKEN, Stage, pack, stage
from web.hook import SECRET_HEADER, build

OTHER = "4343:TEST-TOKEN-OF-THE-SECOND-BOT"
SECRET = "a-long-random-word"


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=("malawi-ovop",), tokens=(TOKEN, OTHER)) as found:
        yield found


async def count(running: Stage, table: Any) -> int:
    def read(connection: Connection) -> int:
        return connection.scalar(select(func.count()).select_from(table)) or 0

    async with running.house.store.transaction() as tx:
        return await tx.run(read)


def message(phone: Phone, text: str, **more: Any) -> dict[str, Any]:
    person = {"id": phone.id, "is_bot": False, "first_name": "Somsri", "language_code": "en"}
    chat = {"id": phone.id, "type": "private", "first_name": "Somsri"}
    return {"message": {"message_id": 90, "date": 1, "chat": chat, "from": person, "text": text, **more}}


async def test_the_same_update_offered_twice_takes_effect_once(running: Stage) -> None:
    phone = running.simulator.phone(1)
    raw = {"update_id": 77, **message(phone, "/start")}
    driver = running.house.lines[0].driver
    await driver.handle([raw, raw])
    await driver.handle([raw])
    await running.settle()
    assert await count(running, seen_update) == 1


async def test_a_malformed_update_is_set_aside_and_the_others_are_answered(running: Stage) -> None:
    good, other = running.simulator.phone(1), running.simulator.phone(2)
    await good.say("/start")
    running.simulator.push(TOKEN, {"message": {"message_id": "not a number", "chat": 7}})
    running.simulator.push(TOKEN, {"an_update_of_tomorrow": {"with": ["new", "things"]}})
    await other.say("/start")
    await good.until("choose your language")
    await other.until("choose your language")
    await running.settle()
    assert await count(running, dead_update) == 1


async def test_what_a_conversation_raises_is_set_aside_with_a_gentle_sentence(
    running: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    phones = [running.simulator.phone(number) for number in range(1, 6)]
    for phone in phones:
        await Actor(phone, phone.id).meet()
    monkeypatch.setattr(menu, "help_text", None)
    from handlers.commands import COMMANDS
    from handlers.records import Command

    async def broken(_turn: Any) -> None:
        raise ZeroDivisionError("a fault in a conversation")

    monkeypatch.setitem(COMMANDS, "help", Command("help", broken))
    await asyncio.gather(*(phone.say("/help" if phone.id == 3 else "/menu") for phone in phones))
    for phone in phones:
        await phone.until("Sorry, something went wrong" if phone.id == 3 else "What would you like to do?")
    await running.settle()
    assert await count(running, dead_update) == 1

    def raw(connection: Connection) -> str:
        return str(connection.scalar(select(dead_update.c.traceback)))

    async with running.house.store.transaction() as tx:
        assert "ZeroDivisionError" in await tx.run(raw)


async def test_a_group_chat_gets_one_line_and_nothing_is_stored(running: Stage) -> None:
    phone = running.simulator.phone(1)
    group = await running.simulator.group(phone)
    await group.say(phone, "/start")
    await group.say(phone, "just talking")
    await running.settle()
    said = [shown.text for shown in group.screen if not shown.mine]
    assert set(said) == {"I speak with one person at a time. Please write to me privately."}
    assert len(said) == 2  # when it was added, and when it was called
    assert await count(running, chat) == 0


async def test_two_bots_share_one_database_and_keep_their_chats_apart(running: Stage) -> None:
    first = Actor(running.simulator.phone(1), 1)
    second = Actor(running.simulator.phone(1, token=OTHER), 2)
    await asyncio.gather(first.meet(), second.meet())
    await running.settle()
    assert await count(running, person) == 2
    assert await count(running, chat) == 2


async def test_an_invitation_brings_the_area_once(running: Stage) -> None:
    area = next(row for row in pack("malawi-ovop").areas.rows if row["level"] == "district")
    async with running.house.store.transaction() as tx:
        wish = Wish(Role.MEMBER, area=area["name"])
        made = await tx.run(invitations.create, pack("malawi-ovop"), wish, "test", running.clock.now())
    invited, late = running.simulator.phone(1), running.simulator.phone(2)
    await Actor(invited, 1).meet(invitations.payload(made))
    await late.start(invitations.payload(made))
    await late.until("used up or too old")
    async with running.house.store.transaction() as tx:
        assert await tx.run(lambda connection: connection.scalar(select(producer.c.area))) == area["name"]


async def test_a_link_for_staff_brings_the_role_once(running: Stage) -> None:
    area = next(row for row in pack("malawi-ovop").areas.rows if row["level"] == "district")
    async with running.house.store.transaction() as tx:
        wish = Wish(Role.OFFICER, area=area["name"])
        made = await tx.run(invitations.create, pack("malawi-ovop"), wish, "test", running.clock.now())
    invited, late = running.simulator.phone(1), running.simulator.phone(2)
    await Actor(invited, 1).work(invitations.payload(made))
    await late.start(invitations.payload(made))
    await late.until("used up or too old")

    def read(connection: Connection) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in connection.execute(select(role.c.role, role.c.area))]

    async with running.house.store.transaction() as tx:
        assert await tx.run(read) == [("officer", area["name"])]


async def test_the_webhook_answers_once_an_update_is_on_disk(running: Stage) -> None:
    line = running.house.lines[0]
    server = uvicorn.Server(
        uvicorn.Config(build({line.api.bot_id: line.webhook.accept}, SECRET), "127.0.0.1", 0, log_config=None)
    )
    serving = asyncio.create_task(server.serve())
    taking = asyncio.create_task(line.webhook.run())
    while not server.started:
        await asyncio.sleep(0.01)
    root = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/telegram/{line.api.bot_id}"
    phone = running.simulator.phone(5)
    await phone.say("hello")  # who never wrote cannot be written to
    await running.settle()
    before = await count(running, seen_update)
    async with aiohttp.ClientSession() as session:
        raws = [{"update_id": number, **message(phone, "/start")} for number in (10, 11, 11, 12)]
        answers = await asyncio.gather(*(_post(session, root, raw, SECRET) for raw in raws))
        strangers = await _post(session, root, raws[0], "wrong")
        nonsense = await session.post(root, data=b"not json", headers={SECRET_HEADER: SECRET})
    assert answers == [200] * 4
    assert (strangers, nonsense.status) == (403, 400)
    assert await count(running, seen_update) == before + 3
    taking.cancel()
    server.should_exit = True
    await serving


async def _post(session: aiohttp.ClientSession, root: str, raw: dict[str, Any], secret: str) -> int:
    async with session.post(root, json=raw, headers={SECRET_HEADER: secret}) as response:
        return response.status
