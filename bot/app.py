"""Puts the parts together."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.clock import BelievedClock, Steady, steady_clock, wall_clock
from bot.i18n import load_catalogues
from bot.left_out import LeftOut
from bot.services import programmes
from bot.services.book.statement_paper import Address, address
from bot.services.forms import forms_in_use
from bot.services.groups.report import reported
from bot.services.keeping import copies
from bot.services.loaded_packs import LoadedPacks
from bot.services.people import erasure
from bot.services.recordings import Recordings
from bot.settings import Settings
from bot.store import Store
from bot.supervision import Work, running
from bot.vitals import Vitals
from handlers.book import statement_file
from handlers.commands import LISTED
from handlers.groups.paper import paper_files
from handlers.people import mydata
from handlers.router import route
from handlers.staff.announcing import table_file
from handlers.wire import inbox
from handlers.wire.delivery import Delivery
from handlers.wire.driver import Driver, StrictApplication, build_application
from handlers.wire.fetching import Fetcher
from handlers.wire.insisting import insist
from handlers.wire.limits import Limits
from handlers.wire.outgoing_files import Fetch, FileMaker
from handlers.wire.pictures import DRAWINGS
from handlers.wire.profile import introduce
from handlers.wire.request import AiohttpRequest, Api
from jobs.announcing import Announcing
from jobs.erasing import Traces, clear, clear_sheets
from jobs.form_checks import FormChecks
from jobs.tick import tick
from jobs.watching import Watch

if TYPE_CHECKING:
    from starlette.applications import Starlette

log = logging.getLogger(__name__)

MEDIA = "media"
POLLING_CONNECTIONS = 1


@dataclass(frozen=True, slots=True)
class Way:
    """How to reach Telegram: its root, a bot's token, the rate of messages (0: no limit), seconds of a long poll."""

    root: str
    token: str
    rate: float = 25
    long_poll: int = inbox.LONG_POLL


@dataclass(slots=True)
class BotLine:
    """One bot: its way to Telegram, the driver of its updates and the delivery of what it says."""

    api: Api
    application: StrictApplication
    driver: Driver
    delivery: Delivery
    fetcher: Fetcher
    requests: Sequence[AiohttpRequest]
    webhook: inbox.WebhookInbox
    long_poll: int


@dataclass(slots=True)
class House:
    """A running deployment: one database, one loaded, and a line for each bot."""

    store: Store
    loaded: LoadedPacks
    now: Callable[[], datetime]
    media: Path
    lines: list[BotLine] = field(default_factory=list)
    # commands that Telegram's menu offers besides the bot's own: name → what it does
    commands: Mapping[str, str] = field(default_factory=dict)
    # the programme with the most people: what is of all is done in its night; None: that of any
    home: str | None = None
    # where anybody reaches the web app; empty: nobody does
    public_url: str = ""
    # drawing takes a core for a moment: one at a time, however many bots there are
    drawing: asyncio.Lock = field(default_factory=asyncio.Lock)
    # who is not looked at by what is done for many, since a row of theirs cannot be read
    left_out: LeftOut = field(default_factory=LeftOut)
    # seconds that pass whatever anybody sets the clock to
    steady: Steady = steady_clock
    # the clock for what cannot be undone, and who looks whether it is right
    believed: BelievedClock = field(init=False)
    watch: Watch = field(init=False)
    # what it counts of itself, for who looks after it
    vitals: Vitals = field(init=False)

    def __post_init__(self) -> None:
        self.vitals = Vitals(self.steady)
        self.believed = BelievedClock(self.now, self.steady)
        self.watch = Watch(self.believed.read, self._ask_the_time)

    def add_bot(self, way: Way) -> BotLine:
        """Give the house another bot."""
        saw, heard = self.believed.saw, self.vitals.heard
        request = AiohttpRequest(saw=saw, heard=heard)
        polling = AiohttpRequest(POLLING_CONNECTIONS, saw=saw, heard=heard)
        api = Api(way.root, way.token, request, polling)
        application = build_application(way.token, way.root, request, polling)
        files = self._files(application)
        self.loaded.rate = way.rate
        limits, likely = Limits(way.rate), self.believed.likely
        delivery = Delivery(api, self.store.transaction, likely, limits, files.make, self.vitals)
        driver = Driver(application, api, self.loaded, route, self.store.transaction, likely, delivery, self.vitals)
        webhook = inbox.WebhookInbox(driver)
        fetcher = Fetcher(api, self.store.transaction, self.believed.likely, self.media, self.loaded)
        line = BotLine(api, application, driver, delivery, fetcher, (request, polling), webhook, way.long_poll)
        self.lines.append(line)
        return line

    def _files(self, application: StrictApplication) -> FileMaker:
        fetch: dict[str, Fetch] = {
            mydata.KIND: partial(mydata.document, self.store.transaction),
            table_file.KIND: partial(table_file.document, self.store.transaction, self.loaded),
        }

        def where(code: str) -> Address:
            return address(code, self.public_url, application.bot.username)

        statements = {statement_file.KIND: partial(statement_file.document, self.store.transaction, self.loaded, where)}
        known = (lambda: application.bot.username, reported.figures, reported.selling(self.loaded), self.media)
        papers = paper_files.Makers(self.store.transaction, self.loaded, *known)
        return FileMaker(DRAWINGS, fetch, {**statements, **papers.by_kind()}, self.drawing)

    def web_app(self, secret: str, *, webhook: bool, proxies: int = 0) -> Starlette:
        """The web door: pages for anybody, and where Telegram calls, the webhook; `proxies` of ours stand before it."""
        # here, because a bot that polls and has no pages can do without some MB
        from web.hook import build as build_web
        from web.limits import Limits as WebLimits
        from web.readers import Readers
        from web.verify import Pages

        accept = {line.api.bot_id: line.webhook.accept for line in self.lines} if webhook else {}
        pages = Pages(self.store.transaction, self.loaded.catalogues, WebLimits(), Readers(proxies))
        return build_web(accept, secret, pages.routes())

    def wake(self) -> None:
        """Something was said by a job."""
        for line in self.lines:
            line.delivery.wake()

    async def tick(self) -> None:
        """Take up what staff have put in use; open, close and remind what is due; clear what erasures have left."""
        await self.take_up_forms()
        await self.watch.look()
        await tick(self.store.transaction, self.loaded, self.left_out, self.believed.read, self.wake)
        await self.announcing.round()
        await self.clear()
        self.vitals.ticked()

    async def _ask_the_time(self) -> None:
        if self.lines:
            await self.lines[0].api.ask_the_time()

    async def take_up_forms(self) -> None:
        """Ask the forms that staff have put in use."""
        async with self.store.transaction() as tx:
            await tx.run(forms_in_use.keep_up, self.loaded, self.left_out)

    async def clear(self, *, at_night: bool = False) -> None:
        """Clear what erasures have left in files."""
        await clear_sheets(self.store.transaction, self.media)
        self.vitals.erased += await clear(self.store.transaction, self.left_out, self.traces, at_night=at_night)

    @property
    def form_checks(self) -> FormChecks:
        """What checks the forms that staff have sent."""
        return FormChecks(self.store.transaction, self.loaded, self.media, self.believed.likely, self.wake)

    @property
    def announcing(self) -> Announcing:
        """What sends announcements."""
        return Announcing(self.store.transaction, self.loaded, self.left_out, self.believed.read, self.wake)

    @property
    def traces(self) -> Traces:
        """Where erasures leave traces, and their list beside the database."""
        return Traces(self.store.url, self.media, self.media.parent / erasure.LIST)

    @contextlib.asynccontextmanager
    async def open(self, *, polling: bool = True, announcing: bool = True) -> AsyncIterator[None]:
        """Everything is running inside: updates come in, messages go out, announcements leave. Without `announcing`
        these leave at a tick alone.
        """
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(self.store.close)
            for line in self.lines:
                await stack.enter_async_context(_telegram(line))
            works = [work for line in self.lines for work in _works(line, polling)]
            works.append(Work("Checking forms", self.form_checks.run))
            works += [Work("Announcing", self.announcing.run)] if announcing else []
            works += [
                Work(f"Introducing bot {line.api.bot_id}", self._introduction(line), False) for line in self.lines
            ]
            await stack.enter_async_context(running(works, self.vitals.failed))
            yield

    def _introduction(self, line: BotLine) -> Callable[[], Awaitable[None]]:
        return partial(introduce, line.api, self.loaded.catalogues, self.loaded.languages, {**LISTED, **self.commands})


@contextlib.asynccontextmanager
async def _telegram(line: BotLine) -> AsyncIterator[None]:
    try:
        for request in line.requests:
            await request.initialize()
        # until Telegram has said who this bot is
        await insist(line.api, line.application.initialize)
        yield
    finally:
        await line.application.shutdown()
        for request in line.requests:
            await request.shutdown()


def _works(line: BotLine, polling: bool) -> list[Work]:
    bot = f"bot {line.api.bot_id}"
    incoming = partial(inbox.poll, line.api, line.driver, line.long_poll) if polling else line.webhook.run
    return [
        Work(f"Sending of {bot}", line.delivery.run),
        Work(f"Fetching files of {bot}", line.fetcher.run),
        Work(f"Taking updates of {bot}", incoming),
    ]


@contextlib.asynccontextmanager
async def open_house(settings: Settings, now: Callable[[], datetime] = wall_clock) -> AsyncIterator[House]:
    """The house of these settings; its store is closed at the end, also when it never comes to be at work."""
    store = Store(settings.database, partial(copies.advised, data=settings.data_dir))
    try:
        yield await _furnished(store, settings, now)
    finally:
        await store.close()


async def _furnished(store: Store, settings: Settings, now: Callable[[], datetime]) -> House:
    """Packs and old forms from the database, a line for each token."""
    async with store.transaction() as tx:
        packs = await tx.run(programmes.load_packs)
        old = await tx.run(programmes.old_forms, packs)
        home = await tx.run(programmes.home)
    media = settings.data_dir / MEDIA
    loaded = LoadedPacks(packs, load_catalogues(), old, Recordings(media))
    house = House(store, loaded, now, media, home=home, public_url=settings.public_address)
    await house.take_up_forms()
    # a database that was put back by other means than ours brings back people who had asked to be forgotten
    async with store.transaction() as tx:
        await tx.run(erasure.erase_again, erasure.read_list(house.traces.listed), now())
    for token in settings.tokens:
        house.add_bot(Way(settings.api_url, token, settings.rate))
    return house
