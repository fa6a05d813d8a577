"""The bot itself, as `ovop run` puts it together: the real house, store and outbox on a real disk, no limit of rate.

Arguments: the API's root, the database's file, and the folder of a pack.
"""

import argparse
import asyncio
import logging
from pathlib import Path

from bot.app import MEDIA, House, Way, load_catalogues
from bot.cli import serving
from bot.clock import wall_clock
from bot.packs import load_pack
from bot.services import programmes
from bot.services.desk import Desk
from bot.store import Store
from bot.store.migrate import migrate

TOKEN = "42:TEST"


async def run(root: str, file: Path, folder: Path) -> None:
    """Serve until cancelled."""
    pack = load_pack(folder)
    url = f"sqlite+aiosqlite:///{file}"
    migrate(url)
    store = Store(url)
    async with store.transaction() as tx:
        await tx.run(programmes.record, pack, wall_clock())
    house = House(store, Desk({pack.programme.code: pack}, load_catalogues()), wall_clock, file.parent / MEDIA)
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
    serving.run(run(given.root, given.file.resolve(), given.pack))


if __name__ == "__main__":
    main()
