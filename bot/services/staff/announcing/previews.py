"""What an announcement looks like to who gets it, in each language: for who sends it, and who says the second yes."""

from collections.abc import Iterable, Sequence

from bot.domain.staff.announcement import Announcement
from bot.domain.wire.message import File, Message
from bot.i18n import Catalogues, escaped
from bot.packs import Pack


def messages(
    catalogues: Catalogues, pack: Pack, one: Announcement, languages: Iterable[str]
) -> Sequence[tuple[str, Message]]:
    """One for each version that somebody gets, with its language; those who have none of their own read hers."""
    versions = dict.fromkeys(code if code in one.words else one.fallback for code in languages)
    found = []
    for code in versions:
        words = one.words_in(code)
        file = File(words.file.kind, words.file.file_id) if words.file else None
        found.append((code, Message(escaped(words.text), file=file)))
    return found
