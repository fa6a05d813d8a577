"""Files on their way out: recorded voices and pictures of a pack, and what is drawn or put together for one person."""

import asyncio
import mimetypes
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from handlers.wire.request import File

Draw = Callable[[Mapping[str, Any]], bytes]
Fetch = Callable[[Mapping[str, Any]], Awaitable[File]]
Prepare = Callable[[Mapping[str, Any]], Awaitable[Callable[[], File]]]


class FileMaker:
    """Makes the bytes that a message asks for, off the event loop; whatever is drawn is drawn one at a time.

    By kind. `draw`: what draws a picture, in a thread; `fetch`: what takes a file from the database; `prepare`: what
    takes data from the database and gives a drawing to be done in a thread. `one_at_a_time`: shared by all bots.
    """

    def __init__(
        self,
        draw: Mapping[str, Draw],
        fetch: Mapping[str, Fetch],
        prepare: Mapping[str, Prepare],
        one_at_a_time: asyncio.Lock,
    ) -> None:
        self._draw, self._fetch, self._prepare = draw, fetch, prepare
        self._one_at_a_time = one_at_a_time

    async def make(self, wanted: Mapping[str, Any]) -> File:
        """The file of a message: {"kind": "pack", "path": …}, or what its kind is made by."""
        kind: str = wanted["kind"]
        if fetch := self._fetch.get(kind):
            return await fetch(wanted)
        if kind == "pack":
            path = Path(wanted["path"])
            mime = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            return File(path.name, await asyncio.to_thread(path.read_bytes), mime)
        if prepare := self._prepare.get(kind):
            drawing = await prepare(wanted)
            async with self._one_at_a_time:
                return await asyncio.to_thread(drawing)
        async with self._one_at_a_time:
            content = await asyncio.to_thread(self._draw[kind], wanted)
        return File(f"{kind}.png", content, "image/png")
