"""What the page asks of the simulator: phones to look at, things to do with them, news as they happen, the clock."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from aiohttp import web

from simulator import view
from simulator.acts import ACTS, Json, Problem
from simulator.bot_api.errors import ApiError
from simulator.clockwork import Advance, Clockwork, Evening, Walking
from simulator.scenes import Scene
from simulator.world.bots import Bot, World
from simulator.world.chats import Chat
from simulator.world.phones import NotOnScreen, Owner, Phone

PAGE = Path(__file__).parent / "page"
_FIRST_ID = 1001
_UNSAFE = {"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff"}


class Phones(Protocol):
    """What the page needs of the simulator."""

    @property
    def phones(self) -> list[Phone]: ...

    @property
    def bots(self) -> dict[str, Bot]: ...

    def add(self, owner: Owner) -> Phone: ...


Arrived = Callable[[Phone], Awaitable[None]]
# Of the code of a scene that somebody looks at.
Opened = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Offered:
    """What the page offers: languages (code → own name) and roles (→ how it says them) of a new phone; and scenes."""

    languages: Mapping[str, str]
    roles: Mapping[str, str]
    scenes: Sequence[Scene] = ()

    def api(self) -> Json:
        return {
            "languages": [{"code": code, "name": name} for code, name in self.languages.items()],
            "roles": [{"role": role, "name": name} for role, name in self.roles.items()],
            "scenes": [scene.api() for scene in self.scenes],
        }


class Control:
    """The addresses under /sim/, the page itself, and the streams of events."""

    def __init__(
        self,
        sim: Phones,
        world: World,
        advance: Advance | None,
        evening: Evening,
        offered: Offered,
        arrived: Arrived | None,
        opened: Opened | None,
    ) -> None:
        self._sim = sim
        self._world = world
        self._offered = offered
        self._arrived, self._opened = arrived, opened
        self._streams: set[asyncio.Queue[Json | None]] = set()
        self.clock = Clockwork(world.now, advance, self._walked, evening)
        world.watchers.append(self._watch)

    def routes(self) -> list[web.RouteDef]:
        """All addresses of the page and for it."""
        return [
            web.get("/", self._page),
            web.get("/page/{file}", self._page),
            web.get("/sim/state", self._state),
            web.get("/sim/events", self._events),
            web.get("/sim/files/{bot}/{path:.+}", self._file),
            web.get("/sim/phones/{id}", self._show),
            web.post("/sim/phones", self._add),
            web.post("/sim/phones/{id}/{act}", self._act),
            web.post("/sim/scenes/{code}", self._open),
            web.post("/sim/clock", self._turn),
        ]

    async def close(self) -> None:
        """Ends the streams and the walk of the clock."""
        await self.clock.close()
        for stream in self._streams:
            stream.put_nowait(None)

    # News

    def _watch(self, chat: Chat, kind: str, detail: Json) -> None:
        if not self._streams:
            return
        for phone in self._sim.phones:
            if phone.chat is chat:
                state = {"state": view.phone(phone)} if kind == "changed" else {}
                self._send({"phone": phone.id, "kind": kind, **state, **detail})

    def _walked(self, detail: Json) -> None:
        self._send({"phone": None, "kind": "clock", "look": view.look(), **detail})

    def _send(self, event: Json) -> None:
        for stream in self._streams:
            stream.put_nowait(event)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """News, as JSON over a WebSocket, until the page goes or the simulator stops.

        Not server-sent events: a request that never ends keeps a headless browser from ever taking its picture.
        """
        stream: asyncio.Queue[Json | None] = asyncio.Queue()
        self._streams.add(stream)
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        listening = asyncio.create_task(_until_gone(socket, stream))
        try:
            while (event := await stream.get()) is not None:
                await socket.send_str(json.dumps(event, ensure_ascii=False))
        except ConnectionResetError:
            pass  # the page was closed
        finally:
            self._streams.discard(stream)
            listening.cancel()
            await socket.close()
        return socket

    # Looking

    async def _page(self, request: web.Request) -> web.StreamResponse:
        file = PAGE / request.match_info.get("file", "index.html")
        if file.parent != PAGE or not file.is_file():
            raise web.HTTPNotFound
        return web.FileResponse(file, headers={"Cache-Control": "no-cache"})

    async def _state(self, request: web.Request) -> web.Response:
        return _json(
            {
                "look": view.look(),
                "now": self._world.now().isoformat(),
                "phones": [view.phone(phone) for phone in self._sim.phones],
                "bot": self._bot(),
                **self._offered.api(),
                "running": self.clock.running,
            }
        )

    def _bot(self) -> Json:
        bot = next(iter(self._sim.bots.values()))
        return {"name": bot.user["first_name"], "username": bot.username}

    async def _show(self, request: web.Request) -> web.Response:
        phone = self._phone(request)
        return _json(view.phone(phone)) if phone else _problem("No such phone.", 404)

    async def _file(self, request: web.Request) -> web.Response:
        """A file in a chat; never run as a page of ours."""
        bot = next((bot for bot in self._sim.bots.values() if str(bot.id) == request.match_info["bot"]), None)
        file = bot.files.at(request.match_info["path"]) if bot else None
        if file is None:
            raise web.HTTPNotFound
        return web.Response(body=file.data, content_type=file.mime, headers=_UNSAFE)

    # Doing

    async def _add(self, request: web.Request) -> web.Response:
        body = await _body(request)
        taken = [phone.id for phone in self._sim.phones]
        owner = Owner(
            max([_FIRST_ID - 1, *taken]) + 1,
            str(body.get("name") or "Somebody")[:64],
            str(body.get("language") or next(iter(self._offered.languages))),
            str(body.get("role") or next(iter(self._offered.roles))),
        )
        phone = self._sim.add(owner)
        if self._arrived is not None:
            await self._arrived(phone)
        self._send({"phone": phone.id, "kind": "added"})
        return _json(view.phone(phone))

    async def _act(self, request: web.Request) -> web.Response:
        phone = self._phone(request)
        act = ACTS.get(request.match_info["act"])
        if phone is None or act is None:
            return _problem("No such phone, or no such thing to do.", 404)
        try:
            return _json({"ok": True, "result": await act(phone, await _body(request))})
        except ApiError as error:
            return _problem(error.description, 400)
        except (NotOnScreen, Problem) as problem:
            return _problem(str(problem), 400)
        except (KeyError, TypeError, ValueError):
            return _problem("Something is missing in what the page sent, or is of the wrong kind.", 400)

    async def _open(self, request: web.Request) -> web.Response:
        """Somebody looks at a scene."""
        code = request.match_info["code"]
        if all(scene.code != code for scene in self._offered.scenes):
            return _problem("No such scene.", 404)
        if self._opened is not None:
            self._opened(code)
        return _json({"ok": True})

    async def _turn(self, request: web.Request) -> web.Response:
        try:
            end = self.clock.turn(str((await _body(request)).get("by")))
        except Walking as problem:
            return _problem(str(problem), 409)
        return _json({"until": end.isoformat(), "running": True})

    def _phone(self, request: web.Request) -> Phone | None:
        return next((phone for phone in self._sim.phones if str(phone.id) == request.match_info["id"]), None)


async def _body(request: web.Request) -> Json:
    raw = await request.read()
    try:
        body = json.loads(raw or b"{}")
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(text="JSON object expected")
    return body


def _json(value: Any, status: int = 200) -> web.Response:
    text = json.dumps(value, ensure_ascii=False)
    return web.Response(
        text=text, status=status, content_type="application/json", headers={"Cache-Control": "no-store"}
    )


def _problem(sentence: str, status: int) -> web.Response:
    return _json({"ok": False, "error": sentence}, status)


async def _until_gone(socket: web.WebSocketResponse, stream: "asyncio.Queue[Json | None]") -> None:
    """The page says nothing; it only goes."""
    async for _ in socket:
        continue
    stream.put_nowait(None)
