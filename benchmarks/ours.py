"""The bot itself, as `ovop run` puts it together: the real house, store and outbox on a real disk, no limit of rate.

Arguments: the API's root, the database's file, and the folder of a pack.
"""

import argparse
import asyncio
import logging
from pathlib import Path

from bot.app import House, Way, load_catalogues
from bot.cli.serving import serve
from bot.clock import wall_clock
from bot.packs import load_pack
from bot.services import programmes
from bot.services.desk import Desk
from bot.store import Store
from bot.store.migrate import migrate

TOKEN = "42:TEST"


async def run(root: str, url: str, folder: Path) -> None:
    """Serve until cancelled."""
    pack = load_pack(folder)
    store = Store(url)
    async with store.transaction() as tx:
        await tx.run(programmes.record, pack, wall_clock())
    house = House(store, Desk({pack.programme.code: pack}, load_catalogues()), wall_clock)
    house.add_bot(Way(root, TOKEN, rate=0))
    async with house.open():
        await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root")
    parser.add_argument("file", type=Path)
    parser.add_argument("--pack", type=Path, required=True)
    given = parser.parse_args()
    logging.basicConfig(level=logging.WARNING)
    url = f"sqlite+aiosqlite:///{given.file.resolve()}"
    migrate(url)
    asyncio.run(serve(run(given.root, url, given.pack)))


if __name__ == "__main__":
    main()
