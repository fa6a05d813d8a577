"""What an announcement says to one person: its words in her version, its file, and what stands under them."""

from pathlib import Path

from bot.domain.staff.announcement import Announcement, Attached
from bot.domain.wire.message import File, Message
from bot.i18n import escaped


def message(one: Announcement, language: str, bot: int, media: Path | None, *, words_only: bool = False) -> Message:
    """The message in one version; `media`: the folder of files, from which a bot that has not seen one uploads it.
    `words_only`: pictures and voices cost her data, and are left out where there are words.
    """
    words = one.words[language]
    spared = words_only and bool(words.text)
    return Message(escaped(words.text), file=None if words.file is None or spared else _file(words.file, bot, media))


def _file(file: Attached, bot: int, media: Path | None) -> File:
    if file.bot == bot or file.media is None or media is None:
        return File(file.kind, file.file_id)
    # as a pack's own: uploaded once a bot
    return File(file.kind, {"kind": "pack", "path": str(media / file.media)})
