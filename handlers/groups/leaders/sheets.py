"""Photos of paper sheets from which staff type, where a leader has not: which wait, and one month's pages."""

from datetime import date

from bot.domain.wire.button_data import Meaning, Shapes, hex_number, one_of
from bot.domain.wire.button_data import day as by_day
from bot.domain.wire.button_data import page as page_number
from bot.domain.wire.message import Button, File, FileKind
from bot.i18n import N_, MonthOf, Text
from bot.services.groups.leaders import overseeing
from bot.services.groups.report import sheet_photos
from bot.services.groups.report.sheet_photos import ToType
from bot.services.roles import NotAllowed
from handlers.groups.paper import paper_files
from handlers.groups.report import report
from handlers.wire import late_taps
from handlers.wire.turn import Turn

PREFIX = "sheets"
LIST, SEE, TYPE = "l", "s", "t"
SHAPES: Shapes = ((LIST, page_number), (one_of(SEE, TYPE), hex_number, by_day))
PAGE_SIZE = 8

WAITING = N_("📷 Sheets to type from: {n}")
NONE = N_("📷 There is no sheet to type from.")
OF_GROUP = N_("📷 {group}, {month}")
TYPE_IT = N_("✍️ Type what stands on it")
PAGE = N_("📷 {group}, {month}: page {n} of {of}.\nShow it to nobody else.")


async def button(turn: Turn) -> list[list[Button]]:
    """Below the list of groups, where a sheet waits."""
    found = await turn.run(sheet_photos.to_type, turn.contact.person_id, turn.pack)
    return [[Button(Text(WAITING, {"n": len(found)}), Meaning.of(PREFIX, LIST, "0"))]] if found else []


async def of_group(turn: Turn, group: int) -> list[list[Button]]:
    """The sheets of one group, on its page."""
    found = await turn.run(sheet_photos.to_type, turn.contact.person_id, turn.pack)
    return [_button(one) for one in found if one.group_id == group]


def _button(one: ToType) -> list[Button]:
    label = Text(OF_GROUP, {"group": one.group, "month": MonthOf(one.month)})
    return [Button(label, Meaning.of(PREFIX, SEE, one.group_id, one.month.toordinal()))]


async def tapped(turn: Turn, what: str, which: int, month: date | None = None) -> None:
    """The list, or the pages of a month; where she does not work any more, it does nothing."""
    try:
        if what == LIST:
            await _list(turn, which)
        elif what == TYPE and month is not None:
            await report.type_from_sheet(turn, which, month)
        elif month is not None:
            await _pages(turn, which, month)
    except NotAllowed:
        turn.whisper(late_taps.NO_LONGER)


async def _list(turn: Turn, page: int) -> None:
    found = await turn.run(sheet_photos.to_type, turn.contact.person_id, turn.pack)
    if not found:
        turn.show(NONE)
        return
    page = max(0, min(page, (len(found) - 1) // PAGE_SIZE))
    rows = [_button(one) for one in found[page * PAGE_SIZE :][:PAGE_SIZE]]
    turns = [Button("◀️", Meaning.of(PREFIX, LIST, str(page - 1)))] if page else []
    turns += [Button("▶️", Meaning.of(PREFIX, LIST, str(page + 1)))] if len(found) > (page + 1) * PAGE_SIZE else []
    turn.show(WAITING, buttons=[*rows, *([turns] if turns else [])], n=len(found))


async def _pages(turn: Turn, group: int, month: date) -> None:
    """Each as it was sent; what was erased meanwhile does not come any more."""
    her, pack = turn.contact.person_id, turn.pack
    name = (await turn.run(overseeing.one, her, pack, group)).name
    found = await turn.run(sheet_photos.pages, her, pack, group, month, turn.now)
    if not found:
        turn.whisper(late_taps.NO_LONGER)
    for number, one in enumerate(found, start=1):
        about = {"programme": pack.programme.code, "media": one.media}
        wanted = paper_files.wanted(paper_files.SHEET_PHOTO, her, group, **about)
        kind = FileKind.PICTURE if one.kind == "photo" else FileKind.DOCUMENT
        told = turn.text(PAGE, group=name, month=MonthOf(month), n=number, of=len(found))
        begin = [[Button(Text(TYPE_IT), Meaning.of(PREFIX, TYPE, group, month.toordinal()))]]
        turn.send_file(File(kind, wanted), told, begin if number == len(found) else ())
