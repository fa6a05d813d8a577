"""How long a test waits for what has to happen.

It bounds nothing that is measured: a machine with other work on its cores takes many times as long as an idle one, and
what never happens fails all the same.
"""

import asyncio
from collections.abc import Callable

PATIENCE = 120.0


async def until(happened: Callable[[], object]) -> None:
    """Wait for it."""
    async with asyncio.timeout(PATIENCE):
        while not happened():
            await asyncio.sleep(0.005)
