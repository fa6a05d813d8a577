"""Telegram is away for 26 hours of the house's clock: what it kept is answered, what waited arrives once."""

import asyncio
import logging
from pathlib import Path

import pytest

from bot.domain.wire.outgoing import Lane, Outgoing
from bot.services.wire.inbox import close_batch
from bot.store.schema import dead_update, outbox
from simulator.bot_api.faults import Kind
from tests.enrol import enrol
from tests.handlers.books import CODE, rows, say
from tests.house import stage
from tests.patience import PATIENCE


async def test_telegram_is_away_for_a_day_and_two_hours(
    sqlite_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with stage(sqlite_url, codes=(CODE,)) as running:
        phone = running.simulator.phone(1)
        await enrol(running, phone)
        await say(running, phone, "/help")
        caplog.set_level(logging.WARNING)
        running.simulator.faults.add("*", Kind.DROPPED)
        for hour in (0, 23):
            await _remind(running, phone, f"reminder of hour {hour}")
            for _ in range(23 if not hour else 3):
                running.clock.turn(hours=1)
                running.house.wake()
                await running.house.tick()
                await asyncio.sleep(0.12)
        await phone.say("sold 12 soap 600")
        running.simulator.faults.clear()
        phone.mark()
        running.clock.turn(minutes=10)
        running.house.wake()
        await phone.until("K600", timeout=PATIENCE)
        await phone.until("reminder of hour 23", timeout=PATIENCE)
        shown = [one.text for one in phone.screen if "reminder of hour" in one.text]
        assert shown == ["reminder of hour 0", "reminder of hour 23"]
        assert await rows(running, dead_update.c.id) == []
        assert {state for (state,) in await rows(running, outbox.c.state)} <= {"sent", "sending"}
    assert "fails again and again" not in caplog.text and "Traceback" not in caplog.text
    assert "Telegram is out of reach, trying again" in caplog.text
    assert "Telegram's time was not seen for" in caplog.text


async def _remind(running: object, phone: object, words: str) -> None:
    bot, chat = phone.bot.id, phone.id  # type: ignore[attr-defined]
    row = Outgoing(bot, chat, Lane.NUDGE, "sendMessage", {"chat_id": chat, "text": words})
    async with running.house.store.transaction() as tx:  # type: ignore[attr-defined]
        await tx.run(close_batch, [], [row], running.clock.now())  # type: ignore[attr-defined]
    running.house.wake()  # type: ignore[attr-defined]
