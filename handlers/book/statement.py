"""/statement: one page of the cash book for a lender; its code can be verified by anybody, and taken back by her."""

import secrets
from collections.abc import Awaitable, Callable, Iterator
from datetime import date
from typing import Any

from bot.domain.book.statement import Period, Span, period, year_name
from bot.domain.book.statement_code import dashed
from bot.domain.wire.button_data import Meaning, Shapes, matching, one_of
from bot.domain.wire.button_data import number as number_of
from bot.domain.wire.message import Button, File, FileKind, Rows
from bot.i18n import N_, Text, joined
from bot.i18n.languages import SOURCE
from bot.i18n.writing.numbers_write import local_digits
from bot.services.book import statements
from bot.services.book.statements import Issued, Wish
from handlers.book import statement_file
from handlers.people.book_owner import owner_of
from handlers.wire import late_taps
from handlers.wire.pictures import UNPRINTABLE
from handlers.wire.turn import Turn

PREFIX = COMMAND = "statement"
# What a button asks: begin, a period, a language, the list, take one back, really.
START, FOR, WITH, LIST, REVOKE, REALLY, KEEP = "start", "p", "l", "list", "x", "xx", "k"
HERS, BOTH = "h", "b"
_ASKED = matching("[0-9a-f]{16}")
SHAPES: Shapes = (
    *((act,) for act in (START, LIST, KEEP)),
    (FOR, one_of(*Span), _ASKED),
    (WITH, one_of(*Span), one_of(HERS, BOTH), _ASKED),
    *((act, number_of) for act in (REVOKE, REALLY)),
)

SPANS = {
    Span.MONTH: N_("This month, since {day}"),
    Span.THREE: N_("3 months, since {day}"),
    Span.SIX: N_("6 months, since {day}"),
    Span.TWELVE: N_("12 months, since {day}"),
    Span.YEAR: N_("This year, since {day}"),
}
LAST_YEAR = N_("Last year, {first} to {last}")
FISCAL = N_("{year}: {first} to {last}")
BUTTON = Button(Text(N_("📄 Statement")), Meaning.of(PREFIX, START))
ASK = N_("📄 A statement shows a bank or a lender what your book says, on one page.\nFor how long?")
LANGUAGE = N_("In which language?")
WITH_ENGLISH = N_("{language} and English")
MADE = N_("📄 Your statement: {first} to {last}")
CAPTION = N_(
    "Its code: {code}\nWhoever has the code can see your totals, and that they are real. Your name is not shown."
)
TAKE_BACK = N_("🗑 Take it back")
SURE = N_(
    "Shall I take back the statement with the code {code}?\nWhoever has the paper is then told that it does not count."
)
TAKEN_BACK = N_("🗑 The code {code} does not count any more.")
STAYS = N_("All right. The code stays good.")
EMPTY = N_("There is nothing in your book yet.\nWrite what you sold, for example: sold soap 600")
PRACTISING = N_("You are practising. A statement is made of your real book.\nTo end practice: /practice")
ALREADY = N_("This was made already.")
NONE_LEFT = N_("You have no statement that counts.")
THOSE = N_("🗂 Those I have made")
LISTED = N_("{number}. {first} to {last}, made on {day}: {code}")


async def start(turn: Turn) -> None:
    """/statement, and the button in the book's menu: for how long?"""
    person, owner = turn.contact.person, owner_of(turn)
    if person is None or owner is None:
        turn.say(N_("Let us get to know each other first: /start"))
    elif person.practice:
        turn.say(PRACTISING)
    elif (began := await turn.run(statements.began, owner)) is None:
        turn.say(EMPTY)
    else:
        if letters := await turn.run(statements.unprintable, owner):
            turn.say(UNPRINTABLE, letters=letters)
        # what is tapped twice is made once: every question has a number of its own
        asked = secrets.token_hex(8)
        buttons = [[Button(text, Meaning.of(PREFIX, FOR, span, asked))] for span, text in _spans(turn, began)]
        if await turn.run(statements.listed, person.id):
            buttons.append([Button(Text(THOSE), Meaning.of(PREFIX, LIST))])
        turn.say(ASK, buttons=buttons)


def _spans(turn: Turn, began: date) -> Iterator[tuple[Span, Text]]:
    """Periods that differ, the shortest first, until one holds the whole book; and the year before, whole."""
    first_days = {span: _period(turn, span).first for span in SPANS}
    shown: date | None = None
    for span, first in sorted(first_days.items(), key=lambda one: one[1], reverse=True):
        if shown is not None and shown <= began:
            break
        if first != shown:
            shown = first
            yield span, _said(turn, span, _period(turn, span))
    last_year = _period(turn, Span.LAST_YEAR)
    if began <= last_year.last:
        yield Span.LAST_YEAR, _said(turn, Span.LAST_YEAR, last_year)


def _period(turn: Turn, span: Span) -> Period:
    """Years are the country's own, where its banks reckon by another than the calendar's."""
    fiscal = turn.programme.fiscal_year
    if fiscal is not None and span in (Span.YEAR, Span.LAST_YEAR):
        return period(span, turn.today, turn.programme.calendar, fiscal.begins)
    return period(span, turn.today, turn.locale.calendar)


def _said(turn: Turn, span: Span, days: Period) -> Text:
    """A period on its button; a fiscal year by its own name."""
    fiscal = turn.programme.fiscal_year
    if fiscal is None or span not in (Span.YEAR, Span.LAST_YEAR):
        return Text(
            LAST_YEAR if span is Span.LAST_YEAR else SPANS[span],
            {"day": days.first, "first": days.first, "last": days.last},
        )
    year = local_digits(year_name(days.first, turn.programme.calendar), turn.locale)
    return Text(FISCAL, {"year": fiscal.name(turn.language, year), "first": days.first, "last": days.last})


async def tapped(turn: Turn, act: str, *arguments: Any) -> None:
    """A button of ours."""
    await TAPS[act](turn, *arguments)


async def _keep(turn: Turn) -> None:
    turn.show(STAYS)


async def _period_chosen(turn: Turn, span: Span, asked: str) -> None:
    if turn.language == SOURCE:
        await _make(turn, span, HERS, asked)
        return
    name = turn.locale.name
    hers = Button(name, Meaning.of(PREFIX, WITH, span, HERS, asked))
    both = Button(Text(WITH_ENGLISH, {"language": name}), Meaning.of(PREFIX, WITH, span, BOTH, asked))
    turn.show(LANGUAGE, buttons=[[hers], [both]])


async def _make(turn: Turn, span: Span, languages: str, asked: str) -> None:
    """Issue it and send it; the page is drawn when it is sent."""
    owner = owner_of(turn)
    if owner is None or owner.practice:
        turn.whisper(late_taps.NO_LONGER)
        return
    spoken = (turn.language, SOURCE) if languages == BOTH else (turn.language,)
    wish = Wish(asked, _period(turn, span), turn.locale.calendar, spoken)
    issued = await turn.run(statements.issue, owner, wish, turn.programme, turn.now)
    if issued is None:
        turn.whisper(ALREADY)
        return
    turn.show(MADE, first=issued.first, last=issued.last)
    wanted = {"kind": statement_file.KIND, "code": issued.code}
    caption = turn.text(CAPTION, code=dashed(issued.code))
    turn.send_file(File(FileKind.DOCUMENT, wanted), caption, buttons=_take_back(issued))


def _take_back(issued: Issued) -> Rows:
    return [[Button(Text(TAKE_BACK), Meaning.of(PREFIX, REVOKE, str(issued.id)))]]


async def _list(turn: Turn) -> None:
    """Those that count, with a button each to take it back."""
    person = turn.contact.person
    made = await turn.run(statements.listed, person.id) if person else []
    if not made:
        turn.show(NONE_LEFT)
        return
    lines = [
        turn.text(LISTED, number=number, first=one.first, last=one.last, day=one.issued_on, code=dashed(one.code))
        for number, one in enumerate(made, 1)
    ]
    buttons = [
        Button(Text(N_("🗑 {number}"), {"number": number}), Meaning.of(PREFIX, REVOKE, str(one.id)))
        for number, one in enumerate(made, 1)
    ]
    turn.show_marked(joined(lines), buttons=[buttons[at : at + 4] for at in range(0, len(buttons), 4)])


async def _ask_again(turn: Turn, number: int) -> None:
    person = turn.contact.person
    issued = await turn.run(statements.of_hers, person.id, number) if person else None
    if issued is None:
        turn.whisper(late_taps.NO_LONGER)
        return
    yes, no = Text(N_("🗑 Yes, take it back")), Text(N_("No, keep it"))
    buttons = [[Button(yes, Meaning.of(PREFIX, REALLY, str(number)))], [Button(no, Meaning.of(PREFIX, KEEP))]]
    turn.show(SURE, code=dashed(issued.code), buttons=buttons)


async def _revoke(turn: Turn, number: int) -> None:
    person = turn.contact.person
    issued = await turn.run(statements.revoke, person.id, number, turn.now) if person else None
    if issued is None:
        turn.whisper(late_taps.NO_LONGER)
    else:
        turn.show(TAKEN_BACK, code=dashed(issued.code))


TAPS: dict[str, Callable[..., Awaitable[None]]] = {
    START: start,
    LIST: _list,
    KEEP: _keep,
    FOR: _period_chosen,
    WITH: _make,
    REVOKE: _ask_again,
    REALLY: _revoke,
}
