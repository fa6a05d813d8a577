"""Pages of the web app on the demo's one address: the simulator hands on what is asked for, and shows the answer."""

from collections.abc import Awaitable, Callable, Mapping

import httpx
from starlette.applications import Starlette

# What a page may depend on; all else that a browser sends is between it and the simulator.
HANDED_ON = ("accept-language",)

Answer = tuple[int, Mapping[str, str], bytes]


def pages_of(app: Starlette) -> Callable[[str, Mapping[str, str]], Awaitable[Answer]]:
    """The app, called in this process: from a path and its headers to status, headers and body."""
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://demo")

    async def answer(path: str, headers: Mapping[str, str]) -> Answer:
        given = {name: value for name, value in headers.items() if name.lower() in HANDED_ON}
        found = await client.get(path, headers=given)
        return found.status_code, found.headers, found.content

    return answer
