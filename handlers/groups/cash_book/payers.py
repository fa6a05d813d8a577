"""Who paid a line in: asked once below it, a member by a button, her name or her number; she has a receipt of it."""

from collections.abc import Sequence

from bot.domain.book import Entry
from bot.domain.groups.search import is_search
from bot.domain.wire.button_data import Meaning
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Html, Text, joined
from bot.i18n.reading.common_words import fold
from bot.services.groups.cash_book import keeping, receipts
from bot.services.groups.cash_book.keeping import Book
from bot.services.groups.cash_book.receipts import Member, Paid, Receipt
from bot.services.groups.members import finding
from handlers.book.entering import entry_words as words
from handlers.groups.cash_book import book_words, on_paper
from handlers.groups.cash_book.book_words import GROUP, NAME, PREFIX
from handlers.groups.members import find
from handlers.people import pin
from handlers.wire import late_taps
from handlers.wire.turn import Turn

STEP_PAYER, ENTRY = "payer", "entry"
PAGE_SIZE = 6

WHO_PAID = N_("🧾 Who paid this in? Tap, or write the name or the number.")
ASK_WHO = N_("🧾 Who paid this in?")
NOBODY = N_("🙅 Nobody of ours")
IN_THE_CHAT = N_("🧾 {name} gets this in the chat:\n“{receipt}”")
READ_OUT = N_("🧾 I cannot write to {name}. Read this out, or write it down:\n“{receipt}”")


async def ask(turn: Turn, group: int, name: str, entry: Entry) -> None:
    """What was written, and below it the question; where a PIN is shut, or nobody can have paid, its button alone."""
    told = [book_words.above(turn, name), *words.facts(turn, entry)]
    members = await turn.run(receipts.payers, turn.contact.person_id, group) if receipts.came_in(entry) else []
    if not members:
        turn.show_marked(joined(told), buttons=_below(group, entry.id))
    elif await pin.is_shut(turn):
        turn.show_marked(joined(told), buttons=[[who_button(group, entry.id)], *_below(group, entry.id)])
    else:
        likely = await _found(turn, group, entry.counterparty) if entry.counterparty else []
        _ask(turn, (group, name), entry, told, [*likely, *(one for one in members if one not in likely)], 0)


def who_button(group: int, entry_id: str) -> Button:
    """To the question, where it was not answered yet."""
    return Button(Text(ASK_WHO), Meaning.of(PREFIX, book_words.WHO, group, entry_id, "0"))


def _below(group: int, entry_id: str) -> Rows:
    return [[book_words.undo(group, entry_id)], [book_words.write(group)], [book_words.book(group)]]


def _ask(
    turn: Turn, whose: tuple[int, str], entry: Entry, told: Sequence[Html], members: Sequence[Member], page: int
) -> None:
    group, name = whose
    book_words.ask(turn, group, name, STEP_PAYER, **{ENTRY: entry.id})
    page = max(0, min(page, (len(members) - 1) // PAGE_SIZE))
    shown = members[page * PAGE_SIZE :][:PAGE_SIZE]
    pages = [("◀️", page - 1)] if page else []
    pages += [("▶️", page + 1)] if members[(page + 1) * PAGE_SIZE :] else []
    arrows = [Button(sign, Meaning.of(PREFIX, book_words.WHO, group, entry.id, str(at))) for sign, at in pages]
    nobody = Button(Text(NOBODY), Meaning.of(PREFIX, book_words.NOBODY, group, entry.id))
    rows = [*_rows(group, entry.id, shown), arrows, [nobody], [book_words.undo(group, entry.id)]]
    turn.show_marked(joined([*told, turn.text(WHO_PAID)]), buttons=[row for row in rows if row])


def _rows(group: int, entry_id: str, members: Sequence[Member]) -> list[list[Button]]:
    return [
        [Button(one.name or "–", Meaning.of(PREFIX, book_words.MEMBER, group, entry_id, one.member_id))]
        for one in members
    ]


async def _found(turn: Turn, group: int, typed: str) -> list[Member]:
    """Those of the group who may be meant."""
    who, today = turn.contact.person_id, turn.today
    return [one.member for one in await turn.run(finding.find, turn.programme, who, group, today, typed)]


async def is_hers(turn: Turn, dialogue: Dialogue, text: str) -> bool:
    """Whether it is a name or a number; what is neither is for something else, and so is what comes late."""
    return is_search(text) and not book_words.is_late(turn, dialogue) and not await pin.is_shut(turn)


async def said(turn: Turn, dialogue: Dialogue, text: str) -> bool:
    """A name, or a number on a card."""
    group, name, entry_id = dialogue.state[GROUP], dialogue.state[NAME], dialogue.state[ENTRY]
    found = await _found(turn, group, text)
    if len(found) == 1 and fold(text) in (fold(found[0].name), str(found[0].number)):
        await _settle(turn, group, name, entry_id, found[0])
        return True
    head = turn.text(find.FOUND, typed=text, n=len(found)) if found else turn.text(find.NOBODY, typed=text)
    nobody = Button(Text(NOBODY), Meaning.of(PREFIX, book_words.NOBODY, group, entry_id))
    rows = [*_rows(group, entry_id, found[:PAGE_SIZE]), [nobody]]
    turn.send_marked(joined([book_words.above(turn, name), head]), buttons=rows)
    return True


async def show(turn: Turn, found: Book, entry_id: str, page: int) -> None:
    """The question once more, or its next page."""
    line = await turn.run(keeping.find, turn.contact.person_id, found.group.id, turn.programme.currency, entry_id)
    if line is None or line.kept is None or line.paid is not None or not receipts.came_in(line.kept.entry):
        turn.whisper(late_taps.ANSWERED)
        return
    entry = line.kept.entry
    told = [book_words.above(turn, found.group.name), *words.facts(turn, entry)]
    members = await turn.run(receipts.payers, turn.contact.person_id, found.group.id)
    _ask(turn, (found.group.id, found.group.name), entry, told, members, page)


async def paid(turn: Turn, found: Book, entry_id: str, member: int | None = None) -> None:
    """A member paid it in; None: nobody of them."""
    members = await turn.run(receipts.payers, turn.contact.person_id, found.group.id)
    one = next((one for one in members if one.member_id == member), None)
    if one is None and member is not None:
        turn.whisper(late_taps.NO_LONGER)
    else:
        await _settle(turn, found.group.id, found.group.name, entry_id, one)


async def _settle(turn: Turn, group: int, name: str, entry_id: str, member: Member | None) -> None:
    who, number = turn.contact.person_id, member.member_id if member is not None else None
    done: Paid | None = await turn.run(
        receipts.settle, turn.programme, who, group, entry_id, number, turn.loaded.catalogues, turn.now
    )
    if book_words.is_asked(turn):
        turn.contact.close()
    if done is None:
        turn.whisper(late_taps.ANSWERED)
        return
    told = [book_words.above(turn, name), *words.facts(turn, done.entry)]
    if member is not None:
        message = IN_THE_CHAT if done.receipt is Receipt.CHAT else READ_OUT
        told.append(turn.text(message, name=member.name, receipt=turn.plain(done.words)))
    printed = [[on_paper.button(group, entry_id)]] if done.receipt is Receipt.ALOUD else []
    turn.show_marked(joined(told), buttons=[*printed, *_below(group, entry_id)])
