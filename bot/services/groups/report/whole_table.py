"""The whole table of a report that is being written, for a group that is larger than a message: as pictures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.domain.groups.report import Kind, Row, Said, State, Table
from bot.domain.groups.report.changing import DOUBTFUL, OF_NOBODY
from bot.domain.groups.report.packing import unpacked
from bot.domain.groups.report.table import Figures
from bot.i18n import N_, Locale, Money, MonthOf, Value
from bot.packs import Pack
from bot.render.whole import ON_A_PAGE, Mark, WholePage, WholeRow
from bot.services.groups.paper.papers import Words
from bot.services.groups.report import reporting
from bot.services.groups.report.reporting import Book
from bot.services.work import Connection
from bot.store.forms import dialogues

COUNTED: Mapping[Mark, str] = {
    Mark.ASKED: N_("To be asked: {n}"),
    Mark.CLEAR: N_("Clear: {n}"),
    Mark.SENT: N_("Sent before: {n}"),
    Mark.MISSING: N_("Not mentioned: {n}"),
}
NOT_THERE = N_("not there")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the picture: whose it is (None: nobody's yet), what was said, or what was typed where that is asked."""

    mark: Mark
    member: int | None
    said: Said | None = None
    figures: Figures = ()
    typed: str = ""


def read(
    connection: Connection,
    pack: Pack,
    person_id: int | None,
    group_id: int,
    locale: Locale,
    day: date,
    month: date | None,
    dialogue_id: int,
) -> tuple[Book, Table]:
    """The book of a month and the table that she is writing, as it stands now; of one that is sent meanwhile there is
    nothing but the book. Raises NotAllowed.
    """
    book = reporting.begin(connection, pack, person_id, group_id, locale, day, month)
    state = dialogues.state_of(connection, dialogue_id, person_id)
    is_this = state is not None and state.get("group") == group_id and state.get("table")
    return book, unpacked(state["table"]) if state is not None and is_this else book.read("")


def lines(book: Book, table: Table) -> list[Line]:
    """Everybody who is in the group now, and what is nobody's yet: the most doubtful first."""
    here = {one.id for one in book.roster}
    found = [one for row in table.rows if (one := _line(book, row)).member is None or one.member in here]
    return sorted(found, key=lambda one: list(Mark).index(one.mark))


def _line(book: Book, row: Row) -> Line:
    if row.state in DOUBTFUL:
        typed = "; ".join(row.typed) or row.name
        if row.state in OF_NOBODY or not row.members:
            return Line(Mark.ASKED, None, typed=typed)
        return Line(Mark.ASKED, row.members[0], typed=typed)
    member = row.members[0]
    if row.state is State.MISSING:
        kept = book.kept.get(member)
        return Line(Mark.MISSING, member) if kept is None else Line(Mark.SENT, member, *kept)
    return Line(Mark.CLEAR, member, *book.said(row))


def pages(of: Sequence[Line]) -> int:
    """So many pictures show them."""
    return max(1, -(-len(of) // ON_A_PAGE))


def picture(book: Book, table: Table, page: int, words: Words, language: str) -> WholePage:
    """One page as it is drawn, in the language of who asks for it; pages are counted from 0."""
    every = lines(book, table)
    shown = every[page * ON_A_PAGE :][:ON_A_PAGE]
    count = {mark: sum(one.mark is mark for one in every) for mark in Mark}
    return WholePage(
        title=book.name,
        subtitle=words.say(language, "{month}", month=MonthOf(book.month)),
        page=words.say(language, "{n} / {of}", n=page + 1, of=pages(every)),
        legend=tuple((mark, words.say(language, COUNTED[mark], n=n)) for mark, n in count.items() if n),
        rows=tuple(_row(book, one, words, language) for one in shown),
        language=language,
        rtl=words.is_rtl(language),
    )


def _row(book: Book, one: Line, words: Words, language: str) -> WholeRow:
    member = next((known for known in book.roster if known.id == one.member), None)
    if member is None:
        return WholeRow(one.mark, "", f"“{one.typed}”", "")
    said = one.typed
    if one.said is not None:
        absent = one.said is Said.ABSENT
        said = words.say(language, NOT_THERE) if absent else _figures(book, one.figures, words, language)
    return WholeRow(one.mark, words.number(member.card, language), book.called(member.id), said)


def _figures(book: Book, figures: Figures, words: Words, language: str) -> str:
    def told(kind: Kind, figure: Decimal) -> str:
        value: Value = Money.of(figure, book.sheet.currency) if kind is Kind.MONEY else figure
        return words.say(language, "{n}", n=value)

    named = zip(book.sheet.columns, figures, strict=False)
    return " · ".join("–" if one is None else told(column.kind, one) for column, one in named)
