"""What comes to the webhook's door and is no update, and what becomes of who waits there when nobody takes updates."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.clock import wall_clock
from bot.services import programmes
from bot.store import StoreTrouble
from bot.store.engine.sync import writing
from simulator.server import Simulator
from tests.crash.test_book import _register
from tests.crash.test_crash import CODE, TOKEN
from tests.faults.process import Process
from tests.house import pack
from tests.patience import PATIENCE
from tests.system.programs import free_port
from web.hook import LARGEST_UPDATE, SECRET_HEADER, build

SECRET = "a-secret"
HEADERS = {SECRET_HEADER: SECRET}
NO_UPDATES = {
    "nothing": b"",
    "no json": b"not json",
    "list": b"[]",
    "list of updates": b'[{"update_id": 1}]',
    "text": b'"x"',
    "null": b"null",
    "true": b"true",
    "number": b"7",
    "endless number": b"9" * 5000,
    "not a number": b"NaN",
    "object": b"{}",
    "no number": b'{"update_id": "1"}',
    "a truth": b'{"update_id": true}',
    "a fraction": b'{"update_id": 1.5}',
    "below nothing": b'{"update_id": -1}',
    "beyond every database": b'{"update_id": 18446744073709551616}',
    "no text": b'{"update_id": 1, "x": "\xff\xfe"}',
    "half an UTF-16": b"\xff\xfe{\x00",
    "deep": b"[" * 100_000,
    "deep in an update": b'{"update_id": 1, "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "huge": b'{"update_id": 1, "x": "' + b"x" * LARGEST_UPDATE + b'"}',
}


@pytest.mark.parametrize("body", NO_UPDATES.values(), ids=NO_UPDATES)
async def test_what_is_no_update_is_refused(body: bytes) -> None:
    async def never(_raw: dict[str, Any]) -> None:
        raise AssertionError("it was taken")

    assert await _posted(build({7: never}, SECRET), body) == 400


async def test_who_cannot_be_heard_now_is_to_come_again() -> None:
    async def nobody(_raw: dict[str, Any]) -> None:
        raise StoreTrouble("nobody takes updates now")

    assert await _posted(build({7: nobody}, SECRET), b'{"update_id": 1}') == 503


async def _posted(door: Starlette, body: bytes) -> int:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(door), base_url="http://door") as telegram:
        return (await telegram.post("/telegram/7", content=body, headers=HEADERS)).status_code


def _message(update: int, chat: int, **content: Any) -> dict[str, Any]:
    user = {"id": chat, "is_bot": False, "first_name": "Somebody"}
    private = {"id": chat, "type": "private", "first_name": "Somebody"}
    moment = int(wall_clock().timestamp())
    return {
        "update_id": update,
        "message": {"message_id": update, "date": moment, "chat": private, "from": user, **content},
    }


async def test_neither_nonsense_nor_a_bad_folder_leaves_a_process_deaf(sqlite_url: str, tmp_path: Path) -> None:
    with writing(sqlite_url) as connection:
        programmes.record(connection, pack(CODE), wall_clock())
    simulator = Simulator([TOKEN], now=wall_clock)
    root, port = await simulator.start(), free_port()
    await _register(sqlite_url, [simulator.phone(900)])
    (tmp_path / "media").touch()
    bot = Process.on(
        tmp_path, TOKEN=TOKEN, API_URL=root, WEB_PORT=str(port),
        WEBHOOK_URL="https://127.0.0.1:9", WEBHOOK_SECRET=SECRET,
    )  # fmt: skip
    photo = {"file_id": "a", "file_unique_id": "a", "width": 90, "height": 90, "file_size": 100}
    address = f"http://127.0.0.1:{port}/telegram/{TOKEN.split(':')[0]}"
    try:
        await bot.start()
        async with httpx.AsyncClient(headers=HEADERS, timeout=20) as telegram:
            await _open(port)
            for body in NO_UPDATES.values():
                assert (await telegram.post(address, content=body)).status_code == 400
            taken = await telegram.post(address, json=_message(1, 900, photo=[photo], caption="sold 1 soap 600"))
            await bot.until(f"cannot be kept in {tmp_path / 'media'}")
            later = await telegram.post(address, json=_message(2, 900, text="sold 2 soap 700"))
            assert (taken.status_code, later.status_code) == (200, 200)
        assert bot.lives and not bot.heard("Traceback"), bot.said
        assert await bot.stop() == 0
    finally:
        await bot.kill()
        await simulator.stop()
    with writing(sqlite_url) as connection:
        sold = connection.exec_driver_sql("SELECT group_concat(cash) FROM entry").scalar()
        dead = connection.exec_driver_sql("SELECT count(*) FROM dead_update").scalar()
    assert (sold, dead) == ("60000,70000", 0)


async def test_who_still_waits_holds_up_no_stop(sqlite_url: str, tmp_path: Path) -> None:
    with writing(sqlite_url) as connection:
        programmes.record(connection, pack(CODE), wall_clock())
    simulator = Simulator([TOKEN], now=wall_clock)
    root, port = await simulator.start(), free_port()
    bot = Process.on(
        tmp_path, TOKEN=TOKEN, API_URL=root, WEB_PORT=str(port),
        WEBHOOK_URL="https://127.0.0.1:9", WEBHOOK_SECRET=SECRET,
    )  # fmt: skip
    try:
        await bot.start()
        await _open(port)
        _, line = await asyncio.open_connection("127.0.0.1", port)
        half = f"POST /telegram/{TOKEN.split(':')[0]} HTTP/1.1\r\nHost: x\r\n{SECRET_HEADER}: {SECRET}\r\n"
        line.write(f"{half}Content-Length: 100\r\n\r\n{{".encode())
        await line.drain()
        await asyncio.sleep(0.5)
        began = asyncio.get_running_loop().time()
        assert await bot.stop() == 0
        assert asyncio.get_running_loop().time() - began < 12
        line.close()
    finally:
        await bot.kill()
        await simulator.stop()


async def _open(port: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                _, line = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                line.close()
                return
