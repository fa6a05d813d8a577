"""What an announcement looks like to who gets it, in each language: for who sends it, and who says the second yes."""

from collections.abc import Iterable, Sequence

from bot.domain.staff.announcement import Announcement, Words
from bot.domain.wire.message import File, Message
from bot.i18n import Catalogues, escaped
from bot.packs import Pack


def messages(
    catalogues: Catalogues, pack: Pack, one: Announcement, languages: Iterable[str]
) -> Sequence[tuple[str, Message]]:
    """One for each version that somebody gets, with its language; those who have none of their own read hers."""
    versions = dict.fromkeys(one.version_for(code) for code in languages)
    return [(code, of_words(catalogues, pack, one, code, one.words[code])) for code in versions]


def of_words(catalogues: Catalogues, pack: Pack, one: Announcement, language: str, words: Words) -> Message:
    """The same with these words."""
    file = File(words.file.kind, words.file.file_id) if words.file else None
    return Message(escaped(words.text), file=file)
