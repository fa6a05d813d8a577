"""Webhooks: updates go out by POST, in order within a chat, again and again until the bot says 2xx."""

import asyncio
import json
import re
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from simulator.bot_api.errors import ApiError, bad
from simulator.bot_api.updates import Pending
from simulator.world.bots import Bot

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_CONNECTIONS = 40
Args = dict[str, Any]
Call = Callable[[Bot, str, Args], Awaitable[Any]]


@dataclass(eq=False)
class Hook:
    """The webhook of one bot, at work."""

    bot: Bot
    url: str
    secret: str
    connections: int
    free: asyncio.Semaphore
    lanes: dict[int, deque[Pending]] = field(default_factory=dict)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    last_error: tuple[int, str] | None = None

    def info(self) -> Args:
        """WebhookInfo."""
        about: Args = {"url": self.url, "max_connections": self.connections}
        if self.last_error:
            about |= {"last_error_date": self.last_error[0], "last_error_message": self.last_error[1]}
        return about


class Webhooks:
    """All webhooks. `first` and `longest` are the seconds between tries; each wait is twice the one before."""

    def __init__(self, call: Call) -> None:
        self.first = 0.2
        self.longest = 30.0
        self.timeout = 20.0
        self._call = call
        self._hooks: dict[int, Hook] = {}
        self._session: aiohttp.ClientSession | None = None
        self.methods: dict[str, Callable[[Bot, Args], Awaitable[Any]]] = {
            "setWebhook": self.set,
            "deleteWebhook": self.delete,
            "getWebhookInfo": self.info,
        }

    def has(self, bot: Bot) -> bool:
        """Is one set?"""
        return bot.id in self._hooks

    async def set(self, bot: Bot, args: Args) -> bool:
        """setWebhook; the simulator takes http on loopback too, where Telegram wants https."""
        if not args["url"]:
            return await self.delete(bot, args)
        if not re.match(r"https://|http://(127\.0\.0\.1|localhost)[:/]", args["url"]):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        secret = args.get("secret_token", "")
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
            raise bad("secret token contains unallowed characters")
        connections = args.get("max_connections", _CONNECTIONS)
        if not 1 <= connections <= 100:
            connections = _CONNECTIONS
        await self._end(bot, args)
        bot.updates.end_poll("terminated by setWebhook request")
        if "allowed_updates" in args:
            bot.updates.allowed = tuple(args["allowed_updates"])
        hook = Hook(bot, args["url"], secret, connections, asyncio.Semaphore(connections))
        self._hooks[bot.id] = hook
        bot.updates.on_new = lambda pending: self._offer(hook, pending)
        for pending in bot.updates.pending:
            self._offer(hook, pending)
        return True

    async def delete(self, bot: Bot, args: Args) -> bool:
        """deleteWebhook; what was not taken waits for getUpdates."""
        await self._end(bot, args)
        return True

    async def info(self, bot: Bot, args: Args) -> Args:
        """getWebhookInfo."""
        hook = self._hooks.get(bot.id)
        common: Args = {"has_custom_certificate": False, "pending_update_count": len(bot.updates)}
        if bot.updates.allowed:
            common["allowed_updates"] = list(bot.updates.allowed)
        return {"url": "", **common, **(hook.info() if hook else {})}

    async def _end(self, bot: Bot, args: Args) -> None:
        hook = self._hooks.pop(bot.id, None)
        bot.updates.on_new = None
        if hook:
            await _cancel(hook.tasks)
        if args.get("drop_pending_updates"):
            bot.updates.drop_all()

    async def close(self) -> None:
        """Stops all deliveries."""
        for hook in self._hooks.values():
            hook.bot.updates.on_new = None
            await _cancel(hook.tasks)
        self._hooks.clear()
        if self._session:
            await self._session.close()

    def _offer(self, hook: Hook, pending: Pending) -> None:
        """Puts an update in the lane of its chat; each lane is one task while it has something."""
        key = _lane(pending.update)
        lane = hook.lanes.get(key)
        if lane is not None:
            lane.append(pending)
            return
        hook.lanes[key] = deque([pending])
        task = asyncio.get_running_loop().create_task(self._run(hook, key))
        hook.tasks.add(task)
        task.add_done_callback(hook.tasks.discard)

    async def _run(self, hook: Hook, key: int) -> None:
        lane = hook.lanes[key]
        while lane:
            wait = self.first
            while not await self._post(hook, lane[0]):
                await asyncio.sleep(wait)
                wait = min(2 * wait, self.longest)
            hook.bot.updates.forget(lane.popleft())
        del hook.lanes[key]

    async def _post(self, hook: Hook, pending: Pending) -> bool:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=self.timeout))
        headers = {SECRET_HEADER: hook.secret} if hook.secret else {}
        try:
            async with hook.free, self._session.post(hook.url, json=pending.update, headers=headers) as response:
                if 200 <= response.status < 300:
                    await self._reply(hook, response)
                    return True
                reason = f"Wrong response from the webhook: {response.status} {response.reason}"
        except (aiohttp.ClientError, TimeoutError) as problem:
            reason = f"Connection failed: {type(problem).__name__}"
        hook.last_error = hook.bot.now(), reason
        return False

    async def _reply(self, hook: Hook, response: aiohttp.ClientResponse) -> None:
        """Runs the method that the answer holds, if any; as at Telegram its result goes nowhere."""
        try:
            args = json.loads(await response.read() or b"null")
        except ValueError:
            return  # an answer in words, as "OK", is fine
        if not isinstance(args, dict) or "method" not in args:
            return
        try:
            await self._call(hook.bot, str(args.pop("method")), args)
        except ApiError as error:
            hook.last_error = hook.bot.now(), error.description


def _lane(update: dict[str, Any]) -> int:
    """The chat or person an update is about; 0 for what is about nobody."""
    for content in update.values():
        if isinstance(content, dict):
            about = content.get("chat") or content.get("message", {}).get("chat") or content.get("from") or {}
            return int(about.get("id", 0))
    return 0


async def _cancel(tasks: set[asyncio.Task[None]]) -> None:
    running = [task for task in tasks if task is not asyncio.current_task()]
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
