"""A leader sends a photo of the paper sheet: it is kept with the report of its month, and she can erase it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import PurePath

from bot.domain.groups.report import State
from bot.domain.wire.button_data import Meaning, Shapes, hex_number, word
from bot.domain.wire.button_data import day as by_day
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Html, MonthOf, Text, is_back, is_later
from bot.i18n.calendars import month_before, month_of
from bot.services.groups import leading
from bot.services.groups.leading import Group
from bot.services.groups.report import reporting, sheet_photos
from bot.services.groups.report.reporting import Book
from bot.services.groups.report.sheet_photos import Sent
from bot.services.ids import new_id
from handlers.forms import answering as forms
from handlers.forms import dialogue_stack
from handlers.forms.readings import FILES
from handlers.groups.report import report_draft
from handlers.groups.report.report_draft import Draft
from handlers.wire import events, late_taps, menu
from handlers.wire.turn import Turn

PREFIX = KIND = "sheet"
# Of which group, of which month, it is none but something of her own; and a page is erased.
GROUP, MONTH, MINE, ERASE = "g", "m", "o", "x"
SHAPES: Shapes = (
    (GROUP, hex_number, hex_number),
    (MONTH, hex_number, by_day),
    (MINE, hex_number),
    (ERASE, hex_number, word),
)
KINDS = {events.Kind.PHOTO: "photo", events.Kind.DOCUMENT: "document"}
PICTURES = "image/"
# So many months are offered where she has named one that is none of the last twelve.
OFFERED = 4

KEPT_ALONE = N_("📷 Kept with {month} of {group}.")
KEPT = N_("📷 Kept with {month} of {group}.\nYou can type it, or your officer does.")
ERASE_IT, ERASED = N_("🗑 Erase the photo"), N_("🗑 The photo is erased.")
TOO_MANY = N_("📷 Not kept: there are {n} photos of {month} already.\nErase one of them first.")
WHICH = N_("📷 What is this a photo of?")
SHEET_OF, OWN = N_("📄 The sheet of {group}"), N_("📒 Something of my own")
WHICH_MONTH = N_("📷 For which month is this sheet?")
NOT_KEPT = N_("All right. The photo was not kept.")


@dataclass(frozen=True, slots=True)
class File:
    """A photo as Telegram knows it, with what stands under it; `at`: when she has sent it."""

    kind: str
    file_id: str
    ending: str
    mime: str
    caption: str
    at: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What waits for her answer: photos, and of which group they are where only the month is asked."""

    files: tuple[File, ...]
    group: int | None = None

    @classmethod
    def of(cls, dialogue: Dialogue) -> "Asked":
        """What a dialogue keeps."""
        return cls(tuple(File(**one) for one in dialogue.state["files"]), dialogue.state["group"])

    def state(self) -> dict[str, object]:
        """The same as small JSON."""
        return {"files": [asdict(one) for one in self.files], "group": self.group}


async def heard(turn: Turn) -> bool:
    """A photo of who leads a group, where no form and no book of hers wants it; False: it is none of ours."""
    file = _file(turn)
    if file is None or _is_wanted_by_a_form(turn) or not turn.programme.report:
        return False
    groups = await turn.run(leading.mine, turn.contact.person_id)
    dialogue = turn.contact.dialogue
    if not groups or not await _may_be_a_sheet(turn, groups, file, dialogue):
        return False
    draft = Draft.of(dialogue) if dialogue is not None and dialogue.kind == report_draft.KIND else None
    if dialogue is not None and dialogue.kind == KIND:
        await _one_more(turn, dialogue, groups, file)
    elif draft is not None and any(one.id == draft.group for one in groups):
        await _of_group(turn, draft.group, (file,), draft.month)
    elif len(groups) == 1 and (turn.acting_for is None or file.caption):
        await _of_group(turn, groups[0].id, (file,))
    else:
        _ask_group(turn, groups, Asked((file,)))
    return True


def _file(turn: Turn) -> File | None:
    event = turn.event
    kind = KINDS.get(event.kind)
    if kind is None or (event.kind is events.Kind.DOCUMENT and not event.mime.startswith(PICTURES)):
        return None
    ending = ".jpg" if event.kind is events.Kind.PHOTO else PurePath(event.file_name).suffix.lower()
    known = word(ending) is not None and len(ending) <= len(".jpeg")
    return File(kind, event.said, ending if known else "", event.mime, event.caption, turn.sent.isoformat())


def _is_wanted_by_a_form(turn: Turn) -> bool:
    dialogue = turn.contact.dialogue
    if dialogue is None or dialogue.form is None:
        return False
    question = forms.session_of(turn, dialogue).question
    return question is not None and question.kind in FILES


async def _may_be_a_sheet(turn: Turn, groups: Sequence[Group], file: File, dialogue: Dialogue | None) -> bool:
    """Who makes a product too keeps receipts: hers is what comes with words of her own, or into her open book."""
    if turn.acting_for is None or (dialogue is not None and dialogue.kind in (KIND, report_draft.KIND)):
        return True
    if dialogue is not None:
        return False
    return not file.caption or (await _book(turn, groups[0].id)).read(file.caption).head.month is not None


async def _book(turn: Turn, group: int) -> Book:
    return await report_draft.book_of(turn, group, None)


# What is asked


def _ask_group(turn: Turn, groups: Sequence[Group], asked: Asked) -> None:
    dialogue = _open(turn, asked)
    rows = [
        [Button(Text(SHEET_OF, {"group": one.name}), Meaning.of(PREFIX, GROUP, dialogue.id, one.id))] for one in groups
    ]
    if turn.acting_for is not None:
        rows.append([Button(Text(OWN), Meaning.of(PREFIX, MINE, dialogue.id))])
    turn.say(WHICH, buttons=rows)


def _ask_month(turn: Turn, asked: Asked) -> None:
    dialogue = _open(turn, asked)
    calendar = turn.programme.calendar
    months = [month_of(turn.day_sent, calendar)[0]]
    while len(months) < OFFERED:
        months.append(month_before(months[-1], calendar)[0])
    rows: Rows = [
        [Button(Text("{month}", {"month": MonthOf(one)}), Meaning.of(PREFIX, MONTH, dialogue.id, one.toordinal()))]
        for one in months
    ]
    turn.show(WHICH_MONTH, buttons=rows)


def _open(turn: Turn, asked: Asked) -> Dialogue:
    front = turn.contact.dialogue
    if front is not None and front.kind == KIND:
        front.state = asked.state()
        turn.contact.touch()
        return front
    dialogue = Dialogue(new_id(), KIND, asked.state(), turn.now)
    turn.contact.open(dialogue)
    return dialogue


async def _one_more(turn: Turn, dialogue: Dialogue, groups: Sequence[Group], file: File) -> None:
    """Pages of an album come one after the other: one answer is for all of them."""
    asked = Asked.of(dialogue)
    more = replace(asked, files=(*asked.files, file)[-sheet_photos.MOST :])
    if asked.group is None:
        _ask_group(turn, groups, more)
    else:
        _ask_month(turn, more)


async def said(turn: Turn) -> bool:
    """Words while it is asked of what a photo is; False: they are about something else, and the question waits."""
    dialogue = turn.contact.dialogue
    if dialogue is None or turn.event.kind is not events.Kind.TEXT:
        return False
    asked, typed = Asked.of(dialogue), turn.event.said
    if is_later(typed) or is_back(typed):
        turn.contact.close()
        turn.say(NOT_KEPT, keys=menu.of(turn))
        return True
    groups = await turn.run(leading.mine, turn.contact.person_id)
    named = [one.id for one in groups if one.name.casefold() == typed.strip().casefold()]
    if asked.group is None and len(named) == 1:
        turn.contact.close()
        await _of_group(turn, named[0], asked.files)
        return True
    month = None
    if asked.group is not None and any(one.id == asked.group for one in groups):
        month = (await _book(turn, asked.group)).read(typed).head.month
    if asked.group is None or month is None or not reporting.is_reportable(month, turn.day_sent, turn.pack):
        return False
    turn.contact.close()
    await _of_group(turn, asked.group, asked.files, month)
    return True


async def tapped(turn: Turn, what: str, which: int, *more: int | str | date) -> bool:
    """An answer, or a page is erased. True: it was no sheet, and is in the turn as if it had come just now."""
    if what == ERASE:
        await _erase(turn, which, str(more[0]))
        return False
    dialogue = await dialogue_stack.find(turn, which)
    if dialogue is None or dialogue.kind != KIND:
        turn.whisper(late_taps.ANSWERED)
        return False
    asked = Asked.of(dialogue)
    group = more[0] if what == GROUP else asked.group
    groups = await turn.run(leading.mine, turn.contact.person_id)
    if what != MINE and all(one.id != group for one in groups):
        turn.whisper(late_taps.NO_LONGER)
        return False
    turn.contact.open(dialogue)
    turn.contact.close()
    if what == MINE:
        _as_sent(turn, asked.files[-1])
        return True
    month = more[0] if what == MONTH and isinstance(more[0], date) else None
    if isinstance(group, int):
        await _of_group(turn, group, asked.files, month)
    return False


def _as_sent(turn: Turn, file: File) -> None:
    kind = next(kind for kind, name in KINDS.items() if name == file.kind)
    turn.event = replace(turn.event, kind=kind, said=file.file_id, mime=file.mime, caption=file.caption)


# What is kept


async def _of_group(turn: Turn, group: int, files: Sequence[File], month: date | None = None) -> None:
    """All of them, each with a button of its own; where the month is not clear, it is asked."""
    book = await _book(turn, group)
    named = next((one for file in files if (one := book.read(file.caption).head.month) is not None), None)
    if month is None and named is not None:
        if not reporting.is_reportable(named, turn.day_sent, turn.pack):
            _ask_month(turn, Asked(tuple(files), group))
            return
        month = named
    if month is None:
        month = await turn.run(sheet_photos.month_just_now, turn.contact.person_id, group, turn.sent) or book.month
    if month != book.month:
        book = await report_draft.book_of(turn, group, month)
    for place, file in enumerate(files):
        # in the place of what was asked, one of them
        told, erase = await _keep(turn, book, file)
        (turn.show_marked if place == 0 else turn.send_marked)(told, buttons=erase)
    await _typed_under_it(turn, book, files)


async def _keep(turn: Turn, book: Book, file: File) -> tuple[Html, Rows]:
    """What is said of one, with its button."""
    here, month = turn.contact, MonthOf(book.month)
    name = f"sheet-{new_id():x}{file.ending}"
    sent = Sent(name, file.kind, here.bot, here.chat, file.file_id, datetime.fromisoformat(file.at))
    if not await turn.run(sheet_photos.keep, here.person_id, book.group_id, book.month, sent, turn.now):
        return turn.text(TOO_MANY, n=sheet_photos.MOST, month=month), ()
    erase = Button(Text(ERASE_IT), Meaning.of(PREFIX, ERASE, book.group_id, name))
    is_typed = all(one.id in book.kept for one in book.roster)
    return turn.text(KEPT_ALONE if is_typed else KEPT, month=month, group=book.name), [[erase]]


async def _typed_under_it(turn: Turn, book: Book, files: Sequence[File]) -> None:
    """Names and figures that stand under a photo are a report, as if they had been typed by themselves."""
    caption = next((one.caption for one in files if _has_figures(book, one.caption)), None)
    if caption is None:
        return
    # who has answered a question first has written this in an earlier message
    is_this = turn.event.kind in KINDS and turn.event.caption == caption
    number = turn.event.message_id if is_this else None
    turn.event = replace(turn.event, kind=events.Kind.TEXT, said=caption, message_id=number)
    front = turn.contact.dialogue
    if front is None or front.kind != report_draft.KIND or Draft.of(front).group != book.group_id:
        front = report_draft.begin(turn, Draft(book.group_id, book.month))
    await report_draft.take(turn, front)


def _has_figures(book: Book, caption: str) -> bool:
    rows = book.read(caption).rows if caption and book.sheet.columns and book.roster else ()
    return any(row.state in (State.CLEAR, State.FAR, State.WHICH) for row in rows)


async def _erase(turn: Turn, group: int, media: str) -> None:
    if all(one.id != group for one in await turn.run(leading.mine, turn.contact.person_id)):
        turn.whisper(late_taps.NO_LONGER)
    elif await turn.run(sheet_photos.erase, turn.contact.person_id, group, media, turn.now):
        turn.show(ERASED)
    else:
        turn.whisper(late_taps.ANSWERED)
