"""The web door's one Starlette app: the webhook, a sign of life, and pages; sign-in joins it here."""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.services.wire.inbox import is_update
from bot.services.work import StoreTrouble
from web.health import ALIVE
from web.slow import LONGEST

Accept = Callable[[dict[str, Any]], Awaitable[None]]

# Many times what Telegram sends.
LARGEST_UPDATE = 1_000_000
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


def build(accept: Mapping[int, Accept], secret: str, pages: Sequence[Route] = ()) -> Starlette:
    """The app; `accept` takes a raw update of each bot and returns once it is on disk.

    With long polling nobody is there to accept, and there are only pages.
    """

    async def telegram(request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return PlainTextResponse("This address is for Telegram only.", status_code=403)
        take = accept.get(request.path_params["bot"])
        if take is None:
            return PlainTextResponse("There is no such bot here.", status_code=404)
        raw = await _update(request)
        if raw is None:
            return PlainTextResponse("This is no update.", status_code=400)
        try:
            await take(raw)
        except StoreTrouble:
            # not taken: Telegram offers it again
            return PlainTextResponse("Not now; please try again.", status_code=503)
        return Response()

    async def alive(_request: Request) -> Response:
        return PlainTextResponse("alive")

    hook = [Route("/telegram/{bot:int}", telegram, methods=["POST"])] if accept else []
    return Starlette(routes=[*hook, *(Route(path, alive, methods=["GET"]) for path in ALIVE), *pages])


async def _update(request: Request) -> dict[str, Any] | None:
    """The update in a request; None when its body is anything else: no text, no JSON, too large, nested too deep, too
    slow, or cut off.
    """
    body = bytearray()
    try:
        async with asyncio.timeout(LONGEST):
            async for part in request.stream():
                body += part
                if len(body) > LARGEST_UPDATE:
                    return None
    except (TimeoutError, ClientDisconnect):
        return None
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return raw if is_update(raw) else None
