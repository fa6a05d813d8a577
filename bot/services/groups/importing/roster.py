"""A roster as it stands in a file: rows of groups and of members, each cell read, with all that is wrong in itself."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bot.services.groups.importing.cells import Cells
from bot.services.groups.importing.columns import Column, Kind, Of, beside, columns, figures, meant
from bot.services.groups.importing.problems import Place, Problems
from bot.services.groups.importing.spreadsheet import Cell, Sheet, Unreadable, Wrong, read
from bot.services.groups.importing.values import Kept, Unfit, shown, tidy

# A row that begins so is a note, as the example in the template is.
NOTE = "#"
GROUP, MEMBER, NUMBER, FIGURES_DAY = "group", "member", "number", "figures_day"
MOST_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Row:
    """A row: what is kept of its cells, by column; `headings` say where each column is."""

    sheet: str | None
    number: int
    given: Mapping[str, Any]
    headings: Mapping[str, str]
    # columns with something in them, that which cannot be read too
    filled: frozenset[str]

    def place(self, column: str | None = None) -> Place:
        return Place(self.sheet, self.number, self.headings.get(column, column) if column else None)

    @property
    def is_group(self) -> bool:
        """Whether it is about the group itself."""
        return MEMBER not in self.filled

    @property
    def group(self) -> str:
        return str(self.given[GROUP])

    @property
    def member(self) -> str:
        return str(self.given[MEMBER])

    def figures(self) -> Iterator[tuple[str, Any, date]]:
        """Its opening figures, each with its day."""
        for name in figures():
            if name in self.given and FIGURES_DAY in self.given:
                yield name, self.given[name], self.given[FIGURES_DAY]


@dataclass(frozen=True, slots=True)
class Roster:
    """All rows that can be told apart; `notes`: how many rows were left out, as notes are."""

    groups: Mapping[str, Row]
    members: Sequence[Row]
    notes: int


def same(name: str) -> str:
    """What two spellings of one name share."""
    return tidy(name).casefold()


def load(file: Path, cells: Cells, problems: Problems) -> Roster:
    """The roster in a file; what is wrong with it is noted."""
    try:
        sheets = read(file)
    except Unreadable as error:
        problems.add(Place(), str(error))
        return Roster({}, (), 0)
    found = _Reading(cells, problems)
    known = [one for one in sheets if found.take(one)]
    if not known and not problems.found:
        called = columns()[GROUP].quoted(cells.programme.languages)
        said = f"This is no roster: no sheet begins with headings such as {called}"
        problems.add(Place(), f"{said}; begin with: ovop import --template FILE.xlsx")
    elif known and not found.rows and not problems.found:
        problems.add(Place(known[0].name), "There are no rows below the headings; write the groups and their members.")
    return found.roster()


@dataclass(slots=True)
class _Reading:
    """Sheets being read, one after the other."""

    cells: Cells
    problems: Problems
    rows: list[Row] = field(default_factory=list)
    notes: int = 0

    def take(self, sheet: Sheet) -> bool:
        """Read a sheet; False: it is no roster, but a list of codes, say."""
        at = sheet.headings(meant)
        if at is None:
            return False
        found = [meant(cell) if isinstance(cell, str) else None for cell in sheet.rows[at]]
        if GROUP not in found:
            self._quotation(sheet, sheet.rows[at])
            return False
        for merged in sheet.merged_below(at):
            self.problems.add(Place(sheet.name, None, merged), "These cells are merged; part them, and fill each.")
        headings = self._headings(sheet, at)
        for number, row in enumerate(sheet.rows[at + 1 :], at + 2):
            if any(cell is not None for cell in row):
                self._row(sheet, number, row, headings)
        return True

    def _quotation(self, sheet: Sheet, row: Iterable[Cell]) -> None:
        for cell in row:
            if isinstance(cell, Wrong) and sheet.name is None:
                self.problems.add(Place(), f"The file {cell.sentence}")

    def _headings(self, sheet: Sheet, at: int) -> dict[int, Column]:
        found: dict[int, Column] = {}
        for place, cell in enumerate(sheet.rows[at]):
            if cell is None:
                continue
            key = meant(cell) if isinstance(cell, str) else None
            where = Place(sheet.name, at + 1, letters(place))
            if key is None:
                said = "This heading" if isinstance(cell, Wrong) else f"“{' '.join(shown(cell).split())}”"
                self.problems.add(where, f"{said} is no column of a roster; call it as in the template, or delete it.")
            elif key in {one.key for one in found.values()}:
                self.problems.add(where, f"The column {key} is there twice; delete one of them.")
            else:
                found[place] = columns()[key]
                self._money(where, found[place], str(cell))
        if MEMBER not in {one.key for one in found.values()}:
            called = columns()[MEMBER].quoted(self.cells.programme.languages)
            self.problems.add(Place(sheet.name, at + 1), f"The column {called} is missing; add it.")
        return found

    def _money(self, where: Place, column: Column, heading: str) -> None:
        """A heading may say in which money its figures are; in thousands, or a year, they would be others."""
        currency = self.cells.programme.currency
        for said in beside(heading) if column.kind is Kind.MONEY else ():
            if not self.cells.is_ours(said):
                self.problems.add(where, f"“({said})”: these figures have to be in {currency}; write them so.")

    def _row(self, sheet: Sheet, number: int, row: Sequence[Cell], headings: Mapping[int, Column]) -> None:
        first = next(cell for cell in row if cell is not None)
        if isinstance(first, str) and first.strip().startswith(NOTE):
            self.notes += 1
            return
        called = {one.key: f"{letters(place)}, {one.key}" for place, one in headings.items()}
        given: dict[str, Kept] = {}
        filled = set()
        for place, cell in enumerate(row):
            if cell is None:
                continue
            column = headings.get(place)
            where = Place(sheet.name, number, called[column.key] if column else letters(place))
            if column is None:
                self.problems.add(where, "This column has no heading; give it one, or empty it.")
                continue
            filled.add(column.key)
            with self.problems.noting(where):
                given[column.key] = self._kept(column, cell)
        self._add(Row(sheet.name, number, given, called, frozenset(filled)))

    def _kept(self, column: Column, cell: str | Any) -> Kept:
        if isinstance(cell, Wrong):
            raise Unfit(f"This {cell.sentence}")
        return self.cells.read(column, cell)

    def _add(self, row: Row) -> None:
        if GROUP not in row.filled:
            self.problems.add(row.place(GROUP), "Of which group is this row? Write its name in every row.")
            return
        self.rows.append(row)
        for key in sorted(row.filled):
            if row.is_group and columns()[key].of is Of.MEMBER:
                said = "This is said of members; write the member's name, or leave it empty in the row of the group."
                self.problems.add(row.place(key), said)
        if any(key in row.filled for key in figures()) and FIGURES_DAY not in row.filled:
            said = "These figures have no day; write of which day they are."
            self.problems.add(row.place(FIGURES_DAY), said)

    def roster(self) -> Roster:
        """What was read, once groups and members are told apart."""
        whole = [row for row in self.rows if GROUP in row.given]
        groups: dict[str, Row] = {}
        for row in (one for one in whole if one.is_group):
            first = groups.setdefault(same(row.group), row)
            if first is not row:
                said = f"{row.group} has a row already, {first.place()}; a row of a member needs the member's name."
                self.problems.add(row.place(MEMBER), said)
        members = [row for row in whole if not row.is_group and MEMBER in row.given]
        self._apart(members)
        for row in members:
            self._of_its_group(row, groups.get(same(row.group)))
        return Roster(groups, members, self.notes)

    def _apart(self, members: Iterable[Row]) -> None:
        """In a group each name and each number is one member's."""
        names: dict[tuple[str, str], Row] = {}
        numbers: dict[tuple[str, int], Row] = {}
        for row in members:
            here = same(row.group)
            first = names.setdefault((here, same(row.member)), row)
            if first is not row:
                said = f"{row.member} is in this group already, {first.place()}; add to the name what tells them apart."
                self.problems.add(row.place(MEMBER), said)
            if NUMBER in row.given:
                other = numbers.setdefault((here, row.given[NUMBER]), row)
                if other is not row:
                    said = f"{row.given[NUMBER]} is {other.member}'s number already, {other.place()}; give another."
                    self.problems.add(row.place(NUMBER), said)

    def _of_its_group(self, row: Row, group: Row | None) -> None:
        """What is the group's may be repeated with a member, but not differ."""
        for key in sorted(row.filled):
            if columns()[key].of is Of.GROUP and not (
                group is not None and key in row.given and row.given[key] == group.given.get(key)
            ):
                said = "This is said of the whole group; write it in the row of the group, and leave it empty here."
                self.problems.add(row.place(key), said)


def letters(place: int) -> str:
    """What a spreadsheet calls a column, from 0: A, B … Z, AA."""
    before, last = divmod(place, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)
