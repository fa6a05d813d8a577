"""A report's table as one message: what is doubtful first with one question, then what is clear, and its buttons."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.domain.groups.report import Kind, Row, Said, State, Table
from bot.domain.groups.report.changing import DOUBTFUL, OF_NOBODY
from bot.domain.groups.report.table import Figures
from bot.domain.wire.button_data import Meaning
from bot.domain.wire.message import Button, Rows
from bot.i18n import BLANK, N_, Html, Money, MonthOf, Text, Value, joined
from bot.services.groups.report import questions
from bot.services.groups.report.last_word import A_LEADER
from bot.services.groups.report.reporting import Book, Effect
from handlers.groups.report import examples
from handlers.wire.turn import Turn

PREFIX = "rp"
# What a button does: she is this one, this figure is right, it is right as it is, it is left out; what a "-" means, or
# not to be mentioned; send; no report.
WHO, CHOICE, RIGHT, OUT, NOTHING, ABSENT, NOT_SAID, SEND, CLOSE = "m", "c", "r", "o", "n", "a", "l", "s", "x"
# All of it as pictures, where the group is larger than a message.
WHOLE = "w"
LONGEST, MOST_CLEAR, MOST_SENT = 40, 30, 10
# So many buttons stand below one question at most.
MOST_BUTTONS = 6

TITLE = N_("📊 <b>{group}</b>, {month}")
COUNTED = (N_("✔ clear: {n}"), N_("❓ to be asked: {n}"), N_("○ not mentioned: {n}"))
DOUBT, DASHED = N_("❓ “{typed}”"), N_("❓ {who}: “-”")
FAR = N_("⚠️ {who}: {figure}. Usually about {usual}.")
CLEAR, CHANGED = N_("✔ {who}: {figure}"), N_("✔ {who}: {old} → {figure}")
NOT_THERE = N_("not there")
SENT_BY, SENT, MORE_SENT = N_("{leader} has sent this already:"), N_("• {who}: {figure}"), N_("• and {n} more")
MORE_CLEAR = N_("✔ clear, and not shown: {n}")
MISSING = N_("○ Not mentioned: {names}")
AND_MORE = N_("{names} and {n} more")
WORDS = N_("I did not understand: “{words}”")
ASK_WHO = N_("👉 Who is “{typed}”?")
ASK_STRANGER = N_("👉 I know nobody called “{typed}”. Choose who it is, or write the line once more.")
ASK_NEAR = N_("👉 Whom do you mean by “{typed}”?")
ASK_FIGURE = N_("👉 {who}: which figure is right?")
ASK_AGAIN = N_("👉 {who}: I cannot read “{typed}”. Please write name and figure once more.")
ASK_FAR = N_("👉 {who}: is {figure} right? If not, write name and figure once more.")
ASK_DASH = N_("👉 What does “-” mean when you write it?")
ASK_MISSING = N_("👉 What about those who are not mentioned?")
DROPPED = N_("○ Not mentioned any more: {names}")
ASK_DROPPED = N_("👉 What about those who are not mentioned any more?")
ALL_CLEAR = N_("👉 Is this right? Then send it.")
SAME = N_("All of this is sent already. Nothing has changed.")
IS_RIGHT, LEAVE_OUT, NONE_OF_THEM = N_("✅ It is right"), N_("✖️ Leave it out"), N_("✖️ None of them")
SOLD_NOTHING, WERE_ABSENT, WITHOUT = N_("They sold nothing"), N_("They were not there"), N_("Send without them")
AS_SENT = N_("Leave it as it was sent")
DASH_NOTHING, DASH_ABSENT = N_("Sold nothing"), N_("Was not there")
# The same where other figures than sales are asked: all of them are 0 then.
ALL_NOUGHT, DASH_NOUGHT = N_("All of theirs is 0"), N_("Everything is 0")
THE_WHOLE = N_("🖼 The whole table")
SEND_ALL, SEND_CLEAR = N_("✅ Send"), N_("✅ Keep what is clear: {n}")


def doubtful(table: Table) -> Row | None:
    """The row that is asked about now."""
    return next((row for row in table.rows if row.state in DOUBTFUL), None)


def not_mentioned(table: Table) -> list[int]:
    """Of whom the table says nothing."""
    return [row.members[0] for row in table.rows if row.state is State.MISSING]


def missing(table: Table, book: Book) -> list[int]:
    """Who is mentioned neither now nor in what was sent before."""
    return [one for one in not_mentioned(table) if one not in book.kept]


def whose(table: Table, book: Book, row: Row) -> list[int]:
    """Whose a doubtful row may be: those who are near to its name, else who is not mentioned yet. A few."""
    return [*(row.members or missing(table, book))][:MOST_BUTTONS]


def clear(table: Table) -> list[Row]:
    """The rows that are sure."""
    return [row for row in table.rows if row.state is State.CLEAR]


def news(table: Table, book: Book) -> list[Row]:
    """Those of them that say something that was not sent yet."""
    return [row for row in clear(table) if book.effect(row) is not Effect.SAME]


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is not mentioned and is asked about; `were_sent`: a message that was sent said something of them before it
    was changed.
    """

    members: Sequence[int]
    were_sent: bool = False


def by_others(turn: Turn, book: Book) -> list[Html]:
    """What somebody else has sent of that month, as it stands above a table."""
    return list(Shown(turn, book.read(""), book, 0, Asked([])).by_others())


class Shown:
    """A table to be shown to her; `version`: its buttons are good as long as nothing has changed it; `others`: with
    what somebody else has sent of that month.
    """

    def __init__(
        self, turn: Turn, table: Table, book: Book, version: int, asked: Asked, *, others: bool = False
    ) -> None:
        self._turn, self._table, self._book, self._version = turn, table, book, version
        self._asked, self._first, self._others = asked, doubtful(table), others
        self._sales_alone = questions.are_sales_alone(turn.pack)

    def text(self) -> Html:
        """The whole message, of forty lines at most."""
        title = self._turn.text(TITLE, group=self._book.name, month=MonthOf(self._book.month))
        others = self.by_others() if self._others else ()
        head = [title, *self._called(), *others, self._counted(), BLANK]
        doubts = [self._doubt(row) for row in self._table.rows if row.state in DOUBTFUL]
        rest = [*self._left_over(), BLANK, self._question()]
        room = max(LONGEST - len(head) - len(rest) - 1, 1)
        return joined([*head, *doubts[:room], *self._clear(max(room - len(doubts), 0)), *rest])

    def _called(self) -> list[Html]:
        """What the figures are, where one cannot tell."""
        return [] if self._sales_alone else [Html.of("<i>{}</i>", examples.heading(self._turn))]

    def by_others(self) -> Iterator[Html]:
        """What somebody else has sent, a line each; of a large group a few."""
        book = self._book
        sent = [one.id for one in book.roster if one.id in book.others]
        if not sent:
            return
        names = sorted({book.others[one] for one in sent if book.others[one]})
        yield self._turn.text(SENT_BY, leader=", ".join(names) or Text(A_LEADER))
        for one in sent[:MOST_SENT]:
            yield self._turn.text(SENT, who=book.called(one), figure=self._said(*book.kept[one]))
        if len(sent) > MOST_SENT:
            yield self._turn.text(MORE_SENT, n=len(sent) - MOST_SENT)
        yield BLANK

    def _counted(self) -> Html:
        asked = sum(row.state in DOUBTFUL for row in self._table.rows)
        numbers = (len(clear(self._table)), asked, len(missing(self._table, self._book)))
        shown = [self._turn.text(words, n=n) for words, n in zip(COUNTED, numbers, strict=True) if n]
        return joined(shown, " · ")

    def _doubt(self, row: Row) -> Html:
        if row.state is State.FAR:
            return self._turn.text(FAR, who=self._who(row), figure=self.figures(row.figures), usual=self._usual(row))
        if row.state is State.DASH:
            return self._turn.text(DASHED, who=self._who(row))
        return self._turn.text(DOUBT, typed=self._typed(row))

    def _clear(self, room: int) -> Iterator[Html]:
        rows = clear(self._table)
        shown = rows[: min(room, MOST_CLEAR)]
        yield from (self._line(row) for row in shown)
        if len(rows) > len(shown):
            yield self._turn.text(MORE_CLEAR, n=len(rows) - len(shown))

    def _line(self, row: Row) -> Html:
        said, figures = self._book.said(row)
        new = self._said(said, figures)
        known = self._book.kept.get(row.members[0])
        old = self._said(*known) if known is not None else new
        if self._book.effect(row) is Effect.CHANGED and old != new:
            return self._turn.text(CHANGED, who=self._who(row), old=old, figure=new)
        return self._turn.text(CLEAR, who=self._who(row), figure=new)

    def _left_over(self) -> Iterator[Html]:
        gone = missing(self._table, self._book)
        if gone:
            yield self._turn.text(MISSING, names=self._names(gone))
        if self._asked.were_sent and self._asked.members:
            yield self._turn.text(DROPPED, names=self._names(self._asked.members))
        if self._table.words:
            yield self._turn.text(WORDS, words="; ".join(self._table.words)[:200])

    def _names(self, members: Sequence[int]) -> str:
        names = ", ".join(self._book.called(one) for one in members[:MOST_BUTTONS])
        more = len(members) - MOST_BUTTONS
        return self._turn.plain(AND_MORE, names=names, n=more) if more > 0 else names

    def _question(self) -> Html:
        row = self._first
        if row is None:
            if self._asked.members:
                return self._turn.text(ASK_DROPPED if self._asked.were_sent else ASK_MISSING)
            return self._turn.text(ALL_CLEAR if news(self._table, self._book) else SAME)
        if row.state is State.DASH:
            return self._turn.text(ASK_DASH)
        if row.state is State.FAR:
            return self._turn.text(ASK_FAR, who=self._who(row), figure=self.figures(row.figures))
        if row.state in OF_NOBODY:
            known = ASK_WHO if row.state is State.WHICH else ASK_NEAR
            return self._turn.text(known if row.members else ASK_STRANGER, typed=self._typed(row))
        if row.choices:
            return self._turn.text(ASK_FIGURE, who=self._who(row))
        return self._turn.text(ASK_AGAIN, who=self._who(row), typed=self._typed(row))

    def buttons(self) -> Rows:
        """The answers to the one question, and below it what can be kept already."""
        rows = [[one] for one in self._answers()]
        n = len(news(self._table, self._book))
        if n and (self._first is not None or not self._asked.members):
            label = Text(SEND_CLEAR, {"n": n}) if self._first is not None else Text(SEND_ALL)
            rows.append([self._button(label, SEND)])
        if len(self._book.roster) > LONGEST:
            rows.append([self._button(Text(THE_WHOLE), WHOLE)])
        return rows

    def _answers(self) -> list[Button]:
        row = self._first
        if row is None:
            last = AS_SENT if self._asked.were_sent else WITHOUT
            nothing = SOLD_NOTHING if self._sales_alone else ALL_NOUGHT
            told = ((nothing, NOTHING), (WERE_ABSENT, ABSENT), (last, NOT_SAID))
            return [self._button(Text(label), what) for label, what in told] if self._asked.members else []
        if row.state is State.DASH:
            nothing = DASH_NOTHING if self._sales_alone else DASH_NOUGHT
            return [self._button(Text(nothing), NOTHING), self._button(Text(DASH_ABSENT), ABSENT)]
        if row.state is State.FAR:
            return [self._button(Text(IS_RIGHT), RIGHT), self._button(Text(LEAVE_OUT), OUT)]
        if row.state in OF_NOBODY:
            likely = whose(self._table, self._book, row)
            here = [self._button(self._book.called(one), WHO, one) for one in likely]
            return [*here, self._button(Text(NONE_OF_THEM if here else LEAVE_OUT), OUT)]
        choices = row.choices[:MOST_BUTTONS]
        here = [self._button(self.figures(one), CHOICE, number) for number, one in enumerate(choices)]
        return [*here, self._button(Text(LEAVE_OUT), OUT)]

    def _button(self, label: str | Text, what: str, which: int = 0) -> Button:
        return Button(label, Meaning.of(PREFIX, what, self._version, which))

    def _who(self, row: Row) -> str:
        return self._book.called(row.members[0])

    def _typed(self, row: Row) -> str:
        return "; ".join(row.typed)[:80] or row.name

    def _said(self, said: Said, figures: Figures) -> str:
        return self._turn.plain(NOT_THERE) if said is Said.ABSENT else self.figures(figures)

    def figures(self, figures: Figures) -> str:
        """Figures in her digits, money with its sign; what was left open as a dash."""
        named = zip(self._book.sheet.columns, figures, strict=False)
        return " · ".join("–" if one is None else self._figure(column.kind, one) for column, one in named)

    def _figure(self, kind: Kind, figure: Decimal) -> str:
        value: Value = Money.of(figure, self._book.sheet.currency) if kind is Kind.MONEY else figure
        return self._turn.plain("{n}", n=value)

    def _usual(self, row: Row) -> str:
        member = next(one for one in self._book.roster if one.id == row.members[0])
        return self.figures(tuple(member.usual_of(place) for place in range(len(self._book.sheet.columns))))
