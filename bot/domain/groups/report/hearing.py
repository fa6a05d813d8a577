"""The lines of a message, one after the other: head lines, lines that say something of all below, and entries."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.domain.groups.report.atoms import Atom, atoms_of, days_of, lines_of
from bot.domain.groups.report.entries import stretch_of
from bot.domain.groups.report.entry import FIGURES, PEOPLE, SAYINGS, Entry
from bot.domain.groups.report.heads import take_months
from bot.domain.groups.report.names import Names
from bot.domain.groups.report.remarks import without_remarks
from bot.domain.groups.report.roster import Sheet
from bot.domain.groups.report.stamps import without_stamps
from bot.domain.groups.report.vocabulary import Kind, vocabulary, with_names

# Words and signs that change nothing.
PASSED = frozenset({Kind.AROUND, Kind.TITLE, Kind.SIGN, Kind.HEAD})


@dataclass(slots=True)
class Heard:
    """`order`: the columns of the last head line; `section`: what a line says of all who are named below it."""

    entries: list[Entry] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    months: list[date] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    order: tuple[str, ...] = ()
    section: Atom | None = None
    used: bool = True


def hear(text: str, names: Names, sheet: Sheet) -> Heard:
    """What the lines of a message say."""
    words = with_names(vocabulary(sheet.locale.language, sheet.columns), names)
    heard = Heard()
    lines: list[list[Atom]] = []
    stamps, told_ = without_stamps(text, sheet.locale.language)
    days, written = days_of(told_)
    heard.words.extend((*stamps, *days))
    for line in lines_of(written):
        atoms, months = take_months(atoms_of(line, names, words, sheet), sheet)
        heard.months.extend(months)
        told, remarks = without_remarks(atoms)
        heard.words.extend(remarks)
        lines.append(_kept(told))
    for line_ in _joined(lines, len(sheet.columns)):
        for stretch in _stretches(line_):
            _hear_stretch(heard, stretch, sheet)
    _close_section(heard)
    return heard


def _kept(atoms: Sequence[Atom]) -> list[Atom]:
    """Without what changes nothing; what stands after a word of that kind is apart from what is before it."""
    found: list[Atom] = []
    apart = False
    for atom in atoms:
        if atom.kind not in PASSED:
            found.append(replace(atom, apart=True) if apart else atom)
            apart = False
        else:
            apart = apart or atom.kind in (Kind.AROUND, Kind.HEAD)
    return found


def _joined(lines: Sequence[list[Atom]], many: int) -> Iterator[list[Atom]]:
    """A name alone on a line, and its figures alone on the next."""
    place = 0
    while place < len(lines):
        line, after = lines[place], lines[place + 1] if place + 1 < len(lines) else []
        alone = bool(line) and all(atom.kind is Kind.NAME for atom in line) and len(line) == 1
        figures = [atom.kind in FIGURES | {Kind.DASH, Kind.UNIT, Kind.CURRENCY} for atom in after]
        if alone and after and all(figures) and sum(atom.kind in FIGURES | {Kind.DASH} for atom in after) <= many:
            yield [*line, *after]
            place += 2
        else:
            yield line
            place += 1


def _stretches(line: Sequence[Atom]) -> Iterator[list[Atom]]:
    """Up to a full stop, or what stands for one; not what parts figures, or a card's number from them."""
    found: list[Atom] = []
    for place, atom in enumerate(line):
        if atom.kind is not Kind.STOP:
            found.append(atom)
            continue
        beside = [one.kind for one in (*line[max(place - 1, 0) : place], *line[place + 1 : place + 2])]
        parts = atom.text == "/" or (atom.text == "." and place == 1)
        if not (parts and beside == [Kind.NUMERAL, Kind.NUMERAL]):
            yield found
            found = []
    yield found


def _hear_stretch(heard: Heard, atoms: list[Atom], sheet: Sheet) -> None:
    if not atoms:
        return
    atoms = _take_head(heard, atoms, sheet)
    if atoms and all(atom.kind in SAYINGS for atom in atoms):
        _close_section(heard)
        heard.section, heard.used = atoms[0], False
        return
    if not any(atom.kind in PEOPLE | FIGURES | {Kind.OTHERS, Kind.TOTAL, Kind.CARD, Kind.DASH} for atom in atoms):
        return
    made = stretch_of(atoms, len(sheet.columns), heard.order, heard.section)
    if heard.section and all(entry.values == [heard.section] for entry in made.entries):
        heard.used = True
    else:
        _close_section(heard)
    heard.entries.extend(made.entries)
    heard.words.extend(made.words)


def _close_section(heard: Heard) -> None:
    if heard.section and not heard.used:
        heard.words.append(heard.section.text)
    heard.section = None


def _take_head(heard: Heard, atoms: list[Atom], sheet: Sheet) -> list[Atom]:
    """The columns that are named before anybody is, and the rest of the stretch."""
    tells = FIGURES | {Kind.NAME, Kind.CARD}
    end = next((place for place, atom in enumerate(atoms) if atom.kind in tells), len(atoms))
    named = [atom.value for atom in atoms[:end] if atom.kind is Kind.COLUMN]
    if named and not (end < len(atoms) and atoms[end].kind in FIGURES):
        heard.columns.extend(named)
        heard.order = tuple(dict.fromkeys(named)) if len(sheet.columns) > 1 else ()
        atoms = [atom for atom in atoms[:end] if atom.kind is not Kind.COLUMN] + atoms[end:]
    if len(sheet.columns) == 1:
        atoms = [atom for atom in atoms if atom.kind is not Kind.COLUMN]
    return atoms
