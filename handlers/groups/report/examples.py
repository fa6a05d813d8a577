"""How she writes a report: what is asked, in its order, and an example with names of her own group."""

from collections import Counter
from collections.abc import Mapping

from bot.domain.groups.report import Kind, Said
from bot.i18n import N_, Html, Text
from bot.services.groups.report import questions
from bot.services.groups.report.reporting import Book
from handlers.wire.turn import Turn

HOW = N_("Write all in one message: a name, and how much was sold.\nFor example: {example}")
HOW_FIGURES = N_("Write all in one message: a name, and then:\n{what}\nFor example: {example}")
DASH_IS = {
    Said.NOTHING: N_("“-” means that somebody sold nothing."),
    Said.ABSENT: N_("“-” means that somebody was not there."),
}
DASH_IS_NOUGHT = N_("“-” means that all of somebody's figures are 0.")
# Two figures of each kind. After another figure three digits might belong to it: 800 950.
FIRST_FIGURES = {Kind.MONEY: (1200, 800), Kind.QUANTITY: (15, 12), Kind.COUNT: (3, 2)}
LATER_FIGURES: Mapping[Kind, tuple[int, int]] = {**FIRST_FIGURES, Kind.MONEY: (1050, 1300)}


def how(turn: Turn, book: Book) -> Html:
    """What she is to write of each member."""
    if questions.are_sales_alone(turn.pack):
        return turn.text(HOW, example=of_roster(book))
    return turn.text(HOW_FIGURES, what=heading(turn), example=of_roster(book))


def heading(turn: Turn) -> str:
    """The names of the figures, as they stand above a table."""
    return " · ".join(questions.names(turn.pack, turn.language))


def dash_is(turn: Turn, dash: Said) -> Text:
    """What “-” means for her."""
    nought = dash is Said.NOTHING and not questions.are_sales_alone(turn.pack)
    return Text(DASH_IS_NOUGHT if nought else DASH_IS[dash])


def of_roster(book: Book) -> str:
    """Two names of her group that nobody else has, with figures."""
    often = Counter(one.given for one in book.roster)
    names = [one.given for one in book.roster if often[one.given] == 1] or [one.given for one in book.roster]
    return ", ".join(f"{name} {_figures(book, which)}" for which, name in enumerate(names[:2]))


def _figures(book: Book, which: int) -> str:
    kinds = [column.kind for column in book.sheet.columns]
    figures = [FIRST_FIGURES[kinds[0]], *(LATER_FIGURES[kind] for kind in kinds[1:])]
    return " ".join(str(one[which]) for one in figures)
