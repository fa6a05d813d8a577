"""What a pack says of announcements: who needs a second one's word, and when nothing is announced."""

from __future__ import annotations

from datetime import date

from bot.domain.programme import Announcements
from bot.packs.settings_file import Section

MOST_PEOPLE = 10_000_000
BETWEEN = " to "


def read_announcements(section: Section | None) -> Announcements:
    """The table `[announcements]`, which may be left out, whole or in part."""
    if section is None:
        return Announcements()
    above = section.optional_whole("approve_above", 0, MOST_PEOPLE, Announcements().approve_above)
    days = tuple(_days(section, told) for told in section.any_texts("blackout"))
    section.close()
    return Announcements(above, tuple(one for one in days if one is not None))


def _days(section: Section, told: str) -> tuple[date, date] | None:
    """A day, or the first and the last of several."""
    first, _, last = told.partition(BETWEEN)
    try:
        found = date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError:
        found = None
    if found is None or found[0] > found[1]:
        what = f'has “{told}”; write days like "2027-03-28" or "2027-05-01 to 2027-05-09"'
        section.wrong("blackout", what)
        return None
    return found
