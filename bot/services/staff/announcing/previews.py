"""What an announcement looks like to who gets it, in each language: for who sends it, and who says the second yes."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.domain.staff.announcement import Announcement, State, Words
from bot.domain.wire.message import Message
from bot.packs import Pack
from bot.services import roles
from bot.services.loaded_packs import LoadedPacks
from bot.services.staff.announced import around
from bot.services.staff.announcing import saying
from bot.services.work import Connection


def messages(
    connection: Connection,
    loaded: LoadedPacks,
    pack: Pack,
    one: Announcement,
    languages: Iterable[str],
    bot: int,
    *,
    emergency: bool = False,
) -> Sequence[tuple[str, Message]]:
    """One for each version that somebody of these languages gets, with its language; those who have none of their own
    read hers. With what stands around it the first time, and the answers, but without the button that opts her out who
    looks at it.
    """
    seen = around.look(connection, one.id)
    if seen is None:
        return []
    if one.state is State.DRAFT:
        # which office it comes from is written down as it leaves
        areas = roles.areas(connection, one.author)
        seen = replace(seen, areas=None if None in areas else [area for area in areas if area], emergency=emergency)
    found = []
    for code in dict.fromkeys(one.version_for(code) for code in languages):
        dressed = around.dress(loaded.catalogues, pack, seen, code, first=True)
        whole = dressed.put(saying.message(one, code, bot, loaded.recordings.media))
        found.append((code, replace(whole, buttons=dressed.buttons[:-1])))
    return found


def of_words(
    connection: Connection, loaded: LoadedPacks, pack: Pack, one: Announcement, language: str, words: Words, bot: int
) -> Message:
    """The same with these words."""
    anew = replace(one, words={**one.words, language: words})
    return messages(connection, loaded, pack, anew, [language], bot)[0][1]
