"""Writing down what was read, with its files, and saying so: one message for all that came in one."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.domain.book import Entry, Line, corrected, entry_of, undone
from bot.domain.book.ledger.ledger import undos_in_force
from bot.i18n import BLANK, N_, Html
from bot.services.book import entries as book
from bot.services.book.entries import Kept, Message, Owner
from bot.services.ids import new_id
from bot.services.wire import received_files
from handlers.book.entering import entry_words as words
from handlers.book.entering.open_questions import File, Origin
from handlers.wire.turn import Turn

# The same line once more within this time is asked about: people forget what they have written, and shops sell alike.
AGAIN = timedelta(hours=12)
WITH_IT = N_("📎 What you sent is kept with it.")
FILES = {"photo": ("image", ".jpg"), "voice": ("audio", ".ogg"), "document": ("file", "")}


async def same_before(turn: Turn, owner: Owner, line: Line) -> Kept | None:
    """The entry of the last hours that says the same."""
    return await turn.run(book.same_before, owner, entry_of(line, ""), turn.now - AGAIN)


async def write(turn: Turn, owner: Owner, lines: Sequence[tuple[Line, Origin]]) -> list[Entry]:
    """Write lines down, each as a new entry or as a correction, and keep in which message they were typed."""
    return [await _write(turn, owner, line, origin) for line, origin in lines]


async def _write(turn: Turn, owner: Owner, line: Line, origin: Origin) -> Entry:
    entry = entry_of(line, book.new_id(turn.now), origin.source)
    old = await turn.run(book.find, owner, origin.corrects) if origin.corrects else None
    if old is not None:
        entry = replace(entry, supersedes=old.entry.id, source=old.entry.source)
    here = Message(turn.contact.bot, turn.contact.chat, origin.message) if origin.message is not None else None
    await turn.run(book.add, owner, [entry], turn.now, here, origin.place)
    await attach(turn, owner, entry.id, origin.files)
    return entry


async def attach(turn: Turn, owner: Owner, entry_id: str, files: Iterable[File]) -> None:
    """Photos and voice notes belong to an entry; they are fetched once this is on disk."""
    here = turn.contact
    for file in files:
        kind, ending = FILES[file.kind]
        name = f"{kind}-{new_id():x}{ending}"
        await turn.run(received_files.expect, name, here.bot, here.chat, file.file_id, turn.now, person=here.person_id)
        await turn.run(book.attach, owner, entry_id, name, turn.now)


def tell(turn: Turn, entries: Sequence[Entry], message: int | None = None, files: Sequence[File] = ()) -> None:
    """Say what was written down, in one message, in place of the one whose button was tapped."""
    if entries:
        told, buttons = words.echo(turn, entries, message)
        kept = Html.of("\n{}", turn.text(WITH_IT)) if files else BLANK
        turn.show_marked(told + kept, buttons=buttons)


async def correct(turn: Turn, owner: Owner, id: str, **changes: Any) -> Entry | None:
    """A new version of an entry; the same one where nothing would change; None when it was taken back."""
    kept = await turn.run(book.find, owner, id)
    if kept is None or all(getattr(kept.entry, name) == value for name, value in changes.items()):
        return kept.entry if kept else None
    new = corrected(kept.entry, book.new_id(turn.now), **changes)
    await turn.run(book.add, owner, [new], turn.now)
    return new


async def take_back(turn: Turn, owner: Owner, id: str, *, whole: bool = False) -> list[Entry]:
    """Undo the last that was done with an entry: a correction, else the entry; `whole`: whatever there is of it.

    Gives the undos, none where it was taken back before.
    """
    undos: list[Entry] = []
    while (kept := await turn.run(book.find, owner, id)) is not None:
        undos.append(undone(kept.entry, book.new_id(turn.now)))
        await turn.run(book.add, owner, undos[-1:], turn.now)
        if not whole:
            break
    return undos


async def put_back(turn: Turn, owner: Owner, id: str, since: str) -> Entry | None:
    """Undo the undos of an entry from the one with the id `since` on; the entry as it stands then."""
    known = await turn.run(book.history, owner, id)
    undos = [
        undone(one, book.new_id(turn.now)) for one in undos_in_force(one.entry for one in known) if one.id >= since
    ]
    await turn.run(book.add, owner, undos, turn.now)
    again = await turn.run(book.find, owner, id)
    return again.entry if again else None
