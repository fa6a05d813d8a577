"""What an announcement looks like to who gets it, in each language: for who sends it, and who says the second yes."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.domain.staff.announcement import Announcement, Words
from bot.domain.wire.message import Message
from bot.services.loaded_packs import LoadedPacks
from bot.services.staff.announcing import saying


def messages(loaded: LoadedPacks, one: Announcement, languages: Iterable[str], bot: int) -> Sequence[Message]:
    """One for each version that somebody of these languages gets; those who have none of their own read hers."""
    versions = dict.fromkeys(one.version_for(code) for code in languages)
    return [saying.message(one, code, bot, loaded.recordings.media) for code in versions]


def of_words(loaded: LoadedPacks, one: Announcement, language: str, words: Words, bot: int) -> Message:
    """The same with these words."""
    return messages(loaded, replace(one, words={**one.words, language: words}), [language], bot)[0]
