"""A report that is being written: what its dialogue keeps, how one more message comes into it, how it is shown."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from bot.domain.groups.report import State, Table
from bot.domain.groups.report.changing import with_more
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
from handlers.groups.report.report_table import CLOSE, PREFIX, Shown, news
from handlers.wire.turn import Turn

KIND = PREFIX
# After so long a message begins another report, and does not add to the one that was begun.
FRESH = timedelta(hours=20)
NOBODY_IN_IT = N_("I found nobody of your group in that.\nWrite a name and a figure, for example: {example}")
NO_SUCH_MONTH = N_("I can take a report of the last twelve months, not of {month}. For which month is it?")
ANOTHER_MONTH = N_("This sheet is of {month}. Please type what stands on it.")
NOT_NOW = N_("✖️ Not now")


@dataclass(frozen=True, slots=True)
class Draft:
    """`month`: the first day of the one that it is about, None while nothing is written; `version`: how often its table
    was changed; `said_at`, `last`: when she wrote the first and the last of it, in the messages `where`;
    `asks_missing`: whether those who are not mentioned are asked about; `typed`: by staff, from that month's paper.
    """

    group: int
    month: date | None = None
    table: Table | None = None
    version: int = 0
    said_at: datetime | None = None
    last: datetime | None = None
    where: tuple[int, ...] = ()
    asks_missing: bool = True
    typed: bool = False

    @classmethod
    def of(cls, dialogue: Dialogue) -> "Draft":
        """What a dialogue keeps."""
        kept = dict(dialogue.state)
        kept["month"] = date.fromisoformat(kept["month"]) if kept["month"] else None
        kept["table"] = unpacked(kept["table"]) if kept["table"] else None
        for name in ("said_at", "last"):
            kept[name] = datetime.fromisoformat(kept[name]) if kept[name] else None
        return cls(**{**kept, "where": tuple(kept["where"])})

    def state(self) -> dict[str, Any]:
        """The same as small JSON."""
        moments = {name: moment and moment.isoformat() for name, moment in self._moments().items()}
        table = None if self.table is None else packed(self.table)
        plain = {"group": self.group, "version": self.version, "asks_missing": self.asks_missing, "typed": self.typed}
        return {**plain, **moments, "table": table, "where": list(self.where)}

    def _moments(self) -> dict[str, date | None]:
        return {"month": self.month, "said_at": self.said_at, "last": self.last}

    def changed(self, table: Table) -> "Draft":
        """With another table: buttons of the one before are good no more."""
        return replace(self, table=table, version=self.version + 1)

    def is_old(self, turn: Turn) -> bool:
        """Whether it is of another day: what she writes now may be of another month."""
        return not self.typed and self.table is not None and self.last is not None and turn.sent - self.last > FRESH


async def book_of(turn: Turn, group: int, month: date | None) -> Book:
    """What a report is read against now."""
    day = turn.day_sent
    return await turn.run(reporting.begin, turn.pack, turn.contact.person_id, group, turn.locale, day, month)


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
    dialogue.state = draft.state()
    turn.contact.touch()


async def take(turn: Turn, dialogue: Dialogue) -> bool:
    """What she wrote, after what she has written before; False: it says nothing of anybody, or of no month of ours."""
    draft = Draft.of(dialogue)
    book = await book_of(turn, draft.group, draft.month)
    new = book.read(turn.event.said)
    if draft.table is None and not _says_something(new):
        turn.say(NOBODY_IN_IT, example=of_roster(book))
        return False
    month = new.head.month
    if month is not None and not reporting.is_reportable(month, turn.day_sent, turn.pack):
        turn.say(NO_SUCH_MONTH, month=MonthOf(month))
        return False
    if draft.typed and month not in (None, draft.month):
        turn.say(ANOTHER_MONTH, month=MonthOf(book.month))
        return False
    if month is not None:
        book = await book_of(turn, draft.group, month)
    number = turn.event.message_id
    where = draft.where if number is None else (*draft.where, number)
    draft = replace(draft, month=book.month, said_at=draft.said_at or turn.sent, last=turn.sent, where=where)
    draft = draft.changed(with_more(draft.table or book.read(""), new, book.roster))
    keep(turn, dialogue, draft)
    show(turn, draft, book)
    return True


def _says_something(table: Table) -> bool:
    """Whether somebody is named in it for certain or nearly, or a head line is."""
    named = any(row.members and row.state is not State.MISSING for row in table.rows)
    return named or table.others is not None or table.head.month is not None


def show(turn: Turn, draft: Draft, book: Book, before: Html | None = None, *, closes: bool = False) -> None:
    """The table with its one question; `closes`: and a way out, for who has come back to it."""
    if draft.table is None:
        return
    # what comes after a report corrects it: it need not be about everybody
    shown = Shown(turn, draft.table, book, draft.version, asks_missing=draft.asks_missing and not book.kept)
    text = shown.text() if before is None else joined([before, shown.text()])
    turn.show_marked(text, buttons=[*shown.buttons(), *([way_out()] if closes else [])])


def way_out() -> list[Button]:
    """The row of the button by which she leaves it."""
    return [Button(Text(NOT_NOW), Meaning.of(PREFIX, CLOSE))]


def to_send(turn: Turn, dialogue: Dialogue, draft: Draft, book: Book) -> Report | None:
    """What of it is sure and was not sent yet; None: nothing is."""
    rows = news(draft.table, book) if draft.table is not None else []
    where = [Typed(turn.contact.bot, turn.contact.chat, number) for number in draft.where]
    said_at = draft.said_at or turn.sent
    return Report(draft.group, book.month, rows, dialogue.id, said_at, turn.language, where) if rows else None
