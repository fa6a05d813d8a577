"""From an update to what is said: one transaction a batch, through PTB's Application, and dead updates set aside."""

import asyncio
import json
import logging
import traceback
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from telegram import Bot, Update
from telegram.error import TelegramError
from telegram.ext import Application, ApplicationBuilder, CallbackContext, TypeHandler

from bot.domain.wire import bot_api
from bot.domain.wire.message import Message, Recipient
from bot.domain.wire.outgoing import Outgoing
from bot.i18n import N_, Text
from bot.services.loaded_packs import LoadedPacks
from bot.services.wire import inbox
from bot.services.work import StoreTrouble, Transactions, Tx
from bot.vitals import Vitals
from handlers.wire.delivery import Delivery
from handlers.wire.events import Event, Kind, read_event
from handlers.wire.plain_updates import plain_event
from handlers.wire.request import AiohttpRequest, Api
from handlers.wire.turn import Turn

log = logging.getLogger(__name__)

Route = Callable[[Turn], Awaitable[None]]
Raw = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update on its way through PTB: its turn, and the conversations that may answer."""

    turn: Turn
    route: Route


class StrictApplication(Application):  # type: ignore[type-arg]
    """PTB's Application that raises what a handler raises: stock PTB logs it, and half-done work would be committed."""

    async def process_error(self, update: object, error: Exception, *args: Any, **kwargs: Any) -> bool:
        raise error


def build_application(token: str, root: str, request: AiohttpRequest, polling: AiohttpRequest) -> StrictApplication:
    """PTB's Application of one bot, with one catch-all handler and no updater: the inbox is ours."""
    builder = ApplicationBuilder().application_class(StrictApplication).token(token).updater(None)
    base = root.rstrip("/")
    builder = builder.base_url(f"{base}/bot").base_file_url(f"{base}/file/bot")
    application = builder.request(request).get_updates_request(polling).job_queue(None).build()
    application.add_handler(TypeHandler(Arrival, _on_arrival))
    if not isinstance(application, StrictApplication):
        raise TypeError("PTB has built another kind of application than it was asked for")
    return application


async def _on_arrival(arrival: Arrival, _context: CallbackContext) -> None:  # type: ignore[type-arg]
    await arrival.route(arrival.turn)


@dataclass(frozen=True, slots=True)
class Read:
    """A raw update with what could be read of it; `trouble` is why it could not."""

    raw: Raw
    update_id: int | None
    event: Event | None
    trouble: Exception | None = None


class Driver:
    """Handles the updates of one bot."""

    def __init__(
        self,
        application: StrictApplication,
        api: Api,
        loaded: LoadedPacks,
        route: Route,
        transactions: Transactions,
        moment: Callable[[datetime | None], datetime],
        delivery: Delivery,
        vitals: Vitals,
    ) -> None:
        """`moment`: what time it is, where something has just come in that was sent then."""
        self._application, self._api, self._loaded, self._route = application, api, loaded, route
        self._transactions, self._moment, self._delivery = transactions, moment, delivery
        self._vitals = vitals
        self._answering: set[asyncio.Task[None]] = set()

    async def handle(self, raws: Sequence[Raw]) -> None:
        """Let a batch take effect, exactly once; returns when it is on disk. Raises StoreTrouble: offer it again."""
        reads = [_read(raw, self._application.bot) for raw in raws]
        try:
            toasts = await self._batch(reads)
        except Exception as error:
            if isinstance(error, StoreTrouble) and not error.of_one:
                raise
            # a wrong statement is one conversation's, and so is a row of hers that holds what nobody has written
            if len(reads) == 1:
                await self._bury(reads[0], error)
                await self._answer_taps(_taps(reads[0]))
                return
            log.info("bot %s: a batch of %s is replayed one by one", self._api.bot_id, len(reads))
            for raw in raws:
                await self.handle([raw])
            return
        await self._answer_taps(toasts)

    async def _batch(self, reads: Sequence[Read]) -> list[tuple[str, str | None]]:
        for read in reads:
            if read.trouble is not None:
                raise read.trouble
        now = self._moment(_sent(reads))
        bot = self._api.bot_id
        ids = [read.update_id for read in reads if read.update_id is not None]
        chats = {read.event.chat for read in reads if read.event}
        said: list[Outgoing] = []
        toasts: list[tuple[str, str | None]] = []
        offer = None
        try:
            async with self._transactions() as tx:
                batch = await tx.run(inbox.open_batch, bot, ids, chats, now)
                for read in reads:
                    if read.event is not None and read.update_id in batch.new:
                        turn = await self._turn(read.event, batch, tx, now, said)
                        said = [*_still_to_say(said, turn), *turn.said]
                        if read.event.query_id:
                            toasts.append((read.event.query_id, turn.toast))
                offer = self._delivery.offer()
                closed = await tx.run(inbox.close_batch, list(batch.contacts.values()), said, now, offer)
        except BaseException:
            if offer is not None:
                self._delivery.give_back(offer)
            raise
        self._vitals.updates += len(batch.new)
        self._delivery.take(offer, closed.claimed, more=closed.more)
        return toasts

    async def _turn(self, event: Event, batch: inbox.Batch, tx: Tx, now: datetime, earlier: Sequence[Outgoing]) -> Turn:
        contact = batch.contact(self._api.bot_id, event.chat, now)
        turn = Turn(
            event, contact, now, tx, self._loaded, earlier=earlier, bot_name=self._bot_name, beside=batch.contacts
        )
        await self._application.process_update(Arrival(turn, self._route))
        return turn

    def _bot_name(self) -> str:
        """As it stands in links to this bot."""
        return str(self._application.bot.username)

    async def _answer_taps(self, toasts: Sequence[tuple[str, str | None]]) -> None:
        """Stop the little clock on each tapped button; no row: late, it would be worth nothing."""
        for query_id, toast in toasts:
            fields = {"callback_query_id": query_id} | ({"text": toast} if toast else {})
            task = asyncio.create_task(self._answer(fields))
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)

    async def _answer(self, fields: dict[str, str]) -> None:
        try:
            await self._api.call("answerCallbackQuery", fields)
        except TelegramError as error:
            log.debug("bot %s: a tap was not answered: %s", self._api.bot_id, error)

    async def _bury(self, read: Read, error: Exception) -> None:
        """Keep the culprit whole, tell its person, and go on with everybody else."""
        # the traceback is kept with the update; what an error says may be somebody's words
        name = type(error).__name__
        self._vitals.dead += 1
        for set_aside in (self._set_aside_whole, self._set_aside_plain):
            try:
                number = await set_aside(read, error)
            except StoreTrouble:
                raise
            except Exception as worse:  # noqa: BLE001 - the last resort may not fail, whatever is in the update
                log.info("bot %s: update %s: %s", self._api.bot_id, read.update_id, type(worse).__name__)
            else:
                told = "bot %s: update %s set aside as dead update %s: %s"
                log.error(told, self._api.bot_id, read.update_id, number, name)
                self._delivery.wake()
                return
        log.error("bot %s: update %s is thrown away, it cannot be kept: %s", self._api.bot_id, read.update_id, name)

    async def _set_aside_whole(self, read: Read, error: Exception) -> int:
        told = "".join(traceback.format_exception(error))
        chat = read.event.chat if read.event else None
        raw = json.dumps(read.raw, ensure_ascii=False)
        apology = [self._apology(read, chat)] if chat is not None else []
        return await self._keep(inbox.Dead(self._api.bot_id, read.update_id, chat, raw, told), apology)

    async def _set_aside_plain(self, read: Read, error: Exception) -> int:
        """Without a chat that no database can keep, and in letters that every database can."""
        told = _plain("".join(traceback.format_exception(error)))
        try:
            raw = json.dumps(read.raw)
        except (TypeError, ValueError, RecursionError) as worse:
            raw = type(worse).__name__
        return await self._keep(inbox.Dead(self._api.bot_id, read.update_id, None, raw, told), [])

    async def _keep(self, dead: inbox.Dead, apology: Sequence[Outgoing]) -> int:
        async with self._transactions() as tx:
            return await tx.run(inbox.bury, dead, apology, self._moment(None))

    def _apology(self, read: Read, chat: int) -> Outgoing:
        language = self._loaded.guess_language(read.event.language_code if read.event else "")
        sentence = Text(
            N_(
                "Sorry, something went wrong here, not with you.\n"
                "Please try once more, or write /start.\nReference: {number}"
            ),
            {"number": str(read.update_id)},
        )
        to = Recipient(self._api.bot_id, chat, language)
        return bot_api.outgoing(self._loaded.catalogues, to, Message(sentence))


def _taps(read: Read) -> Sequence[tuple[str, str | None]]:
    """The tap that an update was, with nothing to say of it."""
    return [(read.event.query_id, None)] if read.event and read.event.query_id else []


def _plain(text: str) -> str:
    """Letters of ASCII alone: half a letter, or a zero, is refused by one database or the other."""
    return text.encode("ascii", "backslashreplace").decode().replace("\0", "\\0")


def _still_to_say(said: Sequence[Outgoing], turn: Turn) -> Sequence[Outgoing]:
    """What a batch has said so far. To who is forgotten by this turn only the last message is, known by its key: all
    else may hold her words. What was said to others who use her phone stays.
    """
    contact = turn.contact
    if contact.forgotten:
        return [one for one in said if one.chat != contact.chat or one.dedupe]
    gone = {*contact.parted, None} if contact.parted else set()
    return [one for one in said if one.chat != contact.chat or one.dedupe or one.person not in gone]


def _sent(reads: Sequence[Read]) -> datetime | None:
    """When the last of them was sent; None: none of them says. What was changed says when it was first sent."""
    events = [read.event for read in reads if read.event is not None and read.event.kind is not Kind.EDITED]
    return max((event.sent_at for event in events if event.sent_at is not None), default=None)


def _read(raw: Raw, bot: Bot) -> Read:
    number = raw["update_id"] if inbox.is_update(raw) else None
    try:
        event = plain_event(raw) or read_event(Update.de_json(raw, bot))
        return Read(raw, number, event)
    except Exception as error:  # noqa: BLE001 - a malformed update must not stop the others
        return Read(raw, number, None, error)
