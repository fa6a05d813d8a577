"""A stop while the bot starts: at any moment, in any way it meets Telegram, it ends soon and in good order."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.clock import wall_clock
from simulator.server import Simulator
from tests.cli.operator import Operator
from tests.nightly import times
from tests.patience import PATIENCE

TOKEN = "1000001:AAF-x_0123456789abcdefghijklmnopqrs"
NOWHERE = "http://127.0.0.1:9"
# Far more than it takes, also where others need the machine; without an end it hangs for ever.
SOON = 30
# Seconds since the store was opened; a start takes about one.
MOMENTS = (0, 0.05, 0.15, 0.3, 0.6)[:: times(2, 1)]
WAYS = ("polling", "webhook", "out of reach", "silent")
NUMBERS = (signal.SIGTERM, signal.SIGINT)


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("way", WAYS)
async def test_once_the_store_is_open(operator: Operator, way: str, moment: float) -> None:
    operator.begin("nepal-odop")
    number = NUMBERS[MOMENTS.index(moment) % 2]
    async with telegram(way) as root, started(operator, root, way) as bot:
        await asyncio.wait_for(store_opened(bot), PATIENCE)
        await asyncio.sleep(moment)
        bot.send_signal(number)
        said = await asyncio.wait_for(bot.stderr.read(), SOON)  # type: ignore[union-attr]
        assert await bot.wait() == 0, said.decode()
    assert b"Traceback" not in said and b"ERROR" not in said, said.decode()


async def test_told_twice_it_still_closes_what_is_open(operator: Operator) -> None:
    operator.begin("nepal-odop")
    async with telegram("polling") as root, started(operator, root, "polling") as bot:
        assert b"at work" in await asyncio.wait_for(bot.stderr.readline(), PATIENCE)  # type: ignore[union-attr]
        with contextlib.suppress(ProcessLookupError):
            for _ in range(20):
                # its own send_signal takes the exit status away from the loop
                os.kill(bot.pid, signal.SIGTERM)
                await asyncio.sleep(0.002)
        said = await asyncio.wait_for(bot.stderr.read(), SOON)  # type: ignore[union-attr]
        # told once more when all is closed and only the interpreter is left, it dies of it
        assert await bot.wait() in (0, -signal.SIGTERM), said.decode()
    assert b"Traceback" not in said, said.decode()


@pytest.mark.parametrize("moment", (0, 0.05, 0.2, 0.5))
async def test_while_it_is_being_loaded(operator: Operator, moment: float) -> None:
    operator.begin("nepal-odop")
    for number in NUMBERS:
        async with started(operator, NOWHERE, "polling") as bot:
            await asyncio.wait_for(heeds_signals(bot), PATIENCE)
            await asyncio.sleep(moment)
            bot.send_signal(number)
            said = await asyncio.wait_for(bot.stderr.read(), SOON)  # type: ignore[union-attr]
            assert await bot.wait() == 0, said.decode()
        assert b"Traceback" not in said and b"ERROR" not in said, said.decode()


@pytest.mark.parametrize("number", NUMBERS)
def test_what_is_at_work_when_it_is_told_to_stop_does_not_see_it(number: signal.Signals) -> None:
    """A library that logs whatever passes through it, as the pool of connections does, has nothing to log."""
    held = "try: os.kill(os.getpid(), {}); time.sleep(30)\n    except BaseException as one: print(repr(one))"
    asked = f"import os, time\nfrom bot.cli import serving\nwith serving.preparing():\n    {held.format(int(number))}"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, timeout=PATIENCE, check=False)
    assert (told.returncode, told.stdout, told.stderr) == (0, b"", b"")


@pytest.mark.parametrize("start", [("-m", "bot"), ("-c", "import re, sys; from bot.__main__ import main")])
def test_nothing_is_loaded_before_it_heeds_signals(start: tuple[str, ...]) -> None:
    """Both ways to start it, the second as its script does: what comes before cannot be told to stop in good order."""
    asked = [sys.executable, "-X", "importtime", *start, "run"]
    told = subprocess.run(asked, capture_output=True, text=True, env={"OVOP_DATA_DIR": "/nowhere/at/all"}, check=False)
    loaded = [line.rpartition("|")[2].strip() for line in told.stderr.splitlines() if line.startswith("import time:")]
    before = loaded[: loaded.index("bot.early")]
    assert not {"argparse", "asyncio", "dataclasses", "importlib.metadata", "threading"} & set(before)
    assert [one for one in before if one.startswith("bot")] in ([], ["bot"])


@pytest.mark.parametrize("number", NUMBERS)
async def test_before_the_store_is_open(operator: Operator, number: signal.Signals) -> None:
    """While it looks whether it can run at all: Telegram is asked and does not answer."""
    operator.begin("nepal-odop")
    asked = asyncio.Event()

    async def silence(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.set()
        await reader.read()
        writer.close()

    server = await asyncio.start_server(silence, "127.0.0.1", 0)
    async with server, started(operator, address(server), "polling") as bot:
        await asyncio.wait_for(asked.wait(), PATIENCE)
        bot.send_signal(number)
        said = await asyncio.wait_for(bot.stderr.read(), SOON)  # type: ignore[union-attr]
        assert (await bot.wait(), said) == (0, b"")


@asynccontextmanager
async def telegram(way: str) -> AsyncIterator[str]:
    """What stands for Telegram; gives its root. Silent: it has its first question answered, and no other."""
    if way == "out of reach":
        yield NOWHERE
    elif way == "silent":
        server = await asyncio.start_server(one_answer(), "127.0.0.1", 0)
        async with server:
            yield address(server)
    else:
        simulator = Simulator([TOKEN], now=wall_clock)
        try:
            yield await simulator.start()
        finally:
            await simulator.stop()


def one_answer() -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
    answers = iter([b'{"ok":true,"result":{"id":1000001,"is_bot":true,"first_name":"A","username":"a_bot"}}'])

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        if body := next(answers, None):
            writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
        else:
            await reader.read()
        writer.close()

    return answer


def address(server: asyncio.Server) -> str:
    return f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@asynccontextmanager
async def started(operator: Operator, root: str, way: str) -> AsyncIterator[Process]:
    """`ovop run` on its way; killed at the end where it still lives."""
    operator.set("API_URL", root)
    operator.set("TOKEN", TOKEN)
    if way == "webhook":
        operator.set("WEBHOOK_URL", "https://example.org")
        operator.set("WEBHOOK_SECRET", "a-secret-of-this-test")
        operator.set("WEB_PORT", "0")
    bot = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "run", stderr=PIPE)
    try:
        yield bot
    finally:
        if bot.returncode is None:
            bot.kill()
            await bot.wait()


async def store_opened(bot: Process) -> None:
    """Until the process has a second thread: the database's."""
    threads = Path(f"/proc/{bot.pid}/task")
    while len(list(threads.iterdir())) < 2:
        await asyncio.sleep(0.005)


async def heeds_signals(bot: Process) -> None:
    """Until the process does something of its own when it is told to stop: the interpreter itself does not."""
    status = Path(f"/proc/{bot.pid}/status")
    while True:
        caught = next(line for line in status.read_text().splitlines() if line.startswith("SigCgt:"))
        if int(caught.split()[1], 16) >> (signal.SIGTERM - 1) & 1:
            return
        await asyncio.sleep(0.002)
