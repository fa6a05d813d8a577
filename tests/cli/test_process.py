"""`ovop` as a process of its own: it starts from any folder, and stops in good order."""

import asyncio
import signal
import subprocess
import sys
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest

from simulator.server import Simulator
from tests.cli.operator import Operator
from tests.patience import PATIENCE

TOKEN = "1000001:AAF-x_0123456789abcdefghijklmnopqrs"
LINE = [sys.executable, "-m", "bot"]


def test_from_any_folder(tmp_path: Path) -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "ovop", "init", "nepal-odop"], cwd=tmp_path, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "data" / "ovop.db").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_demo_answers_and_stops_when_told(tmp_path: Path, number: signal.Signals) -> None:
    demo = subprocess.Popen([*LINE, "demo", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert demo.stdout is not None
    assert demo.stderr is not None
    with demo:
        assert "made ready" in demo.stdout.readline()
        line = demo.stdout.readline()
        address = line.split()[1] if line else demo.stderr.read()
        with urllib.request.urlopen(address, timeout=10) as page:
            assert page.status == 200
        demo.send_signal(number)
        assert demo.wait(timeout=60) == 0
        assert "Traceback" not in demo.stderr.read()


async def test_a_running_bot_holds_its_database(operator: Operator, tmp_path: Path) -> None:
    simulator = Simulator([TOKEN], now=lambda: datetime.now(UTC))  # noqa: TID251 - a process of its own runs against it
    operator.set("API_URL", await simulator.start())
    operator.set("TOKEN", TOKEN)
    operator.run("init nepal-odop")
    operator.run(f"backup {tmp_path / 'a.tar.gz'}")
    bot = await asyncio.create_subprocess_exec(*LINE, "run", stderr=asyncio.subprocess.PIPE)
    assert bot.stderr is not None
    try:
        first = await asyncio.wait_for(bot.stderr.readline(), PATIENCE)
        assert b"1 bot(s) at work" in first
        for line in ("run", f"restore {tmp_path / 'a.tar.gz'}", "migrate"):
            refused = await asyncio.to_thread(operator.run, line)
            assert (refused.code, refused.err) == (
                1,
                "The bot is running on this database; stop it first, then try again.\n",
            )
        assert (await asyncio.to_thread(operator.run, f"backup {tmp_path / 'b.tar.gz'}")).code == 0
        bot.send_signal(signal.SIGTERM)
        rest = await asyncio.wait_for(bot.stderr.read(), PATIENCE)
        assert await bot.wait() == 0
        assert b"AAF" not in first + rest
    finally:
        if bot.returncode is None:
            bot.kill()
        await simulator.stop()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_with_pages_too_it_stops_when_told(operator: Operator, number: signal.Signals) -> None:
    simulator = Simulator([TOKEN], now=lambda: datetime.now(UTC))  # noqa: TID251 - a process of its own runs against it
    operator.set("API_URL", await simulator.start())
    operator.set("TOKEN", TOKEN)
    operator.set("WEB_PORT", "0")
    operator.run("init nepal-odop")
    bot = await asyncio.create_subprocess_exec(*LINE, "run", stderr=asyncio.subprocess.PIPE)
    assert bot.stderr is not None
    try:
        assert b"1 bot(s) at work" in await asyncio.wait_for(bot.stderr.readline(), PATIENCE)
        await asyncio.sleep(1)
        bot.send_signal(number)
        rest = await asyncio.wait_for(bot.stderr.read(), PATIENCE)
        assert (await bot.wait(), b"Traceback" in rest) == (0, False), rest.decode()
    finally:
        if bot.returncode is None:
            bot.kill()
        await simulator.stop()
