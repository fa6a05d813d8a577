"""What strangers and slips of ours do to a real process: it goes on, and it stops when told."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from bot.clock import wall_clock
from bot.services import programmes
from bot.store.engine.sync import writing
from simulator.server import Simulator
from tests.actor import Actor
from tests.crash.test_book import _register
from tests.crash.test_crash import CODE, TOKEN
from tests.crash.test_uploads import FORM, _link
from tests.faults.process import Process
from tests.house import pack
from tests.nightly import times
from tests.patience import PATIENCE
from tests.system.programs import free_port
from tests.web.test_hook import HEADERS, SECRET, _message, _open

SLOW = times(300, 900)
# Well below what a process may have open, and far more than Telegram needs.
HALVES = (b"", b"POST /telegram/77 HTT", b"POST /telegram/77 HTTP/1.1\r\nHost: x\r\n")
WHOLE_HEAD = f"POST /telegram/77 HTTP/1.1\r\nHost: x\r\nX-Telegram-Bot-Api-Secret-Token: {SECRET}\r\n".encode()
HALF_BODY = WHOLE_HEAD + b"Content-Length: 100\r\n\r\n{"


@pytest.fixture
async def telegram(sqlite_url: str) -> AsyncIterator[Simulator]:
    with writing(sqlite_url) as connection:
        programmes.record(connection, pack(CODE), wall_clock())
    simulator = Simulator([TOKEN], now=wall_clock)
    await simulator.start()
    await _register(sqlite_url, [simulator.phone(900)])
    yield simulator
    await simulator.stop()


async def test_hundreds_who_never_come_to_an_end(telegram: Simulator, tmp_path: Path) -> None:
    port = free_port()
    bot = Process.on(
        tmp_path, TOKEN=TOKEN, API_URL=telegram.url, WEB_PORT=str(port),
        WEBHOOK_URL="https://127.0.0.1:9", WEBHOOK_SECRET=SECRET,
    )  # fmt: skip
    lines: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
    try:
        await bot.start()
        await _open(port)
        for number in range(SLOW):
            lines.append(await asyncio.open_connection("127.0.0.1", port))
            lines[-1][1].write((*HALVES, HALF_BODY)[number % 4])
        async with httpx.AsyncClient(headers=HEADERS, timeout=PATIENCE) as sender:
            address = f"http://127.0.0.1:{port}/telegram/77"
            assert (await sender.post(address, json=_message(1, 900, text="sold 1 soap 600"))).status_code == 200
            # somebody who hangs up in the middle of a word
            lines.append(await asyncio.open_connection("127.0.0.1", port))
            lines[-1][1].write(HALF_BODY)
            await lines[-1][1].drain()
            lines[-1][1].close()
            async with asyncio.timeout(PATIENCE):
                await asyncio.gather(*(reader.read() for reader, _ in lines[:-1]))
            assert (await sender.post(address, json=_message(2, 900, text="sold 2 soap 700"))).status_code == 200
        began = asyncio.get_running_loop().time()
        assert await bot.stop() == 0
        assert asyncio.get_running_loop().time() - began < 12
        # this chat exists in a test's words alone, so that what is said to it is refused
        news = [line for line in bot.said if " INFO " not in line and "Chat not found" not in line]
        assert news == []
    finally:
        for _, writer in lines:
            writer.close()
        await bot.kill()


@pytest.fixture(params=["polling", "webhook"])
def bot(request: pytest.FixtureRequest, telegram: Simulator, tmp_path: Path) -> Iterator[Process]:
    hook = {"WEBHOOK_URL": f"http://127.0.0.1:{(port := free_port())}", "WEBHOOK_SECRET": SECRET, "WEB_PORT": str(port)}
    given = hook if request.param == "webhook" else {}
    yield Process.on(tmp_path, TOKEN=TOKEN, API_URL=telegram.url, RATE="0", **given)


async def test_a_media_folder_that_is_none(bot: Process, telegram: Simulator, tmp_path: Path) -> None:
    (tmp_path / "media").touch()
    phone = telegram.phone(900)
    try:
        await bot.start()
        await phone.photo(caption="sold 1 soap 600")
        await phone.until("K600", timeout=PATIENCE)
        await bot.until(f"cannot be kept in {tmp_path / 'media'}")
        phone.mark()
        await phone.say("sold 2 soap 700")
        await phone.until("K700", timeout=PATIENCE)
        assert bot.lives and not bot.heard("Traceback"), bot.said
        assert await bot.stop() == 0
    finally:
        await bot.kill()


async def test_a_form_check_that_breaks_is_tried_again(
    bot: Process, telegram: Simulator, tmp_path: Path, sqlite_url: str
) -> None:
    link, no_children = await _link(sqlite_url), tmp_path / "no-children"
    bot.surroundings |= {"PYTHONPATH": str(Path(__file__).parent / "broken"), "TESTS_NO_CHILDREN": str(no_children)}
    officer, phone = telegram.phone(901), telegram.phone(900)
    telegram.lift_limits()
    try:
        await bot.start()
        await Actor(officer, 1, patience=PATIENCE).work(link)
        no_children.touch()
        officer.mark()
        await officer.document(FORM.encode(), "paper.md")
        await bot.until("cannot be checked, trying again: Cannot allocate memory")
        await phone.say("sold 1 soap 600")
        await phone.until("K600", timeout=PATIENCE)
        no_children.unlink()
        await officer.until("is ready.", timeout=PATIENCE)
        assert bot.lives and not bot.heard("Traceback"), bot.said
        assert await bot.stop() == 0
    finally:
        await bot.kill()
