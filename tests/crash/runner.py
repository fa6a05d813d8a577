"""A bot that can be killed fast: everything is imported and loaded once, then each life is a fork of this process.

Reads lines from its standard input: "live SECONDS" forks a child that serves, with its clock so far ahead of the wall;
"die" kills it with SIGKILL.
Arguments: the API's root, the token, the database's address, the programmes' codes with commas, the rate.
"""

import asyncio
import logging
import os
import signal
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from bot.app import MEDIA, House, Way
from bot.clock import wall_clock
from bot.i18n import load_catalogues
from bot.services.loaded_packs import LoadedPacks
from bot.store import Store
from bot.store.engine.sync import sqlite_file
from jobs.embedded import Clockwork
from tests.house import pack


async def serve(root: str, token: str, url: str, loaded: LoadedPacks, rate: float, ahead: timedelta) -> None:
    """One life: the whole house with its clock."""
    house = House(Store(url), loaded, lambda: wall_clock() + ahead, _data(url) / MEDIA)
    house.add_bot(Way(root, token, rate=rate, long_poll=2))
    ticking = Clockwork(house.tick, now=wall_clock, believed=house.believed.now, seconds=1)
    async with house.open(), ticking.running():
        await asyncio.Event().wait()


def _data(url: str) -> Path:
    """The folder of the database."""
    file = sqlite_file(url)
    return file.parent if file else Path(tempfile.gettempdir())


def main() -> None:
    root, token, url, codes, rate = sys.argv[1:6]
    logging.basicConfig(level=logging.WARNING)
    loaded = LoadedPacks({code: pack(code) for code in codes.split(",")}, load_catalogues())
    print("ready", flush=True)
    child = 0
    for line in sys.stdin:
        match line.split():
            case ["live", ahead]:
                child = os.fork()
                if child == 0:
                    asyncio.run(serve(root, token, url, loaded, float(rate), timedelta(seconds=float(ahead))))
                    os._exit(0)
            case ["die"] if child:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
                child = 0
                print("dead", flush=True)
    if child:
        # the test has failed, or was stopped: nobody else would end this life
        os.kill(child, signal.SIGKILL)


if __name__ == "__main__":
    main()
