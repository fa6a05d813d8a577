"""The simulator: a Telegram of one's own on loopback, with its phones, its clock and its faults."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from types import MappingProxyType
from typing import Any

from aiohttp import web

from simulator.bot_api.api import Api, Refusal
from simulator.bot_api.faults import Faults
from simulator.clockwork import Evening
from simulator.control import Arrived, Control, Offered, Opened
from simulator.scenes import Scene
from simulator.world.bots import Bot, Sent, World
from simulator.world.groups import Group
from simulator.world.phones import Owner, Phone

# What answers pages that are none of the simulator's: from a path and its headers to status, headers and body.
Pages = Callable[[str, Mapping[str, str]], Awaitable[tuple[int, Mapping[str, str], bytes]]]

_UPLOAD = 60 * 2**20
_ENGLISH = MappingProxyType({"en": "English"})
_ROLES = MappingProxyType({
    "producer": "a producer",
    "leader": "a leader of a group",
    "staff": "staff of the programme",
})  # fmt: skip
_NO_PAGES: Mapping[str, Pages] = MappingProxyType({})


class Simulator:
    """Bots by token, phones by person.

    `now` gives aware UTC; the `Date` of every answer tells it, as Telegram's does. `advance` brings the owner's world
    to a moment, and `now` with it; the page's clock calls it day by day, and ends
    in the `evening` of the last one. `languages` (code → own name) and `roles` (→
    how the page says it) are those that the page offers for a new phone; `arrived` hears of one before it is seen.
    `scenes`: whose phones are shown one scene at a time; without any the page shows all that there are; `opened` hears
    of the one that somebody looks at.
    `seed` decides which calls faults strike. `pages`: by the first part of their path, pages of the owner's that are
    shown at the same address.
    """

    def __init__(
        self,
        tokens: Sequence[str],
        *,
        now: Callable[[], datetime],
        advance: Callable[[datetime], Awaitable[None]] | None = None,
        evening: Evening = lambda moment: moment,
        phones: Sequence[Owner] = (),
        scenes: Sequence[Scene] = (),
        languages: Mapping[str, str] = _ENGLISH,
        roles: Mapping[str, str] = _ROLES,
        arrived: Arrived | None = None,
        opened: Opened | None = None,
        seed: int = 0,
        pages: Mapping[str, Pages] = _NO_PAGES,
    ) -> None:
        self.world = World(now)
        self.bots = {token: Bot(token, self.world) for token in tokens}
        self.faults = Faults(seed)
        self.api = Api(self.bots, self.faults)
        self._first = next(iter(self.bots.values()))
        self._phones: dict[tuple[str, int], Phone] = {}
        self._groups = 0
        for owner in (*phones, *(owner for scene in scenes for owner in scene.phones)):
            self.add(owner)
        self.control = Control(self, self.world, advance, evening, Offered(languages, roles, scenes), arrived, opened)
        self._pages = pages
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def start(self, port: int = 0) -> str:
        """Listens on 127.0.0.1 (port 0: any free one); the root address, without a slash at the end."""
        app = web.Application(client_max_size=_UPLOAD)
        app.add_routes(self.api.routes() + self.control.routes())
        app.add_routes([web.get(f"/{name}{{rest:.*}}", _page_of(pages)) for name, pages in self._pages.items()])
        app.on_response_prepare.append(self._dated)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self.url

    async def stop(self) -> None:
        """Ends the clock's walk, webhooks and long polls, and closes the port; phones and messages stay."""
        await self.control.close()
        await self.api.webhooks.close()
        for bot in self.bots.values():
            bot.updates.close()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    async def _dated(self, _request: web.Request, response: web.StreamResponse) -> None:
        response.headers["Date"] = format_datetime(self.world.now().astimezone(UTC), usegmt=True)

    @property
    def sent(self) -> list[Sent]:
        """What reached phones, in order: new messages and edits of all bots."""
        return self.world.sent

    @property
    def calls(self) -> Counter[str]:
        """How often each method was called, whatever came of it."""
        return self.api.calls

    @property
    def refusals(self) -> list[Refusal]:
        """Calls that were refused for what they said."""
        return self.api.refusals

    @property
    def phones(self) -> list[Phone]:
        """The phones of the first token's bot, oldest first: those on the page."""
        return [phone for phone in self._phones.values() if phone.bot is self._first]

    def bot(self, token: str | None = None) -> Bot:
        """The bot of a token; without one the first."""
        return self.bots[token] if token else self._first

    def phone(self, user_id: int, name: str = "Somebody", language: str = "en", *, token: str | None = None) -> Phone:
        """The phone of this person, made when it is new; with `token` in the chat with that bot."""
        known = self._phones.get((self.bot(token).token, user_id))
        return known or self.add(Owner(user_id, name, language), token=token)

    def add(self, owner: Owner, *, token: str | None = None) -> Phone:
        """A new phone for this person."""
        bot = self.bot(token)
        phone = self._phones[bot.token, owner.id] = Phone(bot, owner)
        return phone

    async def group(self, by: Phone, title: str = "Our village") -> Group:
        """A new group, to which this person adds the bot."""
        self._groups += 1
        group = Group(by.bot, -4_000_000 - self._groups, title)
        await group.add_bot(by)
        return group

    def push(self, token: str, update: dict[str, Any]) -> int:
        """Queues a raw update as it is, of whatever kind; its update_id."""
        return self.bots[token].push(update)

    async def taken(self, timeout: float = 60) -> None:
        """Waits until the bots have confirmed every update; raises TimeoutError after `timeout` seconds."""
        async with asyncio.timeout(timeout):
            for bot in self.bots.values():
                await bot.updates.taken()

    def lift_limits(self) -> None:
        """No 429 from now on, for any bot."""
        for bot in self.bots.values():
            bot.limits.lifted = True


def _page_of(pages: Pages) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(request: web.Request) -> web.Response:
        status, headers, body = await pages(request.path_qs, request.headers)
        own = {name: value for name, value in headers.items() if name.lower() != "content-length"}
        return web.Response(status=status, headers=own, body=body)

    return answer
