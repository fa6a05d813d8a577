"""A message of the book that she has changed: its entries change with it, new lines are new, lost ones are asked."""

from dataclasses import replace

from bot.domain.book import REFUSED, Entry, Line, Unread
from bot.domain.book.reading.edited import Pair, pairs
from bot.domain.book.reading.is_entry import has_verb
from bot.domain.book.wallets import Notice
from bot.i18n import BLANK, N_
from bot.services.book import entries as book
from bot.services.book.entries import Message, Owner
from handlers.book import box as book_box
from handlers.book.entering import asking, lines
from handlers.book.entering import entry_words as words
from handlers.book.entering import open_questions as state
from handlers.book.entering import writing_down as record
from handlers.book.entering.asking import Typed
from handlers.book.entering.lines import Said
from handlers.book.entering.open_questions import File, Origin
from handlers.people.book_owner import owner_of
from handlers.wire.turn import Turn

FIXED = N_("✏️ Changed in your book:")
STAYS_PRACTICE = N_("What you wrote there was practice. Your book stays as it is.")
STAYS_REAL = N_("You are practising now: your real book stays as it is.")
THE_SAME = N_("That is in your book already.")


async def edited(turn: Turn) -> bool:
    """Whether the message was, or is now, one of the book; then its entries follow."""
    owner = owner_of(turn)
    text, number = turn.event.said, turn.event.message_id
    if owner is None or number is None or not text.strip():
        return False
    asked = [one for one in await state.waiting(turn) if state.origin_of(one).message == number]
    entries = await _entries(turn, owner, number)
    if not asked and not entries:
        return await _other_book(turn, owner, number) or await _new(turn, owner, text)
    files = [file for one in asked for file in state.origin_of(one).files]
    for one in asked:
        await state.close(turn, one)
    said = await lines.read(turn, owner, text)
    if any(isinstance(one, Notice) for one in said.readings):
        await lines.take(turn, said, files)
    elif len(said.readings) > lines.MOST_LINES:
        turn.say(lines.TOO_MANY, n=lines.MOST_LINES)
    else:
        await _follow(turn, said, entries, files)
    return True


async def _entries(turn: Turn, owner: Owner, number: int) -> list[Entry]:
    """What was typed in the message and stands in her book."""
    here = turn.contact
    typed = await turn.run(book.in_message, here.bot, here.chat, number)
    found = [await turn.run(book.find, owner, one.entry.id) for one in typed]
    return [one.entry for one in found if one is not None]


async def _other_book(turn: Turn, owner: Owner, number: int) -> bool:
    """What was typed in practice is not changed outside of it, nor the other way."""
    other = replace(owner, practice=not owner.practice)
    here = Message(turn.contact.bot, turn.contact.chat, number)
    if not await turn.run(book.typed_in, other, here):
        return False
    turn.say(STAYS_PRACTICE if other.practice else STAYS_REAL)
    return True


async def _new(turn: Turn, owner: Owner, text: str) -> bool:
    """A message that was none of the book becomes an entry, when there is no doubt that it is one."""
    if turn.contact.dialogue is not None:
        return False
    if await book_box.heard(turn):
        return True
    if not has_verb(text, turn.locale, owner.currency):
        return False
    said = await lines.read(turn, owner, text)
    if any(isinstance(one, Unread) for one in said.readings):
        return False
    await lines.take(turn, said)
    return True


async def _follow(turn: Turn, said: Said, entries: list[Entry], files: list[File]) -> None:
    """Each line to its entry. What is not clear keeps its old entry until it is answered."""
    number = turn.event.message_id or 0
    found = pairs(entries, said.readings)
    same = {one.place: one.entry.id for one in found if one.entry and one.reading is not None}
    await turn.run(book.place, Message(turn.contact.bot, turn.contact.chat, number), same, turn.now)
    changed = [one for one in found if one.reading is not None and not one.is_same]
    sure = [one for one in changed if await _is_clear(turn, said.owner, one)]
    clear = [(one.reading, _origin(number, one)) for one in sure if isinstance(one.reading, Line)]
    if clear and files:
        clear[0] = (clear[0][0], clear[0][1].with_files(files))
    _tell(turn, await record.write(turn, said.owner, clear), clear)
    for one in changed:
        if one.reading is not None and one not in sure:
            await lines.ask(turn, said.owner, Typed(said.texts[one.place], _origin(number, one)), one.reading)
            if one.entry and isinstance(one.reading, Unread) and one.reading.reason in REFUSED:
                asking.ask_gone(turn, Origin(number, corrects=one.entry.id), one.entry)
    gone = [one.entry for one in found if one.entry and one.reading is None]
    for entry in gone:
        asking.ask_gone(turn, Origin(number, corrects=entry.id), entry)
    if not changed and not gone:
        # with what is there: a line may be read in two ways
        told, buttons = words.echo(turn, entries, heading=THE_SAME)
        first = turn.text(THE_SAME) + "\n" if len(entries) == 1 else BLANK
        turn.send_marked(first + told, buttons=buttons)
    await state.go_on(turn)


def _origin(number: int, pair: Pair) -> Origin:
    return Origin(number, pair.place, pair.entry.id if pair.entry else None)


async def _is_clear(turn: Turn, owner: Owner, pair: Pair) -> bool:
    """A changed line corrects its entry without a question; a new one may be there already."""
    if not isinstance(pair.reading, Line):
        return False
    return pair.entry is not None or await record.same_before(turn, owner, pair.reading) is None


def _tell(turn: Turn, written: list[Entry], clear: list[tuple[Line, Origin]]) -> None:
    """What is fixed, each as it is now."""
    if not written:
        return
    heading = FIXED if all(origin.corrects for _, origin in clear) else words.WRITTEN_DOWN
    told, buttons = words.echo(turn, written, heading=heading)
    first = turn.text(FIXED) + "\n" if heading == FIXED and len(written) == 1 else BLANK
    turn.send_marked(first + told, buttons=buttons)
