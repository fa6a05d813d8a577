"""A real `ovop run` on a real file, with what it writes on its standard error."""

import asyncio
import os
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.patience import PATIENCE


@dataclass
class Process:
    """One life after the other; `said` is what the present one has logged, line by line."""

    surroundings: dict[str, str]
    said: list[str] = field(default_factory=list)
    _process: asyncio.subprocess.Process | None = None
    _hearing: asyncio.Task[None] | None = None

    @classmethod
    def on(cls, data: Path, **settings: str) -> "Process":
        kept = {name: value for name, value in os.environ.items() if not name.startswith("OVOP_")}  # noqa: TID251 - a process of its own
        given = {f"OVOP_{name}": value for name, value in settings.items()}
        return cls(kept | {"OVOP_DATA_DIR": str(data), "OVOP_HEALTH_PORT": "0"} | given)

    async def start(self) -> None:
        """Until it is at work."""
        await self.begin()
        await self.until("bot(s) at work")

    async def begin(self) -> None:
        """It runs, whatever becomes of it."""
        self.said.clear()
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env=self.surroundings,
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        self._hearing = asyncio.create_task(self._hear())

    async def _hear(self) -> None:
        assert self._process is not None and self._process.stderr is not None
        async for line in self._process.stderr:
            self.said.append(line.decode())

    def heard(self, words: str) -> int:
        """In how many lines of the log these words are."""
        return sum(words in line for line in self.said)

    async def until(self, words: str) -> None:
        async with asyncio.timeout(PATIENCE):
            while not self.heard(words):
                assert self.lives or self.heard(words), self.said
                await asyncio.sleep(0.05)

    @property
    def lives(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def stop(self) -> int:
        """As systemd stops it; gives its exit code."""
        assert self._process is not None
        with suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGTERM)
        return await self.ended()

    async def ended(self) -> int:
        """Wait for its end; gives its exit code."""
        assert self._process is not None and self._hearing is not None
        code = await asyncio.wait_for(self._process.wait(), PATIENCE)
        await self._hearing
        return code

    async def kill(self) -> None:
        """For the end of a test, however it ended."""
        if self._process is not None and self._hearing is not None:
            if self.lives:
                self._process.kill()
            await self._process.wait()
            await self._hearing
