"""Requests and answers on the wire: form, JSON and multipart in, Telegram's JSON out."""

import json
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import hdrs, web
from aiohttp.multipart import BodyPartReader

from simulator.bot_api.check import Upload
from simulator.bot_api.errors import ApiError, bad

_ATTACH = "attach://"
_PAGE_502 = "<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>"


async def read(request: web.Request) -> dict[str, Any]:
    """The parameters of a call, from the address and the body; files as Upload."""
    values: dict[str, Any] = dict(request.query)
    if not request.body_exists:
        return values
    kind = request.content_type
    if kind == "multipart/form-data":
        values |= await _multipart(request)
    elif kind == "application/json":
        values |= _json(await request.read())
    else:
        values |= parse_qsl((await request.read()).decode("utf-8", "replace"), keep_blank_values=True)
    return values


def _json(body: bytes) -> dict[str, Any]:
    try:
        values = json.loads(body or b"{}")
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise bad("Can't parse JSON object")
    return values


async def _multipart(request: web.Request) -> dict[str, Any]:
    values: dict[str, Any] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise bad("can't parse multipart form")
        data = bytes(await part.read())
        if part.filename is None:
            values[part.name] = data.decode("utf-8", "replace")
        else:
            values[part.name] = Upload(part.filename, part.headers.get(hdrs.CONTENT_TYPE, ""), data)
    return _attached(values)


def _attached(values: dict[str, Any]) -> dict[str, Any]:
    """Puts uploads in the place of the `attach://` names that point to them."""
    used = {v.removeprefix(_ATTACH) for v in values.values() if isinstance(v, str) and v.startswith(_ATTACH)}
    if used - values.keys():
        raise bad("file to upload was not found in the request")
    pointed = {
        name: values[value.removeprefix(_ATTACH)] if isinstance(value, str) and value.startswith(_ATTACH) else value
        for name, value in values.items()
    }
    return {name: value for name, value in pointed.items() if name not in used}


def ok(result: Any) -> web.Response:
    """200 with a result."""
    body = json.dumps({"ok": True, "result": result}, ensure_ascii=False)
    return web.Response(text=body, content_type="application/json")


def refused(error: ApiError) -> web.Response:
    """An error as Telegram sends it; 502 comes from the gate before it, as a page."""
    if error.code == 502:
        return web.Response(status=502, text=_PAGE_502, content_type="text/html")
    return web.Response(status=error.code, text=json.dumps(error.body()), content_type="application/json")


def hang_up(request: web.Request) -> web.Response:
    """Breaks the connection; what is returned goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
