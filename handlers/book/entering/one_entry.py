"""One entry with what became of it: when it was written down, how often it was changed, and what was sent with it."""

from collections.abc import Sequence

from bot.domain.book import Source
from bot.domain.wire.message import Button, File, FileKind
from bot.i18n import N_, Html, Text, joined, plural
from bot.services.book import entries as book
from bot.services.book.entries import Kept, Owner
from handlers.book.entering import entry_words as words
from handlers.people import pin
from handlers.wire import late_taps
from handlers.wire.turn import Turn

WRITTEN = N_("Written down on {day}, {time}.")
ATTACHED = N_("📎 See what was sent with it")
GONE = N_("What was sent with it is not kept any more.")
KINDS = {"image": FileKind.PICTURE, "audio": FileKind.VOICE, "file": FileKind.DOCUMENT}


async def show(turn: Turn, owner: Owner, id: str) -> None:
    """An entry by any version's id, with undo and change; behind a PIN where there is one."""
    if await pin.is_shut(turn):
        await pin.ask(turn, words.data("v", id))
        return
    versions = await turn.run(book.history, owner, id)
    kept = await turn.run(book.find, owner, id)
    if not versions:
        turn.whisper(late_taps.NO_LONGER)
    elif kept is None:
        last = versions[-1].entry
        told = Html.of("{}\n{}", turn.text(words.TAKEN_BACK), words.struck(words.row(turn, last)))
        back = [Button(Text(words.PUT_BACK), words.data("b", last.id))]
        turn.show_marked(joined([told, written(turn, versions)]), buttons=[back])
    else:
        lines = [words.card(turn, kept.entry, "📖"), written(turn, versions)]
        buttons = [list(row) for row in words.under(kept.entry)]
        if await turn.run(book.attached, owner, id):
            buttons.append([Button(Text(ATTACHED), words.data("p", id))])
        turn.show_marked(joined(lines), buttons=buttons)


def written(turn: Turn, versions: Sequence[Kept]) -> Html:
    """When it was written down first, and how often changed since; corrections count, undos do not."""
    at = versions[0].at.astimezone(turn.zone)
    told = turn.text(WRITTEN, day=at.date(), time=words.clock(turn, at))
    changes = sum(one.entry.source is not Source.UNDO for one in versions) - 1
    if changes:
        told += " " + turn.text(plural("Changed once.", "Changed {n} times.", changes))
    return told


async def show_files(turn: Turn, owner: Owner, id: str) -> None:
    """The photos and voice notes of an entry, as Telegram still has them."""
    if await pin.is_shut(turn):
        await pin.ask(turn, words.data("p", id))
        return
    found = await turn.run(book.files, owner, id, turn.contact.bot)
    for name, file_id in found.items():
        turn.send_file(File(KINDS[name.partition("-")[0]], file_id))
    if not found:
        turn.whisper(GONE)
