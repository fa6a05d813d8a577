"""Files on their way out: recorded voices and pictures of a pack, and pictures drawn for one person."""

import asyncio
import mimetypes
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from handlers.request import File

Draw = Callable[[Mapping[str, Any]], bytes]


class FileMaker:
    """Makes the bytes that a message asks for, off the event loop; pictures are drawn one at a time."""

    def __init__(self, draw: Mapping[str, Draw]) -> None:
        self._draw = draw
        self._one_at_a_time = asyncio.Lock()

    async def make(self, wanted: Mapping[str, Any]) -> File:
        """The file of a message: {"kind": "pack", "path": …}, or a drawing by its kind."""
        if wanted["kind"] == "pack":
            path = Path(wanted["path"])
            mime = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            return File(path.name, await asyncio.to_thread(path.read_bytes), mime)
        async with self._one_at_a_time:
            content = await asyncio.to_thread(self._draw[wanted["kind"]], wanted)
        return File(f"{wanted['kind']}.png", content, "image/png")
