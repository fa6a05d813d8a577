"""Files on their way out: a pack's own are uploaded once per bot, then sent by the id that Telegram gave them."""

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from telegram.error import BadRequest

from bot.domain.wire import bot_api
from bot.services.wire import telegram_files
from bot.services.work import StoreTrouble, Transactions
from handlers.wire.request import Api, File

log = logging.getLogger(__name__)

MakeFile = Callable[[Mapping[str, Any]], Awaitable[File]]
Fields = Mapping[str, Any]

PACK = "pack"
UNKNOWN_ID = ("wrong file identifier", "wrong remote file identifier", "wrong file_id", "file_reference")


def is_made(attach: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether a file is drawn or put together for one person when it is sent; a pack's own lies there."""
    return any(wanted["kind"] != PACK for wanted in attach.values())


class FileSender:
    """Sends the messages of one bot that carry a file."""

    def __init__(self, api: Api, transactions: Transactions, now: Callable[[], datetime], make_file: MakeFile) -> None:
        self._api, self._transactions, self._now, self._make_file = api, transactions, now, make_file
        self._ids: dict[tuple[str, str], str] = {}
        self._uploading = asyncio.Lock()

    async def send(self, method: str, fields: Fields, attach: Mapping[str, Mapping[str, Any]]) -> Any:
        """Call a method with its files, and give its result; a question whose recording or picture cannot be had goes
        without.
        """
        if is_made(attach):
            files = {name: await self._make_file(wanted) for name, wanted in attach.items()}
            return await self._api.call(method, fields, files)
        ((name, wanted),) = attach.items()
        try:
            return await self._send_once(method, fields, name, await self._make_file(wanted))
        except (OSError, BadRequest) as error:
            # the file was moved away, or she has told Telegram that she wants no voice notes
            if not fields.get("caption"):
                raise
            log.warning("bot %s: %s is said in words only: %s", self._api.bot_id, method, type(error).__name__)
            return await self._api.call(*bot_api.as_new(fields))

    async def _send_once(self, method: str, fields: Fields, name: str, file: File) -> Any:
        digest = hashlib.sha256(file.content).hexdigest()
        if (result := await self._sent_by_id(method, fields, name, digest)) is not None:
            return result
        async with self._uploading:
            # whoever had the lock before may have uploaded the same
            if (result := await self._sent_by_id(method, fields, name, digest)) is None:
                result = await self._api.call(method, fields, {name: file})
                await self._learn(digest, name, file_id_in(result, name))
        return result

    async def _sent_by_id(self, method: str, fields: Fields, name: str, digest: str) -> Any:
        """The message that was sent; None: by no id that is known."""
        file_id = self._ids.get((digest, name)) or await self._look_up(digest, name)
        if file_id is None:
            return None
        try:
            return await self._api.call(method, {**fields, name: file_id})
        except BadRequest as error:
            if not any(words in str(error).lower() for words in UNKNOWN_ID):
                raise
            await self._forget(digest, name, file_id)
            return None

    async def _look_up(self, digest: str, name: str) -> str | None:
        async with self._transactions() as tx:
            found = await tx.run(telegram_files.known, self._api.bot_id, digest, name)
        if found is not None:
            self._ids[digest, name] = found
        return found

    async def _learn(self, digest: str, name: str, file_id: str | None) -> None:
        if file_id is None:
            return
        self._ids[digest, name] = file_id
        try:
            async with self._transactions() as tx:
                await tx.run(telegram_files.learn, self._api.bot_id, digest, name, file_id, self._now())
        except StoreTrouble:
            # the message has left, and must not be taken for one that has not; after a restart it is uploaded again
            log.warning("bot %s: the id of a file was not kept", self._api.bot_id)

    async def _forget(self, digest: str, name: str, file_id: str) -> None:
        self._ids.pop((digest, name), None)
        async with self._transactions() as tx:
            await tx.run(telegram_files.forget, self._api.bot_id, file_id)


def file_id_in(message: Mapping[str, Any], name: str) -> str | None:
    """The id of the file in a message that was sent; None where Telegram has made something else of it."""
    file = message.get(name)
    if isinstance(file, list):
        file = file[-1] if file else None
    return str(file["file_id"]) if file else None
