"""Setting aside never raises, whatever is in an update: nothing that comes in ends the bot or stops who comes next."""

import asyncio
import copy
import itertools
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.services.wire.inbox import is_update
from bot.store import StoreTrouble
from handlers.wire.driver import Route
from handlers.wire.turn import Turn
from tests.house import Stage, stage
from tests.nightly import times
from tests.patience import PATIENCE
from tests.system.databases import Templates

DEEP: list[Any] = []
for _ in range(5000):
    DEEP = [DEEP]
# Of every type, and each as far out as JSON goes.
ODD: tuple[Any, ...] = (
    None, True, -1, 0, 2**31, 2**63 - 1, 2**63, 2**64, -(2**63) - 1, 10**4000, 1.5, 1e308, float("inf"), float("nan"),
    "", "7", "\0", "\ud800", "x\0y\udfff", "ก" * 5000, [], [[]], [1], {}, {"id": 2**64}, DEEP,
)  # fmt: skip

PERSON = {"id": 5, "is_bot": False, "first_name": "Somsri", "language_code": "en"}
CHAT = {"id": 5, "type": "private", "first_name": "Somsri"}
MESSAGE = {"message_id": 9, "date": 1_767_225_600, "chat": CHAT, "from": PERSON}
KINDS: dict[str, dict[str, Any]] = {
    "text": {"message": {**MESSAGE, "text": "/help"}},
    "edit": {"edited_message": {**MESSAGE, "edit_date": 1_767_225_601, "text": "sold 1 soap 600"}},
    "tap": {
        "callback_query": {"id": "1", "from": PERSON, "message": MESSAGE, "data": "q|x", "chat_instance": "1"}
    },
    "contact": {"message": {**MESSAGE, "contact": {"phone_number": "1", "first_name": "S", "user_id": 5}}},
    "place": {"message": {**MESSAGE, "location": {"latitude": 1.0, "longitude": 2.0}}},
    "member": {
        "my_chat_member": {
            "chat": CHAT, "from": PERSON, "date": 1,
            "old_chat_member": {"status": "member", "user": PERSON},
            "new_chat_member": {"status": "kicked", "user": PERSON, "until_date": 0},
        }
    },
}  # fmt: skip


def places(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The way to everything in an update, itself left out."""
    if path:
        yield path
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from places(inner, (*path, name))


def changed(update: dict[str, Any], path: tuple[str, ...], odd: Any) -> dict[str, Any]:
    whole = copy.deepcopy(update)
    inner = whole
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = odd
    return whole


@pytest.fixture(params=["sqlite", "postgresql"])
async def running(request: pytest.FixtureRequest, templates: Templates, tmp_path: Path) -> AsyncIterator[Stage]:
    url = templates.copy(request.param, tmp_path)
    async with stage(url, codes=("malawi-ovop",)) as found:
        yield found
    if request.param == "postgresql":
        templates.cluster.drop(url)


@pytest.mark.parametrize("kind", KINDS)
async def test_whatever_stands_in_whichever_place(running: Stage, kind: str) -> None:
    driver, numbers = running.house.lines[0].driver, itertools.count(1000)
    for path in list(places(KINDS[kind]))[:: times(3, 1)]:
        for odd in ODD:
            await driver.handle([{"update_id": next(numbers), **changed(KINDS[kind], path, odd)}])
    phone = running.simulator.phone(1)
    await phone.say("/help")
    await phone.until("I ask you about your work", timeout=PATIENCE)


async def test_what_no_database_can_keep_is_kept_in_other_words(running: Stage) -> None:
    driver = running.house.lines[0].driver
    far = {**MESSAGE, "chat": {**CHAT, "id": 2**64}, "text": "hello"}
    await driver.handle([{"update_id": 1, "message": far}])
    await driver.handle([{"update_id": 2, "message": {**MESSAGE, "text": "/start \ud800", "photo": DEEP}}])
    await driver.handle([{"update_id": 3, "message": {**MESSAGE, "date": "\0", "photo": DEEP}}])
    read = "SELECT raw FROM dead_update ORDER BY id"
    async with running.house.store.transaction() as tx:
        kept = await tx.run(lambda connection: list(connection.exec_driver_sql(read).scalars()))
    assert any(str(2**64) in raw for raw in kept)
    assert "RecursionError" in kept


async def test_the_others_of_its_batch_are_answered(running: Stage) -> None:
    """By polling, as they come: one that no database can keep, among people who write."""
    phones = [running.simulator.phone(number) for number in (1, 2)]
    await phones[0].say("/help")
    for odd in (2**64, -(2**64)):
        message = {**MESSAGE, "chat": {**CHAT, "id": odd}, "text": "hello"}
        running.simulator.push(running.simulator.bot().token, {"message": message})
    await phones[1].say("/help")
    for phone in phones:
        await phone.until("I ask you about your work", timeout=PATIENCE)
    await running.settle()


def test_what_is_an_update() -> None:
    for odd in ODD:
        assert is_update({"update_id": odd}) == (type(odd) is int and 0 <= odd < 2**63)
    assert not any(is_update(odd) for odd in ODD)


async def test_what_is_no_update_is_passed_by(running: Stage) -> None:
    """Telegram would never; the driver says nothing of it all the same."""
    driver = running.house.lines[0].driver
    await driver.handle([7, None, [], {"update_id": "x"}, {"update_id": 2**64}])  # type: ignore[list-item]


async def test_a_wrong_statement_is_one_conversations_trouble(running: Stage) -> None:
    """As a slip in our own SQL: its person hears of it, the place of it is kept, and everybody else goes on."""
    driver = running.house.lines[0].driver
    usual, driver._route = driver._route, _slipping(driver._route)
    phones = [running.simulator.phone(number) for number in (1, 2)]
    await phones[0].say("slip")
    await phones[1].say("/help")
    await phones[0].until("something went wrong here", timeout=PATIENCE)
    await phones[1].until("I ask you about your work", timeout=PATIENCE)
    driver._route = usual
    async with running.house.store.transaction() as tx:
        read = "SELECT traceback FROM dead_update"
        kept = await tx.run(lambda connection: list(connection.exec_driver_sql(read).scalars()))
    assert ["_slips" in traceback for traceback in kept] == [True]


def _slips(connection: Connection) -> None:
    connection.exec_driver_sql("SELECT nothing FROM nowhere")


def _slipping(usual: Route) -> Route:
    async def route(turn: Turn) -> None:
        if turn.event.said == "slip":
            await turn.tx.run(_slips)
        await usual(turn)

    return route


def _rename(file: Path, old: str, new: str) -> None:
    """Beside a bot that writes: a statement that reads first and writes then is refused at once, whatever the patience,
    where somebody has written in between; so the right to write is asked for first.
    """
    with closing(sqlite3.connect(file, timeout=PATIENCE, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        for table in ("dead_update", "seen_update"):
            connection.execute(f"ALTER TABLE {old.format(table)} RENAME TO {new.format(table)}")
        connection.execute("COMMIT")


async def test_where_the_tables_are_gone_nothing_is_taken(sqlite_url: str, tmp_path: Path) -> None:
    async with stage(sqlite_url, codes=("malawi-ovop",)) as running:
        driver, phone = running.house.lines[0].driver, running.simulator.phone(1)
        _rename(tmp_path / "ovop.db", "{}", "gone_{}")
        with pytest.raises(StoreTrouble):
            await driver.handle([{"update_id": 7, "message": {**MESSAGE, "text": "/help"}}])
        await phone.say("/help")
        await asyncio.sleep(1)
        assert len(running.simulator.bot().updates) == 1
        _rename(tmp_path / "ovop.db", "gone_{}", "{}")
        await phone.until("I ask you about your work", timeout=PATIENCE)
