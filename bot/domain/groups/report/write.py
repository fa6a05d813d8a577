"""A table as lines that are read as the same table."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from bot.domain.groups.report.atoms import Atom, atoms_of, lines_of
from bot.domain.groups.report.denials import RUN
from bot.domain.groups.report.names import Names, names_of
from bot.domain.groups.report.remarks import says_nothing
from bot.domain.groups.report.roster import Member, Sheet
from bot.domain.groups.report.table import Head, Row, Said, Table
from bot.domain.groups.report.vocabulary import Kind, vocabulary, with_names
from bot.i18n.calendars import to_calendar
from bot.i18n.language_data import month_names
from bot.i18n.languages import language_file
from bot.i18n.locale import Calendar, Locale

DASH = "-"


def written(table: Table, roster: Sequence[Member], sheet: Sheet) -> str:
    """The lines of a table. Who is not mentioned stands in none of them; what is doubtful is as it was typed."""
    places = {member.id: place for place, member in enumerate(roster)}
    writer = _Writer(names_of(tuple(roster)), sheet)
    lines = [*writer.head(table.head), *_as_typed(table.rows)]
    # figures alone would be taken for those of a name that stands alone just before them
    figures = [words for words in table.words if writer.are_figures(words)]
    lines += [writer.row(row, places[row.members[0]]) for row in table.rows if row.said and not row.typed]
    if table.others:
        lines.append(f"{writer.word(Kind.OTHERS)} {writer.said(table.others)}")
    left = [writer.left(words) for words in table.words if words not in figures]
    return "\n".join((*figures, *lines, *left))


def _as_typed(rows: Sequence[Row]) -> Iterator[str]:
    """The lines of doubtful rows; one that says several rows once, one that was typed several times as often."""
    said = Counter((line, row.state, row.members) for row in rows for line in row.typed)
    often: dict[str, int] = {}
    for (line, _, _), times in said.items():
        often[line] = max(times, often.get(line, 0))
    for line, times in often.items():
        yield from [line] * times


def _calendar(month: date, locale: Locale) -> Calendar:
    """The calendar of which this day begins a month: the reader's own, or another that was named."""
    every = (locale.calendar, *Calendar)
    return next((one for one in every if to_calendar(month, one).day == 1), locale.calendar)


class _Writer:
    def __init__(self, names: Names, sheet: Sheet) -> None:
        self._names = names
        self._sheet = sheet
        self._vocabulary = with_names(vocabulary(sheet.locale.language, sheet.columns), names)

    def word(self, kind: Kind) -> str:
        """The first word of a list."""
        return str(language_file(self._sheet.locale.language, "groups")[kind][0])

    def head(self, head: Head) -> Iterator[str]:
        """The month in the calendar that it is one of, with its year, and the column by its word."""
        words: list[str] = []
        column = next((one for one in self._sheet.columns if one.key == head.column and one.words), None)
        if head.month:
            locale = self._sheet.locale
            calendar = _calendar(head.month, locale)
            day = to_calendar(head.month, calendar)
            words = [month_names(locale.language, calendar, "wide")[day.month - 1], str(day.year)]
        words += [column.words[0]] if column else []
        if words:
            yield " ".join(words)

    def left(self, words: str) -> str:
        """What was not understood: in brackets, where it might be taken for something when it stands alone."""
        atoms = self._atoms(words)
        return f"({words})" if atoms and says_nothing(atoms) else words

    def are_figures(self, words: str) -> bool:
        """Whether nothing else stands there."""
        return all(atom.kind in RUN for atom in self._atoms(words))

    def row(self, row: Row, place: int) -> str:
        """The line of a row that is sure whose it is and what it says."""
        figures = " ".join(self._figure(figure) for figure in row.figures)
        return f"{self.name(place)} {figures or self.said(row.said)}"

    def said(self, said: Said | None) -> str:
        if said in (Said.DASH, self._sheet.dash):
            return DASH
        return self.word(Kind.ABSENT if said is Said.ABSENT else Kind.NOTHING)

    def name(self, place: int) -> str:
        """The shortest that means her alone."""
        member = self._names.roster[place]
        ways = (member.given, *member.nicknames, f"{member.given} {member.family}", f"{member.family} {member.given}")
        card = f"{self.word(Kind.CARD)} {member.card}" if self._names.cards.get(member.card or 0) == place else ""
        return next((way for way in ways if self._means(way, place)), card or ways[-2])

    def _means(self, way: str, place: int) -> bool:
        atoms = self._atoms(f"{way} 1")
        return len(atoms) == 2 and atoms[0].members == (place,) and not atoms[0].near

    def _atoms(self, text: str) -> list[Atom]:
        return [atom for line in lines_of(text) for atom in atoms_of(line, self._names, self._vocabulary, self._sheet)]

    def _figure(self, figure: Decimal | None) -> str:
        """In plain digits; three decimals would be taken for thousands."""
        if figure is None:
            return DASH
        whole, _, part = format(figure.normalize(), "f").partition(".")
        return f"{whole}{self._sheet.locale.decimal}{part + '0' * (len(part) == 3)}" if part else whole
