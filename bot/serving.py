"""What `ovop run` does until it is cancelled: the house is at work, by long polling or behind the webhook's door."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import warnings
from collections.abc import AsyncIterator
from functools import partial

from telegram.warnings import PTBDeprecationWarning

from bot.app import MEDIA, House, open_house
from bot.health import Health
from bot.holding import held
from bot.nights import nightly
from bot.services.keeping import unfinished
from bot.settings import Settings
from bot.store.engine.sync import sqlite_file
from bot.supervision import Work, running
from handlers.wire.insisting import insist
from handlers.wire.request import ALLOWED_UPDATES
from jobs.embedded import Clockwork

log = logging.getLogger(__name__)


async def run(settings: Settings) -> None:
    """Serve until cancelled: long polling, or the webhook's door when there is an address for it."""
    warnings.filterwarnings("ignore", category=PTBDeprecationWarning)
    async with held(settings.database, settings.bots), open_house(settings) as house:
        await asyncio.to_thread(_sweep, settings)
        await _work_in(house, settings)


def _sweep(settings: Settings) -> None:
    """Whatever a kill has left unfinished goes: it may hold who was forgotten since."""
    unfinished.sweep(settings.data_dir, sqlite_file(settings.database))
    unfinished.sweep_half_fetched(settings.data_dir / MEDIA)


async def _work_in(house: House, settings: Settings) -> None:
    clock = Clockwork(house.tick, *nightly(house, settings), now=house.now, believed=house.believed.now)
    async with _watched(house, settings), house.open(polling=not settings.webhook_url), clock.running():
        # what is loaded now stays to the end, and is looked at no more (bot/early.py)
        gc.collect()
        gc.freeze()
        log.info("%s bot(s) at work; Ctrl-C stops", len(house.lines))
        if settings.webhook_url:
            await _set_webhooks(house, settings)
        if settings.serves_web:
            from web.serving import serve

            secret = settings.webhook_secret.get_secret_value()
            web_app = house.web_app(secret, webhook=bool(settings.webhook_url), proxies=settings.web_proxies)
            await serve(web_app, settings.web_host, settings.web_port)
        else:
            await asyncio.Event().wait()


@contextlib.asynccontextmanager
async def _watched(house: House, settings: Settings) -> AsyncIterator[None]:
    """The health door is open inside, also while Telegram is waited for; the bot needs it for nothing."""
    door = Work("The health door", Health(house, settings).serve, lasting=False)
    async with running([door] if settings.health_port else [], house.vitals.failed):
        yield


async def _set_webhooks(house: House, settings: Settings) -> None:
    secret = settings.webhook_secret.get_secret_value()
    for line in house.lines:
        address = f"{settings.webhook_url.rstrip('/')}/telegram/{line.api.bot_id}"
        fields = {"url": address, "secret_token": secret, "allowed_updates": ALLOWED_UPDATES}
        await insist(line.api, partial(line.api.call, "setWebhook", fields), "OVOP_WEBHOOK_URL")
