"""Whatever valid update comes, and whatever data a forged tap has: none dies, and Telegram takes all that is said."""

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bot.store.schema import dead_update, outbox
from handlers.conversations import TAPS
from tests.handlers.books import CODE, rows
from tests.handlers.test_any_button import Town, town
from tests.house import Stage, stage
from tests.nightly import times
from tests.updates import Updates

__all__ = ["town"]

VALID, TAPPED, BATCH = times(5_000, 100_000), times(1_500, 20_000), 50
# Whoever has blocked it; and what is deleted are messages of hers, which exist in these updates alone.
FINE = ("blocked", "Message to delete not found")
SIGNS = "0123456789abcdefxyz|~-+ #ก\0"


async def test_valid_updates_of_every_kind(sqlite_url: str, tmp_path: Path) -> None:
    chance = random.Random(20261128)
    async with stage(sqlite_url, codes=(CODE,), rate=0) as running:
        phones = [running.simulator.phone(8000 + number) for number in range(40)]
        for phone in phones:
            await phone.say("/start")
        await running.settle()
        updates = Updates(chance, [phone.id for phone in phones], first=10**9)
        await taken(running, (updates.make() for _ in range(VALID)), patience=VALID / 10)
        await everything_went_well(running)


async def test_forged_taps(town: Town) -> None:
    chance, seen = random.Random(20261128), sorted(town.seen)
    taps = (tap(number, town.phone.id, forged(seen, chance)) for number in range(10**9, 10**9 + TAPPED))
    await taken(town.running, taps, patience=TAPPED / 10)
    await everything_went_well(town.running)


async def taken(running: Stage, updates: Iterator[dict[str, Any]], patience: float) -> None:
    """As they come from Telegram, some at a time."""
    driver = running.house.lines[0].driver
    began = time.monotonic()
    while batch := [one for _, one in zip(range(BATCH), updates, strict=False)]:
        await driver.handle(batch)
        await running.settle()
    assert time.monotonic() - began < 600 + patience


async def everything_went_well(running: Stage) -> None:
    assert [(one[:1500]) for (one,) in await rows(running, dead_update.c.traceback)][:3] == []
    states = await rows(running, outbox.c.state, outbox.c.reason, outbox.c.payload)
    assert [(reason, payload) for state, reason, payload in states if state == "failed" and reason not in FINE][
        :5
    ] == []


def tap(number: int, chat: int, data: str) -> dict[str, Any]:
    somebody = {"id": chat, "is_bot": False, "first_name": "Somebody"}
    private = {"id": chat, "type": "private", "first_name": "Somebody"}
    message = {"message_id": 1 + number % 60, "date": 1_772_420_400, "chat": private, "text": "x"}
    query = {"id": str(number), "from": somebody, "message": message, "chat_instance": "1", "data": data}
    return {"update_id": number, "callback_query": query}


def forged(seen: list[str], chance: random.Random) -> str:
    """True data cut, doubled, misspelt, put together anew; and every beginning that a button has with any rest."""
    data, at = chance.choice(seen), chance.randrange(64)
    ways: tuple[Callable[[], str], ...] = (
        lambda: data,
        lambda: data[:at],
        lambda: data + data,
        lambda: data[:at] + chance.choice(SIGNS) + data[at + 1 :],
        lambda: "|".join(chance.sample(parts := data.split("|"), len(parts))),
        lambda: f"{data.split('|')[0]}|{chance.choice(seen).partition('|')[2]}",
        lambda: f"{chance.choice(sorted(TAPS))}|{any_words(chance)}",
        lambda: any_words(chance),
    )
    return chance.choice(ways)().encode("utf-8", "ignore")[:64].decode("utf-8", "ignore")


def any_words(chance: random.Random) -> str:
    return "".join(chance.choice(SIGNS) for _ in range(chance.randrange(30)))


async def test_every_beginning_with_every_broken_rest(town: Town) -> None:
    rests = ("", "|", "||", "|x", "|0", "|-1", f"|{10**20}", "|1|", "|1|x", "|o|l|", "|~", "|1~9", "|\0", "|ก")
    all_of_them = [f"{prefix}{rest}" for prefix in sorted(TAPS) for rest in rests]
    taps = (tap(10**9 + number, town.phone.id, data) for number, data in enumerate(all_of_them))
    await taken(town.running, taps, patience=60)
    await everything_went_well(town.running)
