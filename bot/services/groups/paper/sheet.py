"""The sheet for a month's meeting: members down, what a leader reports across, and in grey what she reported before."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.domain.groups.month import month_shown
from bot.i18n import N_, MonthOf
from bot.i18n.calendars import month_before
from bot.packs import Pack
from bot.render.sheet import MOST_COLUMNS, Sheet, SheetRow
from bot.services.groups.paper import cards
from bot.services.groups.paper.cards import Which
from bot.services.groups.paper.papers import NUMBER, Words
from bot.services.groups.report import questions
from bot.services.work import Connection

SUBTITLE = N_("Meeting about {month}")
NAME, HERE = N_("Name"), N_("Came")
LEGEND = N_("Small and grey: what was reported for {month}.")
DAY, WROTE = N_("Day of the meeting"), N_("Who wrote this")

LEGEND_AND_HELD = N_("Small and grey: what was reported for {month}. Being checked, and left empty: {n}.")


@dataclass(frozen=True, slots=True)
class Before:
    """What a leader has reported of a member in a month: a figure for each column; None: nothing that counts. `held`:
    how many of them are being checked, which are not there.
    """

    figures: Sequence[Decimal | None]
    held: int = 0


# What a leader has reported of each member in a month (its first day), for some columns.
Reported = Callable[[Connection, int, date, Sequence[str]], Mapping[int, Before]]


def nothing_reported(
    connection: Connection, group_id: int, month: date, columns: Sequence[str]
) -> Mapping[int, Before]:
    """Nothing is known of earlier months."""
    return {}


@dataclass(frozen=True, slots=True)
class RowOf:
    """One member: her number and name, and her figures of the month before, as many as there are columns."""

    number: int | None
    name: str
    last: Sequence[Decimal | None]


@dataclass(frozen=True, slots=True)
class SheetOf:
    """What the sheet of a group is made of: the month of the meeting and the one before (their first days), names of
    the questions, and the members by their numbers. `held`: how many figures of the month before are being checked.
    """

    month: date
    before: date
    columns: Sequence[str]
    rows: Sequence[RowOf]
    held: int = 0


def read(
    connection: Connection, person_id: int | None, group_id: int, pack: Pack, today: date, reported: Reported
) -> SheetOf:
    """What is known for the meeting that comes next. Raises NotAllowed."""
    here = cards.chosen(connection, person_id, group_id, Which.ALL)
    month, _ = month_shown(today, pack.programme.calendar)
    before, _ = month_before(month, pack.programme.calendar)
    columns = pack.programme.report[:MOST_COLUMNS]
    known = reported(connection, group_id, before, columns)
    nothing = Before([None] * len(columns))
    last = [known.get(one.member_id, nothing) for one in here]
    rows = [RowOf(one.number, one.name, hers.figures) for one, hers in zip(here, last, strict=True)]
    return SheetOf(month, before, columns, rows, sum(hers.held for hers in last))


def page(sheet: SheetOf, words: Words, language: str) -> Sheet:
    """The sheet as it is drawn, in the language of who prints it."""
    return Sheet(
        title=words.group,
        subtitle=words.say(language, SUBTITLE, month=MonthOf(sheet.month)),
        number=words.say(language, NUMBER),
        name=words.say(language, NAME),
        here=words.say(language, HERE),
        columns=tuple(questions.called(words.pack, one, language) for one in sheet.columns),
        rows=tuple(_row(one, words, language) for one in sheet.rows),
        legend=_legend(sheet, words, language),
        foot=(words.say(language, DAY), words.say(language, WROTE)),
        digits=words.locale(language).digits,
        language=language,
        rtl=words.is_rtl(language),
    )


def _legend(sheet: SheetOf, words: Words, language: str) -> str:
    """What is grey, and how many are left empty since staff are checking them; nothing, where there is neither."""
    if sheet.held:
        return words.say(language, LEGEND_AND_HELD, month=MonthOf(sheet.before), n=sheet.held)
    some = any(figure is not None for row in sheet.rows for figure in row.last)
    return words.say(language, LEGEND, month=MonthOf(sheet.before)) if some else ""


def _row(one: RowOf, words: Words, language: str) -> SheetRow:
    last = ("" if figure is None else words.say(language, "{figure}", figure=figure) for figure in one.last)
    return SheetRow(words.number(one.number, language), one.name, tuple(last))
