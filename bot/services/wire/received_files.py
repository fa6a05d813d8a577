"""Files sent as answers, and recordings, as the Telegram door sees them."""

from datetime import datetime
from pathlib import PurePosixPath

from bot.domain.wire import bot_api
from bot.domain.wire.message import Message, Recipient
from bot.i18n import N_, Text
from bot.i18n.languages import SOURCE
from bot.services.loaded_packs import LoadedPacks
from bot.services.work import Connection
from bot.store.groups.report import sheet_photos
from bot.store.wire import chats, outbox, received_files
from bot.store.wire.received_files import Awaited, awaited, coming, expect, keep, put_off, take_for

__all__ = ["Awaited", "awaited", "coming", "expect", "keep", "lose", "put_off", "take_for"]

SHEET_LOST = N_("📷 The photo of the sheet did not arrive.\nPlease send it once more, as a photo and not as a file.")
LOST = N_("A recording did not arrive: {prompt} ({language}).\nPlease record it once more: /record")


def lose(connection: Connection, loaded: LoadedPacks, bot: int, file: Awaited, reason: str, now: datetime) -> None:
    """It cannot be had: too large for a bot, or gone. Who recorded it is told, so that it is not missing unnoticed;
    likewise who photographed a sheet.
    """
    received_files.lose(connection, file.name, reason)
    hers = chats.language_of(connection, bot, file.chat, file.person_id)
    told = _recording(loaded, file.place) if file.place is not None else None
    if sheet_photos.drop(connection, [file.name]):
        told = Text(SHEET_LOST)
    if told is None or hers is None:
        return
    to = Recipient(bot, file.chat, hers or SOURCE, file.person_id)
    outbox.add(connection, [bot_api.outgoing(loaded.catalogues, to, Message(told))], now)


def _recording(loaded: LoadedPacks, place: str) -> Text:
    path = PurePosixPath(place)
    return Text(LOST, {"prompt": path.stem, "language": loaded.catalogues.locale(path.parent.name).name})
