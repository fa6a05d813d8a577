"""Taking back and putting back: one entry, or all that were typed in one message. All of it stays in the book."""

from bot.domain.book import Entry
from bot.domain.wire.message import Button
from bot.i18n import N_, Html, Text, joined
from bot.services.book import entries as book
from bot.services.book.entries import Message, Owner
from handlers.book.entering import asking
from handlers.book.entering import entry_words as words
from handlers.book.entering import writing_down as record
from handlers.wire import late_taps
from handlers.wire.turn import Turn

AS_BEFORE = N_("↩️ As it was before:")


async def undo(turn: Turn, owner: Owner, id: str) -> None:
    """↩️: a correction is undone first, then the entry."""
    undos = await record.take_back(turn, owner, id)
    if not undos:
        turn.whisper(words.TAKEN_BACK_ALREADY)
        return
    before = await turn.run(book.find, owner, id)
    if before is None:
        asking.tell_taken_back(turn, undos)
        return
    back = [Button(Text(words.PUT_BACK), words.data("b", undos[0].id))]
    told = Html.of("{}\n{}", turn.text(AS_BEFORE), words.card(turn, before.entry))
    turn.show_marked(told, buttons=[*words.under(before.entry), back])


async def undo_all(turn: Turn, owner: Owner, number: int) -> None:
    """All entries of one message."""
    here = Message(turn.contact.bot, turn.contact.chat, number)
    undos: list[Entry] = []
    struck: list[Html] = []
    for id in (await turn.run(book.typed_in, owner, here)).values():
        taken = await record.take_back(turn, owner, id, whole=True)
        undos += taken
        struck += [words.struck(words.row(turn, one)) for one in taken[:1]]
    if not undos:
        turn.whisper(words.TAKEN_BACK_ALREADY)
        return
    back = Button(Text(words.PUT_ALL_BACK), words.data("A", str(number), undos[0].id))
    turn.show_marked(joined([turn.text(words.TAKEN_BACK), *struck]), buttons=[[back]])


async def put_back(turn: Turn, owner: Owner, undo_id: str) -> None:
    """↪️: as it was before it was taken back."""
    entry = await record.put_back(turn, owner, undo_id, undo_id)
    if entry is None:
        turn.whisper(late_taps.NO_LONGER)
    else:
        record.tell(turn, [entry])


async def put_all_back(turn: Turn, owner: Owner, number: int, since: str) -> None:
    """The same for all entries of one message."""
    here = Message(turn.contact.bot, turn.contact.chat, number)
    ids = (await turn.run(book.typed_in, owner, here)).values()
    found = [entry for id in ids if (entry := await record.put_back(turn, owner, id, since)) is not None]
    if not found:
        turn.whisper(late_taps.NO_LONGER)
    else:
        record.tell(turn, found, number)
