"""What the page can have a phone do: write, tap, send a file, block the bot."""

import base64
import binascii
from collections.abc import Awaitable, Callable
from typing import Any

from simulator.world.phones import Phone

Json = dict[str, Any]


class Problem(Exception):
    """What the page asked cannot be; the message is shown as it is."""


def _bytes(body: Json) -> bytes:
    try:
        return base64.b64decode(body["file"].partition("base64,")[2] or body["file"], validate=True)
    except (binascii.Error, KeyError, AttributeError):
        raise Problem("The file did not come through.") from None


async def _tap(phone: Phone, body: Json) -> Any:
    return await phone.tap(body["data"], body.get("message_id"))


async def _edit(phone: Phone, body: Json) -> Any:
    return await phone.edit(body["message_id"], _text(body))


async def _say(phone: Phone, body: Json) -> Any:
    return await phone.say(_text(body))


def _text(body: Json) -> str:
    text = body["text"]
    if not isinstance(text, str) or not text.strip():
        raise Problem("Write something first.")
    return text


def _caption(body: Json) -> str:
    return str(body.get("caption") or "")


async def _photo(phone: Phone, body: Json) -> Any:
    if "file" not in body:
        return await phone.photo(caption=_caption(body))
    return await phone.photo(_bytes(body), caption=_caption(body))


async def _voice(phone: Phone, body: Json) -> Any:
    seconds = round(float(body.get("duration") or 3))
    return await (phone.voice(_bytes(body), seconds=seconds) if "file" in body else phone.voice())


async def _document(phone: Phone, body: Json) -> Any:
    return await phone.document(_bytes(body), str(body.get("name") or "file"), caption=_caption(body))


async def _contact(phone: Phone, body: Json) -> Any:
    return await phone.contact(body.get("number", ""), name=body.get("name", ""))


async def _location(phone: Phone, body: Json) -> Any:
    return await (phone.location(float(body["lat"]), float(body["lon"])) if "lat" in body else phone.location())


# By its name in the address.
ACTS: dict[str, Callable[[Phone, Json], Awaitable[Any]]] = {
    "say": _say,
    "tap": _tap,
    "edit": _edit,
    "photo": _photo,
    "voice": _voice,
    "document": _document,
    "contact": _contact,
    "location": _location,
    "start": lambda phone, body: phone.start(str(body.get("payload", ""))),
    "block": lambda phone, body: phone.block(),
    "unblock": lambda phone, body: phone.unblock(),
}
