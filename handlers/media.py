"""Files on their way out: recorded voices and pictures of a pack, and pictures drawn for one person."""

import asyncio
import mimetypes
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from handlers.request import File

Draw = Callable[[Mapping[str, Any]], bytes]
Fetch = Callable[[Mapping[str, Any]], Awaitable[File]]


class FileMaker:
    """Makes the bytes that a message asks for, off the event loop; pictures are drawn one at a time.

    `draw`: by kind what draws a picture, in a thread; `fetch`: by kind what takes a file from the database.
    """

    def __init__(self, draw: Mapping[str, Draw], fetch: Mapping[str, Fetch]) -> None:
        self._draw, self._fetch = draw, fetch
        self._one_at_a_time = asyncio.Lock()

    async def make(self, wanted: Mapping[str, Any]) -> File:
        """The file of a message: {"kind": "pack", "path": …}, or what its kind is drawn or fetched by."""
        if fetch := self._fetch.get(wanted["kind"]):
            return await fetch(wanted)
        if wanted["kind"] == "pack":
            path = Path(wanted["path"])
            mime = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            return File(path.name, await asyncio.to_thread(path.read_bytes), mime)
        async with self._one_at_a_time:
            content = await asyncio.to_thread(self._draw[wanted["kind"]], wanted)
        return File(f"{wanted['kind']}.png", content, "image/png")
