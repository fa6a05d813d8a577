"""Serving: the web door stands open until the process is told to stop."""

import asyncio
import contextlib
from collections.abc import Iterator

import uvicorn
from starlette.applications import Starlette

from bot.supervision import CannotGoOn
from web.slow import Prompt

# Seconds that requests have to end in when the door closes.
GRACE = 5


class _Door(uvicorn.Server):
    """A server that leaves signals to the process: whoever serves is cancelled, and closes the door on the way out."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(app: Starlette, host: str, port: int) -> None:
    """Answer at that address until cancelled. Raises CannotGoOn when the door cannot be opened, or closes by itself."""
    config = uvicorn.Config(
        app, host, port, log_config=None, access_log=False, lifespan="off", proxy_headers=False,
        timeout_graceful_shutdown=GRACE, http=Prompt,
    )  # fmt: skip
    server = _Door(config)
    serving = asyncio.create_task(_at_the_door(server))
    try:
        await asyncio.shield(serving)
    except asyncio.CancelledError:
        # its own way out closes the port; cancelled, it would leave that to the collector of garbage
        server.should_exit = True
        await serving
        raise
    if not server.should_exit:
        raise CannotGoOn("The web door has closed by itself.")


async def _at_the_door(server: uvicorn.Server) -> None:
    try:
        await server.serve()
    except SystemExit:
        # it has logged why, and would end the process with a code of its own
        where = f"{server.config.host}:{server.config.port}"
        told = (
            f"The web door cannot be opened at {where}; is something else there? See OVOP_WEB_HOST and OVOP_WEB_PORT."
        )
        raise CannotGoOn(told) from None
