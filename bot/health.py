"""How a running bot is, for who watches it: asked of the house, told at the health door."""

from __future__ import annotations

import asyncio
import logging
import shutil
import socket
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.services.keeping import readiness
from bot.services.keeping.readiness import Finding, Pulse
from bot.services.work import StoreTrouble
from bot.spells import Spells
from bot.supervision import kind_of
from web.health import HealthDoor

if TYPE_CHECKING:
    from bot.app import House
    from bot.settings import Settings

log = logging.getLogger(__name__)

# Seconds that the database has for an answer: it may be busy, not stuck.
PATIENCE = 5.0
# Seconds until a port that is taken is tried again: the process before this one may be about to end.
AGAIN = 30.0


class Health:
    """What the health door tells of a house."""

    def __init__(self, house: House, settings: Settings) -> None:
        self._house, self._settings = house, settings
        self._bots = [line.api.bot_id for line in house.lines]
        # one at a time, however many ask
        self._asking: asyncio.Task[tuple[Finding, Pulse | None]] | None = None

    async def findings(self) -> Sequence[Finding]:
        """What `/readyz` looks at, each with a sentence."""
        return (await self._look())[0]

    async def metrics(self) -> tuple[bytes, str]:
        """The figures, for Prometheus."""
        from web.metrics import Figures, text

        findings, pulse = await self._look()
        reading, now = self._house.believed.read(), self._house.believed.likely()
        waits = {
            lane.name: 0.0 if since is None else max(0.0, (now - since).total_seconds())
            for lane, since in (pulse.oldest if pulse else {}).items()
        }
        figures = Figures(
            self._house.vitals,
            waits,
            pulse.dead_updates if pulse else 0,
            pulse.erasures if pulse else 0,
            None if reading.since is None else reading.ahead.total_seconds(),
            shutil.disk_usage(self._settings.data_dir.resolve()).free,
            {one.topic: one.ok for one in findings},
        )
        return text(figures)

    async def _look(self) -> tuple[list[Finding], Pulse | None]:
        house, vitals = self._house, self._house.vitals
        database, pulse = await self._database()
        findings = [
            database,
            readiness.telegram(vitals, polling=not self._settings.webhook_url),
            await asyncio.to_thread(readiness.room, self._settings.data_dir),
            readiness.clock(house.believed.read()),
            *readiness.parts(vitals),
        ]
        if pulse is not None:
            findings.append(readiness.queues(pulse, house.believed.likely()))
        return findings, pulse

    async def _database(self) -> tuple[Finding, Pulse | None]:
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._pulse())
        # what waits for the database cannot be called off, only left to itself
        await asyncio.wait({self._asking}, timeout=PATIENCE)
        if not self._asking.done():
            return Finding("database", False, f"The database is busy for more than {PATIENCE:.0f} s. Who has it?"), None
        return self._asking.result()

    async def _pulse(self) -> tuple[Finding, Pulse | None]:
        try:
            async with self._house.store.transaction() as tx:
                pulse = await tx.run(readiness.pulse, self._bots)
        except StoreTrouble as trouble:
            return Finding("database", False, trouble.sentence), None
        except Exception as error:  # noqa: BLE001 - who asks how it is gets an answer, whatever it is
            return Finding("database", False, f"The database cannot be asked ({kind_of(error)})."), None
        return Finding("database", True, "The database is written to."), pulse

    async def serve(self) -> None:
        """Keep the door open until cancelled. A port that is taken ends nobody's work: it is said, and tried again."""
        host, port = self._settings.health_host, self._settings.health_port
        spells = Spells()
        while True:
            try:
                door = socket.create_server((host, port), family=_family(host))
            except OSError as error:
                if spells.is_news(error.errno):
                    told = "the health door cannot be opened at %s:%s (%s); see OVOP_HEALTH_HOST and OVOP_HEALTH_PORT"
                    log.warning(told, host, port, error.strerror)
                await asyncio.sleep(AGAIN)
            else:
                await HealthDoor(self.findings, self.metrics).serve(door)


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
