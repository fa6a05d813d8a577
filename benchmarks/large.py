"""One update among many producers against one among few: does an answer take longer in a large programme?

    python -m benchmarks.large [--many 100000] [--few 100] [--rounds 40]

The databases are those of benchmarks.tick; somebody writes, and the time runs until the update is on the disk with all
that it has changed and said (synchronous=FULL).
"""

import argparse
import asyncio
import contextlib
import random
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.race import HERE, stand_in
from benchmarks.tick import CODE, NOW, prepare
from bot.app import BotLine, House, Way
from bot.i18n import load_catalogues
from bot.packs import PROGRAMMES, load_pack
from bot.services.loaded_packs import LoadedPacks
from bot.store import Store

TOKEN = "1:TEST"
LINES = ("hello", "/checkin", "/progress", "/language")


@contextlib.asynccontextmanager
async def at_work(store: Store, loaded: LoadedPacks, root: str, media: Path) -> AsyncIterator[BotLine]:
    """The house with this database; nobody polls, updates are given to it one by one."""
    house = House(store, loaded, lambda: NOW + timedelta(hours=1), media)
    line = house.add_bot(Way(root, TOKEN, rate=0))
    async with house.open(polling=False):
        yield line


def update(number: int, person: int, text: str) -> dict[str, Any]:
    """What Telegram would bring."""
    chat = {"id": person, "type": "private", "first_name": "Somsri"}
    user = {"id": person, "is_bot": False, "first_name": "Somsri", "language_code": "th"}
    return {
        "update_id": number,
        "message": {"message_id": number, "date": 1_780_000_000, "chat": chat, "from": user, "text": text},
    }


async def once(line: BotLine, number: int, person: int, text: str) -> float:
    """Milliseconds of one update."""
    began = time.perf_counter()
    await line.driver.handle([update(number, person, text)])
    took = time.perf_counter() - began
    # what was said leaves before the next one comes, as it does when people are few
    while line.delivery.in_hand:  # noqa: ASYNC110 - nothing tells of it, and nothing is measured here
        await asyncio.sleep(0.001)
    return took * 1000


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("many", 100_000), ("few", 100), ("rounds", 40)):
        parser.add_argument(f"--{name}", type=int, default=default)
    given = parser.parse_args()
    loaded, chance = LoadedPacks({CODE: load_pack(PROGRAMMES / CODE)}, load_catalogues()), random.Random(1)
    with tempfile.TemporaryDirectory(dir=HERE, prefix=".venv-run-") as folder, stand_in(["hello"]) as control:
        async with contextlib.AsyncExitStack() as stack:
            lines = []
            for count in (given.few, given.many):
                store = await prepare(count, Path(folder))
                lines.append(
                    (count, await stack.enter_async_context(at_work(store, loaded, control.root, Path(folder))))
                )
            print(f"one update             {given.few:>9,} producers {given.many:>9,} producers   ratio")
            for place, text in enumerate(LINES):
                rounds = []
                for number in range(given.rounds):
                    key = place * given.rounds + number + 1
                    rounds.append([await once(line, key, chance.randint(1, count), text) for count, line in lines])
                few, many = (statistics.median(times) for times in zip(*rounds, strict=True))
                print(f"{text:<22}{few:>16.2f} ms{many:>16.2f} ms{many / few:>11.2f}")


if __name__ == "__main__":
    asyncio.run(main())
