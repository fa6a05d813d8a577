"""A photo of a receipt or a voice note: it goes with what is being written, or was just now; else she is asked."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from bot.domain.book import REFUSED, Unread
from bot.domain.wire.button_data import Meaning
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button
from bot.i18n import N_, Text
from bot.services.book import entries as book
from bot.services.book.entries import Kept, Owner
from handlers.book.entering import entry_words as words
from handlers.book.entering import lines, open_book
from handlers.book.entering import open_questions as state
from handlers.book.entering import writing_down as record
from handlers.book.entering.change import ID
from handlers.book.entering.open_questions import File, Origin, Step
from handlers.people import pin
from handlers.people.book_owner import owner_of
from handlers.wire import events
from handlers.wire.turn import Turn

KINDS = {events.Kind.PHOTO: "photo", events.Kind.VOICE: "voice", events.Kind.DOCUMENT: "document"}
# Files that can be a receipt.
RECEIPTS = ("image/", "application/pdf")
JUST_NOW, LATELY, OFFERED = timedelta(minutes=10), timedelta(days=3), 3
ENTRIES = "entries"

KEPT_WITH = N_("📎 Kept with: {entry}")
KEPT_FOR_NEXT = N_("📎 Kept. It goes with what you write now.")
WHICH_ENTRY = N_("📎 What does this belong to?")
NEW_ONE, DROP = N_("➕ Something new"), N_("✖️ Do not keep it")
NOT_KEPT = N_("All right. It was not kept.")


async def sent(turn: Turn) -> bool:
    """A photo or a voice note while no form wants one; False where there is no book."""
    file = _file(turn)
    owner = owner_of(turn) if file else None
    if file is None or owner is None:
        return False
    dialogue = turn.contact.dialogue
    if await _says_a_line(turn, owner, file):
        return True
    last = await turn.run(book.latest, owner, turn.now - LATELY, OFFERED)
    if dialogue is not None and dialogue.kind == state.KIND and not _is_older(dialogue, last):
        await _while_open(turn, owner, dialogue, file)
    elif last and turn.now - last[0].at <= JUST_NOW:
        await _keep(turn, owner, last[0], (file,))
    else:
        _ask(turn, [] if await pin.is_shut(turn) else last, file)
    return True


async def beside(turn: Turn) -> bool:
    """An entry written under a photo while a form asks something else."""
    file = _file(turn)
    return file is not None and bool(turn.event.caption) and await lines.told_beside(turn, turn.event.caption, [file])


def _is_older(dialogue: Dialogue, last: Sequence[Kept]) -> bool:
    """Whether a question has been left waiting, and something else was written down since."""
    waits = dialogue.state[state.STEP] in (Step.ASK, Step.AGAIN, Step.UNREAD, Step.GONE)
    return waits and bool(last) and last[0].at > dialogue.began_at


def _file(turn: Turn) -> File | None:
    event = turn.event
    kind = KINDS.get(event.kind)
    if kind is None or (kind == "document" and not event.mime.startswith(RECEIPTS)):
        return None
    if kind == "voice" and event.mime:
        return None  # music and the like: no voice note
    return File(kind, event.said)


async def _says_a_line(turn: Turn, owner: Owner, file: File) -> bool:
    """What is written under it is an entry."""
    if not turn.event.caption:
        return False
    said = await lines.read(turn, owner, turn.event.caption)
    if all(isinstance(one, Unread) and one.reason not in REFUSED for one in said.readings):
        return False
    await lines.take(turn, said, [*await state.close_all(turn, Step.OPEN), file])
    return True


async def _while_open(turn: Turn, owner: Owner, dialogue: Dialogue, file: File) -> None:
    """It goes with the entry that is being written or changed."""
    if dialogue.state[state.STEP] == Step.CHANGE:
        kept = await turn.run(book.find, owner, dialogue.state[ID])
        if kept is not None:
            await _keep(turn, owner, kept, (file,))
            return
    origin = state.origin_of(dialogue).with_files((file,))
    state.change(turn, dialogue, **{state.ORIGIN: origin.to_json()})
    if dialogue.state[state.STEP] == Step.FILE:
        await repeat(turn, owner, dialogue)
    else:
        turn.say(KEPT_FOR_NEXT)


async def _keep(turn: Turn, owner: Owner, kept: Kept, files: Sequence[File]) -> None:
    await record.attach(turn, owner, kept.entry.id, files)
    turn.show(KEPT_WITH, entry=words.row(turn, kept.entry))


def _ask(turn: Turn, entries: Sequence[Kept], file: File) -> None:
    """Nothing was being written: one of the last entries, or a new one?"""
    kept = {ENTRIES: [one.entry.id for one in entries]}
    _show(turn, state.ask(turn, Step.FILE, Origin(files=(file,)), **kept), entries)


async def repeat(turn: Turn, owner: Owner, dialogue: Dialogue) -> None:
    """Ask once more which entry a file goes with."""
    found = [await turn.run(book.find, owner, id) for id in dialogue.state[ENTRIES]]
    _show(turn, dialogue, [one for one in found if one is not None])


def _show(turn: Turn, dialogue: Dialogue, entries: Sequence[Kept]) -> None:
    rows = [[Button(words.row(turn, one.entry), _data(dialogue, one.entry.id))] for one in entries]
    rows += [[Button(Text(NEW_ONE), _data(dialogue, "n"))], [Button(Text(DROP), _data(dialogue, "x"))]]
    turn.say(WHICH_ENTRY, buttons=rows)


def _data(dialogue: Dialogue, answer: str) -> Meaning:
    return words.data("k", dialogue.id, answer)


def answers(dialogue: Dialogue) -> Collection[str]:
    """What its buttons answer."""
    return (*dialogue.state[ENTRIES], "n", "x")


async def answered(turn: Turn, owner: Owner, dialogue: Dialogue, answer: str) -> None:
    """Which entry it goes with."""
    files = state.origin_of(dialogue).files
    await state.close(turn, dialogue)
    if answer == "n":
        await open_book.begin(turn, owner, files)
        return
    kept = await turn.run(book.find, owner, answer) if answer in dialogue.state[ENTRIES] else None
    if kept is None:
        turn.show(NOT_KEPT)
    else:
        await _keep(turn, owner, kept, files)
    await state.go_on(turn)
