"""The group's book on its leader's phone: begun once, then this month, its lines, one of them, taken back or not."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.domain.book import Place
from bot.domain.book.stretch import Reach, Stretch, after, before, stretch
from bot.domain.wire.button_data import Meaning, Shapes, hex_number, shapes
from bot.domain.wire.button_data import page as page_number
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Html, Money, Text, joined
from bot.services.groups import leading
from bot.services.groups.cash_book import keeping, receipts
from bot.services.groups.cash_book.keeping import Book, Line
from handlers.book import overview
from handlers.book.entering import entry_words as words
from handlers.book.entering import one_entry
from handlers.book.screen_words import Days, days, title
from handlers.forms.questions import BACK
from handlers.groups.cash_book import book_words, line, on_paper, payers, the_box
from handlers.groups.cash_book.book_words import PREFIX
from handlers.wire import late_taps
from handlers.wire.turn import Turn

TITLE = N_("📒 <b>The book of {group}</b>")
WHO = N_("Its leaders write and read it; programme staff read it too.\nYour own book stays apart.")
BEGIN_IT = N_("✅ Begin the book")
EMPTY = N_("Nothing is written in it yet.")
PAID_IN = N_("🧾 Paid in by {name}.")
TAP_ONE = N_("Tap one to see it, or to take it back.")
THE_LINES = N_("📋 The lines")
A_PAGE = 8

View = Callable[..., Awaitable[None]]


def button(group: int) -> Rows:
    """The way to it."""
    return [[book_words.book(group)]]


async def tapped(turn: Turn, what: str, group: int, *more: Any) -> None:
    """A button of the book; who leads the group no more is told so."""
    if all(one.id != group for one in await turn.run(leading.mine, turn.contact.person_id)):
        turn.whisper(late_taps.NO_LONGER)
        return
    found = await turn.run(keeping.look, turn.contact.person_id, group)
    if found.since is None and what not in (book_words.OPEN, book_words.BEGIN):
        turn.whisper(late_taps.NO_LONGER)
        return
    await VIEWS[what](turn, found, *more)


async def _open(turn: Turn, found: Book) -> None:
    """This month; before the book is begun, who writes in it and who reads it."""
    if found.since is not None:
        await _month(turn, found, (Reach.MONTH, turn.today))
        return
    told = joined([turn.text(TITLE, group=found.group.name), turn.text(WHO)])
    begin = Button(Text(BEGIN_IT), Meaning.of(PREFIX, book_words.BEGIN, found.group.id))
    turn.show_marked(told, buttons=[[begin]])


async def _begin(turn: Turn, found: Book) -> None:
    """It is begun; what the box holds now is asked, or the book would never agree with it."""
    if await turn.run(keeping.begin, turn.contact.person_id, found.group.id, turn.now):
        the_box.ask(turn, found.group.id, found.group.name)
    else:
        await _open(turn, found)


async def _month(turn: Turn, found: Book, wanted: Days) -> None:
    """What came in and went out in these days, and what lies where at their end."""
    shown, currency, group = stretch(*wanted, turn.locale.calendar), turn.programme.currency, found.group.id
    page = await turn.run(keeping.page, turn.contact.person_id, group, currency, shown.first, shown.last, turn.today)
    heads = [turn.text(TITLE, group=found.group.name), title(turn, shown)]
    is_now = shown.last >= turn.today
    box = overview.BOX_NOW if is_now else overview.BOX_THEN
    told = overview.figures(turn, currency, page.sums) if page.began else [turn.text(EMPTY)]
    told.append(turn.text(box, money=Money(page.held[Place.BOX], currency)))
    told += overview.elsewhere(turn, currency, page.held, *((page.loans, page.lent) if is_now else ((), ())))
    arrows = _arrows(turn, group, shown, further=page.began is not None and page.began < shown.first)
    to_print = await on_paper.rows(turn, group)
    of_months = [on_paper.statement_button(group)] if page.began else []
    rows = [[book_words.write(group)], _lower(group, shown), of_months, *to_print, arrows]
    turn.show_marked(joined([*heads, *told]), buttons=[row for row in rows if row])


def _lower(group: int, shown: Stretch) -> list[Button]:
    written = Button(Text(THE_LINES), Meaning.of(PREFIX, book_words.LINES, group, book_words.days(shown), "0"))
    return [written, Button(Text(overview.COUNT), Meaning.of(PREFIX, book_words.COUNT, group))]


def _arrows(turn: Turn, group: int, shown: Stretch, *, further: bool) -> list[Button]:
    calendar = turn.locale.calendar
    arrows = [("◀️", before(shown, calendar))] if further else []
    arrows += [("▶️", after(shown, calendar))] if shown.last < turn.today else []
    return [Button(sign, _to(group, one)) for sign, one in arrows]


def _to(group: int, shown: Stretch) -> Meaning:
    return Meaning.of(PREFIX, book_words.MONTH, group, book_words.days(shown))


async def _lines(turn: Turn, found: Book, wanted: Days, page: int) -> None:
    """What was written of these days, the newest first, each a button."""
    shown, group = stretch(*wanted, turn.locale.calendar), found.group.id
    until, here = (page + 1) * A_PAGE, (shown.first, shown.last)
    who, currency = turn.contact.person_id, turn.programme.currency
    kept = await turn.run(keeping.lines, who, group, currency, *here, until + 1)
    rows: Rows = [
        [Button(words.row(turn, one.entry), Meaning.of(PREFIX, book_words.LINE, group, one.entry.id))]
        for one in kept[page * A_PAGE : until]
    ]
    pages = [("◀️", page - 1)] if page else []
    pages += [("▶️", page + 1)] if len(kept) > until else []
    days_shown = book_words.days(shown)
    arrows = [Button(sign, Meaning.of(PREFIX, book_words.LINES, group, days_shown, str(at))) for sign, at in pages]
    back = [Button(Text(BACK), _to(group, shown))]
    told = [turn.text(TITLE, group=found.group.name), title(turn, shown)]
    told.append(turn.text(TAP_ONE if rows else EMPTY))
    turn.show_marked(joined(told), buttons=[*rows, *([arrows] if arrows else []), back])


async def _line(turn: Turn, found: Book, entry_id: str) -> None:
    """One line, with what became of it."""
    one = await _of(turn, found, entry_id)
    if one is None:
        turn.whisper(late_taps.NO_LONGER)
    elif one.kept is None:
        await _show_taken_back(turn, found, one)
    else:
        await _show(turn, found, one)


async def _of(turn: Turn, found: Book, entry_id: str) -> Line | None:
    who, currency = turn.contact.person_id, turn.programme.currency
    return await turn.run(keeping.find, who, found.group.id, currency, entry_id)


async def _show(turn: Turn, found: Book, one: Line) -> None:
    assert one.kept is not None  # the caller looked
    entry, group, who = one.kept.entry, found.group.id, turn.contact.person_id
    told = [*words.facts(turn, entry, "📖"), one_entry.written(turn, one.versions)]
    rows = [[book_words.undo(group, entry.id)], [book_words.book(group)]]
    if one.paid is None and receipts.came_in(entry):
        rows.insert(0, [payers.who_button(group, entry.id)])
    elif one.paid is not None and one.paid.member_id is not None:
        name = await turn.run(receipts.name_of, who, group, one.paid.member_id)
        told += [turn.text(PAID_IN, name=name), *on_paper.known(turn, one, name)] if name else []
        rows = [[on_paper.button(group, entry.id)], *rows] if name else rows
    turn.show_marked(joined([book_words.above(turn, found.group.name), *told]), buttons=rows)


async def _show_taken_back(turn: Turn, found: Book, one: Line) -> None:
    first = one.versions[0].entry
    told: list[Html] = [turn.text(words.TAKEN_BACK), words.struck(words.row(turn, first))]
    if one.paid is not None and one.paid.member_id is not None:
        name = await turn.run(receipts.name_of, turn.contact.person_id, found.group.id, one.paid.member_id)
        told += on_paper.known(turn, one, name)
    rows = [[book_words.put_back(found.group.id, first.id)], [book_words.book(found.group.id)]]
    turn.show_marked(joined([book_words.above(turn, found.group.name), *told]), buttons=rows)


async def _write(turn: Turn, found: Book) -> None:
    line.begin(turn, found.group.id, found.group.name)


async def _count(turn: Turn, found: Book) -> None:
    the_box.ask(turn, found.group.id, found.group.name)


async def _undo(turn: Turn, found: Book, entry_id: str) -> None:
    """A line counts no more; it stays in the book as taken back."""
    who, catalogues = turn.contact.person_id, turn.loaded.catalogues
    if await turn.run(receipts.take_back, turn.programme, who, found.group.id, entry_id, catalogues, turn.now):
        await _line(turn, found, entry_id)
    else:
        turn.whisper(words.TAKEN_BACK_ALREADY)


async def _put_back(turn: Turn, found: Book, entry_id: str) -> None:
    """A line counts again."""
    who, catalogues = turn.contact.person_id, turn.loaded.catalogues
    if await turn.run(receipts.put_back, turn.programme, who, found.group.id, entry_id, catalogues, turn.now):
        await _line(turn, found, entry_id)
    else:
        turn.whisper(late_taps.NO_LONGER)


async def _nobody(turn: Turn, found: Book, entry_id: str) -> None:
    await payers.paid(turn, found, entry_id)


VIEWS: dict[str, View] = {
    book_words.OPEN: _open,
    book_words.BEGIN: _begin,
    book_words.MONTH: _month,
    book_words.LINES: _lines,
    book_words.LINE: _line,
    book_words.WRITE: _write,
    book_words.COUNT: _count,
    book_words.UNDO: _undo,
    book_words.PUT_BACK: _put_back,
    book_words.WHO: payers.show,
    book_words.MEMBER: payers.paid,
    book_words.NOBODY: _nobody,
    book_words.PRINT: on_paper.print_one,
    book_words.PRINT_ALL: on_paper.print_all,
    book_words.STATEMENT: on_paper.statement,
}
_OF_GROUP = (book_words.OPEN, book_words.BEGIN, book_words.WRITE, book_words.COUNT)
_ON_PAPER = (book_words.PRINT_ALL, book_words.STATEMENT)
_OF_LINE = (book_words.LINE, book_words.UNDO, book_words.PUT_BACK, book_words.NOBODY, book_words.PRINT)
SHAPES: Shapes = shapes({
    **{what: [(hex_number,)] for what in (*_OF_GROUP, *_ON_PAPER)},
    book_words.MONTH: [(hex_number, days)],
    book_words.LINES: [(hex_number, days, page_number)],
    **{what: [(hex_number, words.an_entry)] for what in _OF_LINE},
    book_words.WHO: [(hex_number, words.an_entry, page_number)],
    book_words.MEMBER: [(hex_number, words.an_entry, hex_number)],
})  # fmt: skip
