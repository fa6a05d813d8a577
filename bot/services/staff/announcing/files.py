"""The file of an announcement: fetched into the media folder, from which the other bots of a house send it."""

from datetime import datetime

from bot.domain.staff.announcement import Words
from bot.domain.wire.contact import Contact
from bot.services.work import Connection
from bot.store.wire import received_files


def expect(connection: Connection, here: Contact, words: Words, now: datetime) -> None:
    """It is fetched once this is on disk; words without one, and what was fetched before, want nothing."""
    file = words.file
    if file is None or file.media is None or received_files.is_known(connection, file.media):
        return
    received_files.expect(connection, file.media, here.bot, here.chat, file.file_id, now, person=here.person_id)
