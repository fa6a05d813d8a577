"""Which month a report is of, and which columns a head line names."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.domain.groups.report.atoms import Atom
from bot.domain.groups.report.roster import Sheet
from bot.domain.groups.report.vocabulary import Kind
from bot.i18n.calendars import BUDDHIST_OFFSET, from_calendar, month_before, month_of, to_calendar

FIGURES = frozenset({Kind.NUMERAL, Kind.SPOKEN, Kind.DASH, Kind.ABSENT, Kind.NOTHING})
HEADS = frozenset({Kind.HEAD, Kind.COLUMN, Kind.MONTH})


def take_months(atoms: Sequence[Atom], sheet: Sheet) -> tuple[list[Atom], list[date]]:
    """A line without the months that it names, each with its year if that is said; and their first days."""
    atoms = _month_names(atoms, sheet)
    kept: list[Atom] = []
    found: list[date] = []
    place = 0
    while place < len(atoms):
        atom = atoms[place]
        day = None
        if atom.kind is Kind.MONTH:
            year = _year(atoms[place + 1 :], atom, sheet)
            day = _first_day(atom, year, sheet)
            place += year is not None
        if day:
            found.append(day)
        else:
            kept.append(replace(atom, kind=Kind.STRANGE) if atom.kind is Kind.MONTH else atom)
        place += 1
    return kept, found


def _month_names(atoms: Sequence[Atom], sheet: Sheet) -> Sequence[Atom]:
    """A name that is a month too is one in a line that says nothing of anybody, but has another word of a head."""
    years = [place for place, atom in enumerate(atoms) if _is_year(atom) and place and _is_month(atoms[place - 1])]
    says = any(atom.kind in FIGURES and place not in years for place, atom in enumerate(atoms))
    people = sum(atom.kind is Kind.NAME and not _is_month(atom) for atom in atoms)
    if says or people or not (years or any(atom.kind in HEADS for atom in atoms)):
        return atoms
    return [replace(atom, kind=Kind.MONTH) if _is_month(atom) else atom for atom in atoms]


def _is_month(atom: Atom) -> bool:
    return atom.kind in (Kind.MONTH, Kind.NAME) and atom.word is not None and atom.word.month is not None


def _is_year(atom: Atom) -> bool:
    return (
        atom.kind is Kind.NUMERAL
        and atom.text.isdigit()
        and len(atom.text) == 4
        and atom.text[:2] in ("19", "20", "25")
    )


def _year(after: Sequence[Atom], month: Atom, sheet: Sheet) -> int | None:
    """A year after the month: in full, or its last two digits where nothing else follows."""
    if not after or not after[0].text.isdigit() or after[0].kind is not Kind.NUMERAL:
        return None
    alone = not any(atom.kind in FIGURES | {Kind.NAME} for atom in after[1:])
    if _is_year(after[0]) or (alone and len(after[0].text) == 2 and month.word and month.word.month):
        return int(after[0].text)
    return None


def _first_day(atom: Atom, year: int | None, sheet: Sheet) -> date | None:
    """Of that year, or of the month of that name that began last."""
    if atom.word is None or atom.word.month is None:
        calendar = sheet.locale.calendar
        return (month_before if atom.value == "1" else month_of)(sheet.day, calendar)[0]
    calendar, month = atom.word.month
    now = to_calendar(sheet.day, calendar).year
    if year is not None:
        return next((day for one in _years(year, now) if (day := from_calendar(calendar, one, month, 1))), None)
    days = (from_calendar(calendar, one, month, 1) for one in (now, now - 1))
    return next((day for day in days if day and day <= sheet.day), None)


def _years(year: int, now: int) -> Sequence[int]:
    """What a year, in full or its last two digits, may be near `now` in the count of a calendar."""
    whole = [year, year - BUDDHIST_OFFSET] if year > 99 else [now - now % 100 + year]
    buddhist = now + BUDDHIST_OFFSET
    short = [buddhist - buddhist % 100 + year - BUDDHIST_OFFSET] if year <= 99 else []
    return [one for one in (*whole, *short) if abs(one - now) <= 2]
