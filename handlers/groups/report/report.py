"""A leader's one message for her whole group: typed, read back as a table, made sure, and sent once."""

from dataclasses import replace
from datetime import date

from bot.domain.groups.report import State, Table
from bot.domain.groups.report.changing import Settled, settled
from bot.domain.wire.button_data import Meaning, Shapes, hex_number, one_of
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button
from bot.i18n import N_, Html, MonthOf, Read, Text, is_back, is_later, joined, read_yes_no
from bot.services.groups import leading
from bot.services.groups.report import reporting, sending, sheet_photos
from bot.services.groups.report.reporting import Book
from bot.services.groups.report.sending import Outcome
from handlers.forms import dialogue_stack
from handlers.groups import group
from handlers.groups.report import examples, report_draft, report_table, settling, whole
from handlers.groups.report.report_draft import Draft
from handlers.groups.report.report_table import (
    ABSENT,
    CHOICE,
    CLOSE,
    NOT_SAID,
    NOTHING,
    OUT,
    PREFIX,
    RIGHT,
    SEND,
    WHO,
    WHOLE,
)
from handlers.wire import late_taps, menu
from handlers.wire.events import Kind
from handlers.wire.turn import Turn

COMMAND = "report"
KIND = report_draft.KIND
# Buttons that are of no table: which group, and a report that was laid aside.
BEGIN, GO_ON, ASK_DASH = "b", "g", "d"
SHAPES: Shapes = (
    (one_of(BEGIN, GO_ON, ASK_DASH), hex_number),
    (one_of(WHO, CHOICE, RIGHT, OUT, NOTHING, ABSENT, NOT_SAID, SEND, WHOLE), hex_number, hex_number),
    (CLOSE,),
)

NOTHING_ASKED = N_("Your programme asks leaders for no figures. Please ask programme staff.")
NOBODY = N_("There is nobody in your group yet whom you could report for.")
SENT_BEFORE = N_("Sent already: {n} of {of}. What you write now adds to it or corrects it.")
ANOTHER_DASH = N_("➖ “-” means something else")
DASH_ASKED = N_("➖ All right. I ask you when you write “-” the next time.")
BEGUN = N_("The report for {month} that you began is not sent yet.")
GO_ON_WITH = N_("Go on with {month}")
LEFT = N_("All right. Nothing was sent.")
SENT = N_("✅ Sent for {month}: {n}. Thank you!")
ADDED = N_("✅ Sent for {month}: {n}. Corrected: {changed}. Thank you!")
GONE = N_("The photo was erased. Nothing more is typed from it.")
TOO_LATE = N_("{n} can be changed no more by message. Programme staff will look at it.")


async def show(turn: Turn) -> None:
    """/report: for her group, or for which of them."""
    groups = await turn.run(leading.mine, turn.contact.person_id)
    if not groups:
        turn.say(group.NO_GROUP, keys=menu.of(turn))
    elif len(groups) == 1:
        await _begin(turn, groups[0].id)
    else:
        turn.say(group.WHICH, buttons=[[Button(one.name, Meaning.of(PREFIX, BEGIN, one.id))] for one in groups])


async def _begin(turn: Turn, number: int) -> None:
    """What she is to write, and what was sent of that month already; or the report that she is writing."""
    book = await report_draft.book_of(turn, number, None)
    if not book.sheet.columns or not book.roster:
        turn.say(NOBODY if book.sheet.columns else NOTHING_ASKED)
        return
    front = turn.contact.dialogue
    if front is not None and front.kind == KIND:
        draft = Draft.of(front)
        if draft.group == number and draft.table is not None and not draft.is_old(turn):
            await _repeat(turn, front)
            return
    report_draft.begin(turn, Draft(number, mark=book.mark))
    _ask(turn, book)


async def type_from_sheet(turn: Turn, group: int, month: date) -> None:
    """Staff type what a leader's paper says of a month, as she would."""
    book = await report_draft.book_of(turn, group, month)
    if not book.roster:
        turn.say(NOBODY)
        return
    report_draft.begin(turn, Draft(group, month, typed=True, mark=book.mark))
    _ask(turn, book)


def _ask(turn: Turn, book: Book) -> None:
    head = turn.text(report_table.TITLE, group=book.name, month=MonthOf(book.month))
    lines = [head, examples.how(turn, book)]
    if book.kept:
        lines.append(turn.text(SENT_BEFORE, n=len(book.kept), of=len(book.roster)))
    dash = None if book.typed else book.sheet.dash
    if dash is not None:
        lines.append(turn.text(examples.dash_is(turn, dash)))
    lines += report_table.by_others(turn, book)
    another = [Button(Text(ANOTHER_DASH), Meaning.of(PREFIX, ASK_DASH, book.group_id))]
    turn.send_marked(joined(lines), buttons=[*([another] if dash is not None else []), report_draft.way_out()])


async def _is_gone(turn: Turn, draft: Draft) -> bool:
    """Whether the paper from which staff type was erased meanwhile, which is said then."""
    if not draft.typed or draft.month is None:
        return False
    here = (turn.contact.person_id, turn.pack, draft.group, draft.month)
    if await turn.run(sheet_photos.may_type, *here):
        return False
    turn.contact.close()
    turn.show(GONE)
    return True


async def said(turn: Turn) -> None:
    """One more message of the report; or she is done with it."""
    dialogue = turn.contact.dialogue
    if dialogue is None:
        return
    draft = Draft.of(dialogue)
    if await _is_gone(turn, draft):
        return
    if turn.event.kind is not Kind.TEXT:
        await _repeat(turn, dialogue)
    elif is_later(turn.event.said) or is_back(turn.event.said):
        turn.contact.close()
        turn.say(LEFT, keys=menu.of(turn))
    elif draft.table is not None and _is_yes(turn):
        await _yes(turn, dialogue)
    elif draft.is_old(turn):
        await _another(turn, dialogue, draft)
    else:
        await report_draft.take(turn, dialogue)


def _is_yes(turn: Turn) -> bool:
    answer = read_yes_no(turn.event.said, turn.locale)
    return isinstance(answer, Read) and bool(answer.value)


async def _yes(turn: Turn, dialogue: Dialogue) -> None:
    """A yes to a figure that is far from the usual, or to the whole; where it is not of what she has seen, she sees
    that.
    """
    draft, book = await report_draft.opened(turn, dialogue)
    table, seen = draft.table, draft.month is not None and draft.version == Draft.of(dialogue).version
    first = report_table.doubtful(table) if table is not None else None
    if table is not None and first is None and seen:
        await _send(turn, dialogue, draft, table, book)
        return
    if table is not None and first is not None and first.state is State.FAR and seen:
        draft = draft.changed(settled(table, first, Settled.RIGHT, book.roster))
    report_draft.show(turn, dialogue, draft, book)


async def _another(turn: Turn, dialogue: Dialogue, draft: Draft) -> None:
    """What she writes is of another day than the report that she began: that one waits, and she is told of it."""
    if await report_draft.take(turn, report_draft.begin(turn, Draft(draft.group))) and draft.month is not None:
        month = MonthOf(draft.month)
        label = Text(GO_ON_WITH, {"month": month})
        turn.say(BEGUN, buttons=[[Button(label, Meaning.of(PREFIX, GO_ON, dialogue.id))]], month=month)


async def _repeat(turn: Turn, dialogue: Dialogue) -> None:
    draft, book = await report_draft.opened(turn, dialogue)
    if draft.table is None:
        turn.send_marked(examples.how(turn, book))
    else:
        report_draft.show(turn, dialogue, draft, book, closes=True)


async def tapped(turn: Turn, what: str, which: int = 0, choice: int = 0) -> None:
    """A group or a report is chosen, a doubt is settled, or all is sent; `which`: a number, or the table's version."""
    dialogue = turn.contact.dialogue
    if what == BEGIN:
        await _chosen(turn, which)
    elif what == GO_ON:
        await _go_on(turn, which)
    elif what == ASK_DASH:
        await _ask_dash(turn, which)
    elif dialogue is None or dialogue.kind != KIND:
        turn.whisper(late_taps.ANSWERED)
    elif what == CLOSE:
        turn.contact.close()
        turn.show(LEFT)
    else:
        await _settle(turn, dialogue, what, which, choice)


async def _chosen(turn: Turn, number: int) -> None:
    if any(one.id == number for one in await turn.run(leading.mine, turn.contact.person_id)):
        await _begin(turn, number)
    else:
        turn.whisper(late_taps.NO_LONGER)


async def _ask_dash(turn: Turn, group: int) -> None:
    """What "-" means was said wrongly, or has changed."""
    leads = any(one.id == group for one in await turn.run(leading.mine, turn.contact.person_id))
    done = leads and await turn.run(reporting.unmean, turn.contact.person_id, group)
    turn.whisper(DASH_ASKED if done else late_taps.ANSWERED)


async def _go_on(turn: Turn, number: int) -> None:
    """With a report that was begun and laid aside."""
    begun = await dialogue_stack.find(turn, number)
    if begun is None or begun.kind != KIND or Draft.of(begun).table is None:
        turn.whisper(late_taps.ANSWERED)
        return
    turn.contact.open(begun)
    report_draft.keep(turn, begun, replace(Draft.of(begun), last=turn.sent))
    await _repeat(turn, begun)


async def _settle(turn: Turn, dialogue: Dialogue, what: str, version: int, choice: int) -> None:
    seen = Draft.of(dialogue)
    if seen.table is None or version != seen.version:
        turn.whisper(late_taps.ANSWERED)
        return
    if await _is_gone(turn, seen):
        return
    draft, book = await report_draft.opened(turn, dialogue)
    if draft.table is None or draft.version != version:
        report_draft.show(turn, dialogue, draft, book)
        return
    if what == WHOLE:
        whole.send(turn, dialogue, draft.table, book)
        return
    first = report_table.doubtful(draft.table)
    asked = report_draft.to_ask(draft, draft.table, book)
    stays = what == NOT_SAID and first is None and asked.were_sent
    if what == SEND or (what == NOT_SAID and first is None and not stays):
        await _send(turn, dialogue, draft, draft.table, book)
        return
    if stays:
        report_draft.show(turn, dialogue, replace(draft, dropped=()).changed(draft.table), book)
        return
    if first is not None:
        after = await settling.of_doubt(turn, (draft.table, book), first, what, choice)
    else:
        after = settling.of_missing(draft.table, book, what, asked.members)
    if after is None:
        turn.whisper(late_taps.ANSWERED)
    else:
        report_draft.show(turn, dialogue, draft.changed(after), book)


async def _send(turn: Turn, dialogue: Dialogue, draft: Draft, table: Table, book: Book) -> None:
    """What is clear is kept; what is doubtful stays and is asked on. Where somebody else has sent something meanwhile,
    she is shown that first.
    """
    if report_draft.is_news(draft, book):
        report_draft.show(turn, dialogue, draft, book)
        return
    told = turn.text(report_table.SAME)
    report = report_draft.to_send(turn, dialogue, draft, book)
    if report is not None:
        who = turn.contact.person_id
        outcome = await turn.run(sending.send, turn.pack, who, report, turn.locale, turn.now)
        told = _told(turn, book, outcome)
    if report_table.doubtful(table) is None:
        turn.contact.close()
        turn.show_marked(told)
        return
    kept = report_table.clear(table)
    draft = draft.changed(replace(table, rows=tuple(row for row in table.rows if row not in kept)))
    report_draft.show(turn, dialogue, draft, await report_draft.book_of(turn, draft.group, draft.month), told)


def _told(turn: Turn, book: Book, outcome: Outcome) -> Html:
    message = ADDED if outcome.changed else SENT
    lines = [turn.text(message, month=MonthOf(book.month), n=outcome.new, changed=outcome.changed)]
    if outcome.late:
        lines.append(turn.text(TOO_LATE, n=outcome.late))
    return joined(lines)
