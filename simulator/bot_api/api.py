"""The Bot API's side of the server: one call from its address to its answer, with limits, checks and faults."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from simulator.bot_api import wire
from simulator.bot_api.check import Method, Tables
from simulator.bot_api.errors import ApiError, bad, conflict, forbidden, not_simulated, too_many
from simulator.bot_api.faults import Fault, Faults, Kind
from simulator.bot_api.methods import METHODS
from simulator.bot_api.webhook import Webhooks
from simulator.world.bots import Bot

_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Refusal:
    """A call that was refused for what it said (a fault made on demand is none)."""

    token: str
    method: str
    args: dict[str, Any]
    description: str


class Api:
    """Answers /bot<token>/<method> and /file/bot<token>/<path>."""

    def __init__(self, bots: dict[str, Bot], faults: Faults) -> None:
        self.bots = bots
        self.faults = faults
        self.calls: Counter[str] = Counter()
        self.refusals: list[Refusal] = []
        self.webhooks = Webhooks(self.call)
        self._tables = Tables()

    def routes(self) -> list[web.RouteDef]:
        """The addresses, as Telegram has them."""
        return [
            web.route("*", "/bot{token:[^/]+}/{method}", self.answer),
            web.get("/file/bot{token:[^/]+}/{path:.+}", self.download),
        ]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """One call over HTTP."""
        bot = self.bots.get(request.match_info["token"])
        method = self._tables.method(request.match_info["method"])
        if bot is None:
            return wire.refused(ApiError(401, "Unauthorized"))
        if method is None:
            return wire.refused(ApiError(404, "Not Found"))
        self.calls[method.name] += 1
        fault = self.faults.pick(method.name)
        if fault is not None:
            return await self._struck(request, bot, method, fault)
        return await self._handled(request, bot, method)

    async def _struck(self, request: web.Request, bot: Bot, method: Method, fault: Fault) -> web.StreamResponse:
        if fault.kind is Kind.DROPPED:
            return wire.hang_up(request)
        if fault.kind is Kind.SWALLOWED:
            await self._handled(request, bot, method)
            return wire.hang_up(request)
        if fault.kind is Kind.SLOW:
            answer = await self._handled(request, bot, method)
            await asyncio.sleep(fault.seconds)
            return answer
        return wire.refused(_refusal(fault))

    async def _handled(self, request: web.Request, bot: Bot, method: Method) -> web.Response:
        raw: dict[str, Any] = {}
        try:
            raw = await wire.read(request)
            return wire.ok(await self._run(bot, method, raw))
        except ApiError as error:
            if error.code not in (409, 429):
                self.refusals.append(Refusal(bot.token, method.name, raw, error.description))
            return wire.refused(error)

    async def call(self, bot: Bot, name: str, raw: dict[str, Any]) -> Any:
        """Runs a method by its name, without HTTP: a webhook's answer may hold one."""
        method = self._tables.method(name)
        if method is None:
            raise ApiError(404, "Not Found")
        self.calls[method.name] += 1
        return await self._run(bot, method, raw)

    async def _run(self, bot: Bot, method: Method, raw: dict[str, Any]) -> Any:
        args = method.check(raw)
        if method.name == "getUpdates":
            return await self._get_updates(bot, args)
        if method.name in self.webhooks.methods:
            return await self.webhooks.methods[method.name](bot, args)
        run = METHODS.get(method.name)
        if run is None:
            raise not_simulated(method.name)
        return run(bot, args)

    async def _get_updates(self, bot: Bot, args: dict[str, Any]) -> list[dict[str, Any]]:
        if self.webhooks.has(bot):
            raise conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
        if "allowed_updates" in args:
            bot.updates.allowed = tuple(args["allowed_updates"])
        limit = args.get("limit", _LIMIT)
        if not 1 <= limit <= _LIMIT:
            limit = _LIMIT
        if args.get("timeout", 0) < 0:
            raise bad("timeout must be non-negative")
        return await bot.updates.poll(args.get("offset", 0), limit, args.get("timeout", 0))

    async def download(self, request: web.Request) -> web.StreamResponse:
        """The bytes of a file, at the path that getFile gave."""
        bot = self.bots.get(request.match_info["token"])
        if bot is None:
            return wire.refused(ApiError(401, "Unauthorized"))
        file = bot.files.at(request.match_info["path"])
        if file is None:
            return wire.refused(ApiError(404, "Not Found"))
        return web.Response(body=file.data, content_type=file.mime)


def _refusal(fault: Fault) -> ApiError:
    if fault.kind is Kind.TOO_MANY:
        return too_many(max(1, round(fault.seconds)))
    if fault.kind is Kind.BLOCKED:
        return forbidden("bot was blocked by the user")
    code = int(fault.kind)
    return ApiError(code, "Internal Server Error" if code == 500 else "Bad Gateway")
