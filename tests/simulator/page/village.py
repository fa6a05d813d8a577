"""A simulator with three phones, and a clock that lets the bot say that a month has begun."""

import asyncio
from datetime import UTC, datetime

from telegram import Bot

from simulator.server import Simulator
from tests.simulator.page.hands import LANGUAGES, OWNERS

TOKEN = "1001:page"
DAY_SECONDS = 0.005  # long enough for an eye, or a browser, to see the year go by


class Village:
    """A simulator with three phones, its bot, and a clock that the bot uses to say that a month has begun."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)
        self.sim = Simulator([TOKEN], now=lambda: self.moment, advance=self.advance, phones=OWNERS, languages=LANGUAGES)
        self.sim.lift_limits()
        self.bot: Bot | None = None

    async def advance(self, to: datetime) -> None:
        await asyncio.sleep(DAY_SECONDS)
        self.moment = to
        if to.day == 1:
            await self.bot.send_message(OWNERS[0].id, f"Month {to.month} begins")
