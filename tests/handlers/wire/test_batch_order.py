"""The webhook's batch: one chat's updates may come over several connections; their numbers give the order."""

import asyncio
import contextlib
from itertools import permutations
from typing import Any

import pytest

from handlers.wire.inbox import WebhookInbox
from simulator.world.phones import Phone
from tests.handlers.books import book_of, opened, sums, typed
from tests.house import Stage
from tests.patience import PATIENCE

LINES = ("sold 12 soap 600", "bought oil 80", "sold 3 honey 150")
WRITTEN = [("in", 600, "soap"), ("out", 80, "oil"), ("in", 150, "honey")]


async def arrive(running: Stage, raws: list[dict[str, Any]]) -> None:
    """They are all there when the inbox begins to take, each from a connection of its own."""
    inbox = WebhookInbox(running.house.lines[0].driver)
    connections = [asyncio.create_task(inbox.accept(raw)) for raw in raws]
    await asyncio.sleep(0)
    task = asyncio.create_task(inbox.run())
    try:
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*connections)
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
    await running.settle()


def updates(running: Stage, phone: Phone, *lines: str) -> list[dict[str, Any]]:
    return [typed(phone, 100 + number, line, running.clock.now()) for number, line in enumerate(lines)]


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
async def test_a_chats_lines_are_written_down_in_the_order_of_their_numbers(
    sqlite_url: str, order: tuple[int, ...]
) -> None:
    async with opened(sqlite_url) as (running, phone):
        sent = updates(running, phone, *LINES)
        phone.mark()
        await arrive(running, [sent[place] for place in order])
        assert sums(await book_of(running, phone)) == WRITTEN
        told = [message.text for message in phone.heard]
        assert ["soap" in told[0], "oil" in told[1], "honey" in told[2]] == [True] * 3


async def test_an_answer_that_overtook_its_line_is_the_answer_all_the_same(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        line, answer = updates(running, phone, "honey 300", "out")
        await arrive(running, [answer, line])
        assert sums(await book_of(running, phone)) == [("out", 300, "honey")]
