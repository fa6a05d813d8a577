"""A report that is being written: what its dialogue keeps, how one more message comes into it, how it is shown."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from bot.domain.groups.report import State, Table
from bot.domain.groups.report.changing import with_more
from bot.domain.groups.report.meanwhile import difference, still_here, without
from bot.domain.groups.report.packing import packed, unpacked
from bot.domain.wire.button_data import Meaning
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button
from bot.i18n import N_, Html, MonthOf, Text, joined
from bot.services.groups.report import reporting
from bot.services.groups.report.reporting import Book, Typed
from bot.services.groups.report.sending import Report
from bot.services.ids import new_id
from handlers.groups.report.examples import of_roster
from handlers.groups.report.report_table import CLOSE, PREFIX, Asked, Shown, missing, news, not_mentioned
from handlers.wire.turn import Turn

KIND = PREFIX
# After so long a message begins another report, and does not add to the one that was begun.
FRESH = timedelta(hours=20)
# Telegram's clock and ours.
CLOCKS_DIFFER = timedelta(minutes=1)
NOBODY_IN_IT = N_("I found nobody of your group in that.\nWrite a name and a figure, for example: {example}")
NO_SUCH_MONTH = N_("I can take a report of the last twelve months, not of {month}. For which month is it?")
ANOTHER_MONTH = N_("This sheet is of {month}. Please type what stands on it.")
NOT_NOW = N_("✖️ Not now")


@dataclass(frozen=True, slots=True)
class Draft:
    """`month`: the first day of the one that it is about, None while nothing is written; `version`: how often its table
    was changed; `said_at`, `last`: when she wrote the first and the last of it, in the messages `lines`, each with its
    words; `asks_missing`: whether those who are not mentioned are asked about; `typed`: by staff, from that month's
    paper; `dropped`: of whom a message said something that was sent, before it was changed; `mark`: of what was sent
    when it was shown last, `seen`: when that was.
    """

    group: int
    month: date | None = None
    table: Table | None = None
    version: int = 0
    said_at: datetime | None = None
    last: datetime | None = None
    lines: tuple[tuple[int, str], ...] = ()
    asks_missing: bool = True
    typed: bool = False
    dropped: tuple[int, ...] = ()
    mark: int | None = None
    seen: datetime | None = None

    @classmethod
    def of(cls, dialogue: Dialogue) -> "Draft":
        """What a dialogue keeps."""
        kept = dict(dialogue.state)
        kept["month"] = date.fromisoformat(kept["month"]) if kept["month"] else None
        kept["table"] = unpacked(kept["table"]) if kept["table"] else None
        for name in ("said_at", "last", "seen"):
            kept[name] = datetime.fromisoformat(kept[name]) if kept.get(name) else None
        # one that was begun before the words were kept knows only in which messages they stand
        lines = kept.pop("lines", None) or [(number, "") for number in kept.pop("where", ())]
        kept["lines"] = tuple((number, words) for number, words in lines)
        kept["dropped"] = tuple(kept.get("dropped", ()))
        return cls(**kept)

    def state(self) -> dict[str, Any]:
        """The same as small JSON."""
        moments = {name: moment and moment.isoformat() for name, moment in self._moments().items()}
        table = None if self.table is None else packed(self.table)
        plain = {name: getattr(self, name) for name in ("group", "version", "asks_missing", "typed", "mark")}
        lists = {"lines": [list(one) for one in self.lines], "dropped": list(self.dropped)}
        return {**plain, **moments, **lists, "table": table}

    def _moments(self) -> dict[str, date | None]:
        return {"month": self.month, "said_at": self.said_at, "last": self.last, "seen": self.seen}

    @property
    def where(self) -> list[int]:
        """The messages that it was typed in."""
        return [number for number, _ in self.lines]

    def changed(self, table: Table) -> "Draft":
        """With another table: buttons of the one before are good no more."""
        return replace(self, table=table, version=self.version + 1)

    def is_old(self, turn: Turn) -> bool:
        """Whether it is of another day: what she writes now may be of another month."""
        if self.typed or self.table is None or self.last is None:
            return False
        # what she wrote before she was shown it, for it came in late, is no answer to it
        saw = self.seen is not None and self.seen <= turn.sent + CLOCKS_DIFFER
        return turn.sent - (self.seen if self.seen and saw else self.last) > FRESH


async def book_of(turn: Turn, group: int, month: date | None) -> Book:
    """What a report is read against now."""
    day = turn.day_sent
    return await turn.run(reporting.begin, turn.pack, turn.contact.person_id, group, turn.locale, day, month)


async def opened(turn: Turn, dialogue: Dialogue) -> tuple[Draft, Book]:
    """A report as it stands now, without those who have left the group since."""
    draft = Draft.of(dialogue)
    book = await book_of(turn, draft.group, draft.month)
    there = draft.table and still_here(draft.table, book.roster)
    return (draft if there is None or there == draft.table else draft.changed(there)), book


def begin(turn: Turn, draft: Draft) -> Dialogue:
    """Put a new report in front; one that is begun stays behind it, one of which nothing is written is closed."""
    front = turn.contact.dialogue
    if front is not None and front.kind == KIND and Draft.of(front).table is None:
        turn.contact.close()
    dialogue = Dialogue(new_id(), KIND, draft.state(), turn.now)
    turn.contact.open(dialogue)
    return dialogue


def keep(turn: Turn, dialogue: Dialogue, draft: Draft) -> None:
    """Write it down."""
    dialogue.state = replace(draft, seen=turn.now).state()
    turn.contact.touch()


def is_news(draft: Draft, book: Book) -> bool:
    """Whether somebody else has sent something of that month which she was not shown."""
    return bool(book.others) and draft.mark != book.mark


async def take(turn: Turn, dialogue: Dialogue) -> bool:
    """What she wrote, after what she has written before, or in the place of what that message said; False: it is not
    shown, for it says nothing of anybody, or is of no month of ours.
    """
    draft, book = await opened(turn, dialogue)
    new = book.read(turn.event.said)
    if draft.table is None and not draft.dropped and not _says_something(new):
        turn.say(NOBODY_IN_IT, example=of_roster(book))
        return False
    month = new.head.month
    if month is not None and not reporting.is_reportable(month, turn.day_sent, turn.pack):
        _await_month(turn, dialogue, draft, new, book)
        turn.say(NO_SUCH_MONTH, month=MonthOf(month))
        return False
    if draft.typed and month not in (None, draft.month):
        turn.say(ANOTHER_MONTH, month=MonthOf(book.month))
        return False
    if month is not None:
        book = await book_of(turn, draft.group, month)
    draft = _with(_timed(draft, turn), new, book, turn.event.message_id, turn.event.said)
    show(turn, dialogue, replace(draft, month=book.month), book)
    return True


def _timed(draft: Draft, turn: Turn) -> Draft:
    return replace(draft, said_at=draft.said_at or turn.sent, last=turn.sent)


def _await_month(turn: Turn, dialogue: Dialogue, draft: Draft, new: Table, book: Book) -> None:
    """What she has typed with a month that is none of ours waits for the right one, so that nothing is typed twice."""
    if draft.table is None and any(row.state is not State.MISSING for row in new.rows):
        known = replace(new, head=replace(new.head, month=None))
        keep(turn, dialogue, _with(_timed(draft, turn), known, book, turn.event.message_id, turn.event.said))


def _with(draft: Draft, new: Table, book: Book, number: int | None, words: str) -> Draft:
    """With one more message, or with one as it was changed: then what it said before counts no more."""
    table, lines = draft.table or book.read(""), dict(draft.lines)
    if number is not None and number in lines:
        gone, come = difference(book.read(lines[number]), new)
        sent = [row.members[0] for row in gone if row.state is State.CLEAR and row.members[0] in book.kept]
        draft = replace(draft, dropped=(*draft.dropped, *sent))
        table, new = without(table, gone, new.rows, book.roster), come
    if number is not None:
        lines[number] = words
    return replace(draft, lines=tuple(lines.items())).changed(with_more(table, new, book.roster))


def _says_something(table: Table) -> bool:
    """Whether somebody is named in it for certain or nearly, or a head line is."""
    named = any(row.members and row.state is not State.MISSING for row in table.rows)
    return named or table.others is not None or table.head.month is not None


def show(
    turn: Turn, dialogue: Dialogue, draft: Draft, book: Book, before: Html | None = None, *, closes: bool = False
) -> None:
    """The table with its one question, which is written down; `closes`: and a way out, for who has come back to it."""
    if draft.table is None:
        return
    asked, others = to_ask(draft, draft.table, book), is_news(draft, book)
    keep(turn, dialogue, replace(draft, mark=book.mark))
    shown = Shown(turn, draft.table, book, draft.version, asked, others=others)
    text = shown.text() if before is None else joined([before, shown.text()])
    turn.show_marked(text, buttons=[*shown.buttons(), *([way_out()] if closes else [])])


def to_ask(draft: Draft, table: Table, book: Book) -> Asked:
    """Who is not mentioned and is asked about: in a first report all, in what corrects it those whom a message that was
    changed does not mention any more.
    """
    if not book.kept:
        return Asked(missing(table, book) if draft.asks_missing else [])
    return Asked([one for one in not_mentioned(table) if one in draft.dropped and one in book.kept], were_sent=True)


def way_out() -> list[Button]:
    """The row of the button by which she leaves it."""
    return [Button(Text(NOT_NOW), Meaning.of(PREFIX, CLOSE))]


def to_send(turn: Turn, dialogue: Dialogue, draft: Draft, book: Book) -> Report | None:
    """What of it is sure and was not sent yet; None: nothing is."""
    rows = news(draft.table, book) if draft.table is not None else []
    where = [Typed(turn.contact.bot, turn.contact.chat, number) for number in draft.where]
    said_at = draft.said_at or turn.sent
    return Report(draft.group, book.month, rows, dialogue.id, said_at, turn.language, where) if rows else None
