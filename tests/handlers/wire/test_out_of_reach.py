"""Telegram is out of reach when the bot starts: it waits, and is there once Telegram is."""

import asyncio
from pathlib import Path

from bot.app import House, Way
from bot.clock import wall_clock
from bot.i18n import load_catalogues
from bot.services.loaded_packs import LoadedPacks
from bot.store import Store
from simulator.server import Simulator
from tests.house import TOKEN, pack
from tests.patience import PATIENCE
from tests.system.programs import free_port


async def test_the_bot_starts_before_telegram_does(sqlite_url: str, tmp_path: Path) -> None:
    port = free_port()
    loaded = LoadedPacks({"malawi-ovop": pack("malawi-ovop")}, load_catalogues())
    house = House(Store(sqlite_url), loaded, wall_clock, tmp_path / "media")
    house.add_bot(Way(f"http://127.0.0.1:{port}", TOKEN, long_poll=1))
    simulator = Simulator([TOKEN], now=wall_clock)

    async def live() -> None:
        async with house.open():
            await asyncio.Event().wait()

    living = asyncio.create_task(live())
    await asyncio.sleep(0.3)
    assert not living.done()
    await simulator.start(port)
    phone = simulator.phone(1)
    await phone.say("/help")
    await phone.until("I ask you about your work", timeout=PATIENCE)
    living.cancel()
    await asyncio.gather(living, return_exceptions=True)
    await simulator.stop()
