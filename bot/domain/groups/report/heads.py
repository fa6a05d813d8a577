"""Which month a report is of, and which columns a head line names."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.domain.groups.report.atoms import Atom
from bot.domain.groups.report.roster import Sheet
from bot.domain.groups.report.vocabulary import Kind
from bot.i18n.calendars import BUDDHIST_OFFSET, from_calendar, month_before, month_of, to_calendar
from bot.i18n.locale import Calendar

FIGURES = frozenset({Kind.NUMERAL, Kind.SPOKEN, Kind.DASH, Kind.ABSENT, Kind.NOTHING})
# What may stand before a head line's day.
BEFORE = frozenset({Kind.HEAD, Kind.COLUMN, Kind.AROUND, Kind.SIGN})
LONGEST = 31
NEAR = 2  # years from the present one
BESIDE_A_MONTH = 10  # so many, where a month stands before them: a report of long ago is not taken for a name's figure
HEADS = frozenset({Kind.HEAD, Kind.COLUMN, Kind.MONTH})


def take_months(atoms: Sequence[Atom], sheet: Sheet) -> tuple[list[Atom], list[date]]:
    """A line without the months that it names, each with its year if that is said; and their first days."""
    end = next((place + 1 for place, atom in enumerate(atoms) if atom.text == ":"), 0) or len(atoms)
    atoms = [*_month_names(atoms[:end], sheet), *atoms[end:]]
    kept: list[Atom] = []
    found: list[date] = []
    place = 0
    while place < len(atoms):
        atom = atoms[place]
        place += 1
        month = atom.kind is Kind.MONTH
        year = _year(atoms[place:], sheet) if month else None
        heads = month and _heads(atoms[: place - 1]) and (year is not None or not _has_figure(atoms[place:]))
        first = _first_day(atom, year, sheet) if heads else None
        if first:
            found.append(first)
            place += year is not None
            if kept and all(one.kind in BEFORE for one in kept[:-1]) and _is_day(kept[-1]):
                kept.pop()
        elif not month:
            kept.append(atom)
        elif atom.word is not None and atom.word.month is None:
            kept.append(replace(atom, kind=Kind.AROUND))  # "sold nothing this month"
        else:
            date_ = [atom]
            if kept and _is_day(kept[-1]):  # "we met on 5 October": a day, nobody's figure
                date_.insert(0, kept.pop())
            elif place < len(atoms) and _is_day(atoms[place]) and _is_of_a_sentence(kept):  # "on October 5"
                date_.append(atoms[place])
                place += 1
            text = " ".join(one.text for one in date_)
            kept.append(replace(atom, kind=Kind.STRANGE, text=text, start=date_[0].start, end=date_[-1].end))
    return kept, found


def _month_names(atoms: Sequence[Atom], sheet: Sheet) -> Sequence[Atom]:
    """A name that is a month too is one in a line that says nothing of anybody, but has another word of a head.

    With a year beside it and no such word it may be either.
    """
    if not any(map(_is_month, atoms)):
        return atoms
    years = [place for place in range(1, len(atoms)) if _is_month(atoms[place - 1]) and _is_year(atoms[place], sheet)]
    says = any(atom.kind in FIGURES and place not in years for place, atom in enumerate(atoms))
    people = sum(atom.kind is Kind.NAME and not _is_month(atom) for atom in atoms)
    if says or people:
        return atoms
    if any(atom.kind in HEADS for atom in atoms):
        return [replace(atom, kind=Kind.MONTH) if _is_month(atom) else atom for atom in atoms]
    return [*atoms, replace(atoms[-1], kind=Kind.ASKS, text="?")] if years else atoms


def _is_month(atom: Atom) -> bool:
    return atom.kind in (Kind.MONTH, Kind.NAME) and atom.word is not None and atom.word.month is not None


def _heads(before: Sequence[Atom]) -> bool:
    """Whether a month after these is the report's own: no name stands before it, up to a comma or a full stop, and no
    strange word, unless one of a head line is right before it."""
    stops = [place for place, atom in enumerate(before) if atom.kind in (Kind.COMMA, Kind.STOP)]
    beside = before[stops[-1] if stops else 0 :]
    strange = any(atom.kind is Kind.STRANGE for atom in beside) and before[-1].kind not in HEADS
    return not strange and not any(atom.kind in (Kind.NAME, Kind.OTHERS) for atom in beside)


def _is_of_a_sentence(before: Sequence[Atom]) -> bool:
    """Whether strange words and no name stand before it: a sentence about something else."""
    kinds = {atom.kind for atom in before}
    return Kind.STRANGE in kinds and Kind.NAME not in kinds


def _has_figure(after: Sequence[Atom]) -> bool:
    """October 1400: a figure right after it makes it a name."""
    return bool(after) and after[0].kind in (Kind.NUMERAL, Kind.SPOKEN)


def _is_day(atom: Atom) -> bool:
    """5 November: the day of the meeting."""
    return atom.kind is Kind.NUMERAL and atom.text.isdigit() and 1 <= int(atom.text) <= LONGEST


def _is_year(atom: Atom, sheet: Sheet, near: int = NEAR) -> bool:
    """Whether it is a year near the present one in some calendar."""
    if atom.kind is not Kind.NUMERAL or not atom.text.isdigit():
        return False
    return any(abs(to_calendar(sheet.day, calendar).year - int(atom.text)) <= near for calendar in Calendar)


def _year(after: Sequence[Atom], sheet: Sheet) -> int | None:
    """A year after the month: in full, or its last two digits where nothing else follows, or a row does."""
    if not after or not after[0].text.isdigit() or after[0].kind is not Kind.NUMERAL:
        return None
    alone = not any(atom.kind in FIGURES | {Kind.NAME} for atom in after[1:])
    short = len(after[0].text) == 2 and (alone or _is_before_a_row(after[1:]))
    return int(after[0].text) if _is_year(after[0], sheet, BESIDE_A_MONTH) or short else None


def _is_before_a_row(after: Sequence[Atom]) -> bool:
    """Oct 26 Malee 1200: a name and its own figure."""
    return len(after) > 1 and after[0].kind is Kind.NAME and after[1].kind in FIGURES


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
    return [one for one in (*whole, *short) if abs(one - now) <= (BESIDE_A_MONTH if year > 99 else NEAR)]
