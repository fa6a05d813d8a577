"""HTTP to the Bot API over aiohttp: a third of what httpx costs, and it tells "never sent" from "perhaps arrived".

Every answer, an error too, says what time it is at Telegram's: whoever asks for it (`saw`) is told.
"""

import asyncio
import io
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import aiohttp
import orjson
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.domain.clock_trust import date_of
from bot.json_text import written

IN_FLIGHT = 16
# How long an answer to "what time is it?" is waited for, in seconds.
ASK_SECONDS = 10

Saw = Callable[[datetime], None]
# Telegram itself has answered a call of ours: not a gateway before it, nor that it does not know us.
_SERVED, _NOT_OURS = range(200, 500), (401, 404, 409)

# From this number on the fault is the server's.
FAULT = 500

# How PTB goes on where an answer is no JSON.
_UNREADABLE = ". Parsing the server response"
_JSON = {"Content-Type": "application/json"}


class NotSent(NetworkError):
    """The call never left this machine: trying again cannot repeat anything."""


class Unclear(NetworkError):
    """An answer that does not say whether the call was taken: it may have been."""


@dataclass(frozen=True, slots=True)
class File:
    """A file on its way out: its name, bytes and kind."""

    name: str
    content: bytes
    mime: str


@dataclass(frozen=True, slots=True)
class Call:
    """The fields and files of one call; sent as JSON when there is no file."""

    fields: Mapping[str, Any]
    files: Mapping[str, File] = field(default_factory=dict)

    def body(self) -> Any:
        """What aiohttp sends."""
        if not self.files:
            return written(self.fields).encode()
        form = aiohttp.FormData()
        for name, value in self.fields.items():
            form.add_field(name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
        for name, file in self.files.items():
            # as a stream: a whole megabyte at once would keep everybody else waiting, which aiohttp warns of
            form.add_field(name, io.BytesIO(file.content), filename=file.name, content_type=file.mime)
        return form


class AiohttpRequest(BaseRequest):
    """PTB's way out, with about 16 requests in flight (more was measured to be slower)."""

    def __init__(
        self,
        connections: int = IN_FLIGHT,
        read_timeout: float = 20.0,
        saw: Saw | None = None,
        heard: Callable[[], None] | None = None,
    ) -> None:
        self._connections = connections
        self._read_timeout = read_timeout
        self._saw, self._heard = saw, heard
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return self._read_timeout

    async def initialize(self) -> None:
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=30)
            self._session = aiohttp.ClientSession(
                connector=connector, headers={"User-Agent": self.USER_AGENT}, cookie_jar=aiohttp.DummyCookieJar()
            )

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | Call | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise NotSent("The HTTP session is not open.")
        wait = read_timeout if isinstance(read_timeout, int | float) else self._read_timeout
        timeout = _timeout(wait)
        headers, body = _content(request_data)
        try:
            async with self._session.request(method, url, data=body, headers=headers, timeout=timeout) as response:
                self.saw(date_of(response.headers.get("Date", "")))
                if self._heard is not None and response.status in _SERVED and response.status not in _NOT_OURS:
                    self._heard()
                if response.status >= FAULT:
                    # a gateway (502, 504) says it of what it has passed on too, and a server that is being restarted
                    # (500) of what it has done
                    raise Unclear(f"{response.reason} ({response.status})")
                return response.status, await response.read()
        except (aiohttp.ConnectionTimeoutError, aiohttp.ClientConnectorError) as error:
            raise NotSent(f"no connection ({_why(error)})") from error
        except TimeoutError as error:
            raise TimedOut("no answer in time") from error
        except (aiohttp.ClientError, ConnectionError) as error:
            raise TimedOut(f"the connection broke ({type(error).__name__})") from error
        except (TypeError, ValueError, LookupError) as error:
            # what such an error says may be the whole of what was to be sent, and reasons are kept
            raise NetworkError(f"it cannot be sent ({type(error).__name__})") from error

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """An answer's JSON, quickly; what is odd about one is left to the usual, slower way."""
        try:
            return orjson.loads(payload)
        except orjson.JSONDecodeError:
            pass
        try:
            return json.loads(payload.decode("utf-8", "replace"))
        except ValueError:
            # not by PTB's own way: it logs an error with the whole page of a gateway that has a bad day
            raise Unclear("Invalid server response") from None

    def saw(self, telegram: datetime | None) -> None:
        """An answer has just told the time at Telegram's; None: it has not."""
        if telegram is not None and self._saw is not None:
            self._saw(telegram)


def _why(error: Exception) -> str:
    """Why there is no connection, in few words: refused, no such name, no route, no trust in a certificate."""
    if isinstance(error, aiohttp.ClientConnectorError):
        number = error.os_error.errno
        # of a name that is not known the number is none of the system's
        known = os.strerror(number) if number and number > 0 else error.os_error.strerror
        return known or type(error.os_error).__name__
    return "no answer in time"


def reason_of(error: TelegramError) -> str:
    """What an error says, for the log: without the whole page that a gateway may have answered."""
    return error.message.partition(_UNREADABLE)[0] or type(error).__name__


def moment_of(date: object) -> datetime | None:
    """The moment of a message, in UTC; None: it has none."""
    try:
        return datetime.fromtimestamp(date, UTC) if isinstance(date, int) else None
    except (ValueError, OverflowError, OSError):
        return None


@cache
def _timeout(wait: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=wait)


def _content(data: RequestData | Call | None) -> tuple[dict[str, str] | None, Any]:
    if data is None:
        return None, None
    if isinstance(data, Call):
        return (_JSON if not data.files else None), data.body()
    # What PTB itself asks for (getMe and the like) carries no files.
    return None, data.json_parameters


class Api:
    """The Bot API of one bot, method by method; errors are PTB's (telegram.error)."""

    def __init__(self, root: str, token: str, request: AiohttpRequest, polling: AiohttpRequest) -> None:
        self.bot_id = int(token.split(":")[0])
        self._base = f"{root.rstrip('/')}/bot{token}"
        self._files = f"{root.rstrip('/')}/file/bot{token}"
        self._request = request
        self._polling = polling

    async def call(self, method: str, fields: Mapping[str, Any], files: Mapping[str, File] | None = None) -> Any:
        """Call a method and give its result as plain JSON."""
        call: Any = Call(fields, files or {})
        result: Any = await self._request.post(f"{self._base}/{method}", request_data=call)
        if method.startswith("send") and isinstance(result, dict):
            # a Bot API server of one's own has no Date in its answers
            self._request.saw(moment_of(result.get("date")))
        return result

    async def ask_the_time(self) -> None:
        """Ask Telegram anything, for the time that its answer carries; no answer is no trouble, only no time."""
        try:
            async with asyncio.timeout(ASK_SECONDS):
                await self.call("getMe", {})
        except (TelegramError, TimeoutError):
            return

    async def download(self, file_id: str) -> bytes:
        """The content of a file that somebody sent to this bot."""
        found = await self.call("getFile", {"file_id": file_id})
        return await self._request.retrieve(f"{self._files}/{found['file_path']}")

    async def updates(self, offset: int, wait: int, limit: int = 100) -> list[dict[str, Any]]:
        """A long poll: up to `limit` raw updates from `offset` on; waits up to `wait` seconds for the first."""
        fields = {"offset": offset, "timeout": wait, "limit": limit, "allowed_updates": ALLOWED_UPDATES}
        call: Any = Call(fields)
        result: Any = await self._polling.post(f"{self._base}/getUpdates", request_data=call, read_timeout=wait + 10)
        return list(result)


ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]


def seconds(error: RetryAfter) -> float:
    """How long Telegram wants to be left alone; PTB gives a number or a timedelta."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
